//! JSON of a service → values of the policy's types.
//!
//! In: a fact and a JSON value, from a request, a transcript or a CSV cell (so
//! numbers and yes/no may be text). Out: a value within the type's limits, or a
//! problem in words.
//!
//! # Guarantees
//!
//! Nothing is clamped, wrapped or guessed: what does not fit is a problem, and
//! the fact is missing. Numbers are read from their decimal text, exactly.

mod money;
mod number;
mod time;

pub(super) use time::days;

use crate::decision::InputProblem;
use crate::policy::{BuiltIn, Fact, FactId, Origin, Policy};
use crate::redact::redact;
use crate::runtime::record::parts;
use crate::value::{OTHER, Type, Value};
use serde_json::Value as Json;

/// The longest text that a fact may hold, in bytes.
pub const TEXT_MAX: usize = 1_000;

/// The most tags that a fact may hold.
pub const TAGS_MAX: usize = 100;

/// The fact of this JSON name, and the value; none for `null`, which means missing.
pub fn bind(policy: &Policy, name: &str, json: &Json) -> Result<(FactId, Option<Value>), InputProblem> {
    let id = policy.find_fact(name).ok_or_else(|| unknown(name))?;
    Ok((id, read(policy, id, json)?))
}

/// The value of one fact; none for `null`, which means missing.
pub fn read(policy: &Policy, id: FactId, json: &Json) -> Result<Option<Value>, InputProblem> {
    let fact = policy.fact(id);
    // An export writes an empty text where it has nothing; only free text may be empty on purpose.
    let is_empty = json.as_str().is_some_and(str::is_empty) && fact.kind != Type::Text;
    if json.is_null() || is_empty {
        return Ok(None);
    }
    let problem = |message| InputProblem { fact: fact.name.clone(), message, decides: true };
    typed(policy, fact, json).map(Some).map_err(problem)
}

/// A value as a service would send it: what [`read`] makes this value of, but for rounding on another scale.
pub fn sent(policy: &Policy, id: FactId, value: &Value) -> Json {
    let fact = policy.fact(id);
    match (value, &fact.kind) {
        (Value::Number(amount), Type::Money { currency, .. }) => {
            serde_json::json!({ "amount": parts::number(*amount), "currency": currency })
        }
        (Value::Number(number), kind) if fact.scale.is_some() => {
            parts::number(number::scaled(*number, kind, fact.scale))
        }
        _ => parts::typed(value, &fact.kind).json(),
    }
}

/// A text, a duration or an instant, which need no policy. None for `null` and an empty text.
pub(super) fn of_type(kind: &Type, json: &Json) -> Result<Option<Value>, String> {
    if json.is_null() || json.as_str().is_some_and(str::is_empty) {
        return Ok(None);
    }
    match kind {
        Type::Duration => time::duration(json),
        Type::Moment => time::moment(json),
        _ => free_text(json),
    }
    .map(Some)
}

/// The problem of a name that the policy does not have.
pub(super) fn unknown(name: &str) -> InputProblem {
    let message = format!("unknown fact {}", shown(&Json::from(name)));
    InputProblem { fact: name.to_owned(), message, decides: false }
}

fn typed(policy: &Policy, fact: &Fact, json: &Json) -> Result<Value, String> {
    if let (Origin::BuiltIn(BuiltIn::Attempted), Json::Array(list)) = (&fact.origin, json) {
        return number::read(&Type::Count, None, &Json::from(list.len()));
    }
    match &fact.kind {
        Type::Truth => truth(json),
        Type::Count | Type::Number { .. } | Type::Share | Type::Score => number::read(&fact.kind, fact.scale, json),
        Type::Money { currency, converted } => {
            money::read(currency, policy.rates.as_ref().filter(|_| *converted), json)
        }
        Type::Duration => time::duration(json),
        Type::Time => time::of_day(json),
        Type::Date => time::date(json),
        Type::Moment => time::moment(json),
        Type::OneOf { values, open } => one_of(values, *open, json),
        Type::Tags => tags(json),
        Type::Language => language(json),
        Type::Country => country(json),
        Type::Agent | Type::Text => free_text(json),
        Type::Category => category(policy, json),
    }
}

