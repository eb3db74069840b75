//! Tables → the space of all inputs.
//!
//! In: one artifact, or two whose facts meet in one space. Out: a [`Space`], and a
//! [`Side`] for each artifact, which translates its columns and rows.
//!
//! A fact of the same name and type is one axis for both; its cuts and words are
//! united. Of one table asked twice, some columns can be kept apart: that is how
//! "as F rises" compares two inputs that differ in nothing else.

use super::alike;
use super::axis::{Asks, Axis, Limits};
use super::known;
use super::limits;
use super::margin::{Base, Each, Margin, Step};
use super::region::{AxisId, Layout, Region};
use super::relation::Relation;
use super::side::{Mapped, Side};
use super::space::Space;
use crate::artifact::Artifact;
use crate::policy::{FactId, ThresholdId};
use crate::rows::{Column, ColumnId, ColumnSource, LEAST, NO_ANSWER_CELL, Rows, StepTable};
use crate::value::{Fixed, Type};
use std::collections::BTreeSet;

mod together;
pub(super) use together::symbol;

/// Most cuts that one step of a threshold that grows with a fact puts into it.
const CUTS_MAX: i64 = 4_096;

/// Where facts can be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Where nothing needs to be given and nothing is known without: facts with a default always have a value.
    Usually,
    /// Anywhere: a service may also send what cannot be read, or nothing on purpose.
    Anywhere,
}

impl Space {
    /// The inputs of one table.
    pub fn of(artifact: &Artifact, missing: Missing) -> (Self, Side<'_>) {
        let (space, mut sides) = build(&[Given::alone(artifact, &|_| false)], missing);
        (space, sides.remove(0))
    }

    /// The inputs of two policies: what both know under one name is given to both. What each decides is its own, and so
    /// are the thresholds that differ.
    pub fn of_two<'a>(old: &'a Artifact, new: &'a Artifact, missing: Missing) -> (Self, [Side<'a>; 2]) {
        let decided =
            [old, new].map(|artifact| move |source: &ColumnSource| alike::is_decided(&artifact.policy, source));
        let unlike = alike::facts(&old.policy, &new.policy);
        let [of_old, of_new] = unlike;
        let shared = alike::thresholds(&old.policy, &new.policy);
        let given = [
            Given { artifact: old, apart: &decided[0], unlike: of_old, shared: Vec::new() },
            Given { artifact: new, apart: &decided[1], unlike: of_new, shared },
        ];
        let (space, sides) = build(&given, missing);
        (space, two(sides))
    }

    /// Two inputs of one table that agree in everything but the columns that are `apart`, and margins.
    pub fn of_pair<'a>(
        artifact: &'a Artifact,
        apart: &dyn Fn(&ColumnSource) -> bool,
        missing: Missing,
    ) -> (Self, [Side<'a>; 2]) {
        let (space, sides) = build(&[Given::alone(artifact, apart), Given::alone(artifact, apart)], missing);
        (space, two(sides))
    }
}

fn two(sides: Vec<Side<'_>>) -> [Side<'_>; 2] {
    sides.try_into().unwrap_or_else(|_| unreachable!("two sides were asked for"))
}

/// What is one axis for several sides.
#[derive(Clone, Debug, PartialEq)]
enum Key {
    Fact(String, Type, Option<String>, Option<usize>),
    Margin(usize, usize),
}

/// One side of a space in the making.
struct Given<'a, 'f> {
    artifact: &'a Artifact,
    /// Which of its columns are not shared.
    apart: &'f dyn Fn(&ColumnSource) -> bool,
    /// Facts that the other side works out in another way: what is known of them here need not hold there.
    unlike: Vec<FactId>,
    /// Thresholds that are those of the first side too: each with its place there.
    shared: Vec<(ThresholdId, ThresholdId)>,
}

impl<'a, 'f> Given<'a, 'f> {
    fn alone(artifact: &'a Artifact, apart: &'f dyn Fn(&ColumnSource) -> bool) -> Self {
        Self { artifact, apart, unlike: Vec::new(), shared: Vec::new() }
    }
}

