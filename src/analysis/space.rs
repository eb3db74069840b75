//! The space of all inputs: axes, the cells that inputs can reach, and what goes together.
//!
//! In: what [`build`](super::build) made of one table, or of two in one space. Out:
//! regions of it, and whether rows cover them ([`Space::find`]).

use super::axis::{Asks, Axis};
use super::bits;
use super::margin::Margin;
use super::region::{AxisId, Layout, Point, Region};
use super::relation::Relation;
use super::row_list::RowList;
use super::search::{self, Answer, Budget};
use crate::rows::VALUE_CELL;

/// The space of all inputs.
#[derive(Clone, Debug)]
pub struct Space {
    pub(super) axes: Vec<Axis>,
    pub(super) layout: Layout,
    pub(super) relations: Vec<Relation>,
    /// Pairs of axes whose values ascend: the slot of the first plus the gap is at most that of the second.
    pub(super) orders: Vec<(AxisId, AxisId, i64)>,
    pub(super) margins: Vec<Margin>,
    /// For each axis what ties it to others.
    pub(super) ties: Vec<Vec<Tie>>,
    pub(super) everything: Region,
    /// Axes that are tied, in the order in which a point settles them.
    pub(super) tied: Vec<AxisId>,
    pub(super) point: AxisId,
    pub(super) problem: Option<AxisId>,
}

/// How far the values of one axis lie below those of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// They may be equal.
    None,
    /// They are less.
    Less,
}

/// What ties an axis to others, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tie {
    Relation(usize),
    Margin(usize),
}

impl Space {
    /// The axes.
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// The axis with this id.
    pub fn axis(&self, id: AxisId) -> &Axis {
        &self.axes[id.index()]
    }

    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The axis of the decision point: cell 0 on the message, cell 1 on the answer.
    pub fn point_axis(&self) -> AxisId {
        self.point
    }

    /// The axis of whether a problem decides (cell 1), if the policy has `on problem`.
    pub fn problem_axis(&self) -> Option<AxisId> {
        self.problem
    }

    /// Every input.
    pub fn everything(&self) -> Region {
        self.everything.clone()
    }

