//! Durations, times of day, dates and instants.

use super::{number::decimal, shown, text};
use crate::value::{Fixed, Value};
use jiff::civil;
use serde_json::Value as Json;

const DAY: i64 = 86_400;

/// Seconds as a number, `30 days`, `2h`, `1h30m`, or ISO 8601 (`P30D`, `PT2H`).
pub(super) fn duration(json: &Json) -> Result<Value, String> {
    let not = || format!("{} is not a duration such as `30 days`, `2h` or a number of seconds", shown(json));
    let seconds = match json {
        Json::String(text) => match Fixed::parse(text.trim()) {
            Ok(seconds) => seconds,
            Err(_) => words(text.trim()).ok_or_else(not)?,
        },
        _ => decimal(json)?,
    };
    if seconds < Fixed::ZERO {
        return Err(format!("{} is below 0", shown(json)));
    }
    Ok(Value::Number(seconds))
}

/// Numbers each followed by a unit: `1h30m`, `30 days`, `P1DT12H`. Months and years have no fixed length.
fn words(text: &str) -> Option<Fixed> {
    match text.strip_prefix(['P', 'p']) {
        Some(iso) => {
            let (days, time) = iso.split_once(['T', 't']).unwrap_or((iso, ""));
            sum(days, iso_day_unit)?.checked_add(sum(time, iso_time_unit)?).filter(|_| !iso.is_empty())
        }
        None => sum(text, unit).filter(|_| !text.is_empty()),
    }
}

/// The sum of numbers with units; 0 for an empty text.
fn sum(text: &str, unit: impl Fn(&str) -> Option<i64>) -> Option<Fixed> {
    let mut total = Fixed::ZERO;
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (number, after) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit() && c != '.')?);
        let after = after.trim_start();
        let (word, after) = after.split_at(after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len()));
        let seconds = Fixed::from_whole(unit(word)?);
        total = total.checked_add(Fixed::parse(number).ok()?.checked_mul(seconds)?)?;
        rest = after.trim_start();
    }
    Some(total)
}

fn unit(word: &str) -> Option<i64> {
    match word.to_ascii_lowercase().as_str() {
        "s" | "sec" | "second" | "seconds" => Some(1),
        "m" | "min" | "minute" | "minutes" => Some(60),
        "h" | "hour" | "hours" => Some(3_600),
        "d" | "day" | "days" => Some(DAY),
        "w" | "week" | "weeks" => Some(7 * DAY),
        _ => None,
    }
}

fn iso_day_unit(letter: &str) -> Option<i64> {
    match letter {
        "W" | "w" => Some(7 * DAY),
        "D" | "d" => Some(DAY),
        _ => None,
    }
}

fn iso_time_unit(letter: &str) -> Option<i64> {
    match letter {
        "H" | "h" => Some(3_600),
        "M" | "m" => Some(60),
        "S" | "s" => Some(1),
        _ => None,
    }
}

/// `08:00` or `08:00:30`.
pub(super) fn of_day(json: &Json) -> Result<Value, String> {
    let time: civil::Time =
        text(json)?.trim().parse().map_err(|_| format!("{} is not a time such as `08:00`", shown(json)))?;
    let seconds = i64::from(time.hour()) * 3_600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    Ok(Value::Number(Fixed::from_whole(seconds)))
}

/// `2026-12-24`
pub(super) fn date(json: &Json) -> Result<Value, String> {
    let not = || format!("{} is not a date such as `2026-12-24`", shown(json));
    let written = text(json)?.trim();
    let date: civil::Date = written.parse().map_err(|_| not())?;
    if written.len() != 10 {
        return Err(not());
    }
    Ok(Value::Number(Fixed::from_whole(days(date))))
}

/// Days from 1970-01-01 to a date.
pub(in crate::runtime) fn days(date: civil::Date) -> i64 {
    let seconds = date.duration_since(civil::date(1970, 1, 1)).as_secs();
    seconds.div_euclid(DAY)
}

/// RFC 3339: `2026-12-24T08:00:00Z`
pub(super) fn moment(json: &Json) -> Result<Value, String> {
    let instant: jiff::Timestamp =
        text(json)?.trim().parse().map_err(|_| format!("{} is not an instant in RFC 3339", shown(json)))?;
    let seconds = instant.as_nanosecond().div_euclid(1_000_000_000);
    let seconds = i64::try_from(seconds).ok().and_then(Fixed::checked_from_whole);
    seconds.map(Value::Number).ok_or_else(|| format!("{} is too far from today", shown(json)))
}
