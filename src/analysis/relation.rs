//! A relation between two axes: which cells can go together.
//!
//! A table of pairs. Before the search splits a region it takes out the cells that
//! have no partner left.

use super::bits;
use super::region::{AxisId, Layout, Region};

/// Which cells of two axes can go together.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    pub(super) left: AxisId,
    pub(super) right: AxisId,
    /// For each cell of the left axis the cells of the right one.
    forth: Vec<Vec<u64>>,
}

/// Which of two axes lost cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Narrowed {
    pub(super) left: bool,
    pub(super) right: bool,
}

impl Relation {
    /// The relation of the pairs that go together, of axes with so many cells.
    pub(super) fn new(left: (AxisId, u32), right: (AxisId, u32), together: impl Fn(u32, u32) -> bool) -> Self {
        let row = |a: u32| {
            let mut set = vec![0; bits::words(right.1)];
            (0..right.1).filter(|b| together(a, *b)).for_each(|b| bits::put(&mut set, b));
            set
        };
        Self { left: left.0, right: right.0, forth: (0..left.1).map(row).collect() }
    }

    /// Whether it rules out nothing in a region.
    pub(super) fn is_idle(&self, region: &Region, layout: &Layout) -> bool {
        let right = &region.words[layout.of(self.right)];
        bits::each(&region.words[layout.of(self.left)]).all(|cell| bits::inside(right, &self.forth[cell as usize]))
    }

    /// Takes out the cells without a partner.
    pub(super) fn narrow(&self, region: &mut Region, layout: &Layout) -> Narrowed {
        let (of_left, of_right) = (layout.of(self.left), layout.of(self.right));
        let mut left: Vec<u64> = region.words[of_left.clone()].to_vec();
        let mut right = vec![0; of_right.len()];
        let there = &region.words[of_right.clone()];
        for cell in bits::each(&region.words[of_left.clone()]) {
            let partners = &self.forth[cell as usize];
            if bits::meet(partners, there) {
                bits::add(&mut right, partners);
            } else {
                bits::take(&mut left, cell);
            }
        }
        bits::keep(&mut right, there);
        let narrowed =
            Narrowed { left: region.words[of_left.clone()] != *left, right: region.words[of_right.clone()] != *right };
        region.words[of_left].copy_from_slice(&left);
        region.words[of_right].copy_from_slice(&right);
        narrowed
    }
}
