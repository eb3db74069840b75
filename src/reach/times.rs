//! Intervals for people: those of the same weekly time together, on the clocks of a zone and in UTC.

use crate::calendar::{Interval, WEEKDAYS, length};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Most lines that are written out.
const LINES_MAX: usize = 4;

/// The times of a week that intervals fill: a line each, the longest in sum first, and how many more intervals there are.
/// The first line says on whose clocks.
pub(super) fn listed(all: &[Interval], zone: &TimeZone) -> String {
    let name = zone.iana_name().unwrap_or("UTC");
    let mut lines = vec![format!("on the clocks of {name}, and in UTC:")];
    let weekly = weekly(all, zone);
    lines.extend(weekly.iter().take(LINES_MAX).map(|one| one.line(zone)));
    let more: usize = weekly.iter().skip(LINES_MAX).map(|one| one.spans.len()).sum();
    if more > 0 {
        lines.push(format!("… and {more} more; `--format json` lists all {}", all.len()));
    }
    lines.join("\n")
}

/// `Thu 2026-01-01 17:00 to Fri 01:00 (16:00Z to 00:00Z), 8h`
pub(super) fn one(span: Interval, zone: &TimeZone) -> String {
    let (from, to) = (clocks(span.from, zone), clocks(span.to, zone));
    let day = from.strftime("%a %Y-%m-%d");
    format!("{day} {} ({}), {}", times(&from, &to), in_utc(span, from.date()), length(span.seconds()))
}

/// Intervals with the same times of the same weekdays.
struct Weekly {
    spans: Vec<Interval>,
}

/// From, to, how many days later, and the weekday if it is long.
type Key = (Time, Time, i32, Option<i8>);

fn weekly(all: &[Interval], zone: &TimeZone) -> Vec<Weekly> {
    let mut groups: BTreeMap<Key, Weekly> = BTreeMap::new();
    for span in all {
        let (from, to) = (clocks(span.from, zone), clocks(span.to, zone));
        let days = days(from.date(), to.date());
        let weekday = (days > 1).then(|| from.weekday().to_monday_zero_offset());
        let key = (from.time(), to.time(), days, weekday);
        groups.entry(key).or_insert_with(|| Weekly { spans: Vec::new() }).spans.push(*span);
    }
    let mut groups: Vec<Weekly> = groups.into_values().collect();
    groups.sort_by_key(|one| (Reverse(one.spans.iter().map(|span| span.seconds()).sum::<i64>()), one.spans[0].from));
    groups
}

impl Weekly {
    fn line(&self, zone: &TimeZone) -> String {
        let [first, _, ..] = self.spans[..] else { return one(self.spans[0], zone) };
        let (from, to) = (clocks(first.from, zone), clocks(first.to, zone));
        let mut days = [false; 7];
        for span in &self.spans {
            let weekday = clocks(span.from, zone).weekday().to_monday_zero_offset();
            days[usize::try_from(weekday).unwrap_or(0) % 7] = true;
        }
        let times = if days.iter().filter(|there| **there).count() == 1 {
            self::times(&from, &to)
        } else {
            format!("{} to {}", from.strftime("%H:%M"), to.strftime("%H:%M"))
        };
        format!(
            "{} {times}, {} times, first on {} ({}), {} each time",
            weekdays(days),
            self.spans.len(),
            from.date(),
            in_utc(first, from.date()),
            length(first.seconds())
        )
    }
}

/// `17:00 to Fri 01:00`; the day of the end, if that is another one, with its date where a weekday is not enough.
fn times(from: &Zoned, to: &Zoned) -> String {
    let end = match days(from.date(), to.date()) {
        0 => "%H:%M",
        1..=6 => "%a %H:%M",
        _ => "%a %Y-%m-%d %H:%M",
    };
    format!("{} to {}", from.strftime("%H:%M"), to.strftime(end))
}

/// `16:00Z to 00:00Z`; with the day, if its beginning is not on this one.
fn in_utc(span: Interval, on: Date) -> String {
    let (from, to) = (clocks(span.from, &TimeZone::UTC), clocks(span.to, &TimeZone::UTC));
    let day = if from.date() == on { "%H:%MZ" } else { "%Y-%m-%d %H:%MZ" };
    let end = if days(from.date(), to.date()) <= 1 { "%H:%MZ" } else { "%Y-%m-%d %H:%MZ" };
    format!("{} to {}", from.strftime(day), to.strftime(end))
}

/// `Mon-Fri`, `Tue, Sat`, `every day`
fn weekdays(days: [bool; 7]) -> String {
    let there: Vec<usize> = (0..7).filter(|day| days[*day]).collect();
    match there.as_slice() {
        all if all.len() == 7 => "every day".to_owned(),
        [first, .., last] if last - first + 1 == there.len() && there.len() > 2 => {
            format!("{}-{}", WEEKDAYS[*first], WEEKDAYS[*last])
        }
        all => all.iter().map(|day| WEEKDAYS[*day]).collect::<Vec<_>>().join(", "),
    }
}

fn days(from: Date, to: Date) -> i32 {
    i32::try_from(to.duration_since(from).as_hours() / 24).unwrap_or(0)
}

fn clocks(at: i64, zone: &TimeZone) -> Zoned {
    Timestamp::from_second(at).unwrap_or_default().to_zoned(zone.clone())
}
