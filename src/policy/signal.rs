//! What the customer's words tell: signals and their detectors.

use super::Condition;
use crate::source::Span;
use crate::value::Fixed;

/// Four views of one counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// In this customer turn: a yes/no, or the score.
    Now,
    /// In an earlier turn.
    Earlier,
    /// In this turn or an earlier one.
    InTheConversation,
    /// In how many turns, this one included.
    Times,
}

/// What the customer's words tell.
#[derive(Clone, Debug)]
pub struct Signal {
    /// Its name.
    pub name: String,
    /// For people.
    pub title: Option<String>,
    /// Whether it is a score from 0 to 1 rather than a yes/no.
    pub is_score: bool,
    /// What it listens for.
    pub detectors: Vec<Detector>,
    /// The factor, below 1, that the former score is multiplied by at each customer turn; none: nothing is left of it.
    pub keeps: Option<Fixed>,
    /// Its first declaration.
    pub span: Span,
}

/// One way for a signal to fire.
#[derive(Clone, Debug)]
pub struct Detector {
    /// What it adds to a score, once a turn.
    pub weight: Fixed,
    /// What it listens for.
    pub kind: DetectorKind,
    /// Its line.
    pub span: Span,
}

/// What a detector listens for.
#[derive(Clone, Debug)]
pub enum DetectorKind {
    /// A phrase, in the language part of this name.
    Says(String, crate::pattern::Pattern),
    /// A phrase that is the whole message, words of courtesy apart.
    SaysOnly(String, crate::pattern::Pattern),
    /// Cancels the matches of the same language part of its signal in the same sentence.
    Unless(String, crate::pattern::Pattern),
    /// Emphatic capitals.
    Shouts,
    /// `!!`, `??`, `?!`
    RepeatsPunctuation,
    /// The customer says what an earlier turn said.
    SaysTheSameAgain,
    /// Messages grow shorter and shorter.
    MessagesShrink,
    /// The assistant's last answer says what an earlier one said.
    AssistantRepeatsItself,
    /// A condition on facts and earlier signals.
    When(Condition),
}
