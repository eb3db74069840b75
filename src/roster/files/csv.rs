//! CSV → a tree: an agent a row, with the keys of an agent as columns.
//!
//! A cell with several parts has semicolons between them: `billing 5; disputes 4`,
//! `es C2; en B2`, `Mon-Fri 09:00-13:00, 14:00-18:00; 2026-12-31 off`.

use super::{Fault, FaultKind, Node, Place, Value, fault, text};

/// Columns whose cells are lists.
const LISTS: [&str; 5] = ["teams", "shifts", "on_call", "holidays", "marks"];
/// Columns whose cells are names with a value each.
const PAIRS: [&str; 3] = ["skills", "languages", "costs"];
/// Columns whose cells are one value.
const SINGLE: [&str; 6] = ["id", "name", "zone", "units", "interruptible_units", "after_work"];

/// A row: its cells, and the bytes of its line.
pub(super) struct Row {
    pub(super) cells: Vec<String>,
    pub(super) place: Place,
}

/// The rows of a text, the heading first.
pub(super) fn rows(text: &str, file: usize) -> Result<Vec<Row>, Vec<Fault>> {
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(::csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows: Vec<Row> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            vec![fault(FaultKind::Unreadable, format!("this is not CSV: {error}"), Place::default(), "this file")]
        })?;
        let start = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        let start = start + text[start..].find(|c: char| !matches!(c, '\n' | '\r')).unwrap_or(0);
        let end = start + text[start..].find('\n').unwrap_or(text.len() - start);
        let end = start + text[start..end].trim_end().len();
        let cells = record.iter().map(|cell| cell.trim_start_matches('\u{feff}').to_owned()).collect();
        rows.push(Row { cells, place: Place { file, bytes: start..end } });
    }
    Ok(rows)
}

/// Reads a text as a tree.
pub(super) fn tree(text: &str, file: usize) -> Result<Node, Vec<Fault>> {
    let mut rows = rows(text, file)?.into_iter();
    let Some(heading) = rows.next() else {
        let message = "a roster without agents";
        return Err(vec![fault(FaultKind::Unreadable, message, Place::default(), "the file is empty")]);
    };
    let columns = columns(&heading, &[&SINGLE[..], &LISTS, &PAIRS].concat(), &["id"])?;
    let mut agents = Vec::new();
    let is_long = |row: &&Row| row.cells.len() > columns.len();
    let rows: Vec<Row> = rows.collect();
    if let Some(row) = rows.iter().find(is_long) {
        let message = format!("{} cells in a table of {} columns", row.cells.len(), columns.len());
        let mut one = fault(FaultKind::Unreadable, message, row.place.clone(), "this row");
        one.help = Some("put a cell that holds commas in quotes".to_owned());
        return Err(vec![one]);
    }
    for row in rows {
        let cells = columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty());
        let keys =
            cells.map(|(column, cell)| (column.clone(), row.place.clone(), self::cell(column, cell, &row.place)));
        agents.push(Node { value: Value::Table(keys.collect()), place: row.place.clone() });
    }
    let agents = Node { value: Value::List(agents), place: heading.place.clone() };
    Ok(Node { value: Value::Table(vec![("agent".to_owned(), heading.place.clone(), agents)]), place: heading.place })
}

/// The columns of a heading, each of which must be known; those that are needed must be there.
pub(super) fn columns(heading: &Row, known: &[&str], needed: &[&str]) -> Result<Vec<String>, Vec<Fault>> {
    let mut wrong = Vec::new();
    let columns: Vec<String> = heading.cells.iter().map(|cell| cell.to_lowercase().replace([' ', '-'], "_")).collect();
    for (at, column) in columns.iter().enumerate() {
        let mut one = if !known.contains(&column.as_str()) {
            fault(
                FaultKind::Name,
                format!("there is no column `{}`", heading.cells[at]),
                heading.place.clone(),
                "the heading",
            )
        } else if columns[..at].contains(column) {
            fault(FaultKind::Name, format!("two columns are called `{column}`"), heading.place.clone(), "the heading")
        } else {
            continue;
        };
        one.help = Some(format!("columns are `{}`", known.join("`, `")));
        if !known.contains(&column.as_str()) {
            one.meant = Some((column.clone(), known.iter().map(|name| (*name).to_owned()).collect()));
        }
        wrong.push(one);
    }
    for lacking in needed.iter().filter(|name| !columns.iter().any(|column| column == *name)) {
        let message = format!("there is no column `{lacking}`");
        wrong.push(fault(FaultKind::Unreadable, message, heading.place.clone(), "the heading"));
    }
    if wrong.is_empty() { Ok(columns) } else { Err(wrong) }
}

fn cell(column: &str, cell: &str, place: &Place) -> Node {
    let parts = || cell.split(';').map(str::trim).filter(|part| !part.is_empty());
    let value = if LISTS.contains(&column) {
        Value::List(parts().map(|part| text(part, place)).collect())
    } else if PAIRS.contains(&column) {
        let pair = |part: &str| {
            let (name, value) = part.rsplit_once(char::is_whitespace).unwrap_or((part, ""));
            (name.trim().to_owned(), place.clone(), single(value, place))
        };
        Value::Table(parts().map(pair).collect())
    } else if matches!(column, "id" | "name" | "zone") {
        Value::Text(cell.to_owned())
    } else {
        return single(cell, place);
    };
    Node { value, place: place.clone() }
}

/// A number if it is one.
fn single(cell: &str, place: &Place) -> Node {
    match cell.parse() {
        Ok(number) => Node { value: Value::Number(number), place: place.clone() },
        Err(_) => text(cell, place),
    }
}
