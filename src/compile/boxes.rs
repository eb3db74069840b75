//! Conditions as rows: each row a set of cells for some columns, one of them must fit.
//!
//! In: a condition, and what its comparisons ask in cells. Out: rows, few of them:
//! an `or` about one column is one row, only an `or` across columns makes several.
//!
//! # Guarantees
//!
//! A row asks its columns in ascending order, each for a set that is neither empty
//! nor everything. Equal conditions give equal rows.

use std::collections::HashMap;

use crate::policy::{ComparisonId, Condition};
use crate::rows::{Cells, ColumnId, ROWS_OF_ONE_MAX};

/// What one row asks.
pub(super) type Row = Vec<(ColumnId, Cells)>;

/// What comparisons ask, in cells.
pub(super) trait Ask {
    /// The rows of a comparison; `except`: of its exception, which holds where it does not.
    fn comparison(&self, id: ComparisonId, except: bool) -> Vec<Row>;
    /// How many cells a column has.
    fn cells(&self, column: ColumnId) -> u32;
}

/// A part of a condition that becomes more than [`ROWS_OF_ONE_MAX`] rows: its comparisons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TooMany(pub(super) Vec<ComparisonId>);

/// The rows of a condition.
pub(super) fn rows(ask: &dyn Ask, condition: &Condition) -> Result<Vec<Row>, TooMany> {
    signed(ask, condition, false)
}

fn signed(ask: &dyn Ask, condition: &Condition, except: bool) -> Result<Vec<Row>, TooMany> {
    let parts = match condition {
        Condition::Compare(id) => return Ok(merged(ask, ask.comparison(*id, except))),
        Condition::Except(inner) => return signed(ask, inner, !except),
        Condition::All(parts) | Condition::Any(parts) => parts,
    };
    let all = matches!(condition, Condition::All(_)) != except;
    let mut found = if all { vec![Row::new()] } else { Vec::new() };
    for part in parts {
        let rows = signed(ask, part, except)?;
        found = if all { product(ask, &found, &rows) } else { merged(ask, [found, rows].concat()) };
        if found.len() > ROWS_OF_ONE_MAX {
            return Err(TooMany(blamed(condition)));
        }
    }
    Ok(found)
}

/// The alternatives that make many rows: those of the widest `or` below, else the whole condition.
fn blamed(condition: &Condition) -> Vec<ComparisonId> {
    let mut widest: &[Condition] = &[];
    let mut open = vec![condition];
    while let Some(one) = open.pop() {
        match one {
            Condition::All(parts) => open.extend(parts),
            Condition::Any(parts) => {
                if parts.len() > widest.len() {
                    widest = parts;
                }
                open.extend(parts);
            }
            Condition::Except(inner) => open.push(inner),
            Condition::Compare(_) => {}
        }
    }
    let of_widest: Vec<ComparisonId> = widest.iter().flat_map(Condition::comparisons).collect();
    if of_widest.is_empty() { condition.comparisons() } else { of_widest }
}

/// Every row of one list with every row of another.
fn product(ask: &dyn Ask, left: &[Row], right: &[Row]) -> Vec<Row> {
    merged(ask, left.iter().flat_map(|one| right.iter().filter_map(|other| both(one, other))).collect())
}

/// The row that asks what both ask; none if nothing fits it.
pub(super) fn both(left: &Row, right: &Row) -> Option<Row> {
    let mut joined = Row::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    loop {
        let next = match (left.peek(), right.peek()) {
            (None, None) => return Some(joined),
            (Some((a, cells)), Some((b, others))) if a == b => {
                let cells = cells.and(others);
                let column = *a;
                left.next();
                right.next();
                (column, cells)
            }
            (Some((a, _)), Some((b, _))) if b < a => right.next()?.clone(),
            (None, Some(_)) => right.next()?.clone(),
            _ => left.next()?.clone(),
        };
        if next.1.is_empty() {
            return None;
        }
        joined.push(next);
    }
}

/// The same as fewer rows: two that differ in one column become one, one inside another goes.
fn merged(ask: &dyn Ask, mut rows: Vec<Row>) -> Vec<Row> {
    for row in &mut rows {
        row.retain(|(column, cells)| *cells != Cells::all(ask.cells(*column)));
    }
    rows.retain(|row| row.iter().all(|(_, cells)| !cells.is_empty()));
    loop {
        let before = rows.len();
        if before < 2 {
            return rows;
        }
        let mut columns: Vec<ColumnId> = rows.iter().flatten().map(|(column, _)| *column).collect();
        columns.sort_unstable();
        columns.dedup();
        for column in columns {
            rows = united(ask, rows, column);
        }
        rows = without_covered(rows);
        if rows.len() == before {
            return rows;
        }
    }
}

/// Joins the rows that differ in nothing but this column.
fn united(ask: &dyn Ask, rows: Vec<Row>, column: ColumnId) -> Vec<Row> {
    let mut places: HashMap<Row, usize> = HashMap::new();
    let mut joined: Vec<(Row, Option<Cells>)> = Vec::new();
    for mut row in rows {
        let at = row.iter().position(|(one, _)| *one == column);
        let cells = at.map(|at| row.remove(at).1);
        match places.get(&row) {
            Some(place) => {
                let known = &mut joined[*place].1;
                *known = known.as_ref().zip(cells.as_ref()).map(|(one, other)| one.or(other));
            }
            None => {
                places.insert(row.clone(), joined.len());
                joined.push((row, cells));
            }
        }
    }
    let whole = Cells::all(ask.cells(column));
    let back = |(mut row, cells): (Row, Option<Cells>)| {
        if let Some(cells) = cells.filter(|cells| *cells != whole) {
            let at = row.partition_point(|(one, _)| *one < column);
            row.insert(at, (column, cells));
        }
        row
    };
    joined.into_iter().map(back).collect()
}

/// Leaves out the rows that lie inside another.
fn without_covered(rows: Vec<Row>) -> Vec<Row> {
    let mut kept: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        if kept.iter().any(|other| covers(other, &row)) {
            continue;
        }
        kept.retain(|other| !covers(&row, other));
        kept.push(row);
    }
    kept
}

/// Whether whatever fits `small` fits `large`.
fn covers(large: &Row, small: &Row) -> bool {
    large.iter().all(|(column, cells)| {
        small.iter().find(|(one, _)| one == column).is_some_and(|(_, others)| others.and(cells) == *others)
    })
}
