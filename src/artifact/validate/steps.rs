//! Step tables against the thresholds that they stand for.

use super::table::{source, stands_for};
use super::{Checked, ascends, ensure, matrix};
use crate::policy::{Policy, Step};
use crate::rows::{ColumnSource, Rows, StepRow, StepTable};

/// Checks the step table of a threshold, by position. Steps ask no margin and nothing decided: both come later.
pub(super) fn check(policy: &Policy, rows: &Rows, at: usize, table: &StepTable, is_early: &[bool]) -> Checked {
    let threshold = &policy.thresholds[at];
    let is_own = *source(rows, table.fact)? == ColumnSource::Fact(threshold.fact);
    ensure(is_own, || "it stands on another fact".to_owned())?;
    if let Some(margin) = table.margin {
        let is_own = matches!(source(rows, margin)?, ColumnSource::Margin(of) if of.index() == at);
        ensure(is_own, || "its margin is that of another threshold".to_owned())?;
    }
    let same = (table.base, table.low, table.high) == (threshold.base, threshold.low, threshold.high);
    ensure(same, || "another base, or other limits".to_owned())?;
    let bases = table.base_of_category.len();
    let of_each = rows.category.is_some() && bases == policy.categories.len();
    ensure(bases == 0 || of_each, || "bases of other categories".to_owned())?;

    let places: Vec<(u32, u32)> = table.steps.iter().map(|step| (step.group, step.step)).collect();
    ensure(ascends(&places), || "its steps are not in order".to_owned())?;
    for row in &table.steps {
        let step = threshold.groups.get(row.group as usize).and_then(|group| group.steps.get(row.step as usize));
        let is_it = step.map_or(Ok(false), |step| is_it(rows, row, step))?;
        ensure(is_it, || format!("step {}.{} is another", row.group, row.step))?;
    }
    let may = |column: usize| is_early[column] && !matches!(rows.columns[column].source, ColumnSource::Margin(_));
    matrix::check(&table.matrix, &rows.columns, may)?;
    stands_for(&table.matrix, table.steps.len())
}

/// Whether a row is this step.
fn is_it(rows: &Rows, row: &StepRow, step: &Step) -> Result<bool, String> {
    let same_each = match (&step.each, &row.each) {
        (None, None) => true,
        (Some(each), Some(row)) => {
            let same = (row.every, row.after, row.up_to) == (each.every, each.after, each.up_to);
            same && *source(rows, row.column)? == ColumnSource::Fact(each.fact)
        }
        _ => false,
    };
    Ok(same_each && row.by == step.by)
}
