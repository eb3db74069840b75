//! Weights of a score's lines, fitted to labels.
//!
//! In: a table, a signal with weights and the label that stands for it, and conversations one at a time. Out: [`Fitted`]:
//! a weight for each line, two decimals, above 0 and at most 1; and how well the signal hears before and after,
//! cross-validated: each conversation is scored with weights that were fitted without it.
//!
//! Nothing of this is used to decide: what comes of it is text of a policy.
//!
//! # What is not here
//!
//! Writing the text. Choosing lines: a fit weighs those that are there.

mod examples;

pub use examples::{Examples, Lack, Unfit};

use super::observe::Observed;
use super::report::{Curve, drawn_f1, each, groups, of_set, score_of};
use super::{Score, Target};
use crate::metrics::{Interval, Row, interval, logistic, shuffled};
use crate::value::Fixed;
use examples::{Place, Talk};

/// Fewer labels that say yes, or that say no, are too few to fit to.
pub const LABELS_MIN: usize = 20;
/// How strongly weights are held where they were: as much as a few labels speak.
const PULL: f64 = 1.0;
/// How steeply the score must speak for a yes, at the least, for the present weights to be taken as a start.
const STEEPNESS: (f64, f64) = (1.0, 20.0);
/// Of so many places that say no, the score of one may end at 1.
const NOES_AT_ONE: usize = 50;
/// The least weight that is written, in hundredths.
const HUNDREDTHS_MIN: f64 = 1.0;

/// What was fitted.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// What was scored.
    pub target: Target,
    /// The name of each set.
    pub sets: Vec<String>,
    /// Each line with a weight, in the order of the policy.
    pub lines: Vec<Line>,
    /// Over all sets, then by set where more than one has the label.
    pub compared: Vec<Compared>,
}

/// A line of the signal.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its detector, by position in the signal.
    pub detector: usize,
    /// Its weight in the policy.
    pub before: Fixed,
    /// Its weight fitted to all data.
    pub after: Fixed,
    /// At how many labelled places it was heard that say yes.
    pub yes: usize,
    /// At how many that say no.
    pub no: usize,
}

impl Line {
    /// Whether the fit would give it no weight at all: it is heard as often where the label says no.
    pub fn is_idle(&self) -> bool {
        self.after < Fixed::from_millionths(20_000) && self.yes + self.no > 0 && self.after < self.before
    }
}

/// How well the signal hears with the weights of the policy, and cross-validated with fitted ones.
#[derive(Clone, Debug)]
pub struct Compared {
    /// With those of the policy.
    pub before: Score,
    /// With those fitted to the other folds.
    pub after: Score,
    /// How much higher F1 is after.
    pub f1: Option<Change>,
    /// How much higher the AUC is after.
    pub area: Option<Change>,
}

/// By how much a rate is higher, from -1 to 1, with its 95 % interval by resampled conversations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// By how much.
    pub value: f64,
    /// The interval.
    pub interval: Option<Interval>,
}

impl Change {
    /// Whether chance alone would hardly bring as much.
    pub fn is_gain(&self) -> bool {
        self.interval.is_some_and(|interval| interval.low > 0.0)
    }
}

impl Examples<'_> {
    /// Fits weights, and measures them in so many folds.
    ///
    /// # Errors
    ///
    /// What is lacking, if it is too little to fit to.
    pub fn fit(self, folds: usize) -> Result<Fitted, Lack> {
        if let Some(lack) = self.lacks(folds) {
            return Err(lack);
        }
        let before = self.weights();
        let fold_of = fold_of(self.talks(), folds);
        let mut after = vec![Vec::new(); self.talks().len()];
        for fold in 0..folds {
            let others = self.talks().iter().zip(&fold_of).filter(|(_, of)| **of != fold).map(|(talk, _)| talk);
            let weights = self.learn(others);
            for (at, talk) in self.talks().iter().enumerate().filter(|(at, _)| fold_of[*at] == fold) {
                after[at] = self.points(at, talk, &weights);
            }
        }
        let after: Vec<Observed> = after.into_iter().flatten().collect();
        let points = self.talks().iter().enumerate().flat_map(|(at, talk)| self.points(at, talk, &before));
        let points: Vec<Observed> = points.collect();
        let weights = self.learn(self.talks().iter());
        let sets: Vec<usize> = (0..self.sets().len()).filter(|set| points.iter().any(|one| one.set == *set)).collect();
        let by_set = if sets.len() > 1 { sets } else { Vec::new() };
        let all = std::iter::once(None).chain(by_set.into_iter().map(Some));
        Ok(Fitted {
            compared: all.map(|set| compared(&of_set(&points, set), &of_set(&after, set), set)).collect(),
            lines: self.lines(&weights),
            target: self.target().clone(),
            sets: self.sets().to_vec(),
        })
    }

    /// Weights fitted to conversations, as they would be written.
    fn learn<'a>(&self, talks: impl Iterator<Item = &'a Talk>) -> Vec<Fixed> {
        let rows: Vec<Row> = talks.flat_map(|talk| talk.places.iter().map(|place| self.row(talk, place))).collect();
        let before: Vec<f64> = self.weights().into_iter().map(float).collect();
        let score = |row: &Row| row.features.iter().map(|(line, value)| before[*line] * value).sum();
        let scored: Vec<Row> = rows.iter().map(|row| Row { features: vec![(0, score(row))], is: row.is }).collect();
        let steepness = logistic(&scored, &[0.0], 1e-6).strengths[0].clamp(STEEPNESS.0, STEEPNESS.1);
        let centre: Vec<f64> = before.iter().map(|weight| weight * steepness).collect();
        let learnt = logistic(&rows, &centre, PULL).strengths;
        // So much speaks for a yes what has the weight 1: no line may have more, nor what says no, since scores end at 1
        // and are not told apart there. All are measured alike.
        let most = learnt.iter().copied().fold(steepness.max(high(&rows, &learnt)), f64::max);
        learnt.into_iter().map(|strength| rounded(strength / most)).collect()
    }

    fn points(&self, number: usize, talk: &Talk, weights: &[Fixed]) -> Vec<Observed> {
        let scores = self.scores(talk, weights);
        let point = |(place, score): (&Place, Fixed)| {
            let score = float(score);
            Observed { set: talk.set, conversation: number, said: score > self.target().above, is: place.is, score }
        };
        talk.places.iter().zip(scores).map(point).collect()
    }

    fn lines(&self, after: &[Fixed]) -> Vec<Line> {
        let mut lines: Vec<Line> = self
            .weights()
            .into_iter()
            .zip(after)
            .enumerate()
            .map(|(detector, (before, after))| Line { detector, before, after: *after, yes: 0, no: 0 })
            .collect();
        for place in self.talks().iter().flat_map(|talk| &talk.places) {
            for line in &place.heard {
                let count = if place.is { &mut lines[*line].yes } else { &mut lines[*line].no };
                *count += 1;
            }
        }
        lines.retain(|line| self.has_weight(line.detector));
        lines
    }
}

