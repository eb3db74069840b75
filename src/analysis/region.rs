//! Regions: for each axis a set of cells. Points: for each axis one cell.
//!
//! A region is a box in the space of all inputs. It knows nothing of what the cells
//! mean; the [`Layout`] says where the bits of each axis stand.

use super::bits;

/// An axis of a space, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AxisId(pub u16);

impl AxisId {
    /// The position.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The id of a position.
    pub fn from_index(index: usize) -> Self {
        Self(u16::try_from(index).expect("a space has few times as many axes as a table has columns"))
    }
}

/// Where the bits of each axis stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    starts: Vec<usize>,
}

impl Layout {
    /// For axes with so many cells.
    pub(super) fn new(cells: impl IntoIterator<Item = u32>) -> Self {
        let mut starts = vec![0];
        for cells in cells {
            starts.push(starts[starts.len() - 1] + bits::words(cells));
        }
        Self { starts }
    }

    pub(super) fn words(&self) -> usize {
        self.starts[self.starts.len() - 1]
    }

    pub(super) fn of(&self, axis: AxisId) -> std::ops::Range<usize> {
        self.starts[axis.index()]..self.starts[axis.index() + 1]
    }
}

/// For each axis of a space a set of cells.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Region {
    pub(super) words: Box<[u64]>,
}

/// For each axis of a space one cell, by position.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Point {
    pub(super) cells: Box<[u32]>,
}

impl Point {
    /// The cell of an axis.
    pub fn cell(&self, axis: AxisId) -> u32 {
        self.cells[axis.index()]
    }
}
