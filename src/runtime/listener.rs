//! What sessions need of a policy to listen: phrases joined, derived facts in order.
//!
//! In: a checked policy. Out: a [`Listener`], built for the first session of a table.

use super::ears::{Extent, Phrases};
use crate::policy::{
    BuiltIn, Check, ComparisonId, Condition, Detector, DetectorKind, FactId, Origin, Policy, Signal, SignalId,
    ThresholdId, View,
};
use jiff::tz::TimeZone;
use xxhash_rust::xxh3::xxh3_64;

/// A policy made ready to listen.
#[derive(Clone, Debug)]
pub(super) struct Listener {
    lives: Vec<Life>,
    /// Facts that are given, looked up or computed from the conversation, those that others need first.
    pub(super) plain: Vec<FactId>,
    /// Signals and runs, so ordered that each reads only those before it.
    pub(super) derived: Vec<Derived>,
    /// The views of each signal.
    pub(super) views: Vec<Vec<(FactId, View)>>,
    /// What each phrase of `phrases` belongs to.
    pub(super) listening: Vec<Listening>,
    pub(super) phrases: Phrases,
    /// Of each signal, what its detectors are known again by in another policy or another version of one.
    pub(super) prints: Vec<Vec<u32>>,
    /// By signal: its detectors that listen for something else than words.
    pub(super) without_words: Vec<Vec<usize>>,
    /// State facts that compare the threshold with where it stood.
    pub(super) on_rise: Vec<FactId>,
    pub(super) zone: Option<TimeZone>,
    /// The built-ins that the runtime itself reads.
    pub(super) category: Option<FactId>,
    pub(super) confidence: Option<FactId>,
    pub(super) assistant_failed: Option<FactId>,
    pub(super) sentiment: Option<FactId>,
    pub(super) language: Option<FactId>,
    pub(super) now: Option<FactId>,
    /// Whether anything asks how a message feels, or whether it was said before.
    pub(super) wants_sentiment: bool,
    pub(super) wants_likeness: bool,
}

/// How long a value that came with a message lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Life {
    /// Until it is given anew.
    Standing,
    /// Until the next customer turn begins.
    Turn,
    /// Until the customer writes again.
    Answer,
}

/// A signal, or the length of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Derived {
    /// A signal with all its views.
    Signal(SignalId),
    /// A fact that counts turns.
    Run(FactId),
}

/// A phrase's place in its signal.
#[derive(Clone, Debug)]
pub(super) struct Listening {
    pub(super) signal: SignalId,
    pub(super) detector: usize,
    /// The language part, numbered.
    pub(super) part: usize,
    pub(super) cancels: bool,
    /// Whether it must be the whole message.
    pub(super) whole: bool,
}

impl Listener {
    /// Makes a policy ready.
    pub(super) fn new(policy: &Policy) -> Self {
        let find = |wanted: &BuiltIn| policy.built_in(wanted);
        let (listening, phrases) = listening(policy);
        Self {
            lives: policy.facts.iter().map(life).collect(),
            plain: plain(policy),
            derived: Ordering::of(policy),
            views: views(policy),
            listening,
            phrases,
            prints: policy.signals.iter().map(|one| one.detectors.iter().map(print).collect()).collect(),
            without_words: policy.signals.iter().map(without_words).collect(),
            on_rise: [BuiltIn::OfferAllowed, BuiltIn::ThresholdRiseSinceTheOffer].iter().filter_map(find).collect(),
            zone: TimeZone::get(&policy.timezone).ok(),
            category: find(&BuiltIn::Category),
            confidence: find(&BuiltIn::Confidence),
            assistant_failed: find(&BuiltIn::AssistantFailed),
            sentiment: find(&BuiltIn::Sentiment),
            language: find(&BuiltIn::Language),
            now: find(&BuiltIn::Now),
            wants_sentiment: asks(policy, &[&BuiltIn::Sentiment, &BuiltIn::LowestSentiment, &BuiltIn::SentimentTrend]),
            wants_likeness: wants_likeness(policy),
        }
    }

    /// How long a value lasts that came with a message.
    pub(super) fn life(&self, fact: FactId) -> Life {
        self.lives.get(fact.index()).copied().unwrap_or(Life::Standing)
    }
}

/// The XXH3 64-bit hash of what a detector hears, folded to 32.
fn print(detector: &Detector) -> u32 {
    let hash = xxh3_64(format!("{:?}", detector.kind).as_bytes());
    u32::try_from((hash >> 32) ^ (hash & 0xffff_ffff)).unwrap_or(u32::MAX)
}

fn without_words(signal: &Signal) -> Vec<usize> {
    let listens = |detector: &Detector| {
        !matches!(detector.kind, DetectorKind::Says(..) | DetectorKind::SaysOnly(..) | DetectorKind::Unless(..))
    };
    signal.detectors.iter().enumerate().filter(|(_, one)| listens(one)).map(|(at, _)| at).collect()
}

fn life(fact: &crate::policy::Fact) -> Life {
    match &fact.origin {
        _ if fact.on_answer => Life::Answer,
        Origin::BuiltIn(BuiltIn::Confidence | BuiltIn::Attempted | BuiltIn::AssistantFailed) => Life::Answer,
        Origin::BuiltIn(BuiltIn::Sentiment) | Origin::Signal(..) => Life::Turn,
        _ => Life::Standing,
    }
}

fn asks(policy: &Policy, any: &[&BuiltIn]) -> bool {
    any.iter().any(|built_in| policy.built_in(built_in).is_some())
}

