//! Who of those who wait is taken first, and who comes back to the same person.

use super::{Condition, Each, Literal, Name, Times};
use crate::source::Span;

/// `priority { urgent 60; 20 when customer.tier is enterprise }`
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its lines, in order.
    pub lines: Vec<WaitingLine>,
    /// Its head.
    pub span: Span,
}

/// A line of it.
#[derive(Clone, Debug)]
pub struct WaitingLine {
    /// Minutes.
    pub minutes: Literal,
    /// What they are for.
    pub kind: WaitingKind,
    /// Where.
    pub span: Span,
}

/// What minutes are for.
#[allow(clippy::large_enum_variant, reason = "most lines are additions")]
#[derive(Clone, Debug)]
pub enum WaitingKind {
    /// `urgent 60`
    Word(Name),
    /// `5 for each 365 days of customer.tenure, up to 15, when …`
    Addition {
        /// `for each …`
        each: Option<Each>,
        /// `when …`
        when: Option<Condition>,
    },
}

/// `continuity { return to the last agent when last handled within 72h }`
#[derive(Clone, Debug)]
pub struct Continuity {
    /// Its lines, in order.
    pub lines: Vec<ContinuityLine>,
    /// Whether all of them were read.
    pub is_whole: bool,
    /// Its head.
    pub span: Span,
}

/// A line of it.
#[derive(Clone, Debug)]
pub struct ContinuityLine {
    /// What it says.
    pub kind: ContinuityKind,
    /// Where.
    pub span: Span,
}

/// What a line of continuity says.
#[derive(Clone, Debug)]
pub enum ContinuityKind {
    /// `return to the last agent even if full when last handled within 72h and same issue`
    Return {
        /// `within`
        within: Literal,
        /// `same issue` or `same category`; none: whatever it is about.
        same: Option<Same>,
        /// `even if full`
        even_if_full: bool,
    },
    /// `hold 45s live, 4 business hours async`
    Hold(Times),
    /// `hold the named agent 2m live, 1 business day async`
    HoldNamed(Times),
    /// `never when marked avoid`
    Never(Name),
    /// `after the account manager`
    AfterAccountManager,
}

/// What must be as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Same {
    /// `same issue`
    Issue,
    /// `same category`
    Category,
}
