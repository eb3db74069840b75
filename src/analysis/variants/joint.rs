//! A policy and variants of it → one table that asks what all of them ask.
//!
//! The rules of a variant that differ stand behind those of the original, with their
//! own comparisons and thresholds. They are taken out again of what decides, so the
//! table decides as the original; their rows stay, over the same columns.

use super::{Variant, shifted};
use crate::analysis::kind::Kind;
use crate::analysis::{Missing, Side, Space};
use crate::artifact::Artifact;
use crate::policy::{AlsoId, Check, ComparisonId, Condition, Effect, Policy, Rule, RuleId, Threshold, ThresholdId};
use crate::rows::{ColumnId, Matrix, Rows};
use std::collections::HashMap;

/// A policy and variants of it in one table.
pub(super) struct Joint {
    /// The original, asked about the cells of all.
    pub(super) artifact: Artifact,
    /// The rows of all rules: of the original, then of the variants.
    pub(super) rules: Matrix,
    /// The rows of all `also`s.
    pub(super) alsos: Matrix,
    /// Policy and rows with the rules of all variants, for what they decide.
    policy: Policy,
    rows: Rows,
    /// What changed, by variant.
    pub(super) changed: Vec<Changed>,
}

/// What is other in a variant: ids of the original, and of its stand-ins.
#[derive(Clone, Debug, Default)]
pub(super) struct Changed {
    pub(super) rules: Vec<(RuleId, RuleId)>,
    pub(super) alsos: Vec<(AlsoId, AlsoId)>,
    pub(super) thresholds: Vec<(ThresholdId, ThresholdId)>,
    pub(super) swapped: Option<(RuleId, RuleId)>,
}

impl Joint {
    /// None if together they make too many rows.
    pub(super) fn of<'v>(original: &Policy, variants: impl Iterator<Item = &'v Variant>) -> Option<Self> {
        let mut policy = original.clone();
        policy.tests.clear();
        policy.guarantees.clear();
        policy.comparisons.truncate(original.deciding_comparisons);
        let changed = variants.map(|variant| stand_ins(original, variant, &mut policy)).collect();
        policy.deciding_comparisons = policy.comparisons.len();
        let rows = crate::compile::lower(&policy).ok()?;
        let (own_rules, own_alsos) = (original.rules.len(), original.alsos.len());
        let is_own = |of: u32| rows.outcomes[of as usize].rule.is_none_or(|rule| rule.index() < own_rules);
        let mut own = rows.clone();
        truncate(&mut own.rules, is_own);
        truncate(&mut own.alsos, |also| AlsoId(also).index() < own_alsos);
        own.watches = Matrix::default();
        own.guard_rows = own.guard_rows.min(u32::try_from(own.rules.len()).unwrap_or(u32::MAX));
        own.promises.retain(|promise| promise.rule.is_none_or(|rule| rule.index() < own_rules));
        for outcome in &mut own.outcomes {
            outcome.rule = outcome.rule.filter(|rule| rule.index() < own_rules);
        }
        let mut decides = policy.clone();
        decides.rules.truncate(own_rules);
        decides.alsos.truncate(own_alsos);
        let (rules, alsos) = (rows.rules.clone(), rows.alsos.clone());
        Some(Self { artifact: Artifact { policy: decides, rows: own }, rules, alsos, policy, rows, changed })
    }

    /// The space of all inputs, with the original in it.
    pub(super) fn sides(&self, missing: Missing) -> (Space, Side<'_>) {
        let (mut space, side) = Space::of(&self.artifact, missing);
        shifted::relate(&mut space, &side, &self.changed);
        (space, side)
    }

    /// The rule of an outcome, stand-ins included.
    pub(super) fn rule(&self, outcome: u32) -> Option<RuleId> {
        self.rows.outcomes[outcome as usize].rule
    }

    /// What each outcome decides.
    pub(super) fn kinds(&self) -> Vec<Kind<'_>> {
        (0..).take(self.rows.outcomes.len()).map(|outcome| Kind::of(&self.policy, &self.rows, outcome)).collect()
    }

    /// What `also`s are told of who decides.
    pub(super) fn decided_by(&self, outcome: u32) -> &[ColumnId] {
        &self.rows.outcomes[outcome as usize].decided_by
    }

    /// What an `also` adds, stand-ins included.
    pub(super) fn effects(&self, also: AlsoId) -> &[Effect] {
        &self.policy.alsos[also.index()].effects
    }
}

/// Keeps the first rows, those that stand for something of the original.
fn truncate(matrix: &mut Matrix, is_own: impl Fn(u32) -> bool) {
    let rows = matrix.of.iter().take_while(|of| is_own(**of)).count();
    matrix.of.truncate(rows);
    matrix.ends.truncate(rows);
    matrix.asks.truncate(matrix.ends.last().map_or(0, |end| *end as usize));
    matrix.ranges.truncate(matrix.asks.last().map_or(0, |ask| ask.end as usize));
}

