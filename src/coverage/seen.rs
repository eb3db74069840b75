//! What one decision goes through.

use std::collections::HashSet;

use super::{Item, items, near};
use crate::decision::{DecidedBy, Decision};
use crate::policy::{Check, ComparisonId, Condition, Layer, Policy, ThresholdId};
use crate::runtime::{Values, comparisons, threshold};
use crate::value::Fixed;

/// Everything that was gone through.
pub(super) fn seen(policy: &Policy, values: &Values, decision: &Decision) -> HashSet<Item> {
    let holds = comparisons(policy, values, decision);
    let mut seen = Seen { policy, values, decision, holds, items: HashSet::new(), thresholds: HashSet::new() };
    seen.items.extend(decision.watches.iter().map(|watch| Item::Rule(*watch)));
    seen.items.extend(decision.alsos.iter().map(|also| Item::Also(*also)));
    let last = match decision.decided_by {
        DecidedBy::Rule(rule) => {
            seen.items.insert(Item::Rule(rule));
            rule.index()
        }
        DecidedBy::Otherwise => {
            seen.items.insert(Item::Otherwise);
            policy.rules.len()
        }
        DecidedBy::Problem => policy.rules.iter().take_while(|rule| rule.layer == Layer::Guard).count(),
    };
    for rule in policy.rules.iter().take(last + 1) {
        seen.condition(&rule.condition);
    }
    for also in &policy.alsos {
        seen.condition(&also.condition);
    }
    let thresholds: Vec<ThresholdId> = seen.thresholds.iter().copied().collect();
    for id in thresholds {
        for step in policy.thresholds[id.index()].groups.iter().flat_map(|group| &group.steps) {
            seen.condition(&step.when);
        }
    }
    seen.items
}

struct Seen<'a> {
    policy: &'a Policy,
    values: &'a Values,
    decision: &'a Decision,
    /// What each comparison came to.
    holds: Vec<bool>,
    items: HashSet<Item>,
    /// Thresholds that mattered.
    thresholds: HashSet<ThresholdId>,
}

impl Seen<'_> {
    fn condition(&mut self, condition: &Condition) {
        for id in condition.comparisons() {
            if self.comes_to(condition, id, true) != self.comes_to(condition, id, false) {
                self.comparison(id);
            }
        }
    }

    /// What a condition comes to when one comparison does.
    fn comes_to(&self, condition: &Condition, forced: ComparisonId, to: bool) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().all(|part| self.comes_to(part, forced, to)),
            Condition::Any(parts) => parts.iter().any(|part| self.comes_to(part, forced, to)),
            Condition::Compare(id) if *id == forced => to,
            Condition::Compare(id) => self.holds[id.index()],
            Condition::Except(exception) => !self.comes_to(exception, forced, to),
        }
    }

    fn comparison(&mut self, id: ComparisonId) {
        self.items.insert(Item::Outcome(id, self.holds[id.index()]));
        let comparison = self.policy.comparison(id);
        let bar = items::threshold_of(&comparison.test);
        self.thresholds.extend(bar);
        let Some(number) = self.values.number(comparison.fact) else { return };
        let kind = &self.policy.fact(comparison.fact).kind;
        for (bound, constant) in near::constants(&comparison.test) {
            let constant = constant.or_else(|| self.bar(id));
            let lies = constant.and_then(|constant| near::lies(number, constant, kind));
            self.items.extend(lies.map(|lies| Item::Boundary(id, bound, lies)));
        }
    }

    /// The threshold of a comparison, with what is added to it.
    fn bar(&self, id: ComparisonId) -> Option<Fixed> {
        match self.policy.comparison(id).test {
            Check::Threshold { threshold: id, offset, .. } => {
                Some(threshold(self.policy, self.values, self.decision.point, id).value + offset)
            }
            _ => None,
        }
    }
}
