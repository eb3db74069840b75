//! Pieces → few regions: those with the same decisions made one where that is exact.
//!
//! In: pieces. Out: regions, each with the rules that may decide first in it and
//! decide otherwise. A region says: here the old policy decides this and the new one
//! that, unless one of these decides. So it holds no input for which the two decide
//! the same, and all regions together hold every input for which they do not.

use super::duel::Duel;
use super::pieces::Piece;
use super::said::Said;
use crate::analysis::{Answer, AxisId, Region, bits};
use crate::policy::AlsoId;
use std::collections::BTreeSet;

/// Steps to find out whether a rule decides in a region at all. If that is not known it is named.
const STEPS: u32 = 500;

/// Where two policies decide otherwise.
#[derive(Clone, Debug)]
pub(super) struct Merged {
    pub(super) region: Region,
    /// What each decides: one thing, or several of one action.
    pub(super) said: [Vec<Said>; 2],
    /// Of each side who may decide first.
    pub(super) unless: [Unless; 2],
    /// Rows of each side that bring it about.
    pub(super) rows: [BTreeSet<usize>; 2],
    /// A part of it in which the decisions differ wherever none of these rows fits.
    pub(super) seed: (Region, Vec<u32>),
    pub(super) by_category: [bool; 2],
}

/// Who decides or adds otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unless {
    /// Outcomes that decide, by position: a rule that asks a question first has two.
    pub outcomes: BTreeSet<u32>,
    /// What adds.
    pub alsos: BTreeSet<AlsoId>,
}

/// Makes regions of pieces.
pub(super) fn merged(duel: &Duel<'_, '_>, pieces: Vec<Piece>) -> Vec<Merged> {
    let mut all: Vec<Merged> = Vec::new();
    for Piece { region, rows, said, seed } in pieces {
        let by_category = [0, 1].map(|side: usize| !said[side].to_category && duel.by_category(side, rows[side]));
        let rows = rows.map(|row| BTreeSet::from([row]));
        let said = said.map(|said| vec![said]);
        all.push(Merged { region, said, unless: Default::default(), rows, seed, by_category });
    }
    let mut joined = true;
    while joined {
        joined = false;
        let mut kept: Vec<Merged> = Vec::new();
        for one in std::mem::take(&mut all) {
            let fits = |other: &&mut Merged| other.said == one.said && other.by_category == one.by_category;
            let found = kept.iter_mut().filter(fits).find_map(|other| {
                let region = union(duel, &other.region, &one.region)?;
                Some((other, region))
            });
            match found {
                Some((other, region)) => {
                    other.region = region;
                    (0..2).for_each(|side| other.rows[side].extend(&one.rows[side]));
                    joined = true;
                }
                None => kept.push(one),
            }
        }
        all = kept;
    }
    for one in &mut all {
        one.unless = [0, 1].map(|side| unless(duel, &one.region, side, &one.said[side][0]));
    }
    let mut all = super::hulls::joined(duel, all);
    for one in &mut all {
        mirror(duel, one);
    }
    all
}

/// A rule that is an exception on one side is one on the other too, if it is the same rule and brings nothing about here.
fn mirror(duel: &Duel<'_, '_>, one: &mut Merged) {
    for side in [0, 1] {
        let brings = |outcome: &u32| {
            let mut rows = one.rows[1 - side].iter();
            rows.any(|row| duel.decisions[1 - side].list.of[*row] == *outcome)
        };
        let twins = one.unless[side].outcomes.iter().filter_map(|outcome| duel.same_rules[side].get(outcome));
        let more: Vec<u32> = twins.copied().filter(|twin| !brings(twin)).collect();
        one.unless[1 - side].outcomes.extend(more);
    }
}

/// One region that holds two and nothing else: if one holds the other, or they differ in one axis.
pub(super) fn union(duel: &Duel<'_, '_>, left: &Region, right: &Region) -> Option<Region> {
    let layout = duel.space.layout();
    let axes = || (0..duel.space.axes().len()).map(AxisId::from_index);
    let differing: Vec<AxisId> =
        axes().filter(|axis| left.words[layout.of(*axis)] != right.words[layout.of(*axis)]).collect();
    let inside = |one: &Region, other: &Region| {
        differing.iter().all(|axis| bits::inside(&one.words[layout.of(*axis)], &other.words[layout.of(*axis)]))
    };
    if inside(left, right) {
        return Some(right.clone());
    }
    if inside(right, left) {
        return Some(left.clone());
    }
    let [only] = differing.as_slice() else { return None };
    let mut both = left.clone();
    bits::add(&mut both.words[layout.of(*only)], &right.words[layout.of(*only)]);
    Some(both)
}

/// Who of a side may decide in a region, and decides otherwise than this.
fn unless(duel: &Duel<'_, '_>, region: &Region, side: usize, said: &Said) -> Unless {
    let mut found = Unless::default();
    let whole = |row: usize, part: &Region| match duel.symbolic(side, row).filter(|_| said.to_category) {
        Some(other) => other == *said,
        None => duel.cases(side, row, part).iter().all(|(_, other)| other == said),
    };
    deciding(duel, region, side, &mut found, &|row, part| !whole(row, part));
    found
}

/// Adds those rows of a side that may decide in a region and are counted as others there.
pub(super) fn deciding(
    duel: &Duel<'_, '_>,
    region: &Region,
    side: usize,
    found: &mut Unless,
    is_other: &dyn Fn(usize, &Region) -> bool,
) {
    for row in 0..duel.deciders(side) {
        let part = duel.fitting(region, side, row);
        if !duel.space.is_void(&part)
            && is_other(row, &part)
            && !matches!(duel.ask(&part, duel.before(side, row), STEPS), Answer::Covered(_))
        {
            found.outcomes.insert(duel.decisions[side].list.of[row]);
        }
        if duel.swallows(region, side, row) {
            return;
        }
    }
}