/// What few of the rows that say no come to more than.
fn high(rows: &[Row], strengths: &[f64]) -> f64 {
    let sum = |row: &Row| row.features.iter().map(|(line, value)| strengths[*line] * value).sum();
    let mut sums: Vec<f64> = rows.iter().filter(|row| !row.is).map(sum).collect();
    sums.sort_unstable_by(f64::total_cmp);
    let few = sums.len() / NOES_AT_ONE;
    sums.iter().rev().nth(few).copied().unwrap_or(0.0)
}

/// A weight with two decimals, within what the language allows.
fn rounded(weight: f64) -> Fixed {
    let hundredths = (weight * 100.0).round().clamp(HUNDREDTHS_MIN, 100.0);
    Fixed::from_float(hundredths / 100.0).unwrap_or(Fixed::ONE)
}

fn float(number: Fixed) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "weights and scores lie between 0 and 1")]
    let millionths = number.millionths() as f64;
    millionths / 1e6
}

/// The fold of each conversation. Those with a yes are dealt out first, so that every fold has its share of them.
fn fold_of(talks: &[Talk], folds: usize) -> Vec<usize> {
    let mut order = shuffled(talks.len());
    order.sort_by_key(|at| !talks[*at].places.iter().any(|place| place.is));
    let mut fold_of = vec![0; talks.len()];
    for (dealt, at) in order.into_iter().enumerate() {
        fold_of[at] = dealt % folds;
    }
    fold_of
}

fn compared(before: &[Observed], after: &[Observed], set: Option<usize>) -> Compared {
    let groups = groups(before);
    let (was, is) = (each(before, &groups), each(after, &groups));
    let once = vec![1; groups.len()];
    let f1 = |times: &[u32]| Some(drawn_f1(&is, times)? - drawn_f1(&was, times)?);
    let (mut lower, mut higher) = (Curve::new(before, &groups), Curve::new(after, &groups));
    let mut area = |times: &[u32]| Some(higher.drawn(times)? - lower.drawn(times)?);
    Compared {
        before: score_of(before, set),
        after: score_of(after, set),
        f1: f1(&once).map(|value| Change { value, interval: interval(groups.len(), f1) }),
        area: area(&once).map(|value| Change { value, interval: interval(groups.len(), area) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fold_has_its_share_of_what_says_yes() {
        let talks: Vec<Talk> = (0..43).map(|at| Talk::saying(at < 11)).collect();
        let fold_of = fold_of(&talks, 5);
        for fold in 0..5 {
            let yes = (0..11).filter(|at| fold_of[*at] == fold).count();
            let no = (11..43).filter(|at| fold_of[*at] == fold).count();
            assert!((2..=3).contains(&yes) && (6..=7).contains(&no), "{fold_of:?}");
        }
    }

    #[test]
    fn what_says_no_hardly_comes_to_one() {
        // A line that is true of all of them, and more so of the yeses: what few of the noes exceed is what counts.
        let row = |value: f64, is| Row { features: vec![(0, 1.0), (1, value)], is };
        let noes = (0..100).map(|at| row(f64::from(at), false));
        let rows: Vec<Row> = noes.chain((0..100).map(|_| row(500.0, true))).collect();
        assert!((high(&rows, &[2.0, 1.0]) - 99.0).abs() < 1e-9, "{}", high(&rows, &[2.0, 1.0]));
        assert!(high(&[], &[]).abs() < 1e-9);
    }

    #[test]
    fn weights_are_what_the_language_takes() {
        for (weight, written) in
            [(0.0, "0.01"), (-3.0, "0.01"), (0.004, "0.01"), (0.126, "0.13"), (0.5, "0.5"), (7.0, "1")]
        {
            assert_eq!(rounded(weight).to_string(), written);
        }
    }
}
