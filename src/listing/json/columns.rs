//! Columns, and what rows ask of them.

use serde_json::{Value as Json, json};

use super::facts::number;
use crate::artifact::Artifact;
use crate::listing::{Accepts, Bound, Holds, question, test};
use crate::policy::Policy;
use crate::rows::{Column, ColumnId, ColumnSource, Matrix, VALUE_CELL};

/// A column: what it asks, where its cells begin.
pub(super) fn column(policy: &Policy, column: &Column) -> Json {
    let holds = Holds::of(policy, column);
    let cuts = column.cuts.iter().skip(VALUE_CELL as usize).map(|cut| self::cut(holds, *cut));
    let (fact, member, threshold) = match &column.source {
        ColumnSource::Fact(fact) => (*fact, None, None),
        ColumnSource::Member(fact, word) => (*fact, Some(word), None),
        ColumnSource::Margin(id) => {
            let threshold = &policy.thresholds[id.index()];
            (threshold.fact, None, Some(&threshold.name))
        }
    };
    json!({
        "asks": question(policy, column),
        "fact": policy.fact(fact).name,
        "member": member,
        "minus_threshold": threshold,
        "on_answer": column.on_answer,
        "holds": match holds {
            Holds::Truth => "truth",
            Holds::Number => "number",
            Holds::Word => "word",
            Holds::Presence => "presence",
        },
        "words": if holds == Holds::Word { &column.words[..] } else { &[] },
        "cuts": cuts.collect::<Vec<_>>(),
    })
}

/// Where a cell begins.
fn cut(holds: Holds, cut: i64) -> Json {
    if holds != Holds::Number {
        return json!({ "at": cut });
    }
    let Bound { at, included } = Bound::from(cut);
    if included { json!({ "at": number(at) }) } else { json!({ "above": number(at) }) }
}

/// What a row asks, column by column.
pub(super) fn asks(artifact: &Artifact, matrix: &Matrix, row: usize) -> Vec<Json> {
    matrix.asks(row).map(|(id, ranges)| ask(artifact, id, ranges)).collect()
}

/// What is asked of one column.
pub(super) fn ask(artifact: &Artifact, id: ColumnId, ranges: &[(u32, u32)]) -> Json {
    let Artifact { policy, rows } = artifact;
    let column = rows.column(id);
    let accepts = Accepts::of(policy, column, ranges);
    let cells: Vec<Json> = ranges.iter().map(|(from, to)| json!([from, to - 1])).collect();
    json!({ "column": id.index(), "cells": cells, "test": test(policy, column, &accepts, usize::MAX) })
}
