//! An explanation as JSON, in the form `baton.explanation/1`.

use serde_json::{Value as Json, json};

use super::super::run::as_json;
use super::Explained;
use crate::conversation::Conversation;
use crate::policy::{FactId, Policy};
use crate::runtime::nearest::Change;
use crate::runtime::record;
use crate::runtime::{Step, explain};
use crate::value::Value;

/// The JSON Schema (draft 7) of an explanation.
pub(crate) const SCHEMA: &str = include_str!("../../../docs/schema/explanation.schema.json");

/// Changes that are listed for one decision.
const CHANGES_MAX: usize = 200;

/// The decisions at one turn, each with what is to be said of it.
pub(super) fn document(policy: &Policy, conversation: &Conversation, steps: &[Step], told: &[Explained<'_>]) -> Json {
    let decisions = told.iter().map(|explained| {
        let decision = &explained.step.decision;
        let rules = decision.trace.iter().map(|trace| {
            let rule = policy.rule(trace.rule);
            json!({
                "rule": rule.name,
                "layer": rule.layer.as_str(),
                "watch": rule.watch,
                "why_not": explain::why_not(policy, decision, trace.rule),
            })
        });
        let shown = explained.found.changes.iter().take(CHANGES_MAX);
        json!({
            "turn": explained.step.turn + 1,
            "decision": as_json(policy, conversation, explained.step, steps),
            "why": explain::why(policy, decision),
            "rules": rules.collect::<Vec<_>>(),
            "changes": shown.map(|one| change(policy, one)).collect::<Vec<_>>(),
            "changes_left_out": explained.found.changes.len().saturating_sub(CHANGES_MAX),
            "facts_not_tried": explained.found.not_tried,
        })
    });
    json!({
        "schema": "baton.explanation/1",
        "conversation": conversation.id,
        "decisions": decisions.collect::<Vec<_>>(),
    })
}

fn change(policy: &Policy, change: &Change) -> Json {
    let name = |fact: FactId| policy.fact(fact).name.as_str();
    let kind = &policy.fact(change.fact).kind;
    let value = |value: &Option<Value>| value.as_ref().map_or(Json::Null, |value| record::value(value, kind));
    json!({
        "fact": name(change.fact),
        "was": value(&change.was),
        "nearest": value(&change.nearest),
        "text": explain::change(policy, change),
        "action": change.outcome.action.as_str(),
        "queues": change.outcome.queues.iter().map(|queue| policy.queue(*queue).name.as_str()).collect::<Vec<_>>(),
        "to_named_agent": change.outcome.to_named_agent,
        "level": change.outcome.level,
        "decided_by": explain::decider(policy, change.by),
        "moved_with_it": change.moved.iter().map(|fact| name(*fact)).collect::<Vec<_>>(),
    })
}
