//! Thresholds: bases, steps with the rows in which they hold, limits.

use serde_json::{Value as Json, json};

use super::columns::asks;
use super::facts::number;
use crate::artifact::Artifact;
use crate::policy::Threshold;
use crate::rows::{ColumnId, EachRow, StepTable};

/// Every threshold.
pub(super) fn thresholds(artifact: &Artifact) -> Vec<Json> {
    let all = artifact.policy.thresholds.iter().zip(&artifact.rows.thresholds);
    all.map(|(threshold, table)| one(artifact, threshold, table)).collect()
}

fn one(artifact: &Artifact, threshold: &Threshold, table: &StepTable) -> Json {
    let policy = &artifact.policy;
    let bases = policy.categories.iter().zip(&table.base_of_category);
    let bases = bases.map(|(category, base)| json!({ "category": category.path, "base": number(*base) }));
    json!({
        "name": threshold.name,
        "fact": policy.fact(threshold.fact).name,
        "column": table.fact.index(),
        "margin_column": table.margin.map(ColumnId::index),
        "base": number(table.base),
        "base_of_category": bases.collect::<Vec<_>>(),
        "steps": steps(threshold, table),
        "step_rows": step_rows(artifact, table),
        "low": table.low.map(number),
        "high": table.high.map(number),
    })
}

fn steps(threshold: &Threshold, table: &StepTable) -> Vec<Json> {
    let step = |row: &crate::rows::StepRow| {
        let group = threshold.groups.get(row.group as usize);
        let step = group.and_then(|group| group.steps.get(row.step as usize));
        json!({
            "group": row.group,
            "group_name": group.map(|group| group.name.as_str()),
            "name": step.map(|step| step.name.as_str()),
            "by": number(row.by),
            "each": row.each.as_ref().map(each),
        })
    };
    table.steps.iter().map(step).collect()
}

fn each(each: &EachRow) -> Json {
    json!({
        "column": each.column.index(),
        "every": number(each.every),
        "after": number(each.after),
        "up_to": number(each.up_to),
    })
}

fn step_rows(artifact: &Artifact, table: &StepTable) -> Vec<Json> {
    let row = |row| json!({ "step": table.matrix.of[row], "asks": asks(artifact, &table.matrix, row) });
    (0..table.matrix.len()).map(row).collect()
}
