//! Thresholds: numbers that move numbers.

use super::{Checked, ensure, of, within};
use crate::policy::{Each, Policy, Threshold};
use crate::value::Fixed;

/// Checks every threshold; not the conditions of its steps.
pub(super) fn check(policy: &Policy) -> Checked {
    for threshold in &policy.thresholds {
        of(format_args!("threshold `{}`", threshold.name), self::threshold(policy, threshold))?;
    }
    Ok(())
}

fn threshold(policy: &Policy, threshold: &Threshold) -> Checked {
    within("fact", threshold.fact.index(), policy.facts.len())?;
    ensure(policy.fact(threshold.fact).kind.is_ordered(), || "it stands on no number".to_owned())?;
    for (category, _) in &threshold.bases {
        within("category", category.index(), policy.categories.len())?;
    }
    for step in threshold.groups.iter().flat_map(|group| &group.steps) {
        step.each.as_ref().map_or(Ok(()), |each| self::each(policy, each))?;
    }
    Ok(())
}

fn each(policy: &Policy, each: &Each) -> Checked {
    within("fact", each.fact.index(), policy.facts.len())?;
    ensure(policy.fact(each.fact).kind.is_ordered(), || "it counts what is no number".to_owned())?;
    ensure(each.every > Fixed::ZERO && each.up_to >= Fixed::ZERO, || "it counts in steps of nothing".to_owned())
}
