//! `W0510` stale rates: constant exchange rates that were taken long ago.
//!
//! It fires when the `as of` day of `rates` lies more than 90 days back, or ahead.
//! It stays silent for fresher rates, and for rates without a day.

use crate::diagnostic::{Code, Problem};
use crate::policy::Policy;
use crate::value::{Fixed, Type, Value, show};

/// Days after which a constant rate is worth another look: a quarter.
const FRESH_DAYS: i64 = 90;

pub(super) fn check(policy: &Policy, today: i64, found: &mut Vec<Problem>) {
    let Some((day, span)) = policy.rates.as_ref().and_then(|rates| rates.as_of) else { return };
    let shown = show(&Value::Number(Fixed::from_whole(day)), &Type::Date);
    let message = match today - day {
        age if age > FRESH_DAYS => format!("the rates of {shown} are {age} days old"),
        age if age < 0 => format!("the rates are of {shown}, a day to come"),
        _ => return,
    };
    found.push(
        Problem::new(Code::W0510, message, span, "rates of this day").help("take today's rates, and write today's day"),
    );
}
