//! The policy block.

use super::{Literal, Name, Target, Text, Then};
use crate::source::Span;

/// The header.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its title.
    pub title: Text,
    /// Its lines, in order.
    pub lines: Vec<PolicyLine>,
    /// The head, `policy "Title"`.
    pub span: Span,
}

/// One line of the header.
#[derive(Clone, Debug)]
pub struct PolicyLine {
    /// What it says.
    pub kind: PolicyLineKind,
    /// The whole line.
    pub span: Span,
}

/// What a header line says.
#[derive(Clone, Debug)]
pub enum PolicyLineKind {
    /// `timezone "Europe/Madrid"`
    Timezone(Text),
    /// `languages en, es`
    Languages(Vec<Name>),
    /// `fallback en`
    Fallback(Name),
    /// `assistant gives confidence, category`; empty for `assistant gives no confidence`
    AssistantGives(Vec<Name>),
    /// `default queue general`
    DefaultQueue(Name),
    /// `otherwise stay`
    Otherwise(Then),
    /// `on failure hand off to general`
    OnFailure(Target),
    /// `on problem hand off to general`
    OnProblem(Target),
    /// `rates to EUR { USD 0.92; as of 2026-11-01 }`
    Rates {
        /// The currency that amounts are converted to.
        to: Name,
        /// One unit of the named currency in `to`.
        rates: Vec<(Name, Literal)>,
        /// `as of DATE`
        as_of: Option<Literal>,
    },
}
