//! Thresholds: base, steps, limits.
//!
//! Whether a decision changes is another question.

use super::{Change, Subject, change, matched};
use crate::analysis::alike;
use crate::policy::{FactId, Policy, Threshold, ThresholdId};
use crate::value::{Fixed, show};
use std::collections::BTreeSet;

/// Compares thresholds of one name.
pub(super) fn thresholds(old: &Policy, new: &Policy, found: &mut Vec<Change>) {
    let (removed, added, both) = matched(&old.thresholds, &new.thresholds, |one| &one.name);
    let of = |policy: &Policy, fact: FactId| policy.fact(fact).words.clone();
    // The first of a fact has no name of its own.
    let name = |policy: &Policy, one: &Threshold| match one.name.as_str() {
        "threshold" => of(policy, one.fact),
        name => name.to_owned(),
    };
    for one in removed {
        found.push(change(Subject::Threshold, &name(old, one), "removed".to_owned(), false));
    }
    for one in added {
        found.push(change(Subject::Threshold, &name(new, one), "added".to_owned(), false));
    }
    for (before, after) in both {
        let ids = [ThresholdId::from_index(before), ThresholdId::from_index(after)];
        if alike::threshold(old, ids[0]) != alike::threshold(new, ids[1]) {
            let text = threshold([old, new], ids);
            found.push(change(Subject::Threshold, &name(old, &old.thresholds[before]), text, false));
        }
    }
}

/// What of a threshold changed.
fn threshold(policies: [&Policy; 2], ids: [ThresholdId; 2]) -> String {
    let [old, new] = [0, 1].map(|side: usize| &policies[side].thresholds[ids[side].index()]);
    let kind = &policies[0].fact(old.fact).kind;
    let shown = |number: Option<Fixed>| {
        number.map_or_else(|| "none".to_owned(), |number| show(&crate::value::Value::Number(number), kind))
    };
    let mut parts = Vec::new();
    let mut line = |name: &str, before: Option<Fixed>, after: Option<Fixed>| {
        if before != after {
            parts.push(format!("{name} was {}, is {}", shown(before), shown(after)));
        }
    };
    line("its base", Some(old.base), Some(new.base));
    let paths = |side: usize| {
        let threshold = &policies[side].thresholds[ids[side].index()];
        threshold.bases.iter().map(move |(id, base)| (policies[side].categories[id.index()].path.clone(), *base))
    };
    let all: BTreeSet<String> = paths(0).chain(paths(1)).map(|(path, _)| path).collect();
    for path in all {
        let base = |side: usize| paths(side).find(|(one, _)| *one == path).map(|(_, base)| base);
        line(&format!("the base for {path}"), base(0), base(1));
    }
    line("`never below`", old.low, new.low);
    line("`never above`", old.high, new.high);
    let groups = |side: usize| {
        let policy = policies[side];
        let count = policy.thresholds[ids[side].index()].groups.len();
        let mut all: Vec<String> = (0..count).map(|at| alike::step_group(policy, ids[side], at)).collect();
        all.sort();
        all
    };
    if groups(0) != groups(1) {
        parts.push("its steps changed".to_owned());
    }
    parts.join("; ")
}
