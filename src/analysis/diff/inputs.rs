//! A point of the space of two policies → what each of them is given.
//!
//! In: a point. Out: for each policy the value of every fact that it asks about, so
//! that the reference evaluator can decide on it; and the same point in the space of
//! one policy alone, from which a conversation is made.

use crate::analysis::build::symbol;
use crate::analysis::{AxisId, Point, Side, Space};
use crate::decision::{Decision, InputProblem, Point as DecisionPoint};
use crate::policy::Origin;
use crate::rows::{ColumnId, ColumnSource, LEAST, MISSING, NO_ANSWER};
use crate::runtime::{self, Values};
use crate::value::{Fixed, Type, Value};
use std::collections::BTreeMap;

/// What each column of a side holds at these slots of the space.
pub(super) fn own_slots(side: &Side<'_>, space: &Space, point: &Point, slots: &[i64]) -> Vec<i64> {
    let columns = side.artifact.rows.columns.iter().enumerate();
    columns
        .map(|(at, column)| {
            let axis = side.axis(ColumnId::from_index(at));
            let slot = slots[axis.index()];
            if slot == NO_ANSWER {
                return slot;
            }
            let cell = side.cell(ColumnId::from_index(at), point);
            let (low, high) = column.bounds(cell);
            if low == MISSING {
                return MISSING;
            }
            let shared = space.axis(axis).column();
            let is_same = shared.is_some_and(|shared| shared.words == column.words);
            let not_given = Some(point.cell(axis)) == space.axis(axis).not_given;
            // Words have other symbols here, and a default is each policy's own.
            let word = || shared?.words.get(usize::try_from(slot).ok()?);
            match word().filter(|_| !is_same && !not_given) {
                Some(word) => symbol(&side.artifact.policy, column, word).unwrap_or(low.max(LEAST)),
                None if is_same && !not_given => slot,
                None => low.max(LEAST).min(high),
            }
        })
        .collect()
}

/// What the reference evaluator decides at a point; none if no values fit each other there.
pub(super) fn decided(side: &Side<'_>, space: &Space, point: &Point) -> Option<Decision> {
    let slots = space.slots(&space.around(point))?;
    let policy = &side.artifact.policy;
    let mut values = Values::starting(policy);
    let mut tags: BTreeMap<crate::policy::FactId, Option<Vec<String>>> = BTreeMap::new();
    for (at, slot) in own_slots(side, space, point, &slots).into_iter().enumerate() {
        let column = side.artifact.rows.column(ColumnId::from_index(at));
        match &column.source {
            ColumnSource::Margin(_) => {}
            ColumnSource::Fact(fact) | ColumnSource::Member(fact, _)
                if matches!(policy.fact(*fact).origin, Origin::Decision(_)) => {}
            ColumnSource::Member(fact, word) => {
                let words = tags.entry(*fact).or_insert_with(|| (slot >= LEAST).then(Vec::new));
                if slot == 1 {
                    words.get_or_insert_default().push(word.clone());
                }
            }
            ColumnSource::Fact(fact) if policy.fact(*fact).kind == Type::Tags => {
                tags.entry(*fact).or_insert_with(|| (slot >= LEAST).then(Vec::new));
            }
            ColumnSource::Fact(fact) => values.set(*fact, value(&policy.fact(*fact).kind, column, slot)),
        }
    }
    for (fact, words) in tags {
        values.set(
            fact,
            words.map(|mut words| {
                words.sort();
                Value::Words(words)
            }),
        );
    }
    let is_answer = point.cell(space.point_axis()) == 1;
    let at = if is_answer { DecisionPoint::Answer } else { DecisionPoint::Message };
    let is_unreadable =
        side.unreadable.iter().any(|(axis, cells)| crate::analysis::bits::contains(cells, point.cell(*axis)));
    let is_problem = space.problem_axis().is_some_and(|axis| point.cell(axis) == 1) || is_unreadable;
    let problem = || InputProblem { fact: String::new(), message: String::new(), decides: true };
    let problems: Vec<InputProblem> = is_problem.then(problem).into_iter().collect();
    Some(runtime::evaluate(policy, &values, at, &problems))
}

fn value(kind: &Type, column: &crate::rows::Column, slot: i64) -> Option<Value> {
    if slot < LEAST {
        return None;
    }
    Some(match kind {
        Type::Truth => Value::Truth(slot == 1),
        kind if kind.is_ordered() => Value::Number(Fixed::from_millionths(slot)),
        _ => {
            let word = usize::try_from(slot).ok().and_then(|at| column.words.get(at));
            // A word that no policy names.
            Value::Word(word.cloned().unwrap_or_else(|| "~".to_owned()))
        }
    })
}

/// The point and the slots of it in the space of one policy alone.
pub(super) fn alone(
    (side, space): (&Side<'_>, &Space),
    point: &Point,
    slots: &[i64],
    (own, own_space): (&Side<'_>, &Space),
) -> (Point, Vec<i64>) {
    let of_columns = own_slots(side, space, point, slots);
    let mut found = vec![0; own_space.axes().len()];
    for (at, slot) in of_columns.into_iter().enumerate() {
        found[own.axis(ColumnId::from_index(at)).index()] = slot;
    }
    found[own_space.point_axis().index()] = i64::from(point.cell(space.point_axis()));
    let problem = space.problem_axis().map_or(0, |axis| point.cell(axis));
    if let Some(axis) = own_space.problem_axis() {
        found[axis.index()] = i64::from(problem);
    }
    let cell = |at: usize| {
        let axis = own_space.axis(AxisId::from_index(at));
        let plain = || u32::try_from(found[at]).unwrap_or(0);
        axis.column().map_or_else(plain, |column| column.cell(found[at]))
    };
    (Point::of((0..found.len()).map(cell)), found.clone())
}
