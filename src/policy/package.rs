//! What goes with a handoff, as the policy says it.

use super::{FactId, QueueId};
use crate::source::Span;

/// A declared shape of a number: `extract order_id matching "ORD-######"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extract {
    /// Its name.
    pub name: String,
    /// What it matches; each `#` is a digit.
    pub shape: String,
    /// Its name in the text.
    pub span: Span,
}

/// The `package` block, or what holds without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackagePlan {
    /// Most characters of the headline.
    pub headline_max: u32,
    /// What stands where there is no headline; none for the last customer message.
    pub headline_else: Option<String>,
    /// Most things tried.
    pub attempted_max: u32,
    /// What stands where nothing was tried.
    pub attempted_else: String,
    /// Customer messages that are quoted.
    pub quotes: u32,
    /// Turns that are shown: the latest.
    pub turns: u32,
    /// What else is shown.
    pub shows: Vec<Show>,
    /// Extracts, by position, that are taken out.
    pub hidden: Vec<u32>,
    /// Of what is taken out, whose last four digits some may see.
    pub endings: Vec<Ending>,
}

impl PackagePlan {
    /// Most characters of a headline that a policy may ask for.
    pub const HEADLINE_MAX: u32 = 400;
    /// Most things tried, most messages or turns quoted and most items of a list that a policy may ask for.
    pub const ITEMS_MAX: u32 = 20;
    /// Most characters of a value that a policy may ask for.
    pub const VALUE_MAX: u32 = 400;
    /// Most things shown.
    pub const SHOWS_MAX: usize = 40;
    /// Longest that a source may take, in milliseconds.
    pub const PATIENCE_MAX: u32 = 30_000;
    /// What every package reads, whether or not a rule asks for it.
    pub const ALWAYS_READ: [&str; 3] = ["headline", "attempted", Self::CUSTOMER_ZONE];
    /// The fact by which the service says where the customer is: `Europe/Madrid`, `+02:00`.
    pub const CUSTOMER_ZONE: &str = "customer.timezone";

    /// The fact by which the service says how a source did: `ok`, `failed`, `timed out`.
    pub fn fetched(source: &str) -> String {
        format!("fetched.{source}")
    }

    /// Whether a name that no fact has is for the package: then it is no mistake to send it.
    pub fn reads(&self, name: &str) -> bool {
        let is_field = |show: &Show| match &show.what {
            Shown::Field { name: field, source, .. } => name == field || name == Self::fetched(source),
            _ => false,
        };
        Self::ALWAYS_READ.contains(&name) || self.shows.iter().any(is_field)
    }
}

impl Default for PackagePlan {
    fn default() -> Self {
        Self {
            headline_max: 240,
            headline_else: None,
            attempted_max: 8,
            attempted_else: "nothing attempted".to_owned(),
            quotes: 3,
            turns: 10,
            shows: Vec::new(),
            hidden: Vec::new(),
            endings: Vec::new(),
        }
    }
}

/// Something that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Show {
    /// What.
    pub what: Shown,
    /// What stands in its place where there is none: the package must have it.
    pub substitute: Option<String>,
    /// How much of it is shown; none for what is usual.
    pub most: Option<Most>,
    /// For handoffs to these queues; empty for all.
    pub queues: Vec<QueueId>,
    /// For handoffs to none of these queues instead.
    pub is_not_for: bool,
}

impl Show {
    /// Whether it is for a handoff to these queues.
    pub fn is_for(&self, queues: &[QueueId]) -> bool {
        self.queues.is_empty() || queues.iter().any(|queue| self.queues.contains(queue)) != self.is_not_for
    }
}

/// What is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A fact: what the service sends, what Baton computes, a view of a signal.
    Fact(FactId),
    /// What the customer named, by the position of the extract.
    Extract(u32),
    /// A field that the service fetches from another system.
    Field {
        /// Its name.
        name: String,
        /// The system.
        source: String,
        /// How long it may take, in milliseconds.
        within: u32,
    },
    /// What every package has.
    Part(PackagePart),
    /// A kind of what the customer named that needs no declaration: `order_number`.
    Named(String),
}

/// What every package has, and a policy may limit or keep from some queues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PackagePart {
    /// Mood and its trend.
    Mood,
    /// Whether it is urgent.
    Urgency,
    /// The language, its level, whether a translation is needed.
    Language,
    /// What the assistant promised.
    Promises,
    /// What does not fit together.
    Contradictions,
}

impl PackagePart {
    /// All, each with the words of policies.
    pub const WORDS: [(&'static str, PackagePart); 6] = [
        ("mood", PackagePart::Mood),
        ("sentiment trend", PackagePart::Mood),
        ("urgency", PackagePart::Urgency),
        ("language", PackagePart::Language),
        ("promises", PackagePart::Promises),
        ("contradictions", PackagePart::Contradictions),
    ];

    /// Whether it is a list.
    pub fn is_list(self) -> bool {
        matches!(self, PackagePart::Promises | PackagePart::Contradictions)
    }
}

/// How much is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Most {
    /// Characters of one value.
    Characters(u32),
    /// Items of a list.
    Items(u32),
}

/// Whose last four digits some may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// `card numbers`, … or the name of an extract.
    pub kind: String,
    /// In handoffs to nobody but these queues.
    pub queues: Vec<QueueId>,
}
