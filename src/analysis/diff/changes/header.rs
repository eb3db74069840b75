//! The lines of a policy's head.

use super::{Change, Subject, change};
use crate::analysis::alike;
use crate::policy::{Outcome, Policy};
use crate::runtime::explain;
use crate::value::Fixed;

/// The lines of the policy's head.
pub(super) fn header(old: &Policy, new: &Policy, found: &mut Vec<Change>) {
    let mut line = |name: &str, of: &dyn Fn(&Policy) -> String, noticeable: bool| {
        let (before, after) = (of(old), of(new));
        if before != after {
            let text = format!("`{name}` was {before}, is {after}");
            found.push(change(Subject::Policy, name, text, noticeable));
        }
    };
    let outcome = |policy: &Policy, written: &Outcome| explain::outcome(policy, written);
    line("timezone", &|policy| policy.timezone.clone(), true);
    line("languages", &|policy| policy.languages.join(", "), true);
    line("fallback", &|policy| policy.fallback.clone(), true);
    let gives = |policy: &Policy| if policy.gives_confidence { "confidence" } else { "no confidence" };
    line("assistant gives", &|policy| gives(policy).to_owned(), true);
    line("default queue", &|policy| policy.queue(policy.default_queue).name.clone(), false);
    line("otherwise", &|policy| outcome(policy, &policy.otherwise), false);
    line("on failure", &|policy| format!("hand off to {}", alike::target(policy, &policy.on_failure)), true);
    let on_problem = |policy: &Policy| match &policy.on_problem {
        Some(target) => format!("hand off to {}", alike::target(policy, target)),
        None => "absent".to_owned(),
    };
    line("on problem", &on_problem, false);
    let rates = |policy: &Policy| match &policy.rates {
        Some(rates) => {
            let one = |(currency, rate): &(String, Fixed)| format!("1 {currency} = {rate} {}", rates.to);
            rates.rates.iter().map(one).collect::<Vec<_>>().join(", ")
        }
        None => "absent".to_owned(),
    };
    line("rates", &rates, true);
    line("priority", &|policy| explain::waiting(policy).join(", "), true);
    let continuity = |policy: &Policy| match &policy.continuity {
        Some(plan) => explain::continuity(plan).join(", "),
        None => "absent".to_owned(),
    };
    line("continuity", &continuity, true);
}
