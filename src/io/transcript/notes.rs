//! What is odd in a transcript but no error, counted.

use std::fmt;

use super::limits::NOTES_MAX;

/// Something odd but harmless, with its first place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The name that the reader was given.
    pub file: String,
    /// The line of the first occurrence, from 1.
    pub line: usize,
    /// What was seen.
    pub message: String,
    /// How often it was seen.
    pub count: u64,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)?;
        if self.count > 1 { write!(f, " ({} times)", self.count) } else { Ok(()) }
    }
}

/// The notes of one transcript: at most [`NOTES_MAX`] different ones, and one that counts the rest.
#[derive(Clone, Debug)]
pub struct Notes {
    file: String,
    line: usize,
    kept: Vec<Note>,
}

impl Notes {
    pub(super) fn new(file: String) -> Self {
        Self { file, line: 1, kept: Vec::new() }
    }

    /// In order of first occurrence.
    pub fn all(&self) -> &[Note] {
        &self.kept
    }

    /// Says where the next notes stand.
    pub fn at(&mut self, line: usize) {
        self.line = line;
    }

    /// Counts `message`.
    pub fn add(&mut self, message: impl Into<String>) {
        let message = message.into();
        if let Some(note) = self.kept.iter_mut().find(|note| note.message == message) {
            note.count += 1;
        } else if self.kept.len() < NOTES_MAX {
            self.kept.push(Note { file: self.file.clone(), line: self.line, message, count: 1 });
        } else {
            self.add_to_the_rest();
        }
    }

    fn add_to_the_rest(&mut self) {
        const REST: &str = "other notes, not shown one by one";
        match self.kept.last_mut() {
            Some(rest) if rest.message == REST => rest.count += 1,
            _ => self.kept.push(Note { file: self.file.clone(), line: self.line, message: REST.to_owned(), count: 1 }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{NOTES_MAX, Notes};

    #[test]
    fn equal_notes_are_counted_and_the_rest_is_counted_together() {
        let mut notes = Notes::new("t.jsonl".to_owned());
        for n in 0..NOTES_MAX + 5 {
            notes.at(n + 1);
            notes.add(format!("note {n}"));
            notes.add("note 0");
        }
        assert_eq!(notes.all().len(), NOTES_MAX + 1);
        assert_eq!((notes.all()[0].line, notes.all()[0].count), (1, NOTES_MAX as u64 + 6));
        assert_eq!((notes.all()[NOTES_MAX].line, notes.all()[NOTES_MAX].count), (NOTES_MAX + 1, 5));
    }
}
