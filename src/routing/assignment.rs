//! Who gets a case, and why: the answer of routing, as plain data.

use crate::policy::{EndKind, MessageId, Owner, Preference, QueueId, WaitChoice};
use crate::roster::AgentId;

/// What came of asking people so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Who declined, or did not answer in time. When the last step comes they are asked once more.
    pub declined: Vec<Declined>,
    /// When somebody who had it in hand gave it back, or it was taken back from them: its end counts from then.
    pub returned_at: Option<i64>,
}

/// Somebody who did not take it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declined {
    /// Who, by id.
    pub agent: String,
    /// When, in seconds since 1970-01-01T00:00:00Z.
    pub at: i64,
}

impl Asked {
    /// Whether an agent is not to be asked again, given when the last step came, if it did.
    pub fn is_out(&self, agent: &str, last_step: Option<i64>) -> bool {
        let holds = |one: &Declined| one.agent == agent && last_step.is_none_or(|came| came <= one.at);
        self.declined.iter().any(holds)
    }
}

/// Who gets a case at one instant, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// What is to be done.
    pub decided: Decided,
    /// From which step of which ladder.
    pub step: Option<StepAt>,
    /// Everybody of the roster, in the order of ids, and how they stand.
    pub considered: Vec<Considered>,
    /// The colleague whom the customer named, if they are not at work and it is not kept for them: the customer is told.
    pub away: Option<Away>,
    /// What the customer may choose, because the wait is long.
    pub choices: Vec<WaitChoice>,
    /// When to ask again if nothing happens: the next step, the end, somebody's units.
    pub next_at: Option<i64>,
}

/// Somebody who was asked for by name, and is not at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away {
    /// Who.
    pub agent: AgentId,
    /// When they are back; none if no shift of theirs is known.
    pub back: Option<i64>,
}

/// What is to be done with a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decided {
    /// These people are asked: one, or all at once.
    Offer {
        /// Who.
        agents: Vec<AgentId>,
        /// Why they before others.
        because: Because,
        /// Until when they may accept.
        until: Option<i64>,
        /// Whether both sides are told that they do not share the language, and which is spoken.
        notice: Option<Notice>,
    },
    /// It is kept for one person until then.
    Hold {
        /// Who.
        agent: AgentId,
        /// Why they.
        because: Because,
        /// Until when.
        until: i64,
    },
    /// Those on call are called out.
    Page(Vec<AgentId>),
    /// Nobody can take it now.
    Wait,
    /// The ladder has ended.
    End {
        /// What happens.
        kind: EndKind,
        /// Who sees to it.
        owner: Owner,
    },
    /// Nobody is there.
    Closed {
        /// What happens; none if the policy says nothing of it: the ladder goes on.
        kind: EndKind,
        /// Who sees to it.
        owner: Owner,
        /// What the customer is told.
        say: Option<MessageId>,
        /// When the queue opens next.
        next_open: Option<i64>,
    },
    /// Baton does not find the person: the helpdesk does, or whoever runs the queue.
    Elsewhere {
        /// Whether the policy says that it is the helpdesk.
        helpdesk: bool,
    },
}

/// Why somebody is asked before others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// The customer named them.
    Named,
    /// They gave the conversation back.
    GaveBack,
    /// They manage the account.
    AccountManager,
    /// They handled the customer last.
    Last,
    /// The first difference to the next one; none: nobody else could take it.
    Preferred(Option<Preference>),
    /// All else is equal, and their id comes first.
    Id,
    /// Everybody who may take it is asked at once.
    Everybody,
}

/// That customer and person do not share the customer's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What is spoken instead, if the policy names it.
    pub speaks: Option<String>,
}

/// A step of a ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepAt {
    /// The queue.
    pub queue: QueueId,
    /// The step, by position.
    pub step: usize,
}

/// How somebody stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Considered {
    /// Who.
    pub agent: AgentId,
    /// From which step on they may take it; none for whoever no step takes.
    pub from: Option<StepAt>,
    /// What keeps them from it; nothing if they could take it now.
    pub reasons: Vec<Reason>,
}

/// What keeps somebody from taking a case now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No step takes them: they lack a skill, a level, a team or a mark.
    Needs,
    /// No step takes them: they do not speak the language well enough.
    Language,
    /// Their step comes later: then.
    Later(Option<i64>),
    /// Not on shift.
    OffShift,
    /// On shift, and not here.
    NotHere,
    /// Something that takes everything.
    Exclusive,
    /// The work takes everything that somebody has, and they have something else.
    NotIdle,
    /// Too little room.
    Full {
        /// Units that the work takes.
        wanted: u32,
        /// Units that are free.
        free: u32,
        /// When some become free that are only held.
        frees_at: Option<i64>,
    },
    /// In training, and this is none of the work for it.
    InTraining,
    /// Declined it, or did not answer.
    Declined,
    /// The customer is to be spared them, or they the customer.
    Avoid,
    /// Their queue lends nobody while it is busy itself.
    Lent,
}
