//! How weeks are written for people.

use crate::calendar::{self, Calendar, DaySpan, WEEKDAYS};

pub(super) use crate::calendar::{in_utc, instant, length, on_clocks};

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