fn build<'a>(given: &[Given<'a, '_>], missing: Missing) -> (Space, Vec<Side<'a>>) {
    let (mut axes, homes) = axes(given);
    for (side, Given { artifact, .. }) in given.iter().enumerate() {
        let homes = &homes[side];
        for table in artifact.rows.thresholds.iter().filter(|table| table.margin.is_some()) {
            cut_at_steps(table, homes, &mut axes);
        }
        cut_at_categories(&artifact.rows, homes, &mut axes);
        known::cut(&artifact.policy, &artifact.rows, homes, &mut axes);
    }
    together::prepare(given, &homes, &mut axes);
    for (at, axis) in axes.iter_mut().enumerate() {
        let Asks::Column { side, column } = &axis.asks else { continue };
        let no_answer = column.on_answer;
        axis.limits = together::limits(given, &homes, at, axis);
        limits::make_usual(&given[*side].artifact.policy, axis);
        axis.allow(can_be_missing(given, &homes, at, missing), no_answer);
    }
    let point = AxisId::from_index(axes.len());
    axes.push(plain(Asks::Point));
    let has_problem = given.iter().any(|one| one.artifact.rows.on_problem.is_some());
    let problem = has_problem.then(|| AxisId::from_index(axes.len()));
    axes.extend(has_problem.then(|| plain(Asks::Problem)));
    if missing == Missing::Usually
        && let Some(problem) = problem
    {
        let never = &mut axes[problem.index()];
        (never.allowed, never.ordinary) = (vec![1], vec![0]);
    }
    let layout = Layout::new(axes.iter().map(Axis::cells));
    let words = axes.iter().flat_map(|axis| axis.allowed.iter().copied()).collect();
    let mut space = Space {
        axes,
        layout,
        relations: Vec::new(),
        orders: Vec::new(),
        margins: Vec::new(),
        ties: Vec::new(),
        everything: Region { words },
        tied: Vec::new(),
        point,
        problem,
    };
    let sides = given.iter().zip(homes).map(|(given, homes)| side(given, &space, &homes)).collect();
    // Two inputs of one table are each tied in themselves.
    let one_input = given.iter().skip(1).all(|one| !std::ptr::eq(one.artifact, given[0].artifact));
    bind(&mut space, &sides, one_input);
    (space, sides)
}

/// Whether an axis can be without a value for one of the sides.
fn can_be_missing(given: &[Given<'_, '_>], homes: &[Vec<AxisId>], axis: usize, missing: Missing) -> bool {
    given.iter().zip(homes).any(|(Given { artifact, .. }, homes)| {
        let columns = artifact.rows.columns.iter().zip(homes).filter(|(_, home)| home.index() == axis);
        columns.into_iter().any(|(column, _)| limits::can_be_missing(&artifact.policy, column, missing))
    })
}

/// Ties the axes to each other, and takes out what nothing goes with.
fn bind(space: &mut Space, sides: &Vec<Side<'_>>, one_input: bool) {
    if one_input {
        known::relate(&sides.iter().collect::<Vec<_>>(), space);
    }
    for side in sides {
        if !one_input {
            known::relate(&[side], space);
        }
        for table in &side.artifact.rows.thresholds {
            let is_new = |margin: &Margin| space.margins.iter().all(|known| known.over != margin.over);
            let margin = margin(table, side, space).filter(is_new);
            space.margins.extend(margin);
        }
    }
    let on_answer = |at: usize| space.axes[at].column().is_some_and(|column| column.on_answer);
    let answers: Vec<Relation> = (0..space.axes.len())
        .filter(|at| on_answer(*at))
        .map(|at| {
            let together = |cell: u32, point: u32| (cell == NO_ANSWER_CELL) == (point == 0);
            Relation::new((AxisId::from_index(at), space.axes[at].cells()), (space.point, 2), together)
        })
        .collect();
    space.relations.extend(answers);
    let idle: Vec<bool> =
        space.relations.iter().map(|relation| relation.is_idle(&space.everything, &space.layout)).collect();
    let mut idle = idle.into_iter();
    space.relations.retain(|_| !idle.next().unwrap_or(false));
    let prepared: Vec<Margin> = space
        .margins
        .iter()
        .map(|margin| {
            let mut margin = margin.clone();
            margin.prepare(space);
            margin
        })
        .collect();
    space.margins = prepared;
    space.tie();
    space.order_of_ties();
    let mut everything = space.everything.clone();
    let tied = space.tied.clone();
    space.settle(&mut everything, tied);
    space.everything = everything;
}

