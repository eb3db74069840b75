//! How days, times and instants are written.

use super::{Interval, wall};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The days of a week, as they are written.
pub const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A day as `2026-12-24`, from days since 1970-01-01.
pub fn day(day: i64) -> String {
    wall::date_of(day).map_or_else(|| format!("day {day}"), |date| date.to_string())
}

/// The weekday of a day: 0 is Monday.
pub fn weekday(day: i64) -> usize {
    // 1970-01-01 was a Thursday.
    usize::try_from((day + 3).rem_euclid(7)).unwrap_or(0)
}

/// A time of day as `08:00`, from minutes since midnight; a midnight at an end is `24:00`.
pub fn clock(minutes: u16) -> String {
    let within = if minutes > super::DAY_MINUTES { minutes - super::DAY_MINUTES } else { minutes };
    format!("{:02}:{:02}", within / 60, within % 60)
}

/// Minutes since midnight of `08:00`, `8:00` or `24:00`.
pub fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |text: &str, most: usize| {
        (1..=most).contains(&text.len()).then_some(())?;
        text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u16>().ok())?
    };
    let (hours, minutes) = (number(hours, 2)?, number(minutes, 2).filter(|_| minutes.len() == 2)?);
    let all = hours * 60 + minutes;
    (minutes < 60 && all <= super::DAY_MINUTES).then_some(all)
}

/// An instant on the clocks of a zone, as `Tue 2026-10-27 15:30 +01:00`.
pub fn local(at: i64, zone: &TimeZone) -> String {
    let Ok(instant) = Timestamp::from_second(at) else { return format!("second {at}") };
    instant.to_zoned(zone.clone()).strftime("%a %Y-%m-%d %H:%M %:z").to_string()
}

/// Seconds as `62h` or `1h30m`.
pub fn length(seconds: i64) -> String {
    let minutes = seconds / 60;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h{minutes:02}m"),
    }
}

/// A span on the clocks of a zone: `Fri 2027-01-01 18:00 to 20:00`, with the day of its end if that is another one.
pub fn on_clocks(span: Interval, zone: &TimeZone) -> String {
    let at = |second: i64| Timestamp::from_second(second).unwrap_or_default().to_zoned(zone.clone());
    let (from, to) = (at(span.from), at(span.to));
    let end = if from.date() == to.date() { "%H:%M" } else { "%a %Y-%m-%d %H:%M" };
    let offsets = if from.offset() == to.offset() { "" } else { " (the clocks change)" };
    format!("{} to {}{offsets}", from.strftime("%a %Y-%m-%d %H:%M"), to.strftime(end))
}

/// The same in UTC: `2027-01-01T17:00Z to 19:00Z`.
pub fn in_utc(span: Interval) -> String {
    let at = |second: i64| Timestamp::from_second(second).unwrap_or_default().to_zoned(TimeZone::UTC);
    let (from, to) = (at(span.from), at(span.to));
    let end = if from.date() == to.date() { "%H:%MZ" } else { "%Y-%m-%dT%H:%MZ" };
    format!("{} to {}", from.strftime("%Y-%m-%dT%H:%MZ"), to.strftime(end))
}

/// An instant as `2027-01-01T17:00:00Z`.
pub fn instant(at: i64) -> String {
    Timestamp::from_second(at).unwrap_or_default().to_string()
}

/// The names of all time zones.
pub fn zones() -> Vec<String> {
    jiff::tz::db().available().map(|name| name.as_str().to_owned()).collect()
}

/// The zone named after a city: `Europe/Madrid` of `madrid`.
pub fn zone_of_city(city: &str) -> Option<String> {
    let city = city.replace(' ', "_");
    zones().into_iter().find(|name| name.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(&city)))
}
