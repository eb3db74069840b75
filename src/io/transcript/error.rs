//! What can be wrong with a transcript, in words for the person who exported it.
//!
//! A [`Problem`] is words, a [`Misread`] has a place as well, a [`TranscriptError`]
//! has the file too. Words from the transcript are shortened before they are shown,
//! redacted, and hold no control characters.

use std::io;

use crate::redact;

/// A conversation that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct TranscriptError {
    /// The name that the reader was given.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// What is wrong, without a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Problem {
    /// A problem without help.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    /// The same problem with help.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// A problem and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// What is wrong.
    pub problem: Problem,
    /// Whether nothing after it can be read.
    pub fatal: bool,
}

impl Misread {
    /// A problem of one conversation; the next one can be read.
    pub fn new(line: usize, column: usize, problem: Problem) -> Self {
        Self { line, column, problem, fatal: false }
    }

    /// A problem after which nothing can be read.
    pub fn fatal(line: usize, column: usize, problem: Problem) -> Self {
        Self { fatal: true, ..Self::new(line, column, problem) }
    }

    /// The file or pipe itself failed.
    pub(super) fn unreadable(line: usize, error: &io::Error) -> Self {
        Self::fatal(line, 1, Problem::new(format!("the transcript cannot be read further: {error}")))
    }

    /// The same with the file.
    pub(super) fn in_file(self, file: &str) -> TranscriptError {
        let Problem { message, help } = self.problem;
        TranscriptError { file: file.to_owned(), line: self.line, column: self.column, message, help }
    }
}

/// The problem of bytes that are no UTF-8; the first such byte is `byte`.
pub(super) fn not_utf8(byte: u8) -> Problem {
    Problem::new(format!("this is not UTF-8 text (byte 0x{byte:02X})"))
        .help("save the file as UTF-8; older spreadsheet programs write another encoding")
}

/// A word of the transcript, short enough and safe to be shown.
pub(super) fn shown(word: &str) -> String {
    const CHARACTERS_MAX: usize = 40;
    let word = redact::redact(word).text;
    let mut characters = word.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c });
    let mut shown: String = characters.by_ref().take(CHARACTERS_MAX).collect();
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}
