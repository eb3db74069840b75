//! `W0514` redundant rule: without it, every decision would be the same.
//!
//! Two decisions are the same when action, queue, needs, priority, tags, effects,
//! message and reason are. It fires when whatever would decide instead decides the
//! same in every case. It stays silent when a single input tells them apart, when only
//! `otherwise` would decide instead, and when an `also` asks whether this rule decided.

use super::names;
use super::removal::{What, removing};
use crate::analysis::Answer;
use crate::analysis::study::{Reach, Study};
use crate::diagnostic::{Code, Problem};
use crate::policy::{Check, DecisionFact, Origin, Rule, RuleId};

pub(super) fn check(study: &Study<'_>, found: &mut Vec<Problem>) {
    let kinds = study.kinds();
    for (id, rule) in study.rules() {
        if !matches!(study.reach(id), Reach::Decides(..)) || is_asked_for(study, rule) {
            continue;
        }
        let Some(instead) = instead(study, id, &kinds) else { continue };
        let words: Vec<&str> =
            instead.iter().map(|rule| rule.map_or("otherwise", |rule| study.policy.rule(rule).name.as_str())).collect();
        let decide = if words.len() == 1 { "decides" } else { "decide" };
        let message = format!("{} `{}` changes nothing", rule.layer.as_str(), rule.name);
        let label = format!("without it, {} {decide} the same", names(&words));
        let mut problem = Problem::new(Code::W0514, message, rule.span, label);
        for other in instead.iter().take(3) {
            let span = other.map_or(study.policy.otherwise_span, |rule| study.policy.rule(rule).span);
            problem = problem.label(span, "decides the same");
        }
        let problem = problem.help("remove it, or make it decide something of its own");
        found.push(removing(problem, &study.policy.sources, rule.span, What::Block));
    }
}

/// Whether an `also` asks whether this rule, or its layer, decided.
fn is_asked_for(study: &Study<'_>, rule: &Rule) -> bool {
    study.policy.comparisons.iter().any(|comparison| {
        let by = study.policy.fact(comparison.fact).origin == Origin::Decision(DecisionFact::DecidedBy);
        let (Check::OneOf(words) | Check::Has(words)) = &comparison.test else { return false };
        by && words.iter().any(|word| *word == rule.name || word == rule.layer.as_str())
    })
}

/// What decides the same without the rule, everywhere; none if something decides otherwise, or if that is not known.
fn instead(study: &Study<'_>, rule: RuleId, kinds: &[usize]) -> Option<Vec<Option<RuleId>>> {
    let own = &study.rows_of[rule.index()];
    let list = &study.deciders;
    let kind = |row: u32| kinds[list.of[row as usize] as usize];
    let Reach::Decides(row, point) = study.reach(rule) else { return None };
    let next = (*row + 1..).take_while(|other| (*other as usize) < list.len());
    let next =
        next.filter(|other| !own.contains(other)).find(|other| study.space.fits(list, *other as usize, point))?;
    if kind(next) != kind(*row) {
        return None;
    }
    let mut rules = Vec::new();
    for row in own {
        let before = list.before(*row as usize);
        let mut passed = before.clone();
        let mut same = before.clone();
        for other in (*row + 1..).take_while(|other| (*other as usize) < list.len()) {
            if own.contains(&other) {
                continue;
            }
            if kind(other) == kind(*row) {
                same.push(other);
            } else {
                let both = study.space.fitting(&study.region(*row), list, other as usize);
                if !matches!(study.ask(&both, list, &passed), Answer::Covered(_)) {
                    return None;
                }
            }
            passed.push(other);
        }
        let Answer::Covered(used) = study.ask(&study.region(*row), list, &same) else { return None };
        let fewest = study.space.smallest_cover(&study.region(*row), list, used)?;
        let later = fewest.into_iter().filter(|other| other > row);
        rules.extend(later.map(|row| study.side.rule(list.of[row as usize])));
    }
    rules.sort_unstable();
    rules.dedup();
    // A rule that says what `otherwise` would do says what is meant.
    rules.iter().any(Option::is_some).then_some(rules)
}
