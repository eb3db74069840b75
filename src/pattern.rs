//! What a pattern of a signal listens for, as data.
//!
//! `"(talk|speak) (to|with) [a] human*"`: words in order, alternatives in `( | )`,
//! optional parts in `[ ]`, `*` at the end of a word for any ending, `..` for up
//! to [`GAP_MAX`] words of any kind. The compiler reads it (positions in the
//! file), the runtime listens with it; neither knows the other.

/// How many words `..` may stand for.
pub const GAP_MAX: usize = 3;

/// A pattern: parts in order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    /// The parts.
    pub parts: Vec<Part>,
}

/// One part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A word, normalised as text is: lower case, no accents, straight apostrophes.
    Word(String),
    /// A word that begins so: `cancel*`.
    Prefix(String),
    /// `..`: from none to [`GAP_MAX`] words.
    Gap,
    /// `(a|b c)`: one of several.
    OneOf(Vec<Pattern>),
    /// `[a]` or `[a|b]`: one of several, or nothing.
    Maybe(Vec<Pattern>),
}
