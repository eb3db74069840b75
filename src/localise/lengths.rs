//! Lengths of time with their units, in the right plural.
//!
//! In: seconds. Out: `1 hour 30 minutes`, `5 to 8 minutes`. An exact length shows at
//! most two units; a wait is an estimate, so it is rounded up to what people say.

use crate::value::Fixed;
use icu_decimal::input::Decimal;
use icu_experimental::dimension::units::categorized_formatter::CategorizedFormatter;
use icu_experimental::dimension::units::options::{UnitsFormatterOptions, Width};
use icu_experimental::measure::category::Duration;
use icu_locale_core::Locale;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Hour,
    Minute,
    Second,
}

/// So many of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Length {
    pub(super) number: i64,
    pub(super) unit: Unit,
}

impl Unit {
    const ALL: [Unit; 4] = [Unit::Day, Unit::Hour, Unit::Minute, Unit::Second];

    fn seconds(self) -> i64 {
        match self {
            Unit::Day => 86_400,
            Unit::Hour => 3_600,
            Unit::Minute => 60,
            Unit::Second => 1,
        }
    }
}

/// Waits from here on are said in hours, in seconds.
const IN_HOURS_FROM: i64 = 90 * 60;

/// Waits from here on are said in days, in seconds.
const IN_DAYS_FROM: i64 = 36 * 3_600;

/// The largest unit of which there is one, and the next if it is not 0; what is smaller is left out.
pub(super) fn exact(locale: &Locale, seconds: Fixed) -> String {
    let seconds = seconds.whole().max(0);
    let first = Unit::ALL.iter().position(|unit| seconds >= unit.seconds()).unwrap_or(Unit::ALL.len() - 1);
    let mut rest = seconds;
    let mut shown = Vec::new();
    for unit in Unit::ALL.into_iter().skip(first).take(2) {
        let length = Length { number: rest / unit.seconds(), unit };
        rest %= unit.seconds();
        if length.number > 0 || shown.is_empty() {
            shown.push(written(locale, length));
        }
    }
    shown.join(" ")
}

/// A wait, or a range of waits: `5 minutes`, `5 to 8 minutes`, `45 minutes to 2 hours`. Also the length that ends it.
pub(super) fn wait(locale: &Locale, to: &str, low: Fixed, high: Fixed) -> (String, Length) {
    let (low, high) = (rounded(low), rounded(high));
    let last = written(locale, high);
    let words = if low == high {
        last
    } else if low.unit == high.unit {
        format!("{}{to}{last}", number(locale, low.number))
    } else {
        format!("{}{to}{last}", written(locale, low))
    };
    (words, high)
}

/// Up to the next whole minute, hour or day.
fn rounded(seconds: Fixed) -> Length {
    let whole = seconds.whole().max(0) + i64::from(!seconds.is_whole());
    let unit = match whole {
        IN_DAYS_FROM.. => Unit::Day,
        IN_HOURS_FROM.. => Unit::Hour,
        _ => Unit::Minute,
    };
    let number = whole / unit.seconds() + i64::from(whole % unit.seconds() > 0);
    Length { number: number.max(1), unit }
}

fn number(locale: &Locale, number: i64) -> String {
    super::numbers::plain(locale, Fixed::from_whole(number)).unwrap_or_else(|| number.to_string())
}

fn written(locale: &Locale, length: Length) -> String {
    let unit = match length.unit {
        Unit::Day => Duration::day(),
        Unit::Hour => Duration::hour(),
        Unit::Minute => Duration::minute(),
        Unit::Second => Duration::second(),
    };
    let mut options = UnitsFormatterOptions::default();
    options.width = Width::Long;
    match CategorizedFormatter::try_new_core(locale.into(), unit, options) {
        Ok(formatter) => formatter.format_fixed_decimal(&Decimal::from(length.number)).to_string(),
        Err(_) => crate::value::show_duration(Fixed::from_whole(length.number * length.unit.seconds())),
    }
}
