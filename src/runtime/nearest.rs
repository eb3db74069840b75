//! What would have changed a decision: the nearest other value of each fact.
//!
//! In: a conversation at a decision point. Out: for each fact alone, and for each
//! other outcome that some value of it leads to, the nearest such value and the
//! range around it that decides so too.
//!
//! Every answer is a decision of the table: the fact is given, what Baton computes
//! from it moves with it (lists, signals, runs, thresholds, failures), everything
//! else stays. An outcome is an action, its queues and level.
//!
//! # Guarantees
//!
//! Between two neighbouring constants that the policy compares a fact with, no
//! condition can tell two values apart; every such cell is tried. Facts that would
//! take more than [`TRIES_MAX`] decisions in all are counted, not tried.

use std::collections::BTreeMap;

use super::session::Session;
use super::values::Values;
use crate::decision::{DecidedBy, Point};
use crate::policy::{ActionName, BuiltIn, Check, FactId, Origin, Policy, QueueId, StateAsk, Threshold, ThresholdId};
use crate::rows::{ColumnSource, Rows};
use crate::value::{Fixed, OTHER, Type, Value};

mod samples;
use samples::{Place, Sample};

/// Decisions that one search takes at most.
pub const TRIES_MAX: usize = 20_000;

/// What is done, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outcome {
    /// The action.
    pub action: ActionName,
    /// To whom, in order.
    pub queues: Vec<QueueId>,
    /// To the colleague whom the customer named.
    pub to_named_agent: bool,
    /// The queue's level, if one is asked for.
    pub level: Option<String>,
}

/// What a fact would have to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Region {
    /// Without a value.
    Missing,
    /// This value.
    Is(Value),
    /// A word that the policy does not name.
    Other,
    /// Its tags, with this one or without it.
    Tag(String, bool),
    /// A number between bounds, each with whether it is included.
    Between(Option<(Fixed, bool)>, Option<(Fixed, bool)>),
}

/// One fact changed, and what is decided then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The fact.
    pub fact: FactId,
    /// What it was.
    pub was: Option<Value>,
    /// What it would have to be.
    pub to: Region,
    /// The nearest value of that kind; none for missing.
    pub nearest: Option<Value>,
    /// What would be done.
    pub outcome: Outcome,
    /// Who would decide.
    pub by: DecidedBy,
    /// Facts that Baton computes from this one, and that would be others too.
    pub moved: Vec<FactId>,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// By fact, in the order of the policy.
    pub changes: Vec<Change>,
    /// Facts that were not tried because it would take too long.
    pub not_tried: usize,
}

/// Searches around the decision that `session` takes at `point`.
pub fn changes(session: &Session<'_>, point: Point) -> Changes {
    let policy = session.table().policy();
    let mut here = session.clone();
    let (now, _) = outcome(&mut here, point);
    let values = here.facts(point).clone();
    let bars: Vec<Fixed> =
        (0..policy.thresholds.len()).map(|at| here.threshold(point, ThresholdId::from_index(at)).value).collect();
    let (rows, states) = (session.table().rows(), policy.state_asks());
    let around = Around { policy, rows, states: &states, point, values: &values, bars: &bars, now: &now };
    let mut found = Changes::default();
    let mut tries = 0;
    for fact in (0..policy.facts.len()).map(FactId::from_index) {
        let samples = around.samples(fact);
        tries += samples.len();
        if tries > TRIES_MAX {
            found.not_tried += usize::from(!samples.is_empty());
        } else {
            found.changes.extend(around.of_fact(session, fact, &samples));
        }
    }
    found
}

/// What is decided, and by whom.
fn outcome(session: &mut Session<'_>, point: Point) -> (Outcome, DecidedBy) {
    let decided = session.look_up(point);
    let outcome = Outcome {
        action: decided.action(),
        queues: decided.queues().to_vec(),
        to_named_agent: decided.to_named_agent(),
        level: decided.level().map(str::to_owned),
    };
    (outcome, decided.decided_by())
}

