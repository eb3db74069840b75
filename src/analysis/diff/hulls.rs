//! Many regions of one edit → one: what a rule decided, and all that is decided instead.
//!
//! In: regions whose old decision is one rule's and whose new decisions have one
//! action, or the other way round. Out: one region around them. Its exceptions are the
//! rules that decide neither, so it still holds no input that both decide alike. Where
//! that cannot be said rule by rule, the regions stay as they are.

use super::duel::Duel;
use super::regions::{Merged, Unless, deciding};
use super::said::Said;
use crate::analysis::Region;
use std::cell::Cell;

/// As many regions as are better read one by one.
const APART_MAX: usize = 2;

/// Makes one region of those that belong together.
pub(super) fn joined(duel: &Duel<'_, '_>, regions: Vec<Merged>) -> Vec<Merged> {
    let by_old = grouped(duel, regions, 0);
    grouped(duel, by_old, 1)
}

/// Joins regions of one rule of this side, which all lead to or come from one action.
fn grouped(duel: &Duel<'_, '_>, regions: Vec<Merged>, side: usize) -> Vec<Merged> {
    let mut groups: Vec<Vec<Merged>> = Vec::new();
    for one in regions {
        let fits = |group: &&mut Vec<Merged>| {
            let first = &group[0];
            let alone = |merged: &Merged| merged.said.iter().all(|said| said.len() == 1);
            alone(first)
                && alone(&one)
                && first.said[side] == one.said[side]
                && first.said[1 - side][0].action == one.said[1 - side][0].action
                && rule(duel, side, first) == rule(duel, side, &one)
        };
        match groups.iter_mut().find(fits) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    let join = |group: Vec<Merged>| if group.len() > APART_MAX { hull(duel, group, side) } else { group };
    groups.into_iter().flat_map(join).collect()
}

/// The rule that brings a region about on a side; none if there are several, or none.
fn rule(duel: &Duel<'_, '_>, side: usize, one: &Merged) -> Option<crate::policy::RuleId> {
    let decisions = &duel.decisions[side];
    let mut rules = one.rows[side].iter().map(|row| decisions.side.rule(decisions.list.of[*row]));
    let first = rules.next()??;
    rules.all(|rule| rule == Some(first)).then_some(first)
}

fn hull(duel: &Duel<'_, '_>, group: Vec<Merged>, side: usize) -> Vec<Merged> {
    if rule(duel, side, &group[0]).is_none() {
        return group;
    }
    let mut region: Region = group[0].region.clone();
    for one in &group[1..] {
        crate::analysis::bits::add(&mut region.words, &one.region.words);
    }
    let own = &group[0].said[side][0];
    let action = group[0].said[1 - side][0].action;
    let mixed = Cell::new(false);
    let mut unless = [Unless::default(), Unless::default()];
    for (at, unless) in unless.iter_mut().enumerate() {
        deciding(duel, &region, at, unless, &|row, part| {
            let wanted =
                if at == side { is(duel, at, row, part, own) } else { becomes(duel, at, row, part, own, action) };
            mixed.set(mixed.get() || wanted.is_none());
            wanted == Some(false)
        });
    }
    if mixed.get() {
        return group;
    }
    let mut joined = group[0].clone();
    for one in &group[1..] {
        for at in [0, 1] {
            joined.rows[at].extend(&one.rows[at]);
            for said in &one.said[at] {
                if !joined.said[at].contains(said) {
                    joined.said[at].push(said.clone());
                }
            }
        }
    }
    vec![Merged { region, unless, ..joined }]
}

/// Whether a row decides this wherever it decides in a region; none if only in parts of it.
fn is(duel: &Duel<'_, '_>, side: usize, row: usize, part: &Region, said: &Said) -> Option<bool> {
    all(&cases(duel, side, row, part, said).iter().map(|other| Some(other == said)).collect::<Vec<_>>())
}

/// Whether a row decides this action and something else than that decision.
fn becomes(
    duel: &Duel<'_, '_>,
    side: usize,
    row: usize,
    part: &Region,
    than: &Said,
    action: crate::policy::ActionName,
) -> Option<bool> {
    let cases = cases(duel, side, row, part, than);
    let differs = |other: &Said| {
        if other.action != action {
            return Some(false);
        }
        // Of a queue by name and one by category nobody can tell.
        let comparable =
            !other.to_category && !than.to_category || other.to_category && than.to_category && duel.same_queues;
        (comparable || !other.is_alike(than)).then(|| !other.is_alike(than))
    };
    all(&cases.iter().map(differs).collect::<Vec<_>>())
}

fn cases(duel: &Duel<'_, '_>, side: usize, row: usize, part: &Region, beside: &Said) -> Vec<Said> {
    match duel.symbolic(side, row).filter(|_| beside.to_category) {
        Some(said) => vec![said],
        None => duel.cases(side, row, part).into_iter().map(|(_, said)| said).collect(),
    }
}

/// What all of them are; none if they are not one.
fn all(found: &[Option<bool>]) -> Option<bool> {
    let first = found.first().copied().unwrap_or(Some(false))?;
    found.iter().all(|one| *one == Some(first)).then_some(first)
}
