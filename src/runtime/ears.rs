//! The one door to words: everything a policy hears in a text goes through here.
//!
//! In: texts, patterns. Out: phrases found, manners noticed, likeness, sentiment,
//! in the terms of a session. What counts as alike for which side is decided here.

use super::sentiment::{is_measured, sentiment_in};
use super::text;
use crate::value::Fixed;

pub(super) use text::{Extent, Phrases, Sketch, Text, messages_shrink, repeats_punctuation, shouts};

/// Reads a text.
pub(super) fn read(text: &str) -> Text {
    Text::read(text)
}

/// How many words a text has, for [`messages_shrink`].
pub(super) fn length(text: &Text) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// Keeps what is needed to know a text again.
pub(super) fn sketch(text: &Text) -> Sketch {
    Sketch::of(text)
}

/// How alike two texts are, from 0 to 1.
pub(super) fn likeness(one: &Sketch, other: &Sketch) -> Fixed {
    Fixed::from_millionths(i64::from(text::likeness(one, other)) * 1_000)
}

/// Whether two texts of a customer say the same.
pub(super) fn alike(one: &Sketch, other: &Sketch) -> bool {
    text::say_the_same(one, other, text::SAME_AGAIN)
}

/// Whether two answers of an assistant say the same.
pub(super) fn answers_alike(one: &Sketch, other: &Sketch) -> bool {
    text::say_the_same(one, other, text::REPEATS_ITSELF)
}

/// How a text feels, from -1 to 1; none for a blank one, and in a language without a list.
pub(super) fn sentiment(text: &str, language: &str) -> Option<Fixed> {
    (!text.trim().is_empty() && is_measured(language)).then(|| sentiment_in(text, language))
}
