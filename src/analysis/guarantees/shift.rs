//! How far a threshold can move between two inputs of a pair.
//!
//! In: the threshold's margin on both sides. Out: bounds of the difference, step group
//! by step group, and what they mean for the cells of the two margins. Without them
//! the search would try every combination of what the steps read, for every pair of
//! rows, before it saw that the threshold never moves that way.

use super::moves::Moves;
use crate::analysis::margin::{Base, Margin};
use crate::analysis::{AxisId, Space};
use crate::rows::MISSING_CELL;

/// Most combinations of cells that one group of steps is enumerated over.
const COMBINATIONS_MAX: usize = 50_000;

/// An axis of the side with less, with its own on the side with more, and a cell of each.
type Twins = ((AxisId, u32), (AxisId, u32));

/// Relates the two margins of a threshold; `twin` gives an axis of the side with less its own on the other side, `fact`
/// says how the compared fact moves, if it does.
pub(super) fn relate(
    space: &mut Space,
    (less, more): (AxisId, AxisId),
    twin: &dyn Fn(AxisId) -> AxisId,
    fact: Option<Moves>,
) {
    let of = |axis: AxisId| space.margins.iter().find(|margin| margin.over == axis);
    let (Some(one), Some(other)) = (of(less), of(more)) else { return };
    let Some((low, high)) = bounds(space, one, other, twin) else { return };
    // Limits keep the order, and bring two sums no further apart.
    let (low, high) = (low.min(0), high.max(0));
    // The margin with less minus the margin with more.
    let (least, most) = match fact {
        None => (low, high),
        Some(Moves::Up) => (i64::MIN, high),
        Some(Moves::Down) => (low, i64::MAX),
        Some(Moves::Either) => return,
    };
    space.relate(less, more, |(first, last), (from, to)| {
        let (widest, narrowest) = (last.saturating_sub(from), first.saturating_sub(to));
        widest >= least && narrowest <= most
    });
}

/// The least and the most by which the sum with more exceeds that with less.
fn bounds(space: &Space, less: &Margin, more: &Margin, twin: &dyn Fn(AxisId) -> AxisId) -> Option<(i64, i64)> {
    if let Base::ByCell(axis, _) = less.base
        && twin(axis) != axis
    {
        return None;
    }
    let groups = less.groups();
    let mut sum = (0_i64, 0_i64);
    for at in 0..groups.len() {
        let (low, high) = group(space, less, more, &groups, at, twin)?;
        sum = (sum.0.saturating_add(low), sum.1.saturating_add(high));
    }
    Some(sum)
}

/// The same of one group of steps; none if there are too many combinations, or stages.
fn group(
    space: &Space,
    less: &Margin,
    more: &Margin,
    groups: &[Vec<u32>],
    at: usize,
    twin: &dyn Fn(AxisId) -> AxisId,
) -> Option<(i64, i64)> {
    let axes = less.axes_of(&groups[at], space.layout());
    if axes.iter().all(|axis| twin(*axis) == *axis) {
        return Some((0, 0));
    }
    if !less.is_cut(&groups[at]) {
        return None;
    }
    let choices: Vec<Vec<Twins>> = axes.iter().map(|axis| pairs(space, less, &groups[at], *axis, twin)).collect();
    let count = choices.iter().try_fold(1_usize, |all, of_one| all.checked_mul(of_one.len()))?;
    if count > COMBINATIONS_MAX {
        return None;
    }
    let mut cells = [vec![MISSING_CELL; space.axes().len()], vec![MISSING_CELL; space.axes().len()]];
    let mut found: Option<(i64, i64)> = None;
    for mut entry in 0..count {
        for of_one in &choices {
            let ((one, cell), (other, own)) = of_one[entry % of_one.len()];
            entry /= of_one.len();
            cells[0][one.index()] = cell;
            cells[1][other.index()] = own;
        }
        let sums = [less.sum(space, groups, &[at], false, &cells[0]), more.sum(space, groups, &[at], false, &cells[1])];
        let by = sums[1].saturating_sub(sums[0]);
        found = Some(found.map_or((by, by), |(low, high)| (low.min(by), high.max(by))));
    }
    Some(found.unwrap_or((0, 0)))
}

/// Which cells an axis can have on the two sides, one of each kind that the group can tell apart.
fn pairs(space: &Space, margin: &Margin, steps: &[u32], axis: AxisId, twin: &dyn Fn(AxisId) -> AxisId) -> Vec<Twins> {
    let everything = space.everything();
    let ((classes, count), _) = margin.classes(space, axis, steps, false);
    let class = |cell: u32| usize::from(classes[cell as usize]);
    let own = twin(axis);
    let mut seen = vec![false; count * count];
    let mut found = Vec::new();
    for cell in space.cells(&everything, axis) {
        for other in space.cells(&everything, own) {
            let can_be = if own == axis { other == cell } else { space.go_together((axis, cell), (own, other)) };
            let kind = class(cell) * count + class(other);
            if can_be && !std::mem::replace(&mut seen[kind], true) {
                found.push(((axis, cell), (own, other)));
            }
        }
    }
    found
}
