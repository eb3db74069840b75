//! `W0518` suppressed by words: what the customer writes turns a handoff off.
//!
//! It fires for `stay` or `close` on nothing but the customer's words, where a rule
//! behind it would hand over: words can be typed by anybody, by mistake or on
//! purpose. It stays silent when the rule asks for a fact too, and when nothing behind
//! it would have handed over.

use crate::analysis::Answer;
use crate::analysis::study::{Reach, Study};
use crate::diagnostic::{Code, Problem};
use crate::policy::{Action, ActionName, Condition, FactId, Origin, Policy, Rule, RuleId};

pub(super) fn check(study: &Study<'_>, found: &mut Vec<Problem>) {
    for (id, rule) in study.rules() {
        let suppresses = matches!(rule.outcome.action, Action::Stay | Action::Close);
        if !suppresses || !reads_words_alone(study.policy, &rule.condition) {
            continue;
        }
        if !matches!(study.reach(id), Reach::Decides(..)) {
            continue;
        }
        let Some((silenced, point)) = silenced(study, id) else { continue };
        found.push(problem(study, rule, silenced, &point));
    }
}

fn problem(study: &Study<'_>, rule: &Rule, silenced: RuleId, point: &crate::analysis::Point) -> Problem {
    let other = study.policy.rule(silenced);
    let message = format!("with the right words a customer keeps `{}` from handing over", other.name);
    let own = &study.rows_of[study.policy.rules.iter().position(|one| one.name == rule.name).unwrap_or(0)];
    let fulfils = |point: &crate::analysis::Point| {
        let first = (0..study.deciders.len()).find(|row| study.space.fits(&study.deciders, *row, point));
        first.is_some_and(|row| own.iter().any(|one| *one as usize == row))
    };
    let example = study.examples().at(&study.space, point, &fulfils).filter(|example| example.message_known);
    let said = example.and_then(|example| example.messages.last().cloned());
    let label = match said {
        Some(words) => format!("such as \"{words}\""),
        None => "it asks for words alone".to_owned(),
    };
    Problem::new(Code::W0518, message, rule.span, label)
        .label(other.span, "would hand over")
        .help("ask for a fact of your service too, put the rule behind, or keep it with `allow suppressed_by_words because \"…\"`")
}

/// A rule that would hand over where this one decides, and such a point.
fn silenced(study: &Study<'_>, rule: RuleId) -> Option<(RuleId, crate::analysis::Point)> {
    let (list, own) = (&study.deciders, &study.rows_of[rule.index()]);
    for row in own {
        let mut passed = list.before(*row as usize);
        for other in (*row + 1..).take_while(|other| (*other as usize) < list.len()) {
            if own.contains(&other) {
                continue;
            }
            let outcome = list.of[other as usize];
            let action = study.side.artifact.rows.outcomes[outcome as usize].action;
            let hands_over = matches!(action, ActionName::HandOff | ActionName::Offer | ActionName::Clarify);
            if let Some(behind) = study.side.rule(outcome).filter(|_| hands_over) {
                let both = study.space.fitting(&study.region(*row), list, other as usize);
                if let Answer::Found(point) = study.ask(&both, list, &passed) {
                    return Some((behind, point));
                }
            }
            passed.push(other);
        }
    }
    None
}

/// Whether a condition asks for the customer's words and nothing else.
fn reads_words_alone(policy: &Policy, condition: &Condition) -> bool {
    let facts = condition.facts(&policy.comparisons);
    !facts.is_empty() && facts.iter().all(|fact| is_of_words(policy, *fact))
}

fn is_of_words(policy: &Policy, fact: FactId) -> bool {
    match &policy.fact(fact).origin {
        Origin::Signal(..) => true,
        Origin::Run(condition) => reads_words_alone(policy, condition),
        _ => false,
    }
}
