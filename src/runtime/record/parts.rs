//! The parts of a record: numbers, values, effects, messages.

use crate::decision::{Decision, ThresholdTrace};
use crate::policy::{Action, ActionName, Deadline, Effect, FactId, Policy, RuleId};
use crate::redact::redact;
use crate::runtime::message;
use crate::value::{self, Fixed, Type, Value};
use serde_json::{Map, Value as Json, json};

/// A number, whole where it is whole.
pub(in crate::runtime) fn number(number: Fixed) -> Json {
    number.to_string().parse::<serde_json::Number>().map_or(Json::Null, Json::Number)
}

/// RFC 3339, in UTC.
pub(in crate::runtime) fn instant(seconds: i64) -> Option<String> {
    jiff::Timestamp::from_second(seconds).ok().map(|instant| instant.to_string())
}

/// `need …`
pub(in crate::runtime) fn need(effect: &Effect) -> Option<Json> {
    let (kind, name, level) = match effect {
        Effect::NeedSkill(skill, level) => ("skill", skill, level.map(|level| level.to_string())),
        Effect::NeedLanguage(language, level) => ("language", language, level.clone()),
        Effect::NeedLevel(level) => ("level", level, None),
        _ => return None,
    };
    Some(json!({ "kind": kind, "name": name, "level": level }))
}

/// Every effect that is not a priority, a tag or a need; these have keys of their own.
pub(in crate::runtime) fn effect(policy: &Policy, decision: &str, effect: &Effect) -> Option<Json> {
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
    Some(json!({
        "id": id, "kind": kind, "name": name, "amount": amount, "unit": unit, "else_callback": else_callback,
    }))
}

/// What is said: which message, in which language, its words if they are known now, and what is known for others.
pub(in crate::runtime) fn message(policy: &Policy, decision: &Decision) -> Option<Json> {
    let id = decision.message?;
    let value = |(name, value): &(String, Value)| {
        let kind = message::kind_of(policy, name).unwrap_or(Type::Text);
        (name.clone(), typed(value, &kind))
    };
    let values: Map<String, Json> = decision.told.iter().map(value).collect();
    let name = &policy.message(id).name;
    Some(json!({ "key": name, "language": decision.language, "text": decision.text, "values": values }))
}

/// A threshold with its parts.
pub(in crate::runtime) fn threshold(policy: &Policy, trace: &ThresholdTrace) -> Json {
    let threshold = &policy.thresholds[trace.threshold.index()];
    let part = |(group, step, by): &(usize, usize, Fixed)| {
        let group = &threshold.groups[*group];
        json!({ "name": group.name, "step": group.steps[*step].name, "by": number(*by) })
    };
    json!({
        "name": threshold.name,
        "fact": policy.fact(threshold.fact).name,
        "base": number(trace.base),
        "parts": trace.parts.iter().map(part).collect::<Vec<_>>(),
        "sum": number(trace.sum),
        "value": number(trace.value),
        "unused": number(trace.unused()),
    })
}

/// The values that rules read, by JSON name.
pub(in crate::runtime) fn values(policy: &Policy, read: &[(FactId, Option<Value>)]) -> Map<String, Json> {
    let value = |(id, value): &(FactId, Option<Value>)| {
        let fact = policy.fact(*id);
        (fact.name.clone(), value.as_ref().map_or(Json::Null, |value| typed(value, &fact.kind)))
    };
    read.iter().map(value).collect()
}

/// As a service would send it on the plain scale: shares from 0 to 1, durations in seconds.
pub(in crate::runtime) fn typed(value: &Value, kind: &Type) -> Json {
    match (value, kind) {
        (Value::Number(seconds), Type::Time) => {
            let seconds = seconds.whole();
            json!(format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60))
        }
        (Value::Number(_), Type::Date | Type::Moment) => json!(value::show(value, kind)),
        (Value::Number(plain), _) => number(*plain),
        (Value::Truth(truth), _) => json!(truth),
        (Value::Word(word), _) => json!(redact(word).text),
        (Value::Words(words), _) => json!(words.iter().map(|word| redact(word).text).collect::<Vec<_>>()),
    }
}

/// A watch that would have decided, and what.
pub(in crate::runtime) fn watch(policy: &Policy, id: RuleId) -> Json {
    let rule = policy.rule(id);
    let action = match rule.outcome.action {
        Action::Stay => ActionName::Stay,
        Action::Clarify { .. } => ActionName::Clarify,
        Action::Offer(_) => ActionName::Offer,
        Action::HandOff(_) => ActionName::HandOff,
        Action::Close => ActionName::Close,
    };
    json!({ "name": rule.name, "action": action.as_str() })
}
