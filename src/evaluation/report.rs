//! From what was observed to rates with their intervals.

use super::observe::{Observed, Observer, Tally};
use super::{Mistake, Target, Use, What};
use crate::metrics::{Counts, Interval, Scored, TOLERANCES, area, interval, number, wilson};

/// What was measured.
#[derive(Clone, Debug)]
pub struct Report {
    /// The name of each set.
    pub sets: Vec<String>,
    /// How many conversations were read.
    pub conversations: usize,
    /// The lambda of Golden Transfer within Tolerance.
    pub lambda: f64,
    /// The names of labels that the data have.
    pub labels: Vec<String>,
    /// Each target, in the order of the map.
    pub results: Vec<Result>,
}

/// One target, measured.
#[derive(Clone, Debug)]
pub struct Result {
    /// What was scored.
    pub target: Target,
    /// Over all sets.
    pub all: Score,
    /// By set, where more than one has the label.
    pub by_set: Vec<Score>,
    /// Its lines that were used, in the order of the policy.
    pub patterns: Vec<Use>,
    /// How many of its lines say words, and how many of these were never heard.
    pub silent: (usize, usize),
    /// The first false alarms.
    pub false_alarms: Vec<Mistake>,
    /// The first misses.
    pub misses: Vec<Mistake>,
    /// Labels of a kind that the target does not read.
    pub unreadable: usize,
    /// Labels on turns at which nothing is decided.
    pub undecided: usize,
}

/// How good a target is on some conversations.
#[derive(Clone, Debug)]
pub struct Score {
    /// The set; none for all.
    pub set: Option<usize>,
    /// Conversations with the label.
    pub conversations: usize,
    /// Hits, false alarms, misses, rejections.
    pub counts: Counts,
    /// Of the yeses, how many are right.
    pub precision: Rate,
    /// Of the positives, how many are found.
    pub recall: Rate,
    /// Of precision and recall, the harmonic mean.
    pub f1: Rate,
    /// Of the negatives, how many are taken for positives.
    pub false_alarm_rate: Rate,
    /// How often a positive scores higher than a negative.
    pub area: Rate,
    /// Golden Transfer within each tolerance; empty for signals and whole conversations.
    pub transfer: Vec<(u32, Rate)>,
}

/// A number from 0 to 1 with its 95 % interval; none where there is nothing to measure it on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// The number.
    pub value: Option<f64>,
    /// Its interval: Wilson's for shares, by resampled conversations for all else.
    pub interval: Option<Interval>,
}

impl Observer<'_> {
    /// What it comes to.
    pub fn report(self) -> Report {
        let policy = self.table.policy();
        let results = self.tallies.iter().map(|tally| {
            let sets: Vec<usize> = (0..self.sets.len()).filter(|set| has(tally, *set)).collect();
            let by_set = if sets.len() > 1 { sets } else { Vec::new() };
            let (patterns, silent) = match tally.target.what {
                What::Signal(id) => (tally.lines.uses(policy, id), tally.lines.silent(policy, id)),
                What::Decision(_) => (Vec::new(), (0, 0)),
            };
            Result {
                target: tally.target.clone(),
                all: score(tally, None),
                by_set: by_set.into_iter().map(|set| score(tally, Some(set))).collect(),
                patterns,
                silent,
                false_alarms: tally.false_alarms.clone(),
                misses: tally.misses.clone(),
                unreadable: tally.unreadable,
                undecided: tally.undecided,
            }
        });
        Report {
            results: results.collect(),
            conversations: self.conversations.iter().sum(),
            lambda: self.lambda(),
            labels: self.labels.iter().cloned().collect(),
            sets: self.sets,
        }
    }
}

fn has(tally: &Tally, set: usize) -> bool {
    tally.points.iter().any(|point| point.set == set)
}

/// The score of one set, or of all.
fn score(tally: &Tally, set: Option<usize>) -> Score {
    let points = of_set(&tally.points, set);
    let transfer = transfer(tally, &points, &groups(&points));
    Score { transfer, ..score_of(&points, set) }
}

/// The points of one set, or of all.
pub(super) fn of_set(points: &[Observed], set: Option<usize>) -> Vec<Observed> {
    points.iter().filter(|point| set.is_none_or(|set| point.set == set)).copied().collect()
}

