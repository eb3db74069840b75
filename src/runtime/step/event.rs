//! What happens in a conversation, as the service tells it.
//!
//! In: a line of JSON, in the form that [`SCHEMA`] describes. Out: an [`Event`], or
//! what is wrong with it. Names that no event has are errors, so that a misspelt
//! one is never ignored.

use super::report::{self, Feedback, Rating};
use crate::conversation::Contact;
use serde_json::{Map, Value as Json};
use std::fmt;
use xxhash_rust::xxh3::xxh3_64;

/// The JSON Schema (draft 7) of an event.
pub const SCHEMA: &str = include_str!("../../../docs/schema/event.schema.json");

/// The longest id of an event or a conversation, in bytes.
const ID_BYTES_MAX: usize = 200;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its id. The same id says that it is the same event.
    pub id: String,
    /// The conversation's id.
    pub conversation: String,
    /// Its number in the conversation, if the service counts: a lower one than before comes too late.
    pub seq: Option<u64>,
    /// When it happened, in seconds since 1970-01-01T00:00:00Z.
    pub at: Option<i64>,
    /// What happened.
    pub kind: EventKind,
    /// Facts that came with it, by JSON name.
    pub facts: Vec<(String, Json)>,
    /// Earlier conversations of the customer, if the service knows them.
    pub history: Option<Vec<Contact>>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The customer wrote this.
    CustomerMessage(String),
    /// The assistant drafted this, or nothing that is shown.
    Answer(String),
    /// The assistant gave an error or no answer in time.
    AssistantFailed,
    /// The customer chose.
    Choice(Choice),
    /// The customer has not answered in time.
    Silence,
    /// A person takes the conversation.
    AgentAccepted,
    /// The person it was offered to does not take it.
    AgentDeclined,
    /// A person wrote to the customer.
    AgentReplied(Reply),
    /// A person gives it back to the assistant.
    Returned,
    /// A person passes it to another queue, by name.
    Transferred(String),
    /// It is settled.
    Resolved,
    /// It is taken up again.
    Reopened,
    /// It has ended.
    Closed,
    /// Somebody says how content they are.
    Rated(Rating),
    /// Somebody says how the handoff was.
    Feedback(Feedback),
}

/// What a person wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Something about the matter.
    Substantive,
    /// A greeting, a text that is sent to everybody.
    Courtesy,
}

impl Reply {
    /// Whether it is about the matter.
    pub fn is_substantive(self) -> bool {
        self == Reply::Substantive
    }
}

/// What the customer chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The handoff that was offered.
    Accept,
    /// To go on with the assistant.
    Decline,
}

/// Every kind of event, with the keys of its own.
const KINDS: [(&str, &[&str]); 15] = [
    ("customer_message", &["text"]),
    ("answer", &["text"]),
    ("assistant_failed", &[]),
    ("choice", &["choice"]),
    ("silence", &[]),
    ("agent_accepted", &[]),
    ("agent_declined", &[]),
    ("agent_replied", &["substantive"]),
    ("returned", &[]),
    ("transferred", &["queue"]),
    ("resolved", &[]),
    ("reopened", &[]),
    ("closed", &[]),
    ("rated", &["score", "scale", "by"]),
    ("feedback", &["complaints", "right_queue", "missing", "unused", "edited"]),
];

/// The keys of every event.
const KEYS: [&str; 5] = ["id", "conversation", "seq", "at", "type"];
/// The keys of every event that can change a decision.
const KNOWLEDGE: [&str; 2] = ["facts", "history"];

impl EventKind {
    /// The word.
    pub fn as_str(&self) -> &'static str {
        match self {
            EventKind::CustomerMessage(_) => "customer_message",
            EventKind::Answer(_) => "answer",
            EventKind::AssistantFailed => "assistant_failed",
            EventKind::Choice(_) => "choice",
            EventKind::Silence => "silence",
            EventKind::AgentAccepted => "agent_accepted",
            EventKind::AgentDeclined => "agent_declined",
            EventKind::AgentReplied(_) => "agent_replied",
            EventKind::Returned => "returned",
            EventKind::Transferred(_) => "transferred",
            EventKind::Resolved => "resolved",
            EventKind::Reopened => "reopened",
            EventKind::Closed => "closed",
            EventKind::Rated(_) => "rated",
            EventKind::Feedback(_) => "feedback",
        }
    }

    /// Whether it only looks back, and can change no decision.
    pub(super) fn looks_back(&self) -> bool {
        matches!(self, EventKind::Rated(_) | EventKind::Feedback(_))
    }

    /// Whether it tells how a conversation went.
    pub(super) fn is_outcome(&self) -> bool {
        match self {
            EventKind::CustomerMessage(_)
            | EventKind::Answer(_)
            | EventKind::AssistantFailed
            | EventKind::Choice(_)
            | EventKind::Silence => false,
            EventKind::AgentAccepted
            | EventKind::AgentDeclined
            | EventKind::AgentReplied(_)
            | EventKind::Returned
            | EventKind::Transferred(_)
            | EventKind::Resolved
            | EventKind::Reopened
            | EventKind::Closed
            | EventKind::Rated(_)
            | EventKind::Feedback(_) => true,
        }
    }
}

/// What is wrong with an event, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread(pub String);

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misread {}