/// The decision that is searched around.
struct Around<'a> {
    policy: &'a Policy,
    rows: &'a Rows,
    /// What the courses of actions ask of the state.
    states: &'a [StateAsk],
    point: Point,
    values: &'a Values,
    /// Where each threshold stands.
    bars: &'a [Fixed],
    now: &'a Outcome,
}

impl Around<'_> {
    /// A value of each cell of a fact, numbers in their order.
    fn samples(&self, id: FactId) -> Vec<Sample> {
        let fact = self.policy.fact(id);
        // Before an answer there is nothing that it could say.
        let not_yet = fact.on_answer && self.point == Point::Message;
        if not_yet || matches!(fact.origin, Origin::Decision(_)) {
            return Vec::new();
        }
        let compared = self.policy.comparisons.iter().filter(|one| one.fact == id).map(|one| &one.test);
        let of_states = self.states.iter().filter(|one| one.fact == id).map(|one| &one.test);
        let asked: Vec<&Check> = compared.chain(of_states).collect();
        let mut samples = match &fact.kind {
            kind if kind.is_ordered() => samples::numbers(kind, &self.cuts(id, &asked), !asked.is_empty()),
            _ if asked.is_empty() && !self.has_column(id) && !self.feeds_a_list(id) => Vec::new(),
            Type::Truth => [true, false].map(|truth| Sample::is(Value::Truth(truth))).to_vec(),
            Type::Tags => samples::tags(&asked, self.values.get(id)),
            kind => samples::words(kind, &self.words(id, kind, &asked)),
        };
        if !samples.is_empty() || !asked.is_empty() {
            samples.push(Sample { value: None, place: Place::Missing });
        }
        samples.retain(|sample| sample.value.as_ref() != self.values.get(id));
        samples
    }

    /// Whether the table reads it though no condition does: the category, what was said before.
    fn has_column(&self, id: FactId) -> bool {
        self.rows.find(&ColumnSource::Fact(id)).is_some()
    }

    /// Whether a list looks this fact up.
    fn feeds_a_list(&self, id: FactId) -> bool {
        self.policy.facts.iter().any(|fact| matches!(fact.origin, Origin::List { column, .. } if column == id))
    }

    /// The words that a fact can be: those of its type, or those that the policy or its lists name, and one other.
    fn words(&self, id: FactId, kind: &Type, asked: &[&Check]) -> Vec<String> {
        let mut words: Vec<String> = match kind {
            Type::OneOf { values, open } => values.iter().cloned().chain(open.then(|| OTHER.to_owned())).collect(),
            Type::Category => self.policy.categories.iter().map(|category| category.path.clone()).collect(),
            _ => {
                let named = asked.iter().filter_map(|check| match check {
                    Check::OneOf(words) => Some(words),
                    _ => None,
                });
                let lists = self.policy.facts.iter().filter_map(|fact| match &fact.origin {
                    Origin::List { column, entries } if *column == id => entries.first(),
                    _ => None,
                });
                named.flatten().chain(lists).cloned().collect()
            }
        };
        // Whether it is the queue of the category is worked out from its name.
        let here = self.states.iter().any(|ask| self.is(ask.fact, &BuiltIn::LastQueueHere));
        if here && self.is(id, &BuiltIn::LastQueue) {
            words.extend(self.policy.queues.iter().map(|queue| queue.name.clone()));
        }
        words.sort();
        words.dedup();
        words
    }

    /// The constants that numbers of a fact are compared with, thresholds where they stand now included.
    fn cuts(&self, id: FactId, asked: &[&Check]) -> Vec<Fixed> {
        let mut cuts = Vec::new();
        for check in asked {
            match check {
                Check::Within { low, high } => cuts.extend(low.iter().chain(high).map(|(bound, _)| *bound)),
                Check::Threshold { threshold, offset, .. } => cuts.push(self.bars[threshold.index()] + *offset),
                _ => {}
            }
        }
        cuts.extend(self.policy.thresholds.iter().flat_map(|threshold| steps_of(threshold, id)));
        // What is computed from how the customer feels moves with it.
        if self.policy.fact(id).origin == Origin::BuiltIn(BuiltIn::Sentiment) {
            cuts.extend(self.cuts_of(&BuiltIn::LowestSentiment));
            let (feels, trend) = (self.values.number(id), self.number(&BuiltIn::SentimentTrend));
            if let (Some(feels), Some(trend)) = (feels, trend) {
                cuts.extend(self.cuts_of(&BuiltIn::SentimentTrend).into_iter().map(|cut| cut + feels - trend));
            }
        }
        cuts
    }

    fn is(&self, id: FactId, built_in: &BuiltIn) -> bool {
        self.policy.fact(id).origin == Origin::BuiltIn(built_in.clone())
    }

    fn number(&self, built_in: &BuiltIn) -> Option<Fixed> {
        self.policy.built_in(built_in).and_then(|fact| self.values.number(fact))
    }

    fn cuts_of(&self, built_in: &BuiltIn) -> Vec<Fixed> {
        let Some(id) = self.policy.built_in(built_in) else { return Vec::new() };
        let asked = self.policy.comparisons.iter().filter(|one| one.fact == id).map(|one| &one.test);
        self.cuts(id, &asked.collect::<Vec<_>>())
    }

    /// The nearest change of one fact for each outcome that it can lead to.
    fn of_fact(&self, session: &Session<'_>, id: FactId, samples: &[Sample]) -> Vec<Change> {
        let mut probe = session.clone();
        let tried: Vec<(Outcome, DecidedBy)> = samples
            .iter()
            .map(|sample| {
                probe.give(id, sample.value.clone());
                outcome(&mut probe, self.point)
            })
            .collect();
        let was = self.values.get(id).cloned();
        let mut nearest: BTreeMap<&Outcome, usize> = BTreeMap::new();
        for (at, (outcome, _)) in tried.iter().enumerate().filter(|(_, (outcome, _))| outcome != self.now) {
            let known = nearest.entry(outcome).or_insert(at);
            if samples[at].distance(was.as_ref()) < samples[*known].distance(was.as_ref()) {
                *known = at;
            }
        }
        let mut chosen: Vec<usize> = nearest.into_values().collect();
        chosen.sort_unstable();
        let change = |at: usize| {
            let same = |other: usize| tried[other].0 == tried[at].0;
            let mut probe = session.clone();
            probe.give(id, samples[at].value.clone());
            Change {
                fact: id,
                was: was.clone(),
                to: samples::region(samples, at, was.as_ref(), &same),
                nearest: samples[at].value.clone(),
                outcome: tried[at].0.clone(),
                by: tried[at].1,
                moved: self.moved(id, probe.facts(self.point)),
            }
        };
        chosen.into_iter().map(change).collect()
    }

    /// The facts that are others now.
    fn moved(&self, changed: FactId, values: &Values) -> Vec<FactId> {
        let ids = (0..self.policy.facts.len()).map(FactId::from_index);
        ids.filter(|id| *id != changed && self.values.get(*id) != values.get(*id)).collect()
    }
}

/// Where the steps of a threshold that grow with a fact grow.
fn steps_of(threshold: &Threshold, id: FactId) -> Vec<Fixed> {
    let steps = threshold.groups.iter().flat_map(|group| &group.steps);
    let mut cuts = Vec::new();
    for (step, each) in steps.filter_map(|step| Some((step, step.each.as_ref()?))).filter(|(_, each)| each.fact == id) {
        let size = if step.by < Fixed::ZERO { -step.by } else { step.by };
        let times = each.up_to.millionths().checked_div(size.millionths()).unwrap_or(0).clamp(0, STEPS_MAX) + 1;
        cuts.extend((1..=times).map(|times| each.after + each.every.times(times)));
    }
    cuts
}

/// Steps of one `for each` that are followed.
const STEPS_MAX: i64 = 200;
