//! How a queue finds a person: whom it needs, a ladder of steps that only widen, a written end.
//!
//! There is one clock, which starts with the decision. A step says who may take a
//! conversation from then on; what a step left unsaid stands here as it was in the step
//! above it, so that each can be read alone. Whoever an earlier step let in stays in.

use super::{Condition, Deadline, Effect, MessageId, QueueId};
use crate::source::Span;
use crate::value::{Fixed, Fluency};

/// How a queue finds a person. Empty: the queue says nothing of it, and whoever runs it finds the person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Routing {
    /// What everybody needs who takes from this queue: one of each line.
    pub needs: Vec<AnyOf>,
    /// What each level of the queue needs, in the order of [`Queue::levels`](super::Queue::levels); nothing where a
    /// level only has a name.
    pub level_needs: Vec<AnyOf>,
    /// When somebody is there at all, by position in [`Policy::hours`](super::Policy::hours); none: whenever one of its
    /// people is on shift.
    pub open: Option<u32>,
    /// What decides between people who may all take a conversation, first things first.
    pub prefer: Vec<Preference>,
    /// For how many seconds a person is asked before the next one is.
    pub accept_within: Option<Fixed>,
    /// By when a person who accepted must have answered; else the conversation is taken back.
    pub answer_within: Option<Times>,
    /// The ladder; empty only if nothing else is said either, or if the helpdesk chooses.
    pub steps: Vec<LadderStep>,
    /// What the customer may choose while the wait is long.
    pub long_wait: Option<LongWait>,
    /// What a waiting customer is told, and how often, in seconds.
    pub updates: Option<(Fixed, MessageId)>,
    /// What happens when nobody took it.
    pub end: Option<End>,
    /// What happens while the queue is closed.
    pub closed: Option<Closed>,
}

impl Routing {
    /// Most steps of a ladder.
    pub const STEPS_MAX: usize = 32;
    /// Most needs that one line may name, and most lines of needs.
    pub const NEEDS_MAX: usize = 32;
    /// The longest time on the clock that a line may name, in seconds: a year.
    pub const TIME_MAX: Fixed = Fixed::from_whole(365 * 24 * 60 * 60);
    /// The longest business time that a line may name, in days or hours.
    pub const BUSINESS_MAX: Fixed = Fixed::from_whole(365);

    /// Whether the queue finds the person itself: it has a ladder.
    pub fn is_ladder(&self) -> bool {
        !self.steps.is_empty()
    }
}

/// One of several needs is enough.
pub type AnyOf = Vec<Need>;

/// What a person must have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// `skill billing at level 3`; without a level, any.
    Skill(String, Option<u32>),
    /// `team accounts`
    Team(String),
    /// `mark trained`
    Mark(String),
    /// `language es at B2`; without a level, any.
    Language(String, Option<Fluency>),
}

impl Need {
    /// What an effect asks of whoever takes the conversation; none if it asks nothing of them, or a level of the queue.
    pub fn of(effect: &Effect) -> Option<Self> {
        match effect {
            Effect::NeedSkill(skill, level) => Some(Need::Skill(skill.clone(), *level)),
            Effect::NeedLanguage(code, level) => {
                Some(Need::Language(code.clone(), level.as_deref().and_then(Fluency::find)))
            }
            _ => None,
        }
    }

    /// Whether whoever has this has the other too.
    pub fn implies(&self, other: &Need) -> bool {
        match (self, other) {
            (Need::Skill(one, has), Need::Skill(two, wants)) => one == two && has >= wants,
            (Need::Language(one, has), Need::Language(two, wants)) => one == two && has >= wants,
            (one, two) => one == two,
        }
    }

    /// Whether whoever has one of these has one of those too. Nothing is what everybody has.
    pub fn any_implies(some: &[Need], others: &[Need]) -> bool {
        others.is_empty() || !some.is_empty() && some.iter().all(|one| others.iter().any(|other| one.implies(other)))
    }
}

/// What decides between people who may all take a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Preference {
    /// Whoever had this conversation, or the customer, last.
    SameAgent,
    /// The lowest level that suffices, so that specialists stay free.
    JustEnoughSkill,
    /// The largest free share of their capacity.
    MostFree,
    /// Who has been idle longest.
    LongestIdle,
    /// Whose last assignment from this queue is the longest ago.
    RoundRobin,
}

impl Preference {
    /// All.
    pub const ALL: [Preference; 5] = [
        Preference::SameAgent,
        Preference::JustEnoughSkill,
        Preference::MostFree,
        Preference::LongestIdle,
        Preference::RoundRobin,
    ];

