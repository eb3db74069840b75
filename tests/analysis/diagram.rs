//! A second method: a decision diagram over the cells of medium policies, with far too many points to enumerate, asked the
//! same questions as the search.
//!
//! Nothing of the search is used: rows are read from the table, what goes together is written down here once more. A
//! diagram is reduced and ordered: its nodes ask one axis after the other, equal nodes are one, and a node whose answers
//! all lead to the same place is left out. Taking a row's box away from a diagram is the only operation.

use std::collections::HashMap;

use baton::analysis::{Answer, AxisId, Budget, Missing, Point, Region, Side, Space};
use baton::policy::{BuiltIn, Origin, Policy};
use baton::rows::{ColumnId, ColumnSource, MISSING_CELL, Matrix, NO_ANSWER_CELL, VALUE_CELL};

use super::leaves::{DECLARED, plain};
use super::support::{Numbers, header, try_table};

/// So many policies, with so many questions each.
const POLICIES: u64 = 60;
const QUESTIONS: usize = 30;

/// A policy with fewer points than this could be enumerated.
const POINTS_LEAST: f64 = 1e6;

/// Diagrams that grow beyond this are given up.
const NODES_MAX: usize = 400_000;

/// What rules ask about. Of windows and moods there are two each, which depend on each other.
const FACTS: &[&str] = &[
    "yes",
    "n",
    "d",
    "m",
    "big",
    "s",
    "price",
    "age",
    "due",
    "w",
    "tier",
    "tongue",
    "land",
    "labels",
    "outage",
    "category",
    "confidence",
    "attempted",
    "offers",
    "hour",
    "contacts in 7 days",
    "contacts in 14 days",
    "sentiment",
    "lowest sentiment",
];

/// A node: the axis that it asks, and where each cell leads.
type Node = (usize, Box<[u32]>);

/// The node that holds nothing, and the one that holds everything.
const NONE: u32 = 0;
const ALL: u32 = 1;

/// A box: for each axis in order the cells that it holds, or all of them.
type Mask = Vec<Option<Vec<bool>>>;

/// Diagrams over the same axes.
struct Diagrams {
    /// How many cells each axis has, in the order in which they are asked.
    cells: Vec<usize>,
    nodes: Vec<Node>,
    known: HashMap<Node, u32>,
}

impl Diagrams {
    fn new(cells: Vec<usize>) -> Self {
        let end = (cells.len(), Box::default());
        Self { cells, nodes: vec![end.clone(), end], known: HashMap::new() }
    }

    fn node(&mut self, axis: usize, leads: Box<[u32]>) -> u32 {
        if leads.iter().all(|to| *to == leads[0]) {
            return leads[0];
        }
        let next = u32::try_from(self.nodes.len()).expect("it is limited");
        let node = (axis, leads);
        *self.known.entry(node.clone()).or_insert_with(|| {
            self.nodes.push(node);
            next
        })
    }

    /// What a node leads to, asked at an axis that it may not ask.
    fn leads(&self, node: u32, axis: usize) -> Box<[u32]> {
        let (asks, leads) = &self.nodes[node as usize];
        if *asks == axis { leads.clone() } else { vec![node; self.cells[axis]].into() }
    }

    /// A diagram without the points of a box; none if it grows too large.
    fn without(&mut self, from: u32, mask: &Mask) -> Option<u32> {
        let last = mask.iter().rposition(Option::is_some).map_or(0, |at| at + 1);
        let mut done = HashMap::new();
        self.take(from, 0, mask, last, &mut done)
    }

    fn take(
        &mut self,
        from: u32,
        axis: usize,
        mask: &Mask,
        last: usize,
        done: &mut HashMap<(u32, usize), u32>,
    ) -> Option<u32> {
        if from == NONE || axis == last {
            // Behind the last axis that the box asks, everything is in it.
            return Some(NONE);
        }
        if let Some(known) = done.get(&(from, axis)) {
            return Some(*known);
        }
        if self.nodes.len() > NODES_MAX {
            return None;
        }
        let mut leads = self.leads(from, axis);
        for (cell, to) in leads.iter_mut().enumerate() {
            if mask[axis].as_ref().is_none_or(|cells| cells[cell]) {
                *to = self.take(*to, axis + 1, mask, last, done)?;
            }
        }
        let node = self.node(axis, leads);
        done.insert((from, axis), node);
        Some(node)
    }

    fn holds(&self, node: u32, point: &Point) -> bool {
        let mut at = node;
        while at > ALL {
            let (axis, leads) = &self.nodes[at as usize];
            at = leads[point.cell(AxisId::from_index(*axis)) as usize];
        }
        at == ALL
    }
}

/// A policy of eight to twelve facts.
fn policy(numbers: &mut Numbers) -> String {
    let mut facts = FACTS.to_vec();
    let wanted = 8 + numbers.below(5);
    while facts.len() > wanted {
        facts.remove(numbers.below(facts.len()));
    }
    let mut text = header("stay", "") + DECLARED;
    for rule in 0..12 + numbers.below(20) {
        let parts: Vec<String> = (0..=numbers.below(4)).map(|_| part(&facts, numbers)).collect();
        text += &format!("rule r{rule} {{ when {}; then hand off }}\n", parts.join(" and "));
    }
    text
}

