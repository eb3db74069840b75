//! `W0511` unreachable rule: no input lets a rule decide.
//!
//! It fires when conditions of the rule contradict each other, or when rules before
//! it together decide in every case in which it holds: the fewest that do are named.
//! It stays silent when a single input is left, however odd.

use super::names;
use super::removal::{What, removing};
use crate::analysis::study::{Reach, Study, parts};
use crate::diagnostic::{Code, PROBLEMS_MAX, Problem};
use crate::policy::{Condition, Rule, RuleId};

/// Most rules that are pointed at.
const POINTED_MAX: usize = 3;

pub(super) fn check(study: &Study<'_>, found: &mut Vec<Problem>) {
    for (id, rule) in study.rules() {
        if let Reach::Never(covers) = study.reach(id) {
            let is_covered = covers.iter().any(|(_, rows)| !rows.is_empty());
            let problem =
                if is_covered { covered(study, rule, covers, found.len()) } else { contradictory(study, rule) };
            found.push(removing(problem, &study.policy.sources, rule.span, What::Block));
        }
    }
}

/// Rules before it decide wherever it holds.
fn covered(study: &Study<'_>, rule: &Rule, covers: &[(u32, Vec<u32>)], found: usize) -> Problem {
    let mut rules: Vec<RuleId> = Vec::new();
    for (row, rows) in covers {
        let region = study.region(*row);
        // More findings than are kept are only counted.
        let fewest = if found < PROBLEMS_MAX {
            study.space.smallest_cover(&region, &study.deciders, rows.clone())
        } else {
            None
        };
        let rows = fewest.as_ref().unwrap_or(rows);
        rules.extend(rows.iter().filter_map(|row| study.side.rule(study.deciders.of[*row as usize])));
    }
    rules.sort_unstable();
    rules.dedup();
    let words: Vec<&str> = rules.iter().map(|rule| study.policy.rule(*rule).name.as_str()).collect();
    let layer = rule.layer.as_str();
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
    let message = format!("{layer} `{}` never decides", rule.name);
    let label = format!("{}{together} {decide} first, whenever it holds", names(&words));
    let mut problem = Problem::new(Code::W0511, message, rule.span, label).help(help);
    for earlier in rules.iter().take(POINTED_MAX) {
        problem = problem.label(study.policy.rule(*earlier).span, "decides first");
    }
    problem
}

/// Its own conditions never hold together.
fn contradictory(study: &Study<'_>, rule: &Rule) -> Problem {
    let mut kept: Vec<Condition> = parts(&rule.condition).to_vec();
    let mut at = kept.len();
    while let Some(before) = at.checked_sub(1) {
        at = before;
        let mut fewer = kept.clone();
        fewer.remove(at);
        if study.never_holds(&Condition::All(fewer.clone())) {
            kept = fewer;
        }
    }
    let message = format!("{} `{}` can never hold", rule.layer.as_str(), rule.name);
    let label =
        if kept.len() > 1 { "two of its conditions contradict each other" } else { "its condition never holds" };
    let label = if kept.len() > 2 { "its conditions contradict each other" } else { label };
    let mut problem = Problem::new(Code::W0511, message, rule.span, label);
    let spans = kept.iter().filter_map(|part| {
        let spans = part.comparisons().into_iter().map(|id| study.policy.comparison(id).span);
        spans.reduce(|first, last| if first.file == last.file { first.to(last) } else { first })
    });
    for span in spans.take(POINTED_MAX) {
        problem = problem.label(span, if kept.len() > 1 { "never with the other" } else { "never holds" });
    }
    problem.help("change one of them, or remove the rule; alternatives are joined by `or`")
}
