//! How far a threshold that was edited can have moved.
//!
//! In: a threshold of both policies that is not the same. Out: for each class of
//! categories how far the new one can lie from the old, and rows that no input fits:
//! margins that go together with no such distance. Without them the search would try
//! every combination of what the steps read, for every pair of rows.

use crate::analysis::margin::Base;
use crate::analysis::{AxisId, RowList, Side, Space, alike, bits};
use crate::policy::ThresholdId;
use crate::rows::VALUE_CELL;

/// A threshold that is in both policies and is not the same.
#[derive(Clone, Debug)]
pub(super) struct Moved {
    /// The margins, old and new.
    pub(super) margins: [AxisId; 2],
    /// The category's axis, if a base depends on it.
    pub(super) category: Option<AxisId>,
    /// Cells of the category with the same bases.
    pub(super) classes: Vec<Class>,
    /// Axes that steps read which are not in both.
    pub(super) steps: Vec<AxisId>,
}

/// Cells of the category with the same bases: the bases, the cells, how far the threshold can have moved.
type Class = ([i64; 2], Vec<u32>, (i64, i64));

/// The thresholds of the same name and fact that are not the same.
pub(super) fn moved(space: &Space, sides: &[Side<'_>; 2]) -> Vec<Moved> {
    let [old, new] = sides.each_ref().map(|side| &side.artifact.policy);
    let mut found = Vec::new();
    for (at, threshold) in old.thresholds.iter().enumerate() {
        let is_twin = |other: &&crate::policy::Threshold| {
            other.name == threshold.name && new.fact(other.fact).name == old.fact(threshold.fact).name
        };
        let Some(twin) = new.thresholds.iter().position(|other| is_twin(&other)) else { continue };
        found.extend(one(space, sides, [at, twin].map(ThresholdId::from_index)));
    }
    found
}

fn one(space: &Space, sides: &[Side<'_>; 2], of: [ThresholdId; 2]) -> Option<Moved> {
    let over = |side: usize| {
        let column = sides[side].artifact.rows.thresholds[of[side].index()].margin?;
        Some(sides[side].axis(column))
    };
    let margins = [over(0)?, over(1)?];
    if margins[0] == margins[1] {
        return None;
    }
    let find = |axis: AxisId| space.margins.iter().find(|margin| margin.over == axis);
    let [one, other] = [find(margins[0])?, find(margins[1])?];
    if one.fact != other.fact || one.unless_given != other.unless_given {
        return None;
    }
    let (steps, (low, high)) = steps(space, sides, of);
    let category = [&one.base, &other.base].into_iter().find_map(|base| match base {
        Base::ByCell(axis, _) => Some(*axis),
        Base::One(_) => None,
    });
    let cells = category.map_or_else(|| vec![0], |axis| space.cells(&space.everything(), axis).collect());
    let base = |base: &Base, cell: u32| match base {
        Base::One(base) => *base,
        Base::ByCell(_, bases) => bases[cell as usize],
    };
    let mut classes: Vec<Class> = Vec::new();
    for cell in cells {
        let bases = [base(&one.base, cell), base(&other.base, cell)];
        match classes.iter_mut().find(|(known, ..)| *known == bases) {
            Some((_, cells, _)) => cells.push(cell),
            None => {
                let by = bases[1].saturating_sub(bases[0]);
                let far = (by.saturating_add(low), by.saturating_add(high));
                classes.push((bases, vec![cell], limited(far, [one.low, other.low], [one.high, other.high])));
            }
        }
    }
    Some(Moved { margins, category, classes, steps })
}

/// How far apart limits let two sums be that lie so far apart: each limit moves what it holds as far as it moved itself.
fn limited((low, high): (i64, i64), least: [Option<i64>; 2], most: [Option<i64>; 2]) -> (i64, i64) {
    let (mut from, mut to) = (low, high);
    for limits in [least, most] {
        match limits {
            [None, None] => {}
            [Some(old), Some(new)] => {
                let by = new.saturating_sub(old);
                (from, to) = (from.min(by), to.max(by));
            }
            // A limit that only one of them has can move it any distance.
            _ => (from, to) = (i64::MIN, i64::MAX),
        }
    }
    (from, to)
}

/// The axes of the steps that are not in both, and the least and the most that these make of the difference.
fn steps(space: &Space, sides: &[Side<'_>; 2], of: [ThresholdId; 2]) -> (Vec<AxisId>, (i64, i64)) {
    let texts = [0, 1].map(|side: usize| {
        let policy = &sides[side].artifact.policy;
        let groups = policy.thresholds[of[side].index()].groups.len();
        (0..groups).map(|group| alike::step_group(policy, of[side], group)).collect::<Vec<String>>()
    });
    let mut axes = Vec::new();
    let (mut low, mut high) = (0_i64, 0_i64);
    for side in [0, 1] {
        let mut theirs = texts[1 - side].clone();
        let table = &sides[side].artifact.rows.thresholds[of[side].index()];
        let margin = table.margin.map(|column| sides[side].axis(column));
        let Some(margin) = space.margins.iter().find(|one| Some(one.over) == margin) else { continue };
        for (at, text) in (0_u32..).zip(&texts[side]) {
            if let Some(twin) = theirs.iter().position(|other| other == text) {
                theirs.remove(twin);
                continue;
            }
            let own: Vec<u32> =
                (0..).zip(&table.steps).filter(|(_, step)| step.group == at).map(|(at, _)| at).collect();
            axes.extend(margin.axes_of(&own, space.layout()));
            let amounts = own.iter().map(|step| {
                let step = &table.steps[*step as usize];
                let by = step.by.millionths();
                step.each.map_or(by, |each| if by < 0 { -each.up_to.millionths() } else { each.up_to.millionths() })
            });
            let (least, most) = amounts.fold((0, 0), |(least, most), by| (by.min(least), by.max(most)));
            let (least, most) = if side == 1 { (least, most) } else { (-most, -least) };
            (low, high) = (low.saturating_add(least), high.saturating_add(most));
        }
    }
    axes.sort_unstable();
    axes.dedup();
    (axes, (low, high))
}

impl Moved {
    /// Adds the rows that no input fits: the old margin minus the new one is how far the threshold moved.
    pub(super) fn push(&self, space: &Space, list: &mut RowList) {
        let [old, new] = self.margins;
        for (_, cells, (least, most)) in &self.classes {
            for one in VALUE_CELL..space.axis(old).cells() {
                let Some((low, high)) = space.axis(old).slots(one) else { continue };
                let apart = |other: &u32| {
                    space.axis(new).slots(*other).is_some_and(|(from, to)| {
                        let (widest, narrowest) = (high.saturating_sub(from), low.saturating_sub(to));
                        widest < *least || narrowest > *most
                    })
                };
                let others: Vec<u32> = (VALUE_CELL..space.axis(new).cells()).filter(apart).collect();
                if others.is_empty() {
                    continue;
                }
                let mut asks = vec![(old, mask(space, old, &[one])), (new, mask(space, new, &others))];
                asks.extend(self.category.map(|axis| (axis, mask(space, axis, cells))));
                asks.sort_by_key(|(axis, _)| *axis);
                list.push(u32::MAX, asks.iter().map(|(axis, mask)| (*axis, mask.as_slice())));
            }
        }
    }
}

fn mask(space: &Space, axis: AxisId, cells: &[u32]) -> Vec<u64> {
    let mut mask = vec![0; space.layout().of(axis).len()];
    for cell in cells {
        bits::put(&mut mask, *cell);
    }
    mask
}
