//! Facts: what they hold, in which unit, where their values come from.

use serde_json::{Value as Json, json};

use crate::artifact::Artifact;
use crate::policy::{Fact, FactId, Origin, Policy, View};
use crate::rows::ColumnSource;
use crate::value::{Fixed, Type, Value};

/// A number, whole where it is whole.
pub(super) fn number(number: Fixed) -> Json {
    number.to_string().parse::<serde_json::Number>().map_or(Json::Null, Json::Number)
}

/// The facts that columns hold, and those that lists look up, in the order of the policy.
pub(super) fn facts(artifact: &Artifact) -> Vec<Json> {
    let Artifact { policy, rows } = artifact;
    let mut used: Vec<FactId> = Vec::new();
    for column in &rows.columns {
        used.push(match &column.source {
            ColumnSource::Fact(fact) | ColumnSource::Member(fact, _) => *fact,
            ColumnSource::Margin(id) => policy.thresholds[id.index()].fact,
        });
    }
    let looked_up = |id: &FactId| match policy.fact(*id).origin {
        Origin::List { column, .. } => Some(column),
        _ => None,
    };
    used.extend(used.iter().filter_map(looked_up).collect::<Vec<_>>());
    used.sort_unstable();
    used.dedup();
    used.into_iter().map(|id| fact(policy, policy.fact(id))).collect()
}

fn fact(policy: &Policy, fact: &Fact) -> Json {
    let (kind, unit) = kind(&fact.kind);
    let (low, high) = match &fact.kind {
        Type::Number { low, high } => (*low, *high),
        Type::Share | Type::Score => (Some(Fixed::ZERO), Some(Fixed::ONE)),
        Type::Count | Type::Duration => (Some(Fixed::ZERO), None),
        _ => (None, None),
    };
    let (values, open) = match &fact.kind {
        Type::OneOf { values, open } => (Some(values), Some(*open)),
        _ => (None, None),
    };
    json!({
        "name": fact.name,
        "words": fact.words,
        "title": fact.title.as_deref().or_else(|| title_of_signal(policy, fact)),
        "type": kind,
        "unit": unit,
        "values": values,
        "open": open,
        "low": low.map(number),
        "high": high.map(number),
        "whole": fact.kind == Type::Count,
        "default": fact.default.as_ref().map(value),
        "sent_as": fact.scale.map(|(low, high)| json!([number(low), number(high)])),
        "on_answer": fact.on_answer,
        "origin": origin(&fact.origin),
        "list": list(policy, &fact.origin),
    })
}

fn title_of_signal<'a>(policy: &'a Policy, fact: &Fact) -> Option<&'a str> {
    match fact.origin {
        Origin::Signal(id, View::Now) => policy.signals[id.index()].title.as_deref(),
        _ => None,
    }
}

/// What it holds, and what 1 is.
fn kind(kind: &Type) -> (&'static str, Option<String>) {
    let unit = |unit: &str| Some(unit.to_owned());
    match kind {
        Type::Truth => ("true or false", None),
        Type::Count => ("count", None),
        Type::Number { .. } => ("number", None),
        Type::Share => ("share", unit("1 is 100%")),
        Type::Score => ("score", None),
        Type::Money { currency, .. } => ("money", Some(currency.clone())),
        Type::Duration => ("duration", unit("seconds")),
        Type::Time => ("time of day", unit("seconds since midnight")),
        Type::Date => ("date", unit("days since 1970-01-01")),
        Type::Moment => ("moment", unit("seconds since 1970-01-01T00:00:00Z")),
        Type::OneOf { .. } => ("one of", None),
        Type::Tags => ("tags", None),
        Type::Language => ("language", unit("ISO 639-1, lower case")),
        Type::Country => ("country", unit("ISO 3166-1 alpha-2, upper case")),
        Type::Agent => ("agent", None),
        Type::Text => ("text", None),
        Type::Category => ("category", None),
    }
}

/// A value, numbers in the fact's unit.
fn value(value: &Value) -> Json {
    match value {
        Value::Truth(truth) => json!(truth),
        Value::Number(plain) => number(*plain),
        Value::Word(word) => json!(word),
        Value::Words(words) => json!(words),
    }
}

fn origin(origin: &Origin) -> &'static str {
    match origin {
        Origin::Given => "given",
        Origin::Switch => "switch",
        Origin::List { .. } => "list",
        Origin::BuiltIn(_) => "built in",
        Origin::Signal(..) => "signal",
        Origin::Run(_) => "turns running",
        Origin::Decision(_) => "decision",
    }
}

/// What a list holds, and which fact is looked up in it.
fn list(policy: &Policy, origin: &Origin) -> Option<Json> {
    let Origin::List { column, entries } = origin else { return None };
    Some(json!({ "fact": policy.fact(*column).name, "entries": entries }))
}
