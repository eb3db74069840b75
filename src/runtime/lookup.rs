//! Slots → what decides: thresholds summed, rows found.
//!
//! In: what every column holds. Out: a [`Found`] and, in the [`Scratch`], what else
//! holds: indices only.
//!
//! # Guarantees
//!
//! No allocation once a scratch is made, no locks. The cost hardly grows with the
//! number of rules: rows of other categories are never looked at.

use super::held::{Held, Places};
use super::index::{Index, Wanted};
use crate::decision::Point;
use crate::policy::{ActionName, FactId, Layer, Policy, QueueId};
use crate::rows::{Column, ColumnSource, Fallback, LEAST, Matrix, NO_ANSWER, Rows, StepTable, Whither};
use crate::value::Fixed;

/// Everything that finds rows of a table.
#[derive(Clone, Debug)]
pub(super) struct Lookup {
    rules: Index,
    watches: Index,
    alsos: Index,
    /// By threshold.
    steps: Vec<Index>,
    /// The columns that have no value while there is no answer.
    on_answer: Vec<usize>,
    /// What `also`s ask of the decision.
    decided: Vec<usize>,
    /// Whether there are watches and `also`s.
    adds: bool,
    /// Whether columns are written at every decision: margins, and what was decided.
    derives: bool,
    /// How many rows the rules have.
    end: u32,
    /// Whether the layer of each watch is that of guards, by position among the policy's rules.
    guards: Vec<bool>,
}

/// Room for decisions: make one a thread and use it again and again.
#[derive(Clone, Debug)]
pub struct Scratch {
    /// What is given and what a decision derives from it, where it derives anything.
    held: Held,
    pub(super) room: Room,
}

/// What a decision finds on its way.
#[derive(Clone, Debug)]
pub(super) struct Room {
    /// By threshold; none where nothing compares with it. Empty where nothing compares with any.
    pub(super) bars: Vec<Option<Bar>>,
    /// The steps that counted, of one threshold after another: its position among the threshold's, and what it added.
    pub(super) parts: Vec<(u32, Fixed)>,
    /// Rules that fitted behind the one that decides, ascending.
    pub(super) also_fitted: Vec<u32>,
    /// `also`s that hold, ascending.
    pub(super) alsos: Vec<u32>,
    /// Watches that would have decided, ascending.
    pub(super) watches: Vec<u32>,
    vectors: Vec<u32>,
}

/// Where a threshold stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) base: Fixed,
    /// Its steps that counted, in [`Room::parts`]: from the first to before the second.
    pub(super) parts: (usize, usize),
    pub(super) sum: Fixed,
    pub(super) value: Fixed,
}

/// What decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// In [`Rows::outcomes`].
    pub(super) outcome: u32,
    /// Whether `on problem` decided.
    pub(super) by_problem: bool,
}

/// What was found, and where the rest of it lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Looked<'a> {
    pub(super) found: Found,
    /// What every column held.
    pub(super) held: &'a Held,
    pub(super) room: &'a Room,
}

/// What is asked of a table beside the slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) point: Point,
    /// Whether there is a problem that `on problem` decides on.
    pub(super) problem: bool,
    /// Whether to find every rule that fits, or the first alone.
    pub(super) every: bool,
    /// What decides unless a guard holds: a question or an offer, by its position in [`Rows::promises`].
    pub(super) promise: Option<usize>,
}

impl Room {
    /// Forgets the decision before.
    fn clear(&mut self) {
        let Self { bars, parts, also_fitted, alsos, watches, vectors: _ } = self;
        bars.clear();
        parts.clear();
        also_fitted.clear();
        alsos.clear();
        watches.clear();
    }
}

impl Scratch {
    /// Whether it is as large as a table needs it: it has other lengths after a swap.
    pub(super) fn fits(&self, rows: &Rows) -> bool {
        self.held.len() == rows.columns.len() && self.room.bars.capacity() >= rows.thresholds.len()
    }
}

impl Lookup {
    pub(super) fn new(policy: &Policy, rows: &Rows) -> Self {
        let columns = |wanted: &dyn Fn(&Column) -> bool| -> Vec<usize> {
            rows.columns.iter().enumerate().filter(|(_, column)| wanted(column)).map(|(at, _)| at).collect()
        };
        let is_decided = |column: &Column| match &column.source {
            ColumnSource::Fact(fact) | ColumnSource::Member(fact, _) => is_decision(policy, *fact),
            ColumnSource::Margin(_) => false,
        };
        let adds = !rows.watches.is_empty() || !rows.alsos.is_empty();
        Self {
            rules: Index::new(&rows.columns, &rows.rules),
            watches: Index::new(&rows.columns, &rows.watches),
            alsos: Index::new(&rows.columns, &rows.alsos),
            steps: rows.thresholds.iter().map(|one| Index::ordered(&rows.columns, &one.matrix)).collect(),
            on_answer: columns(&|column| column.on_answer),
            decided: columns(&is_decided),
            adds,
            derives: adds || rows.thresholds.iter().any(|one| one.margin.is_some()),
            end: count(rows.rules.len()),
            guards: policy.rules.iter().map(|rule| rule.layer == Layer::Guard).collect(),
        }
    }

