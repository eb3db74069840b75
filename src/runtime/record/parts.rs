//! The parts of a record: numbers, values, effects, messages.

use crate::decision::{Decision, ThresholdTrace};
use crate::policy::{Action, ActionName, Deadline, Effect, FactId, Policy, RuleId};
use crate::redact::redact;
use crate::runtime::message;
use crate::runtime::tree::{Tree, list, object};
use crate::value::{self, Fixed, Type, Value};
use serde_json::Value as Json;

/// A number, whole where it is whole.
pub(in crate::runtime) fn number(number: Fixed) -> Json {
    number.to_string().parse::<serde_json::Number>().map_or(Json::Null, Json::Number)
}

/// RFC 3339, in UTC.
pub(in crate::runtime) fn instant(seconds: i64) -> Option<String> {
    jiff::Timestamp::from_second(seconds).ok().map(|instant| instant.to_string())
}

/// `need …`
pub(in crate::runtime) fn need(effect: &Effect) -> Option<Tree<'_>> {
    let (kind, name, level) = match effect {
        Effect::NeedSkill(skill, level) => ("skill", skill, level.map(|level| level.to_string())),
        Effect::NeedLanguage(language, level) => ("language", language, level.clone()),
        Effect::NeedLevel(level) => ("level", level, None),
        _ => return None,
    };
    Some(object([("kind", kind.into()), ("name", name.into()), ("level", level.into())]))
}

/// Every effect that is not a priority, a tag or a need; these have keys of their own.
pub(in crate::runtime) fn effect<'a>(policy: &'a Policy, decision: &str, effect: &'a Effect) -> Option<Tree<'a>> {
    let (kind, name, amount, else_callback) = match effect {
        Effect::Notify(queue) => ("notify", Some(policy.queue(*queue).name.as_str()), None, None),
        Effect::Instruct(note) => ("instruct", Some(policy.instructions[note.index()].name.as_str()), None, None),
        Effect::Do(action) => ("do", Some(policy.service_actions[action.index()].name.as_str()), None, None),
        Effect::Wording(wording) => ("wording", Some(wording.as_str()), None, None),
        Effect::ReplyWithin(deadline) => ("reply within", None, Some(*deadline), None),
        Effect::DueIn(deadline) => ("due in", None, Some(*deadline), None),
        Effect::OfferToAll => ("offer to all at once", None, None, None),
        Effect::NoChoice => ("no choice", None, None, None),
        Effect::EveryoneWithLanguage(seconds, callback) => {
            ("everyone with the language", None, Some(Deadline::Seconds(*seconds)), Some(*callback))
        }
        Effect::Priority(_)
        | Effect::RaisePriority(_)
        | Effect::Tag(_)
        | Effect::NeedSkill(..)
        | Effect::NeedLanguage(..)
        | Effect::NeedLevel(_) => return None,
    };
    let (amount, unit) = match amount {
        Some(Deadline::Seconds(amount)) => (Some(number(amount)), Some("seconds")),
        Some(Deadline::BusinessHours(amount)) => (Some(number(amount)), Some("business hours")),
        Some(Deadline::BusinessDays(amount)) => (Some(number(amount)), Some("business days")),
        None => (None, None),
    };
    // Two deadlines of one kind are two effects.
    let length = amount.as_ref().zip(unit).map(|(amount, unit)| format!("{amount} {unit}"));
    let id = [Some(decision), Some(kind), name, length.as_deref()];
    let id = id.into_iter().flatten().collect::<Vec<_>>().join("/");
    Some(object([
        ("id", id.into()),
        ("kind", kind.into()),
        ("name", name.into()),
        ("amount", amount.into()),
        ("unit", unit.into()),
        ("else_callback", else_callback.into()),
    ]))
}

/// What is said: which message, in which language, its words if they are known now, and what is known for others.
pub(in crate::runtime) fn message<'a>(policy: &'a Policy, decision: &'a Decision) -> Option<Tree<'a>> {
    let id = decision.message?;
    let value = |(name, value): &'a (String, Value)| {
        let kind = message::kind_of(policy, name).unwrap_or(Type::Text);
        (name.as_str(), typed(value, &kind))
    };
    Some(object([
        ("key", policy.message(id).name.as_str().into()),
        ("language", decision.language.as_str().into()),
        ("text", decision.text.as_deref().into()),
        ("values", decision.told.iter().map(value).collect()),
    ]))
}

/// A threshold with its parts.
pub(in crate::runtime) fn threshold<'a>(policy: &'a Policy, trace: &ThresholdTrace) -> Tree<'a> {
    let threshold = &policy.thresholds[trace.threshold.index()];
    let part = |(group, step, by): &(usize, usize, Fixed)| {
        let group = &threshold.groups[*group];
        object([
            ("name", group.name.as_str().into()),
            ("step", group.steps[*step].name.as_str().into()),
            ("by", number(*by).into()),
        ])
    };
    object([
        ("name", threshold.name.as_str().into()),
        ("fact", policy.fact(threshold.fact).name.as_str().into()),
        ("base", number(trace.base).into()),
        ("parts", list(trace.parts.iter().map(part))),
        ("sum", number(trace.sum).into()),
        ("value", number(trace.value).into()),
        ("unused", number(trace.unused()).into()),
    ])
}

/// The values that rules read, by JSON name.
pub(in crate::runtime) fn values<'a>(policy: &'a Policy, read: &'a [(FactId, Option<Value>)]) -> Tree<'a> {
    let value = |(id, value): &'a (FactId, Option<Value>)| {
        let fact = policy.fact(*id);
        (fact.name.as_str(), value.as_ref().map(|value| typed(value, &fact.kind)).into())
    };
    read.iter().map(value).collect()
}

/// As a service would send it on the plain scale: shares from 0 to 1, durations in seconds.
pub(in crate::runtime) fn typed<'a>(value: &'a Value, kind: &Type) -> Tree<'a> {
    match (value, kind) {
        (Value::Number(seconds), Type::Time) => {
            let seconds = seconds.whole();
            format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60).into()
        }
        (Value::Number(_), Type::Date | Type::Moment) => value::show(value, kind).into(),
        (Value::Number(plain), _) => number(*plain).into(),
        (Value::Truth(truth), _) => (*truth).into(),
        (Value::Word(word), _) => redact(word).text.into(),
        (Value::Words(words), _) => list(words.iter().map(|word| redact(word).text)),
    }
}

/// A watch that would have decided, and what.
pub(in crate::runtime) fn watch(policy: &Policy, id: RuleId) -> Tree<'_> {
    let rule = policy.rule(id);
    let action = match rule.outcome.action {
        Action::Stay => ActionName::Stay,
        Action::Clarify { .. } => ActionName::Clarify,
        Action::Offer(_) => ActionName::Offer,
        Action::HandOff(_) => ActionName::HandOff,
        Action::Close => ActionName::Close,
    };
    object([("name", rule.name.as_str().into()), ("action", action.as_str().into())])
}
