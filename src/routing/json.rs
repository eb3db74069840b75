//! An assignment as JSON (`baton.assignment/1`), and what a service tells as JSON.

use super::assignment::{Asked, Assignment, Decided, Declined, Notice, StepAt};
use super::customer::{Customer, Handled};
use super::explain::{reason, sentence, step};
use super::presence::{Held, Presence, Present};
use super::read::{self, object, present, time, truth, units, word_of};
use crate::policy::Policy;
use crate::roster::{AgentId, Roster};
use crate::runtime::explain;
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
    let considered = made.considered.iter().map(|one| {
        json!({
            "agent": roster.agent(one.agent).id,
            "from": one.from.map(|at| step(policy, at.queue, at.step)),
            "reasons": one.reasons.iter().map(|why| reason(*why, &instant)).collect::<Vec<_>>(),
        })
    });
    let own = |keys: Json| if let Json::Object(keys) = keys { keys } else { Map::new() };
    let mut all = own(json!({ "schema": "baton.assignment/1", "at": instant(now) }));
    all.extend(decided(policy, roster, &made.decided, made.step));
    all.extend(own(json!({
        "away": made.away.map(|away| json!({
            "agent": roster.agent(away.agent).id, "until": away.back.map(instant),
        })),
        "choices": made.choices.iter().map(|one| one.as_str()).collect::<Vec<_>>(),
        "next_at": made.next_at.map(instant),
        "considered": considered.collect::<Vec<_>>(),
    })));
    Json::Object(all)
}

/// What is to be done, key by key.
pub(super) fn decided(policy: &Policy, roster: &Roster, decided: &Decided, step: Option<StepAt>) -> Map<String, Json> {
    let id = |agent: &AgentId| roster.agent(*agent).id.clone();
    let nothing = || (None, Vec::new(), None, None, None, None);
    let (until, agents, notice, end, say, next_open) = match decided {
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
    let keys = json!({
        "do": word(decided),
        "agents": agents,
        "until": until.map(instant),
        "notice": notice.map(|notice: &Notice| json!({ "speaks": notice.speaks })),
        "end": end.map(|(kind, owner)| json!({ "what": kind.as_str(), "owner": explain::owner(policy, owner) })),
        "say": say.map(|say| policy.message(say).name.as_str()),
        "next_open": next_open.map(instant),
        "step": step.map(|at| self::step(policy, at.queue, at.step)),
        "why": sentence(policy, roster, decided),
    });
    if let Json::Object(keys) = keys { keys } else { Map::new() }
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
        &["agents", "waits", "customer", "declined", "work", "async", "decided_at", "asked_at", "returned_at"],
    )?;
    let mut told = Now { work: word_of(map, "work")?, ..Now::default() };
    told.is_async = truth(map, "async", "async")?.unwrap_or(false);
    told.decided_at = time(map, "decided_at")?;
    told.asked_at = time(map, "asked_at")?;
    told.asked = Asked { declined: declined(map)?, returned_at: time(map, "returned_at")? };
    if let Some(agents) = present(map, "agents") {
        let agents = agents.as_object().ok_or("`agents` is an object: ids with how each stands")?;
        for (id, one) in agents {
            told.presence.agents.insert(id.clone(), agent(id, one)?);
        }
    }
    if let Some(waits) = present(map, "waits") {
        let waits = waits.as_object().ok_or("`waits` is an object: queues with seconds")?;
        for (queue, seconds) in waits {
            told.presence.waits.insert(queue.clone(), read::seconds(seconds, &format!("waits.{queue}"))?);
        }
    }
    if let Some(one) = present(map, "customer") {
        told.customer = customer(one)?;
    }
    Ok(told)
}

pub(super) fn agent(id: &str, json: &Json) -> Result<Present, String> {
    let whose = format!("agents.{id}");
    standing(object(json, &whose, &STANDING)?, &whose)
}

/// The keys that say how an agent stands.
pub(super) const STANDING: [&str; 7] =
    ["here", "taken", "interruptible", "exclusive", "held", "idle_since", "last_from"];

/// How an agent stands.
pub(super) fn standing(map: &Map<String, Json>, whose: &str) -> Result<Present, String> {
    let mut found = Present {
        here: truth(map, "here", whose)?.unwrap_or(false),
        taken: units(map, "taken", whose)?,
        interruptible: units(map, "interruptible", whose)?,
        exclusive: truth(map, "exclusive", whose)?.unwrap_or(false),
        idle_since: time(map, "idle_since")?,
        ..Present::default()
    };
    if let Some(held) = present(map, "held") {
        for one in held.as_array().ok_or_else(|| format!("`{whose}.held` is a list"))? {
            let inner = object(one, &format!("{whose}.held"), &["units", "until", "interruptible"])?;
            let until = time(inner, "until")?.ok_or_else(|| format!("`{whose}.held` needs `until`"))?;
            let interruptible = truth(inner, "interruptible", whose)?.unwrap_or(false);
            found.held.push(Held { units: units(inner, "units", whose)?, until, interruptible });
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

pub(super) fn customer(json: &Json) -> Result<Customer, String> {
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

/// Who did not take it, and when.
fn declined(map: &Map<String, Json>) -> Result<Vec<Declined>, String> {
    let Some(list) = present(map, "declined") else { return Ok(Vec::new()) };
    let list = list.as_array().ok_or("`declined` is a list of agents, each with `agent` and `at`")?;
    let one = |json: &Json| {
        let inner = object(json, "declined", &["agent", "at"])?;
        let agent = word_of(inner, "agent")?.ok_or("`declined` needs `agent`")?;
        Ok(Declined { agent, at: time(inner, "at")?.ok_or("`declined` needs `at`")? })
    };
    list.iter().map(one).collect()
}
