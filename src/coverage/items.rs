//! Everything that there is to go through in a policy.

use super::{Bound, Item, Lies, near};
use crate::policy::{AlsoId, Check, ComparisonId, Condition, Policy, RuleId};
use crate::value::{Fixed, Type};

/// All items: rules in the order they are asked, then what conditions ask, in the same order.
pub(super) fn all(policy: &Policy) -> Vec<Item> {
    let rules = (0..policy.rules.len()).map(|at| Item::Rule(RuleId::from_index(at)));
    let alsos = (0..policy.alsos.len()).map(|at| Item::Also(AlsoId::from_index(at)));
    let asked = asked(policy);
    let outcomes = asked.iter().flat_map(|id| [true, false].map(|holds| Item::Outcome(*id, holds)));
    let boundaries = asked.iter().flat_map(|id| boundaries(policy, *id));
    rules.chain(alsos).chain([Item::Otherwise]).chain(outcomes).chain(boundaries).collect()
}

/// The comparisons of rules, `also`s and steps, each once.
fn asked(policy: &Policy) -> Vec<ComparisonId> {
    let steps = policy.thresholds.iter().flat_map(|threshold| &threshold.groups).flat_map(|group| &group.steps);
    let conditions = policy.rules.iter().map(|rule| &rule.condition);
    let conditions =
        conditions.chain(policy.alsos.iter().map(|also| &also.condition)).chain(steps.map(|step| &step.when));
    let mut seen = vec![false; policy.comparisons.len()];
    let all = conditions.flat_map(Condition::comparisons);
    all.filter(|id| !std::mem::replace(&mut seen[id.index()], true)).collect()
}

/// The constants of a comparison, with every place beside them that its fact can have.
fn boundaries(policy: &Policy, id: ComparisonId) -> Vec<Item> {
    let comparison = policy.comparison(id);
    let kind = &policy.fact(comparison.fact).kind;
    let beside = |bound: Bound, constant: Option<Fixed>| {
        let can = move |lies: &Lies| constant.is_none_or(|constant| is_possible(constant, *lies, kind));
        [Lies::JustBelow, Lies::At, Lies::JustAbove]
            .into_iter()
            .filter(can)
            .map(move |lies| Item::Boundary(id, bound, lies))
    };
    near::constants(&comparison.test).into_iter().flat_map(|(bound, constant)| beside(bound, constant)).collect()
}

/// Whether a fact of a type can have a value there.
fn is_possible(constant: Fixed, lies: Lies, kind: &Type) -> bool {
    let (low, high) = match kind {
        Type::Share | Type::Score => (Some(Fixed::ZERO), Some(Fixed::ONE)),
        Type::Number { low, high } => (*low, *high),
        Type::Count | Type::Duration | Type::Money { .. } => (Some(Fixed::ZERO), None),
        Type::Time => (Some(Fixed::ZERO), Some(Fixed::from_whole(86_399))),
        _ => (None, None),
    };
    let whole = *kind != Type::Count || lies != Lies::At || constant.is_whole();
    whole
        && match lies {
            Lies::JustBelow => low.is_none_or(|low| constant > low),
            Lies::At => true,
            Lies::JustAbove => high.is_none_or(|high| constant < high),
        }
}

/// Whether a check has a threshold as its constant.
pub(super) fn threshold_of(check: &Check) -> Option<crate::policy::ThresholdId> {
    match check {
        Check::Threshold { threshold, .. } => Some(*threshold),
        _ => None,
    }
}
