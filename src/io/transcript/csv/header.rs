//! The first row: which column is what.

use std::collections::HashSet;

use super::super::error::shown;
use super::super::limits::{FACT_NAME_BYTES_MAX, FACTS_MAX};
use super::super::{Misread, Notes, Problem};
use super::columns;
use super::rows::Row;

/// Where each thing stands in a row.
pub(super) struct Header {
    /// The columns that every transcript has, by position.
    pub(super) conversation: usize,
    pub(super) time: usize,
    pub(super) who: usize,
    pub(super) text: usize,
    /// The facts, by position and name.
    pub(super) facts: Vec<(usize, String)>,
    /// How many columns there are.
    pub(super) width: usize,
}

impl Header {
    /// Reads the names. Without a good header nothing can be read.
    pub(super) fn new(row: &Row, notes: &mut Notes) -> Result<Self, Misread> {
        let fatal = |column: usize, problem| {
            let cell = &row.cells[column];
            Misread::fatal(cell.line, cell.column, problem)
        };
        if row.cells.len() > FACTS_MAX {
            return Err(fatal(FACTS_MAX, Problem::new(format!("there are more than {FACTS_MAX} columns"))));
        }
        let mut names = Vec::new();
        let mut known = HashSet::new();
        for (column, cell) in row.cells.iter().enumerate() {
            let name = name(&cell.content).map_err(|problem| fatal(column, problem))?;
            if !name.is_empty() && !known.insert(name.clone()) {
                return Err(fatal(column, Problem::new(format!("two columns are called `{}`", shown(&name)))));
            }
            names.push(name);
        }
        notes.at(row.line);
        if names.iter().any(String::is_empty) {
            notes.add("a column without a name is not read");
        }
        let columns = columns::find(&names).map_err(|wanted| fatal(0, missing(&wanted, &names)))?;
        if !columns.taken.is_empty() {
            notes.add(format!("columns are read by other names: {}", columns.taken.join(", ")));
        }
        let [conversation, time, who, text] = columns.at;
        let is_fact =
            |(column, name): &(usize, String)| !columns.at.contains(column) && !name.is_empty() && !is_gold(name);
        let width = names.len();
        let facts = names.into_iter().enumerate().filter(is_fact).collect();
        Ok(Self { conversation, time, who, text, facts, width })
    }

    /// The conversation of a row; empty when the row does not say.
    pub(super) fn id(&self, row: &Row) -> String {
        let content = row.cells.get(self.conversation).map(|cell| cell.content.as_slice());
        String::from_utf8_lossy(content.unwrap_or_default()).into_owned()
    }
}

/// A problem of the cell of `row` in that column.
pub(super) fn misread(row: &Row, column: usize, problem: Problem) -> Misread {
    let (line, column) = row.cells.get(column).map_or((row.line, 1), |cell| (cell.line, cell.column));
    Misread::new(line, column, problem)
}

fn name(content: &[u8]) -> Result<String, Problem> {
    let name =
        std::str::from_utf8(content).map_err(|e| super::super::error::not_utf8(content[e.valid_up_to()]))?.trim();
    if name.len() > FACT_NAME_BYTES_MAX {
        return Err(Problem::new(format!("the name of a column is longer than {FACT_NAME_BYTES_MAX} bytes")));
    }
    let lower = name.to_lowercase();
    Ok(match lower.as_str() {
        "lang" => "language".to_owned(),
        _ if columns::is_own_name(&lower) => lower,
        _ => name.to_owned(),
    })
}

/// What graders wrote is not for policies to read.
fn is_gold(name: &str) -> bool {
    matches!(name.split('.').next(), Some("labels" | "outcome"))
}

/// Whether a first line names at least three of the columns that every transcript has.
pub(super) fn is_likely(line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(line);
    let names: Vec<String> = line
        .split([',', ';', '\t'])
        .map(|name| name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\u{feff}')).to_owned())
        .collect();
    columns::find(&names).err().is_none_or(|missing| missing.len() <= 1)
}

fn missing(wanted: &[&str], names: &[String]) -> Problem {
    let plural = if wanted.len() == 1 { "" } else { "s" };
    let wanted = wanted.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let problem = Problem::new(format!("the first row has no column{plural} {wanted}"));
    match names {
        [only] if only.contains(';') => problem.help("separate the columns by commas; this file has semicolons"),
        [only] if only.contains('\t') => problem.help("separate the columns by commas; this file has tabs"),
        _ => problem.help(
            "it names conversation, time, who and text, and any facts; rename the columns of your export to these",
        ),
    }
}
