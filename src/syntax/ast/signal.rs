//! Signals, and what they listen for.

use super::{Condition, Literal, Name, Text};
use crate::source::Span;

/// How a declaration meets an earlier one of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// New, or another language part.
    Declare,
    /// `replace`: takes the place of the inserted one.
    Replace,
    /// `extend`: adds to it.
    Extend,
}

/// What the customer's words tell.
#[derive(Clone, Debug)]
pub struct Signal {
    /// `replace`, `extend` or neither.
    pub mode: Mode,
    /// Its name.
    pub name: Name,
    /// For people.
    pub title: Option<Text>,
    /// Its detectors.
    pub detectors: Vec<Detector>,
    /// `fades by half every N turns`: N.
    pub fades: Option<Literal>,
    /// The head.
    pub span: Span,
}

/// One line of a signal.
#[derive(Clone, Debug)]
pub struct Detector {
    /// The weight in front, which makes the signal a score.
    pub weight: Option<Literal>,
    /// What it listens for.
    pub kind: DetectorKind,
    /// The line.
    pub span: Span,
}

/// What a detector listens for.
#[derive(Clone, Debug)]
pub enum DetectorKind {
    /// `in en says [only] "pattern"`
    Says {
        /// The language part.
        language: Name,
        /// The pattern.
        pattern: PatternText,
        /// `only`: the message must say nothing else.
        only: bool,
    },
    /// `in en unless "pattern"`
    Unless {
        /// The language part.
        language: Name,
        /// The pattern.
        pattern: PatternText,
    },
    /// `shouts`
    Shouts,
    /// `repeats punctuation`
    RepeatsPunctuation,
    /// `says the same again`
    SaysTheSameAgain,
    /// `messages shrink`
    MessagesShrink,
    /// `assistant repeats itself`
    AssistantRepeatsItself,
    /// `when CONDITION`
    When(Condition),
}

/// A pattern as written, and as read (absent when unreadable, and reported).
#[derive(Clone, Debug)]
pub struct PatternText {
    /// As written.
    pub text: Text,
    /// As read.
    pub pattern: Option<crate::pattern::Pattern>,
}
