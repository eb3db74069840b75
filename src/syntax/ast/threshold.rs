//! Thresholds: bases, steps, limits.

use super::{Condition, Literal, Name, Subject};
use crate::source::Span;

/// `threshold confidence { … }` or `threshold strict of confidence { … }`
#[derive(Clone, Debug)]
pub struct Threshold {
    /// The name of a second threshold.
    pub name: Option<Name>,
    /// The fact it is compared with.
    pub fact: Subject,
    /// `60%` and `80% for billing`
    pub bases: Vec<Base>,
    /// Steps and `highest of` blocks.
    pub steps: Vec<StepOrHighest>,
    /// `never below 20%`
    pub never_below: Option<Literal>,
    /// `never above 95%`
    pub never_above: Option<Literal>,
    /// The head.
    pub span: Span,
}

/// `80% for billing`
#[derive(Clone, Debug)]
pub struct Base {
    /// The value.
    pub value: Literal,
    /// The categories; none for the bare line.
    pub categories: Vec<Name>,
    /// The line.
    pub span: Span,
}

/// A line of a threshold that moves it.
#[allow(clippy::large_enum_variant, reason = "nearly every line is a step, and there are few")]
#[derive(Clone, Debug)]
pub enum StepOrHighest {
    /// One step.
    Step(Step),
    /// `[NAME] highest of { steps }`
    Highest {
        /// Its name.
        name: Option<Name>,
        /// Its steps.
        steps: Vec<Step>,
        /// The head.
        span: Span,
    },
}

/// `repeat raise by 15 points when contacts in 14 days at least 2`
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub name: Option<Name>,
    /// `lower` rather than `raise`.
    pub lowers: bool,
    /// By how much.
    pub by: Literal,
    /// `for each N F after A, up to L`
    pub each: Option<Each>,
    /// `when CONDITION`
    pub when: Option<Condition>,
    /// The line.
    pub span: Span,
}

/// `for each 1 turns after 5, up to 20 points`
#[derive(Clone, Debug)]
pub struct Each {
    /// N.
    pub every: Literal,
    /// F.
    pub fact: Subject,
    /// A, 0 if absent.
    pub after: Option<Literal>,
    /// L.
    pub up_to: Literal,
}
