//! The words that lengths of time need and CLDR does not have.
//!
//! In: a language. Out: its words, or signs that are read in every language. A
//! language is one entry here.

use super::lengths::{Length, Unit};

/// The words of a language.
pub(super) struct Words {
    language: &'static str,
    /// Between the ends of a range.
    pub(super) to: &'static str,
    about: fn(Length) -> &'static str,
}

impl Words {
    /// The word for *roughly* in front of a length.
    pub(super) fn about(&self, length: Length) -> &'static str {
        (self.about)(length)
    }
}

const ALL: &[Words] =
    &[Words { language: "en", to: " to ", about: |_| "about" }, Words { language: "es", to: " a ", about: spanish }];

const SIGNS: Words = Words { language: "", to: "–", about: |_| "≈" };

/// The words of a language, or the signs.
pub(super) fn of(language: &str) -> &'static Words {
    ALL.iter().find(|words| words.language == language).unwrap_or(&SIGNS)
}

/// `unos 3 minutos`, `unas 2 horas`, `alrededor de 1 minuto`.
fn spanish(length: Length) -> &'static str {
    match length {
        Length { number: 1, .. } => "alrededor de",
        Length { unit: Unit::Hour, .. } => "unas",
        Length { .. } => "unos",
    }
}
