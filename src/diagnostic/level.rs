//! How loud each lint is: what a team sets for all of its policies.
//!
//! A lint is a finding that may be meant: every warning, and the one error of that
//! kind, `silenced_guard`. All other errors are what they are.

use std::collections::BTreeMap;

use super::{Code, Severity};

/// How loud a lint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is not said.
    Allow,
    /// It is said.
    Warning,
    /// It keeps the policy from being used.
    Error,
}

impl Level {
    /// All of them.
    pub const ALL: [Level; 3] = [Level::Allow, Level::Warning, Level::Error];

    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Allow => "allow",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }

    /// The severity of what is said; none when it is not.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Level::Allow => None,
            Level::Warning => Some(Severity::Warning),
            Level::Error => Some(Severity::Error),
        }
    }
}

/// The lints whose level a team has set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels(BTreeMap<Code, Level>);

impl Levels {
    /// Sets the level of a lint.
    pub fn set(&mut self, lint: Code, level: Level) {
        self.0.insert(lint, level);
    }

    /// The level that was set, if one was.
    pub fn of(&self, lint: Code) -> Option<Level> {
        self.0.get(&lint).copied()
    }
}

impl Code {
    /// Whether this may be meant, so that it can be allowed, or be given another level.
    pub fn is_lint(self) -> bool {
        // What is said of a roster is of no line of a policy.
        (self.severity() != Severity::Error || self == Code::E0402) && !matches!(self, Code::W0605 | Code::W0610)
    }

    /// Every lint, in the order of the codes.
    pub fn lints() -> impl Iterator<Item = Code> {
        Self::ALL.iter().copied().filter(|code| code.is_lint())
    }
}
