//! Rows in order, in flat lists: a table of ten thousand rules is read in few steps.

use super::cells::contains;
use super::{Cells, ColumnId};

/// Rows in order.
///
/// The lists are public for the artifact's sake; [`Matrix::push`] and [`Matrix::asks`] keep and read them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    /// What each row stands for, by position; [`Rows`](super::Rows) says in which list.
    pub of: Vec<u32>,
    /// Where the asks of each row end, in `asks`; they begin where the row before ends.
    pub ends: Vec<u32>,
    /// What rows ask: the columns of one row ascending.
    pub asks: Vec<Ask>,
    /// The ranges of cells that asks accept, from the first cell to before the second.
    pub ranges: Vec<(u32, u32)>,
}

/// What a row asks of one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The column.
    pub column: ColumnId,
    /// Where the ranges that it accepts end, in [`Matrix::ranges`]; they begin where the ask before ends.
    pub end: u32,
}

impl Matrix {
    /// Adds a row. The columns ascend; no set is empty.
    pub fn push(&mut self, of: u32, asks: impl IntoIterator<Item = (ColumnId, Cells)>) {
        for (column, cells) in asks {
            self.ranges.extend_from_slice(cells.ranges());
            self.asks.push(Ask { column, end: count(&self.ranges) });
        }
        self.of.push(of);
        self.ends.push(count(&self.asks));
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.of.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// What a row asks: columns ascending, each with the ranges of cells that it accepts.
    pub fn asks(&self, row: usize) -> impl Iterator<Item = (ColumnId, &[(u32, u32)])> {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        (start..self.ends[row] as usize).map(|at| {
            let first = at.checked_sub(1).map_or(0, |before| self.asks[before].end as usize);
            (self.asks[at].column, &self.ranges[first..self.asks[at].end as usize])
        })
    }

    /// Whether a row fits these cells, one for each column.
    pub fn fits(&self, row: usize, cells: &[u32]) -> bool {
        self.asks(row).all(|(column, ranges)| contains(ranges, cells[column.index()]))
    }
}

fn count<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).expect("a table has at most ROWS_MAX rows of at most COLUMNS_MAX asks")
}
