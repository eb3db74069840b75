//! Who takes conversations, and what is said to customers and assistants.

use crate::source::Span;

/// A queue: a team that takes conversations.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Its name.
    pub name: String,
    /// For people; `{team}` in messages.
    pub title: String,
    /// The title in languages that have one of their own.
    pub titles: Vec<(String, String)>,
    /// The levels it declares.
    pub levels: Vec<String>,
    /// Whether the helpdesk chooses the person.
    pub routed_by_helpdesk: bool,
    /// Its head.
    pub span: Span,
}

impl Queue {
    /// Its title in a language, or else the usual one.
    pub fn title_in(&self, language: &str) -> &str {
        self.titles.iter().find(|(of, _)| of == language).map_or(&self.title, |(_, title)| title)
    }
}

/// A message to the customer.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its name.
    pub name: String,
    /// Texts by situation, the bare one last.
    pub variants: Vec<Variant>,
    /// Its first declaration.
    pub span: Span,
}

/// The texts for one situation.
#[derive(Clone, Debug)]
pub struct Variant {
    /// When it fits; none for the bare variant, which always does.
    pub situation: Option<Situation>,
    /// Language and text.
    pub texts: Vec<(String, String)>,
}

/// What must be known for a variant to fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Situation {
    /// `when the agent is known`
    AgentKnown,
    /// `when the wait is known`
    WaitKnown,
    /// `when a callback is offered`
    Callback,
    /// `when the queue is closed`
    Closed,
    /// `when a ticket is opened`
    Ticket,
}

impl Situation {
    /// All.
    pub const ALL: [Situation; 5] =
        [Situation::AgentKnown, Situation::WaitKnown, Situation::Callback, Situation::Closed, Situation::Ticket];

    /// The words after `when`.
    pub fn as_str(self) -> &'static str {
        match self {
            Situation::AgentKnown => "the agent is known",
            Situation::WaitKnown => "the wait is known",
            Situation::Callback => "a callback is offered",
            Situation::Closed => "the queue is closed",
            Situation::Ticket => "a ticket is opened",
        }
    }

    /// The placeholders that this situation fills, beside those that always are.
    pub fn placeholders(self) -> &'static [&'static str] {
        match self {
            Situation::AgentKnown => &["agent.first_name", "agent.name"],
            Situation::WaitKnown => &["wait", "wait_low", "wait_high"],
            Situation::Callback => &["callback_time"],
            Situation::Closed => {
                &["next_open", "customer_timezone", "case_id", "owner.first_name", "owner.name", "reply_by"]
            }
            Situation::Ticket => &["case_id", "owner.first_name", "owner.name", "reply_by"],
        }
    }
}

/// The placeholders that are always filled.
pub const PLACEHOLDERS_ALWAYS: &[&str] = &["team", "update_in"];

/// A declared sentence under a name: an instruction, or an action of the service.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its name.
    pub name: String,
    /// The sentence.
    pub text: String,
    /// Its declaration.
    pub span: Span,
}
