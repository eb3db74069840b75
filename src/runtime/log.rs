//! What a service keeps of a decision: one line of JSON, in the form `baton.record/1`.
//!
//! In: a decision by indices, and the occasion of it. Out: names and numbers. No
//! words of the customer are in it: of free text only whether it is known, of
//! words that the policy does not name only that they are others. The published
//! schema is [`SCHEMA`].

use serde_json::{Map, Value as Json, json};

use super::decided::Decided;
use super::effects::unite;
use super::engine::Role;
use super::record::{Occasion, parts};
use crate::decision::{DecidedBy, InputProblem};
use crate::policy::{Effect, ThresholdId};
use crate::rows::{Column, ColumnSource, LEAST};
use crate::value::{Fixed, Type, Value};

/// The JSON Schema (draft 7) of a record.
pub const SCHEMA: &str = include_str!("../../docs/schema/record.schema.json");

/// The form of a record.
pub const FORM: &str = "baton.record/1";

/// A decision as it is logged.
#[derive(Clone, Copy, Debug)]
pub struct DecisionRecord<'a> {
    /// The decision.
    pub decided: Decided<'a>,
    /// When and about what it was taken.
    pub occasion: Occasion<'a>,
    /// Which table took it.
    pub role: Role,
    /// What a candidate that watches decided.
    pub candidate: Option<Decided<'a>>,
}

impl DecisionRecord<'_> {
    /// The record of a decision on facts with these problems.
    pub fn json<'p>(&self, problems: impl IntoIterator<Item = &'p InputProblem>) -> Json {
        let Self { decided, occasion, role, candidate } = self;
        let policy = decided.table().policy();
        let mut record = Map::new();
        let mut put = |key: &str, value: Json| record.insert(key.to_owned(), value);
        put("schema", json!(FORM));
        put("id", json!(occasion.id(decided.point())));
        put("conversation", json!(occasion.conversation));
        put("event", json!(occasion.event));
        put("point", json!(decided.point().as_str()));
        put("at", json!(occasion.at.and_then(parts::instant)));
        put("policy", json!({ "title": policy.title, "hash": policy.hash }));
        put("role", json!(role.as_str()));
        put("decided_by", json!(by(decided)));
        let rule = decided.rule();
        put(
            "rule",
            json!(rule.map(|rule| json!({ "name": rule.name, "title": rule.title, "layer": rule.layer.as_str() }))),
        );
        put("source", source(decided));
        put("send_draft", json!(decided.send_draft()));
        outcome(decided, occasion).into_iter().for_each(|(key, value)| {
            put(&key, value);
        });
        let names = |rules: &mut dyn Iterator<Item = crate::policy::RuleId>| {
            rules.map(|rule| json!(policy.rule(rule).name)).collect::<Vec<_>>()
        };
        put("thresholds", thresholds(decided));
        put("values", values(decided));
        put("also_fitted", json!(names(&mut decided.also_fitted())));
        put("also", json!(decided.alsos().map(|(_, also)| also.name.as_str()).collect::<Vec<_>>()));
        put("watches", json!(names(&mut decided.watches())));
        put("problems", json!(problems.into_iter().map(|problem| problem.fact.as_str()).collect::<Vec<_>>()));
        put("candidate", candidate.map_or(Json::Null, |other| tried(decided, &other, occasion)));
        Json::Object(record)
    }

    /// The record as a line.
    pub fn line<'p>(&self, problems: impl IntoIterator<Item = &'p InputProblem>) -> String {
        self.json(problems).to_string()
    }
}

