//! A point → slots: for each axis a value that people would write, which fits all others.

use super::bits;
use super::region::{AxisId, Region};
use super::space::Space;
use crate::rows::{LEAST, MISSING, MISSING_CELL, NO_ANSWER, NO_ANSWER_CELL};

/// What a slot may be.
#[derive(Clone, Copy, Debug)]
enum Slot {
    Fixed(i64),
    Between(i64, i64),
}

impl Space {
    /// The slot of each axis of a region of single cells; none if no values fit each other.
    pub(super) fn slots(&self, region: &Region) -> Option<Vec<i64>> {
        let cells: Vec<u32> = (0..self.axes.len())
            .map(|at| bits::each(&region.words[self.layout.of(AxisId::from_index(at))]).next())
            .collect::<Option<_>>()?;
        let mut slots: Vec<Slot> = (0..self.axes.len()).map(|at| self.range(at, cells[at])).collect::<Option<_>>()?;
        let thresholds: Vec<i64> = self.margins.iter().map(|margin| margin.exact(self, &cells)).collect();
        for (margin, threshold) in self.margins.iter().zip(&thresholds) {
            if Some(cells[margin.fact.index()]) == self.axis(margin.fact).not_given
                && let Some(slot) = margin.unless_given
            {
                let slot = slot.saturating_sub(*threshold).max(LEAST);
                let column = self.axis(margin.over).column()?;
                if column.cell(slot) != cells[margin.over.index()] {
                    return None;
                }
                slots[margin.over.index()] = Slot::Fixed(slot);
            }
            let Slot::Between(low, high) = slots[margin.fact.index()] else { continue };
            let Slot::Between(least, most) = slots[margin.over.index()] else { return None };
            let add = |slot: i64| if slot == i64::MAX { i64::MAX } else { slot.saturating_add(*threshold) };
            let from = if cells[margin.over.index()] == crate::rows::VALUE_CELL { i64::MIN } else { add(least) };
            let (low, high) = self.axis(margin.fact).limits.within(low.max(from), high.min(add(most)))?;
            slots[margin.fact.index()] = Slot::Between(low, high);
        }
        self.ascend(&mut slots)?;
        for at in 0..slots.len() {
            if let Slot::Between(low, high) = slots[at] {
                let nice = self.axes[at].nice(low, high);
                slots[at] = Slot::Between(nice, nice);
                if self.orders.iter().any(|(left, right, _)| left.index() == at || right.index() == at) {
                    self.ascend(&mut slots)?;
                }
            }
        }
        for (margin, threshold) in self.margins.iter().zip(&thresholds) {
            if let Slot::Between(fact, _) = slots[margin.fact.index()] {
                slots[margin.over.index()] = Slot::Fixed(fact.saturating_sub(*threshold));
            }
        }
        Some(slots.into_iter().map(|(Slot::Fixed(slot) | Slot::Between(slot, _))| slot).collect())
    }

    fn range(&self, at: usize, cell: u32) -> Option<Slot> {
        let axis = &self.axes[at];
        Some(match cell {
            _ if axis.column().is_none() => Slot::Fixed(i64::from(cell)),
            MISSING_CELL => Slot::Fixed(MISSING),
            NO_ANSWER_CELL => Slot::Fixed(NO_ANSWER),
            cell if Some(cell) == axis.not_given => Slot::Fixed(LEAST),
            cell => {
                let (low, high) = axis.slots(cell)?;
                Slot::Between(low, high)
            }
        })
    }

    /// Narrows values that ascend; none if they cannot.
    fn ascend(&self, slots: &mut [Slot]) -> Option<()> {
        // Chains are short: as many rounds as there are pairs are enough for the longest.
        for _ in 0..=self.orders.len() {
            let mut changed = false;
            for (left, right, gap) in &self.orders {
                let (Slot::Between(low, high), Slot::Between(least, most)) =
                    (slots[left.index()], slots[right.index()])
                else {
                    continue;
                };
                let (first, second) =
                    ((low, high.min(most.saturating_sub(*gap))), (least.max(low.saturating_add(*gap)), most));
                if first.0 > first.1 || second.0 > second.1 {
                    return None;
                }
                changed |= first != (low, high) || second != (least, most);
                slots[left.index()] = Slot::Between(first.0, first.1);
                slots[right.index()] = Slot::Between(second.0, second.1);
            }
            if !changed {
                break;
            }
        }
        Some(())
    }
}
