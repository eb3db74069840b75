//! What every column holds at a decision: its slot, and the cell that the slot lies in.
//!
//! In: slots, one after another. Out: cells, found once when a value is set, so that
//! a decision only reads them.

use crate::rows::{Column, LEAST, MISSING, MISSING_CELL, NO_ANSWER, Rows};

/// Whole numbers up to this one have a place in a map; more when they tell many cells apart.
const MAP_MAX: usize = 64;

/// What every column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    /// Apart from the cells, because a decision reads little else than those.
    slots: Box<[i64]>,
    cells: Box<[u32]>,
}

impl Held {
    /// Nothing: every column is missing.
    pub(super) fn nothing(rows: &Rows) -> Self {
        let columns = rows.columns.len();
        Self { slots: vec![MISSING; columns].into(), cells: vec![MISSING_CELL; columns].into() }
    }

    /// Makes every column missing.
    pub(super) fn clear(&mut self) {
        self.slots.fill(MISSING);
        self.cells.fill(MISSING_CELL);
    }

    /// Takes over what every column of another holds.
    pub(super) fn copy_from(&mut self, other: &Self) {
        self.slots.copy_from_slice(&other.slots);
        self.cells.copy_from_slice(&other.cells);
    }

    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(super) fn slot(&self, column: usize) -> i64 {
        self.slots[column]
    }

    /// The cell that each column's slot lies in.
    pub(super) fn cells(&self) -> &[u32] {
        &self.cells
    }

    /// Gives a column another slot.
    #[inline]
    pub(super) fn set(&mut self, places: &Places, column: usize, slot: i64) {
        self.slots[column] = slot;
        self.cells[column] = places.cell(column, slot);
    }
}

/// Finds the cell of a slot, without branches that depend on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Places {
    columns: Vec<Place>,
    /// The cells of small whole numbers, behind those of missing and no answer.
    maps: Vec<u32>,
    cuts: Vec<i64>,
}

/// The cuts that every column has: of no answer, and of the least value.
const ALWAYS: usize = 2;

/// How the cells of one column are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In a map: where it begins, and its last place, which stands for all greater numbers.
    Mapped(usize, u64),
    /// Among cuts: from the first to before the second.
    Cut(usize, usize),
}

impl Places {
    /// `is_small` says of a column whether its values are small whole numbers: yes and no, or symbols.
    pub(super) fn new(columns: &[Column], is_small: impl Fn(&Column) -> bool) -> Self {
        let mut places = Self { columns: Vec::with_capacity(columns.len()), maps: Vec::new(), cuts: Vec::new() };
        for column in columns {
            let last = column.cuts.last().filter(|last| **last > LEAST).copied();
            let last = usize::try_from(last.unwrap_or(0)).unwrap_or(usize::MAX);
            let place = if is_small(column) && last < MAP_MAX.max(4 * column.cuts.len()) {
                places.map(column, last)
            } else {
                places.cut(column)
            };
            places.columns.push(place);
        }
        places
    }

    fn map(&mut self, column: &Column, last: usize) -> Place {
        let from = self.maps.len();
        let slots = [MISSING, NO_ANSWER].into_iter().chain((0..).take(last + 1));
        self.maps.extend(slots.map(|slot| column.cell(slot)));
        Place::Mapped(from, (self.maps.len() - from - 1) as u64)
    }

    fn cut(&mut self, column: &Column) -> Place {
        debug_assert_eq!(column.cuts[..ALWAYS], [NO_ANSWER, LEAST]);
        let from = self.cuts.len();
        self.cuts.extend_from_slice(&column.cuts[ALWAYS..]);
        Place::Cut(from, self.cuts.len())
    }

    /// The cell of a slot of a column; equal to [`Column::cell`].
    #[inline]
    pub(super) fn cell(&self, column: usize, slot: i64) -> u32 {
        match self.columns[column] {
            Place::Mapped(from, last) => {
                // Missing is 0, no answer 1, and a number is 2 more than itself.
                let bits = slot.cast_unsigned() ^ SIGN;
                let place = ((bits & !SIGN) + (bits >> 63) * 2).min(last);
                self.maps[from + usize::try_from(place).unwrap_or(0)]
            }
            Place::Cut(from, to) => {
                let cuts = &self.cuts[from..to];
                let always = u32::from(NO_ANSWER <= slot) + u32::from(LEAST <= slot);
                #[allow(clippy::cast_possible_truncation, reason = "a column has far fewer cuts")]
                let beyond = cuts.partition_point(|cut| *cut <= slot) as u32;
                always + beyond
            }
        }
    }
}

/// The bit of a negative number.
const SIGN: u64 = 1 << 63;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::FactId;
    use crate::rows::ColumnSource;

    fn column(cuts: &[i64]) -> Column {
        let cuts = [NO_ANSWER, LEAST].iter().chain(cuts).copied().collect();
        Column { source: ColumnSource::Fact(FactId(0)), cuts, words: Vec::new(), on_answer: false }
    }

    #[test]
    fn the_cell_of_a_slot_is_that_of_its_column() {
        let many: Vec<i64> = (0..100).map(|at| at * 7 - 20).collect();
        for (cuts, small) in
            [(&[][..], true), (&[1], true), (&[1, 3, 4, 70], true), (&[-5, 0, 5], false), (&many, false)]
        {
            let column = column(cuts);
            let places = Places::new(std::slice::from_ref(&column), |_| small);
            let values = (if small { 0 } else { -30 })..700;
            for slot in values.chain([MISSING, NO_ANSWER, i64::MAX]) {
                assert_eq!(places.cell(0, slot), column.cell(slot), "cuts {cuts:?}, slot {slot}");
            }
        }
    }
}
