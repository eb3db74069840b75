//! Rows over the axes of a space, in order.
//!
//! In: rows of a table, translated by a [`Side`](super::Side); or regions. Out: what
//! the search compares regions with.

use super::bits;
use super::region::{AxisId, Layout, Region};

/// Rows in order: each asks some axes for a set of cells, and stands for something.
#[derive(Clone, Debug, Default)]
pub struct RowList {
    /// What each row stands for.
    pub of: Vec<u32>,
    ends: Vec<usize>,
    asks: Vec<(AxisId, usize)>,
    words: Vec<u64>,
}

impl RowList {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.of.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// Every row, by position.
    pub fn all(&self) -> Vec<u32> {
        self.before(self.len())
    }

    /// The rows before one.
    pub fn before(&self, row: usize) -> Vec<u32> {
        (0..).take(row.min(self.len())).collect()
    }

    /// Adds a row: for each axis, ascending, the set of cells that it accepts.
    pub(super) fn push<'m>(&mut self, of: u32, asks: impl IntoIterator<Item = (AxisId, &'m [u64])>) {
        for (axis, mask) in asks {
            self.asks.push((axis, self.words.len()));
            self.words.extend_from_slice(mask);
        }
        self.of.push(of);
        self.ends.push(self.asks.len());
    }

    /// Adds the rows of another list of the same space behind these.
    pub fn append(&mut self, other: &RowList, layout_of: &super::Space) {
        for row in 0..other.len() {
            self.push(other.of[row], other.asks(row, layout_of.layout()));
        }
    }

    /// What a row asks: axes, each with the cells that it accepts.
    pub(super) fn asks<'r>(
        &'r self,
        row: usize,
        layout: &'r Layout,
    ) -> impl Iterator<Item = (AxisId, &'r [u64])> + use<'r> {
        let first = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.asks[first..self.ends[row]].iter().map(|(axis, start)| {
            let length = layout.of(*axis).len();
            (*axis, &self.words[*start..start + length])
        })
    }

    /// Whether nothing of a region fits a row, by its cells alone.
    pub(super) fn is_apart(&self, row: usize, region: &Region, layout: &Layout) -> bool {
        self.asks(row, layout).any(|(axis, mask)| !bits::meet(&region.words[layout.of(axis)], mask))
    }
}
