//! `W0539` held in question: a guard keeps a customer who was asked back from a person.
//!
//! It fires for a guard that can stay or offer while the phase is `clarifying`: whatever
//! the customer answers then must lead to a person, and guards come before that. It stays
//! silent in policies that ask nothing back, and for guards that hand off or close.

use crate::analysis::study::Study;
use crate::diagnostic::{Code, Problem};

pub(super) fn check(study: &Study<'_>, found: &mut Vec<Problem>) {
    for guard in study.holding_guards() {
        let rule = study.policy.rule(guard);
        let message = format!("guard `{}` can keep a customer who was asked back from a person", rule.name);
        let label = "it decides while the question is open, and does not hand off";
        let help = "add `and phase is not clarifying`, make it an `override`, or let it hand off";
        found.push(Problem::new(Code::W0539, message, rule.span, label).help(help));
    }
}
