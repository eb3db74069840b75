//! A sheet: a row for each row of the table, a column for each question.
//!
//! # Guarantees
//!
//! RFC 4180, with a byte-order mark, so that Excel reads it as UTF-8. No cell is
//! taken for a formula: one that begins as a formula does gets an apostrophe.

use super::{Page, one_line};
use crate::listing::{Case, Entry, Line, Place, Then, cell, question};
use crate::rows::ColumnId;

/// Before the questions, and behind them.
const HEADS: (&[&str], &[&str]) = (
    &["#", "row", "kind", "group", "name", "title"],
    &["then", "to", "level", "silence", "effects", "say", "because", "source"],
);

/// The sheet.
pub(super) fn sheet(page: &Page<'_>) -> String {
    let listing = &page.listing;
    let all = || listing.rules.iter().chain(&listing.watches).chain(&listing.alsos);
    let questions = listing.questions(all());
    let mut sheet = Sheet { page, questions, text: "\u{feff}".to_owned() };
    let asked = sheet.questions.iter().map(|id| question(listing.policy, listing.rows.column(*id)));
    let head =
        HEADS.0.iter().map(|head| (*head).to_owned()).chain(asked).chain(HEADS.1.iter().map(|head| (*head).to_owned()));
    let head: Vec<String> = head.collect();
    sheet.row(&head);
    listing.rules.iter().for_each(|entry| sheet.entry(entry));
    sheet.fallbacks();
    listing.alsos.iter().for_each(|entry| sheet.entry(entry));
    listing.watches.iter().for_each(|entry| sheet.entry(entry));
    sheet.text
}

struct Sheet<'p> {
    page: &'p Page<'p>,
    questions: Vec<ColumnId>,
    text: String,
}

impl Sheet<'_> {
    fn entry(&mut self, entry: &Entry<'_>) {
        for case in &entry.cases {
            for line in &case.lines {
                self.line(entry, case, Some(line));
            }
            if case.lines.is_empty() {
                self.line(entry, case, None);
            }
        }
    }

    fn line(&mut self, entry: &Entry<'_>, case: &Case<'_>, line: Option<&Line>) {
        let (kind, before) = match entry.place {
            Place::Rule(layer, _) => (layer.as_str(), ""),
            Place::Also(_) => ("also", ""),
            Place::Watch(_) => ("watch", "before "),
        };
        let number = format!("{before}{}", entry.number(None));
        let row = line.and_then(|line| line.number).map_or_else(String::new, |row| row.to_string());
        let title = entry.title.unwrap_or_default().to_owned();
        let mut cells = vec![number, row, kind.to_owned(), entry.groups.join(" / "), entry.name.to_owned(), title];
        for id in &self.questions {
            let column = self.page.listing.rows.column(*id);
            let accepts = line.map(|line| line.accepts(*id));
            cells.push(match accepts {
                None => "never".to_owned(),
                Some(None) => "any".to_owned(),
                Some(Some(accepts)) => cell(self.page.listing.policy, column, accepts, self.page.most),
            });
        }
        cells.extend(outcome(&case.then, entry.because, &entry.source));
        self.row(&cells);
    }

    fn fallbacks(&mut self) {
        let page = self.page;
        for fallback in &page.listing.fallbacks {
            let mut cells = vec![String::new(); HEADS.0.len()];
            fallback.name.clone_into(&mut cells[2]);
            cells[5].clone_from(&fallback.when);
            cells.extend(self.questions.iter().map(|_| "any".to_owned()));
            cells.extend(outcome(&fallback.then, fallback.because, &fallback.source));
            self.row(&cells);
        }
    }

    fn row(&mut self, cells: &[String]) {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(&one_line(cell))).collect();
        self.text += &cells.join(",");
        self.text += "\r\n";
    }
}

fn outcome(then: &Then<'_>, because: Option<&str>, source: &str) -> [String; 8] {
    [
        then.action.map_or_else(String::new, |action| action.as_str().to_owned()),
        then.to.clone(),
        then.level.unwrap_or_default().to_owned(),
        then.silence.clone().unwrap_or_default(),
        then.effects.join(", "),
        then.says.unwrap_or_default().to_owned(),
        because.unwrap_or_default().to_owned(),
        source.to_owned(),
    ]
}

/// A cell, in quotes if it needs them; never a formula, in any spelling that a spreadsheet takes for one.
fn quoted(cell: &str) -> String {
    let is_formula = cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let cell = if is_formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}