fn truth(json: &Json) -> Result<Value, String> {
    match json {
        Json::Bool(truth) => Ok(Value::Truth(*truth)),
        Json::String(text) if text == "true" => Ok(Value::Truth(true)),
        Json::String(text) if text == "false" => Ok(Value::Truth(false)),
        _ => Err(format!("{} is not true or false", shown(json))),
    }
}

fn one_of(values: &[String], open: bool, json: &Json) -> Result<Value, String> {
    let word = text(json)?;
    if values.iter().any(|value| value == word) {
        return Ok(Value::Word(word.to_owned()));
    }
    if open {
        return Ok(Value::Word(OTHER.to_owned()));
    }
    Err(format!("{} is not one of {}", shown(json), values.join(", ")))
}

fn category(policy: &Policy, json: &Json) -> Result<Value, String> {
    let found = policy.find_category(text(json)?);
    let category = found.ok_or_else(|| format!("{} is not a category of this policy", shown(json)))?;
    Ok(Value::Word(policy.categories[category.index()].path.clone()))
}

/// A list of texts, or one text with commas as a CSV cell has it.
fn tags(json: &Json) -> Result<Value, String> {
    let mut tags: Vec<String> = match json {
        Json::Array(list) => list.iter().map(|one| text(one).map(str::to_owned)).collect::<Result<_, _>>()?,
        _ => text(json)?.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect(),
    };
    if tags.len() > TAGS_MAX {
        return Err(format!("{} tags; at most {TAGS_MAX} are kept", tags.len()));
    }
    tags.sort();
    tags.dedup();
    Ok(Value::Words(tags))
}

/// `es-MX` is Spanish: what follows the language is left out.
fn language(json: &Json) -> Result<Value, String> {
    let code = text(json)?.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    if (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase()) {
        return Ok(Value::Word(code));
    }
    Err(format!("{} is not a language code such as `en`", shown(json)))
}

fn country(json: &Json) -> Result<Value, String> {
    let code = text(json)?.to_ascii_uppercase();
    if code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) {
        return Ok(Value::Word(code));
    }
    Err(format!("{} is not a country code such as `ES`", shown(json)))
}

/// Text, or a whole number, since many ids are sent as numbers.
fn free_text(json: &Json) -> Result<Value, String> {
    match json {
        Json::Number(id) if id.is_i64() || id.is_u64() => Ok(Value::Word(id.to_string())),
        _ => Ok(Value::Word(text(json)?.to_owned())),
    }
}

/// The text of a JSON string that is not too long.
fn text(json: &Json) -> Result<&str, String> {
    match json {
        Json::String(text) if text.len() > TEXT_MAX => {
            Err(format!("text of {} bytes; at most {TEXT_MAX} are read", text.len()))
        }
        Json::String(text) => Ok(text),
        _ => Err(format!("{} is not a text", shown(json))),
    }
}

/// A JSON value in a message, cut to a line.
fn shown(json: &Json) -> String {
    const LONGEST: usize = 60;
    let text = match json {
        Json::Array(_) => "a list".to_owned(),
        Json::Object(_) => "an object".to_owned(),
        Json::String(text) => {
            let text = redact(text).text;
            let start = || format!("\"{}…\"", text.chars().take(LONGEST).collect::<String>());
            if text.len() > 4 * LONGEST { start() } else { Json::from(text.as_ref()).to_string() }
        }
        _ => redact(&json.to_string()).text.into_owned(),
    };
    if text.chars().count() > LONGEST + 3 { text.chars().take(LONGEST).chain(['…']).collect() } else { text }
}