fn part(facts: &[&str], numbers: &mut Numbers) -> String {
    let one = leaf(facts, numbers);
    if numbers.below(3) > 0 { one } else { format!("({one} or {})", leaf(facts, numbers)) }
}

fn leaf(facts: &[&str], numbers: &mut Numbers) -> String {
    let fact = *numbers.one_of(facts);
    let like = match fact {
        "lowest sentiment" => "sentiment",
        "contacts in 7 days" | "contacts in 14 days" => "turns",
        other => other,
    };
    numbers.one_of(&plain(like)).replacen(like, fact, 1)
}

/// Everything that can be: what inputs can reach, and what goes together, as boxes that are taken away.
fn possible(space: &Space, side: &Side<'_>, diagrams: &mut Diagrams) -> Option<u32> {
    let mut left = ALL;
    for axis in 0..diagrams.cells.len() {
        let reached: Vec<u32> = space.cells(&space.everything(), AxisId::from_index(axis)).collect();
        let outside = |cell: u32| !reached.contains(&cell);
        left = diagrams.without(left, &mask(diagrams, &[(axis, &outside)]))?;
    }
    let policy = &side.artifact.policy;
    let columns: Vec<(ColumnId, usize)> = (0..side.artifact.rows.columns.len())
        .map(ColumnId::from_index)
        .map(|column| (column, side.axis(column).index()))
        .collect();
    let point = space.point_axis().index();
    for (column, axis) in &columns {
        if side.artifact.rows.column(*column).on_answer {
            let (none, some) = (|cell: u32| cell == NO_ANSWER_CELL, |cell: u32| cell != NO_ANSWER_CELL);
            left = diagrams.without(left, &mask(diagrams, &[(point, &|cell| cell == 0), (*axis, &some)]))?;
            left = diagrams.without(left, &mask(diagrams, &[(point, &|cell| cell == 1), (*axis, &none)]))?;
        }
        for (other, other_axis) in &columns {
            let sources = [*column, *other].map(|column| &side.artifact.rows.column(column).source);
            if are_tags_of_one(policy, sources) {
                let (missing, known) = (|cell: u32| cell == MISSING_CELL, |cell: u32| cell != MISSING_CELL);
                left = diagrams.without(left, &mask(diagrams, &[(*axis, &missing), (*other_axis, &known)]))?;
            }
            if is_at_most(policy, sources) {
                for low in VALUE_CELL..space.axis(AxisId::from_index(*axis)).cells() {
                    let least = bounds(space, *axis, low).0;
                    let most = |cell: u32| bounds(space, *other_axis, cell).1;
                    let below = |cell: u32| cell >= VALUE_CELL && most(cell) < least;
                    let this = |cell: u32| cell == low;
                    left = diagrams.without(left, &mask(diagrams, &[(*axis, &this), (*other_axis, &below)]))?;
                }
            }
        }
    }
    Some(left)
}

/// The least and the greatest slot of a cell.
fn bounds(space: &Space, axis: usize, cell: u32) -> (i64, i64) {
    space.axis(AxisId::from_index(axis)).column().map_or((0, 0), |column| column.bounds(cell))
}

fn are_tags_of_one(policy: &Policy, sources: [&ColumnSource; 2]) -> bool {
    let fact = |source: &ColumnSource| match source {
        ColumnSource::Fact(fact) if policy.fact(*fact).name == "labels" => Some(*fact),
        ColumnSource::Member(fact, _) => Some(*fact),
        _ => None,
    };
    sources[0] != sources[1] && fact(sources[0]).is_some() && fact(sources[0]) == fact(sources[1])
}

/// The first is never more than the second.
fn is_at_most(policy: &Policy, sources: [&ColumnSource; 2]) -> bool {
    let built_in = |source: &ColumnSource| match source {
        ColumnSource::Fact(fact) => match &policy.fact(*fact).origin {
            Origin::BuiltIn(built_in) => Some(built_in.clone()),
            _ => None,
        },
        _ => None,
    };
    matches!(
        (built_in(sources[0]), built_in(sources[1])),
        (Some(BuiltIn::ContactsInDays(7)), Some(BuiltIn::ContactsInDays(14)))
            | (Some(BuiltIn::LowestSentiment), Some(BuiltIn::Sentiment))
    )
}

/// A box that asks these axes.
fn mask(diagrams: &Diagrams, asks: &[(usize, &dyn Fn(u32) -> bool)]) -> Mask {
    let mut mask: Mask = vec![None; diagrams.cells.len()];
    for (axis, holds) in asks {
        mask[*axis] = Some((0..).take(diagrams.cells[*axis]).map(holds).collect());
    }
    mask
}

