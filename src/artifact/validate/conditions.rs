//! Comparisons and conditions: what is asked fits, and nothing asks about itself.
//!
//! Runs read no runs, signals only earlier signals, steps no thresholds, rules not
//! the decision. So whoever follows what a condition reads comes to an end, and soon.

use super::facts::holds_a_word;
use super::{Checked, ascends, ensure, of, within};
use crate::policy::{Check, Comparison, Condition, DetectorKind, Origin, Policy};
use crate::value::Type;

/// Where a condition stands decides what it may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Run,
    Signal(usize),
    Step,
    Rule,
    Also,
}

/// Checks every comparison and every condition.
pub(super) fn check(policy: &Policy) -> Checked {
    for (at, one) in policy.comparisons.iter().enumerate() {
        of(format_args!("comparison {at}"), comparison(policy, one))?;
    }
    let runs = policy.facts.iter().filter_map(|fact| match &fact.origin {
        Origin::Run(condition) => Some((&fact.name, condition)),
        _ => None,
    });
    for (name, condition) in runs {
        of(format_args!("fact `{name}`"), self::condition(policy, &[], condition, Place::Run))?;
    }
    let latest = latest_signals(policy);
    let check = |whose: &str, name: &str, condition: &Condition, place: Place| {
        of(format_args!("{whose} `{name}`"), self::condition(policy, &latest, condition, place))
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
    Ok(())
}

fn comparison(policy: &Policy, comparison: &Comparison) -> Checked {
    within("fact", comparison.fact.index(), policy.facts.len())?;
    let kind = &policy.fact(comparison.fact).kind;
    let fits = match &comparison.test {
        Check::True => *kind == Type::Truth,
        Check::OneOf(words) => {
            ensure(ascends(words), || "words that are not sorted".to_owned())?;
            holds_a_word(kind)
        }
        Check::Has(words) => {
            ensure(ascends(words), || "words that are not sorted".to_owned())?;
            *kind == Type::Tags
        }
        Check::Within { .. } => kind.is_ordered(),
        Check::Known | Check::Missing => true,
        Check::Threshold { threshold, .. } => {
            within("threshold", threshold.index(), policy.thresholds.len())?;
            policy.thresholds[threshold.index()].fact == comparison.fact
        }
    };
    ensure(fits, || format!("a test that does not fit `{}`", policy.fact(comparison.fact).name))
}

/// For each fact the latest signal that it is made from, if any. Each run is read once.
fn latest_signals(policy: &Policy) -> Vec<Option<usize>> {
    let signal = |origin: &Origin| match origin {
        Origin::Signal(signal, _) => Some(signal.index()),
        _ => None,
    };
    let latest = |origin: &Origin| match origin {
        Origin::Run(condition) => {
            let read = condition.facts(&policy.comparisons);
            read.into_iter().filter_map(|fact| signal(&policy.fact(fact).origin)).max()
        }
        origin => signal(origin),
    };
    policy.facts.iter().map(|fact| latest(&fact.origin)).collect()
}

/// Checks a condition; `latest` is what [`latest_signals`] gave, for signals.
fn condition(policy: &Policy, latest: &[Option<usize>], condition: &Condition, place: Place) -> Checked {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().try_for_each(|part| self::condition(policy, latest, part, place))
        }
        Condition::Except(exception) => self::condition(policy, latest, exception, place),
        Condition::Compare(id) => {
            within("comparison", id.index(), policy.comparisons.len())?;
            reads(policy, latest, policy.comparison(*id), place)
        }
    }
}

/// Whether a comparison may stand in this place.
fn reads(policy: &Policy, latest: &[Option<usize>], comparison: &Comparison, place: Place) -> Checked {
    let fact = policy.fact(comparison.fact);
    let is_threshold = matches!(comparison.test, Check::Threshold { .. });
    let is_decision = matches!(fact.origin, Origin::Decision(_));
    let may = match place {
        Place::Run => !is_threshold && !matches!(fact.origin, Origin::Run(_)),
        Place::Signal(at) => {
            let is_earlier = latest.get(comparison.fact.index()).copied().flatten().is_none_or(|latest| latest < at);
            !is_threshold && !is_decision && is_earlier
        }
        Place::Step => !is_threshold && !is_decision,
        Place::Rule => !is_decision,
        Place::Also => true,
    };
    ensure(may, || format!("it reads `{}` too early", fact.name))
}
