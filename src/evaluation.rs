//! How well a policy hears and decides, measured on labelled conversations.
//!
//! In: a table, what is scored against which label ([`Target`], from a [`map`]), and
//! conversations one at a time. Out: a [`Report`] with rates, their intervals, what
//! each pattern was right and wrong in, and the messages behind the mistakes.
//!
//! Memory grows with a few numbers for each labelled turn; of messages only the
//! first mistakes are kept.
//!
//! # What is not here
//!
//! Reading and printing. Judging the labels: whoever made them may be wrong too.

pub mod fit;
mod label;
pub mod map;
mod observe;
mod patterns;
mod report;

pub use label::Is;
pub use observe::{Mistake, Observer, Place};
pub use patterns::Use;
pub use report::{Rate, Report, Result, Score};

use crate::policy::{ActionName, Policy, SignalId};

/// Something that is scored against a label.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// What is scored.
    pub what: What,
    /// The name of the label.
    pub label: String,
    /// Which of its values mean yes.
    pub is: Is,
    /// A score above this is a yes, from 0 to below 1.
    pub above: f64,
    /// Where the label stands, and what is asked there.
    pub on: On,
}

impl Target {
    /// A target with what a map need not say.
    pub fn new(what: What, label: impl Into<String>) -> Self {
        Self { what, label: label.into(), is: Is::True, above: 0.0, on: On::Message }
    }
}

/// What is scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A signal.
    Signal(SignalId),
    /// A decision with this action.
    Decision(ActionName),
}

impl What {
    /// As a map writes it: `signal asks_for_human`, `decision hand_off`.
    pub fn name(self, policy: &Policy) -> String {
        match self {
            What::Signal(id) => policy.signals[id.index()].name.clone(),
            What::Decision(action) => key(action),
        }
    }

    /// The kind: `signal` or `decision`.
    pub fn kind(self) -> &'static str {
        match self {
            What::Signal(_) => "signal",
            What::Decision(_) => "decision",
        }
    }
}

impl Mistake {
    /// The lines that heard something, or took it back: `std/signals/en:24`.
    pub fn lines(&self, what: What, policy: &Policy) -> Vec<String> {
        let What::Signal(id) = what else { return Vec::new() };
        let spans = self.detectors.iter().map(|at| policy.signals[id.index()].detectors[*at].span);
        let line = |(file, line, _): (&str, usize, usize)| format!("{file}:{line}");
        spans.map(|span| line(policy.sources.position(span))).collect()
    }
}

/// The name of an action as a key: `hand_off`.
pub(crate) fn key(action: ActionName) -> String {
    action.as_str().replace(' ', "_")
}

/// Where a label stands, and at which decision point the policy is asked about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// On the customer's message; the policy is asked there. A decision may be that on the answer to it.
    Message,
    /// On the assistant's answer; the policy is asked before it is sent.
    Answer,
    /// On the assistant's answer; the policy is asked at what the customer writes next.
    NextMessage,
    /// On the conversation; a yes anywhere in it is a yes.
    Conversation,
}

impl On {
    /// All, in the order of the manual.
    pub(crate) const ALL: [On; 4] = [On::Message, On::Answer, On::NextMessage, On::Conversation];

    /// As a map writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            On::Message => "message",
            On::Answer => "answer",
            On::NextMessage => "next message",
            On::Conversation => "conversation",
        }
    }
}
