//! What goes with a decision: where two policies that decide alike add other effects.
//!
//! In: pairs of rows that decide the same. Out: regions in which an effect is another,
//! kind by kind: a tag is there or not, a priority has one of four values, minutes add
//! up. What a rule brings and what every `also` adds are looked at together, since one
//! can hide the other.

mod adding;
mod kinds;
mod ways;

use super::duel::Duel;
use super::regions::{Unless, deciding, union};
use crate::analysis::guarantees::decisions::Decisions;
use crate::analysis::{Answer, Region};
use crate::policy::AlsoId;
use adding::{Adding, adding, unlike};
use kinds::{own, written};
use std::collections::{BTreeMap, BTreeSet};
use ways::Way;

/// Where an effect is another.
#[derive(Clone, Debug)]
pub(super) struct Shift {
    pub(super) region: Region,
    /// What goes with the decision, old and new: `priority high`; empty: nothing of the kind.
    pub(super) effects: [Vec<String>; 2],
    pub(super) unless: [Unless; 2],
    pub(super) rows: [BTreeSet<usize>; 2],
    /// The `also`s of each side that bring it.
    pub(super) alsos: [BTreeSet<AlsoId>; 2],
    /// A part of it in which the effect is another wherever none of these rows fits.
    pub(super) seed: (Region, Vec<u32>),
    key: Key,
}

/// What makes two such pieces one: kind and values, what the rules bring themselves, what adds.
type Key = (String, [Value; 2], [Value; 2], [Vec<usize>; 2]);

/// How strong an effect of a kind is, and how it is written; none: it is not there.
type Value = Option<(i64, String)>;

/// Finds where effects differ among these pairs.
pub(super) fn shifts(duel: &Duel<'_, '_>, pairs: &[[usize; 2]], undecided: &mut [BTreeSet<usize>; 2]) -> Vec<Shift> {
    let own = [0, 1].map(|side| (0..duel.deciders(side)).map(|row| own(duel, side, row)).collect::<Vec<_>>());
    let alsos = [0, 1].map(|side| adding(duel, side));
    let unlike = unlike(&alsos);
    let mut found: Vec<Shift> = Vec::new();
    for rows in pairs {
        let brought = [&own[0][rows[0]], &own[1][rows[1]]];
        let mut kinds: BTreeSet<&String> = unlike.iter().collect();
        kinds.extend(
            brought[0].keys().chain(brought[1].keys()).filter(|kind| brought[0].get(*kind) != brought[1].get(*kind)),
        );
        if kinds.is_empty() {
            continue;
        }
        let both = duel.fitting(&duel.fitting(&duel.space.everything(), 0, rows[0]), 1, rows[1]);
        if duel.space.is_void(&both) {
            continue;
        }
        for (part, before) in duel.cases(0, rows[0], &both) {
            for (part, after) in duel.cases(1, rows[1], &part) {
                if before.is_alike(&after) {
                    for kind in &kinds {
                        let values = [0, 1].map(|side| brought[side].get(*kind).cloned());
                        let asked = Asked { duel, own: &own, alsos: &alsos, kind, rows: *rows, values };
                        asked.pair(&part, &mut found, undecided);
                    }
                }
            }
        }
    }
    for one in &mut found {
        let asked = Asked { duel, own: &own, alsos: &alsos, kind: &one.key.0, rows: [0, 0], values: one.key.2.clone() };
        for side in [0, 1] {
            let unless = asked.unless(&one.region, side, one.key.1[side].as_ref(), &one.key.3[side]);
            one.unless[side] = unless;
        }
    }
    together(found)
}

/// Makes one of those that say something of the same inputs.
fn together(found: Vec<Shift>) -> Vec<Shift> {
    let mut kept: Vec<Shift> = Vec::new();
    for one in found {
        match kept.iter_mut().find(|other| other.region == one.region && other.unless == one.unless) {
            Some(other) => {
                for side in [0, 1] {
                    other.effects[side].extend(one.effects[side].iter().cloned());
                    other.rows[side].extend(&one.rows[side]);
                    other.alsos[side].extend(&one.alsos[side]);
                }
            }
            None => kept.push(one),
        }
    }
    kept
}

struct Asked<'q, 's, 'a> {
    duel: &'q Duel<'s, 'a>,
    own: &'q [Vec<BTreeMap<String, (i64, String)>>; 2],
    alsos: &'q [Vec<Adding>; 2],
    kind: &'q String,
    rows: [usize; 2],
    /// What the two rows bring themselves.
    values: [Value; 2],
}

