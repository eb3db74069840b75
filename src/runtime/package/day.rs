//! The day on which something was said, where the customer is.
//!
//! In: the fact `customer.timezone` (a name such as `Europe/Madrid`, or an offset such as
//! `+02:00`), else the policy's own zone; when a turn came. Out: the day, if it is known when.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

use crate::conversation::{Conversation, Turn};
use crate::policy::{PackagePlan, Policy};

/// Where the customer is; none when not even the policy's zone is known.
pub(super) fn zone(policy: &Policy, conversation: &Conversation) -> Option<TimeZone> {
    let said = conversation.facts.iter().rev().find(|(name, _)| name == PackagePlan::CUSTOMER_ZONE);
    let customer = said.and_then(|(_, value)| value.as_str()).and_then(read);
    customer.or_else(|| TimeZone::get(&policy.timezone).ok())
}

/// A zone by name, or by its offset from UTC.
fn read(text: &str) -> Option<TimeZone> {
    let offset = || {
        let (sign, rest) = match text.strip_prefix("UTC").unwrap_or(text) {
            rest if rest.starts_with('+') => (1, &rest[1..]),
            rest if rest.starts_with('-') => (-1, &rest[1..]),
            _ => return None,
        };
        let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
        let is_short = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        let number = |part: &str| part.parse::<i32>().ok().filter(|_| is_short(part));
        let seconds = number(hours)? * 3_600 + number(minutes).filter(|minutes| *minutes < 60)? * 60;
        Offset::from_seconds(sign * seconds).ok().map(TimeZone::fixed)
    };
    offset().or_else(|| TimeZone::get(text).ok())
}

/// The day of a turn.
pub(super) fn of(zone: Option<&TimeZone>, conversation: &Conversation, turn: &Turn) -> Option<Date> {
    let instant = jiff::Timestamp::from_second(conversation.started?.checked_add(turn.at.unwrap_or(0))?).ok()?;
    Some(instant.to_zoned(zone?.clone()).date())
}
