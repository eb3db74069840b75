//! Why something never comes about: the parts of its condition that exclude each other, or the rules that decide first.
//!
//! In: a condition, or regions with the rows that cover them. Out: the fewest parts,
//! the fewest rules, and the words for both.

use super::names;
use crate::analysis::Region;
use crate::analysis::study::{Study, parts};
use crate::diagnostic::{Code, PROBLEMS_MAX, Problem};
use crate::policy::{Condition, RuleId};
use crate::source::Span;

/// Most places that are pointed at.
const POINTED_MAX: usize = 3;

/// The fewest parts of a condition with which it still never comes about.
pub(super) fn fewest(condition: &Condition, never: &dyn Fn(&Condition) -> bool) -> Vec<Condition> {
    let mut kept: Vec<Condition> = parts(condition).to_vec();
    let mut at = kept.len();
    while let Some(before) = at.checked_sub(1) {
        at = before;
        let mut fewer = kept.clone();
        fewer.remove(at);
        if never(&Condition::All(fewer.clone())) {
            kept = fewer;
        }
    }
    kept
}

/// What is said of parts that never hold together.
pub(super) fn contradiction(kept: &[Condition]) -> &'static str {
    match kept.len() {
        0 | 1 => "its condition never holds",
        2 => "two of its conditions contradict each other",
        _ => "its conditions contradict each other",
    }
}

/// Points at parts of a condition.
pub(super) fn pointing(mut problem: Problem, study: &Study<'_>, kept: &[Condition], words: [&str; 2]) -> Problem {
    let spans = kept.iter().filter_map(|part| {
        let spans = part.comparisons().into_iter().map(|id| study.policy.comparison(id).span);
        spans.reduce(|first, last| if first.file == last.file { first.to(last) } else { first })
    });
    let [one, several] = words;
    for span in spans.take(POINTED_MAX) {
        problem = problem.label(span, if kept.len() > 1 { several } else { one });
    }
    problem
}

/// The fewest rules that decide first in all these regions, each with the rows that cover it.
pub(super) fn earlier(
    study: &Study<'_>,
    covers: impl IntoIterator<Item = (Region, Vec<u32>)>,
    found: usize,
) -> Vec<RuleId> {
    let mut rules: Vec<RuleId> = Vec::new();
    for (region, rows) in covers {
        // More findings than are kept are only counted.
        let fewest = if found < PROBLEMS_MAX {
            study.space.smallest_cover(&region, &study.deciders, rows.clone())
        } else {
            None
        };
        let rows = fewest.as_ref().unwrap_or(&rows);
        rules.extend(rows.iter().filter_map(|row| study.side.rule(study.deciders.of[*row as usize])));
    }
    rules.sort_unstable();
    rules.dedup();
    rules
}

/// A problem of something at `span` that never comes about because these rules decide first.
pub(super) fn covered(study: &Study<'_>, rules: &[RuleId], code: Code, message: String, span: Span) -> Problem {
    let words: Vec<&str> = rules.iter().map(|rule| study.policy.rule(*rule).name.as_str()).collect();
    let (decide, help) = match words.as_slice() {
        [one] => {
            ("decides", format!("put it before `{one}`, or make `{one}` ask for more; if it is not needed, remove it"))
        }
        _ => (
            "decide",
            "put it before them, or make one of them ask for more; if it is not needed, remove it".to_owned(),
        ),
    };
    let together = if words.len() > 1 { " together" } else { "" };
    let label = format!("{}{together} {decide} first, whenever it holds", names(&words));
    let mut problem = Problem::new(code, message, span, label).help(help);
    for earlier in rules.iter().take(POINTED_MAX) {
        problem = problem.label(study.policy.rule(*earlier).span, "decides first");
    }
    problem
}
