//! A conversation while its rows come in.

use super::super::clock::Clock;
use super::super::error::{not_utf8, shown};
use super::super::facts::Facts;
use super::super::limits::{CONVERSATION_BYTES_MAX, ID_BYTES_MAX, TURNS_MAX};
use super::super::roles::speaker;
use super::super::{Misread, Notes, Problem};
use super::cells;
use super::header::{Header, misread};
use super::rows::{Cell, Row};
use crate::conversation::{Conversation, Turn};

/// What is known of the conversation so far.
pub(super) struct Building {
    pub(super) id: String,
    /// The line of its latest row.
    pub(super) line: usize,
    bytes: usize,
    clock: Clock,
    facts: Facts,
    turns: Vec<Turn>,
}

impl Building {
    pub(super) fn new(id: String) -> Self {
        Self { id, line: 0, bytes: 0, clock: Clock::new(None), facts: Facts::default(), turns: Vec::new() }
    }

    /// Adds a row as a turn.
    pub(super) fn push(&mut self, row: &Row, header: &Header, notes: &mut Notes) -> Result<(), Misread> {
        self.line = row.line;
        self.bytes += row.bytes;
        notes.at(row.line);
        self.check(row, header).map_err(|problem| Misread::new(row.line, 1, problem))?;
        let mut texts = Vec::with_capacity(row.cells.len());
        for cell in &row.cells {
            texts.push(text(cell).map_err(|problem| Misread::new(cell.line, cell.column, problem))?);
        }
        let at = self.time(texts[header.time], notes).map_err(|problem| misread(row, header.time, problem))?;
        let speaker = speaker(texts[header.who]).map_err(|problem| misread(row, header.who, problem))?;
        let mut facts = Facts::default();
        for (column, name) in &header.facts {
            let holds_from_the_start = self.turns.is_empty() && !cells::is_of_a_message(name);
            let place = if holds_from_the_start { &mut self.facts } else { &mut facts };
            let put = place.put(name.clone(), cells::value(name, texts[*column]), notes);
            put.map_err(|problem| misread(row, *column, problem))?;
        }
        let text = texts[header.text].to_owned();
        self.turns.push(Turn { speaker, text, at, facts: facts.into_vec(), labels: Vec::new() });
        Ok(())
    }

    /// The conversation.
    pub(super) fn finish(self) -> Conversation {
        Conversation {
            id: self.id,
            started: self.clock.started(),
            facts: self.facts.into_vec(),
            history: None,
            turns: self.turns,
            labels: Vec::new(),
        }
    }

    fn check(&self, row: &Row, header: &Header) -> Result<(), Problem> {
        let (cells, width) = (row.cells.len(), header.width);
        if cells != width {
            let help = "a text with a comma or a line break stands in double quotes";
            return Err(Problem::new(format!("this row has {cells} cells, the first row has {width}")).help(help));
        }
        if header.id(row).trim().is_empty() {
            return Err(Problem::new("this row names no conversation"));
        }
        if self.id.len() > ID_BYTES_MAX {
            return Err(Problem::new(format!("the id of a conversation is longer than {ID_BYTES_MAX} bytes")));
        }
        if self.turns.len() >= TURNS_MAX {
            return Err(Problem::new(format!("conversation `{}` has more than {TURNS_MAX} turns", shown(&self.id))));
        }
        if self.bytes > CONVERSATION_BYTES_MAX {
            let limit = CONVERSATION_BYTES_MAX / 1024 / 1024;
            return Err(Problem::new(format!("conversation `{}` is longer than {limit} MiB", shown(&self.id))));
        }
        Ok(())
    }

    fn time(&mut self, text: &str, notes: &mut Notes) -> Result<Option<i64>, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Ok(seconds) => self.clock.seconds(seconds, notes).map(Some),
            Err(_) => self.clock.instant(text, notes).map(Some),
        }
    }
}

fn text(cell: &Cell) -> Result<&str, Problem> {
    std::str::from_utf8(&cell.content).map_err(|error| not_utf8(cell.content[error.valid_up_to()]))
}
