//! Events as JSON (`baton.dispatch-event/1`), and answers as JSON (`baton.orders/1`).

use super::Dispatcher;
use super::estimate::{Promises, Wait};
use super::event::{Event, Order, Refused, What};
use crate::policy::{Need, Policy, Priority, QueueId, WaitChoice};
use crate::routing::json::{STANDING, customer, decided, instant, standing};
use crate::routing::read::{self, object, present, time, truth, word_of};
use crate::routing::{Case, CaseQueue, Customer};
use crate::runtime::explain;
use crate::value::{Fixed, Fluency};
use serde_json::{Map, Value as Json, json};

/// The JSON Schema (draft 7) of an event.
pub const EVENT_SCHEMA: &str = include_str!("../../../docs/schema/dispatch-event.schema.json");

/// The JSON Schema (draft 7) of what is to be done.
pub const SCHEMA: &str = include_str!("../../../docs/schema/orders.schema.json");

/// The JSON Schema (draft 7) of a case.
pub const CASE_SCHEMA: &str = include_str!("../../../docs/schema/case.schema.json");

/// The most minutes that a case may add: a year.
const MINUTES_MAX: i64 = 366 * 24 * 60;

/// Events by their words, with the keys beside `type` and `at`.
const KINDS: [(&str, &[&str]); 11] = [
    ("waits", &["conversation", "case", "customer", "work", "async", "asked_at"]),
    ("agent", &["agent", "here", "taken", "interruptible", "exclusive", "held", "idle_since", "last_from"]),
    ("gone", &["agent"]),
    ("accepted", &["conversation", "agent"]),
    ("declined", &["conversation", "agent"]),
    ("answered", &["conversation"]),
    ("finished", &["conversation"]),
    ("left", &["conversation"]),
    ("chose", &["conversation", "choice"]),
    ("queue_wait", &["queue", "seconds"]),
    ("time", &[]),
];

/// Reads an event, and when it happened, if it says so.
///
/// # Errors
///
/// The first thing that is wrong.
pub fn event(policy: &Policy, json: &Json) -> Result<(Event, Option<i64>), String> {
    let map = json.as_object().ok_or("an event is a JSON object")?;
    let kind = word_of(map, "type")?.ok_or("an event needs `type`")?;
    let known = KINDS.iter().find(|(word, _)| *word == kind);
    let (_, keys) = known.ok_or_else(|| {
        let words: Vec<&str> = KINDS.iter().map(|(word, _)| *word).collect();
        format!("there is no event `{kind}`; there are {}, roster", words.join(", "))
    })?;
    let all: Vec<&str> = ["type", "at"].iter().chain(*keys).copied().collect();
    object(json, &format!("the event `{kind}`"), &all)?;
    let needs = |key: &str| word_of(map, key)?.ok_or_else(|| format!("the event `{kind}` needs `{key}`"));
    let conversation = || needs("conversation").and_then(short);
    let event = match kind.as_str() {
        "waits" => waits(policy, map, conversation()?)?,
        "agent" => {
            let standing: Map<String, Json> = map
                .iter()
                .filter(|(key, _)| STANDING.contains(&key.as_str()))
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect();
            let agent = needs("agent")?;
            let presence = Box::new(self::standing(&standing, &format!("the event of `{agent}`"))?);
            Event::Agent { agent, presence }
        }
        "gone" => Event::Gone { agent: needs("agent")? },
        "accepted" => Event::Accepted { conversation: conversation()?, agent: needs("agent")? },
        "declined" => Event::Declined { conversation: conversation()?, agent: needs("agent")? },
        "answered" => Event::Answered { conversation: conversation()? },
        "finished" => Event::Finished { conversation: conversation()? },
        "left" => Event::Left { conversation: conversation()? },
        "chose" => {
            let word = needs("choice")?;
            let all = [WaitChoice::Wait, WaitChoice::Callback, WaitChoice::Assistant];
            let choice = all.into_iter().find(|choice| choice.as_str() == word);
            let choice = choice.ok_or("`choice` is `wait`, `callback` or `assistant`")?;
            Event::Chose { conversation: conversation()?, choice }
        }
        "queue_wait" => {
            let wait = present(map, "seconds").map(|json| read::seconds(json, "seconds")).transpose()?;
            Event::QueueWait { queue: needs("queue")?, wait }
        }
        _ => Event::Time,
    };
    Ok((event, time(map, "at")?))
}

