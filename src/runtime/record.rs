//! A decision as JSON, in the form `baton.decision/1`.
//!
//! In: a decision, and the occasion of it. Out: the record that services read and
//! logs keep; names, never ids. Every key is always there. The published schema
//! is [`SCHEMA`], and says what each key means.

pub(super) mod parts;

use super::package::{fetch_json, fetches};
use crate::decision::{DecidedBy, Decision, Point};
use crate::policy::{Effect, Policy, QueueId, RuleId};
use crate::value::{Fixed, Type, Value};
use serde_json::{Value as Json, json};

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
    parts::typed(value, kind)
}

/// The record of a decision.
pub fn json(policy: &Policy, decision: &Decision, occasion: &Occasion<'_>) -> Json {
    let id = occasion.id(decision.point);
    let names = |rules: &[RuleId]| rules.iter().map(|rule| policy.rule(*rule).name.as_str()).collect::<Vec<_>>();
    let (file, line, _) = position(policy, decision);
    json!({
        "schema": FORM,
        "id": id,
        "conversation": occasion.conversation,
        "event": occasion.event,
        "point": decision.point.as_str(),
        "at": occasion.at.and_then(parts::instant),
        "policy": { "title": policy.title, "hash": policy.hash },
        "action": decision.action.as_str(),
        "send_draft": decision.send_draft,
        "rule": decision.rule().map(|rule| rule_json(policy, rule)),
        "decided_by": decided_by(policy, decision),
        "clarified_before": decision.clarified_before,
        "diverted": decision.diverted,
        "reason": decision.reason,
        "source": { "file": file, "line": line },
        "queues": decision.queues.iter().map(|queue| queue_name(policy, *queue)).collect::<Vec<_>>(),
        "level": decision.level,
        "to_named_agent": decision.to_named_agent,
        "to_same_agent": decision.to_same_agent,
        "needs": decision.effects.iter().filter_map(parts::need).collect::<Vec<_>>(),
        "priority": priority(decision),
        "tags": decision.effects.iter().filter_map(tag).collect::<Vec<_>>(),
        "effects": decision.effects.iter().filter_map(|effect| parts::effect(policy, &id, effect)).collect::<Vec<_>>(),
        "message": parts::message(policy, decision),
        "silence_seconds": decision.silence.map(parts::number),
        "fetch": fetch_json(&fetches(policy, decision.action, &decision.queues)),
        "thresholds": decision.thresholds.iter().map(|trace| parts::threshold(policy, trace)).collect::<Vec<_>>(),
        "values": parts::values(policy, &decision.read),
        "also_fitted": names(&decision.also_fitted),
        "also": decision.alsos.iter().map(|also| policy.alsos[also.index()].name.as_str()).collect::<Vec<_>>(),
        "watches": decision.watches.iter().map(|watch| parts::watch(policy, *watch)).collect::<Vec<_>>(),
        "heard": decision.heard.iter().map(|heard| {
            json!({ "signal": policy.signals[heard.signal.index()].name, "quote": heard.quote })
        }).collect::<Vec<_>>(),
        "problems": decision.problems.iter().map(|problem| {
            json!({ "fact": problem.fact, "message": problem.message })
        }).collect::<Vec<_>>(),
    })
}

/// File and line of the deciding line; a policy made without a text has none.
fn position<'a>(policy: &'a Policy, decision: &Decision) -> (&'a str, usize, usize) {
    let known = policy.sources.all().get(decision.source.file.0 as usize).is_some();
    if known { policy.sources.position(decision.source) } else { ("", 0, 0) }
}

fn queue_name(policy: &Policy, queue: QueueId) -> &str {
    &policy.queue(queue).name
}

fn rule_json(policy: &Policy, rule: RuleId) -> Json {
    let rule = policy.rule(rule);
    json!({ "name": rule.name, "title": rule.title, "layer": rule.layer.as_str() })
}

fn decided_by(policy: &Policy, decision: &Decision) -> &'static str {
    match decision.decided_by {
        DecidedBy::Rule(rule) => policy.rule(rule).layer.as_str(),
        DecidedBy::Otherwise => "otherwise",
        DecidedBy::Problem => "problem",
    }
}

fn priority(decision: &Decision) -> Json {
    let name = decision.effects.iter().find_map(|effect| match effect {
        Effect::Priority(priority) => Some(priority.as_str()),
        _ => None,
    });
    let raised = decision.effects.iter().find_map(|effect| match effect {
        Effect::RaisePriority(by) => Some(*by),
        _ => None,
    });
    json!({ "name": name, "raised_by": parts::number(raised.unwrap_or(Fixed::ZERO)) })
}

fn tag(effect: &Effect) -> Option<&str> {
    match effect {
        Effect::Tag(tag) => Some(tag),
        _ => None,
    }
}
