//! What two policies make of one value: which cells each of them reads otherwise, or cannot read.
//!
//! In: the columns of the sides and the axes they share. Out: the limits of an axis,
//! and for each cell of it the cell that a side's own column has then.
//!
//! Where two policies have another default for a fact, an input that does not give it
//! has a cell of its own: each takes its own default for it. A value that one policy
//! knows and the other does not is missing there, and a problem that may decide.

use super::{AxisId, Given, add_cuts};
use crate::analysis::axis::{Axis, Limits};
use crate::analysis::{bits, limits};
use crate::policy::{Fact, Policy};
use crate::rows::{Column, ColumnSource, LEAST, MISSING_CELL, NO_ANSWER_CELL, VALUE_CELL};
use crate::value::{OTHER, Type, Value};

/// Cuts the axes of facts of which two policies read other values, or take another default.
pub(super) fn prepare(given: &[Given<'_, '_>], homes: &[Vec<AxisId>], axes: &mut [Axis]) {
    for (at, axis) in axes.iter_mut().enumerate() {
        let columns = columns(given, homes, at);
        let [(one, own), (other, theirs)] = columns.as_slice() else { continue };
        let (Some(fact), Some(twin)) = (fact_of(one, own), fact_of(other, theirs)) else { continue };
        if limits::starting(fact) != limits::starting(twin) {
            add_cuts(axis, &[LEAST + 1]);
            axis.not_given = Some(VALUE_CELL);
        }
        if fact.kind != twin.kind {
            let bounds = [limits::limits(one, own), limits::limits(other, theirs)];
            match fact.kind {
                Type::Number { .. } => {
                    let cuts = bounds.iter().flat_map(|limits| [Some(limits.low), limits.high.checked_add(1)]);
                    add_cuts(axis, &cuts.flatten().filter(|cut| *cut > LEAST).collect::<Vec<_>>());
                }
                Type::OneOf { .. } => {
                    let other = axis.column().map_or(0, Column::other);
                    add_cuts(axis, &(0..=other + 1).collect::<Vec<_>>());
                }
                _ => {}
            }
        }
    }
}

/// The values of an axis: those that one of the sides can read.
pub(super) fn limits(given: &[Given<'_, '_>], homes: &[Vec<AxisId>], at: usize, axis: &Axis) -> Limits {
    let Some(shared) = axis.column() else { return axis.limits };
    let of_one = |(policy, own): &(&Policy, &Column)| {
        let mut limits = limits::limits(policy, own);
        if own.words != shared.words {
            let is_closed = fact_of(policy, own).is_some_and(|fact| limits::is_closed(&fact.kind, own));
            limits.high = if is_closed { shared.other() - 1 } else { shared.other() };
        }
        limits
    };
    let all = columns(given, homes, at).iter().map(of_one).reduce(|one, other| Limits {
        low: one.low.min(other.low),
        high: one.high.max(other.high),
        grain: one.grain.min(other.grain),
    });
    let mut limits = all.unwrap_or(axis.limits);
    if axis.not_given.is_some() {
        limits.low = limits.low.max(LEAST + 1);
    }
    limits
}

/// For each cell of an axis the cell that a side's column has then, and the cells that the side cannot read.
pub(super) fn image(policy: &Policy, own: &Column, axis: &Axis) -> (Vec<u32>, Vec<u64>) {
    let mut unreadable = vec![0; bits::words(axis.cells())];
    let Some(shared) = axis.column() else { return (Vec::new(), unreadable) };
    let readable = limits::limits(policy, own);
    let cell_of = |cell: u32| {
        if cell == MISSING_CELL || cell == NO_ANSWER_CELL {
            return Some(cell);
        }
        if Some(cell) == axis.not_given {
            return Some(unless_given(policy, own).map_or(MISSING_CELL, |slot| own.cell(slot)));
        }
        let (low, _) = shared.bounds(cell);
        match fact_of(policy, own).map(|fact| &fact.kind) {
            Some(Type::Number { .. }) => {
                let (low, high) = axis.slots(cell).unwrap_or((low, low));
                (high >= readable.low && low <= readable.high).then(|| own.cell(low))
            }
            Some(kind) if has_words(own, kind) => {
                if own.words == shared.words && (low < own.other() || !limits::is_closed(kind, own)) {
                    return Some(own.cell(low));
                }
                let word = usize::try_from(low).ok().and_then(|at| shared.words.get(at));
                let found = word.and_then(|word| symbol(policy, own, word));
                let other = || own.symbol(OTHER).filter(|_| matches!(kind, Type::OneOf { open: true, .. }));
                let unknown = || (!limits::is_closed(kind, own)).then(|| own.other());
                found.or_else(other).or_else(unknown).map(|slot| own.cell(slot))
            }
            _ => Some(own.cell(low)),
        }
    };
    let mut image = Vec::new();
    for cell in 0..axis.cells() {
        let found = cell_of(cell);
        if found.is_none() && bits::contains(&axis.allowed, cell) {
            bits::put(&mut unreadable, cell);
        }
        // A value that a policy does not know is none for it.
        image.push(found.unwrap_or(MISSING_CELL));
    }
    (image, unreadable)
}

/// The symbol of a word that stands for something in a policy; a category may have another name there.
pub(in crate::analysis) fn symbol(policy: &Policy, own: &Column, word: &str) -> Option<i64> {
    match fact_of(policy, own).map(|fact| &fact.kind) {
        Some(Type::Category) => policy.find_category(word).map(|id| i64::from(id.0)),
        _ => own.symbol(word),
    }
}

/// The slot of a column where nothing is given; none: it has no value then.
pub(in crate::analysis) fn unless_given(policy: &Policy, own: &Column) -> Option<i64> {
    match (&own.source, limits::starting(fact_of(policy, own)?)?) {
        (ColumnSource::Member(_, word), Value::Words(words)) => Some(i64::from(words.contains(word))),
        (ColumnSource::Member(..) | ColumnSource::Margin(_), _) => None,
        (ColumnSource::Fact(_), value) => Some(limits::slot(&value, own)),
    }
}

fn has_words(own: &Column, kind: &Type) -> bool {
    let many = matches!(own.source, ColumnSource::Member(..));
    !many && !kind.is_ordered() && !matches!(kind, Type::Truth | Type::Tags)
}

fn fact_of<'p>(policy: &'p Policy, own: &Column) -> Option<&'p Fact> {
    match &own.source {
        ColumnSource::Fact(fact) | ColumnSource::Member(fact, _) => Some(policy.fact(*fact)),
        ColumnSource::Margin(_) => None,
    }
}

/// The columns of an axis, each with the policy of its side.
fn columns<'g>(given: &'g [Given<'_, '_>], homes: &[Vec<AxisId>], at: usize) -> Vec<(&'g Policy, &'g Column)> {
    let of_side = |(one, homes): (&'g Given<'_, '_>, &Vec<AxisId>)| {
        let place = homes.iter().position(|home| home.index() == at)?;
        Some((&one.artifact.policy, one.artifact.rows.columns.get(place)?))
    };
    given.iter().zip(homes).filter_map(of_side).collect()
}
