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
    /// What else is shown.
    pub shows: Vec<Show>,
    /// Extracts, by position, that are taken out.
    pub hidden: Vec<u32>,
}

impl PackagePlan {
    /// Most characters of a headline that a policy may ask for.
    pub const HEADLINE_MAX: u32 = 400;
    /// Most things tried, and most messages quoted, that a policy may ask for.
    pub const ITEMS_MAX: u32 = 20;
    /// Most things shown.
    pub const SHOWS_MAX: usize = 40;
    /// Longest that a source may take, in milliseconds.
    pub const PATIENCE_MAX: u32 = 30_000;
    /// What every package reads, whether or not a rule asks for it.
    pub const ALWAYS_READ: [&str; 2] = ["headline", "attempted"];

    /// The fact by which the service says how a source did: `ok`, `failed`, `timed out`.
    pub fn fetched(source: &str) -> String {
        format!("fetched.{source}")
    }

    /// Whether a name that no fact has is for the package: then it is no mistake to send it.
    pub fn reads(&self, name: &str) -> bool {
        let is_field = |show: &Show| match &show.what {
            Shown::Field { name: field, source, .. } => name == field || name == Self::fetched(source),
            Shown::Fact(_) | Shown::Extract(_) => false,
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
            shows: Vec::new(),
            hidden: Vec::new(),
        }
    }
}

/// Something that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Show {
    /// What.
    pub what: Shown,
    /// For handoffs to these queues; empty for all.
    pub queues: Vec<QueueId>,
}

/// What is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A fact that the service sends.
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
}
