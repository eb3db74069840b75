//! A conversation that waits for a person, is offered to one, or is in somebody's hands.

use super::pools::{PoolId, Urgency};
use super::shapes::ShapeId;
use crate::policy::{QueueId, WaitChoice};
use crate::roster::AgentId;
use crate::routing::personal::Wanted;
use crate::routing::{Asked, Case, Customer};
use crate::value::Fixed;
use std::sync::Arc;

/// One conversation.
#[derive(Clone, Debug)]
pub(super) struct Conversation {
    pub(super) id: Arc<str>,
    pub(super) case: Case,
    pub(super) customer: Customer,
    pub(super) asked: Asked,
    pub(super) urgency: Urgency,
    pub(super) shape: ShapeId,
    /// When each step of its kind comes.
    pub(super) due: Vec<Option<i64>>,
    /// When its ladder ends, if that is written as a time.
    pub(super) end_at: Option<i64>,
    /// Who is asked by name.
    pub(super) wanted: Vec<Wanted>,
    pub(super) stage: Stage,
    pub(super) place: Place,
    /// What was said already, so that it is said once.
    pub(super) said: Said,
    /// By when it was to reach a person, as first told.
    pub(super) promised: Option<i64>,
    /// When the customer is told next how it stands.
    pub(super) update_at: Option<i64>,
}

/// Where it stands in the queues.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// Where the ladder has brought it.
    pub(super) pool: Option<PoolId>,
    /// Those asked by name who would get it now.
    pub(super) wanted: Vec<Wanted>,
    /// Whether it is kept for the last of them.
    pub(super) is_held: bool,
    /// Who is not asked.
    pub(super) out: Vec<AgentId>,
    /// Of each step, whether it has come.
    pub(super) reached: Vec<u8>,
    /// When the next step comes.
    pub(super) next_step: Option<i64>,
}

/// What was said of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) waits: bool,
    pub(super) held_for: Option<AgentId>,
    pub(super) ended: bool,
    pub(super) closed: bool,
    /// Who was said not to be at work.
    pub(super) away: Option<AgentId>,
    /// Who was called out, and how many steps that call people had come.
    pub(super) paged: (Vec<AgentId>, usize),
    pub(super) choices: Vec<WaitChoice>,
}

/// Who has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nobody.
    Waits,
    /// These are asked.
    Offered {
        agents: Vec<AgentId>,
        /// Until when they may accept.
        until: Option<i64>,
        /// When its ladder ends, if they may take all the time until then.
        ends: Option<i64>,
        /// From which queue.
        queue: QueueId,
    },
    /// Somebody accepted it.
    InHand {
        agent: AgentId,
        accepted_at: i64,
        /// By when they must have answered; none: they have, or need not.
        answer_by: Option<i64>,
    },
}

impl Conversation {
    /// How urgent a case is.
    pub(super) fn urgency(case: &Case, order: u64) -> Urgency {
        let waited_since = case.decided_at.saturating_mul(Fixed::from_whole(1).millionths());
        (waited_since.saturating_sub(case.minutes.millionths().saturating_mul(60)), order)
    }

    pub(super) fn waits(&self) -> bool {
        self.stage == Stage::Waits
    }
}
