//! Two policies in one space: who decides where, and questions about both at once.
//!
//! In: the space of two policies. Out: rows of both in one list, so that a question
//! can name rows of either; decisions in names; answers within one budget.

use super::said::Said;
use super::{bars, edits};
use crate::analysis::guarantees::decisions::Decisions;
use crate::analysis::{Answer, AxisId, Budget, Region, RowList, Side, Space, bits};
use crate::policy::QueueId;
use crate::rows::Whither;
use std::cell::Cell;
use std::collections::HashMap;

/// Most steps of all questions about two policies together.
const STEPS_MAX: u64 = 300_000;

/// Most steps of one question: what is hard in one place is not to hide what is easy in another.
const STEPS_OF_ONE: u32 = 5_000;

/// Two policies in one space.
pub(super) struct Duel<'s, 'a> {
    pub(super) space: &'s Space,
    pub(super) sides: &'s [Side<'a>; 2],
    pub(super) decisions: [Decisions<'s, 'a>; 2],
    /// The rows of both: of each what decides and what adds; then what no input can be.
    pub(super) list: RowList,
    /// Where the rows of each side begin.
    starts: [usize; 2],
    /// Rows that no possible input fits.
    pub(super) bars: Vec<u32>,
    /// Pairs of margins of thresholds that are not the same in both.
    pub(super) moved: Vec<bars::Moved>,
    /// For each row that decides the first row of the other side that asks the same.
    pub(super) twins: [Vec<Option<usize>>; 2],
    /// Whether each category leads to queues of the same name.
    pub(super) same_queues: bool,
    /// For outcomes of each side those of the same rule on the other side.
    pub(super) same_rules: [HashMap<u32, u32>; 2],
    steps: Cell<u64>,
    undecided: Cell<usize>,
}

