//! CSV: one turn a row, the rows of a conversation one after the other.
//!
//! The header names `conversation`, `time`, `who` and `text`, in any order or as
//! helpdesks call them ([`columns`]); every other column is a fact by name, and an empty cell is a fact that is not known.
//! Facts in the first row of a conversation hold from its start, except those
//! that belong to one message ([`cells::OF_A_MESSAGE`]); all others come with
//! their turn. After an error the other rows of that conversation are skipped.

use std::collections::{HashMap, VecDeque};
use std::io::BufRead;

use xxhash_rust::xxh3::xxh3_128;

use self::building::Building;
use self::header::{Header, misread};
use self::rows::{Row, Rows};
use super::error::shown;
use super::limits::RECENT_IDS_MAX;
use super::{Format, Misread, Notes, Parser, Problem};
use crate::conversation::Conversation;

mod building;
mod cells;
mod columns;
mod header;
mod rows;

/// Comma-separated values, quoted as RFC 4180 says.
pub struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "CSV"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv"]
    }

    fn recognises(&self, start: &[u8]) -> bool {
        header::is_likely(start.split(|byte| *byte == b'\n').next().unwrap_or_default())
    }

    fn parser(&self) -> Box<dyn Parser + Send> {
        Box::new(Table::default())
    }
}

/// The state of reading a table.
#[derive(Default)]
struct Table {
    rows: Rows,
    header: Option<Header>,
    /// The row that showed that a conversation had ended.
    ahead: Option<Row>,
    /// The conversation that had an error, whose other rows are skipped.
    skipped: Option<String>,
    ended: Ended,
}

impl Parser for Table {
    fn next(&mut self, input: &mut dyn BufRead, notes: &mut Notes) -> Option<Result<Conversation, Misread>> {
        self.read(input, notes).transpose()
    }
}

impl Table {
    fn read(&mut self, input: &mut dyn BufRead, notes: &mut Notes) -> Result<Option<Conversation>, Misread> {
        let header = match self.header.take() {
            Some(header) => header,
            None => match self.rows.read(input)? {
                Some(row) => Header::new(&row, notes)?,
                None => return Ok(None),
            },
        };
        let conversation = self.conversation(&header, input, notes);
        self.header = Some(header);
        conversation
    }

    fn conversation(
        &mut self,
        header: &Header,
        input: &mut dyn BufRead,
        notes: &mut Notes,
    ) -> Result<Option<Conversation>, Misread> {
        let Some(first) = self.first_row(header, input)? else { return Ok(None) };
        let id = header.id(&first);
        if id.trim().is_empty() {
            return Err(misread(&first, header.conversation, Problem::new("this row names no conversation")));
        }
        self.skipped = Some(id.clone());
        if let Some(line) = self.ended.line(&id) {
            return Err(misread(&first, header.conversation, comes_back(&id, line)));
        }
        self.ended.remember(&id, first.line);
        let mut building = Building::new(id);
        building.push(&first, header, notes)?;
        while let Some(row) = self.rows.read(input).map_err(|misread| lost_with(misread, &building.id))? {
            let id = header.id(&row);
            if id != building.id && !id.trim().is_empty() {
                self.ahead = Some(row);
                break;
            }
            building.push(&row, header, notes)?;
        }
        self.ended.remember(&building.id, building.line);
        Ok(Some(building.finish()))
    }

    /// The next row that is not of the skipped conversation.
    fn first_row(&mut self, header: &Header, input: &mut dyn BufRead) -> Result<Option<Row>, Misread> {
        loop {
            let row = match self.ahead.take() {
                Some(row) => row,
                None => match self.rows.read(input)? {
                    Some(row) => row,
                    None => return Ok(None),
                },
            };
            match &self.skipped {
                Some(id) if *id == header.id(&row) => self.ended.remember(id, row.line),
                _ => return Ok(Some(row)),
            }
        }
    }
}

fn comes_back(id: &str, line: usize) -> Problem {
    Problem::new(format!("conversation `{}` comes back; its earlier rows ended on line {line}", shown(id)))
        .help("sort the rows by conversation, then by time, so that those of one stand together")
}

/// Nothing tells whether the row that cannot be read belongs to the conversation before it, so that one is lost too.
fn lost_with(misread: Misread, id: &str) -> Misread {
    let message = format!("{}; conversation `{}`, just before, is not read either", misread.problem.message, shown(id));
    Misread { problem: Problem { message, ..misread.problem }, ..misread }
}

/// The last conversations that ended, by a hash of the id, with the line of their last row.
#[derive(Default)]
struct Ended {
    lines: HashMap<u128, usize>,
    order: VecDeque<u128>,
}

impl Ended {
    fn line(&self, id: &str) -> Option<usize> {
        self.lines.get(&xxh3_128(id.as_bytes())).copied()
    }

    fn remember(&mut self, id: &str, line: usize) {
        let hash = xxh3_128(id.as_bytes());
        if self.lines.insert(hash, line).is_some() {
            return;
        }
        self.order.push_back(hash);
        if self.order.len() > RECENT_IDS_MAX {
            let oldest = self.order.pop_front().expect("one was just added");
            self.lines.remove(&oldest);
        }
    }
}
