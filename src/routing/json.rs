//! An assignment as JSON (`baton.assignment/1`), and what a service tells as JSON.

use super::assignment::{Asked, Assignment, Decided, Notice};
use super::case::{Customer, Handled};
use super::explain::{reason, sentence, step};
use super::presence::{Held, Presence, Present};
use crate::policy::Policy;
use crate::roster::{AgentId, Roster};
use crate::runtime::explain;
use crate::value::Fixed;
use serde_json::{Map, Value as Json, json};

/// The JSON Schema (draft 7) of an assignment.
pub const SCHEMA: &str = include_str!("../../docs/schema/assignment.schema.json");

/// The JSON Schema (draft 7) of what a service tells.
pub const PRESENCE_SCHEMA: &str = include_str!("../../docs/schema/presence.schema.json");

/// What a service tells at one instant: who is here, what is known of the customer, who was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// Who is here and how busy.
    pub presence: Presence,
    /// The customer.
    pub customer: Customer,
    /// Who declined.
    pub asked: Asked,
    /// The kind of work.
    pub work: Option<String>,
    /// Whether nobody waits for it.
    pub is_async: bool,
    /// When it was decided, in seconds since 1970-01-01T00:00:00Z; none: now.
    pub decided_at: Option<i64>,
    /// When the customer asked for a person.
    pub asked_at: Option<i64>,
}

/// An assignment in the form `baton.assignment/1`.
pub fn assignment(policy: &Policy, roster: &Roster, made: &Assignment, now: i64) -> Json {
    let id = |agent: &AgentId| roster.agent(*agent).id.clone();
    let nothing = || (None, Vec::new(), None, None, None, None);
    let (until, agents, notice, end, say, next_open) = match &made.decided {
        Decided::Offer { agents, until, notice, .. } => {
            (*until, agents.iter().map(id).collect(), notice.as_ref(), None, None, None)
        }
        Decided::Hold { agent, until, .. } => (Some(*until), vec![id(agent)], None, None, None, None),
        Decided::Page(agents) => (None, agents.iter().map(id).collect(), None, None, None, None),
        Decided::End { kind, owner } => (None, Vec::new(), None, Some((kind, owner)), None, None),
        Decided::Closed { kind, owner, say, next_open } => {
            (None, Vec::new(), None, Some((kind, owner)), *say, *next_open)
        }
        Decided::Wait | Decided::Elsewhere { .. } => nothing(),
    };
    let considered = made.considered.iter().map(|one| {
        json!({
            "agent": roster.agent(one.agent).id,
            "from": one.from.map(|at| step(policy, at.queue, at.step)),
            "reasons": one.reasons.iter().map(|why| reason(*why, &instant)).collect::<Vec<_>>(),
        })
    });
    json!({
        "schema": "baton.assignment/1",
        "at": instant(now),
        "do": word(&made.decided),
        "agents": agents,
        "until": until.map(instant),
        "notice": notice.map(|notice: &Notice| json!({ "speaks": notice.speaks })),
        "end": end.map(|(kind, owner)| json!({ "what": kind.as_str(), "owner": explain::owner(policy, owner) })),
        "say": say.map(|say| policy.message(say).name.as_str()),
        "next_open": next_open.map(instant),
        "step": made.step.map(|at| step(policy, at.queue, at.step)),
        "choices": made.choices.iter().map(|one| one.as_str()).collect::<Vec<_>>(),
        "next_at": made.next_at.map(instant),
        "why": sentence(policy, roster, made),
        "considered": considered.collect::<Vec<_>>(),
    })
}

/// The word for what is to be done.
fn word(decided: &Decided) -> &'static str {
    match decided {
        Decided::Offer { .. } => "ask",
        Decided::Hold { .. } => "hold",
        Decided::Page(_) => "page",
        Decided::Wait => "wait",
        Decided::End { .. } => "end",
        Decided::Closed { .. } => "closed",
        Decided::Elsewhere { helpdesk: true } => "helpdesk",
        Decided::Elsewhere { helpdesk: false } => "unsaid",
    }
}

/// `2026-10-27T14:30:00Z`
pub fn instant(at: i64) -> String {
    jiff::Timestamp::from_second(at).map_or_else(|_| at.to_string(), |at| at.to_string())
}

/// Reads what a service tells.
///
/// # Errors
///
/// The first thing that is wrong, with where it stands.
pub fn now(json: &Json) -> Result<Now, String> {
    let map = object(
        json,
        "the file",
        &["agents", "waits", "customer", "declined", "work", "async", "decided_at", "asked_at"],
    )?;
    let mut told = Now { work: word_of(map, "work")?, ..Now::default() };
    told.is_async = truth(map, "async", "async")?.unwrap_or(false);
    told.decided_at = time(map, "decided_at")?;
    told.asked_at = time(map, "asked_at")?;
    told.asked.declined = words(map, "declined")?;
    if let Some(agents) = present(map, "agents") {
        let agents = agents.as_object().ok_or("`agents` is an object: ids with how each stands")?;
        for (id, one) in agents {
            told.presence.agents.insert(id.clone(), agent(id, one)?);
        }
    }
    if let Some(waits) = present(map, "waits") {
        let waits = waits.as_object().ok_or("`waits` is an object: queues with seconds")?;
        for (queue, seconds) in waits {
            let seconds = seconds.as_u64().and_then(|seconds| i64::try_from(seconds).ok());
            let seconds = seconds.filter(|seconds| *seconds <= 31_536_000);
            let seconds =
                seconds.ok_or_else(|| format!("`waits.{queue}` is a whole number of seconds, at most a year"))?;
            told.presence.waits.insert(queue.clone(), Fixed::from_whole(seconds));
        }
    }
    if let Some(one) = present(map, "customer") {
        told.customer = customer(one)?;
    }
    Ok(told)
}