impl Asked<'_, '_, '_> {
    fn pair(&self, part: &Region, found: &mut Vec<Shift>, undecided: &mut [BTreeSet<usize>; 2]) {
        let (Some(old), Some(new)) = (self.ways(0), self.ways(1)) else {
            self.duel.gave_up();
            self.doubt(undecided);
            return;
        };
        for before in &old {
            for after in new.iter().filter(|after| after.value != before.value) {
                let key = self.key([before, after]);
                // Where an `also` alone makes the difference, one example of it will do.
                let by_also = self.is_by_also(&key);
                if by_also && found.iter().any(|one| one.key == key) {
                    continue;
                }
                let ways = [before, after];
                let mut region = part.clone();
                let mut rows = Vec::new();
                for side in [0, 1] {
                    for fit in &ways[side].fit {
                        region = self.duel.fitting(&region, side, *fit);
                    }
                    rows.extend(self.duel.before(side, self.rows[side]));
                    rows.extend(ways[side].unfit.iter().map(|row| self.duel.row(side, *row)));
                }
                if self.duel.space.is_void(&region) {
                    continue;
                }
                match self.duel.find(&region, rows.clone()) {
                    Answer::Covered(_) => {}
                    Answer::Undecided => self.doubt(undecided),
                    Answer::Found(_) => self.push(key, ways, (region, rows), by_also, found),
                }
            }
        }
    }

    fn doubt(&self, undecided: &mut [BTreeSet<usize>; 2]) {
        for side in [0, 1] {
            undecided[side].insert(self.rows[side]);
        }
    }

    fn push(&self, key: Key, ways: [&Way; 2], seed: (Region, Vec<u32>), by_also: bool, found: &mut Vec<Shift>) {
        let mut region = seed.0.clone();
        if by_also {
            region = self.duel.space.everything();
            for side in [0, 1] {
                for fit in &ways[side].fit {
                    region = self.duel.fitting(&region, side, *fit);
                }
            }
        } else {
            self.duel.decisions.iter().for_each(|decisions| decisions.free_decision(&mut region));
            for side in [0, 1] {
                for fit in &ways[side].fit {
                    region = self.duel.fitting(&region, side, *fit);
                }
            }
        }
        let rows = self.rows.map(|row| BTreeSet::from([row]));
        for other in found.iter_mut().filter(|other| other.key == key) {
            if let Some(joined) = union(self.duel, &other.region, &region) {
                other.region = joined;
                (0..2).for_each(|side| other.rows[side].extend(&rows[side]));
                return;
            }
        }
        let alsos = [0, 1].map(|side| {
            let of = |row: &usize| self.alsos[side].iter().find(|one| one.row == *row).map(|one| one.also);
            ways[side].fit.iter().filter_map(of).collect()
        });
        let effects = written(self.kind, [&ways[0].value, &ways[1].value]).map(|one| vec![one]);
        found.push(Shift { region, effects, unless: Default::default(), rows, alsos, seed, key });
    }

    fn key(&self, ways: [&Way; 2]) -> Key {
        let values = [ways[0].value.clone(), ways[1].value.clone()];
        (self.kind.clone(), values, self.values.clone(), [ways[0].fit.clone(), ways[1].fit.clone()])
    }

    /// Whether the rules bring the same, so that what adds makes the difference.
    fn is_by_also(&self, key: &Key) -> bool {
        self.values[0] == self.values[1] && !(key.3[0].is_empty() && key.3[1].is_empty())
    }

    /// Who of a side brings something else of the kind in a region.
    fn unless(&self, region: &Region, side: usize, value: Option<&(i64, String)>, fit: &[usize]) -> Unless {
        let mut found = Unless::default();
        let usual = self.values[side].as_ref();
        let is_other = |row: usize, _: &Region| self.own[side][row].get(self.kind) != usual;
        deciding(self.duel, region, side, &mut found, &is_other);
        let way = self.ways(side).into_iter().flatten().find(|way| way.fit == fit && way.value.as_ref() == value);
        for row in way.into_iter().flat_map(|way| way.unfit) {
            let part = self.duel.fitting(region, side, row);
            if !self.duel.space.is_void(&part) && !matches!(self.duel.ask(&part, Vec::new(), 500), Answer::Covered(_)) {
                found.alsos.extend(self.alsos[side].iter().find(|one| one.row == row).map(|one| one.also));
            }
        }
        found
    }
}
