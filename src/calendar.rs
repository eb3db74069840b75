//! Opening hours and shifts: spans of a week in a time zone, holidays and dated exceptions → exact intervals of time.
//!
//! In: a [`Calendar`], as a policy or a roster holds it. Out: whether it is open at an
//! instant, when that changes next, and all it covers between two instants as
//! [`Intervals`] in UTC.
//!
//! Times are what the clocks of the zone show: 09:00 to 17:00 is that on every day,
//! however long the day is. A time begins at **the first instant at which the clocks
//! show it or a later time**. So one that the clocks skip begins when they jump, and
//! one that they show twice begins at its first time; spans that touch on paper touch
//! in time, with no hole and nothing twice. A span past midnight belongs to the day it
//! starts on: a holiday or an exception on that day takes all of it away, and one on
//! the next day none.
//!
//! # What is not here
//!
//! The present. Which holidays there are: [`holidays`] knows, for whoever makes a calendar.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

#[cfg(feature = "compiler")]
pub mod holidays;
mod intervals;
mod text;
mod wall;

pub use intervals::{Interval, Intervals};
pub use text::{
    WEEKDAYS, clock, day, in_utc, instant, length, local, minutes, on_clocks, weekday, zone_of_city, zones,
};
pub use wall::first;

/// What is open when, in one time zone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// IANA name.
    pub zone: String,
    /// What every week says, in order of days and times; spans of one day do not overlap.
    pub week: Vec<Weekly>,
    /// Days on which the week does not count.
    pub holidays: Vec<Holiday>,
    /// Days that have spans of their own, holidays or not; in order, each once.
    pub dated: Vec<Dated>,
}

/// A span of one day of every week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weekly {
    /// The day it starts on: 0 is Monday.
    pub day: u8,
    /// Its time.
    pub span: DaySpan,
}

/// A span of time on the clocks of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DaySpan {
    /// Where it begins, in minutes since midnight, below 1,440.
    pub from: u16,
    /// Where it ends, in minutes since the same midnight: above `from`, at most a day later.
    pub to: u16,
}

/// Minutes of a day.
pub const DAY_MINUTES: u16 = 24 * 60;

impl DaySpan {
    /// From one time to another, in minutes since midnight; an end that is not later is one of the next day.
    pub fn new(from: u16, to: u16) -> Option<Self> {
        let to = if to <= from { to + DAY_MINUTES } else { to };
        (from < DAY_MINUTES && to <= from + DAY_MINUTES).then_some(Self { from, to })
    }

    /// Whether it ends on the day after.
    pub fn is_overnight(self) -> bool {
        self.to > DAY_MINUTES
    }

    /// Whether two spans of one day share a minute.
    pub fn overlaps(self, other: DaySpan) -> bool {
        self.from < other.to && other.from < self.to
    }
}

/// A day that is free.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holiday {
    /// Days since 1970-01-01.
    pub day: i64,
    /// What it is called.
    pub name: String,
    /// Whose it is: `ES`, `ES-MD`.
    pub region: String,
}

/// A region whose holidays count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownRegion {
    /// `ES-MD`
    pub code: String,
    /// The first year whose days are known.
    pub first: u16,
    /// The last one.
    pub last: u16,
}

/// What one day says instead of the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// Days since 1970-01-01.
    pub day: i64,
    /// Its spans, in order; none: closed.
    pub spans: Vec<DaySpan>,
    /// Why.
    pub because: Option<String>,
}

/// The first two spans of a week that share a minute, those past midnight with the next day's too.
pub fn overlap(week: &[Weekly]) -> Option<(Weekly, Weekly)> {
    let next_day = |one: &Weekly, other: &Weekly| {
        let later = DaySpan { from: other.span.from + DAY_MINUTES, to: other.span.to + DAY_MINUTES };
        (one.day + 1) % 7 == other.day && one.span.overlaps(later)
    };
    let meet = |one: &Weekly, other: &Weekly| one.day == other.day && one.span.overlaps(other.span);
    week.iter().enumerate().find_map(|(at, one)| {
        let behind = week[at + 1..].iter().find(|other| meet(one, other));
        behind.or_else(|| week.iter().find(|other| next_day(one, other))).map(|other| (*one, *other))
    })
}

/// No calendar reaches further, in days since 1970-01-01: 1970 to 2199.
pub const DAYS: std::ops::Range<i64> = 0..84_006;

/// A calendar with its time zone at hand.
#[derive(Clone, Debug)]
pub struct Ready {
    zone: TimeZone,
    week: [Vec<DaySpan>; 7],
    days: BTreeMap<i64, Vec<DaySpan>>,
}

impl Calendar {
    /// Looks up its time zone. None if there is no such zone.
    pub fn ready(&self) -> Option<Ready> {
        let mut week: [Vec<DaySpan>; 7] = Default::default();
        for weekly in &self.week {
            week[usize::from(weekly.day % 7)].push(weekly.span);
        }
        let free = self.holidays.iter().map(|holiday| (holiday.day, Vec::new()));
        let dated = self.dated.iter().map(|dated| (dated.day, dated.spans.clone()));
        Some(Ready { zone: TimeZone::get(&self.zone).ok()?, week, days: free.chain(dated).collect() })
    }
}

impl Ready {
    /// The time zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The spans that start on a day.
    fn spans_of(&self, day: i64, date: Date) -> &[DaySpan] {
        let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
        self.days.get(&day).unwrap_or(&self.week[weekday % 7])
    }

    /// Whether it is open at an instant, in seconds since 1970-01-01T00:00:00Z.
    pub fn is_open(&self, at: i64) -> bool {
        self.between(at, at + 1).contains(at)
    }

    /// All that is open from one instant to another, in seconds since 1970-01-01T00:00:00Z.
    pub fn between(&self, from: i64, to: i64) -> Intervals {
        let (Some(first), Some(last)) = (wall::shown(&self.zone, from), wall::shown(&self.zone, to)) else {
            return Intervals::default();
        };
        let mut found = Vec::new();
        // A span reaches into the next day, and clocks may be set back over midnight.
        for day in wall::days(first) - 2..=wall::days(last) + 1 {
            let Some(date) = wall::date_of(day) else { continue };
            for span in self.spans_of(day, date) {
                let at = |minutes| wall::first(&self.zone, on_day(day, minutes)?);
                if let (Some(from), Some(to)) = (at(span.from), at(span.to)) {
                    found.push(Interval { from, to });
                }
            }
        }
        Intervals::of(found).within(Interval { from, to })
    }

    /// The next instant, after `at` and up to `until`, at which it opens or closes.
    pub fn next_change(&self, at: i64, until: i64) -> Option<i64> {
        const STEP: i64 = 14 * 86_400;
        let mut from = at;
        while from < until {
            let to = until.min(from + STEP);
            // One second more on each side, so that an edge is not taken for a change.
            let open = self.between(from - 1, to + 1);
            if let Some(change) = open.next_change(from).filter(|change| *change <= to) {
                return Some(change);
            }
            from = to;
        }
        None
    }
}

/// A time of a day; minutes past midnight lead into the next.
fn on_day(day: i64, minutes: u16) -> Option<DateTime> {
    let date = wall::date_of(day + i64::from(minutes / DAY_MINUTES))?;
    let minutes = minutes % DAY_MINUTES;
    let time = Time::new(i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?, 0, 0).ok()?;
    Some(date.to_datetime(time))
}
