//! A decision as JSON, in the form `baton.decision/1`.
//!
//! In: a decision, and the occasion of it. Out: the record that services read and
//! logs keep; names, never ids. Every key is always there. The published schema
//! is [`SCHEMA`], and says what each key means.

pub(super) mod parts;

use super::explain;
use super::package::{fetch_json, fetches};
use super::tree::{Tree, list, object};
use crate::decision::{DecidedBy, Decision, Heard, InputProblem, Point};
use crate::policy::{Effect, Policy, QueueId, RuleId};
use crate::value::{Fixed, Type, Value};
use serde_json::Value as Json;

/// The JSON Schema (draft 7) of a record.
pub const SCHEMA: &str = include_str!("../../docs/schema/decision.schema.json");

/// The form of a record.
pub const FORM: &str = "baton.decision/1";

/// When and about what a decision was taken.
#[derive(Clone, Copy, Debug, Default)]
pub struct Occasion<'a> {
    /// The conversation's id.
    pub conversation: &'a str,
    /// The turn, by position in the conversation; of no meaning where there is an event.
    pub turn: usize,
    /// The id of the event that asked, if it has one.
    pub event: Option<&'a str>,
    /// The instant, in seconds since 1970-01-01T00:00:00Z.
    pub at: Option<i64>,
}

impl Occasion<'_> {
    /// The id of a decision: the same for the same question.
    pub(super) fn id(&self, point: Point) -> String {
        let Self { conversation, turn, event, at: _ } = self;
        match event {
            Some(event) => format!("{conversation}/{event}/{}", point.as_str()),
            None => format!("{conversation}/{turn}/{}", point.as_str()),
        }
    }
}

/// A value of a fact as a service would send it: shares from 0 to 1, durations in seconds.
pub fn value(value: &Value, kind: &Type) -> Json {
    parts::typed(value, kind).json()
}

/// The record of a decision.
pub fn json(policy: &Policy, decision: &Decision, occasion: &Occasion<'_>) -> Json {
    tree(policy, decision, occasion).json()
}

/// The same, to be written.
pub(super) fn tree<'a>(policy: &'a Policy, decision: &'a Decision, occasion: &Occasion<'a>) -> Tree<'a> {
    let id = occasion.id(decision.point);
    let names = |rules: &[RuleId]| list(rules.iter().map(|rule| policy.rule(*rule).name.as_str()));
    let (file, line, _) = position(policy, decision);
    let heard = |heard: &'a Heard| {
        let signal = policy.signals[heard.signal.index()].name.as_str();
        object([("signal", signal.into()), ("quote", heard.quote.as_deref().into())])
    };
    let effects = list(decision.effects.iter().filter_map(|effect| parts::effect(policy, &id, effect)));
    object([
        ("schema", FORM.into()),
        ("id", id.into()),
        ("conversation", occasion.conversation.into()),
        ("event", occasion.event.into()),
        ("point", decision.point.as_str().into()),
        ("at", occasion.at.and_then(parts::instant).into()),
        ("policy", version(policy)),
        ("action", decision.action.as_str().into()),
        ("send_draft", decision.send_draft.into()),
        ("rule", decision.rule().map(|rule| rule_tree(policy, rule)).into()),
        ("decided_by", decided_by(policy, decision).into()),
        ("clarified_before", decision.clarified_before.into()),
        ("diverted", decision.diverted.into()),
        ("reason", decision.reason.as_deref().into()),
        ("source", object([("file", file.into()), ("line", line.into())])),
        ("queues", list(decision.queues.iter().map(|queue| queue_name(policy, *queue)))),
        ("level", decision.level.as_deref().into()),
        ("to_named_agent", decision.to_named_agent.into()),
        ("to_same_agent", decision.to_same_agent.into()),
        ("needs", list(decision.effects.iter().filter_map(parts::need))),
        ("priority", priority(decision)),
        ("tags", list(decision.effects.iter().filter_map(tag))),
        ("effects", effects),
        ("message", parts::message(policy, decision).into()),
        ("silence_seconds", decision.silence.map(parts::number).into()),
        ("fetch", list(fetch_json(&fetches(policy, decision.action, &decision.queues)))),
        ("thresholds", list(decision.thresholds.iter().map(|trace| parts::threshold(policy, trace)))),
        ("values", parts::values(policy, &decision.read)),
        ("also_fitted", names(&decision.also_fitted)),
        ("also", list(decision.alsos.iter().map(|also| policy.alsos[also.index()].name.as_str()))),
        ("watches", list(decision.watches.iter().map(|watch| parts::watch(policy, *watch)))),
        ("heard", list(decision.heard.iter().filter(|one| explain::hears(policy, one)).map(heard))),
        ("problems", list(decision.problems.iter().map(problem))),
    ])
}

/// Which policy speaks.
pub(super) fn version(policy: &Policy) -> Tree<'_> {
    object([("title", policy.title.as_str().into()), ("hash", policy.hash.as_str().into())])
}

/// Input that was not used.
pub(super) fn problem(problem: &InputProblem) -> Tree<'_> {
    object([("fact", problem.fact.as_str().into()), ("message", problem.message.as_str().into())])
}

/// File and line of the deciding line; a policy made without a text has none.
fn position<'a>(policy: &'a Policy, decision: &Decision) -> (&'a str, usize, usize) {
    let known = policy.sources.all().get(decision.source.file.0 as usize).is_some();
    if known { policy.sources.position(decision.source) } else { ("", 0, 0) }
}

fn queue_name(policy: &Policy, queue: QueueId) -> &str {
    &policy.queue(queue).name
}

fn rule_tree(policy: &Policy, rule: RuleId) -> Tree<'_> {
    let rule = policy.rule(rule);
    object([
        ("name", rule.name.as_str().into()),
        ("title", rule.title.as_deref().into()),
        ("layer", rule.layer.as_str().into()),
    ])
}

fn decided_by(policy: &Policy, decision: &Decision) -> &'static str {
    match decision.decided_by {
        DecidedBy::Rule(rule) => policy.rule(rule).layer.as_str(),
        DecidedBy::Otherwise => "otherwise",
        DecidedBy::Problem => "problem",
    }
}

fn priority(decision: &Decision) -> Tree<'_> {
    let name = decision.effects.iter().find_map(|effect| match effect {
        Effect::Priority(priority) => Some(priority.as_str()),
        _ => None,
    });
    let raised = decision.effects.iter().find_map(|effect| match effect {
        Effect::RaisePriority(by) => Some(*by),
        _ => None,
    });
    object([("name", name.into()), ("raised_by", parts::number(raised.unwrap_or(Fixed::ZERO)).into())])
}

fn tag(effect: &Effect) -> Option<&str> {
    match effect {
        Effect::Tag(tag) => Some(tag),
        _ => None,
    }
}
