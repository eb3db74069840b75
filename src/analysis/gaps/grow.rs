//! A point that no row fits → large regions around it that no row meets.
//!
//! In: a point, rows. Out: regions. As few axes as possible keep the rows away, and
//! each is given every cell that it can have: so a region is large, and takes few
//! words.

use crate::analysis::{Answer, AxisId, Budget, Point, Region, RowList, Space, bits};

/// Most steps of the question whether what is in the way is possible at all.
const STEPS: u32 = 500;

/// From here on, cells of an axis count alike.
const RANK_MAX: usize = 6;

/// What regions grow in.
pub(super) struct Growing<'s> {
    pub(super) space: &'s Space,
    /// What they keep away from.
    pub(super) list: &'s RowList,
    /// What they stay in.
    pub(super) within: &'s Region,
}

impl Growing<'_> {
    /// Regions around a point: one that says as little as it can, one that leaves this axis alone if it can.
    pub(super) fn regions(&self, point: &Point, spared: Option<AxisId>) -> Vec<Region> {
        let mut found = vec![self.region(point, None)];
        if spared.is_some() {
            found.push(self.region(point, spared));
        }
        found
    }

    /// How large a region is: the share of cells that each axis still has, multiplied; as a logarithm.
    pub(super) fn size(&self, region: &Region) -> f64 {
        let share = |at: usize| {
            let axis = AxisId::from_index(at);
            let [own, all] = [region, self.within]
                .map(|region| -> f64 { self.space.cells(region, axis).map(|cell| self.weight(axis, cell)).sum() });
            (own / all).ln()
        };
        (0..self.space.axes().len()).map(share).sum()
    }

    /// How much a cell counts: of yes and no and of numbers, each a quarter of the next more ordinary.
    fn weight(&self, axis: AxisId, cell: u32) -> f64 {
        let axis = self.space.axis(axis);
        if axis.column().is_none_or(|column| !column.words.is_empty()) {
            return 1.0;
        }
        let rank = axis.ordinary.iter().position(|one| *one == cell).unwrap_or(RANK_MAX).min(RANK_MAX);
        std::iter::repeat_n(0.25_f64, rank).product()
    }

    fn region(&self, point: &Point, spared: Option<AxisId>) -> Region {
        let axes = self.axes(point, spared);
        let mut region = self.within.clone();
        for axis in &axes {
            self.space.keep(&mut region, *axis, [point.cell(*axis)]);
        }
        // What was chosen last is needed least.
        for axis in axes.iter().rev() {
            self.widen(&mut region, *axis);
        }
        region
    }

    /// Axes that keep every row away from a point: always the one that keeps most away of those that are left.
    fn axes(&self, point: &Point, spared: Option<AxisId>) -> Vec<AxisId> {
        let layout = self.space.layout();
        let keep_away = |row: usize| -> Vec<AxisId> {
            let apart = self.list.asks(row, layout).filter(|(axis, mask)| !bits::contains(mask, point.cell(*axis)));
            let meets = |(axis, mask): &(AxisId, &[u64])| bits::meet(&self.within.words[layout.of(*axis)], mask);
            // An axis on which a row has nothing here needs no words.
            if self.list.asks(row, layout).all(|one| meets(&one)) {
                apart.map(|(axis, _)| axis).collect()
            } else {
                vec![]
            }
        };
        let mut left: Vec<Vec<AxisId>> = (0..self.list.len()).map(keep_away).filter(|axes| !axes.is_empty()).collect();
        let mut chosen = Vec::new();
        while !left.is_empty() {
            let mut counts = vec![0_usize; self.space.axes().len()];
            left.iter().flatten().for_each(|axis| counts[axis.index()] += 1);
            let is_needed = |axis: &AxisId| left.iter().any(|axes| axes == &[*axis]);
            let weight = |at: usize| {
                let axis = AxisId::from_index(at);
                let is_spared = spared == Some(axis) && !is_needed(&axis);
                (counts[at] > 0, !is_spared, counts[at], std::cmp::Reverse(at))
            };
            let Some(best) = (0..counts.len()).max_by_key(|at| weight(*at)).map(AxisId::from_index) else { break };
            left.retain(|axes| !axes.contains(&best));
            chosen.push(best);
        }
        chosen
    }

    /// Gives an axis every cell with which no row meets the region.
    fn widen(&self, region: &mut Region, axis: AxisId) {
        let layout = self.space.layout();
        let of = layout.of(axis);
        region.words[of.clone()].copy_from_slice(&self.within.words[of.clone()]);
        for row in 0..self.list.len() {
            if self.list.is_apart(row, region, layout) {
                continue;
            }
            // It meets the region by this axis, or it would have met it before.
            if let Some((_, mask)) = self.list.asks(row, layout).find(|(asked, _)| *asked == axis) {
                bits::remove(&mut region.words[of.clone()], mask);
            }
        }
    }

    /// A region without what is said twice: an axis has everything back if the other axes allow nothing more.
    pub(super) fn simpler(&self, mut region: Region) -> Region {
        for axis in (0..self.space.axes().len()).rev().map(AxisId::from_index) {
            let of = self.space.layout().of(axis);
            let mut outside = region.clone();
            outside.words[of.clone()].copy_from_slice(&self.within.words[of.clone()]);
            bits::remove(&mut outside.words[of.clone()], &region.words[of.clone()]);
            let answer = self.space.find(&outside, self.list, &[], &mut Budget { left: STEPS });
            if matches!(answer, Answer::Covered(_)) {
                region.words[of.clone()].copy_from_slice(&self.within.words[of]);
            }
        }
        region
    }
}
