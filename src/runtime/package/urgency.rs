//! Whether it is urgent.
//!
//! In: the signal `urgent`, in the last customer turn and before, and the fact `urgency` of a
//! policy that has one. Out: who says so, and when.

use super::Talk;
use crate::decision::Decision;
use crate::policy::Origin;
use crate::runtime::bind;
use crate::value::show;

/// Whether it is urgent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Urgency {
    /// The customer says so in the last turn.
    pub is_said: bool,
    /// The customer said so before.
    pub was_said: bool,
    /// What the service says, where the policy has a fact `urgency`.
    pub sent: Option<String>,
}

impl Urgency {
    /// In words: `yes, the customer says so`.
    pub fn words(&self) -> String {
        let said = match (self.is_said, self.was_said) {
            (true, _) => "yes, the customer says so",
            (false, true) => "yes, the customer said so earlier",
            (false, false) => "not said",
        };
        match &self.sent {
            Some(sent) if self.is_said || self.was_said => format!("{sent}; the customer says so"),
            Some(sent) => sent.clone(),
            None => said.to_owned(),
        }
    }
}

/// The urgency at a decision.
pub(super) fn of(talk: &Talk<'_>, decision: &Decision) -> Urgency {
    let signal = talk.policy.signals.iter().position(|signal| signal.name == "urgent");
    let is_said = decision.heard.iter().any(|heard| Some(heard.signal.index()) == signal);
    let was_said = decision.heard_before.iter().any(|before| Some(before.index()) == signal);
    let fact = talk.policy.find_fact("urgency").filter(|id| talk.policy.fact(*id).origin == Origin::Given);
    let sent = fact.and_then(|id| {
        let json = talk.fact("urgency");
        let value = json.and_then(|json| bind::read(talk.policy, id, json).ok().flatten());
        Some(talk.clean(&show(&value?, &talk.policy.fact(id).kind)))
    });
    Urgency { is_said, was_said, sent }
}
