//! The text of a number → its value, exactly.

use crate::value::{Fixed, FixedError};

/// Why a text is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    Unreadable,
    TooLarge,
    NoSuchDay,
    NoSuchTime,
    /// Units out of order or twice.
    Order,
}

/// `-0.4`, `10_000`: underscores only between digits.
pub(super) fn decimal(text: &str) -> Result<Fixed, Wrong> {
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let between = |at: usize| digit(at.checked_sub(1)) && digit(Some(at + 1));
    if text.match_indices('_').any(|(at, _)| !between(at)) {
        return Err(Wrong::Unreadable);
    }
    Fixed::parse(&text.replace('_', "")).map_err(|error| match error {
        FixedError::NotANumber => Wrong::Unreadable,
        FixedError::TooLarge => Wrong::TooLarge,
    })
}

/// `80%` or the number of `10 points`, as a share. Read as text with an exponent, so that nothing is rounded twice.
pub(super) fn percent(text: &str) -> Result<Fixed, Wrong> {
    let digits = text.trim_end_matches('%');
    decimal(digits)?;
    decimal(&format!("{digits}e-2"))
}

/// `30 days`, in seconds.
pub(super) fn long_duration(count: &str, unit: &str) -> Result<Fixed, Wrong> {
    let seconds = match unit.trim_end_matches('s') {
        "second" => 1,
        "minute" => 60,
        "hour" => 3_600,
        "day" => 86_400,
        "week" => 604_800,
        _ => return Err(Wrong::Unreadable),
    };
    let count = decimal(count)?;
    count.checked_mul(Fixed::from_whole(seconds)).ok_or(Wrong::TooLarge)
}

/// `1h30m`, in seconds.
pub(super) fn short_duration(text: &str) -> Result<Fixed, Wrong> {
    let mut total = Fixed::ZERO;
    let mut limit = i64::MAX;
    for part in text.split_inclusive(|c: char| c.is_ascii_alphabetic()) {
        let (digits, unit) = part.split_at(part.len() - 1);
        let seconds = match unit {
            "d" => 86_400,
            "h" => 3_600,
            "m" => 60,
            "s" => 1,
            _ => return Err(Wrong::Unreadable),
        };
        if seconds >= limit {
            return Err(Wrong::Order);
        }
        limit = seconds;
        let part = decimal(digits)?.checked_mul(Fixed::from_whole(seconds));
        total = part.and_then(|part| total.checked_add(part)).ok_or(Wrong::TooLarge)?;
    }
    Ok(total)
}

/// `2026-12-24`, in days since 1970-01-01.
pub(super) fn date(text: &str) -> Result<i64, Wrong> {
    let day: jiff::civil::Date = text.parse().map_err(|_| Wrong::NoSuchDay)?;
    let epoch = jiff::civil::date(1970, 1, 1);
    let span = day.since((jiff::Unit::Day, epoch)).map_err(|_| Wrong::NoSuchDay)?;
    Ok(i64::from(span.get_days()))
}

/// `08:00`, in seconds since midnight.
pub(super) fn time(text: &str) -> Result<i64, Wrong> {
    let (hours, minutes) = text.split_once(':').ok_or(Wrong::Unreadable)?;
    let number = |text: &str| text.parse::<i64>().map_err(|_| Wrong::Unreadable);
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    if hours > 23 || minutes > 59 {
        return Err(Wrong::NoSuchTime);
    }
    Ok(hours * 3_600 + minutes * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        let millionths = |result: Result<Fixed, Wrong>| result.map(Fixed::millionths);
        assert_eq!(millionths(decimal("10_000.5")), Ok(10_000_500_000));
        assert_eq!(millionths(decimal("1__0")), Err(Wrong::Unreadable));
        assert_eq!(millionths(percent("12.5%")), Ok(125_000));
        assert_eq!(millionths(percent("0.0001%")), Ok(1));
        assert_eq!(short_duration("1h30m"), Ok(Fixed::from_whole(5_400)));
        assert_eq!(short_duration("30m1h"), Err(Wrong::Order));
        assert_eq!(short_duration("99999999999999999999d"), Err(Wrong::TooLarge));
        assert_eq!(long_duration("3", "weeks"), Ok(Fixed::from_whole(1_814_400)));
    }

    #[test]
    fn days_and_times_are_checked() {
        assert_eq!(date("1970-01-02"), Ok(1));
        assert_eq!(date("2024-02-29"), Ok(19_782));
        assert_eq!(date("2026-02-29"), Err(Wrong::NoSuchDay));
        assert_eq!(time("08:30"), Ok(30_600));
        assert_eq!(time("24:00"), Err(Wrong::NoSuchTime));
    }
}
