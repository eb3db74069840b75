//! What an edit changes beside what a guarantee demands.
//!
//! In: a policy before and after, and one of its guarantees. Out: the decisions that
//! differ and did not break the guarantee before, in words.
//!
//! Outside of a guarantee's condition the two are compared with a first rule that
//! decides the same in both wherever the condition holds; inside of it a decision
//! differs without need where the old one was not forbidden. When a guarantee names
//! more than actions, or is about a movement, every difference is named.

use super::super::Forbidden;
use crate::analysis::diff::{Diff, Differing};
use crate::artifact::Artifact;
use crate::compile;
use crate::policy::{Demand, Layer, Policy, Rule};

/// What else changes.
pub(super) struct Beside {
    regions: Vec<Differing>,
    more: usize,
    undecided: usize,
    /// Whether what the guarantee demands is among the regions.
    is_all: bool,
}

impl Beside {
    /// What changes beside what guarantee `at` demands.
    pub(super) fn of(old: &Artifact, new: &Artifact, at: usize) -> Self {
        let (whole, guarantee) = (Diff::of(&bare(old), &bare(new)), &old.policy.guarantees[at]);
        let forbidden = match &guarantee.demand {
            Demand::Always(wanted) => Some(Forbidden::others(wanted)),
            Demand::Never(wanted) => Some(Forbidden::these(wanted)),
            _ => None,
        };
        let forbidden = forbidden.filter(|one| one.wanted.to.is_none() && one.wanted.effect.is_none());
        let outside = || Some(Diff::of(&silent(&old.policy, at)?, &silent(&new.policy, at)?));
        let Some((forbidden, outside)) = forbidden.zip(outside()).filter(|_| whole.more_regions == 0) else {
            let Diff { regions, more_regions, undecided, .. } = whole;
            return Self { regions, more: more_regions, undecided, is_all: true };
        };
        let broke = |region: &Differing| {
            region.examples.as_ref().is_some_and(|[example, _]| forbidden.forbids(&example.decision))
        };
        let inside = whole.regions.into_iter().filter(|region| !broke(region));
        let regions = inside.chain(outside.regions.into_iter().filter(|region| broke(region))).collect();
        let undecided = whole.undecided + outside.undecided;
        Self { regions, more: outside.more_regions, undecided, is_all: false }
    }

    /// How much it is: less is better.
    pub(super) fn cost(&self) -> usize {
        self.regions.len() + self.more + self.undecided
    }

    /// `changes nothing else`, or `also changes: …`
    pub(super) fn words(&self) -> String {
        let changes = if self.is_all { "changes" } else { "also changes" };
        let Some(first) = self.regions.first() else {
            let nothing = if self.is_all { "changes no decision" } else { "changes nothing else" };
            let unknown = "what else it changes was not decided within the budget";
            return if self.undecided > 0 { unknown.to_owned() } else { nothing.to_owned() };
        };
        // The rule without a name is the one that stands for the guarantee's condition.
        let is_rule = |rule: &str| !rule.is_empty();
        let outside =
            if first.unless.iter().all(|one| is_rule(&one.name)) { "" } else { ", where the guarantee says nothing" };
        let is_shadowed = first.unless.iter().any(|one| is_rule(&one.name));
        let unless = if is_shadowed { ", unless another rule decides first" } else { "" };
        let more = match self.regions.len() - 1 + self.more {
            0 => String::new(),
            1 => "; and one more region".to_owned(),
            more => format!("; and {more} more regions"),
        };
        let open = if self.undecided > 0 { "; the budget ended before all was compared" } else { "" };
        format!("{changes}: {} -> {} when {}{outside}{unless}{more}{open}", first.old, first.new, first.when)
    }
}

/// The same without guarantees, which are no part of a decision.
fn bare(artifact: &Artifact) -> Artifact {
    let mut bare = artifact.clone();
    bare.policy.guarantees.clear();
    bare
}

/// A policy with a first rule that says the same wherever the condition of guarantee `at` holds.
fn silent(policy: &Policy, at: usize) -> Option<Artifact> {
    let guarantee = &policy.guarantees[at];
    let mut policy = policy.clone();
    let rule = Rule {
        name: String::new(),
        title: None,
        layer: Layer::Guard,
        watch: false,
        condition: guarantee.condition.clone(),
        outcome: policy.otherwise.clone(),
        span: guarantee.span,
        groups: Vec::new(),
    };
    policy.rules.insert(0, rule);
    // Tests name rules by their place, and guarantees would be proved again.
    policy.tests.clear();
    policy.guarantees.clear();
    policy.deciding_comparisons = policy.comparisons.len();
    let rows = compile::lower(&policy).ok()?;
    Some(Artifact { policy, rows })
}