    /// Room for decisions of this table.
    pub(super) fn scratch(&self, policy: &Policy, rows: &Rows) -> Scratch {
        let indexes = [&self.rules, &self.watches, &self.alsos].into_iter().chain(&self.steps);
        let groups = policy.thresholds.iter().map(|threshold| threshold.groups.len()).sum();
        let room = Room {
            bars: Vec::with_capacity(rows.thresholds.len()),
            parts: Vec::with_capacity(groups),
            also_fitted: Vec::with_capacity(rows.rules.len()),
            alsos: Vec::with_capacity(rows.alsos.len()),
            watches: Vec::with_capacity(rows.watches.len()),
            vectors: Vec::with_capacity(indexes.map(Index::columns_of_a_block).max().unwrap_or(0)),
        };
        Scratch { held: Held::nothing(rows), room }
    }

    /// Finds what decides on what is given, and says what the columns hold then.
    // What most decisions do not need is kept out of line: the rest stays in registers.
    #[inline]
    pub(super) fn ask<'a>(
        &self,
        rows: &Rows,
        places: &Places,
        asked: Asked,
        given: &'a Held,
        scratch: &'a mut Scratch,
    ) -> Looked<'a> {
        let derives = self.derives || (asked.point == Point::Message && !self.on_answer.is_empty());
        scratch.room.clear();
        if derives {
            self.derive(rows, places, asked.point, given, scratch);
        }
        let held = if derives { &scratch.held } else { given };
        let unless_guarded = match asked.promise {
            Some(at) => Some(Found { outcome: comes_to(rows, &rows.promises[at].leads_to, held), by_problem: false }),
            None => rows.on_problem.filter(|_| asked.problem).map(|outcome| Found { outcome, by_problem: true }),
        };
        let only_guards = unless_guarded.is_some();
        let end = if only_guards { rows.guard_rows } else { self.end };
        let row = self.rules.first(held.cells(), end, &mut scratch.room.vectors);
        let found = found(rows, row, unless_guarded, held);
        if self.adds {
            self.add(rows, places, found, only_guards, scratch);
        }
        let held = if derives { &scratch.held } else { given };
        if asked.every && (row.is_some() || only_guards) {
            self.fit(rows, row, found, held, &mut scratch.room);
        }
        Looked { found, held, room: &scratch.room }
    }

    /// Writes the columns that follow from others: no answer on the message, and margins.
    #[inline(never)]
    fn derive(&self, rows: &Rows, places: &Places, point: Point, given: &Held, scratch: &mut Scratch) {
        let Scratch { held, room } = scratch;
        held.copy_from(given);
        room.bars.resize(rows.thresholds.len(), None);
        if point == Point::Message {
            self.on_answer.iter().for_each(|column| held.set(places, *column, NO_ANSWER));
        }
        for (at, steps) in rows.thresholds.iter().enumerate() {
            let Some(margin) = steps.margin else { continue };
            let bar = self.bar(rows, at, held, room);
            let fact = held.slot(steps.fact.index());
            held.set(places, margin.index(), if fact < LEAST { fact } else { beyond(fact, bar.value) });
            room.bars[at] = Some(bar);
        }
    }

    /// Writes the columns of what was decided.
    fn tell(&self, rows: &Rows, places: &Places, found: Found, held: &mut Held) {
        let outcome = &rows.outcomes[found.outcome as usize];
        self.decided.iter().for_each(|column| held.set(places, *column, 0));
        if let Some(column) = rows.decided_action {
            held.set(places, column.index(), symbol(outcome.action));
        }
        if !found.by_problem {
            outcome.decided_by.iter().for_each(|column| held.set(places, column.index(), 1));
        }
        for queue in queues(rows, found, held) {
            for (_, column) in rows.decided_queues.iter().filter(|(of, _)| of == queue) {
                held.set(places, column.index(), 1);
            }
        }
    }

    /// Where a threshold stands: its base, of each group the largest step that holds, its limits.
    pub(super) fn bar(&self, rows: &Rows, at: usize, held: &Held, room: &mut Room) -> Bar {
        let steps = &rows.thresholds[at];
        let base = category(rows, held).and_then(|at| steps.base_of_category.get(at)).copied();
        let base = base.unwrap_or(steps.base);
        let Room { parts, vectors, .. } = room;
        let first = parts.len();
        let mut group = None;
        let end = count(steps.matrix.len());
        self.steps[at].each(Wanted { cells: held.cells(), from: 0, end }, vectors, |row| {
            let step = steps.matrix.of[row as usize];
            let Some(by) = adds(steps, step, held) else { return };
            let same = group.replace(steps.steps[step as usize].group) == Some(steps.steps[step as usize].group);
            match parts.last_mut().filter(|_| same) {
                Some(largest) if by > largest.1 => *largest = (step, by),
                Some(_) => {}
                None => parts.push((step, by)),
            }
        });
        let sum = base + parts[first..].iter().map(|(_, by)| *by).sum();
        let raised = steps.low.map_or(sum, |low| sum.max(low));
        let value = steps.high.map_or(raised, |high| raised.min(high));
        Bar { base, parts: (first, parts.len()), sum, value }
    }

    /// The watches that stand before the rule that decides, and the `also`s that hold.
    #[inline(never)]
    fn add(&self, rows: &Rows, places: &Places, found: Found, only_guards: bool, scratch: &mut Scratch) {
        if !self.decided.is_empty() {
            self.tell(rows, places, found, &mut scratch.held);
        }
        let Scratch { held, room: Room { watches, alsos, vectors, .. } } = scratch;
        let all = |matrix: &Matrix| Wanted { cells: held.cells(), from: 0, end: count(matrix.len()) };
        if !rows.watches.is_empty() {
            let before = rows.outcomes[found.outcome as usize].rule.map_or(u32::MAX, |rule| rule.0);
            self.watches.each(all(&rows.watches), vectors, |row| {
                let rule = rows.watches.of[row as usize];
                if rule < before && (!only_guards || self.guards[rule as usize]) {
                    watches.push(rule);
                }
            });
            watches.sort_unstable();
            watches.dedup();
        }
        if !rows.alsos.is_empty() {
            self.alsos.each(all(&rows.alsos), vectors, |row| alsos.push(rows.alsos.of[row as usize]));
            alsos.sort_unstable();
            alsos.dedup();
        }
    }

    /// The rules that fit behind the one that decides; all of them when a problem decides.
    #[inline(never)]
    fn fit(&self, rows: &Rows, row: Option<u32>, found: Found, held: &Held, room: &mut Room) {
        let from = row.map_or(0, |row| row + 1);
        let decides = rows.outcomes[found.outcome as usize].rule;
        let Room { also_fitted, vectors, .. } = room;
        let end = count(rows.rules.len());
        self.rules.each(Wanted { cells: held.cells(), from, end }, vectors, |row| {
            let rule = rows.outcomes[rows.rules.of[row as usize] as usize].rule;
            also_fitted.extend(rule.filter(|_| rule != decides).map(|rule| rule.0));
        });
        also_fitted.sort_unstable();
        also_fitted.dedup();
    }
}

