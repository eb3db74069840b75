//! `W0512` only if missing: a rule decides only where a fact has no value.
//!
//! It fires when the rules before it decide in every case in which all facts have
//! their values. It stays silent for a rule without conditions, which is there for
//! whatever is left, and where any rule asks whether that fact is known or missing:
//! then somebody has thought of it.

use super::names;
use crate::analysis::study::{Reach, Study};
use crate::analysis::{Answer, AxisId, Point, Region};
use crate::diagnostic::{Code, Problem};
use crate::policy::{Check, Comparison, FactId, Policy, RuleId};
use crate::rows::{ColumnSource, MISSING_CELL};

pub(super) fn check(study: &Study<'_>, found: &mut Vec<Problem>) {
    for (id, rule) in study.rules() {
        let Reach::Decides(row, point) = study.reach(id) else { continue };
        let asks_nothing = rule.condition.comparisons().is_empty();
        if asks_nothing || missing_axes(study, point).is_empty() {
            continue;
        }
        let Some(covers) = covers(study, id) else { continue };
        let facts = needed(study, *row, point);
        if facts.iter().any(|fact| is_thought_of(study.policy, *fact)) {
            continue;
        }
        let facts: Vec<&str> = facts.iter().map(|fact| study.policy.fact(*fact).words.as_str()).collect();
        let rules: Vec<&str> = covers.iter().map(|rule| study.policy.rule(*rule).name.as_str()).collect();
        let (are, it) = if facts.len() > 1 { ("are", "they are") } else { ("is", "it is") };
        let message =
            format!("{} `{}` decides only when {} {are} missing", rule.layer.as_str(), rule.name, names(&facts));
        let label = format!("{} decide{} whenever {it} known", names(&rules), if rules.len() == 1 { "s" } else { "" });
        let mut problem = Problem::new(Code::W0512, message, rule.span, label);
        for earlier in covers.iter().take(3) {
            problem = problem.label(study.policy.rule(*earlier).span, "decides first");
        }
        let help = format!(
            "if that is meant, say `{} is missing`; else put the rule before them",
            facts.first().unwrap_or(&"")
        );
        found.push(problem.help(help));
    }
}

/// The axes without a value at a point, those of margins apart.
fn missing_axes(study: &Study<'_>, point: &Point) -> Vec<AxisId> {
    let axes = (0..study.space.axes().len()).map(AxisId::from_index);
    let is_fact = |axis: &AxisId| {
        let column = study.space.axis(*axis).column();
        column.is_some_and(|column| !matches!(column.source, ColumnSource::Margin(_)))
    };
    axes.filter(|axis| is_fact(axis) && point.is_missing(*axis)).collect()
}

/// The rules that decide before this one wherever everything is known; none if it can decide there too.
fn covers(study: &Study<'_>, rule: RuleId) -> Option<Vec<RuleId>> {
    let mut rules = Vec::new();
    for row in &study.rows_of[rule.index()] {
        let mut region = study.region(*row);
        known(study, &mut region);
        match study.ask(&region, &study.deciders, &study.deciders.before(*row as usize)) {
            Answer::Covered(rows) => {
                let rows = study.space.smallest_cover(&region, &study.deciders, rows)?;
                rules.extend(rows.iter().filter_map(|row| study.side.rule(study.deciders.of[*row as usize])));
            }
            Answer::Found(_) | Answer::Undecided => return None,
        }
    }
    rules.sort_unstable();
    rules.dedup();
    (!rules.is_empty()).then_some(rules)
}

/// Takes out everything that is missing.
fn known(study: &Study<'_>, region: &mut Region) {
    for at in 0..study.space.axes().len() {
        if study.space.axis(AxisId::from_index(at)).column().is_some() {
            study.space.take(region, AxisId::from_index(at), [MISSING_CELL]);
        }
    }
}

/// The facts without which it does not decide; all that are missing at the point if it needs any of several.
fn needed(study: &Study<'_>, row: u32, point: &Point) -> Vec<FactId> {
    let missing = missing_axes(study, point);
    let is_needed = |axis: &AxisId| {
        let mut region = study.region(row);
        study.space.take(&mut region, *axis, [MISSING_CELL]);
        matches!(study.ask(&region, &study.deciders, &study.deciders.before(row as usize)), Answer::Covered(_))
    };
    let needed: Vec<AxisId> = missing.iter().copied().filter(is_needed).collect();
    let axes = if needed.is_empty() { missing } else { needed };
    let columns = axes.into_iter().filter_map(|axis| study.space.axis(axis).column());
    let mut facts: Vec<FactId> = columns
        .filter_map(|column| match column.source {
            ColumnSource::Fact(fact) | ColumnSource::Member(fact, _) => Some(fact),
            ColumnSource::Margin(_) => None,
        })
        .collect();
    facts.dedup();
    facts
}

/// Whether a condition asks if a fact is known or missing.
fn is_thought_of(policy: &Policy, fact: FactId) -> bool {
    let asks =
        |comparison: &Comparison| comparison.fact == fact && matches!(comparison.test, Check::Known | Check::Missing);
    policy.comparisons.iter().any(asks)
}
