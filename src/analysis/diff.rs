//! Two policies → every input for which they decide differently, and what else an edit changed.
//!
//! In: two artifacts. Out: a [`Diff`]: regions of inputs with what the old and the new
//! policy decide there, each with a conversation that both decided; definitions that
//! changed; edits that change nothing; guarantees that hold no longer, or now.
//!
//! # Guarantees
//!
//! Exact in the modelled space, which `docs/analysis.md` describes: no region holds an
//! input for which both decide the same, and without undecided questions the regions
//! hold every input for which they do not. Facts may be missing anywhere. Signals are
//! inputs: that one listens to other words is a change of its own.
//!
//! # What is not here
//!
//! How often it happens: that is computed on recorded conversations, by the caller.

mod bars;
mod changes;
mod duel;
mod edits;
mod effects;
mod hulls;
mod inputs;
mod pieces;
mod promises;
mod regions;
mod said;
mod settled;
mod shown;
mod words;

use super::alike;
use super::{Example, Missing, Point, Side, Space};
use crate::artifact::Artifact;
pub use changes::{Change, Subject};
use duel::Duel;
pub use edits::{Edit, EditKind, Effect};
pub use promises::{Promise, Standing};
pub use regions::Unless;
pub use said::Said;
use shown::Shower;
use std::collections::BTreeSet;

/// Most regions that are kept; more are counted.
pub const REGIONS_MAX: usize = 100;

/// What makes one policy another.
#[derive(Clone, Debug)]
pub struct Diff {
    /// Where they decide differently.
    pub regions: Vec<Differing>,
    /// How many such regions there are beside those.
    pub more_regions: usize,
    /// Questions whose budget ended before the answer.
    pub undecided: usize,
    /// Definitions that changed.
    pub changes: Vec<Change>,
    /// Rules and what adds: what was edited, and whether that changes a decision.
    pub edits: Vec<Edit>,
    /// Guarantees that changed, or hold otherwise than before.
    pub guarantees: Vec<Promise>,
}

/// Inputs for which two policies decide differently.
#[derive(Clone, Debug)]
pub struct Differing {
    /// What these inputs have in common, part by part.
    pub conditions: Vec<String>,
    /// The same in one sentence.
    pub when: String,
    /// Who is an exception.
    pub unless: Vec<Exception>,
    /// What the old policy decides.
    pub old: String,
    /// What the new policy decides.
    pub new: String,
    /// What the tests of the examples are called.
    pub title: String,
    /// One conversation, as a test of each policy; none if none was found.
    pub examples: Option<[Example; 2]>,
}

/// A rule that may decide first, or an `also` that adds as much: there the decisions are not these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// Its name.
    pub name: String,
    /// `old` or `new`, if only that policy's is one.
    pub only: Option<&'static str>,
    /// Whether it adds.
    pub adds: bool,
}

impl Diff {
    /// What makes the one policy the other.
    pub fn of(old: &Artifact, new: &Artifact) -> Self {
        Self::shown(&Compared::of(old, new))
    }

    /// What a comparison found, in words.
    pub fn shown(compared: &Compared<'_>) -> Self {
        let Compared { space, sides, .. } = compared;
        let [old, new] = sides.each_ref().map(|side| side.artifact);
        let shower = Shower::new(space, sides, [old, new]);
        let duel = Duel::new(space, sides);
        let decided = compared.decisions.iter().map(|one| shower.decision(&duel, one));
        let added = compared.effects.iter().map(|one| shower.effect(&duel, one));
        let count = compared.decisions.len() + compared.effects.len();
        Self {
            regions: decided.chain(added).take(REGIONS_MAX).collect(),
            more_regions: count.saturating_sub(REGIONS_MAX),
            undecided: compared.undecided,
            changes: changes::changes(&old.policy, &new.policy),
            edits: edits::edits(compared),
            guarantees: promises::promises(&old.policy, &new.policy),
        }
    }

    /// Whether anybody can notice a difference: another decision, other words, other ears.
    pub fn is_noticeable(&self) -> bool {
        !self.regions.is_empty() || self.changes.iter().any(|change| change.is_noticeable)
    }
}

/// Two policies, compared over all inputs.
#[derive(Debug)]
pub struct Compared<'a> {
    space: Space,
    sides: [Side<'a>; 2],
    decisions: Vec<regions::Merged>,
    effects: Vec<effects::Shift>,
    /// Of each side, outcomes that decide where the other side decides otherwise; and those of which it is not known.
    touched: [BTreeSet<u32>; 2],
    doubtful: [BTreeSet<u32>; 2],
    undecided: usize,
}

impl<'a> Compared<'a> {
    /// Compares two policies.
    pub fn of(old: &'a Artifact, new: &'a Artifact) -> Self {
        let (space, sides) = Space::of_two(old, new, Missing::Anywhere);
        let duel = Duel::new(&space, &sides);
        let mut found = pieces::pieces(&duel);
        let effects = effects::shifts(&duel, &found.even, &mut found.doubtful);
        let decisions = regions::merged(&duel, std::mem::take(&mut found.found));
        for shift in &effects {
            (0..2).for_each(|side| found.touched[side].extend(&shift.rows[side]));
        }
        let outcomes = |rows: &[BTreeSet<usize>; 2]| {
            [0, 1].map(|side: usize| rows[side].iter().map(|row| duel.decisions[side].list.of[*row]).collect())
        };
        let (touched, doubtful) = (outcomes(&found.touched), outcomes(&found.doubtful));
        let undecided = duel.undecided();
        drop(duel);
        Self { space, sides, decisions, effects, touched, doubtful, undecided }
    }

    /// The space of the inputs of both.
    pub fn space(&self) -> &Space {
        &self.space
    }

    /// How many questions were left undecided.
    pub fn undecided(&self) -> usize {
        self.undecided
    }

    /// What the reference evaluator of each policy decides at a point; none if no values fit each other there.
    pub fn decided(&self, point: &Point) -> Option<[Said; 2]> {
        let one = |side: usize| {
            let decision = inputs::decided(&self.sides[side], &self.space, point)?;
            Some(Said::of(&self.sides[side].artifact.policy, &decision))
        };
        Some([one(0)?, one(1)?])
    }

    /// Which of some points lie in a region in which the two decide differently.
    pub fn differing<'p>(&self, points: impl IntoIterator<Item = &'p Point>) -> Vec<bool> {
        let duel = Duel::new(&self.space, &self.sides);
        let of_one = |point: &Point| {
            let settled = duel.settled(point);
            self.decisions.iter().any(|one| duel.lies_in(&settled, &one.region, &one.unless))
                || self.effects.iter().any(|one| duel.lies_in(&settled, &one.region, &one.unless))
        };
        points.into_iter().map(of_one).collect()
    }
}