    /// As the language writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Preference::SameAgent => "same agent",
            Preference::JustEnoughSkill => "just enough skill",
            Preference::MostFree => "most free",
            Preference::LongestIdle => "longest idle",
            Preference::RoundRobin => "round robin",
        }
    }
}

/// A time while the customer is there, and the one for mail and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// `5m live`
    pub live: Deadline,
    /// `1 business day async`
    pub asynchronous: Deadline,
}

impl Times {
    /// At once, either way.
    pub const AT_ONCE: Times =
        Times { live: Deadline::Seconds(Fixed::ZERO), asynchronous: Deadline::Seconds(Fixed::ZERO) };

    /// Both, live first.
    pub fn both(self) -> [Deadline; 2] {
        [self.live, self.asynchronous]
    }
}

/// A step of a ladder: who may take a conversation from then on, beside all whom earlier steps let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LadderStep {
    /// Since the decision.
    pub after: Times,
    /// Whether the step is there; asked when the decision is made.
    pub when: Condition,
    /// Who.
    pub who: Vec<MayTake>,
    /// What they speak.
    pub speaks: Speaks,
    /// Its line; that of the queue for the step that nobody wrote.
    pub span: Span,
}

/// Who may take a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MayTake {
    /// The queue's people, at this level.
    Level(LevelAsked),
    /// Anybody with one of these skills, who also has what the queue needs.
    Skilled(AnyOf),
    /// The customer's account manager.
    AccountManager,
    /// The queue's people who are on call, who are paged.
    OnCall {
        /// Those who were paged before are paged once more.
        again: bool,
    },
    /// The people of another queue.
    Also {
        /// Which.
        queue: QueueId,
        /// Only those who speak this.
        speak: Option<String>,
        /// Only while that queue makes people wait less than so many seconds.
        while_wait: Option<(QueueId, Fixed)>,
    },
}

/// The level of a queue that a step asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LevelAsked {
    /// The one that the decision asks for; any if it asks for none.
    Rules,
    /// This one, by position.
    Named(u32),
    /// Any of the queue's people.
    Any,
}

/// What whoever takes a conversation must speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Speaks {
    /// The customer's language, this well.
    Customers(Option<Fluency>),
    /// Anything.
    Any {
        /// The customer is told, and so is the person.
        notice: bool,
    },
    /// This language; the customer is told, and so is the person.
    Named(String),
}

/// What the customer may choose while the wait is long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LongWait {
    /// Longer than so many seconds.
    pub above: Fixed,
    /// What is offered, in order.
    pub choices: Vec<WaitChoice>,
    /// The line.
    pub span: Span,
}

/// One choice of a customer who would wait long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WaitChoice {
    /// Wait all the same.
    Wait,
    /// Be called.
    Callback,
    /// Go on with the assistant.
    Assistant,
}

impl WaitChoice {
    /// As the language writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            WaitChoice::Wait => "wait",
            WaitChoice::Callback => "callback",
            WaitChoice::Assistant => "assistant",
        }
    }
}

/// How a ladder ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// Since the decision; none: as soon as the last step has come and nobody can take it then.
    pub after: Option<Times>,
    /// What happens.
    pub kind: EndKind,
    /// Who sees to it.
    pub owner: Owner,
    /// The line.
    pub span: Span,
}

/// What happens while a queue is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// What the customer is told.
    pub say: Option<MessageId>,
    /// What happens.
    pub kind: EndKind,
    /// Who sees to it.
    pub owner: Owner,
    /// The line.
    pub span: Span,
}

/// What happens at an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EndKind {
    /// It stays in the queue, and its owner is told.
    Hold,
    /// A ticket is opened.
    Ticket,
    /// Whoever is on call is paged.
    PageOnCall,
    /// The customer leaves a message.
    Message,
    /// The customer is offered a call.
    Callback,
    /// The customer chooses between a call and a ticket.
    CallbackOrTicket,
}

impl EndKind {
    /// As the language writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            EndKind::Hold => "hold",
            EndKind::Ticket => "ticket",
            EndKind::PageOnCall => "page on-call",
            EndKind::Message => "take a message",
            EndKind::Callback => "offer callback",
            EndKind::CallbackOrTicket => "offer callback or ticket",
        }
    }
}

/// Who sees to a conversation that nobody took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Which.
    pub of: OwnerOf,
    /// At which of the queue's levels, by name.
    pub level: Option<String>,
}

/// An owner without a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnerOf {
    /// A queue.
    Queue(QueueId),
    /// The customer's account manager.
    AccountManager,
}
