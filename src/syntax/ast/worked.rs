//! Worked examples.

use super::{Effect, Literal, Name, Operand, Subject, Target, Text};
use crate::source::Span;

/// `test "third billing contact" { … }`
#[derive(Clone, Debug)]
pub struct Test {
    /// Its title.
    pub title: Text,
    /// Its lines, in order.
    pub lines: Vec<TestLine>,
    /// The head.
    pub span: Span,
}

/// One line of a test.
#[derive(Clone, Debug)]
pub struct TestLine {
    /// What it says.
    pub kind: TestLineKind,
    /// The line.
    pub span: Span,
}

/// What a line of a test says.
#[derive(Clone, Debug)]
pub enum TestLineKind {
    /// `given FACT is VALUE, …`
    Given(Vec<Given>),
    /// `customer "text" [FACT is VALUE, …]`
    Customer(Text, Vec<Given>),
    /// `assistant "text" [FACT is VALUE, …]`
    Assistant(Text, Vec<Given>),
    /// `at MOMENT`: `at 2026-12-24 10:00`, in the policy's zone
    At {
        /// The day.
        date: Literal,
        /// The time of day.
        time: Literal,
    },
    /// `expect …`
    Expect(Expect),
}

/// `FACT is VALUE`, `FACT is missing`, or a yes/no fact alone
#[derive(Clone, Debug)]
pub struct Given {
    /// The fact.
    pub subject: Subject,
    /// Its value; none for `is missing`. A fact that stands alone is true, after `not` false.
    pub value: Option<Operand>,
    /// Where.
    pub span: Span,
}

/// `expect hand off to billing by far_below, threshold 95%`
#[derive(Clone, Debug)]
pub struct Expect {
    /// What is expected of the decision, each of which must be so.
    pub parts: Vec<ExpectPart>,
}

/// One expectation.
#[derive(Clone, Debug)]
pub struct ExpectPart {
    /// Which.
    pub kind: ExpectKind,
    /// Where.
    pub span: Span,
}

/// What can be expected of a decision.
#[derive(Clone, Debug)]
pub enum ExpectKind {
    /// The action, and its queue if written; for clarify, the question if written.
    Action {
        /// Which action; the target's queues are empty when not written.
        action: ExpectAction,
        /// To whom.
        target: Target,
    },
    /// `by RULE`
    By(Name),
    /// `no rule`: `otherwise` decides
    NoRule,
    /// `threshold 95%`
    Threshold(Literal),
    /// `capped`
    Capped,
    /// `30 points unused`
    Unused(Literal),
    /// `say MESSAGE`
    Say(Name),
    /// `because "…"`
    Because(Text),
    /// `watch NAME`: the watch would have decided
    Watch(Name),
    /// Any effect of the closed list.
    Effect(Effect),
}

/// The action part of an expectation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectAction {
    /// `stay`
    Stay,
    /// `clarify`
    Clarify,
    /// `offer`
    Offer,
    /// `hand off`
    HandOff,
    /// `close`
    Close,
}
