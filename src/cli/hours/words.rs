//! How spans of time and weeks are written for people.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::calendar::{self, Calendar, DaySpan, Interval, WEEKDAYS};

/// Seconds as `62h` or `1h30m`.
pub(super) fn length(seconds: i64) -> String {
    let minutes = seconds / 60;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h{minutes:02}m"),
    }
}

/// A span on the clocks of a zone: `Fri 2027-01-01 18:00 to 20:00`, with the day of its end if that is another one.
pub(super) fn on_clocks(span: Interval, zone: &TimeZone) -> String {
    let at = |second: i64| Timestamp::from_second(second).unwrap_or_default().to_zoned(zone.clone());
    let (from, to) = (at(span.from), at(span.to));
    let end = if from.date() == to.date() { "%H:%M" } else { "%a %Y-%m-%d %H:%M" };
    let offsets = if from.offset() == to.offset() { "" } else { " (the clocks change)" };
    format!("{} to {}{offsets}", from.strftime("%a %Y-%m-%d %H:%M"), to.strftime(end))
}

/// The same in UTC: `2027-01-01T17:00Z to 19:00Z`.
pub(super) fn in_utc(span: Interval) -> String {
    let at = |second: i64| Timestamp::from_second(second).unwrap_or_default().to_zoned(TimeZone::UTC);
    let (from, to) = (at(span.from), at(span.to));
    let end = if from.date() == to.date() { "%H:%MZ" } else { "%Y-%m-%dT%H:%MZ" };
    format!("{} to {}", from.strftime("%Y-%m-%dT%H:%MZ"), to.strftime(end))
}

/// An instant as `2027-01-01T17:00:00Z`.
pub(super) fn instant(at: i64) -> String {
    Timestamp::from_second(at).unwrap_or_default().to_string()
}

/// A week, days of the same times in a row together: `Mon-Fri 08:00-20:00`.
pub(super) fn week(calendar: &Calendar) -> Vec<String> {
    let of = |day: usize| -> Vec<DaySpan> {
        let own = calendar.week.iter().filter(|weekly| usize::from(weekly.day) == day);
        own.map(|weekly| weekly.span).collect()
    };
    let mut lines: Vec<(usize, usize, Vec<DaySpan>)> = Vec::new();
    for day in 0..WEEKDAYS.len() {
        match lines.last_mut() {
            Some((_, last, spans)) if *last + 1 == day && *spans == of(day) => *last = day,
            _ => lines.push((day, day, of(day))),
        }
    }
    // Days that go on over Sunday stand together too: `Sun-Thu`.
    if let [(0, monday, times), .., (sunday, 6, others)] = &lines[..]
        && !times.is_empty()
        && times == others
    {
        let joined = (*sunday, *monday + 7, times.clone());
        lines.remove(0);
        lines.pop();
        lines.push(joined);
    }
    let days = |first: usize, last: usize| match last - first {
        0 => WEEKDAYS[first].to_owned(),
        1 => format!("{}, {}", WEEKDAYS[first], WEEKDAYS[last % 7]),
        _ => format!("{}-{}", WEEKDAYS[first], WEEKDAYS[last % 7]),
    };
    let shown = lines.iter().filter(|(.., times)| !times.is_empty());
    shown.map(|(first, last, times)| format!("{} {}", days(*first, *last), spans(times))).collect()
}

/// `08:00-14:00, 15:00-20:00`, or `closed`.
pub(super) fn spans(spans: &[DaySpan]) -> String {
    if spans.is_empty() {
        return "closed".to_owned();
    }
    let span = |span: &DaySpan| format!("{}-{}", calendar::clock(span.from), calendar::clock(span.to));
    spans.iter().map(span).collect::<Vec<_>>().join(", ")
}

/// Whether a day lies in a year.
pub(super) fn is_in(day: i64, year: i16) -> bool {
    calendar::day(day).starts_with(&format!("{year}-"))
}
