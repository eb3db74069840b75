//! `as F rises, …`: two inputs that differ in F, and in what is worked out from it.
//!
//! In: a table whose columns are also cut where the guarantee cuts them. Out: a pair
//! of inputs that breaks the guarantee, or that there is none. Every pair of rows that
//! could decide the two is asked, not only neighbours.
//!
//! The first side of the space holds the input with less of F, the second the one with
//! more. What moves with F moves only its own way; everything else is shared.

use super::Came;
use super::fewest::{self, Wanted};
use super::moves::{self, Moves};
use super::shift;
use crate::analysis::{Answer, AxisId, Budget, Gap, Missing, Point, Region, RowList, Side, Space};
use crate::artifact::Artifact;
use crate::policy::{ActionName, Direction, FactId, ThresholdId};
use crate::rows::{ColumnSource, Matrix, VALUE_CELL};
use crate::runtime::Values;
use crate::value::Value;
use std::collections::BTreeMap;

/// Splits for all pairs of rows of one guarantee together.
const STEPS: u32 = 40_000;
/// Splits for one pair of rows: what is hard in one place is not to hide what is easy in another.
const STEPS_OF_ONE: u32 = 4_000;

/// Two inputs: where the movement starts and where it ends, in a space of one side each.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) slots: [Vec<i64>; 2],
    pub(super) points: [Point; 2],
}

/// A space of pairs.
pub(super) struct Pairs<'a> {
    space: Space,
    sides: [Side<'a>; 2],
    /// Regions in which both inputs fit the guarantee's condition.
    regions: Vec<Region>,
    direction: Direction,
    fact: FactId,
    moved: BTreeMap<FactId, Moves>,
}

impl<'a> Pairs<'a> {
    /// The pairs that differ in this fact; `still`: a fact that must not move. None: no input has a value of the fact.
    pub(super) fn new(
        artifact: &'a Artifact,
        condition: &Matrix,
        (fact, direction): (FactId, Direction),
        still: Option<FactId>,
    ) -> Option<Self> {
        let mut moved = moves::with(&artifact.policy, fact);
        moved.retain(|id, _| Some(*id) != still);
        let differs = |source: &ColumnSource| match source {
            ColumnSource::Fact(id) | ColumnSource::Member(id, _) => *id == fact || moved.contains_key(id),
            ColumnSource::Margin(_) => false,
        };
        let (mut space, sides) = Space::of_pair(artifact, &differs, Missing::Usually);
        for column in (0..artifact.rows.columns.len()).map(crate::rows::ColumnId::from_index) {
            let (less, more) = (sides[0].axis(column), sides[1].axis(column));
            match &artifact.rows.column(column).source {
                ColumnSource::Fact(id) | ColumnSource::Member(id, _)
                    if differs(&artifact.rows.column(column).source) =>
                {
                    match moved.get(id) {
                        None => space.order(less, more, Gap::Less),
                        Some(Moves::Up) => space.order(less, more, Gap::None),
                        Some(Moves::Down) => space.order(more, less, Gap::None),
                        Some(Moves::Either) => space.known_together(less, more),
                    }
                }
                ColumnSource::Margin(_) if !margin_moves(&space, less, more) => space.same(less, more),
                _ => {}
            }
        }
        relate_margins(&mut space, &sides, &|id| if id == fact { Some(Moves::Up) } else { moved.get(&id).copied() });
        let column = artifact.rows.find(&ColumnSource::Fact(fact))?;
        let mut known = space.everything();
        for side in &sides {
            let values: Vec<u32> = space.cells(&known, side.axis(column)).filter(|cell| *cell >= VALUE_CELL).collect();
            space.keep(&mut known, side.axis(column), values);
        }
        let conditions = sides.each_ref().map(|side| side.rows(condition, &space));
        let mut regions = Vec::new();
        for one in 0..conditions[0].len() {
            let region = space.fitting(&known, &conditions[0], one);
            regions.extend((0..conditions[1].len()).map(|other| space.fitting(&region, &conditions[1], other)));
        }
        Some(Self { space, sides, regions, direction, fact, moved })
    }

