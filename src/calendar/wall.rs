//! What the clocks of a zone show, and when they show it first.

use jiff::civil::{Date, DateTime, date};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Span, Timestamp};

/// Days from 1970-01-01 to a date.
pub(super) fn days(of: Date) -> i64 {
    of.duration_since(date(1970, 1, 1)).as_secs().div_euclid(86_400)
}

/// The date so many days after 1970-01-01.
pub(super) fn date_of(day: i64) -> Option<Date> {
    date(1970, 1, 1).checked_add(Span::new().try_days(day).ok()?).ok()
}

/// The day that the clocks show at an instant.
pub(super) fn shown(zone: &TimeZone, at: i64) -> Option<Date> {
    Some(Timestamp::from_second(at).ok()?.to_zoned(zone.clone()).date())
}

/// The first instant at which the clocks of a zone show this time or a later one, in seconds since 1970-01-01T00:00:00Z.
pub fn first(zone: &TimeZone, time: DateTime) -> Option<i64> {
    let ambiguous = zone.to_ambiguous_timestamp(time);
    match ambiguous.offset() {
        // Skipped: the instant at which the clocks jump.
        AmbiguousOffset::Gap { after, .. } => {
            let before_jump = after.to_timestamp(time).ok()?;
            Some(zone.following(before_jump).next()?.timestamp().as_second())
        }
        _ => Some(ambiguous.earlier().ok()?.as_second()),
    }
}
