//! A package as JSON, in the form `baton.package/1`.
//!
//! In: a package. Out: what a service stores or shows in its own way. Every key is
//! always there. The published schema is [`SCHEMA`].

use serde_json::{Map, Value as Json, json};

use super::{Package, ShownTurn};
use crate::runtime::record::parts;

/// The JSON Schema (draft 7) of a package.
pub const SCHEMA: &str = include_str!("../../../docs/schema/package.schema.json");

/// The form of a package.
pub const FORM: &str = "baton.package/1";

/// A package as JSON.
pub fn json(package: &Package) -> Json {
    let turn = |turn: &ShownTurn| json!({ "turn": turn.number, "role": super::role(turn.speaker), "text": turn.text });
    let mut redacted: Map<String, Json> =
        package.redacted.each().map(|(kind, count)| (kind.many().to_owned(), json!(count))).collect();
    redacted.extend(package.hidden.iter().map(|(name, count)| (name.clone(), json!(count))));
    json!({
        "schema": FORM,
        "conversation": package.conversation,
        "policy": package.policy,
        "headline": { "text": package.headline, "by": package.headline_by.as_str() },
        "action": package.action,
        "reason": package.reason,
        "rule": package.rule,
        "also_fitted": package.also_fitted,
        "priority": package.priority,
        "asked": package.asked,
        "quotes": package.quotes.iter().map(turn).collect::<Vec<_>>(),
        "tried": package.tried.iter().map(|one| json!({ "action": one.action, "result": one.result })).collect::<Vec<_>>(),
        "tried_else": package.tried_else,
        "facts": package.facts.iter().map(|one| json!({ "kind": one.kind, "value": one.value, "turn": one.turn })).collect::<Vec<_>>(),
        "shown": package.shown.iter().map(|one| json!({ "name": one.name, "title": one.title, "value": one.value, "note": one.note, "substitute": one.substitute })).collect::<Vec<_>>(),
        "fetch": super::fetch_json(&package.fetch),
        "contradictions": package.contradictions,
        "mood": package.mood.map(|mood| json!({
            "now": parts::number(mood.now),
            "trend": mood.trend.map(parts::number),
            "words": mood.words(),
        })),
        "mood_unmeasured": package.mood_unmeasured,
        "urgency": {
            "is_said": package.urgency.is_said,
            "was_said": package.urgency.was_said,
            "sent": package.urgency.sent,
            "words": package.urgency.words(),
        },
        "promises": package.promises,
        "promises_else": package.promises_else,
        "language": package.language.code,
        "language_level": package.language.level,
        "translation": package.language.notice,
        "opening": package.opening,
        "turns": package.turns.iter().map(turn).collect::<Vec<_>>(),
        "left_out": package.left_out,
        "missing": package.missing,
        "withheld": package.withheld,
        "redacted": redacted,
    })
}
