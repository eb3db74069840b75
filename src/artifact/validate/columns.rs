//! Columns: each asks one question of the policy, and its cuts ascend.

use super::{Checked, ascends, ensure, of, within};
use crate::policy::{DecisionFact, Fact, FactId, Origin, Policy};
use crate::rows::{COLUMNS_MAX, Column, ColumnSource, LEAST, NO_ANSWER};
use crate::value::Type;
use std::collections::HashSet;

/// Checks the columns of a table.
pub(super) fn check(policy: &Policy, columns: &[Column]) -> Checked {
    ensure(columns.len() <= COLUMNS_MAX, || format!("more than {COLUMNS_MAX} columns"))?;
    let mut seen = HashSet::with_capacity(columns.len());
    for (at, column) in columns.iter().enumerate() {
        of(format_args!("column {at}"), self::column(policy, column))?;
        ensure(seen.insert(&column.source), || format!("column {at} is there twice"))?;
    }
    Ok(())
}

fn column(policy: &Policy, column: &Column) -> Checked {
    let fact = match &column.source {
        ColumnSource::Fact(fact) => self::fact(policy, *fact)?,
        ColumnSource::Member(fact, _) => {
            let fact = self::fact(policy, *fact)?;
            let has_members = fact.kind == Type::Tags || matches!(fact.origin, Origin::Decision(_));
            ensure(has_members, || format!("`{}` has no members", fact.name))?;
            fact
        }
        ColumnSource::Margin(threshold) => {
            within("threshold", threshold.index(), policy.thresholds.len())?;
            policy.fact(policy.thresholds[threshold.index()].fact)
        }
    };
    ensure(fact.on_answer == column.on_answer, || format!("`{}` is not known at that time", fact.name))?;
    ensure(column.cuts.starts_with(&[NO_ANSWER, LEAST]), || "cuts that begin elsewhere".to_owned())?;
    ensure(ascends(&column.cuts), || "cuts that do not ascend".to_owned())
}

fn fact(policy: &Policy, id: FactId) -> Result<&Fact, String> {
    within("fact", id.index(), policy.facts.len())?;
    Ok(policy.fact(id))
}

/// What a column holds of a decision, if it does.
pub(super) fn decided(policy: &Policy, source: &ColumnSource) -> Option<DecisionFact> {
    let (ColumnSource::Fact(fact) | ColumnSource::Member(fact, _)) = source else { return None };
    match policy.fact(*fact).origin {
        Origin::Decision(asked) => Some(asked),
        _ => None,
    }
}
