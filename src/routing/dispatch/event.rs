//! What happens, and what is to be done next.

use crate::policy::{EndKind, MessageId, Owner, WaitChoice};
use crate::roster::AgentId;
use crate::routing::{Away, Case, Customer, Decided, Present, StepAt};
use crate::value::Fixed;
use std::fmt;
use std::sync::Arc;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A conversation is to reach a person.
    Waits {
        /// Its id.
        conversation: String,
        /// What was decided.
        case: Box<Case>,
        /// What is known of the customer.
        customer: Box<Customer>,
    },
    /// How an agent stands, beside what they were given here. Who is not here any more keeps what they have in hand;
    /// what they were only asked goes to others.
    Agent {
        /// Who.
        agent: String,
        /// How.
        presence: Box<Present>,
    },
    /// An agent has gone away. All that they hold waits again, with its age.
    Gone {
        /// Who.
        agent: String,
    },
    /// Somebody who was asked takes it.
    Accepted {
        /// What.
        conversation: String,
        /// Who.
        agent: String,
    },
    /// Somebody who was asked does not take it.
    Declined {
        /// What.
        conversation: String,
        /// Who.
        agent: String,
    },
    /// Whoever accepted wrote to the customer.
    Answered {
        /// Which.
        conversation: String,
    },
    /// Whoever accepted is done with it.
    Finished {
        /// Which.
        conversation: String,
    },
    /// The customer does not wait any more.
    Left {
        /// Which.
        conversation: String,
    },
    /// The customer chose what was offered because the wait is long.
    Chose {
        /// Which.
        conversation: String,
        /// What.
        choice: WaitChoice,
    },
    /// How long a queue makes people wait (p80), in seconds; none if that is not known.
    QueueWait {
        /// Its name.
        queue: String,
        /// How long.
        wait: Option<Fixed>,
    },
    /// Nothing but time.
    Time,
}

/// What came of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// What is to be done, in order.
    pub orders: Vec<Order>,
    /// Why the event itself was not taken. What became due by then stands in `orders` all the same.
    pub refused: Option<Refused>,
}

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Which conversation.
    pub conversation: Arc<str>,
    /// What.
    pub what: What,
}

/// What is to be done with a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// As [`route`](crate::routing::route) decides; and from which step.
    Decided(Decided, Option<StepAt>),
    /// These people are not asked any more.
    Withdraw(Vec<AgentId>),
    /// It is theirs.
    Assigned {
        /// Whose.
        agent: AgentId,
        /// By when they must have written to the customer.
        answer_by: Option<i64>,
    },
    /// It is theirs no more, and waits again.
    TakenBack(AgentId),
    /// The customer may choose, because the wait is long.
    Choose(Vec<WaitChoice>),
    /// The customer is told that whoever they named is not at work, once.
    Away(Away),
    /// The customer is told how it stands.
    Tell(MessageId),
    /// The customer chose to end the wait.
    Ended {
        /// What happens instead; none: the assistant goes on.
        kind: Option<EndKind>,
        /// Who sees to it.
        owner: Option<Owner>,
    },
}

/// Why an event is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Time does not run backwards: the last event was then.
    Earlier(i64),
    /// No conversation with this id waits or is in hand.
    NoConversation(String),
    /// A conversation with this id waits or is in hand already.
    Known(String),
    /// The roster has no such agent.
    NoAgent(String),
    /// The policy has no such queue.
    NoQueue(String),
    /// The agent is not asked, or not any more.
    NotAsked {
        /// What.
        conversation: String,
        /// Who.
        agent: String,
    },
    /// Nobody has it in hand.
    NotInHand(String),
    /// The customer was given no such choice.
    NoChoice(String),
    /// Too many conversations at once.
    Full(usize),
}

impl Refused {
    /// The word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Earlier(_) => "earlier",
            Self::NoConversation(_) => "no_conversation",
            Self::Known(_) => "known",
            Self::NoAgent(_) => "no_agent",
            Self::NoQueue(_) => "no_queue",
            Self::NotAsked { .. } => "not_asked",
            Self::NotInHand(_) => "not_in_hand",
            Self::NoChoice(_) => "no_choice",
            Self::Full(_) => "full",
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Earlier(at) => write!(f, "earlier than the event before it, at {}", crate::routing::instant(*at)),
            Self::NoConversation(id) => write!(f, "no conversation `{id}` waits or is in hand"),
            Self::Known(id) => write!(f, "the conversation `{id}` waits or is in hand already"),
            Self::NoAgent(id) => write!(f, "the roster has no agent `{id}`"),
            Self::NoQueue(name) => write!(f, "the policy has no queue `{name}`"),
            Self::NotAsked { conversation, agent } => {
                write!(f, "`{agent}` is not asked to take `{conversation}`, or not any more")
            }
            Self::NotInHand(id) => write!(f, "nobody has `{id}` in hand"),
            Self::NoChoice(id) => write!(f, "the customer of `{id}` was given no such choice"),
            Self::Full(most) => write!(f, "at most {most} conversations at once"),
        }
    }
}

impl std::error::Error for Refused {}
