//! `W0508` expired rule: its last day is past, or within 30 days.
//!
//! It depends on the day alone: `check --as-of`. It fires for
//! `until` dates up to 30 days ahead; it stays silent for later ones.

use crate::diagnostic::{Code, Problem};
use crate::policy::{BuiltIn, Check, Condition, Origin, Policy, Rule};
use crate::value::{Fixed, Type, Value, show};

const SOON_DAYS: i64 = 30;

pub(super) fn check(policy: &Policy, today: i64, found: &mut Vec<Problem>) {
    for rule in &policy.rules {
        let Some(last) = last_day(rule, policy) else { continue };
        let day = show(&Value::Number(Fixed::from_whole(last)), &Type::Date);
        let (message, help) = if last < today {
            (format!("rule `{}` ended on {day}", rule.name), "remove it, or give it a later date")
        } else if last - today <= SOON_DAYS {
            (format!("rule `{}` ends on {day}", rule.name), "nothing to do, if that is meant")
        } else {
            continue;
        };
        found.push(Problem::new(Code::W0508, message, rule.span, "dated rule").help(help));
    }
}

/// The last day of a dated rule.
fn last_day(rule: &Rule, policy: &Policy) -> Option<i64> {
    let parts = match &rule.condition {
        Condition::All(parts) => parts.as_slice(),
        one => std::slice::from_ref(one),
    };
    parts.iter().find_map(|part| {
        let Condition::Compare(id) = part else { return None };
        let comparison = policy.comparison(*id);
        let is_today = policy.fact(comparison.fact).origin == Origin::BuiltIn(BuiltIn::Today);
        match &comparison.test {
            Check::Within { high: Some((last, _)), .. } if is_today && !comparison.negated => Some(last.whole()),
            _ => None,
        }
    })
}
