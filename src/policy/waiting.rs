//! Who of those who wait is taken first, and who comes back to the same person.

use super::{Condition, Each, Priority, Times};
use crate::source::Span;
use crate::value::Fixed;

/// The order in which waiting customers are taken, in minutes: those that have been waited, and what stands here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What each word adds, from the least urgent.
    pub words: [Fixed; 4],
    /// What else adds, while it holds.
    pub additions: Vec<Addition>,
}

impl Waiting {
    /// The most minutes that a line may add.
    pub const MINUTES_MAX: Fixed = Fixed::from_whole(7 * 24 * 60);
    /// Most lines of additions.
    pub const ADDITIONS_MAX: usize = 64;

    /// What a word adds.
    pub fn of(&self, priority: Priority) -> Fixed {
        self.words[priority as usize]
    }
}

impl Default for Waiting {
    /// An hour for what is urgent, twenty minutes for what is high.
    fn default() -> Self {
        Self { words: [Fixed::ZERO, Fixed::ZERO, Fixed::from_whole(20), Fixed::from_whole(60)], additions: Vec::new() }
    }
}

/// `20 when customer.tier is enterprise`, `5 for each 365 days of customer.tenure, up to 15, when …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// Minutes.
    pub minutes: Fixed,
    /// So often, if a fact is counted.
    pub each: Option<Each>,
    /// When it counts; it may ask what was decided.
    pub when: Condition,
    /// The line.
    pub span: Span,
}

/// `continuity { … }`: the way back to the last agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Continuity {
    /// Whoever handled the customer so many seconds ago at most.
    pub within: Fixed,
    /// And the conversation is about what it was about then.
    pub same: Option<SameAs>,
    /// Whether even somebody without free capacity is asked.
    pub even_if_full: bool,
    /// How long the conversation is held for this person alone, if they are on shift; none: it is not.
    pub hold: Option<Times>,
    /// How long it is held for a colleague whom the customer named, on shift already or within that time; none: as `hold` says.
    pub hold_named: Option<Times>,
    /// Not whoever has this mark with the customer: `avoid`.
    pub never_marked: Vec<String>,
    /// Whether the account manager is asked first.
    pub after_account_manager: bool,
    /// Its first line.
    pub span: Span,
}

impl Continuity {
    /// Most marks.
    pub const MARKS_MAX: usize = 8;
}

/// What must be as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SameAs {
    /// `same issue`: the service says so, or a number is the same.
    Issue,
    /// `same category`: the outermost category.
    Category,
}

impl SameAs {
    /// As the language writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            SameAs::Issue => "same issue",
            SameAs::Category => "same category",
        }
    }
}
