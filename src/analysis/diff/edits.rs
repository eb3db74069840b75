//! Rules and what adds: what was edited, and whether that changes a decision.
//!
//! In: two policies and where they decide differently. Out: [`Edit`]s. An edit changes
//! nothing if, wherever its rule decides in one of the policies, the other decides the
//! same: proved, not guessed.

mod lists;
mod rules;

use super::{Compared, alike};
use crate::policy::{Also, Policy, Rule};
use lists::Lists;
pub(super) use rules::{renamed, same_outcomes};
use std::collections::BTreeSet;

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It asks or does something else.
    Changed,
    /// It stands in another place.
    Moved,
    /// It has another name.
    Renamed(String),
}

impl EditKind {
    /// The word.
    pub fn as_str(&self) -> &'static str {
        match self {
            EditKind::Added => "added",
            EditKind::Removed => "removed",
            EditKind::Changed => "changed",
            EditKind::Moved => "moved",
            EditKind::Renamed(_) => "renamed",
        }
    }
}

/// What an edit comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Wherever it decides or adds, the decision is the same as before: proved.
    Nothing,
    /// Some decision is another where it decides or adds.
    Some,
    /// Not decided within the budget.
    Unknown,
    /// It only records.
    Records,
}

/// An edit of a rule, an `also` or a watch.
#[derive(Clone, Debug)]
pub struct Edit {
    /// `guard`, `override`, `rule`, `also`, `watch`
    pub what: &'static str,
    /// Its name, in the old policy if it is there.
    pub name: String,
    /// What was done.
    pub kind: EditKind,
    /// What it comes to.
    pub effect: Effect,
}

/// Every edit of a rule, an `also` or a watch.
pub(super) fn edits(compared: &Compared<'_>) -> Vec<Edit> {
    let [old, new] = compared.sides.each_ref().map(|side| &side.artifact.policy);
    let mut found = Vec::new();
    for (kind, at) in rules::rules(old, new).edits() {
        let rule = at[0].map_or_else(|| at[1].map(|at| &new.rules[at]), |at| Some(&old.rules[at]));
        let Some(rule) = rule else { continue };
        let effect = if rule.watch { Effect::Records } else { of_rule(compared, at) };
        found.push(Edit { what: word(rule), name: rule.name.clone(), kind, effect });
    }
    let texts = |policy: &Policy| policy.alsos.iter().map(|also| also_text(policy, also)).collect::<Vec<_>>();
    let names = |policy: &Policy| policy.alsos.iter().map(|also| also.name.clone()).collect::<Vec<_>>();
    let alsos = Lists { names: [names(old), names(new)], texts: [texts(old), texts(new)] };
    for (kind, at) in alsos.edits() {
        // Effects unite, so that order cannot matter.
        if kind == EditKind::Moved {
            continue;
        }
        let also = at[0].map_or_else(|| at[1].map(|at| &new.alsos[at]), |at| Some(&old.alsos[at]));
        let Some(also) = also else { continue };
        found.push(Edit { what: "also", name: also.name.clone(), kind, effect: of_also(compared, at) });
    }
    found
}

fn word(rule: &Rule) -> &'static str {
    if rule.watch { "watch" } else { rule.layer.as_str() }
}

fn also_text(policy: &Policy, also: &Also) -> String {
    let mut effects: Vec<String> =
        also.effects.iter().map(|effect| crate::runtime::explain::effect(policy, effect)).collect();
    effects.sort();
    format!("{} {effects:?}", alike::condition(policy, &also.condition))
}

/// Whether a rule decides anywhere where the other policy decides otherwise.
fn of_rule(compared: &Compared<'_>, at: [Option<usize>; 2]) -> Effect {
    let among = |outcomes: &[BTreeSet<u32>; 2]| {
        (0..2).any(|side| {
            let rules = outcomes[side].iter().filter_map(|outcome| compared.sides[side].rule(*outcome));
            at[side].is_some_and(|at| rules.into_iter().any(|rule| rule.index() == at))
        })
    };
    match (among(&compared.touched), among(&compared.doubtful)) {
        (true, _) => Effect::Some,
        (false, true) => Effect::Unknown,
        (false, false) => Effect::Nothing,
    }
}

/// Whether an `also` adds anywhere where the other policy adds otherwise.
fn of_also(compared: &Compared<'_>, at: [Option<usize>; 2]) -> Effect {
    let brings = |side: usize| {
        let mut ids = compared.effects.iter().flat_map(|shift| &shift.alsos[side]);
        at[side].is_some_and(|at| ids.any(|also| also.index() == at))
    };
    match (brings(0) || brings(1), compared.undecided) {
        (true, _) => Effect::Some,
        (false, 0) => Effect::Nothing,
        (false, _) => Effect::Unknown,
    }
}
