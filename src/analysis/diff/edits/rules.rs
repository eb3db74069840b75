//! Rules of two policies: which are the same, whatever they are called.

use super::lists::Lists;
use super::{EditKind, alike};
use crate::analysis::Side;
use crate::policy::{Policy, Rule};
use std::collections::HashMap;

/// The rules that have another name and are the same: the old name and the new one.
pub(in crate::analysis::diff) fn renamed(old: &Policy, new: &Policy) -> Vec<(String, String)> {
    let of = |(kind, at): (EditKind, [Option<usize>; 2])| match (kind, at[0]) {
        (EditKind::Renamed(name), Some(at)) => Some((old.rules[at].name.clone(), name)),
        _ => None,
    };
    rules(old, new).edits().into_iter().filter_map(of).collect()
}

/// For outcomes of each side those of the same rule on the other side; `otherwise` and `on problem` are such rules.
pub(in crate::analysis::diff) fn same_outcomes(sides: &[Side<'_>; 2]) -> [HashMap<u32, u32>; 2] {
    let [old, new] = sides.each_ref().map(|side| side.artifact);
    let renamed = renamed(&old.policy, &new.policy);
    let names: [HashMap<(String, bool), u32>; 2] = [old, new].map(|artifact| {
        let of = |(at, outcome): (u32, &crate::rows::Outcome)| {
            let name = match outcome.rule.map(|id| artifact.policy.rule(id)) {
                Some(rule) => format!("{} {}", rule.name, text(&artifact.policy, rule)),
                None if artifact.rows.on_problem == Some(at) => "on problem".to_owned(),
                None => format!("otherwise {}", alike::outcome(&artifact.policy, &artifact.policy.otherwise)),
            };
            ((name, artifact.rows.otherwise.outcome == at || outcome.clarified_before), at)
        };
        (0..).zip(&artifact.rows.outcomes).filter(|(at, _)| !artifact.rows.is_promised(*at)).map(of).collect()
    });
    let of = |side: usize| {
        let twin = |((name, again), at): (&(String, bool), &u32)| {
            let other = renamed.iter().find_map(|(before, after)| {
                let (own, theirs) = if side == 0 { (before, after) } else { (after, before) };
                name.strip_prefix(&format!("{own} ")).map(|rest| format!("{theirs} {rest}"))
            });
            let name = other.unwrap_or_else(|| name.clone());
            Some((*at, *names[1 - side].get(&(name, *again))?))
        };
        names[side].iter().filter_map(twin).collect()
    };
    [of(0), of(1)]
}

pub(super) fn rules(old: &Policy, new: &Policy) -> Lists {
    let texts = |policy: &Policy| policy.rules.iter().map(|rule| text(policy, rule)).collect::<Vec<_>>();
    let names = |policy: &Policy| policy.rules.iter().map(|rule| rule.name.clone()).collect::<Vec<_>>();
    Lists { names: [names(old), names(new)], texts: [texts(old), texts(new)] }
}

fn text(policy: &Policy, rule: &Rule) -> String {
    let layer = rule.layer.as_str();
    let (when, then) = (alike::condition(policy, &rule.condition), alike::outcome(policy, &rule.outcome));
    format!("{layer} {} {when} {then}", rule.watch)
}