/// The box of a row of the table. An axis may be cut at more places than its column.
fn row(space: &Space, side: &Side<'_>, diagrams: &Diagrams, matrix: &Matrix, row: usize) -> Mask {
    let mut mask: Mask = vec![None; diagrams.cells.len()];
    for (column, ranges) in matrix.asks(row) {
        let axis = side.axis(column).index();
        let of_column = |cell: u32| side.artifact.rows.column(column).cell(bounds(space, axis, cell).0);
        let inside = |cell: u32| ranges.iter().any(|(from, to)| (*from..*to).contains(&of_column(cell)));
        mask[axis] = Some((0..).take(diagrams.cells[axis]).map(inside).collect());
    }
    mask
}

/// A region that leaves some cells of some axes, and the same as a diagram.
fn region(space: &Space, everything: u32, diagrams: &mut Diagrams, numbers: &mut Numbers) -> Option<(Region, u32)> {
    let (mut region, mut node) = (space.everything(), everything);
    for _ in 0..numbers.below(5) {
        let axis = numbers.below(diagrams.cells.len());
        let kept: Vec<u32> = (0..).take(diagrams.cells[axis]).filter(|_| numbers.below(3) > 0).collect();
        space.keep(&mut region, AxisId::from_index(axis), kept.iter().copied());
        let outside = |cell: u32| !kept.contains(&cell);
        node = diagrams.without(node, &mask(diagrams, &[(axis, &outside)]))?;
    }
    Some((region, node))
}

/// What was counted.
#[derive(Debug, Default)]
struct Count {
    policies: usize,
    found: usize,
    covered: usize,
    undecided: usize,
    too_large: usize,
}

#[test]
fn the_search_agrees_with_a_decision_diagram() {
    let mut count = Count::default();
    for seed in 0..POLICIES {
        let mut numbers = Numbers(seed);
        let text = policy(&mut numbers);
        let table = try_table(&text).unwrap_or_else(|errors| panic!("{errors}\n{text}"));
        let missing = if seed % 2 == 0 { Missing::Anywhere } else { Missing::Usually };
        let (space, side) = Space::of(table.artifact(), missing);
        let cells: Vec<usize> = space.axes().iter().map(|axis| axis.cells() as usize).collect();
        #[allow(clippy::cast_precision_loss, reason = "only its size matters")]
        let points: f64 = cells.iter().map(|cells| *cells as f64).product();
        if points < POINTS_LEAST {
            continue;
        }
        count.policies += 1;
        let mut diagrams = Diagrams::new(cells);
        let everything = possible(&space, &side, &mut diagrams).expect("what is possible is soon said");
        for question in 0..QUESTIONS {
            let wrong = ask(&space, &side, everything, &mut diagrams, &mut numbers, &mut count);
            assert!(wrong.is_none(), "seed {seed}, question {question}: {}\n{text}", wrong.unwrap_or_default());
        }
    }
    println!("{count:?}");
    assert!(count.policies > 20 && count.found > 100 && count.covered > 100, "{count:?}");
    assert!(count.undecided == 0 && count.too_large * 20 <= count.found, "{count:?}");
}

/// Asks both; what they do not agree on.
fn ask(
    space: &Space,
    side: &Side<'_>,
    everything: u32,
    diagrams: &mut Diagrams,
    numbers: &mut Numbers,
    count: &mut Count,
) -> Option<String> {
    let matrix = &side.artifact.rows.rules;
    let list = side.rows(matrix, space);
    let Some((mut within, mut left)) = region(space, everything, diagrams, numbers) else {
        count.too_large += 1;
        return None;
    };
    let often = 1 + numbers.below(4);
    let mut rows: Vec<u32> = (0..).take(matrix.len()).filter(|_| numbers.below(4) < often).collect();
    // Half of the questions are about where a row fits.
    if numbers.below(2) == 0 {
        let of = numbers.below(matrix.len());
        within = space.fitting(&within, &list, of);
        rows.retain(|row| *row as usize != of);
        let fits = row(space, side, diagrams, matrix, of);
        // What is in the row is what is there without what is left when it is taken away.
        for (axis, inside) in fits.into_iter().enumerate() {
            let Some(inside) = inside else { continue };
            let outside = |cell: u32| !inside[cell as usize];
            left = diagrams.without(left, &mask(diagrams, &[(axis, &outside)]))?;
        }
    }
    for at in &rows {
        let fits = row(space, side, diagrams, matrix, *at as usize);
        let Some(less) = diagrams.without(left, &fits) else {
            count.too_large += 1;
            return None;
        };
        left = less;
    }
    match space.find(&within, &list, &rows, &mut Budget::usual()) {
        Answer::Found(point) => {
            count.found += 1;
            (!diagrams.holds(left, &point)).then(|| format!("{point:?} is no point that is left"))
        }
        Answer::Covered(_) => {
            count.covered += 1;
            (left != NONE).then(|| "something is left".to_owned())
        }
        Answer::Undecided => {
            count.undecided += 1;
            None
        }
    }
}
