//! `E0402` silenced guard, `W0501` silenced rule: a missing fact keeps it from holding.
//!
//! A comparison with a missing fact does not hold, so a guard over a fact that the
//! service may leave out fails open. It fires for a comparison that needs a fact
//! which can be missing; it stays silent when the fact has a default, is always
//! known, is asked `is known` on purpose, or when an `or F is missing` stands beside.
//!
//! A run of turns is silenced by the fact that it counts, and a signal when each of
//! its detectors is: one that also hears words can still fire.
//!
//! Two facts are excepted though they can be missing: `category`, because a rule
//! for a category is not meant for a message without one, and a `confidence` that
//! the assistant promises, because without it `assistant failed` is true.

use super::Context;
use crate::diagnostic::{Code, Problem};
use crate::policy::{
    BuiltIn, Check, Comparison, Condition, DetectorKind, Fact, FactId, Layer, Origin, Policy, Rule, Signal,
};
use crate::semantics::built_ins;

pub(super) fn guards(context: &Context<'_>, found: &mut Vec<Problem>) {
    let needs = Needs::of(context.policy);
    for rule in context.policy.rules.iter().filter(|rule| rule.layer == Layer::Guard && !rule.watch) {
        for (fact, comparison) in needs.silencing(rule) {
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
    let needs = Needs::of(context.policy);
    for rule in context.policy.rules.iter().filter(|rule| rule.layer != Layer::Guard) {
        // A rule about all other categories is not for conversations without one; only a guard fails open.
        let silencing = needs.silencing(rule).into_iter();
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

/// What conditions need to be known.
struct Needs<'p> {
    policy: &'p Policy,
    /// For each signal the comparisons without which no detector of it fires; none when one fires without.
    signals: Vec<Vec<&'p Comparison>>,
}

impl<'p> Needs<'p> {
    fn of(policy: &'p Policy) -> Self {
        let mut needs = Self { policy, signals: Vec::new() };
        // A signal reads only those before it, so theirs are there.
        for signal in &policy.signals {
            let of_signal = needs.of_signal(signal);
            needs.signals.push(of_signal);
        }
        needs
    }

    fn of_signal(&self, signal: &'p Signal) -> Vec<&'p Comparison> {
        let mut all = Vec::new();
        for detector in signal.detectors.iter().filter(|one| !matches!(one.kind, DetectorKind::Unless(..))) {
            let DetectorKind::When(condition) = &detector.kind else { return Vec::new() };
            let mut needed = Vec::new();
            self.collect(condition, &mut Vec::new(), &mut needed);
            if needed.is_empty() {
                return Vec::new();
            }
            all.extend(needed);
        }
        once_each(all)
    }

    /// The facts that can keep a rule from holding by being missing, one comparison each.
    fn silencing(&self, rule: &'p Rule) -> Vec<(&'p Fact, &'p Comparison)> {
        let mut needed = Vec::new();
        self.collect(&rule.condition, &mut Vec::new(), &mut needed);
        once_each(needed).into_iter().map(|comparison| (self.policy.fact(comparison.fact), comparison)).collect()
    }

    /// Comparisons of facts that can be missing and that nothing beside them asks about.
    fn collect(&self, condition: &'p Condition, asked: &mut Vec<FactId>, needed: &mut Vec<&'p Comparison>) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                let before = asked.len();
                let check = if matches!(condition, Condition::All(_)) { Check::Known } else { Check::Missing };
                ask(condition, self.policy, &check, asked);
                for part in parts {
                    self.collect(part, asked, needed);
                }
                asked.truncate(before);
            }
            Condition::Compare(id) => self.compare(self.policy.comparison(*id), asked, needed),
            // An exception does not hold when its fact is missing, so the rule is not silenced by it.
            Condition::Except(_) => {}
        }
    }

    fn compare(&self, comparison: &'p Comparison, asked: &mut Vec<FactId>, needed: &mut Vec<&'p Comparison>) {
        if matches!(comparison.test, Check::Known | Check::Missing) || asked.contains(&comparison.fact) {
            return;
        }
        let fact = self.policy.fact(comparison.fact);
        match &fact.origin {
            // A signal that does not fire and a run that does not last are known to be nothing: `not s` holds then.
            Origin::Signal(..) | Origin::Run(_) if !asks_for_some(comparison) => {}
            Origin::Signal(signal, _) => {
                let below = self.signals.get(signal.index()).map_or(&[][..], Vec::as_slice);
                if below.iter().all(|below| !asked.contains(&below.fact)) {
                    needed.extend(below);
                }
            }
            Origin::Run(condition) => self.collect(condition, asked, needed),
            _ if can_be_missing(fact, self.policy) && !is_scope(comparison, self.policy) => needed.push(comparison),
            _ => {}
        }
    }
}

/// Whether a comparison of a signal or a run needs it to be there: `s`, `s above 0.5`, `… for 2 turns running`.
fn asks_for_some(comparison: &Comparison) -> bool {
    !comparison.negated && matches!(comparison.test, Check::True | Check::Within { low: Some(_), .. })
}

/// The first comparison of each fact.
fn once_each(comparisons: Vec<&Comparison>) -> Vec<&Comparison> {
    let mut once: Vec<&Comparison> = Vec::new();
    for comparison in comparisons {
        if once.iter().all(|known| known.fact != comparison.fact) {
            once.push(comparison);
        }
    }
    once
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
            // A date without a clock is meant not to hold, nor is a mood that nobody measured, in a language
            // without a list of words.
            BuiltIn::Today | BuiltIn::Sentiment | BuiltIn::LowestSentiment => false,
            other => !built_ins::is_always_known(other),
        },
    }
}
