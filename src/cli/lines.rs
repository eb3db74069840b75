//! A long-lived filter: one JSON line in, one JSON line out, flushed.
//!
//! A line that is too long is left out up to its end and answered like one that
//! cannot be read, so that input and output stay in step.

use std::io::{BufRead, Read};

use super::Exit;
use super::ui::{Outcome, Stop, Ui};
use serde_json::Value as Json;

/// The longest line, in bytes.
const LINE_BYTES_MAX: u64 = 1 << 20;

/// Answers each line of the standard input: its bytes, or why they cannot be read. The answer is a line, or a refusal.
pub(super) fn filter(
    ui: &mut Ui,
    mut answer: impl FnMut(Result<&[u8], String>) -> Outcome<Result<String, Json>>,
) -> Outcome<Exit> {
    let mut input = std::io::stdin().lock();
    let mut exit = Exit::Fine;
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = input.by_ref().take(LINE_BYTES_MAX + 1).read_until(b'\n', &mut line);
        if read.map_err(unreadable)? == 0 {
            return Ok(exit);
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let too_long = line.len() as u64 > LINE_BYTES_MAX;
        if too_long && line.last() != Some(&b'\n') {
            skip_line(&mut input)?;
        }
        let written = if too_long {
            answer(Err(format!("the line is longer than {LINE_BYTES_MAX} bytes")))?
        } else {
            answer(Ok(&line))?
        };
        match written {
            Ok(written) => ui.line(written)?,
            Err(refused) => {
                exit = Exit::Findings;
                ui.line(refused)?;
            }
        }
        ui.flush()?;
    }
}

/// Now, in seconds since 1970-01-01T00:00:00Z: for lines that do not say when.
pub(super) fn clock() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// What is left of a line.
fn skip_line(input: &mut impl BufRead) -> Outcome<()> {
    loop {
        let buffer = input.fill_buf().map_err(unreadable)?;
        let (used, ends) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        input.consume(used);
        if ends {
            return Ok(());
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is the argument of map_err")]
fn unreadable(error: std::io::Error) -> Stop {
    Stop::Said(format!("standard input: {error}"))
}
