//! Outcomes → kinds: two outcomes of one kind are the same decision to everyone but the policy's author.

use crate::policy::{ActionName, Effect, MessageId, Policy};
use crate::rows::{Rows, Whither};
use crate::value::Fixed;

/// What makes two decisions the same.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Kind<'a> {
    action: ActionName,
    pub(super) whither: &'a Whither,
    level: Option<&'a str>,
    to_same_agent: bool,
    silence: Option<Fixed>,
    message: Option<MessageId>,
    effects: Vec<Effect>,
    because: Option<&'a str>,
}

impl<'a> Kind<'a> {
    /// The kind of an outcome, by position.
    pub(crate) fn of(policy: &'a Policy, rows: &'a Rows, at: u32) -> Self {
        let outcome = &rows.outcomes[at as usize];
        let written = match outcome.rule {
            Some(rule) => Some(&policy.rule(rule).outcome),
            None if rows.on_problem == Some(at) => None,
            None => Some(&policy.otherwise),
        };
        Self {
            action: outcome.action,
            whither: &outcome.whither,
            level: outcome.level.as_deref(),
            to_same_agent: outcome.to_same_agent,
            silence: outcome.silence,
            message: outcome.message,
            effects: crate::runtime::unite(written.iter().flat_map(|written| &written.effects)),
            because: written.and_then(|written| written.because.as_deref()),
        }
    }

    /// As this one, but for whom it goes to.
    pub(super) fn is_same_but_for_whom(&self, other: &Self) -> bool {
        Kind { whither: other.whither, ..self.clone() } == *other
    }
}
