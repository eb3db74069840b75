//! `W0513` redundant condition: a part of a rule's condition changes nothing.
//!
//! It fires for a condition that holds whenever the others of its rule do, and for an
//! alternative that adds no case to the others. It stays silent where only earlier
//! rules make it needless, and for `is known`: to write down what a rule is for is no
//! mistake.

use super::removal::{What, removing};
use crate::analysis::study::{Reach, Study, parts};
use crate::analysis::{Answer, RowList};
use crate::diagnostic::{Code, Problem};
use crate::policy::{Check, Condition, Rule};
use crate::source::Span;

pub(super) fn check(study: &Study<'_>, found: &mut Vec<Problem>) {
    for (id, rule) in study.rules() {
        if !matches!(study.reach(id), Reach::Never(_)) {
            conditions(study, rule, found);
            alternatives(study, rule, found);
        }
    }
}

/// Parts that hold whenever the others do.
fn conditions(study: &Study<'_>, rule: &Rule, found: &mut Vec<Problem>) {
    let mut kept: Vec<Condition> = parts(&rule.condition).to_vec();
    let mut at = kept.len();
    while let Some(before) = at.checked_sub(1) {
        at = before;
        let counts = kept.len() > 1 && !asks_for_known(study, &kept[at]);
        let Some(span) = own_span(study, rule, &kept[at]).filter(|_| counts) else { continue };
        let mut others = kept.clone();
        let part = others.remove(at);
        if !study.may_follow(&part, &others)
            || !covers(study, &Condition::All(kept.clone()), &Condition::All(others.clone()))
        {
            continue;
        }
        let reasons = reasons(study, &part, others.clone());
        let text = study.policy.sources.text(span);
        let message = format!("`{text}` changes nothing in {} `{}`", rule.layer.as_str(), rule.name);
        let mut problem = Problem::new(Code::W0513, message, span, "holds whenever the rest does");
        for reason in reasons.iter().filter_map(|reason| self::span(study, reason)).take(3) {
            problem = problem.label(reason, "it follows from this");
        }
        let problem = problem.label(rule.span, "in this rule").help("remove it, or correct the one that is too narrow");
        found.push(taken_out(study, problem, &part, span, "and"));
        kept = others;
    }
}

/// Alternatives that add no case.
fn alternatives(study: &Study<'_>, rule: &Rule, found: &mut Vec<Problem>) {
    let all = parts(&rule.condition);
    for (at, part) in all.iter().enumerate() {
        let Condition::Any(alternatives) = part else { continue };
        let with = |alternatives: Vec<Condition>| {
            let mut all = all.to_vec();
            all[at] = Condition::Any(alternatives);
            Condition::All(all)
        };
        let mut kept = alternatives.clone();
        for alternative in alternatives.iter().rev() {
            let Some(span) = own_span(study, rule, alternative).filter(|_| kept.len() > 1) else { continue };
            let others: Vec<Condition> = kept.iter().filter(|one| *one != alternative).cloned().collect();
            if !covers(study, &with(others.clone()), &with(vec![alternative.clone()])) {
                continue;
            }
            let never = study.never_holds(&with(vec![alternative.clone()]));
            let label = if never { "never holds here" } else { "the other alternatives hold whenever this does" };
            let text = study.policy.sources.text(span);
            let message = format!("`{text}` adds nothing in {} `{}`", rule.layer.as_str(), rule.name);
            let problem = Problem::new(Code::W0513, message, span, label).label(rule.span, "in this rule");
            found.push(taken_out(study, problem.help("remove it, or correct it"), alternative, span, "or"));
            kept = others;
        }
    }
}

/// Offers to take out a part that is one comparison.
fn taken_out(study: &Study<'_>, problem: Problem, part: &Condition, span: Span, word: &'static str) -> Problem {
    match part {
        Condition::Compare(_) => removing(problem, &study.policy.sources, span, What::Part(word)),
        _ => problem,
    }
}

/// Whether a condition holds wherever another does. False if that is not known.
fn covers(study: &Study<'_>, wide: &Condition, narrow: &Condition) -> bool {
    let (Some(wide), Some(narrow)) = (study.conditions.rows(wide), study.conditions.rows(narrow)) else { return false };
    let (wide, narrow): (RowList, RowList) =
        (study.side.rows(&wide, &study.space), study.side.rows(&narrow, &study.space));
    (0..narrow.len()).all(|row| {
        let region = study.space.fitting(&study.calm, &narrow, row);
        matches!(study.ask(&region, &wide, &wide.all()), Answer::Covered(_))
    })
}

/// The fewest of the others that a part follows from.
fn reasons(study: &Study<'_>, part: &Condition, mut others: Vec<Condition>) -> Vec<Condition> {
    let mut at = others.len();
    while let Some(before) = at.checked_sub(1) {
        at = before;
        let mut fewer = others.clone();
        fewer.remove(at);
        if covers(study, part, &Condition::All(fewer.clone())) {
            others = fewer;
        }
    }
    others
}

fn asks_for_known(study: &Study<'_>, condition: &Condition) -> bool {
    matches!(condition, Condition::Compare(id) if study.policy.comparison(*id).test == Check::Known)
}

/// Where a condition is written.
fn span(study: &Study<'_>, condition: &Condition) -> Option<Span> {
    let spans = condition.comparisons().into_iter().map(|id| study.policy.comparison(id).span);
    spans.reduce(|first, last| if first.file == last.file { first.to(last) } else { first })
}

/// Where it is written, if that is in the rule itself: not in a group around it, not in its dates.
fn own_span(study: &Study<'_>, rule: &Rule, condition: &Condition) -> Option<Span> {
    span(study, condition).filter(|span| span.file == rule.span.file && span.start > rule.span.end)
}
