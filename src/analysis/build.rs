//! Tables → the space of all inputs.
//!
//! In: one artifact, or two whose facts meet in one space. Out: a [`Space`], and a
//! [`Side`] for each artifact, which translates its columns and rows.
//!
//! A fact of the same name and type is one axis for both; its cuts and words are
//! united. Of one table asked twice, some columns can be kept apart: that is how
//! "as F rises" compares two inputs that differ in nothing else.

use super::axis::{Asks, Axis, Limits};
use super::known;
use super::limits;
use super::margin::{Base, Each, Margin, Step};
use super::region::{AxisId, Layout, Region};
use super::relation::Relation;
use super::side::{Mapped, Side};
use super::space::Space;
use crate::artifact::Artifact;
use crate::policy::Policy;
use crate::rows::{Column, ColumnId, ColumnSource, LEAST, MISSING_CELL, NO_ANSWER_CELL, Rows, StepTable};
use crate::value::{Fixed, Type};
use std::collections::BTreeSet;

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
        let (space, mut sides) = build(&[(artifact, &|_| false)], missing);
        (space, sides.remove(0))
    }

    /// The inputs of two policies: what both know under one name is given to both.
    pub fn of_two<'a>(old: &'a Artifact, new: &'a Artifact, missing: Missing) -> (Self, [Side<'a>; 2]) {
        let (space, sides) = build(&[(old, &|_| false), (new, &|_| false)], missing);
        (space, two(sides))
    }

    /// Two inputs of one table that agree in everything but the columns that are `apart`, and margins.
    pub fn of_pair<'a>(
        artifact: &'a Artifact,
        apart: &dyn Fn(&ColumnSource) -> bool,
        missing: Missing,
    ) -> (Self, [Side<'a>; 2]) {
        let (space, sides) = build(&[(artifact, apart), (artifact, apart)], missing);
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

/// An artifact, and which of its columns are not shared.
type Given<'a, 'f> = (&'a Artifact, &'f dyn Fn(&ColumnSource) -> bool);

fn build<'a>(given: &[Given<'a, '_>], missing: Missing) -> (Space, Vec<Side<'a>>) {
    let (mut axes, homes) = axes(given);
    for (side, (artifact, _)) in given.iter().enumerate() {
        let homes = &homes[side];
        for table in artifact.rows.thresholds.iter().filter(|table| table.margin.is_some()) {
            cut_at_steps(table, homes, &mut axes);
        }
        cut_at_categories(&artifact.rows, homes, &mut axes);
        known::cut(&artifact.policy, &artifact.rows, homes, &mut axes);
    }
    for (at, axis) in axes.iter_mut().enumerate() {
        let Asks::Column { side, column } = &axis.asks else { continue };
        let policy = &given[*side].0.policy;
        let no_answer = column.on_answer;
        axis.limits = limits::limits(policy, column);
        limits::make_usual(policy, axis);
        axis.allow(can_be_missing(given, &homes, at, missing), no_answer);
    }
    let point = AxisId::from_index(axes.len());
    axes.push(plain(Asks::Point));
    let has_problem = given.iter().any(|(artifact, _)| artifact.rows.on_problem.is_some());
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
    let same = given.iter().all(|(artifact, _)| std::ptr::eq(*artifact, given[0].0));
    let sides = given.iter().zip(homes).map(|((artifact, _), homes)| side(artifact, &space, &homes, same)).collect();
    bind(&mut space, &sides);
    (space, sides)
}

/// Whether an axis can be without a value for one of the sides.
fn can_be_missing(given: &[Given<'_, '_>], homes: &[Vec<AxisId>], axis: usize, missing: Missing) -> bool {
    given.iter().zip(homes).any(|((artifact, _), homes)| {
        let columns = artifact.rows.columns.iter().zip(homes).filter(|(_, home)| home.index() == axis);
        columns.into_iter().any(|(column, _)| limits::can_be_missing(&artifact.policy, column, missing))
    })
}

/// Ties the axes to each other, and takes out what nothing goes with.
fn bind(space: &mut Space, sides: &Vec<Side<'_>>) {
    for side in sides {
        known::relate(side, space);
        for table in &side.artifact.rows.thresholds {
            space.margins.extend(margin(table, side, space));
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
    }
}

/// The axes of all columns, and for each side the axis of each column.
fn axes(given: &[Given<'_, '_>]) -> (Vec<Axis>, Vec<Vec<AxisId>>) {
    let (mut axes, mut keys): (Vec<Axis>, Vec<Key>) = (Vec::new(), Vec::new());
    let mut homes = Vec::new();
    for (side, (artifact, apart)) in given.iter().enumerate() {
        let mut home = Vec::new();
        for column in &artifact.rows.columns {
            let key = key(&artifact.policy, column, side, apart(&column.source));
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

fn key(policy: &Policy, column: &Column, side: usize, apart: bool) -> Key {
    let named = |fact: crate::policy::FactId, word: Option<String>| {
        let fact = policy.fact(fact);
        let kind = match &fact.kind {
            // Another list of words is another cut of the same question.
            Type::OneOf { open, .. } => Type::OneOf { values: Vec::new(), open: *open },
            kind => kind.clone(),
        };
        Key::Fact(fact.name.clone(), kind, word, apart.then_some(side))
    };
    match &column.source {
        ColumnSource::Fact(fact) => named(*fact, None),
        ColumnSource::Member(fact, word) => named(*fact, Some(word.clone())),
        ColumnSource::Margin(threshold) => Key::Margin(side, threshold.index()),
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

fn side<'a>(artifact: &'a Artifact, space: &Space, homes: &[AxisId], alone: bool) -> Side<'a> {
    let columns = artifact.rows.columns.iter().zip(homes).map(|(column, axis)| {
        let of_axis = space.axis(*axis).column().expect("an axis of a column has one");
        let mut image = image(&artifact.policy, column, of_axis);
        // What one policy needs to be given, another may have a default for.
        if !alone && let Some(slot) = default_slot(&artifact.policy, column) {
            image[MISSING_CELL as usize] = column.cell(slot);
        }
        Mapped { axis: *axis, image }
    });
    Side { artifact, columns: columns.collect(), problem: space.problem }
}

/// What a column holds when nothing is given.
fn default_slot(policy: &Policy, column: &Column) -> Option<i64> {
    let ColumnSource::Fact(fact) = &column.source else { return None };
    limits::starting(policy.fact(*fact)).map(|value| limits::slot(&value, column))
}

/// For each cell of an axis the cell that the column has then.
fn image(policy: &Policy, column: &Column, axis: &Column) -> Vec<u32> {
    let fact = match &column.source {
        ColumnSource::Fact(fact) => Some(policy.fact(*fact)),
        _ => None,
    };
    let cell_of = |cell: u32| {
        if cell == MISSING_CELL || cell == NO_ANSWER_CELL {
            return cell;
        }
        let (low, _) = axis.bounds(cell);
        if column.words == axis.words {
            return column.cell(low);
        }
        let word = usize::try_from(low).ok().and_then(|at| axis.words.get(at));
        let closed = fact.is_some_and(|fact| limits::is_closed(&fact.kind, column));
        match word.and_then(|word| column.symbol(word)) {
            Some(symbol) => column.cell(symbol),
            // A word that a policy does not know is no value for it.
            None if closed => MISSING_CELL,
            None => column.cell(column.other()),
        }
    };
    (0..axis.cells()).map(cell_of).collect()
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
    let steps = table.steps.iter().map(|step| Step {
        group: step.group,
        by: step.by.millionths(),
        each: step.each.map(|each| Each {
            axis: side.axis(each.column),
            every: each.every.millionths().max(1),
            after: each.after.millionths(),
            up_to: each.up_to.millionths(),
            is_cut: stages(step.by, each.up_to) <= CUTS_MAX,
        }),
    });
    Some(Margin {
        fact: side.axis(table.fact),
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
    let symbol = word.and_then(|word| side.artifact.rows.column(category).symbol(word));
    let base = symbol.and_then(|symbol| table.base_of_category.get(usize::try_from(symbol).ok()?));
    base.unwrap_or(&table.base).millionths()
}