    /// Which side the movement starts from.
    fn start(&self) -> usize {
        usize::from(self.direction == Direction::Falls)
    }

    /// Whether there are two such inputs at all.
    pub(super) fn is_empty(&self) -> bool {
        let none = RowList::default();
        let covered = |region| matches!(self.space.find(region, &none, &[], &mut Budget::usual()), Answer::Covered(_));
        self.regions.iter().all(covered)
    }

    /// Two inputs of which the second is decided nearer to `stay`.
    pub(super) fn towards_stay(&self) -> Came<Pair> {
        let mut list = self.sides[0].deciders(&self.space);
        let count = list.len();
        list.append(&self.sides[1].deciders(&self.space), &self.space);
        let outcomes = &self.sides[0].artifact.rows.outcomes;
        let action = |row: usize| outcomes[list.of[row] as usize].action;
        let asks_moved: Vec<bool> = (0..count).map(|row| self.asks_moved(&list, row)).collect();
        let mut left = STEPS;
        let mut undecided = false;
        for one in 0..count {
            for other in 0..count {
                let (before, after) = if self.start() == 0 { (one, other) } else { (other, one) };
                // The earlier of the two rows fits only one of the inputs, so it must ask what differs.
                if !asks_moved[one.min(other)] || !is_nearer_to_stay(action(before), action(after)) {
                    continue;
                }
                let mut rows = list.before(one);
                rows.extend((count..count + other).filter_map(|row| u32::try_from(row).ok()));
                for region in &self.regions {
                    let region = self.space.fitting(region, &list, one);
                    let region = self.space.fitting(&region, &list, count + other);
                    let share = left.min(STEPS_OF_ONE);
                    let mut budget = Budget { left: share };
                    let answer = self.space.find(&region, &list, &rows, &mut budget);
                    left -= share - budget.left;
                    match answer {
                        Answer::Covered(_) => {}
                        Answer::Undecided => undecided = true,
                        Answer::Found(first) => {
                            let wanted = Wanted { space: &self.space, region, list: &list, rows };
                            let simplest = fewest::simplest(wanted, first);
                            return self.pair(&simplest).map_or(Came::Undecided, |pair| Came::Found(vec![pair]));
                        }
                    }
                }
            }
        }
        if undecided { Came::Undecided } else { Came::Nothing }
    }

    /// Two inputs between which the threshold moves so.
    pub(super) fn threshold(&self, threshold: ThresholdId, never: Direction) -> Came<Pair> {
        let Some(margin) = self.sides[0].artifact.rows.thresholds[threshold.index()].margin else {
            return Came::Undecided;
        };
        let below = self.sides[0].artifact.rows.column(margin).cell(-1);
        let (start, end) = (self.start(), 1 - self.start());
        // The fact lies below the higher of the two thresholds and not below the lower.
        let (high, low) = if never == Direction::Falls { (start, end) } else { (end, start) };
        let none = RowList::default();
        let mut undecided = false;
        for region in &self.regions {
            let mut region = region.clone();
            let cells = self.space.axis(self.sides[high].axis(margin)).cells();
            self.space.keep(&mut region, self.sides[high].axis(margin), VALUE_CELL..=below);
            self.space.keep(&mut region, self.sides[low].axis(margin), below + 1..cells);
            match self.space.find(&region, &none, &[], &mut Budget { left: STEPS }) {
                Answer::Covered(_) => {}
                Answer::Undecided => undecided = true,
                Answer::Found(first) => {
                    let wanted = Wanted { space: &self.space, region, list: &none, rows: Vec::new() };
                    let simplest = fewest::simplest(wanted, first);
                    return self.pair(&simplest).map_or(Came::Undecided, |pair| Came::Found(vec![pair]));
                }
            }
        }
        if undecided { Came::Undecided } else { Came::Nothing }
    }

