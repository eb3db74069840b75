//! The one question: is there a point in a region that no row of a list fits?
//!
//! In: a region, rows, a budget. Out: an [`Answer`]: a point, or which rows cover the
//! region, or that the budget ended.
//!
//! A box is split until it lies outside every row. A row that cuts a box in one axis
//! only takes its cells away there, since any point that is looked for lies outside
//! it; a row that does not meet the box is forgotten. What axes allow each other is
//! kept: cells without a partner go. When no row is left, axes that depend on each
//! other are split into single cells, the most ordinary first, so that a point that
//! is found is possible in every respect that the space knows.
//!
//! # Guarantees
//!
//! *Covered* and *found* are exact in the modelled space. The rows that are named
//! cover the region by themselves. No recursion: memory is depth times rows.

use super::bits;
use super::region::{AxisId, Point, Region};
use super::row_list::RowList;
use super::space::Space;

/// How many times boxes may still be split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// What is left.
    pub left: u32,
}

impl Budget {
    /// For one question.
    pub const STEPS: u32 = 20_000;

    /// The usual budget of one question.
    pub fn usual() -> Self {
        Self { left: Self::STEPS }
    }

    fn spend(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        self.left > 0
    }
}

/// What the search came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This point is in the region, and no row fits it.
    Found(Point),
    /// These rows, by position and ascending, cover the region; none: nothing in it is possible.
    Covered(Vec<u32>),
    /// The budget ended before the answer.
    Undecided,
}

/// A part of the region that is still to be looked at.
struct Open {
    region: Region,
    rows: Vec<u32>,
    /// Axes that changed since what they allow was last looked at.
    changed: Vec<AxisId>,
}

/// What became of a part.
enum Came {
    Covered,
    Found(Point),
    /// Whether there are values for its cells is not known.
    Unknown,
    Split(Open, Open),
}

struct Search<'s> {
    space: &'s Space,
    list: &'s RowList,
    used: Vec<bool>,
    cut_by: Vec<u32>,
}

/// Looks for a point of the region that fits none of these rows.
pub(super) fn find(space: &Space, region: &Region, list: &RowList, rows: &[u32], budget: &mut Budget) -> Answer {
    let layout = space.layout();
    if space.is_void(region) {
        return Answer::Covered(Vec::new());
    }
    let rows = rows.iter().copied().filter(|row| !list.is_apart(*row as usize, region, layout)).collect();
    let changed = space.differing(region);
    let mut search = Search { space, list, used: vec![false; list.len()], cut_by: vec![0; space.axes().len()] };
    let mut is_known = true;
    let mut open = vec![Open { region: region.clone(), rows, changed }];
    while let Some(part) = open.pop() {
        match search.look(part) {
            Came::Covered => {}
            Came::Unknown => is_known = false,
            Came::Found(point) => return Answer::Found(point),
            Came::Split(first, second) => {
                if !budget.spend() {
                    return Answer::Undecided;
                }
                open.push(second);
                open.push(first);
            }
        }
    }
    if !is_known {
        return Answer::Undecided;
    }
    let used = (0..).zip(search.used).filter(|(_, used)| *used).map(|(row, _)| row);
    Answer::Covered(used.collect())
}

impl Search<'_> {
    fn look(&mut self, mut part: Open) -> Came {
        loop {
            if !self.space.settle(&mut part.region, std::mem::take(&mut part.changed)) {
                return Came::Covered;
            }
            if self.cut(&mut part) {
                return Came::Covered;
            }
            if part.changed.is_empty() {
                break;
            }
        }
        if part.rows.is_empty() { self.complete(part) } else { self.split(part) }
    }

    /// Takes away what rows force, and forgets rows that do not meet the box; true if a row swallows it.
    fn cut(&mut self, part: &mut Open) -> bool {
        let layout = self.space.layout();
        let Open { region, rows, changed } = part;
        let mut swallowed = false;
        rows.retain(|row| {
            if swallowed {
                return false;
            }
            let mut only: Option<(AxisId, &[u64])> = None;
            let mut cuts = 0;
            for (axis, mask) in self.list.asks(*row as usize, layout) {
                let cells = &region.words[layout.of(axis)];
                if !bits::meet(cells, mask) {
                    return false;
                }
                if !bits::inside(cells, mask) {
                    cuts += 1;
                    only = Some((axis, mask));
                }
            }
            match only {
                None => {
                    swallowed = true;
                    self.used[*row as usize] = true;
                    false
                }
                Some((axis, mask)) if cuts == 1 => {
                    bits::remove(&mut region.words[layout.of(axis)], mask);
                    self.used[*row as usize] = true;
                    changed.push(axis);
                    false
                }
                Some(_) => true,
            }
        });
        swallowed
    }

    /// Splits at the row that cuts the box in the fewest axes, in that axis of it that most rows cut.
    fn split(&mut self, mut part: Open) -> Came {
        let layout = self.space.layout();
        self.cut_by.fill(0);
        let mut fewest: Option<(usize, u32)> = None;
        for row in &part.rows {
            let mut cuts = 0;
            for (axis, mask) in self.list.asks(*row as usize, layout) {
                if !bits::inside(&part.region.words[layout.of(axis)], mask) {
                    cuts += 1;
                    self.cut_by[axis.index()] += 1;
                }
            }
            if fewest.is_none_or(|(least, _)| cuts < least) {
                fewest = Some((cuts, *row));
            }
        }
        let (_, row) = fewest.expect("a part without rows is completed");
        let cuts = |(axis, mask): &(AxisId, &[u64])| !bits::inside(&part.region.words[layout.of(*axis)], mask);
        let by_most = self.list.asks(row as usize, layout).filter(cuts);
        let (axis, mask) =
            by_most.max_by_key(|(axis, _)| self.cut_by[axis.index()]).expect("a row that does not swallow cuts");
        let mut outside = Open { region: part.region.clone(), rows: part.rows.clone(), changed: vec![axis] };
        bits::remove(&mut outside.region.words[layout.of(axis)], mask);
        outside.rows.retain(|other| *other != row);
        bits::keep(&mut part.region.words[layout.of(axis)], mask);
        part.changed = vec![axis];
        Came::Split(outside, part)
    }

    /// Without rows: splits axes that depend on each other into single cells.
    fn complete(&self, mut part: Open) -> Came {
        let layout = self.space.layout();
        let Some((axis, cell)) = self.space.undetermined(&part.region) else {
            return match self.space.point(&part.region) {
                Some(point) => Came::Found(point),
                None if self.space.is_exact() => Came::Covered,
                None => Came::Unknown,
            };
        };
        let mut single = Open { region: part.region.clone(), rows: Vec::new(), changed: vec![axis] };
        let set = &mut single.region.words[layout.of(axis)];
        set.fill(0);
        bits::put(set, cell);
        bits::take(&mut part.region.words[layout.of(axis)], cell);
        part.changed = vec![axis];
        Came::Split(single, part)
    }
}
