//! `W0515` redundant step: a step of a threshold never counts.
//!
//! It fires for a step whose condition never holds, and in `highest of` for one that a
//! larger step hides whenever it holds. It stays silent for a threshold that nothing
//! compares with.

use super::removal::{What, removing};
use crate::analysis::Answer;
use crate::analysis::study::Study;
use crate::diagnostic::{Code, Problem};
use crate::policy::Step;
use crate::rows::StepTable;

pub(super) fn check(study: &Study<'_>, found: &mut Vec<Problem>) {
    for (threshold, table) in study.policy.thresholds.iter().zip(&study.side.artifact.rows.thresholds) {
        if table.margin.is_none() {
            continue;
        }
        let steps = threshold.groups.iter().flat_map(|group| group.steps.iter().map(move |step| (group, step)));
        for (at, (group, step)) in (0..).zip(steps) {
            let lone = group.steps.len() == 1;
            if let Some(problem) = idle(study, table, at, step, lone) {
                let what = format!("this step never changes `{}`", threshold.name);
                let problem = Problem { message: what, ..problem };
                let problem = problem
                    .label(threshold.span, "of this threshold")
                    .help("remove the step, or correct its condition");
                found.push(removing(problem, &study.policy.sources, step.span, What::Line));
            }
        }
    }
}

/// Why a step never counts, if it never does.
fn idle(study: &Study<'_>, table: &StepTable, at: u32, step: &Step, lone: bool) -> Option<Problem> {
    let list = study.side.rows(&table.matrix, &study.space);
    let own: Vec<usize> = (0..list.len()).filter(|row| list.of[*row] == at).collect();
    let covered = |rows: &[u32]| {
        own.iter().all(|row| {
            let region = study.space.fitting(&study.calm, &list, *row);
            matches!(study.ask(&region, &list, rows), Answer::Covered(_))
        })
    };
    let problem = |label: &str| Some(Problem::new(Code::W0515, String::new(), step.span, label));
    if covered(&[]) {
        return problem("its condition never holds");
    }
    if lone {
        return None;
    }
    let steps = &table.steps;
    let this = &steps[at as usize];
    // Of two that add the same, the second is needless.
    let hides = |other: u32| {
        let one = &steps[other as usize];
        let larger = one.by > this.by || one.by == this.by && other < at;
        one.group == this.group && other != at && one.each.is_none() && this.each.is_none() && larger
    };
    let rows: Vec<u32> = (0..).zip(&list.of).filter(|(_, of)| hides(**of)).map(|(row, _)| row).collect();
    if covered(&rows) { problem("a larger step of this list holds whenever it does") } else { None }
}