/// Reads that the people's files have changed, and when, if it says so.
///
/// # Errors
///
/// What is wrong.
pub fn roster_event(json: &Json) -> Result<Option<i64>, String> {
    time(object(json, "the event `roster`", &["type", "at"])?, "at")
}

/// Ids are those of the helpdesk, and not whole documents.
fn short(id: String) -> Result<String, String> {
    if id.len() > super::ID_BYTES_MAX {
        return Err(format!("`conversation` has more than {} bytes", super::ID_BYTES_MAX));
    }
    Ok(id)
}

fn waits(policy: &Policy, map: &Map<String, Json>, conversation: String) -> Result<Event, String> {
    let json = present(map, "case").ok_or("the event `waits` needs `case`, as an answer of `baton step` has it")?;
    let mut case = case(policy, json)?;
    if let Some(work) = word_of(map, "work")? {
        case.work = Some(work);
    }
    if let Some(is_async) = truth(map, "async", "the event")? {
        case.is_live = !is_async;
    }
    case.asked_at = time(map, "asked_at")?.or(case.asked_at);
    let customer = present(map, "customer").map_or_else(|| Ok(Customer::default()), customer)?;
    Ok(Event::Waits { conversation, case: Box::new(case), customer: Box::new(customer) })
}

/// The keys of a case.
const CASE_KEYS: [&str; 18] = [
    "schema",
    "policy",
    "decided_at",
    "asked_at",
    "live",
    "work",
    "language",
    "category",
    "queues",
    "to_named_agent",
    "to_same_agent",
    "level",
    "needs",
    "priority",
    "minutes",
    "to_all",
    "may_choose",
    "everyone",
];

/// Reads a case in the form `baton.case/1`.
///
/// # Errors
///
/// The first thing that is wrong.
pub fn case(policy: &Policy, json: &Json) -> Result<Case, String> {
    let map = object(json, "`case`", &CASE_KEYS)?;
    if let Some(schema) = word_of(map, "schema")?.filter(|schema| schema != "baton.case/1") {
        return Err(format!("a case has the form `baton.case/1`, not `{schema}`"));
    }
    if word_of(map, "policy")?.is_some_and(|hash| hash != policy.hash) {
        return Err("another policy decided this case; decide anew, or route it with that policy".to_owned());
    }
    let queues = present(map, "queues").and_then(Json::as_array).filter(|queues| !queues.is_empty());
    let queues = queues.ok_or("`case.queues` is a list of queues, at least one")?;
    let queues = queues.iter().map(|one| queue(policy, one)).collect::<Result<Vec<CaseQueue>, _>>()?;
    for (at, one) in queues.iter().enumerate() {
        if queues[..at].iter().any(|before| before.id == one.id) {
            return Err(format!("`case.queues` has `{}` twice", policy.queue(one.id).name));
        }
    }
    let needs = present(map, "needs")
        .map_or(Ok(&[][..]), |needs| needs.as_array().map(Vec::as_slice).ok_or("`case.needs` is a list"))?;
    let flag = |key: &str| truth(map, key, "`case`");
    let priority = word_of(map, "priority")?;
    let named = |word: &String| Priority::ALL.into_iter().find(|one| one.as_str() == word);
    let priority = match &priority {
        None => Priority::Normal,
        Some(word) => named(word).ok_or("`case.priority` is `low`, `normal`, `high` or `urgent`")?,
    };
    Ok(Case {
        decided_at: time(map, "decided_at")?.ok_or("`case` needs `decided_at`")?,
        asked_at: time(map, "asked_at")?,
        is_live: flag("live")?.unwrap_or(true),
        work: word_of(map, "work")?,
        language: word_of(map, "language")?,
        category: word_of(map, "category")?,
        queues,
        to_named_agent: flag("to_named_agent")?.unwrap_or(false),
        to_same_agent: flag("to_same_agent")?.unwrap_or(false),
        level: word_of(map, "level")?,
        needs: needs.iter().map(need).collect::<Result<_, _>>()?,
        priority,
        minutes: minutes(map)?,
        to_all: flag("to_all")?.unwrap_or(false),
        may_choose: flag("may_choose")?.unwrap_or(true),
        everyone: present(map, "everyone").map(everyone).transpose()?,
    })
}