/// Whether a threshold is other.
pub(super) fn shifts_threshold(original: &Policy, variant: &Policy) -> bool {
    (0..original.thresholds.len()).map(ThresholdId::from_index).any(|id| is_shifted(original, variant, id))
}

fn is_shifted(original: &Policy, variant: &Policy, id: ThresholdId) -> bool {
    let (old, new) = (&original.thresholds[id.index()], &variant.thresholds[id.index()]);
    let mut steps = new.groups.iter().flat_map(|group| &group.steps);
    old != new || steps.any(|step| step.when.comparisons().iter().any(|id| is_other(original, variant, *id)))
}

/// Whether a comparison itself is other, whatever its threshold.
fn is_other(original: &Policy, variant: &Policy, id: ComparisonId) -> bool {
    original.comparison(id) != variant.comparison(id)
}

/// Whether a condition holds elsewhere, as far as its text tells.
fn is_changed(original: &Policy, variant: &Policy, old: &Condition, new: &Condition) -> bool {
    let moved = |id: &ComparisonId| {
        let shifted = matches!(variant.comparison(*id).test,
            Check::Threshold { threshold, .. } if is_shifted(original, variant, threshold));
        shifted || is_other(original, variant, *id)
    };
    old != new || new.comparisons().iter().any(moved)
}

/// Puts what is other in a variant behind all else.
fn stand_ins(original: &Policy, variant: &Variant, into: &mut Policy) -> Changed {
    let mut changed = Changed { swapped: variant.swapped, ..Changed::default() };
    if variant.swapped.is_some() {
        return changed;
    }
    let new = &variant.policy;
    let mut import = Import { original, new, into, comparisons: HashMap::new(), thresholds: HashMap::new() };
    for (at, (old, rule)) in original.rules.iter().zip(&new.rules).enumerate().filter(|(_, (old, _))| !old.watch) {
        if old.outcome != rule.outcome || is_changed(original, new, &old.condition, &rule.condition) {
            let condition = import.condition(&rule.condition);
            import.into.rules.push(Rule { condition, ..rule.clone() });
            let stand_in = RuleId::from_index(import.into.rules.len() - 1);
            changed.rules.push((RuleId::from_index(at), stand_in));
        }
    }
    for (at, (old, also)) in original.alsos.iter().zip(&new.alsos).enumerate() {
        if is_changed(original, new, &old.condition, &also.condition) {
            let condition = import.condition(&also.condition);
            import.into.alsos.push(crate::policy::Also { condition, ..also.clone() });
            let stand_in = AlsoId::from_index(import.into.alsos.len() - 1);
            changed.alsos.push((AlsoId::from_index(at), stand_in));
        }
    }
    changed.thresholds = import.thresholds.into_iter().filter(|(old, new)| old != new).collect();
    changed
}

/// Brings conditions of a variant into the joint policy.
struct Import<'p> {
    original: &'p Policy,
    new: &'p Policy,
    into: &'p mut Policy,
    comparisons: HashMap<ComparisonId, ComparisonId>,
    thresholds: HashMap<ThresholdId, ThresholdId>,
}

impl Import<'_> {
    fn condition(&mut self, condition: &Condition) -> Condition {
        match condition {
            Condition::All(parts) => Condition::All(parts.iter().map(|part| self.condition(part)).collect()),
            Condition::Any(parts) => Condition::Any(parts.iter().map(|part| self.condition(part)).collect()),
            Condition::Except(inner) => Condition::Except(Box::new(self.condition(inner))),
            Condition::Compare(id) => Condition::Compare(self.comparison(*id)),
        }
    }

    fn comparison(&mut self, id: ComparisonId) -> ComparisonId {
        if let Some(known) = self.comparisons.get(&id) {
            return *known;
        }
        let mut comparison = self.new.comparison(id).clone();
        let mut is_other = is_other(self.original, self.new, id);
        if let Check::Threshold { threshold, .. } = &mut comparison.test {
            let own = self.threshold(*threshold);
            is_other |= own != *threshold;
            *threshold = own;
        }
        let found = if is_other {
            self.into.comparisons.push(comparison);
            ComparisonId::from_index(self.into.comparisons.len() - 1)
        } else {
            id
        };
        self.comparisons.insert(id, found);
        found
    }

    fn threshold(&mut self, id: ThresholdId) -> ThresholdId {
        if let Some(known) = self.thresholds.get(&id) {
            return *known;
        }
        let mut found = id;
        if is_shifted(self.original, self.new, id) {
            let mut threshold: Threshold = self.new.thresholds[id.index()].clone();
            for step in threshold.groups.iter_mut().flat_map(|group| &mut group.steps) {
                step.when = self.condition(&step.when);
            }
            self.into.thresholds.push(threshold);
            found = ThresholdId::from_index(self.into.thresholds.len() - 1);
        }
        self.thresholds.insert(id, found);
        found
    }
}
