//! Counts, numbers, shares and scores, on the service's own scale if it has one.

use super::shown;
use crate::value::{Fixed, FixedError, Type, Value};
use serde_json::Value as Json;

/// A number of this type, mapped from `scale` to the type's limits.
pub(super) fn read(kind: &Type, scale: Option<(Fixed, Fixed)>, json: &Json) -> Result<Value, String> {
    let percent = json.as_str().filter(|_| *kind == Type::Share).and_then(|text| text.strip_suffix('%'));
    if let Some(percent) = percent {
        let share = parse(percent.trim(), json)?.checked_div(Fixed::from_whole(100));
        return within(kind, share.ok_or_else(|| too_large(json))?, json);
    }
    let sent = decimal(json)?;
    let Some((low, high)) = scale else { return within(kind, sent, json) };
    if sent < low || sent > high {
        return Err(format!("{} is not between {low} and {high}", shown(json)));
    }
    let (first, last) = limits(kind);
    let (first, last) = (first.unwrap_or(low), last.unwrap_or(high));
    let moved = (sent - low).checked_mul_div(last - first, high - low).and_then(|moved| moved.checked_add(first));
    within(kind, moved.ok_or_else(|| too_large(json))?, json)
}

/// A number on the service's scale.
pub(super) fn scaled(number: Fixed, kind: &Type, scale: Option<(Fixed, Fixed)>) -> Fixed {
    let Some((low, high)) = scale else { return number };
    let (first, last) = limits(kind);
    let (first, last) = (first.unwrap_or(low), last.unwrap_or(high));
    let moved = (number - first).checked_mul_div(high - low, last - first).and_then(|moved| moved.checked_add(low));
    moved.unwrap_or(number)
}

/// The decimal number of a JSON number or of a text that is one.
pub(super) fn decimal(json: &Json) -> Result<Fixed, String> {
    match json {
        Json::Number(number) => parse(&number.to_string(), json),
        Json::String(text) => parse(text.trim(), json),
        _ => Err(format!("{} is not a number", shown(json))),
    }
}

fn parse(text: &str, json: &Json) -> Result<Fixed, String> {
    Fixed::parse(text).map_err(|error| match error {
        FixedError::NotANumber => format!("{} is not a number", shown(json)),
        FixedError::TooLarge => too_large(json),
    })
}

fn too_large(json: &Json) -> String {
    format!("{} is too large a number", shown(json))
}

fn limits(kind: &Type) -> (Option<Fixed>, Option<Fixed>) {
    match kind {
        Type::Share | Type::Score => (Some(Fixed::ZERO), Some(Fixed::ONE)),
        Type::Count => (Some(Fixed::ZERO), None),
        Type::Number { low, high } => (*low, *high),
        _ => (None, None),
    }
}

fn within(kind: &Type, number: Fixed, json: &Json) -> Result<Value, String> {
    if *kind == Type::Count && (!number.is_whole() || number < Fixed::ZERO) {
        return Err(format!("{} is not a whole number, 0 or more", shown(json)));
    }
    let (low, high) = limits(kind);
    if low.is_some_and(|low| number < low) || high.is_some_and(|high| number > high) {
        return Err(match (low, high) {
            (Some(low), Some(high)) => format!("{} is not between {low} and {high}", shown(json)),
            (Some(low), None) => format!("{} is below {low}", shown(json)),
            (None, high) => format!("{} is above {}", shown(json), high.unwrap_or_default()),
        });
    }
    Ok(Value::Number(number))
}
