//! Rows in flat lists: each row and each ask ends where the next begins.

use super::{Checked, ensure, within};
use crate::rows::{Column, Matrix};

/// Checks that a matrix is well made: columns of a row ascend, ranges of an ask ascend with gaps between them and lie in
/// the column's cells, no ask is empty. `may` says which columns may be asked.
pub(super) fn check(matrix: &Matrix, columns: &[Column], may: impl Fn(usize) -> bool) -> Checked {
    ensure(matrix.of.len() == matrix.ends.len(), || "rows without an end".to_owned())?;
    let mut asked = 0;
    let mut accepted = 0;
    for (row, end) in matrix.ends.iter().enumerate() {
        let asks = matrix.asks.get(asked..*end as usize).ok_or_else(|| format!("row {row} ends where it cannot"))?;
        asked = *end as usize;
        let mut before = None;
        for ask in asks {
            let column = ask.column.index();
            within("column", column, columns.len())?;
            ensure(before < Some(column), || format!("row {row} asks columns out of order"))?;
            ensure(may(column), || format!("row {row} asks column {column} too early"))?;
            before = Some(column);
            let ranges = matrix.ranges.get(accepted..ask.end as usize);
            let ranges = ranges.ok_or_else(|| format!("row {row} asks for cells that are not there"))?;
            accepted = ask.end as usize;
            ensure(are_cells(ranges, columns[column].cells()), || format!("row {row} asks for cells that cannot be"))?;
        }
    }
    ensure(asked == matrix.asks.len(), || "asks without a row".to_owned())?;
    ensure(accepted == matrix.ranges.len(), || "cells without an ask".to_owned())
}

/// Whether these are ranges of cells as [`Cells`](crate::rows::Cells) keeps them, and at least one.
fn are_cells(ranges: &[(u32, u32)], cells: u32) -> bool {
    let Some((_, last)) = ranges.last() else { return false };
    let are_apart = ranges.windows(2).all(|pair| pair[0].1 < pair[1].0);
    are_apart && *last <= cells && ranges.iter().all(|(start, end)| start < end)
}