fn minutes(map: &Map<String, Json>) -> Result<Fixed, String> {
    let Some(json) = present(map, "minutes") else { return Ok(Fixed::ZERO) };
    let read = json.as_number().and_then(|number| Fixed::parse(&number.to_string()).ok());
    let most = Fixed::from_whole(MINUTES_MAX);
    read.filter(|minutes| *minutes <= most && Fixed::from_whole(-MINUTES_MAX) <= *minutes)
        .ok_or_else(|| format!("`case.minutes` is a number of minutes, at most {MINUTES_MAX}"))
}

fn queue(policy: &Policy, json: &Json) -> Result<CaseQueue, String> {
    let map = object(json, "a queue of the case", &["queue", "steps"])?;
    let name = word_of(map, "queue")?.ok_or("a queue of the case needs `queue`")?;
    let at = policy.queues.iter().position(|queue| queue.name == name);
    let at = at.ok_or_else(|| format!("the policy has no queue `{name}`"))?;
    let id = QueueId(u32::try_from(at).expect("the number of queues is limited"));
    let mut steps = vec![false; policy.queue(id).routing.steps.len()];
    match present(map, "steps") {
        None => steps.fill(true),
        Some(there) => {
            let wrong =
                || format!("`steps` of `{name}` is a list of positions below {}", policy.queue(id).routing.steps.len());
            for step in there.as_array().ok_or_else(wrong)? {
                let at = step.as_u64().and_then(|at| usize::try_from(at).ok()).ok_or_else(wrong)?;
                *steps.get_mut(at).ok_or_else(wrong)? = true;
            }
        }
    }
    Ok(CaseQueue { id, steps })
}

fn need(json: &Json) -> Result<Need, String> {
    let map = object(json, "a need", &["kind", "name", "level"])?;
    let (kind, name) = (word_of(map, "kind")?, word_of(map, "name")?.ok_or("a need needs `name`")?);
    let level = word_of(map, "level")?;
    match kind.as_deref() {
        Some("skill") => {
            let number = |level: &String| level.parse::<u32>().map_err(|_| format!("`{level}` is no level of a skill"));
            Ok(Need::Skill(name, level.as_ref().map(number).transpose()?))
        }
        Some("team") => Ok(Need::Team(name)),
        Some("mark") => Ok(Need::Mark(name)),
        Some("language") => {
            let known =
                |level: &String| Fluency::find(level).ok_or_else(|| format!("`{level}` is no level of a language"));
            Ok(Need::Language(name, level.as_ref().map(known).transpose()?))
        }
        _ => Err("`kind` of a need is `skill`, `team`, `mark` or `language`".to_owned()),
    }
}

fn everyone(json: &Json) -> Result<(Fixed, bool), String> {
    let map = object(json, "`case.everyone`", &["within", "else_callback"])?;
    let within = present(map, "within").ok_or("`case.everyone` needs `within`")?;
    Ok((
        read::seconds(within, "case.everyone.within")?,
        truth(map, "else_callback", "`case.everyone`")?.unwrap_or(false),
    ))
}

