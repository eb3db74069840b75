//! `W0522` unasked question: a rule that clarifies never asks its question.
//!
//! It fires for a rule that decides, and only where the conversation was clarified
//! already: then it hands over at once. It stays silent when a single input lets it ask,
//! and for rules that never decide at all, of which that is said.

use super::never;
use crate::analysis::study::{Reach, Study};
use crate::analysis::{Answer, Region};
use crate::diagnostic::{Code, Problem};
use crate::policy::{Action, ActionName, BuiltIn, FactId, Origin, Rule, RuleId};
use crate::rows::{ColumnSource, MISSING_CELL};

pub(super) fn check(study: &Study<'_>, found: &mut Vec<Problem>) {
    for (id, rule) in study.rules() {
        if matches!(rule.outcome.action, Action::Clarify { .. })
            && matches!(study.reach(id), Reach::Decides(..))
            && let Some(covers) = covers(study, id)
        {
            let problem = problem(study, rule, covers, found.len());
            found.push(problem);
        }
    }
}

fn problem(study: &Study<'_>, rule: &Rule, covers: Vec<(Region, Vec<u32>)>, found: usize) -> Problem {
    let message = format!("{} `{}` never asks its question", rule.layer.as_str(), rule.name);
    let label = "it decides only once the conversation was clarified, and hands over at once";
    let mut problem = Problem::new(Code::W0522, message, rule.span, label);
    for earlier in never::earlier(study, covers, found).into_iter().take(3) {
        problem = problem.label(study.policy.rule(earlier).span, "decides before that");
    }
    problem.help("put it first, or write `hand off` if it need not ask")
}

/// What decides wherever it would ask; none if it asks for some input, or if that is not known.
fn covers(study: &Study<'_>, rule: RuleId) -> Option<Vec<(Region, Vec<u32>)>> {
    let asks = |row: &&u32| {
        let outcome = study.deciders.of[**row as usize];
        study.side.artifact.rows.outcomes[outcome as usize].action == ActionName::Clarify
    };
    let clarified = study.policy.facts.iter().position(|fact| fact.origin == Origin::BuiltIn(BuiltIn::Clarified));
    let column = study.side.artifact.rows.find(&ColumnSource::Fact(FactId::from_index(clarified?)))?;
    let cover = |row: &u32| {
        let mut region = study.region(*row);
        // A conversation always knows whether it was clarified; a service may only fail to say so.
        study.space.take(&mut region, study.side.axis(column), [MISSING_CELL]);
        match study.ask(&region, &study.deciders, &study.deciders.before(*row as usize)) {
            Answer::Covered(rows) => Some((region, rows)),
            Answer::Found(_) | Answer::Undecided => None,
        }
    };
    study.rows_of[rule.index()].iter().filter(asks).map(cover).collect()
}
