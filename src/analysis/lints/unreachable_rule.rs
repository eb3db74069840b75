//! `W0511` unreachable rule: no input lets a rule decide.
//!
//! It fires when conditions of the rule contradict each other, or when rules before
//! it together decide in every case in which it holds: the fewest that do are named.
//! It stays silent when a single input is left, however odd.

use super::never;
use super::removal::{What, removing};
use crate::analysis::study::{Reach, Study};
use crate::diagnostic::{Code, Problem};
use crate::policy::Rule;

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
    let regions = covers.iter().map(|(row, rows)| (study.region(*row), rows.clone()));
    let rules = never::earlier(study, regions, found);
    let message = format!("{} `{}` never decides", rule.layer.as_str(), rule.name);
    never::covered(study, &rules, Code::W0511, message, rule.span)
}

/// Its own conditions never hold together.
fn contradictory(study: &Study<'_>, rule: &Rule) -> Problem {
    let kept = never::fewest(&rule.condition, &|condition| study.never_holds(condition));
    let message = format!("{} `{}` can never hold", rule.layer.as_str(), rule.name);
    let problem = Problem::new(Code::W0511, message, rule.span, never::contradiction(&kept));
    never::pointing(problem, study, &kept, ["never holds", "never with the other"])
        .help("change one of them, or remove the rule; alternatives are joined by `or`")
}
