//! Reading what a service tells: strict objects, and what is wrong in a sentence.

use crate::value::Fixed;
use serde_json::{Map, Value as Json};

/// An object with no other keys than these.
pub(super) fn object<'j>(json: &'j Json, whose: &str, keys: &[&str]) -> Result<&'j Map<String, Json>, String> {
    let map = json.as_object().ok_or_else(|| format!("{whose} is a JSON object"))?;
    match map.keys().find(|key| !keys.contains(&key.as_str())) {
        Some(unknown) => Err(format!("{whose} has no `{unknown}`; it may have {}", keys.join(", "))),
        None => Ok(map),
    }
}

pub(super) fn present<'j>(map: &'j Map<String, Json>, key: &str) -> Option<&'j Json> {
    map.get(key).filter(|value| !value.is_null())
}

pub(super) fn word_of(map: &Map<String, Json>, key: &str) -> Result<Option<String>, String> {
    let word = |value: &Json| value.as_str().map(str::to_owned).ok_or_else(|| format!("`{key}` is a text"));
    present(map, key).map(word).transpose()
}

pub(super) fn truth(map: &Map<String, Json>, key: &str, whose: &str) -> Result<Option<bool>, String> {
    let truth = |value: &Json| value.as_bool().ok_or_else(|| format!("`{key}` of {whose} is true or false"));
    present(map, key).map(truth).transpose()
}

pub(super) fn units(map: &Map<String, Json>, key: &str, whose: &str) -> Result<u32, String> {
    let read =
        |value: &Json| value.as_u64().and_then(|units| u32::try_from(units).ok()).filter(|units| *units <= 100_000);
    match present(map, key) {
        None => Ok(0),
        Some(value) => read(value).ok_or_else(|| format!("`{key}` of {whose} is a whole number of units")),
    }
}

/// An instant with its offset from UTC.
pub(super) fn time(map: &Map<String, Json>, key: &str) -> Result<Option<i64>, String> {
    let read = |value: &Json| {
        let text = value.as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
        text.map(jiff::Timestamp::as_second)
            .ok_or_else(|| format!("`{key}` is an instant such as `2026-10-27T14:30:00Z`"))
    };
    present(map, key).map(read).transpose()
}

/// A time of at most a year, in whole seconds.
pub(super) fn seconds(json: &Json, whose: &str) -> Result<Fixed, String> {
    let seconds = json.as_u64().and_then(|seconds| i64::try_from(seconds).ok());
    let seconds = seconds.filter(|seconds| *seconds <= 31_536_000);
    seconds.map(Fixed::from_whole).ok_or_else(|| format!("`{whose}` is a whole number of seconds, at most a year"))
}