/// The score of points, which come conversation by conversation.
pub(super) fn score_of(points: &[Observed], set: Option<usize>) -> Score {
    let groups = groups(points);
    let mut counts = Counts::default();
    for point in points {
        counts.add(point.said, point.is);
    }
    let share = |value, part, whole| Rate { value, interval: wilson(part, whole) };
    Score {
        set,
        conversations: groups.len(),
        precision: share(counts.precision(), counts.hits, counts.hits + counts.false_alarms),
        recall: share(counts.recall(), counts.hits, counts.hits + counts.misses),
        false_alarm_rate: share(
            counts.false_alarm_rate(),
            counts.false_alarms,
            counts.false_alarms + counts.rejections,
        ),
        f1: f1(points, &groups, counts),
        area: curve(points, &groups),
        transfer: Vec::new(),
        counts,
    }
}

/// Where the points of each conversation begin and end. Points come conversation by conversation.
pub(super) fn groups(points: &[Observed]) -> Vec<std::ops::Range<usize>> {
    let mut at = 0;
    let runs = points.chunk_by(|one, next| one.conversation == next.conversation);
    let range = |run: &[Observed]| {
        at += run.len();
        at - run.len()..at
    };
    runs.map(range).collect()
}

fn f1(points: &[Observed], groups: &[std::ops::Range<usize>], counts: Counts) -> Rate {
    let each = each(points, groups);
    let value = counts.f1();
    Rate { value, interval: value.and_then(|_| interval(groups.len(), |times| drawn_f1(&each, times))) }
}

/// The counts of each conversation.
pub(super) fn each(points: &[Observed], groups: &[std::ops::Range<usize>]) -> Vec<Counts> {
    let of = |range: &std::ops::Range<usize>| {
        let mut counts = Counts::default();
        for point in &points[range.clone()] {
            counts.add(point.said, point.is);
        }
        counts
    };
    groups.iter().map(of).collect()
}

/// F1 where each conversation counts so many times.
pub(super) fn drawn_f1(each: &[Counts], times: &[u32]) -> Option<f64> {
    let mut sum = Counts::default();
    for (counts, times) in each.iter().zip(times) {
        let times = *times as usize;
        sum.hits += counts.hits * times;
        sum.false_alarms += counts.false_alarms * times;
        sum.misses += counts.misses * times;
    }
    sum.f1()
}

fn curve(points: &[Observed], groups: &[std::ops::Range<usize>]) -> Rate {
    let mut curve = Curve::new(points, groups);
    let value = area(&curve.scored);
    Rate { value, interval: value.and_then(|_| interval(groups.len(), |times| curve.drawn(times))) }
}

/// Scores in their order, with the conversation of each.
pub(super) struct Curve {
    scored: Vec<Scored>,
    group_of: Vec<usize>,
}

impl Curve {
    /// Of points in groups.
    pub(super) fn new(points: &[Observed], groups: &[std::ops::Range<usize>]) -> Self {
        let mut group_of = vec![0; points.len()];
        for (group, range) in groups.iter().enumerate() {
            group_of[range.clone()].fill(group);
        }
        let mut order: Vec<usize> = (0..points.len()).collect();
        order.sort_by(|one, other| points[*one].score.total_cmp(&points[*other].score));
        let scored = |at: &usize| Scored { score: points[*at].score, is: points[*at].is, times: 1 };
        Self { scored: order.iter().map(scored).collect(), group_of: order.iter().map(|at| group_of[*at]).collect() }
    }

    /// The area where each group counts so many times.
    pub(super) fn drawn(&mut self, times: &[u32]) -> Option<f64> {
        for (one, group) in self.scored.iter_mut().zip(&self.group_of) {
            one.times = times[*group];
        }
        area(&self.scored)
    }
}

fn transfer(tally: &Tally, points: &[Observed], groups: &[std::ops::Range<usize>]) -> Vec<(u32, Rate)> {
    let of = |range: &std::ops::Range<usize>| {
        let conversation = points[range.start].conversation;
        tally.transfers.binary_search_by_key(&conversation, |(number, _)| *number).ok()
    };
    let near: Vec<_> = groups.iter().filter_map(of).map(|at| tally.transfers[at].1).collect();
    if near.is_empty() {
        return Vec::new();
    }
    let mean = |at: usize| {
        let value = near.iter().map(|near| near[at]).sum::<f64>() / number(near.len());
        let drawn = |times: &[u32]| {
            let sum: f64 = near.iter().zip(times).map(|(near, times)| near[at] * f64::from(*times)).sum();
            Some(sum / number(near.len()))
        };
        Rate { value: Some(value), interval: interval(near.len(), drawn) }
    };
    TOLERANCES.into_iter().enumerate().map(|(at, tolerance)| (tolerance, mean(at))).collect()
}