fn agent(id: &str, json: &Json) -> Result<Present, String> {
    let whose = format!("agents.{id}");
    let map =
        object(json, &whose, &["here", "taken", "interruptible", "exclusive", "held", "idle_since", "last_from"])?;
    let mut found = Present {
        here: truth(map, "here", &whose)?.unwrap_or(false),
        taken: units(map, "taken", &whose)?,
        interruptible: units(map, "interruptible", &whose)?,
        exclusive: truth(map, "exclusive", &whose)?.unwrap_or(false),
        idle_since: time(map, "idle_since")?,
        ..Present::default()
    };
    if let Some(held) = present(map, "held") {
        for one in held.as_array().ok_or_else(|| format!("`{whose}.held` is a list"))? {
            let inner = object(one, &format!("{whose}.held"), &["units", "until"])?;
            let until = time(inner, "until")?.ok_or_else(|| format!("`{whose}.held` needs `until`"))?;
            found.held.push(Held { units: units(inner, "units", &whose)?, until });
        }
    }
    if let Some(last) = present(map, "last_from") {
        let last = last.as_object().ok_or_else(|| format!("`{whose}.last_from` is an object: queues with instants"))?;
        for queue in last.keys() {
            if let Some(at) = time(last, queue)? {
                found.last_from.insert(queue.clone(), at);
            }
        }
    }
    Ok(found)
}

fn customer(json: &Json) -> Result<Customer, String> {
    let map = object(json, "customer", &["account_manager", "named_agent", "last", "marks"])?;
    let mut found = Customer {
        account_manager: word_of(map, "account_manager")?,
        named_agent: word_of(map, "named_agent")?,
        ..Customer::default()
    };
    if let Some(last) = present(map, "last") {
        let inner = object(last, "customer.last", &["agent", "at", "same_issue", "category"])?;
        found.last = Some(Handled {
            agent: word_of(inner, "agent")?.ok_or("`customer.last` needs `agent`")?,
            at: time(inner, "at")?.ok_or("`customer.last` needs `at`")?,
            same_issue: truth(inner, "same_issue", "customer.last")?.unwrap_or(false),
            category: word_of(inner, "category")?,
        });
    }
    if let Some(marks) = present(map, "marks") {
        let marks = marks.as_object().ok_or("`customer.marks` is an object: agents with a mark")?;
        for agent in marks.keys() {
            let mark = word_of(marks, agent)?.ok_or_else(|| format!("`customer.marks.{agent}` is a word"))?;
            found.marks.push((agent.clone(), mark));
        }
    }
    Ok(found)
}

/// An object with no other keys than these.
fn object<'j>(json: &'j Json, whose: &str, keys: &[&str]) -> Result<&'j Map<String, Json>, String> {
    let map = json.as_object().ok_or_else(|| format!("{whose} is a JSON object"))?;
    match map.keys().find(|key| !keys.contains(&key.as_str())) {
        Some(unknown) => Err(format!("{whose} has no `{unknown}`; it may have {}", keys.join(", "))),
        None => Ok(map),
    }
}

fn present<'j>(map: &'j Map<String, Json>, key: &str) -> Option<&'j Json> {
    map.get(key).filter(|value| !value.is_null())
}

fn word_of(map: &Map<String, Json>, key: &str) -> Result<Option<String>, String> {
    let word = |value: &Json| value.as_str().map(str::to_owned).ok_or_else(|| format!("`{key}` is a text"));
    present(map, key).map(word).transpose()
}

fn words(map: &Map<String, Json>, key: &str) -> Result<Vec<String>, String> {
    let list = |value: &Json| -> Option<Vec<String>> {
        value.as_array()?.iter().map(|one| one.as_str().map(str::to_owned)).collect()
    };
    match present(map, key) {
        None => Ok(Vec::new()),
        Some(value) => list(value).ok_or_else(|| format!("`{key}` is a list of ids")),
    }
}

fn truth(map: &Map<String, Json>, key: &str, whose: &str) -> Result<Option<bool>, String> {
    let truth = |value: &Json| value.as_bool().ok_or_else(|| format!("`{key}` of {whose} is true or false"));
    present(map, key).map(truth).transpose()
}

fn units(map: &Map<String, Json>, key: &str, whose: &str) -> Result<u32, String> {
    let read =
        |value: &Json| value.as_u64().and_then(|units| u32::try_from(units).ok()).filter(|units| *units <= 100_000);
    match present(map, key) {
        None => Ok(0),
        Some(value) => read(value).ok_or_else(|| format!("`{key}` of {whose} is a whole number of units")),
    }
}

/// An instant with its offset from UTC.
fn time(map: &Map<String, Json>, key: &str) -> Result<Option<i64>, String> {
    let read = |value: &Json| {
        let text = value.as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
        text.map(jiff::Timestamp::as_second)
            .ok_or_else(|| format!("`{key}` is an instant such as `2026-10-27T14:30:00Z`"))
    };
    present(map, key).map(read).transpose()
}
