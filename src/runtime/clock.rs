//! What time it is in a conversation, and in the policy's zone.
//!
//! In: when the conversation started, when its messages came, or an explicit
//! present. Out: instants and civil times. Without any of these, nothing.

use crate::value::{Fixed, Value};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// The times of one conversation.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clock {
    /// When it started, in seconds since 1970-01-01T00:00:00Z.
    pub(super) started: Option<i64>,
    /// The present, where the caller says so.
    pub(super) explicit: Option<i64>,
    /// Seconds from the start to the latest message.
    pub(super) at: Option<i64>,
}

impl Clock {
    /// The present instant, in seconds since 1970-01-01T00:00:00Z.
    pub(super) fn now(self) -> Option<i64> {
        self.explicit.or_else(|| self.started?.checked_add(self.at.unwrap_or(0)))
    }

    /// The present on the wall of `zone`.
    pub(super) fn wall(self, zone: Option<&TimeZone>) -> Option<Zoned> {
        let instant = Timestamp::from_second(self.now()?).ok()?;
        Some(instant.to_zoned(zone?.clone()))
    }
}

/// The hour of the day, 0 to 23.
pub(super) fn hour(wall: &Zoned) -> Value {
    Value::Number(Fixed::from_whole(i64::from(wall.hour())))
}

/// `mon` to `sun`.
pub(super) fn weekday(wall: &Zoned) -> Value {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let at = usize::try_from(wall.weekday().to_monday_zero_offset()).unwrap_or(0);
    Value::Word(DAYS[at.min(6)].to_owned())
}

/// The day, in days since 1970-01-01.
pub(super) fn today(wall: &Zoned) -> Value {
    Value::Number(Fixed::from_whole(super::bind::days(wall.date())))
}
