//! A dry run: what would have been decided in a recorded conversation.
//!
//! In: a conversation and what the user sets. Out: a decision on every customer
//! message, and one on every answer before it was sent. What follows a handoff
//! that was decided is decided too, and marked. Where a transcript has the
//! customer's side alone, each message is a turn of its own.
//!
//! # What is not here
//!
//! Consequences: the recorded conversation goes on as it did, so state facts keep
//! the values of a new conversation unless they are set.

use super::listener::Life;
use super::session::Session;
use super::table::Table;
use crate::conversation::{Conversation, Speaker, Turn};
use crate::decision::{Decision, Point};
use crate::policy::{ActionName, FactId};
use crate::value::Value;
use serde_json::Value as Json;

/// What the user sets for a dry run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Facts that hold throughout, whatever the transcript says; none for missing.
    pub set: Vec<(FactId, Option<Value>)>,
    /// The present, in seconds since 1970-01-01T00:00:00Z, instead of the transcript's times.
    pub now: Option<i64>,
}

/// One decision of a dry run.
#[derive(Clone, Debug)]
pub struct Step {
    /// The turn it was taken at, by position: the customer's message, or the answer before it was sent.
    pub turn: usize,
    /// The decision.
    pub decision: Decision,
    /// The step that had ended the assistant's part already: a handoff or the end was decided there.
    pub after: Option<usize>,
    /// Whether a person had written before this turn.
    pub with_person: bool,
}

/// Decides at every point of a recorded conversation.
pub fn replay(table: &Table, conversation: &Conversation, options: &Options) -> Vec<Step> {
    replay_seeing(table, conversation, options, &mut |_, _| {})
}

/// As [`replay`]; `see` is shown the conversation as it stood at each decision.
pub fn replay_seeing<'t>(
    table: &'t Table,
    conversation: &Conversation,
    options: &Options,
    see: &mut dyn FnMut(&Step, &Session<'t>),
) -> Vec<Step> {
    let mut session = begin(table, conversation, options);
    let mut steps: Vec<Step> = Vec::new();
    let one_sided = !conversation.turns.iter().any(|turn| matches!(turn.speaker, Speaker::Assistant | Speaker::Agent));
    let mut after = None;
    let mut with_person = false;
    // Whether the current customer turn was decided on together with its answer.
    let mut answered = false;
    let mut customer_spoke = false;
    for (at, turn) in conversation.turns.iter().enumerate() {
        let brings_answer = turn.facts.iter().any(|(name, _)| belongs_to_answer(table, name));
        let point = match turn.speaker {
            Speaker::Tool => None,
            Speaker::Agent => {
                session.agent(&turn.text, turn.at);
                with_person = true;
                None
            }
            Speaker::Customer => {
                if one_sided {
                    session.unrecorded_reply();
                }
                session.customer(&turn.text, turn.at);
                customer_spoke = true;
                answered = brings_answer;
                Some(if brings_answer { Point::Answer } else { Point::Message })
            }
            Speaker::Assistant => {
                session.assistant(&turn.text, turn.at);
                (customer_spoke && (brings_answer || !answered)).then_some(Point::Answer)
            }
        };
        give(&mut session, turn, options);
        let Some(point) = point else { continue };
        let decision = session.decide(point);
        let ends = matches!(decision.action, ActionName::HandOff | ActionName::Close);
        let step = Step { turn: at, decision, after, with_person };
        see(&step, &session);
        steps.push(step);
        if ends && after.is_none() {
            after = Some(steps.len() - 1);
        }
    }
    steps
}

/// A session with what is known from the start.
fn begin<'e>(table: &'e Table, conversation: &Conversation, options: &Options) -> Session<'e> {
    let mut session = Session::new(table, &conversation.id);
    if let Some(started) = conversation.started {
        session.started(started);
    }
    if let Some(now) = options.now {
        session.now(now);
    }
    if let Some(history) = &conversation.history {
        session.history(history);
    }
    for (name, json) in unset(table, &conversation.facts, options) {
        session.give_json_standing(name, json);
    }
    for (fact, value) in &options.set {
        session.give_standing(*fact, value.clone());
    }
    session
}

fn give(session: &mut Session<'_>, turn: &Turn, options: &Options) {
    let table = session.table();
    for (name, json) in unset(table, &turn.facts, options) {
        session.give_json(name, json);
    }
}

/// The facts of a transcript that the user has not set.
fn unset<'a>(
    table: &'a Table,
    facts: &'a [(String, Json)],
    options: &'a Options,
) -> impl Iterator<Item = &'a (String, Json)> {
    let is_set = |name: &str| table.find_fact(name).is_some_and(|fact| options.set.iter().any(|(set, _)| *set == fact));
    facts.iter().filter(move |(name, _)| !is_set(name))
}

fn belongs_to_answer(table: &Table, name: &str) -> bool {
    table.find_fact(name).is_some_and(|fact| table.listener().life(fact) == Life::Answer)
}