fn plain(asks: Asks) -> Axis {
    Axis {
        asks,
        limits: Limits { low: 0, high: 1, grain: 1 },
        allowed: vec![3],
        ordinary: vec![0, 1],
        typical: 0,
        steps: &[1],
        not_given: None,
    }
}

/// The axes of all columns, and for each side the axis of each column.
fn axes(given: &[Given<'_, '_>]) -> (Vec<Axis>, Vec<Vec<AxisId>>) {
    let (mut axes, mut keys): (Vec<Axis>, Vec<Key>) = (Vec::new(), Vec::new());
    let mut homes = Vec::new();
    for (side, one) in given.iter().enumerate() {
        let mut home = Vec::new();
        for column in &one.artifact.rows.columns {
            let key = key(one, column, side);
            let at = keys.iter().position(|known| *known == key).unwrap_or_else(|| {
                keys.push(key);
                axes.push(plain(Asks::Column { side, column: column.clone() }));
                keys.len() - 1
            });
            if let Asks::Column { side: first, column: known } = &mut axes[at].asks
                && *first != side
            {
                unite(known, column);
            }
            home.push(AxisId::from_index(at));
        }
        homes.push(home);
    }
    (axes, homes)
}

fn key(given: &Given<'_, '_>, column: &Column, side: usize) -> Key {
    let apart = (given.apart)(&column.source);
    let named = |fact: FactId, word: Option<String>| {
        let fact = given.artifact.policy.fact(fact);
        let kind = match &fact.kind {
            // Other words, or other limits, are another cut of the same question.
            Type::OneOf { .. } => Type::OneOf { values: Vec::new(), open: false },
            Type::Number { .. } => Type::Number { low: None, high: None },
            Type::Money { currency, .. } => Type::Money { currency: currency.clone(), converted: false },
            kind => kind.clone(),
        };
        Key::Fact(fact.name.clone(), kind, word, apart.then_some(side))
    };
    match &column.source {
        ColumnSource::Fact(fact) => named(*fact, None),
        ColumnSource::Member(fact, word) => named(*fact, Some(word.clone())),
        ColumnSource::Margin(threshold) => match given.shared.iter().find(|(own, _)| own == threshold) {
            Some((_, first)) => Key::Margin(0, first.index()),
            None => Key::Margin(side, threshold.index()),
        },
    }
}

/// Makes one column ask what both do. Words of two policies have a cell each.
fn unite(known: &mut Column, other: &Column) {
    let mut cuts: BTreeSet<i64> = known.cuts.iter().chain(&other.cuts).copied().collect();
    if known.words != other.words {
        for word in &other.words {
            if !known.words.contains(word) {
                known.words.push(word.clone());
            }
        }
        cuts.extend(0..=known.other() + 1);
    }
    known.cuts = cuts.into_iter().collect();
}

/// In how many stages a step grows to its most.
fn stages(by: Fixed, up_to: Fixed) -> i64 {
    (up_to.millionths() / by.millionths().saturating_abs().max(1)).saturating_add(1)
}

/// Cuts the facts that steps grow with wherever they grow.
fn cut_at_steps(table: &StepTable, homes: &[AxisId], axes: &mut [Axis]) {
    for step in &table.steps {
        let Some(each) = step.each else { continue };
        let times = stages(step.by, each.up_to).min(CUTS_MAX);
        let at = |time: i64| each.after.millionths().saturating_add(each.every.millionths().saturating_mul(time));
        let cuts: Vec<i64> = (1..=times).map(at).filter(|cut| *cut > LEAST && *cut < i64::MAX).collect();
        add_cuts(&mut axes[homes[each.column.index()].index()], &cuts);
    }
}

