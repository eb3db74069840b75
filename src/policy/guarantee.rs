//! Guarantees: what must hold of every decision. They change none.

use super::{ActionName, Condition, Effect, FactId, QueueId, ThresholdId};
use crate::source::Span;
use crate::value::Fixed;

/// What must always hold.
#[derive(Clone, Debug)]
pub struct Guarantee {
    /// Its title; of a question the question itself.
    pub title: String,
    /// For which inputs.
    pub condition: Condition,
    /// What must hold for them.
    pub demand: Demand,
    /// Its head.
    pub span: Span,
}

/// What a guarantee demands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Every decision is one of these.
    Always(Wanted),
    /// No decision is one of these.
    Never(Wanted),
    /// When this fact moves so, the outcome never moves towards `stay`.
    Outcome(FactId, Direction),
    /// When this fact moves so, the threshold never moves the other way that is named last.
    Threshold(FactId, Direction, ThresholdId, Direction),
    /// In a conversation this action, `clarify` or `offer`, is decided at most so often.
    AtMost(ActionName, u32),
    /// A conversation that is neither handed off nor closed after so many rounds has seen one of these actions, sorted.
    Within(u32, Vec<ActionName>),
    /// Of a handoff: all who speak the customer's language are asked so many seconds after the customer asked.
    Everyone(Fixed),
    /// Whoever comes to one of these queues finds somebody whom its ladder lets in and who works, or is paged.
    Someone(Vec<QueueId>, Instants),
    /// None of these queues is ever closed.
    NeverClosed(Vec<QueueId>),
}

/// At which instants somebody must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instants {
    /// All of them.
    All,
    /// Those at which the queue is open.
    OfItsHours,
}

impl Demand {
    /// Most rounds, and most times, that a guarantee may name.
    pub const COUNT_MAX: u32 = 100;

    /// Whether it speaks of a whole conversation, and not of its decisions one by one.
    pub fn is_of_a_conversation(&self) -> bool {
        matches!(self, Demand::AtMost(..) | Demand::Within(..))
    }

    /// Whether it speaks of instants of the calendar, and not of decisions.
    pub fn is_of_the_calendar(&self) -> bool {
        matches!(self, Demand::Someone(..) | Demand::NeverClosed(_))
    }

    /// Whether it is settled by each decision alone.
    pub fn is_of_one_decision(&self) -> bool {
        matches!(self, Demand::Always(_) | Demand::Never(_) | Demand::Everyone(_))
    }
}

/// Decisions that a guarantee speaks of: those with one of the actions, such a queue and the effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The actions, sorted.
    pub actions: Vec<ActionName>,
    /// To whom, if it says so.
    pub to: Option<WantedTo>,
    /// The effect, if it names one.
    pub effect: Option<Effect>,
}

/// To whom a wanted decision goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WantedTo {
    /// To these queues.
    Queues(Vec<QueueId>),
    /// To the colleague whom the customer named.
    NamedAgent,
}

/// Which way something moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Up.
    Rises,
    /// Down.
    Falls,
}

impl Direction {
    /// As the language writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Rises => "rises",
            Direction::Falls => "falls",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Direction::Rises => Direction::Falls,
            Direction::Falls => Direction::Rises,
        }
    }
}