/// An answer in the form `baton.orders/1`. Whoever waits is told how long, as far as that is known.
pub fn answer(dispatcher: &mut Dispatcher, answer: &super::Answer, now: i64) -> Json {
    let orders: Vec<Json> = answer.orders.iter().map(|one| order(dispatcher, one)).collect();
    let Promises { kept, broken } = dispatcher.promises();
    json!({
        "schema": "baton.orders/1",
        "at": instant(now),
        "orders": orders,
        "next_at": instant(dispatcher.next_at()),
        "waiting": dispatcher.waiting(),
        "promises": { "kept": kept, "broken": broken },
        "refused": answer.refused.as_ref().map(refused),
    })
}

/// The answer to a line that is no event.
pub fn unreadable(why: &str) -> Json {
    json!({
        "schema": "baton.orders/1",
        "at": null,
        "orders": [],
        "next_at": null,
        "waiting": null,
        "promises": null,
        "refused": { "code": "unreadable", "message": why },
    })
}

fn refused(refused: &Refused) -> Json {
    json!({ "code": refused.code(), "message": refused.to_string() })
}

/// The keys of an order, all of which are always there.
const ORDER_KEYS: [&str; 12] =
    ["conversation", "do", "agents", "until", "step", "why", "wait", "choices", "notice", "end", "say", "next_open"];

fn order(dispatcher: &mut Dispatcher, order: &Order) -> Json {
    let waits = matches!(&order.what, What::Decided(crate::routing::Decided::Wait, _) | What::Choose(_));
    let wait = waits.then(|| dispatcher.estimate(&order.conversation)).flatten();
    let (policy, roster) = (dispatcher.policy(), dispatcher.roster());
    let id = |agent: &crate::roster::AgentId| roster.agent(*agent).id.clone();
    let name = |agent: &crate::roster::AgentId| format!("{} ({})", roster.agent(*agent).name, id(agent));
    let names = |agents: &[crate::roster::AgentId]| agents.iter().map(name).collect::<Vec<_>>().join(", ");
    let mut json = match &order.what {
        What::Decided(what, step) => Json::Object(decided(policy, roster, what, *step)),
        What::Withdraw(agents) => json!({
            "do": "withdraw", "agents": agents.iter().map(id).collect::<Vec<_>>(),
            "why": format!("{} is not asked any more", names(agents)),
        }),
        What::Assigned { agent, answer_by } => json!({
            "do": "assign", "agents": [id(agent)], "until": answer_by.map(instant),
            "why": format!("{} took it", name(agent)),
        }),
        What::TakenBack(agent) => json!({
            "do": "take back", "agents": [id(agent)],
            "why": format!("{} has it no more; it waits again, with its age", name(agent)),
        }),
        What::Choose(choices) => json!({
            "do": "choose", "choices": choices.iter().map(|one| one.as_str()).collect::<Vec<_>>(),
            "why": "the wait is long, and the customer may choose",
        }),
        What::Away(away) => json!({
            "do": "away", "agents": [id(&away.agent)], "until": away.back.map(instant),
            "why": crate::routing::explain::away(roster, *away, &instant),
        }),
        What::Tell(message) => json!({
            "do": "tell", "say": policy.message(*message).name, "why": "the customer still waits",
        }),
        What::Ended { kind, owner } => json!({
            "do": "end",
            "end": kind.zip(owner.as_ref()).map(|(kind, owner)| json!({
                "what": kind.as_str(), "owner": explain::owner(policy, owner),
            })),
            "why": kind.map_or_else(|| "the customer goes on with the assistant".to_owned(), |kind| {
                format!("the customer chose: {}", kind.as_str())
            }),
        }),
    };
    let keys = json.as_object_mut().expect("every order is an object");
    keys.insert("conversation".to_owned(), order.conversation.as_ref().into());
    keys.insert("wait".to_owned(), wait.map(|Wait { p50, p80 }| json!({ "p50": p50, "p80": p80 })).into());
    let empty = |key: &str| if matches!(key, "agents" | "choices") { json!([]) } else { Json::Null };
    let all = ORDER_KEYS.map(|key| (key.to_owned(), keys.remove(key).unwrap_or_else(|| empty(key))));
    Json::Object(all.into_iter().collect())
}
