//! A region in the words of its policy: `category is billing, except when asks_for_human`.
//!
//! In: a region of the space of one table. Out: what its inputs have in common, and
//! what none of them has.

use super::axis::Asks;
use super::region::{AxisId, Region};
use super::side::Side;
use super::space::Space;
use crate::listing::{self, Accepts};
use crate::policy::{Origin, Policy};
use crate::rows::{Cells, Column, ColumnSource, MISSING_CELL};

/// Most words of a list that are written out.
const WORDS_MAX: usize = 8;

/// How an exception begins.
const EXCEPT: &str = "except when ";

/// What all inputs of a region have in common, beside being in a larger one, and what none of them has.
pub(super) fn conditions(
    space: &Space,
    side: &Side<'_>,
    region: &Region,
    within: &Region,
) -> (Vec<String>, Vec<String>) {
    let (mut holds, mut excepts) = (Vec::new(), Vec::new());
    for at in 0..space.axes().len() {
        let axis = AxisId::from_index(at);
        if space.cells(within, axis).eq(space.cells(region, axis)) {
            continue;
        }
        let text = match &space.axis(axis).asks {
            Asks::Problem => continue,
            Asks::Point if space.cells(region, axis).any(|cell| cell == 1) => "on the answer".to_owned(),
            Asks::Point => "on the message".to_owned(),
            Asks::Column { column, .. } if is_run(&side.artifact.policy, column) => {
                let mut outside = space.everything();
                let cells: Vec<u32> = space.cells(region, axis).collect();
                space.take(&mut outside, axis, cells);
                let accepts = accepts(space, side, &outside, axis, column);
                excepts.push(listing::test(&side.artifact.policy, column, &accepts, WORDS_MAX));
                continue;
            }
            Asks::Column { column, .. } => {
                let accepts = accepts(space, side, region, axis, column);
                listing::test(&side.artifact.policy, column, &accepts, WORDS_MAX)
            }
        };
        match text.strip_prefix(EXCEPT) {
            Some(refused) => excepts.push(refused.to_owned()),
            None => holds.push(text),
        }
    }
    (holds, excepts)
}

/// Whether a column counts for how many turns something holds: what is refused is easier to read then.
fn is_run(policy: &Policy, column: &Column) -> bool {
    matches!(column.source, ColumnSource::Fact(fact) if matches!(policy.fact(fact).origin, Origin::Run(_)))
}

/// What a region accepts of a column. Where an answer, or a yes, can be absent anyway, no value is no exception to name.
fn accepts(space: &Space, side: &Side<'_>, region: &Region, axis: AxisId, column: &Column) -> Accepts {
    let cells: Vec<u32> = space.cells(region, axis).collect();
    let accepts = |cells: &[u32]| {
        let ranges = Cells::of(cells.iter().map(|cell| (*cell, cell + 1)).collect());
        Accepts::of(&side.artifact.policy, column, ranges.ranges())
    };
    let plain = accepts(&cells);
    let never_missing = !space.cells(&space.everything(), axis).any(|cell| cell == MISSING_CELL);
    let is_easier = plain.before_the_answer || plain.values == listing::Values::Truth(false);
    if never_missing && is_easier {
        return accepts(&[&cells[..], &[MISSING_CELL]].concat());
    }
    plain
}

/// All of it in one sentence.
pub(super) fn sentence(conditions: &[String], except: &[String]) -> String {
    let holds = if conditions.is_empty() { "always".to_owned() } else { joined(conditions, " and ", " or ") };
    if except.is_empty() { holds } else { format!("{holds}, except when {}", joined(except, " or ", " and ")) }
}

/// Parts joined by one word; those that have the other word inside stand in parentheses, unless they are alone.
fn joined(parts: &[String], word: &str, other: &str) -> String {
    let in_a_list = |part: &String| if part.contains(other) { format!("({part})") } else { part.clone() };
    match parts {
        [only] => only.clone(),
        several => several.iter().map(in_a_list).collect::<Vec<_>>().join(word),
    }
}
