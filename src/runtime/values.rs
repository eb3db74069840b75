//! The value of every fact of a policy at one moment.
//!
//! In: values of the right type, from [`Session`](super::Session) or from an
//! analysis. Out: answers to "what is F now?". A fact without a value is missing.

use crate::policy::{BuiltIn, FactId, Origin, Policy};
use crate::value::{Fixed, Value};

/// One value, or none, for each fact of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Values {
    values: Vec<Option<Value>>,
}

impl Values {
    /// Every fact missing.
    pub fn missing(policy: &Policy) -> Self {
        Self { values: vec![None; policy.facts.len()] }
    }

    /// What holds before anything was given or said: defaults, switches off, the state of a new conversation.
    pub fn starting(policy: &Policy) -> Self {
        let value = |fact: &crate::policy::Fact| fact.default.clone().or_else(|| starting_value(&fact.origin));
        Self { values: policy.facts.iter().map(value).collect() }
    }

    /// The value, if there is one.
    pub fn get(&self, fact: FactId) -> Option<&Value> {
        self.values.get(fact.index()).and_then(Option::as_ref)
    }

    /// The number, if there is one.
    pub fn number(&self, fact: FactId) -> Option<Fixed> {
        match self.get(fact) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// The word, if there is one.
    pub fn word(&self, fact: FactId) -> Option<&str> {
        match self.get(fact) {
            Some(Value::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// Whether it is known to be this yes or no.
    pub fn is(&self, fact: FactId, truth: bool) -> bool {
        self.get(fact) == Some(&Value::Truth(truth))
    }

    /// Sets or removes a value.
    pub fn set(&mut self, fact: FactId, value: Option<Value>) {
        if let Some(slot) = self.values.get_mut(fact.index()) {
            *slot = value;
        }
    }
}

/// What a switch or a state fact holds in a new conversation.
pub(crate) fn starting_value(origin: &Origin) -> Option<Value> {
    let Origin::BuiltIn(state) = origin else {
        return matches!(origin, Origin::Switch).then_some(Value::Truth(false));
    };
    match state {
        BuiltIn::Clarified | BuiltIn::OfferAccepted | BuiltIn::OfferDeclined => Some(Value::Truth(false)),
        BuiltIn::OfferAllowed => Some(Value::Truth(true)),
        BuiltIn::Offers | BuiltIn::Transfers | BuiltIn::Said(_) => Some(Value::Number(Fixed::ZERO)),
        BuiltIn::Phase => Some(Value::Word("assistant".to_owned())),
        _ => None,
    }
}
