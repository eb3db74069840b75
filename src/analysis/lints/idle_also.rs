//! `W0519` idle also: no input lets an `also` add anything.
//!
//! It fires when conditions of the `also` contradict each other, and when it asks for a
//! decision that is never made where the rest holds: an action that no rule takes there,
//! a queue that gets nothing, a rule that never decides. It stays silent when a single
//! input is left.

use super::never;
use super::removal::{What, removing};
use crate::analysis::guarantees::decisions::Decisions;
use crate::analysis::study::{Reach, Study, parts};
use crate::analysis::{Answer, RowList};
use crate::diagnostic::{Code, Problem};
use crate::policy::{Also, Check, Condition, DecisionFact, Origin};

pub(super) fn check(study: &Study<'_>, found: &mut Vec<Problem>) {
    if study.policy.alsos.is_empty() {
        return;
    }
    let asking = Asking { study, decisions: Decisions::new(&study.space, &study.side) };
    for also in &study.policy.alsos {
        if asking.never_adds(&also.condition) && !waits_for_a_dead_rule(study, also) {
            let problem =
                if asking.never_holds(&also.condition) { contradictory(&asking, also) } else { undone(&asking, also) };
            found.push(removing(problem, &study.policy.sources, also.span, What::Block));
        }
    }
}

/// Its own conditions never hold together.
fn contradictory(asking: &Asking<'_, '_>, also: &Also) -> Problem {
    let kept = never::fewest(&also.condition, &|condition| asking.never_holds(condition));
    let message = format!("also `{}` can never hold", also.name);
    let problem = Problem::new(Code::W0519, message, also.span, never::contradiction(&kept));
    never::pointing(problem, asking.study, &kept, ["never holds", "never with the other"])
        .help("change one of them, or remove the `also`; alternatives are joined by `or`")
}

/// What it asks of the decision is never decided where the rest holds.
fn undone(asking: &Asking<'_, '_>, also: &Also) -> Problem {
    let kept = never::fewest(&also.condition, &|condition| asking.never_adds(condition));
    let message = format!("also `{}` never adds anything", also.name);
    let label =
        if kept.len() > 1 { "no decision is like that where the rest holds" } else { "no decision is like that" };
    let problem = Problem::new(Code::W0519, message, also.span, label);
    never::pointing(problem, asking.study, &kept, ["never decided", "never together"])
        .help("change what it asks of the decision, or remove the `also`")
}

/// Whether it asks who decided, and names a rule that never does: that is said of the rule.
fn waits_for_a_dead_rule(study: &Study<'_>, also: &Also) -> bool {
    let dead: Vec<&str> = study
        .rules()
        .filter(|(id, _)| matches!(study.reach(*id), Reach::Never(_)))
        .map(|(_, rule)| rule.name.as_str())
        .collect();
    also.condition.comparisons().into_iter().map(|id| study.policy.comparison(id)).any(|comparison| {
        let by = study.policy.fact(comparison.fact).origin == Origin::Decision(DecisionFact::DecidedBy);
        let (Check::OneOf(words) | Check::Has(words)) = &comparison.test else { return false };
        by && words.iter().any(|word| dead.contains(&word.as_str()))
    })
}

/// What decides, asked together with what an `also` asks.
struct Asking<'s, 'a> {
    study: &'s Study<'a>,
    decisions: Decisions<'s, 'a>,
}

impl Asking<'_, '_> {
    fn rows(&self, condition: &Condition) -> Option<RowList> {
        Some(self.study.side.rows(&self.study.conditions.rows(condition)?, &self.study.space))
    }

    /// Whether no input makes a condition hold, whatever is decided. False if that is not known.
    fn never_holds(&self, condition: &Condition) -> bool {
        self.rows(condition).is_some_and(|list| (0..list.len()).all(|row| self.never_fits(&list, row)))
    }

    /// Whether no input makes a condition hold beside the decision that is made. False if that is not known.
    fn never_adds(&self, condition: &Condition) -> bool {
        let Some(list) = self.rows(condition) else { return false };
        let asks_decision = self.asks_decision(condition);
        let never =
            |row: usize| if asks_decision { self.never_decided(&list, row) } else { self.never_fits(&list, row) };
        (0..list.len()).all(never)
    }

    /// Whether no input fits a row.
    fn never_fits(&self, list: &RowList, row: usize) -> bool {
        let region = self.study.space.fitting(&self.study.space.everything(), list, row);
        matches!(self.study.ask(&region, list, &[]), Answer::Covered(_))
    }

    /// Whether no row that decides does so as a row of a condition wants it.
    fn never_decided(&self, list: &RowList, row: usize) -> bool {
        let Self { study, decisions } = self;
        (0..decisions.deciders).all(|decider| {
            let both = study.space.fitting(&study.space.everything(), &decisions.list, decider);
            decisions.cases(decider, &both).iter().all(|case| {
                let region = study.space.fitting(&case.region, list, row);
                study.space.is_void(&region)
                    || matches!(
                        study.ask(&region, &study.deciders, &study.deciders.before(decider)),
                        Answer::Covered(_)
                    )
            })
        })
    }

    fn asks_decision(&self, condition: &Condition) -> bool {
        let policy = self.study.policy;
        let asks = |part: &Condition| {
            let facts = part.facts(&policy.comparisons);
            facts.iter().any(|fact| matches!(policy.fact(*fact).origin, Origin::Decision(_)))
        };
        parts(condition).iter().any(asks)
    }
}
