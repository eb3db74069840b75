//! One small change of a policy, made.

use crate::analysis::variants::Variant;
use crate::policy::{
    AlsoId, Comparison, ComparisonId, Condition, Outcome, Policy, Rule, RuleId, Threshold, ThresholdId,
};
use crate::source::{Sources, Span};

/// A small change.
#[derive(Clone, Debug)]
pub struct Change {
    /// What is changed.
    pub at: Span,
    /// How: `` `at least 2` becomes `above 2` ``.
    pub what: String,
    pub(super) edit: Edit,
}

/// What is put in the place of what.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    /// Another comparison, wherever this one stands.
    Compare(ComparisonId, Comparison),
    /// Another condition, wherever this one stands.
    Condition(Condition, Condition),
    /// A rule has another outcome.
    Outcome(RuleId, Outcome),
    /// A rule never holds.
    Never(RuleId),
    /// An `also` never holds.
    NeverAlso(AlsoId),
    /// A threshold is another.
    Threshold(ThresholdId, Threshold),
    /// Two rules take each other's place.
    Swap(RuleId, RuleId),
}

/// What decides, without what does not: copies of it are cheap.
pub(super) fn bare(policy: &Policy) -> Policy {
    let mut bare = policy.clone();
    bare.tests.clear();
    bare.guarantees.clear();
    bare.signals.clear();
    bare.sources = Sources::default();
    bare
}

impl Change {
    /// The policy with the change made.
    pub fn made(&self, policy: &Policy) -> Policy {
        self.variant(policy).policy
    }

    /// The mutant.
    pub(super) fn variant(&self, policy: &Policy) -> Variant {
        let mut policy = policy.clone();
        let never = || Condition::Any(Vec::new());
        let mut swapped = None;
        match &self.edit {
            Edit::Compare(id, comparison) => policy.comparisons[id.index()] = comparison.clone(),
            Edit::Condition(old, new) => conditions(&mut policy).for_each(|condition| replace(condition, old, new)),
            Edit::Outcome(rule, outcome) => rule_of(&mut policy, *rule).outcome = outcome.clone(),
            Edit::Never(rule) => rule_of(&mut policy, *rule).condition = never(),
            Edit::NeverAlso(also) => policy.alsos[also.index()].condition = never(),
            Edit::Threshold(id, threshold) => policy.thresholds[id.index()] = threshold.clone(),
            Edit::Swap(one, other) => {
                policy.rules.swap(one.index(), other.index());
                swapped = Some((*one, *other));
            }
        }
        Variant { policy, swapped }
    }
}

fn rule_of(policy: &mut Policy, id: RuleId) -> &mut Rule {
    &mut policy.rules[id.index()]
}

/// Every condition that can change a decision.
fn conditions(policy: &mut Policy) -> impl Iterator<Item = &mut Condition> {
    let rules = policy.rules.iter_mut().filter(|rule| !rule.watch).map(|rule| &mut rule.condition);
    let alsos = policy.alsos.iter_mut().map(|also| &mut also.condition);
    let groups = policy.thresholds.iter_mut().flat_map(|threshold| &mut threshold.groups);
    rules.chain(alsos).chain(groups.flat_map(|group| &mut group.steps).map(|step| &mut step.when))
}

/// Comparisons have ids of their own wherever they are written, so equal conditions are one place of the text.
fn replace(condition: &mut Condition, old: &Condition, new: &Condition) {
    if condition == old {
        *condition = new.clone();
        return;
    }
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter_mut().for_each(|part| replace(part, old, new)),
        Condition::Except(inner) => replace(inner, old, new),
        Condition::Compare(_) => {}
    }
}