    /// Whether the facts of two inputs, in the order of the movement, differ as they may and nowhere else.
    pub(super) fn is_movement(&self, before: &Values, after: &Values) -> bool {
        let policy = &self.sides[0].artifact.policy;
        let (less, more) = if self.start() == 0 { (before, after) } else { (after, before) };
        let up = |one: &Values, other: &Values, id: FactId| match (one.get(id), other.get(id)) {
            (Some(Value::Number(less)), Some(Value::Number(more))) => less <= more,
            (Some(Value::Truth(less)), Some(Value::Truth(more))) => less <= more,
            (one, other) => one == other,
        };
        policy.asked().into_iter().chain([self.fact]).all(|id| match self.moved.get(&id) {
            _ if id == self.fact => up(less, more, id) && less.get(id) != more.get(id) && less.get(id).is_some(),
            Some(Moves::Up) => up(less, more, id),
            Some(Moves::Down) => up(more, less, id),
            Some(Moves::Either) => less.get(id).is_some() == more.get(id).is_some(),
            None => less.get(id) == more.get(id),
        })
    }

    /// Whether a row of the first side asks something that can differ.
    fn asks_moved(&self, list: &RowList, row: usize) -> bool {
        list.asks(row, self.space.layout()).any(|(axis, _)| {
            let column = self.sides[0].columns.iter().position(|mapped| mapped.axis == axis);
            column.is_some_and(|at| {
                let column = crate::rows::ColumnId::from_index(at);
                self.sides[0].axis(column) != self.sides[1].axis(column)
            })
        })
    }

    /// A point of pairs as two points, in the order of the movement, each in a space of one side.
    fn pair(&self, point: &Point) -> Option<Pair> {
        let slots = self.space.slots(&self.space.around(point))?;
        let order = [self.start(), 1 - self.start()];
        let columns = || (0..self.sides[0].columns.len()).map(crate::rows::ColumnId::from_index);
        let plain: Vec<AxisId> = std::iter::once(self.space.point_axis()).chain(self.space.problem_axis()).collect();
        let cells = |side: usize| {
            let own = columns().map(|column| point.cell(self.sides[side].axis(column)));
            Point::of(own.chain(plain.iter().map(|axis| point.cell(*axis))))
        };
        let slots_of = |side: usize| {
            let own = columns().map(|column| slots[self.sides[side].axis(column).index()]);
            own.chain(plain.iter().map(|axis| i64::from(point.cell(*axis)))).collect()
        };
        Some(Pair { points: order.map(cells), slots: order.map(slots_of) })
    }
}

/// Bounds how far apart the two margins of each threshold can be; `moves` says how a fact does.
fn relate_margins(space: &mut Space, sides: &[Side<'_>; 2], moves: &dyn Fn(FactId) -> Option<Moves>) {
    let Side { artifact, .. } = &sides[0];
    let columns = || (0..artifact.rows.columns.len()).map(crate::rows::ColumnId::from_index);
    let twin = |axis: AxisId| {
        let column = columns().find(|column| sides[0].axis(*column) == axis);
        column.map_or(axis, |column| sides[1].axis(column))
    };
    for (threshold, table) in artifact.policy.thresholds.iter().zip(&artifact.rows.thresholds) {
        let Some(margin) = table.margin else { continue };
        let of = (sides[0].axis(margin), sides[1].axis(margin));
        if margin_moves(space, of.0, of.1) {
            shift::relate(space, of, &twin, moves(threshold.fact));
        }
    }
}

/// Whether the thresholds of two margins can differ, or the facts that are compared.
fn margin_moves(space: &Space, less: AxisId, more: AxisId) -> bool {
    let of = |axis: AxisId| space.margins.iter().find(|margin| margin.over == axis);
    let (Some(one), Some(other)) = (of(less), of(more)) else { return true };
    one.fact != other.fact || one.moved_by() != other.moved_by()
}

/// Whether a decision lies nearer to `stay` than the one before it: `close` can be compared with nothing, and counts.
pub(super) fn is_nearer_to_stay(before: ActionName, after: ActionName) -> bool {
    match (before, after) {
        (ActionName::Close, _) => false,
        (_, ActionName::Close) => true,
        (before, after) => after < before,
    }
}
