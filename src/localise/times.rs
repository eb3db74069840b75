//! Days and times as a language writes them, in the customer's zone.
//!
//! In: an instant in seconds since 1970-01-01T00:00:00Z. Out: `Thursday, December 24
//! at 4:00 PM`, `24 de diciembre`, `16:00`. An instant that no calendar has is written
//! as its number.

use crate::value::Fixed;
use icu_datetime::input::{Date, DateTime, Time};
use icu_datetime::{DateTimeFormatter, NoCalendarFormatter, fieldsets};
use icu_locale_core::Locale;
use icu_time::zone::IanaParser;
use jiff::civil;

/// Day of the week, day and time.
pub(super) fn instant(locale: &Locale, zone: &jiff::tz::TimeZone, at: Fixed) -> String {
    let written = local(zone, at).and_then(|(date, time)| {
        let formatter = DateTimeFormatter::try_new(locale.into(), fieldsets::MDE::long().with_time_hm()).ok()?;
        Some(formatter.format(&DateTime { date: iso(date)?, time: clock(time)? }).to_string())
    });
    written.unwrap_or_else(|| at.to_string())
}

/// The day of an instant.
pub(super) fn day_of(locale: &Locale, zone: &jiff::tz::TimeZone, at: Fixed) -> String {
    let written = local(zone, at).and_then(|(date, _)| {
        let formatter = DateTimeFormatter::try_new(locale.into(), fieldsets::MD::long()).ok()?;
        Some(formatter.format(&iso(date)?).to_string())
    });
    written.unwrap_or_else(|| at.to_string())
}

/// The time of an instant.
pub(super) fn time_of(locale: &Locale, zone: &jiff::tz::TimeZone, at: Fixed) -> String {
    local(zone, at).and_then(|(_, time)| hour_and_minute(locale, time)).unwrap_or_else(|| at.to_string())
}

/// A time of the day, in seconds since midnight.
pub(super) fn time_of_day(locale: &Locale, at: Fixed) -> Option<String> {
    let seconds = i32::try_from(at.whole()).ok()?;
    let time = civil::Time::midnight().checked_add(jiff::Span::new().try_seconds(seconds).ok()?).ok()?;
    hour_and_minute(locale, time)
}

/// A date with its year, in days since 1970-01-01.
pub(super) fn date(locale: &Locale, days: Fixed) -> Option<String> {
    let date = civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days.whole()).ok()?).ok()?;
    let formatter = DateTimeFormatter::try_new(locale.into(), fieldsets::YMD::long()).ok()?;
    Some(formatter.format(&iso(date)?).to_string())
}

/// `Spain Time`: the name of a zone by its place.
pub(super) fn zone(locale: &Locale, name: &str) -> String {
    let zone = IanaParser::new().parse(name).without_offset();
    match NoCalendarFormatter::try_new(locale.into(), fieldsets::zone::Location) {
        Ok(formatter) => formatter.format(&zone).to_string(),
        Err(_) => name.to_owned(),
    }
}

fn hour_and_minute(locale: &Locale, time: civil::Time) -> Option<String> {
    let formatter = NoCalendarFormatter::try_new(locale.into(), fieldsets::T::hm()).ok()?;
    Some(formatter.format(&clock(time)?).to_string())
}

fn local(zone: &jiff::tz::TimeZone, at: Fixed) -> Option<(civil::Date, civil::Time)> {
    let zoned = jiff::Timestamp::from_second(at.whole()).ok()?.to_zoned(zone.clone());
    Some((zoned.date(), zoned.time()))
}

fn iso(date: civil::Date) -> Option<Date<icu_calendar::Iso>> {
    let part = |part: i8| u8::try_from(part).ok();
    Date::try_new_iso(date.year().into(), part(date.month())?, part(date.day())?).ok()
}

fn clock(time: civil::Time) -> Option<Time> {
    let part = |part: i8| u8::try_from(part).ok();
    Time::try_new(part(time.hour())?, part(time.minute())?, part(time.second())?, 0).ok()
}
