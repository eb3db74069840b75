//! Shapes that a policy declares: `ORD-######`, each `#` a digit, all else as it is written.
//!
//! In: the text of `matching`. Out: a shape, which finds itself in texts, whatever the
//! case, where no letter or digit stands beside it.

use std::ops::Range;

/// Most characters of a shape.
const CHARACTERS_MAX: usize = 40;

/// A declared shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape(Vec<char>);

/// Why a text is no shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShapeProblem {
    /// No `#` is in it.
    NoDigit,
    /// It is longer than `CHARACTERS_MAX`.
    TooLong,
    /// White space is in it, or at an end a sign that is neither letter nor digit nor `#`.
    Ends,
}

impl Shape {
    /// The shape of a text.
    pub fn new(text: &str) -> Result<Self, ShapeProblem> {
        let shape: Vec<char> = text.chars().collect();
        let is_end = |c: Option<&char>| c.is_some_and(|c| *c == '#' || c.is_alphanumeric());
        if !shape.contains(&'#') {
            Err(ShapeProblem::NoDigit)
        } else if shape.len() > CHARACTERS_MAX {
            Err(ShapeProblem::TooLong)
        } else if !is_end(shape.first()) || !is_end(shape.last()) || shape.iter().any(|c| c.is_whitespace()) {
            Err(ShapeProblem::Ends)
        } else {
            Ok(Self(shape))
        }
    }

    /// The text it was made from.
    pub fn text(&self) -> String {
        self.0.iter().collect()
    }

    /// Where it stands in a text.
    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let (mut before, mut end) = (None, 0);
        for (at, c) in text.char_indices() {
            let starts = at >= end && before.is_none_or(|before: char| !before.is_alphanumeric());
            if let Some(length) = starts.then(|| self.length(&text[at..])).flatten() {
                end = at + length;
                found.push(at..end);
            }
            before = Some(c);
        }
        found
    }

    /// The bytes it takes at the beginning of a text.
    fn length(&self, text: &str) -> Option<usize> {
        let mut chars = text.char_indices();
        for wanted in &self.0 {
            let (_, c) = chars.next()?;
            let fits = match wanted {
                '#' => c.is_ascii_digit(),
                wanted => c.to_lowercase().eq(wanted.to_lowercase()),
            };
            if !fits {
                return None;
            }
        }
        match chars.next() {
            None => Some(text.len()),
            Some((at, next)) => (!next.is_alphanumeric()).then_some(at),
        }
    }
}