    /// The cells of an axis in a region, ascending.
    pub fn cells<'r>(&self, region: &'r Region, axis: AxisId) -> impl Iterator<Item = u32> + use<'r> {
        bits::each(&region.words[self.layout.of(axis)])
    }

    /// Whether a region still has everything that an axis can hold.
    pub fn is_free(&self, region: &Region, axis: AxisId) -> bool {
        let of = self.layout.of(axis);
        bits::inside(&self.everything.words[of.clone()], &region.words[of])
    }

    /// Whether an axis is tied to others beside the decision point.
    pub fn is_tied(&self, axis: AxisId) -> bool {
        let beside = |tie: &Tie| match tie {
            Tie::Relation(at) => ![self.relations[*at].left, self.relations[*at].right].contains(&self.point),
            Tie::Margin(_) => true,
        };
        self.ties[axis.index()].iter().any(beside)
    }

    /// Whether an axis has no cell left.
    pub fn is_void(&self, region: &Region) -> bool {
        (0..self.axes.len()).any(|at| bits::is_empty(&region.words[self.layout.of(AxisId::from_index(at))]))
    }

    /// Gives an axis everything back that it can hold.
    pub(super) fn free(&self, region: &mut Region, axis: AxisId) {
        let of = self.layout.of(axis);
        region.words[of.clone()].copy_from_slice(&self.everything.words[of]);
    }

    /// Keeps of an axis only these cells.
    pub fn keep(&self, region: &mut Region, axis: AxisId, cells: impl IntoIterator<Item = u32>) {
        let of = self.layout.of(axis);
        let mut kept = vec![0; of.len()];
        cells.into_iter().for_each(|cell| bits::put(&mut kept, cell));
        bits::keep(&mut region.words[of], &kept);
    }

    /// Takes from an axis these cells.
    pub fn take(&self, region: &mut Region, axis: AxisId, cells: impl IntoIterator<Item = u32>) {
        let of = self.layout.of(axis);
        cells.into_iter().for_each(|cell| bits::take(&mut region.words[of.clone()], cell));
    }

    /// What of a region fits a row.
    #[must_use]
    pub fn fitting(&self, region: &Region, list: &RowList, row: usize) -> Region {
        let mut fitting = region.clone();
        for (axis, mask) in list.asks(row, &self.layout) {
            bits::keep(&mut fitting.words[self.layout.of(axis)], mask);
        }
        fitting
    }

    /// What of a region is in another too.
    #[must_use]
    pub fn both(&self, region: &Region, other: &Region) -> Region {
        let mut both = region.clone();
        bits::keep(&mut both.words, &other.words);
        both
    }

    /// A region as one row: it asks where the region has not everything.
    pub fn push_region(&self, list: &mut RowList, of: u32, region: &Region) {
        let axes = (0..self.axes.len()).map(AxisId::from_index).filter(|axis| !self.is_free(region, *axis));
        list.push(of, axes.map(|axis| (axis, &region.words[self.layout.of(axis)])));
    }

    /// The region of one point.
    pub fn around(&self, point: &Point) -> Region {
        let mut words = vec![0; self.layout.words()].into_boxed_slice();
        for (at, cell) in point.cells.iter().enumerate() {
            bits::put(&mut words[self.layout.of(AxisId::from_index(at))], *cell);
        }
        Region { words }
    }

    /// Whether a point is one that inputs can reach, as far as the space knows.
    pub fn holds(&self, point: &Point) -> bool {
        let mut region = self.around(point);
        let reached = (0..self.axes.len()).map(AxisId::from_index);
        reached.into_iter().all(|axis| bits::contains(&self.axis(axis).allowed, point.cell(axis)))
            && self.settle(&mut region, self.tied.clone())
            && (self.slots(&region).is_some() || !self.is_exact())
    }

    /// Whether it is known of every point of single cells if there are values for it.
    pub(super) fn is_exact(&self) -> bool {
        self.margins.iter().all(Margin::is_exact)
    }

    /// What keeps a point from being one that inputs can reach: for tests and people who look for a mistake.
    pub fn why_not(&self, point: &Point) -> String {
        let axes = (0..self.axes.len()).map(AxisId::from_index);
        let name = |axis: AxisId| {
            self.axis(axis).column().map_or_else(|| "the point".to_owned(), |c| format!("{:?}", c.source))
        };
        if let Some(axis) = axes.into_iter().find(|axis| !bits::contains(&self.axis(*axis).allowed, point.cell(*axis)))
        {
            return format!("{} has no cell {}", name(axis), point.cell(axis));
        }
        let apart = self.relations.iter().find(|relation| {
            let mut region = self.around(point);
            relation.narrow(&mut region, &self.layout) != super::relation::Narrowed::default()
        });
        match apart {
            Some(relation) => format!(
                "{} in cell {} does not go with {} in cell {}",
                name(relation.left),
                point.cell(relation.left),
                name(relation.right),
                point.cell(relation.right)
            ),
            None => "its numbers do not go together".to_owned(),
        }
    }

    /// Whether a point lies in a region.
    pub fn is_in(&self, point: &Point, region: &Region) -> bool {
        let cells = point.cells.iter().enumerate();
        cells.into_iter().all(|(at, cell)| bits::contains(&region.words[self.layout.of(AxisId::from_index(at))], *cell))
    }

    /// Whether a row fits a point.
    pub fn fits(&self, list: &RowList, row: usize, point: &Point) -> bool {
        list.asks(row, &self.layout).all(|(axis, mask)| bits::contains(mask, point.cell(axis)))
    }

    /// Whether there is a point in a region that none of these rows fits.
    pub fn find(&self, region: &Region, list: &RowList, rows: &[u32], budget: &mut Budget) -> Answer {
        search::find(self, region, list, rows, budget)
    }

    /// As few as possible of rows that cover a region: none of them can be left out. `rows` cover it. None: undecided.
    pub fn smallest_cover(&self, region: &Region, list: &RowList, rows: Vec<u32>) -> Option<Vec<u32>> {
        let mut kept = rows;
        let mut at = kept.len();
        // From the last: earlier rows are what people know better.
        while let Some(before) = at.checked_sub(1) {
            at = before;
            let mut fewer = kept.clone();
            fewer.remove(at);
            match self.find(region, list, &fewer, &mut Budget::usual()) {
                Answer::Covered(used) => {
                    kept = used;
                    at = at.min(kept.len());
                }
                Answer::Found(_) => {}
                Answer::Undecided => return None,
            }
        }
        Some(kept)
    }

    /// The axes of which a region has not everything, where that can matter to others.
    pub(super) fn differing(&self, region: &Region) -> Vec<AxisId> {
        let differs = |axis: &AxisId| {
            let of = self.layout.of(*axis);
            region.words[of.clone()] != self.everything.words[of]
        };
        self.tied.iter().copied().filter(differs).collect()
    }

    /// Takes out cells that no others go with, until there are none; false when an axis has no cell left.
    pub(super) fn settle(&self, region: &mut Region, changed: Vec<AxisId>) -> bool {
        let mut open = changed;
        while let Some(axis) = open.pop() {
            if bits::is_empty(&region.words[self.layout.of(axis)]) {
                return false;
            }
            for tie in &self.ties[axis.index()] {
                let ((left, lost_left), (right, lost_right)) = match *tie {
                    Tie::Relation(at) => {
                        let relation = &self.relations[at];
                        let narrowed = relation.narrow(region, &self.layout);
                        ((relation.left, narrowed.left), (relation.right, narrowed.right))
                    }
                    Tie::Margin(at) => {
                        let margin = &self.margins[at];
                        let (fact, of_margin) = margin.narrow(self, region);
                        ((margin.fact, fact), (margin.over, of_margin))
                    }
                };
                for (axis, lost) in [(left, lost_left), (right, lost_right)] {
                    if lost {
                        if bits::is_empty(&region.words[self.layout.of(axis)]) {
                            return false;
                        }
                        if !open.contains(&axis) {
                            open.push(axis);
                        }
                    }
                }
            }
        }
        true
    }

    /// A tied axis that has several cells and is not free to have any of them, and the most ordinary of them.
    pub(super) fn undetermined(&self, region: &Region) -> Option<(AxisId, u32)> {
        let several = |axis: AxisId| bits::count(&region.words[self.layout.of(axis)]) > 1;
        let axis = self.tied.iter().copied().find(|axis| several(*axis) && self.is_bound(region, *axis))?;
        Some((axis, self.most_ordinary(region, axis)))
    }

    /// Whether something ties an axis in a region: a margin, an order of values, or a relation that rules pairs out there.
    fn is_bound(&self, region: &Region, axis: AxisId) -> bool {
        self.orders.iter().any(|(left, right, _)| [*left, *right].contains(&axis))
            || self.ties[axis.index()].iter().any(|tie| match tie {
                Tie::Margin(_) => true,
                Tie::Relation(at) => !self.relations[*at].is_idle(region, &self.layout),
            })
    }

    /// The most ordinary cell of an axis.
    pub(super) fn usual(&self, axis: AxisId) -> Option<u32> {
        let cells = &self.everything.words[self.layout.of(axis)];
        self.axis(axis).ordinary.iter().copied().find(|cell| bits::contains(cells, *cell))
    }

    fn most_ordinary(&self, region: &Region, axis: AxisId) -> u32 {
        let cells = &region.words[self.layout.of(axis)];
        let first = self.axis(axis).ordinary.iter().copied().find(|cell| bits::contains(cells, *cell));
        first.or_else(|| bits::each(cells).next()).unwrap_or(0)
    }

    /// The most ordinary point of a region whose tied axes have one cell each, if there are values for it.
    pub(super) fn point(&self, region: &Region) -> Option<Point> {
        let cells = (0..self.axes.len()).map(|at| self.most_ordinary(region, AxisId::from_index(at)));
        let point = Point { cells: cells.collect() };
        self.slots(&self.around(&point)).map(|_| point)
    }

    /// The tied axes, those first that others follow from.
    pub(super) fn order_of_ties(&mut self) {
        let mut order: Vec<AxisId> = vec![self.point];
        order.extend(self.problem);
        for margin in &self.margins {
            order.extend([margin.over, margin.fact]);
        }
        for margin in &self.margins {
            order.extend(margin.moved_by());
        }
        order.extend(self.relations.iter().flat_map(|relation| [relation.left, relation.right]));
        let mut seen = vec![false; self.axes.len()];
        order.retain(|axis| !std::mem::replace(&mut seen[axis.index()], true));
        order.retain(|axis| !self.ties[axis.index()].is_empty());
        self.tied = order;
    }

    /// Demands that two axes hold values of which the first is at most the second by a gap. One without a value goes
    /// only with another without one, and only if there is no gap.
    pub fn order(&mut self, left: AxisId, right: AxisId, gap: Gap) {
        let strictly = gap == Gap::Less;
        let gap = if strictly { self.axis(left).limits.grain } else { 0 };
        let (a, b) = (self.axis(left), self.axis(right));
        let together = |l: u32, r: u32| match (a.slots(l), b.slots(r)) {
            (Some((low, _)), Some((_, high))) => low.saturating_add(gap) <= high,
            (None, None) => !strictly && l == r,
            _ => false,
        };
        let relation = Relation::new((left, a.cells()), (right, b.cells()), together);
        self.orders.push((left, right, gap));
        self.demand(relation);
    }

    /// Demands that two axes of the same cells hold the same.
    pub fn same(&mut self, left: AxisId, right: AxisId) {
        let (a, b) = (self.axis(left).cells(), self.axis(right).cells());
        let relation = Relation::new((left, a), (right, b), |l, r| l == r);
        self.demand(relation);
    }

    /// Demands what must hold of the values of two axes; without values they hold the same.
    pub(super) fn relate(&mut self, left: AxisId, right: AxisId, together: impl Fn((i64, i64), (i64, i64)) -> bool) {
        let (a, b) = (self.axis(left), self.axis(right));
        let pair = |l: u32, r: u32| match (a.slots(l), b.slots(r)) {
            (Some(one), Some(other)) => together(one, other),
            (None, None) => l == r,
            _ => false,
        };
        let relation = Relation::new((left, a.cells()), (right, b.cells()), pair);
        self.demand(relation);
    }

    /// Whether cells of two axes can go together, as far as relations between these two say.
    pub(super) fn go_together(&self, left: (AxisId, u32), right: (AxisId, u32)) -> bool {
        self.relations.iter().all(|relation| {
            if (relation.left, relation.right) == (left.0, right.0) {
                relation.allows(left.1, right.1)
            } else if (relation.left, relation.right) == (right.0, left.0) {
                relation.allows(right.1, left.1)
            } else {
                true
            }
        })
    }

    fn demand(&mut self, relation: Relation) {
        self.relations.push(relation);
        self.tie();
        self.order_of_ties();
        let mut everything = self.everything.clone();
        self.settle(&mut everything, self.tied.clone());
        self.everything = everything;
    }

    /// Demands that two axes are without a value together.
    pub fn known_together(&mut self, left: AxisId, right: AxisId) {
        let (a, b) = (self.axis(left), self.axis(right));
        let together = |l: u32, r: u32| l == r || l >= VALUE_CELL && r >= VALUE_CELL;
        let relation = Relation::new((left, a.cells()), (right, b.cells()), together);
        self.demand(relation);
    }

    /// Notes what ties each axis.
    pub(super) fn tie(&mut self) {
        let mut ties = vec![Vec::new(); self.axes.len()];
        for (at, relation) in self.relations.iter().enumerate() {
            ties[relation.left.index()].push(Tie::Relation(at));
            ties[relation.right.index()].push(Tie::Relation(at));
        }
        for (at, margin) in self.margins.iter().enumerate() {
            let mut axes = margin.moved_by();
            axes.extend([margin.fact, margin.over]);
            axes.sort_unstable();
            axes.dedup();
            for axis in axes {
                ties[axis.index()].push(Tie::Margin(at));
            }
        }
        self.ties = ties;
    }

    /// The axis of a column of a side, by what it asks.
    pub fn find_axis(&self, wanted: impl Fn(usize, &crate::rows::Column) -> bool) -> Option<AxisId> {
        let is_it = |axis: &Axis| matches!(&axis.asks, Asks::Column { side, column } if wanted(*side, column));
        self.axes.iter().position(is_it).map(AxisId::from_index)
    }
}