/// Cuts the categories wherever another base or queue begins.
fn cut_at_categories(rows: &Rows, homes: &[AxisId], axes: &mut [Axis]) {
    let Some(category) = rows.category else { return };
    let count = rows.column(category).words.len();
    let bases = rows.thresholds.iter().filter(|table| table.margin.is_some()).map(|table| &table.base_of_category);
    let differs = |at: &usize| {
        let before = at.checked_sub(1);
        let queue = |at: usize| rows.queue_of_category.get(at);
        before.is_none_or(|before| queue(before) != queue(*at))
            || bases.clone().any(|bases| before.is_none_or(|before| bases.get(before) != bases.get(*at)))
    };
    let cuts = (0..count).filter(differs).filter_map(|at| i64::try_from(at).ok()).collect::<Vec<_>>();
    add_cuts(&mut axes[homes[category.index()].index()], &cuts);
}

/// Cuts an axis at more places.
pub(super) fn add_cuts(axis: &mut Axis, cuts: &[i64]) {
    if let Asks::Column { column, .. } = &mut axis.asks {
        column.cuts.extend_from_slice(cuts);
        column.cuts.sort_unstable();
        column.cuts.dedup();
    }
}

fn side<'a>(given: &Given<'a, '_>, space: &Space, homes: &[AxisId]) -> Side<'a> {
    let artifact = given.artifact;
    let (mut columns, mut unreadable) = (Vec::new(), Vec::new());
    for (column, axis) in artifact.rows.columns.iter().zip(homes) {
        let (image, unread) = together::image(&artifact.policy, column, space.axis(*axis));
        if unread.iter().any(|word| *word != 0) {
            unreadable.push((*axis, unread));
        }
        columns.push(Mapped { axis: *axis, image });
    }
    Side { artifact, columns, problem: space.problem, unreadable, unlike: given.unlike.clone() }
}

/// A threshold whose margin is asked, over axes.
fn margin(table: &StepTable, side: &Side<'_>, space: &Space) -> Option<Margin> {
    let margin = side.axis(table.margin?);
    let base = match side.artifact.rows.category.filter(|_| !table.base_of_category.is_empty()) {
        Some(category) => {
            let axis = side.axis(category);
            let bases =
                (0..space.axis(axis).cells()).map(|cell| base_of(table, side, category, space.axis(axis), cell));
            Base::ByCell(axis, bases.collect())
        }
        None => Base::One(table.base.millionths()),
    };
    let policy = &side.artifact.policy;
    let unless_given = |column: ColumnId| together::unless_given(policy, side.artifact.rows.column(column));
    let steps = table.steps.iter().map(|step| Step {
        group: step.group,
        by: step.by.millionths(),
        each: step.each.map(|each| Each {
            axis: side.axis(each.column),
            unless_given: unless_given(each.column),
            every: each.every.millionths().max(1),
            after: each.after.millionths(),
            up_to: each.up_to.millionths(),
            is_cut: stages(step.by, each.up_to) <= CUTS_MAX,
        }),
    });
    Some(Margin {
        fact: side.axis(table.fact),
        unless_given: unless_given(table.fact),
        over: margin,
        base,
        steps: steps.collect(),
        rows: side.rows(&table.matrix, space),
        low: table.low.map(Fixed::millionths),
        high: table.high.map(Fixed::millionths),
        parts: Vec::new(),
    })
}

/// The base of a cell of the category's axis.
fn base_of(table: &StepTable, side: &Side<'_>, category: ColumnId, axis: &Axis, cell: u32) -> i64 {
    let word = axis.column().and_then(|column| {
        let (low, _) = column.bounds(cell);
        column.words.get(usize::try_from(low).ok()?)
    });
    let symbol =
        word.and_then(|word| together::symbol(&side.artifact.policy, side.artifact.rows.column(category), word));
    let base = symbol.and_then(|symbol| table.base_of_category.get(usize::try_from(symbol).ok()?));
    base.unwrap_or(&table.base).millionths()
}
