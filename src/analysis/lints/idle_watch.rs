//! `W0520` idle watch: no input lets a `watch` be recorded.
//!
//! It fires when conditions of the watch contradict each other, or when rules before its
//! place together decide in every case in which it holds. It stays silent when a single
//! input is left; other watches never stand in its way.

use super::never;
use super::removal::{What, removing};
use crate::analysis::study::Study;
use crate::analysis::{Answer, Region};
use crate::diagnostic::{Code, Problem};
use crate::policy::{Rule, RuleId};

pub(super) fn check(study: &Study<'_>, found: &mut Vec<Problem>) {
    let watches = &study.side.artifact.rows.watches;
    let list = study.side.rows(watches, &study.space);
    for (at, rule) in study.policy.rules.iter().enumerate().filter(|(_, rule)| rule.watch) {
        let id = RuleId::from_index(at);
        let own = (0..list.len()).filter(|row| list.of[*row] == id.0);
        let regions = own.map(|row| study.space.fitting(&study.calm, &list, row)).collect();
        let Some(covers) = covers(study, id, regions) else { continue };
        let is_covered = covers.iter().any(|(_, rows)| !rows.is_empty());
        let problem = if is_covered {
            let rules = never::earlier(study, covers, found.len());
            let message = format!("watch `{}` never records anything", rule.name);
            never::covered(study, &rules, Code::W0520, message, rule.span)
        } else {
            contradictory(study, rule)
        };
        found.push(removing(problem, &study.policy.sources, rule.span, What::Block));
    }
}

/// What decides before a watch wherever it holds; none if it is recorded for some input, or if that is not known.
fn covers(study: &Study<'_>, watch: RuleId, regions: Vec<Region>) -> Option<Vec<(Region, Vec<u32>)>> {
    let is_before = |of: &u32| study.side.rule(*of).is_some_and(|rule| rule < watch);
    let before: Vec<u32> = (0..).zip(&study.deciders.of).filter(|(_, of)| is_before(of)).map(|(row, _)| row).collect();
    let cover = |region: Region| match study.ask(&region, &study.deciders, &before) {
        Answer::Covered(rows) => Some((region, rows)),
        Answer::Found(_) | Answer::Undecided => None,
    };
    regions.into_iter().map(cover).collect()
}

/// Its own conditions never hold together.
fn contradictory(study: &Study<'_>, rule: &Rule) -> Problem {
    let kept = never::fewest(&rule.condition, &|condition| study.never_holds(condition));
    let message = format!("watch `{}` can never hold", rule.name);
    let problem = Problem::new(Code::W0520, message, rule.span, never::contradiction(&kept));
    never::pointing(problem, study, &kept, ["never holds", "never with the other"])
        .help("change one of them, or remove the watch; alternatives are joined by `or`")
}
