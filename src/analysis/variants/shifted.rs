//! How far apart two thresholds of one fact can lie for the same input.
//!
//! Without these bounds the search would only see at single cells what both come to.

use super::joint::Changed;
use crate::analysis::{Side, Space};
use crate::policy::{StepGroup, Threshold};
use crate::value::Fixed;

/// The least and the most of something, in millionths.
type Range = (i64, i64);

/// Relates the margins of thresholds to those of their stand-ins.
pub(super) fn relate(space: &mut Space, side: &Side<'_>, changed: &[Changed]) {
    for (old, new) in changed.iter().flat_map(|one| &one.thresholds) {
        let margins = [old, new].map(|id| side.artifact.rows.thresholds[id.index()].margin);
        let [Some(one), Some(other)] = margins.map(|margin| margin.map(|column| side.axis(column))) else { continue };
        let thresholds = &side.artifact.policy.thresholds;
        let (least, most) = difference(&thresholds[old.index()], &thresholds[new.index()]);
        space.relate(one, other, |(first, last), (from, to)| {
            let (widest, narrowest) = (last.saturating_sub(from), first.saturating_sub(to));
            widest >= least && narrowest <= most
        });
    }
}

/// By how much the second exceeds the first.
fn difference(old: &Threshold, new: &Threshold) -> Range {
    let bases = old.bases.iter().zip(&new.bases).map(|((_, old), (_, new))| by(*old, *new));
    let base = bases.chain([by(old.base, new.base)]).fold((i64::MAX, i64::MIN), around);
    let sum = old.groups.iter().zip(&new.groups).map(|(old, new)| group(old, new)).fold(base, plus);
    // Limits bring two sums no further apart; other limits move what is limited at most as far as they moved.
    let limits = [old.low.zip(new.low), old.high.zip(new.high)].into_iter().flatten().map(|(old, new)| by(old, new));
    plus(around(sum, 0), limits.fold((0, 0), around))
}

/// The same of what one group adds.
fn group(old: &StepGroup, new: &StepGroup) -> Range {
    let mut steps = old.steps.iter().zip(&new.steps);
    if steps
        .clone()
        .all(|(old, new)| old.when == new.when && old.each == new.each && (old.each.is_none() || old == new))
    {
        // The largest that holds moves at most as far as one of them.
        return steps.by_ref().map(|(old, new)| by(old.by, new.by)).fold((0, 0), around);
    }
    let (old, new) = (reach(old), reach(new));
    (new.0.saturating_sub(old.1), new.1.saturating_sub(old.0))
}

/// What a group can add.
fn reach(group: &StepGroup) -> Range {
    let most = |step: &crate::policy::Step| match &step.each {
        Some(each) if step.by < Fixed::ZERO => each.up_to.millionths().saturating_neg(),
        Some(each) => each.up_to.millionths(),
        None => step.by.millionths(),
    };
    group.steps.iter().map(most).fold((0, 0), around)
}

fn by(old: Fixed, new: Fixed) -> i64 {
    new.millionths().saturating_sub(old.millionths())
}

fn around((low, high): Range, one: i64) -> Range {
    (low.min(one), high.max(one))
}

fn plus((low, high): Range, (least, most): Range) -> Range {
    (low.saturating_add(least), high.saturating_add(most))
}
