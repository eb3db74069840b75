//! Comparisons and conditions: what is asked fits, and nothing asks about itself.
//!
//! Runs read no runs, signals only earlier signals, steps no thresholds, rules not
//! the decision. So whoever follows what a condition reads comes to an end, and soon.

use super::facts::holds_a_word;
use super::{Checked, ascends, ensure, of, within};
use crate::policy::{Check, Comparison, ComparisonId, Condition, DecisionFact, DetectorKind, Fact, Origin, Policy};
use crate::value::Type;

/// Where a condition stands decides what it may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Run,
    Signal(usize),
    Step,
    Rule,
    Also,
    Routing,
}

/// What a comparison reads, so that a condition need not look it up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reads {
    /// A fact that is there before any signal is.
    Fact,
    /// A signal, or a run of it, by position.
    Signal(usize),
    /// Another run.
    Run,
    /// A threshold.
    Threshold,
    /// What was decided.
    Decision,
    /// The priority, which `also`s add to.
    Priority,
}

/// Checks every comparison and every condition.
pub(super) fn check(policy: &Policy) -> Checked {
    let mut reads = Vec::with_capacity(policy.comparisons.len());
    for (at, one) in policy.comparisons.iter().enumerate() {
        of(format_args!("comparison {at}"), comparison(policy, one))?;
        reads.push(self::reads(policy, one));
    }
    for fact in &policy.facts {
        if let Origin::Run(run) = &fact.origin {
            let reads = &reads[..policy.deciding().len()];
            of(format_args!("fact `{}`", fact.name), condition(reads, run, Place::Run))?;
        }
    }
    let latest = signals_of_runs(policy, &reads);
    for (reads, comparison) in reads.iter_mut().zip(&policy.comparisons) {
        if *reads == Reads::Run {
            *reads = latest[comparison.fact.index()].map_or(Reads::Fact, Reads::Signal);
        }
    }
    for guarantee in &policy.guarantees {
        of(format_args!("guarantee \"{}\"", guarantee.title), condition(&reads, &guarantee.condition, Place::Rule))?;
    }
    // What only guarantees ask is no part of the meaning, so nothing that decides may ask it.
    reads.truncate(policy.deciding().len());
    let check = |whose: &str, name: &str, one: &Condition, place: Place| {
        of(format_args!("{whose} `{name}`"), condition(&reads, one, place))
    };
    for (at, signal) in policy.signals.iter().enumerate() {
        for detector in &signal.detectors {
            if let DetectorKind::When(condition) = &detector.kind {
                check("signal", &signal.name, condition, Place::Signal(at))?;
            }
        }
    }
    for threshold in &policy.thresholds {
        for step in threshold.groups.iter().flat_map(|group| &group.steps) {
            check("threshold", &threshold.name, &step.when, Place::Step)?;
        }
    }
    for rule in &policy.rules {
        check("rule", &rule.name, &rule.condition, Place::Rule)?;
    }
    for also in &policy.alsos {
        check("also", &also.name, &also.condition, Place::Also)?;
    }
    for addition in &policy.waiting.additions {
        check("line of", "priority", &addition.when, Place::Routing)?;
    }
    for queue in &policy.queues {
        for step in &queue.routing.steps {
            check("queue", &queue.name, &step.when, Place::Routing)?;
        }
    }
    Ok(())
}

fn comparison(policy: &Policy, comparison: &Comparison) -> Checked {
    within("fact", comparison.fact.index(), policy.facts.len())?;
    let fact = policy.fact(comparison.fact);
    let fits = match &comparison.test {
        Check::True => fact.kind == Type::Truth,
        Check::OneOf(words) => holds_a_word(&fact.kind) && ascends(words),
        Check::Has(words) => fact.kind == Type::Tags && ascends(words),
        Check::Within { .. } => fact.kind.is_ordered(),
        Check::Known | Check::Missing => true,
        Check::Threshold { threshold, .. } => {
            within("threshold", threshold.index(), policy.thresholds.len())?;
            policy.thresholds[threshold.index()].fact == comparison.fact
        }
    };
    ensure(fits, || format!("a test that does not fit `{}`, or words that are not sorted", fact.name))
}

/// What a comparison reads; of runs only that they are some.
fn reads(policy: &Policy, comparison: &Comparison) -> Reads {
    match &policy.fact(comparison.fact).origin {
        _ if matches!(comparison.test, Check::Threshold { .. }) => Reads::Threshold,
        Origin::Signal(signal, _) => Reads::Signal(signal.index()),
        Origin::Run(_) => Reads::Run,
        Origin::Decision(DecisionFact::Priority) => Reads::Priority,
        Origin::Decision(_) => Reads::Decision,
        Origin::Given | Origin::Switch | Origin::List { .. } | Origin::BuiltIn(_) => Reads::Fact,
    }
}

/// For each fact that is a run, the latest signal that it reads, if any. Runs read no runs, so each is looked at once.
fn signals_of_runs(policy: &Policy, reads: &[Reads]) -> Vec<Option<usize>> {
    let signal = |id: ComparisonId| match reads[id.index()] {
        Reads::Signal(signal) => Some(signal),
        _ => None,
    };
    let latest = |fact: &Fact| match &fact.origin {
        Origin::Run(condition) => condition.comparisons().into_iter().filter_map(signal).max(),
        _ => None,
    };
    policy.facts.iter().map(latest).collect()
}

/// Checks that a condition reads what is there, and what it may in its place.
fn condition(reads: &[Reads], condition: &Condition, place: Place) -> Checked {
    match first_wrong(reads, condition, place) {
        None => Ok(()),
        Some(id) if id.index() < reads.len() => Err(format!("comparison {} reads too early", id.index())),
        Some(id) => within("comparison", id.index(), reads.len()),
    }
}

/// The first comparison that is not there, or not to be read in this place.
fn first_wrong(reads: &[Reads], condition: &Condition, place: Place) -> Option<ComparisonId> {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().find_map(|part| first_wrong(reads, part, place)),
        Condition::Except(exception) => first_wrong(reads, exception, place),
        Condition::Compare(id) => {
            let may = reads.get(id.index()).is_some_and(|reads| may_read(place, *reads));
            (!may).then_some(*id)
        }
    }
}

fn may_read(place: Place, reads: Reads) -> bool {
    match (place, reads) {
        (_, Reads::Fact) | (Place::Routing, _) => true,
        (_, Reads::Priority) => false,
        (Place::Also, _) => true,
        (Place::Run, reads) => !matches!(reads, Reads::Run | Reads::Threshold),
        (Place::Signal(at), Reads::Signal(read)) => read < at,
        (Place::Signal(_), _) => false,
        (Place::Step, reads) => !matches!(reads, Reads::Threshold | Reads::Decision),
        (Place::Rule, reads) => reads != Reads::Decision,
    }
}