/// What the first row that fits stands for, or what decides without one.
fn found(rows: &Rows, row: Option<u32>, unless_guarded: Option<Found>, held: &Held) -> Found {
    match (row, unless_guarded) {
        (Some(row), _) => Found { outcome: rows.rules.of[row as usize], by_problem: false },
        (None, Some(found)) => found,
        (None, None) => Found { outcome: comes_to(rows, &rows.otherwise, held), by_problem: false },
    }
}

/// What a fallback comes to, as things stand.
fn comes_to(rows: &Rows, fallback: &Fallback, held: &Held) -> u32 {
    fallback.decides(|column| rows.column(column).cell(held.slot(column.index())))
}

/// The queues of a decision, in order.
pub(super) fn queues<'a>(rows: &'a Rows, found: Found, held: &Held) -> &'a [QueueId] {
    match &rows.outcomes[found.outcome as usize].whither {
        Whither::Nobody | Whither::NamedAgent => &[],
        Whither::Queues(queues) => queues,
        Whither::Category => {
            let queue = category(rows, held).and_then(|at| rows.queue_of_category.get(at));
            std::slice::from_ref(queue.unwrap_or(&rows.default_queue))
        }
    }
}

/// The category, by position in the policy.
fn category(rows: &Rows, held: &Held) -> Option<usize> {
    usize::try_from(held.slot(rows.category?.index())).ok()
}

/// What a step that holds adds, if its fact has grown far enough.
fn adds(steps: &StepTable, step: u32, held: &Held) -> Option<Fixed> {
    let step = &steps.steps[step as usize];
    let Some(each) = &step.each else { return Some(step.by) };
    let slot = held.slot(each.column.index());
    if slot < LEAST {
        return None;
    }
    let above = (Fixed::from_millionths(slot) - each.after).millionths();
    let times = above.checked_div(each.every.millionths()).filter(|times| above > 0 && *times > 0)?;
    let size = if step.by < Fixed::ZERO { -step.by } else { step.by };
    let limited = size.times(times).min(each.up_to);
    Some(if step.by < Fixed::ZERO { -limited } else { limited })
}

/// The margin of a number over a threshold.
fn beyond(number: i64, threshold: Fixed) -> i64 {
    number.saturating_sub(threshold.millionths()).max(LEAST)
}

/// The symbol of an action in the column of what was decided.
fn symbol(action: ActionName) -> i64 {
    ActionName::ALL.into_iter().zip(0..).find(|(one, _)| *one == action).map_or(-1, |(_, symbol)| symbol)
}

fn is_decision(policy: &Policy, fact: FactId) -> bool {
    matches!(policy.fact(fact).origin, crate::policy::Origin::Decision(_))
}

fn count(rows: usize) -> u32 {
    u32::try_from(rows).expect("a table has at most ROWS_MAX rows")
}