impl Event {
    /// Reads an event. Keys of the line that are not the event's own (`state`) are named in `beside`.
    ///
    /// # Errors
    ///
    /// Something is missing, misspelt or of the wrong type.
    pub fn from_json(json: &Json, beside: &[&str]) -> Result<Self, Misread> {
        let Json::Object(map) = json else { return Err(Misread("an event is a JSON object".to_owned())) };
        let kind = kind(map)?;
        let own = KINDS.iter().find(|(name, _)| *name == kind.as_str()).map_or(&[][..], |(_, own)| *own);
        let knowledge = if kind.looks_back() { &[][..] } else { &KNOWLEDGE };
        let known = || KEYS.iter().chain(knowledge).chain(own);
        if let Some(key) = map.keys().find(|key| !known().chain(beside).any(|known| known == key)) {
            let known = known().copied().collect::<Vec<_>>().join(", ");
            let facts = if kind.looks_back() { "" } else { "; facts stand under `facts`" };
            return Err(Misread(format!("`{key}` is no part of `{}`: there are {known}{facts}", kind.as_str())));
        }
        Ok(Self {
            id: id(map, "id")?,
            conversation: id(map, "conversation")?,
            seq: match map.get("seq") {
                None | Some(Json::Null) => None,
                Some(seq) => Some(seq.as_u64().ok_or_else(|| wrong("seq", "a whole number, 0 or more"))?),
            },
            at: match map.get("at") {
                None | Some(Json::Null) => None,
                Some(at) => Some(instant(at)?),
            },
            kind,
            facts: match map.get("facts") {
                None | Some(Json::Null) => Vec::new(),
                Some(Json::Object(facts)) => facts.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
                Some(_) => return Err(wrong("facts", "an object: {\"customer.tier\": \"pro\"}")),
            },
            history: match map.get("history") {
                None | Some(Json::Null) => None,
                Some(Json::Array(contacts)) => Some(contacts.iter().map(contact).collect::<Result<_, _>>()?),
                Some(_) => return Err(wrong("history", "a list of earlier conversations")),
            },
        })
    }

    /// What it says, as a number: equal events have the same.
    pub(super) fn print(&self) -> u64 {
        let Self { id, conversation, seq, at, kind, facts, history } = self;
        let mut print = format!("{id:?} {conversation:?} {seq:?} {at:?} {history:?}");
        for (name, value) in facts {
            print += &format!(" {name:?} {value}");
        }
        // Words are the longest part, and nothing stands behind them.
        print += &match kind {
            EventKind::CustomerMessage(text) | EventKind::Answer(text) => format!(" {} {text}", kind.as_str()),
            other => format!(" {other:?}"),
        };
        xxh3_64(print.as_bytes())
    }
}

fn wrong(key: &str, expected: &str) -> Misread {
    Misread(format!("`{key}` should be {expected}"))
}

fn kind(map: &Map<String, Json>) -> Result<EventKind, Misread> {
    let names = || KINDS.map(|(name, _)| name).join(", ");
    let Some(name) = map.get("type").and_then(Json::as_str) else {
        return Err(Misread(format!("`type` is missing: it is one of {}", names())));
    };
    let text = |key: &str| match map.get(key) {
        Some(Json::String(text)) => Ok(text.clone()),
        _ => Err(Misread(format!("`{name}` needs `{key}`, a text"))),
    };
    Ok(match name {
        "customer_message" => EventKind::CustomerMessage(text("text")?),
        "answer" if map.get("text").is_none_or(Json::is_null) => EventKind::Answer(String::new()),
        "answer" => EventKind::Answer(text("text")?),
        "assistant_failed" => EventKind::AssistantFailed,
        "choice" => EventKind::Choice(match text("choice")?.as_str() {
            "accept" => Choice::Accept,
            "decline" => Choice::Decline,
            _ => return Err(wrong("choice", "\"accept\" or \"decline\"")),
        }),
        "silence" => EventKind::Silence,
        "agent_accepted" => EventKind::AgentAccepted,
        "agent_declined" => EventKind::AgentDeclined,
        "agent_replied" => EventKind::AgentReplied(match map.get("substantive") {
            None | Some(Json::Null | Json::Bool(true)) => Reply::Substantive,
            Some(Json::Bool(false)) => Reply::Courtesy,
            Some(_) => return Err(wrong("substantive", "true or false")),
        }),
        "returned" => EventKind::Returned,
        "transferred" => EventKind::Transferred(text("queue")?),
        "resolved" => EventKind::Resolved,
        "reopened" => EventKind::Reopened,
        "closed" => EventKind::Closed,
        "rated" => EventKind::Rated(report::rating(map)?),
        "feedback" => EventKind::Feedback(report::feedback(map)?),
        _ => return Err(Misread(format!("`{}` is no event: there are {}", short(name), names()))),
    })
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

fn id(map: &Map<String, Json>, key: &str) -> Result<String, Misread> {
    match map.get(key) {
        Some(Json::String(id)) if (1..=ID_BYTES_MAX).contains(&id.len()) => Ok(id.clone()),
        Some(Json::String(_)) => Err(wrong(key, &format!("1 to {ID_BYTES_MAX} bytes long"))),
        Some(_) => Err(wrong(key, "a text")),
        None => Err(Misread(format!("`{key}` is missing: every event has an id and a conversation"))),
    }
}

fn instant(json: &Json) -> Result<i64, Misread> {
    let instant = json.as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
    instant.map(jiff::Timestamp::as_second).ok_or_else(|| wrong("at", "an instant such as \"2026-12-24T08:00:00Z\""))
}

fn contact(json: &Json) -> Result<Contact, Misread> {
    let days = json.get("days_ago").and_then(Json::as_f64).filter(|days| (0.0..=36_600.0).contains(days));
    let days = days.ok_or_else(|| Misread("each of `history` needs `days_ago`, a number of days".to_owned()))?;
    let text = |key: &str| json.get(key).and_then(Json::as_str).map(str::to_owned);
    #[expect(clippy::cast_possible_truncation, reason = "within the limit, and rounded")]
    let seconds_ago = (days * 86_400.0).round() as i64;
    Ok(Contact { seconds_ago, category: text("category"), text: text("text") })
}