fn wants_likeness(policy: &Policy) -> bool {
    let fact = |origin: &Origin| {
        matches!(
            origin,
            Origin::BuiltIn(
                BuiltIn::SameQuestion
                    | BuiltIn::LikenessToEarlierTurns
                    | BuiltIn::SameIssueInDays(_)
                    | BuiltIn::AssistantRepeatsItself
            )
        )
    };
    let detector =
        |kind: &DetectorKind| matches!(kind, DetectorKind::SaysTheSameAgain | DetectorKind::AssistantRepeatsItself);
    policy.facts.iter().any(|one| fact(&one.origin))
        || policy.signals.iter().flat_map(|signal| &signal.detectors).any(|one| detector(&one.kind))
}

/// Facts that are neither signals, runs nor decisions; each after those it is computed from.
fn plain(policy: &Policy) -> Vec<FactId> {
    let rank = |id: &FactId| match &policy.fact(*id).origin {
        Origin::Given | Origin::Switch => 0,
        Origin::BuiltIn(
            BuiltIn::WaitHere | BuiltIn::LastQueueHere | BuiltIn::SameIssueInDays(_) | BuiltIn::AssistantFailed,
        ) => 2,
        Origin::BuiltIn(BuiltIn::AssistantErrorsInARow | BuiltIn::LowestSentiment | BuiltIn::SentimentTrend) => 3,
        Origin::BuiltIn(_) => 1,
        Origin::List { .. } => 4,
        Origin::Signal(..) | Origin::Run(_) | Origin::Decision(_) => 5,
    };
    let mut ids: Vec<FactId> = (0..policy.facts.len()).map(FactId::from_index).filter(|id| rank(id) < 5).collect();
    ids.sort_by_key(rank);
    ids
}

fn views(policy: &Policy) -> Vec<Vec<(FactId, View)>> {
    let mut views: Vec<Vec<(FactId, View)>> = vec![Vec::new(); policy.signals.len()];
    for (at, fact) in policy.facts.iter().enumerate() {
        if let Origin::Signal(signal, view) = fact.origin {
            views[signal.index()].push((FactId::from_index(at), view));
        }
    }
    views
}

fn listening(policy: &Policy) -> (Vec<Listening>, Phrases) {
    let mut listening = Vec::new();
    let mut patterns = Vec::new();
    let mut parts: Vec<&str> = Vec::new();
    for (at, signal) in policy.signals.iter().enumerate() {
        for (detector, one) in signal.detectors.iter().enumerate() {
            let (DetectorKind::Says(part, pattern)
            | DetectorKind::SaysOnly(part, pattern)
            | DetectorKind::Unless(part, pattern)) = &one.kind
            else {
                continue;
            };
            let part = parts.iter().position(|known| known == part).unwrap_or_else(|| {
                parts.push(part);
                parts.len() - 1
            });
            let cancels = matches!(one.kind, DetectorKind::Unless(..));
            let whole = matches!(one.kind, DetectorKind::SaysOnly(..));
            listening.push(Listening { signal: SignalId::from_index(at), detector, part, cancels, whole });
            patterns.push((pattern, if whole { Extent::Longest } else { Extent::Shortest }));
        }
    }
    (listening, Phrases::with_extents(patterns))
}

/// Finds an order in which every signal and run comes after those it reads.
struct Ordering<'a> {
    policy: &'a Policy,
    signals_seen: Vec<bool>,
    runs_seen: Vec<bool>,
    thresholds_seen: Vec<bool>,
    order: Vec<Derived>,
}

impl<'a> Ordering<'a> {
    fn of(policy: &'a Policy) -> Vec<Derived> {
        let mut ordering = Self {
            policy,
            signals_seen: vec![false; policy.signals.len()],
            runs_seen: vec![false; policy.facts.len()],
            thresholds_seen: vec![false; policy.thresholds.len()],
            order: Vec::new(),
        };
        for at in 0..policy.signals.len() {
            ordering.signal(SignalId::from_index(at));
        }
        for at in 0..policy.facts.len() {
            ordering.fact(FactId::from_index(at));
        }
        ordering.order
    }

    fn signal(&mut self, id: SignalId) {
        let Some(signal) = self.policy.signals.get(id.index()) else { return };
        if std::mem::replace(&mut self.signals_seen[id.index()], true) {
            return;
        }
        for detector in &signal.detectors {
            if let DetectorKind::When(condition) = &detector.kind {
                self.condition(condition);
            }
        }
        self.order.push(Derived::Signal(id));
    }

    fn fact(&mut self, id: FactId) {
        match &self.policy.fact(id).origin {
            Origin::Signal(signal, _) => self.signal(*signal),
            Origin::Run(condition) if !std::mem::replace(&mut self.runs_seen[id.index()], true) => {
                self.condition(condition);
                self.order.push(Derived::Run(id));
            }
            _ => {}
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| self.condition(part)),
            Condition::Except(exception) => self.condition(exception),
            Condition::Compare(id) => self.comparison(*id),
        }
    }

    fn comparison(&mut self, id: ComparisonId) {
        let comparison = self.policy.comparison(id);
        self.fact(comparison.fact);
        if let Check::Threshold { threshold, .. } = comparison.test {
            self.threshold(threshold);
        }
    }

    fn threshold(&mut self, id: ThresholdId) {
        if std::mem::replace(&mut self.thresholds_seen[id.index()], true) {
            return;
        }
        for step in self.policy.thresholds[id.index()].groups.iter().flat_map(|group| &group.steps) {
            self.condition(&step.when);
            if let Some(each) = &step.each {
                self.fact(each.fact);
            }
        }
    }
}
