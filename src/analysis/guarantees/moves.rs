//! What is worked out from a fact, and which way it moves when the fact rises.
//!
//! In: a fact. Out: the facts that are computed from it, each with its direction:
//! windows around windows, the extremes and runs of it, signals that it brings about.
//! Thresholds are not here: the space sums them on both sides. What the conversation
//! remembers is held equal.

use std::collections::BTreeMap;

use crate::policy::{
    BuiltIn, Check, Comparison, Condition, DetectorKind, FactId, Origin, Policy, Relation, Signal, View,
};
use crate::value::Fixed;

/// Which way something moves when another thing rises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moves {
    /// It rises or stays.
    Up,
    /// It falls or stays.
    Down,
    /// It may do anything.
    Either,
}

impl Moves {
    /// What follows when this follows from that.
    fn then(self, next: Self) -> Self {
        match (self, next) {
            (Moves::Either, _) | (_, Moves::Either) => Moves::Either,
            (one, other) if one == other => Moves::Up,
            _ => Moves::Down,
        }
    }

    fn or(self, other: Self) -> Self {
        if self == other { self } else { Moves::Either }
    }
}

/// Every fact that may move when this one rises, itself left out.
pub(super) fn with(policy: &Policy, fact: FactId) -> BTreeMap<FactId, Moves> {
    let mut found: BTreeMap<FactId, Moves> = counted(policy, fact).into_iter().map(|id| (id, Moves::Up)).collect();
    let mut open: Vec<(FactId, Moves)> = found.iter().map(|(id, how)| (*id, *how)).chain([(fact, Moves::Up)]).collect();
    while let Some((moved, how)) = open.pop() {
        for at in 0..policy.facts.len() {
            let id = FactId::from_index(at);
            let Some(next) = directly(policy, moved, id).filter(|_| id != fact && id != moved) else { continue };
            let next = how.then(next);
            let next = if policy.fact(id).kind.is_ordered() || is_truth(policy, id) { next } else { Moves::Either };
            let joined = found.get(&id).map_or(next, |known| known.or(next));
            if found.insert(id, joined) != Some(joined) {
                open.push((id, joined));
            }
        }
    }
    found
}

/// The other views of a signal, when the fact counts in how many turns it was heard.
fn counted(policy: &Policy, fact: FactId) -> Vec<FactId> {
    let Origin::Signal(signal, View::Times) = policy.fact(fact).origin else { return Vec::new() };
    let of_signal = |id: &FactId| matches!(policy.fact(*id).origin, Origin::Signal(other, _) if other == signal);
    (0..policy.facts.len()).map(FactId::from_index).filter(|id| *id != fact && of_signal(id)).collect()
}

fn is_truth(policy: &Policy, id: FactId) -> bool {
    policy.fact(id).kind == crate::value::Type::Truth
}

/// How the second fact moves when the first rises, if it is computed from it.
fn directly(policy: &Policy, moved: FactId, other: FactId) -> Option<Moves> {
    match (&policy.fact(moved).origin, &policy.fact(other).origin) {
        (_, Origin::Run(condition)) => reads(policy, condition, moved),
        (Origin::Signal(signal, view), Origin::Signal(same, other)) if signal == same => views(*view, *other),
        (_, Origin::Signal(signal, View::Now)) => brings(policy, &policy.signals[signal.index()], moved),
        (Origin::BuiltIn(moved), Origin::BuiltIn(other)) => built_ins(moved, other),
        _ => None,
    }
}

/// Views of one signal are of one counter. What was heard earlier stays as it was.
fn views(moved: View, other: View) -> Option<Moves> {
    match (moved, other) {
        (View::Now, View::InTheConversation | View::Times) | (View::InTheConversation, View::Times) => Some(Moves::Up),
        _ => None,
    }
}

fn built_ins(moved: &BuiltIn, other: &BuiltIn) -> Option<Moves> {
    Some(match (moved, other) {
        (BuiltIn::ContactsInDays(_), BuiltIn::ContactsInDays(_))
        | (BuiltIn::Sentiment, BuiltIn::LowestSentiment)
        | (BuiltIn::WaitOf(_), BuiltIn::WaitHere)
        | (BuiltIn::WaitHere, BuiltIn::WaitOf(_))
        | (BuiltIn::AssistantErrorsInARow, BuiltIn::AssistantFailed)
        | (BuiltIn::Hour | BuiltIn::Today, BuiltIn::Now)
        | (BuiltIn::Now, BuiltIn::Today) => Moves::Up,
        (BuiltIn::Sentiment, BuiltIn::SentimentTrend)
        | (BuiltIn::Today, BuiltIn::Weekday)
        | (BuiltIn::Now, BuiltIn::Weekday | BuiltIn::Hour) => Moves::Either,
        _ => return None,
    })
}

/// A signal that a condition on the fact brings about; of a score by how much.
fn brings(policy: &Policy, signal: &Signal, fact: FactId) -> Option<Moves> {
    let whens = signal.detectors.iter().filter_map(|detector| match &detector.kind {
        DetectorKind::When(condition) => {
            let way = reads(policy, condition, fact)?;
            Some(if detector.weight < Fixed::ZERO { way.then(Moves::Down) } else { way })
        }
        _ => None,
    });
    whens.reduce(Moves::or)
}

/// Which way a condition changes when a fact rises, if it reads it: towards holding is up.
fn reads(policy: &Policy, condition: &Condition, fact: FactId) -> Option<Moves> {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().filter_map(|part| reads(policy, part, fact)).reduce(Moves::or)
        }
        Condition::Except(inner) => reads(policy, inner, fact).map(|way| way.then(Moves::Down)),
        Condition::Compare(id) => compares(policy.comparison(*id), fact),
    }
}

fn compares(comparison: &Comparison, fact: FactId) -> Option<Moves> {
    if comparison.fact != fact {
        return None;
    }
    let way = match &comparison.test {
        Check::Known | Check::Missing => return None,
        Check::True
        | Check::Within { high: None, .. }
        | Check::Threshold { relation: Relation::Above | Relation::AtLeast, .. } => Moves::Up,
        Check::Within { low: None, .. } | Check::Threshold { .. } => Moves::Down,
        Check::Within { .. } | Check::OneOf(_) | Check::Has(_) => Moves::Either,
    };
    Some(if comparison.negated { way.then(Moves::Down) } else { way })
}
