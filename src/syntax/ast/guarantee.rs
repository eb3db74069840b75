//! Guarantees: what must always hold. A question to a policy has the same shape.

use super::{ActionWord, Condition, Effect, Literal, Name, Subject, Text};
use crate::source::Span;

/// `guarantee "Whoever asks is met" { when …; then always one of hand off, clarify }`
#[derive(Clone, Debug)]
pub struct Guarantee {
    /// Its title; of a question the question itself.
    pub title: Text,
    /// Its `when` lines, which must all hold.
    pub when: Vec<Condition>,
    /// Its `except when` lines.
    pub except: Vec<Condition>,
    /// What must hold; absent when it could not be read.
    pub demand: Option<Demand>,
    /// The head.
    pub span: Span,
}

/// What a guarantee demands.
#[derive(Clone, Debug)]
pub struct Demand {
    /// Which.
    pub kind: DemandKind,
    /// The line.
    pub span: Span,
}

/// The forms of a demand.
#[derive(Clone, Debug)]
pub enum DemandKind {
    /// `then always …`
    Always(Wanted),
    /// `then never …`, and of a question `can it …`
    Never(Wanted),
    /// `as F rises, …`
    Movement(Movement),
    /// `clarify at most once`, `offer at most 3 times`; without a number, once.
    AtMost(ActionWord, Option<Literal>),
    /// `within 12 rounds always …`
    Within(Literal, Wanted),
    /// `then everyone with the language within 150s of asking`
    Everyone(Literal),
    /// `someone eligible for Q at every instant`; true: `of its hours`
    Someone(Vec<Name>, bool),
    /// `never closed Q`
    NeverClosed(Vec<Name>),
}

/// `[one of] ACTION, … [to QUEUE or QUEUE] [with EFFECT]`
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The actions, each with where it stands.
    pub actions: Vec<(ActionWord, Span)>,
    /// The queues, if some are named.
    pub queues: Vec<Name>,
    /// `to the named agent`
    pub named_agent: bool,
    /// The effect, if one is named.
    pub effect: Option<Effect>,
    /// Where.
    pub span: Span,
}

/// `as F rises, the outcome never moves towards stay`
#[derive(Clone, Debug)]
pub struct Movement {
    /// What moves.
    pub fact: Subject,
    /// `rises`, or else `falls`
    pub rises: bool,
    /// What must not follow.
    pub never: NeverMoves,
}

/// What must not follow from a movement.
#[derive(Clone, Debug)]
pub enum NeverMoves {
    /// `the outcome never moves towards stay`
    OutcomeTowardsStay,
    /// `threshold T never falls`
    ThresholdFalls(Subject),
    /// `threshold T never rises`
    ThresholdRises(Subject),
}
