//! A conversation as it was recorded: turns in order, and what was known.
//!
//! In: what a transcript reader found. Out: plain data. Values are JSON as the
//! service sent them; the policy's types are applied by the runtime, so that bad
//! input is seen, counted and said.

use serde_json::Value;

/// One customer's exchange with support.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conversation {
    /// Its id.
    pub id: String,
    /// When it started, in seconds since 1970-01-01T00:00:00Z.
    pub started: Option<i64>,
    /// Facts that hold from the start, by JSON name (`customer.tier`), the language and channel among them.
    pub facts: Vec<(String, Value)>,
    /// Earlier conversations of the same customer; none when the transcript does not say.
    pub history: Option<Vec<Contact>>,
    /// The turns.
    pub turns: Vec<Turn>,
    /// What is known to be true of it, by label: for scoring alone, nothing that decides reads it.
    pub labels: Vec<(String, Value)>,
}

/// An earlier conversation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contact {
    /// How many seconds before this conversation it started.
    pub seconds_ago: i64,
    /// What it was about.
    pub category: Option<String>,
    /// The customer's words, if recorded.
    pub text: Option<String>,
}

/// One message.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// Who speaks.
    pub speaker: Speaker,
    /// What is said.
    pub text: String,
    /// Seconds since the conversation started.
    pub at: Option<i64>,
    /// Facts that came with this turn, by JSON name: `category`, `confidence`, `sentiment`, `attempted`, any other.
    pub facts: Vec<(String, Value)>,
    /// What is known to be true of it, by label: for scoring alone, nothing that decides reads it.
    pub labels: Vec<(String, Value)>,
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Speaker {
    /// The customer.
    Customer,
    /// The AI assistant (`bot` in transcripts).
    Assistant,
    /// A person on the support side.
    Agent,
    /// A tool of the assistant: its output is not a message to the customer.
    Tool,
}
