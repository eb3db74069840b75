//! `E0402` silenced guard, `W0501` silenced rule: a missing fact keeps it from holding.
//!
//! A comparison with a missing fact does not hold, so a guard over a fact that the
//! service may leave out fails open. It fires for a comparison that needs a fact
//! which can be missing; it stays silent when the fact has a default, is always
//! known, is asked `is known` on purpose, or when an `or F is missing` stands beside.

use super::Context;
use crate::diagnostic::{Code, Problem};
use crate::policy::{BuiltIn, Check, Comparison, Condition, Fact, FactId, Layer, Origin, Policy, Rule};
use crate::semantics::built_ins;

pub(super) fn guards(context: &Context<'_>, found: &mut Vec<Problem>) {
    for rule in context.policy.rules.iter().filter(|rule| rule.layer == Layer::Guard && !rule.watch) {
        for (fact, comparison) in silencing(rule, context.policy) {
            let problem = Problem::new(
                Code::E0402,
                format!("guard `{}` is silent when `{}` is missing", rule.name, fact.words),
                comparison.span,
                format!("does not hold when `{}` is missing", fact.words),
            )
            .label(rule.span, "this guard would fail open");
            found.push(problem.help(help(fact, Code::E0402)));
        }
    }
}

pub(super) fn rules(context: &Context<'_>, found: &mut Vec<Problem>) {
    for rule in context.policy.rules.iter().filter(|rule| rule.layer != Layer::Guard) {
        // A rule about all other categories is not for conversations without one; only a guard fails open.
        let silencing = silencing(rule, context.policy).into_iter();
        for (fact, comparison) in silencing.filter(|(fact, _)| fact.origin != Origin::BuiltIn(BuiltIn::Category)) {
            let problem = Problem::new(
                Code::W0501,
                format!("{} `{}` is silent when `{}` is missing", rule.layer.as_str(), rule.name, fact.words),
                comparison.span,
                format!("does not hold when `{}` is missing", fact.words),
            )
            .label(rule.span, "this never decides then");
            found.push(problem.help(help(fact, Code::W0501)));
        }
    }
}

fn help(fact: &Fact, code: Code) -> String {
    let words = &fact.words;
    let allow = format!("keep it with `allow {} because \"…\"`", code.name());
    match fact.origin {
        Origin::Given => format!("give `{words}` a default, add `or {words} is missing`, or {allow}"),
        _ => format!("add `or {words} is missing`, or {allow}"),
    }
}

/// The facts that can keep a rule from holding by being missing, one comparison each.
fn silencing<'p>(rule: &Rule, policy: &'p Policy) -> Vec<(&'p Fact, &'p Comparison)> {
    let mut needed = Vec::new();
    collect(&rule.condition, policy, &mut Vec::new(), &mut needed);
    let mut seen: Vec<FactId> = Vec::new();
    let mut found = Vec::new();
    for comparison in needed {
        if !seen.contains(&comparison.fact) {
            seen.push(comparison.fact);
            found.push((policy.fact(comparison.fact), comparison));
        }
    }
    found
}

/// Comparisons of facts that can be missing and that nothing beside them asks about.
fn collect<'p>(condition: &Condition, policy: &'p Policy, asked: &mut Vec<FactId>, needed: &mut Vec<&'p Comparison>) {
    match condition {
        Condition::All(parts) => {
            let before = asked.len();
            ask(condition, policy, &Check::Known, asked);
            for part in parts {
                collect(part, policy, asked, needed);
            }
            asked.truncate(before);
        }
        Condition::Any(parts) => {
            let before = asked.len();
            ask(condition, policy, &Check::Missing, asked);
            for part in parts {
                collect(part, policy, asked, needed);
            }
            asked.truncate(before);
        }
        Condition::Compare(id) => {
            let comparison = policy.comparison(*id);
            let about_missing = matches!(comparison.test, Check::Known | Check::Missing);
            if !about_missing
                && !asked.contains(&comparison.fact)
                && can_be_missing(policy.fact(comparison.fact), policy)
                && !is_scope(comparison, policy)
            {
                needed.push(comparison);
            }
        }
        // An exception does not hold when its fact is missing, so the rule is not silenced by it.
        Condition::Except(_) => {}
    }
}

/// The facts that a condition asks `is known` of in any of its `and`s, or `is missing` in any of its `or`s, however nested.
fn ask(condition: &Condition, policy: &Policy, check: &Check, asked: &mut Vec<FactId>) {
    match (condition, check) {
        (Condition::All(parts), Check::Known) | (Condition::Any(parts), Check::Missing) => {
            for part in parts {
                ask(part, policy, check, asked);
            }
        }
        // `except when F is missing` asks for a known F.
        (Condition::Except(exception), Check::Known) => ask(exception, policy, &Check::Missing, asked),
        (Condition::Except(exception), Check::Missing) => ask(exception, policy, &Check::Known, asked),
        (Condition::Compare(id), _) if policy.comparison(*id).test == *check => asked.push(policy.comparison(*id).fact),
        _ => {}
    }
}

/// `category is billing` names what a rule is for, so without a category it is meant not to hold; `is not` fails open.
fn is_scope(comparison: &Comparison, policy: &Policy) -> bool {
    !comparison.negated && policy.fact(comparison.fact).origin == Origin::BuiltIn(BuiltIn::Category)
}

fn can_be_missing(fact: &Fact, policy: &Policy) -> bool {
    if fact.default.is_some() {
        return false;
    }
    match &fact.origin {
        Origin::Given => true,
        Origin::Switch | Origin::Signal(..) | Origin::Run(_) | Origin::Decision(_) => false,
        Origin::List { column, .. } => can_be_missing(policy.fact(*column), policy),
        Origin::BuiltIn(built_in) => match built_in {
            // A promised confidence that is absent is `assistant failed`.
            BuiltIn::Confidence => !policy.gives_confidence,
            // A date without a clock is meant not to hold.
            BuiltIn::Today => false,
            other => !built_ins::is_always_known(other),
        },
    }
}
