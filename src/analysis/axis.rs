//! An axis of a space: one question, cut into cells, with the cells that inputs can reach.

use super::bits;
use crate::rows::{Column, LEAST, MISSING_CELL, NO_ANSWER_CELL, VALUE_CELL};

/// One question of a space.
#[derive(Clone, Debug)]
pub struct Axis {
    /// What is asked.
    pub asks: Asks,
    /// The values that there are.
    pub(super) limits: Limits,
    /// The cells that inputs can reach.
    pub(super) allowed: Vec<u64>,
    /// Every cell that inputs can reach, the most ordinary first.
    pub(super) ordinary: Vec<u32>,
    /// The slot that an ordinary input has.
    pub(super) typical: i64,
    /// The steps in which people write such numbers, the coarsest first.
    pub(super) steps: &'static [i64],
    /// The cell of inputs that give nothing, where two policies take something else for it.
    pub(super) not_given: Option<u32>,
}

/// What an axis asks.
#[derive(Clone, Debug)]
pub enum Asks {
    /// What a column of a table asks: its source is of the policy of this side. Cuts and words are those of all sides.
    Column {
        /// The side, by position.
        side: usize,
        /// The column.
        column: Column,
    },
    /// Whether an answer exists: cell 0 on the message, cell 1 on the answer.
    Point,
    /// Whether `on problem` is asked: cell 0 no, cell 1 yes.
    Problem,
}

/// The slots of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    pub(super) low: i64,
    pub(super) high: i64,
    /// Values are multiples of this.
    pub(super) grain: i64,
}

impl Limits {
    /// The slots of values between two, both included; none if there are none.
    pub(super) fn within(self, low: i64, high: i64) -> Option<(i64, i64)> {
        let grain = i128::from(self.grain);
        let (low, high) = (i128::from(low.max(self.low)), i128::from(high.min(self.high)));
        let first = -(-low).div_euclid(grain) * grain;
        let last = high.div_euclid(grain) * grain;
        (first <= last).then_some((i64::try_from(first).ok()?, i64::try_from(last).ok()?))
    }
}

impl Axis {
    /// How many cells there are.
    pub fn cells(&self) -> u32 {
        match &self.asks {
            Asks::Column { column, .. } => column.cells(),
            Asks::Point | Asks::Problem => 2,
        }
    }

    /// The column, unless it asks for the point or a problem.
    pub fn column(&self) -> Option<&Column> {
        match &self.asks {
            Asks::Column { column, .. } => Some(column),
            Asks::Point | Asks::Problem => None,
        }
    }

    /// The least and the greatest slot of a value in a cell; none if it holds no value.
    pub(super) fn slots(&self, cell: u32) -> Option<(i64, i64)> {
        let column = self.column()?;
        if cell < VALUE_CELL || Some(cell) == self.not_given {
            return None;
        }
        let (low, high) = column.bounds(cell);
        self.limits.within(low.max(LEAST), high)
    }

    /// The slot of a value between two that looks most as people would write it.
    pub(super) fn nice(&self, low: i64, high: i64) -> i64 {
        if (low..=high).contains(&self.typical) {
            return self.typical;
        }
        let nearest = |step: &i64| {
            let down = high.div_euclid(*step).checked_mul(*step).filter(|slot| *slot >= low);
            let up = (-((-i128::from(low)).div_euclid(i128::from(*step)))).checked_mul(i128::from(*step));
            let up = up.and_then(|slot| i64::try_from(slot).ok()).filter(|slot| *slot <= high);
            if self.typical > high { down } else { up }
        };
        self.steps.iter().find_map(nearest).unwrap_or(if self.typical > high { high } else { low })
    }

    /// Says which cells inputs can reach: those with values, and the two without if they can be.
    pub(super) fn allow(&mut self, missing: bool, no_answer: bool) {
        let cells = self.cells();
        let mut allowed = vec![0; bits::words(cells)];
        (VALUE_CELL..cells).filter(|cell| self.slots(*cell).is_some()).for_each(|cell| bits::put(&mut allowed, cell));
        if missing {
            bits::put(&mut allowed, MISSING_CELL);
        }
        if no_answer {
            bits::put(&mut allowed, NO_ANSWER_CELL);
        }
        if let Some(cell) = self.not_given {
            bits::put(&mut allowed, cell);
        }
        self.allowed = allowed;
        let at = self.column().map_or(0, |column| column.cell(self.typical));
        self.ordinary = bits::each(&self.allowed).collect();
        // Values near the typical one come first, no value comes last.
        self.ordinary.sort_by_key(|cell| (*cell < VALUE_CELL, cell.abs_diff(at), *cell));
    }
}