fn by(decided: &Decided<'_>) -> &'static str {
    match decided.decided_by() {
        DecidedBy::Rule(rule) => decided.table().policy().rule(rule).layer.as_str(),
        DecidedBy::Otherwise => "otherwise",
        DecidedBy::Problem => "problem",
    }
}

fn source(decided: &Decided<'_>) -> Json {
    let (file, line, _) = decided.table().policy().sources.position(decided.source());
    json!({ "file": file, "line": line })
}

/// What everyone but the policy's author sees of a decision.
fn outcome(decided: &Decided<'_>, occasion: &Occasion<'_>) -> Map<String, Json> {
    let policy = decided.table().policy();
    let id = occasion.id(decided.point());
    let effects = unite(decided.effects());
    let priority = effects.iter().find_map(|effect| match effect {
        Effect::Priority(priority) => Some(priority.as_str()),
        _ => None,
    });
    let raised = effects.iter().find_map(|effect| match effect {
        Effect::RaisePriority(by) => Some(*by),
        _ => None,
    });
    let tags: Vec<&str> = effects.iter().filter_map(tag).collect();
    let json = json!({
        "action": decided.action().as_str(),
        "reason": decided.reason(),
        "queues": decided.queues().iter().map(|queue| policy.queue(*queue).name.as_str()).collect::<Vec<_>>(),
        "level": decided.level(),
        "to_named_agent": decided.to_named_agent(),
        "to_same_agent": decided.to_same_agent(),
        "clarified_before": decided.clarified_before(),
        "diverted": decided.diverted(),
        "needs": effects.iter().filter_map(parts::need).collect::<Vec<_>>(),
        "priority": { "name": priority, "raised_by": parts::number(raised.unwrap_or(Fixed::ZERO)) },
        "tags": tags,
        "effects": effects.iter().filter_map(|effect| parts::effect(policy, &id, effect)).collect::<Vec<_>>(),
        "message": decided.message().map(|message| policy.message(message).name.as_str()),
        "silence_seconds": decided.silence().map(parts::number),
    });
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}

fn tag(effect: &Effect) -> Option<&str> {
    match effect {
        Effect::Tag(tag) => Some(tag),
        _ => None,
    }
}

/// What a candidate decided, and whether anyone would notice the difference.
fn tried(decided: &Decided<'_>, other: &Decided<'_>, occasion: &Occasion<'_>) -> Json {
    let (ours, theirs) = (outcome(decided, occasion), outcome(other, occasion));
    json!({
        "hash": other.table().policy().hash,
        "rule": other.rule().map(|rule| rule.name.as_str()),
        "action": theirs.get("action"),
        "queues": theirs.get("queues"),
        "same": ours == theirs,
    })
}

fn thresholds(decided: &Decided<'_>) -> Json {
    let policy = decided.table().policy();
    let standing = policy.thresholds.iter().enumerate().filter_map(|(at, threshold)| {
        let value = decided.threshold(ThresholdId::from_index(at))?;
        let fact = &policy.fact(threshold.fact).name;
        Some(json!({ "name": threshold.name, "fact": fact, "value": parts::number(value) }))
    });
    standing.collect::<Vec<_>>().into()
}

/// The values that the table was asked with, by the names of facts.
fn values(decided: &Decided<'_>) -> Json {
    let (policy, rows) = (decided.table().policy(), decided.table().rows());
    let mut values = Map::new();
    for (at, column) in rows.columns.iter().enumerate() {
        let (ColumnSource::Fact(id) | ColumnSource::Member(id, _)) = &column.source else { continue };
        if matches!(policy.fact(*id).origin, crate::policy::Origin::Decision(_)) {
            continue;
        }
        let slot = decided.slot(at);
        let name = policy.fact(*id).name.clone();
        match &column.source {
            ColumnSource::Member(_, word) => {
                let tags = values.entry(name).or_insert(Json::Null);
                add_tag(tags, word, slot);
            }
            _ => {
                values.entry(name).or_insert_with(|| value(column, &policy.fact(*id).kind, slot));
            }
        }
    }
    Json::Object(values)
}

/// Of tags those that the policy names.
fn add_tag(tags: &mut Json, word: &str, slot: i64) {
    if slot >= LEAST && !tags.is_array() {
        *tags = json!([]);
    }
    if let (1, Json::Array(tags)) = (slot, tags) {
        tags.push(json!(word));
    }
}

fn value(column: &Column, kind: &Type, slot: i64) -> Json {
    if slot < LEAST {
        return Json::Null;
    }
    match kind {
        Type::Truth => json!(slot == 1),
        Type::Tags => json!([]),
        kind if kind.is_ordered() => parts::typed(&Value::Number(Fixed::from_millionths(slot)), kind).json(),
        _ => {
            let word = usize::try_from(slot).ok().and_then(|at| column.words.get(at));
            word.map_or_else(|| json!("(other)"), |word| json!(word))
        }
    }
}
