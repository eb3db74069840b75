//! Rows of a CSV text, each cell with its place, none beyond the limit.

use std::io::{self, BufRead};

use csv_core::ReadFieldResult;

use super::super::limits::{CONVERSATION_BYTES_MAX, FACTS_MAX};
use super::super::{Misread, Problem};

/// A row.
pub(super) struct Row {
    /// The line on which it starts, from 1.
    pub(super) line: usize,
    /// Its cells, at most one more than a header may have.
    pub(super) cells: Vec<Cell>,
    /// Bytes it takes in the file.
    pub(super) bytes: usize,
}

/// A cell, unquoted.
#[derive(Default)]
pub(super) struct Cell {
    pub(super) content: Vec<u8>,
    pub(super) line: usize,
    pub(super) column: usize,
}

/// Reads rows.
pub(super) struct Rows {
    core: csv_core::Reader,
    line: usize,
    column: usize,
    buffer: Vec<u8>,
}

impl Default for Rows {
    fn default() -> Self {
        Self { core: csv_core::Reader::new(), line: 1, column: 1, buffer: vec![0; 4096] }
    }
}

impl Rows {
    /// The next row that is not blank; none at the end.
    pub(super) fn read(&mut self, input: &mut dyn BufRead) -> Result<Option<Row>, Misread> {
        self.skip_line_ends(input)?;
        let mut row = Row { line: self.line, cells: Vec::new(), bytes: 0 };
        loop {
            let (cell, last) = self.cell(input, &mut row.bytes)?;
            let Some(cell) = cell else { return Ok(None) };
            if row.cells.len() <= FACTS_MAX {
                row.cells.push(cell);
            }
            if last {
                return Ok(Some(row));
            }
        }
    }

    /// The next cell, and whether it ends its row; no cell at the end of the text.
    fn cell(&mut self, input: &mut dyn BufRead, row_bytes: &mut usize) -> Result<(Option<Cell>, bool), Misread> {
        let mut cell = Cell { content: Vec::new(), line: self.line, column: self.column };
        let (mut quoted, mut marks, mut first) = (false, 0_usize, true);
        loop {
            let chunk = fill(input).map_err(|error| Misread::unreadable(self.line, &error))?;
            let at_end = chunk.is_empty();
            let (result, used, written) = self.core.read_field(chunk, &mut self.buffer);
            let raw = &chunk[..used];
            if first && used > 0 {
                (quoted, first) = (raw[0] == b'"', false);
            }
            marks += count(raw, |byte| byte == b'"');
            (self.line, self.column) = moved(self.line, self.column, raw);
            *row_bytes += used;
            cell.content.extend_from_slice(&self.buffer[..written]);
            input.consume(used);
            if *row_bytes > CONVERSATION_BYTES_MAX {
                return Err(Misread::fatal(cell.line, cell.column, too_long()));
            }
            if at_end && quoted && marks % 2 == 1 {
                return Err(Misread::fatal(cell.line, cell.column, never_closed()));
            }
            match result {
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end } => return Ok((Some(cell), record_end)),
                ReadFieldResult::End => return Ok((None, true)),
            }
        }
    }

    /// So that a row's place is that of its first cell.
    fn skip_line_ends(&mut self, input: &mut dyn BufRead) -> Result<(), Misread> {
        loop {
            let chunk = fill(input).map_err(|error| Misread::unreadable(self.line, &error))?;
            let ends = chunk.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            let more = ends > 0 && ends == chunk.len();
            (self.line, self.column) = moved(self.line, self.column, &chunk[..ends]);
            input.consume(ends);
            if !more {
                return Ok(());
            }
        }
    }
}

fn fill(input: &mut dyn BufRead) -> io::Result<&[u8]> {
    // A second call after an interruption returns what the first one would have.
    while let Err(error) = input.fill_buf() {
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
    input.fill_buf()
}

/// The place after `raw`. A byte that continues a character is no column.
fn moved(line: usize, column: usize, raw: &[u8]) -> (usize, usize) {
    let lines = count(raw, |byte| byte == b'\n');
    let last = raw.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    let characters = count(last, |byte| byte & 0xC0 != 0x80);
    (line + lines, if lines > 0 { 1 + characters } else { column + characters })
}

fn count(raw: &[u8], is_meant: impl Fn(u8) -> bool) -> usize {
    raw.iter().filter(|byte| is_meant(**byte)).count()
}

fn too_long() -> Problem {
    let limit = CONVERSATION_BYTES_MAX / 1024 / 1024;
    Problem::new(format!("a row is longer than {limit} MiB; nothing after it was read"))
        .help("is a double quote missing at the end of a text?")
}

fn never_closed() -> Problem {
    Problem::new("the double quote that opens here is never closed")
        .help("end the text with a double quote; inside a text, write it twice")
}
