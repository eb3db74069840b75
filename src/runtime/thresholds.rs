//! How high a threshold stands now, and how it came about.
//!
//! In: a threshold and the facts. Out: base of the nearest category, plus of each
//! group the largest step that holds, then the limits; every part is kept.

use super::conditions::Reader;
use super::values::Values;
use crate::decision::{Point, ThresholdTrace};
use crate::policy::{BuiltIn, CategoryId, Each, Policy, Step, Threshold, ThresholdId};
use crate::value::{Fixed, Value};

/// A threshold with its parts, whether or not a rule reads it.
pub fn threshold(policy: &Policy, facts: &Values, point: Point, id: ThresholdId) -> ThresholdTrace {
    trace(&mut Reader::new(policy, facts, point), id)
}

pub(super) fn trace(reader: &mut Reader<'_>, id: ThresholdId) -> ThresholdTrace {
    let threshold = &reader.policy.thresholds[id.index()];
    let base = base(reader, threshold);
    let mut parts = Vec::new();
    for (at, group) in threshold.groups.iter().enumerate() {
        let mut largest: Option<(usize, Fixed)> = None;
        for (step_at, step) in group.steps.iter().enumerate() {
            let Some(by) = adds(reader, step) else { continue };
            if largest.is_none_or(|(_, most)| by > most) {
                largest = Some((step_at, by));
            }
        }
        parts.extend(largest.map(|(step_at, by)| (at, step_at, by)));
    }
    let sum = base + parts.iter().map(|(_, _, by)| *by).sum();
    let raised = threshold.low.map_or(sum, |low| sum.max(low));
    let value = threshold.high.map_or(raised, |high| raised.min(high));
    ThresholdTrace { threshold: id, base, parts, sum, value }
}

/// The base of the category, or of the nearest one above it that has one.
fn base(reader: &mut Reader<'_>, threshold: &Threshold) -> Fixed {
    let policy = reader.policy;
    let mut next = if threshold.bases.is_empty() { None } else { category(reader) };
    while let Some(id) = next {
        if let Some((_, base)) = threshold.bases.iter().find(|(category, _)| *category == id) {
            return *base;
        }
        next = policy.categories[id.index()].parent;
    }
    threshold.base
}

fn category(reader: &mut Reader<'_>) -> Option<CategoryId> {
    let policy = reader.policy;
    match reader.value(policy.built_in(&BuiltIn::Category)?) {
        Some(Value::Word(path)) => policy.find_category(path),
        _ => None,
    }
}

/// What a step adds, if it holds.
fn adds(reader: &mut Reader<'_>, step: &Step) -> Option<Fixed> {
    if !reader.holds(&step.when) {
        return None;
    }
    match &step.each {
        None => Some(step.by),
        Some(each) => {
            let times = times(reader.number(each.fact)?, each)?;
            let size = if step.by < Fixed::ZERO { -step.by } else { step.by };
            let limited = size.times(times).min(each.up_to);
            Some(if step.by < Fixed::ZERO { -limited } else { limited })
        }
    }
}

/// How many whole steps the fact stands above where they begin, if any.
pub(super) fn times(fact: Fixed, each: &Each) -> Option<i64> {
    let above = (fact - each.after).millionths();
    let times = above.checked_div(each.every.millionths()).filter(|_| above > 0)?;
    (times > 0).then_some(times)
}
