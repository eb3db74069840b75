//! JSON Lines: one conversation a line.
//!
//! The form is [`super::SCHEMA`]. Blank lines are skipped. A line that cannot be
//! read is an error of its own and the next line is read as if nothing had been,
//! unless the first line shows that the whole file is one value over many lines.

use std::io::BufRead;

use serde_json::Value;

use self::lines::{Line, Lines};
use super::error::not_utf8;
use super::limits::{CONVERSATION_BYTES_MAX, VALUES_MAX};
use super::{Format, Misread, Notes, Parser, Problem};
use crate::conversation::Conversation;

mod lines;
mod locate;
mod shape;
mod spellings;
mod syntax;

/// JSON Lines.
pub struct JsonLines;

impl Format for JsonLines {
    fn name(&self) -> &'static str {
        "JSON Lines"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson", "json"]
    }

    fn recognises(&self, start: &[u8]) -> bool {
        matches!(start.first(), Some(b'{' | b'['))
    }

    fn parser(&self) -> Box<dyn Parser + Send> {
        Box::new(Lines::default())
    }
}

impl Parser for Lines {
    fn next(&mut self, input: &mut dyn BufRead, notes: &mut Notes) -> Option<Result<Conversation, Misread>> {
        loop {
            let number = self.number + 1;
            let is_first = !self.begun;
            let line = match self.read(input) {
                Err(error) => return Some(Err(Misread::unreadable(number, &error))),
                Ok(line) => line?,
            };
            let Line::Whole(bytes) = line else { return Some(Err(Misread::new(number, 1, too_long()))) };
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            let read = match one_value(bytes).filter(|_| is_first) {
                Some(problem) => Err(Misread::fatal(number, 1, problem)),
                None => read_line(bytes, number, notes),
            };
            self.begun = true;
            return Some(read);
        }
    }
}

/// What is wrong if a file that begins with this line is a single value: a list, or pretty-printed.
fn one_value(line: &[u8]) -> Option<Problem> {
    let line = line.trim_ascii();
    let (first, last) = (line.first()?, line.last()?);
    // Something is opened, and no turns yet: what a damaged line of a good transcript hardly ever is.
    let has_turns = line.windows(7).any(|part| part == b"\"turns\"");
    let is_opening = matches!(first, b'[' | b'{') && matches!(last, b'[' | b'{') && !has_turns;
    if *first == b'[' && (matches!(last, b']' | b',') || is_opening) {
        let help =
            "each conversation stands on a line of its own; for a list of them: jq -c '.[]' FILE > conversations.jsonl";
        return Some(Problem::new("this file is one JSON list, not one conversation a line").help(help));
    }
    if is_opening {
        let help = "each conversation stands on a line of its own: jq -c . FILE > conversations.jsonl";
        return Some(Problem::new("this file is pretty-printed JSON, not one conversation a line").help(help));
    }
    None
}

fn read_line(bytes: &[u8], number: usize, notes: &mut Notes) -> Result<Conversation, Misread> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (good, bad) = bytes.split_at(error.valid_up_to());
        let column = String::from_utf8_lossy(good).chars().count() + 1;
        Misread::new(number, column, not_utf8(bad[0]))
    })?;
    if has_too_many_values(bytes) {
        return Err(Misread::new(number, 1, Problem::new(format!("this line has more than {VALUES_MAX} values"))));
    }
    let value: Value = serde_json::from_str(text).map_err(|error| syntax::misread(text, number, &error))?;
    notes.at(number);
    shape::conversation(value, notes)
        .map_err(|fault| Misread::new(number, locate::column(text, &fault.path), fault.problem))
}

/// Each value but the first stands behind a comma or at the start of a list or object; an empty one counts as one more.
fn has_too_many_values(bytes: &[u8]) -> bool {
    // A value takes at least a byte, and so does what divides it from the next.
    if bytes.len() <= VALUES_MAX {
        return false;
    }
    let (mut values, mut in_text, mut escaped) = (1_usize, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b',' | b'[' | b'{' if !in_text => values += 1,
            _ => {}
        }
    }
    values > VALUES_MAX
}

fn too_long() -> Problem {
    Problem::new(format!("this line is longer than {} MiB", CONVERSATION_BYTES_MAX / 1024 / 1024))
        .help("each conversation stands on a line of its own")
}
