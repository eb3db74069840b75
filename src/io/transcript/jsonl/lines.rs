//! Lines of a text, without ever holding more than the limit.

use std::io::{self, BufRead};

use super::super::limits::CONVERSATION_BYTES_MAX;

/// Reads lines and counts them.
#[derive(Default)]
pub(super) struct Lines {
    /// The number of the line read last, from 1.
    pub(super) number: usize,
    /// Whether a line that is not blank was read.
    pub(super) begun: bool,
    line: Vec<u8>,
}

/// A line, without its end.
pub(super) enum Line<'a> {
    /// All of it.
    Whole(&'a [u8]),
    /// It was too long to be kept, and was skipped.
    TooLong,
}

impl Lines {
    /// The next line; none at the end.
    pub(super) fn read(&mut self, input: &mut dyn BufRead) -> io::Result<Option<Line<'_>>> {
        self.line.clear();
        let (mut any, mut too_long) = (false, false);
        self.number += 1;
        loop {
            let chunk = match input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                chunk => chunk?,
            };
            any |= !chunk.is_empty();
            let end = chunk.iter().position(|&byte| byte == b'\n');
            let part = &chunk[..end.unwrap_or(chunk.len())];
            too_long |= self.line.len() + part.len() > CONVERSATION_BYTES_MAX;
            if !too_long {
                self.line.extend_from_slice(part);
            }
            let ended = end.is_some() || chunk.is_empty();
            let used = part.len() + usize::from(end.is_some());
            input.consume(used);
            if ended {
                break;
            }
        }
        Ok(match (any, too_long) {
            (false, _) => None,
            (true, true) => Some(Line::TooLong),
            (true, false) => Some(Line::Whole(self.line.strip_suffix(b"\r").unwrap_or(&self.line))),
        })
    }
}