impl<'s, 'a> Duel<'s, 'a> {
    pub(super) fn new(space: &'s Space, sides: &'s [Side<'a>; 2]) -> Self {
        let decisions = sides.each_ref().map(|side| Decisions::new(space, side));
        let mut list = decisions[0].list.clone();
        let starts = [0, list.len()];
        list.append(&decisions[1].list, space);
        let from = list.len();
        let moved = bars::moved(space, sides);
        for one in &moved {
            one.push(space, &mut list);
        }
        let bars = list.before(list.len()).split_off(from);
        let masks = decisions.each_ref().map(|one| masks(space, one));
        let first = masks.each_ref().map(|masks| {
            let mut known: HashMap<&Masks, usize> = HashMap::new();
            for (row, mask) in masks.iter().enumerate() {
                known.entry(mask).or_insert(row);
            }
            known
        });
        let of = |side: usize| masks[side].iter().map(|mask| first[1 - side].get(mask).copied()).collect();
        let twins = [of(0), of(1)];
        let mut duel = Self {
            space,
            sides,
            decisions,
            list,
            starts,
            bars,
            moved,
            twins,
            same_queues: false,
            same_rules: edits::same_outcomes(sides),
            steps: Cell::new(0),
            undecided: Cell::new(0),
        };
        duel.same_queues = duel.are_queues_alike();
        duel
    }

    /// How many rows of a side decide.
    pub(super) fn deciders(&self, side: usize) -> usize {
        self.decisions[side].deciders
    }

    /// The place in the list of a side's row.
    pub(super) fn row(&self, side: usize, row: usize) -> u32 {
        u32::try_from(self.starts[side] + row).expect("a table has at most ROWS_MAX rows")
    }

    /// The rows of a side that are asked before one, and those that no input fits.
    pub(super) fn before(&self, side: usize, row: usize) -> Vec<u32> {
        (0..row).map(|one| self.row(side, one)).collect()
    }

    /// The rows of a side that add, by their place on that side.
    pub(super) fn adding(&self, side: usize) -> std::ops::Range<usize> {
        self.decisions[side].deciders..self.decisions[side].list.len()
    }

    /// Of a region what fits a side's row.
    pub(super) fn fitting(&self, region: &Region, side: usize, row: usize) -> Region {
        self.space.fitting(region, &self.decisions[side].list, row)
    }

    /// Whether every point of a region fits a side's row.
    pub(super) fn swallows(&self, region: &Region, side: usize, row: usize) -> bool {
        let layout = self.space.layout();
        let mut asks = self.decisions[side].list.asks(row, layout);
        asks.all(|(axis, mask)| bits::inside(&region.words[layout.of(axis)], mask))
    }

    /// Whether there is a point in a region that none of these rows fits, and no input cannot be.
    pub(super) fn ask(&self, region: &Region, mut rows: Vec<u32>, most: u32) -> Answer {
        rows.extend(&self.bars);
        let left = STEPS_MAX.saturating_sub(self.steps.get());
        let most = most.min(u32::try_from(left).unwrap_or(u32::MAX));
        let mut budget = Budget { left: most };
        let answer = self.space.find(region, &self.list, &rows, &mut budget);
        self.steps.set(self.steps.get() + u64::from(most - budget.left));
        answer
    }

    /// As [`Duel::ask`], of a question whose answer matters: it is counted when it is not decided.
    pub(super) fn find(&self, region: &Region, rows: Vec<u32>) -> Answer {
        let answer = self.ask(region, rows, STEPS_OF_ONE);
        if answer == Answer::Undecided {
            self.undecided.set(self.undecided.get() + 1);
        }
        answer
    }

    /// One more question that could not be decided.
    pub(super) fn gave_up(&self) {
        self.undecided.set(self.undecided.get() + 1);
    }

    /// How many questions were left undecided.
    pub(super) fn undecided(&self) -> usize {
        self.undecided.get()
    }

    /// What a row decides with these queues.
    pub(super) fn said(&self, side: usize, row: usize, queues: &[QueueId]) -> Said {
        let decisions = &self.decisions[side];
        let policy = &self.sides[side].artifact.policy;
        let outcome = decisions.outcome(row);
        let is_problem = self.sides[side].artifact.rows.on_problem == Some(decisions.list.of[row]);
        let reason = match outcome.rule {
            Some(rule) => policy.rule(rule).outcome.because.as_deref(),
            None if is_problem => None,
            None => policy.otherwise.because.as_deref(),
        };
        Said::of_row(policy, outcome, queues, decisions.own_effects(row), reason)
    }

    /// Whether a row goes to the queue of the category.
    pub(super) fn by_category(&self, side: usize, row: usize) -> bool {
        self.decisions[side].outcome(row).whither == Whither::Category
    }

    /// What a row can decide in a region, each with the part of it.
    pub(super) fn cases(&self, side: usize, row: usize, region: &Region) -> Vec<(Region, Said)> {
        let cases = self.decisions[side].cases(row, region);
        cases.into_iter().map(|case| (case.region, self.said(side, row, &case.queues))).collect()
    }

    /// What a row decides, if it goes to the category's queue.
    pub(super) fn symbolic(&self, side: usize, row: usize) -> Option<Said> {
        self.by_category(side, row).then(|| Said { to_category: true, ..self.said(side, row, &[]) })
    }

    /// The one thing a row decides; where that hangs on the category, without queues.
    pub(super) fn plain(&self, side: usize, row: usize) -> Said {
        match &self.decisions[side].outcome(row).whither {
            Whither::Queues(queues) => self.said(side, row, queues),
            _ => self.said(side, row, &[]),
        }
    }

    fn are_queues_alike(&self) -> bool {
        let names = |side: usize, cell: Option<u32>| {
            let Side { artifact, .. } = &self.sides[side];
            let category = cell.and_then(|cell| self.sides[side].category(self.space, cell));
            let queue = category.and_then(|id| artifact.rows.queue_of_category.get(id.index()));
            artifact.policy.queue(*queue.unwrap_or(&artifact.rows.default_queue)).name.clone()
        };
        let axes: Vec<Option<AxisId>> =
            self.sides.iter().map(|side| side.artifact.rows.category.map(|column| side.axis(column))).collect();
        match axes.as_slice() {
            [Some(one), Some(other)] if one == other => {
                (0..self.space.axis(*one).cells()).all(|cell| names(0, Some(cell)) == names(1, Some(cell)))
            }
            [None, None] => names(0, None) == names(1, None),
            _ => false,
        }
    }
}

/// What a row asks: axes with the cells that it accepts.
type Masks = Vec<(AxisId, Vec<u64>)>;

fn masks(space: &Space, decisions: &Decisions<'_, '_>) -> Vec<Masks> {
    let layout = space.layout();
    let everything = space.everything();
    let asks = |row: usize| {
        let asked = decisions.list.asks(row, layout).map(|(axis, mask)| {
            let mut cells = mask.to_vec();
            bits::keep(&mut cells, &everything.words[layout.of(axis)]);
            (axis, cells)
        });
        let mut asked: Masks = asked.filter(|(axis, cells)| everything.words[layout.of(*axis)] != cells[..]).collect();
        asked.sort();
        asked
    };
    (0..decisions.deciders).map(asks).collect()
}
