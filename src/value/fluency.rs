//! How well somebody speaks a language.

/// Levels of the Common European Framework of Reference for Languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fluency {
    /// Beginner.
    A1,
    /// Elementary.
    A2,
    /// Intermediate.
    B1,
    /// Upper intermediate.
    B2,
    /// Advanced.
    C1,
    /// As a native speaker.
    C2,
}

impl Fluency {
    /// All, the least first.
    pub const ALL: [Fluency; 6] = [Fluency::A1, Fluency::A2, Fluency::B1, Fluency::B2, Fluency::C1, Fluency::C2];

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        ["A1", "A2", "B1", "B2", "C1", "C2"][self as usize]
    }

    /// The level written so.
    pub fn find(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == text)
    }
}
