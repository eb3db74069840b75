//! Where two policies decide differently, pair by pair of the rows that decide.
//!
//! In: two policies in one space. Out: [`Piece`]s: boxes in which an old row and a
//! new row decide, and decide otherwise. Together they hold every such input. A pair
//! is asked only if it can come about: a row whose twin stands earlier on the other
//! side has been asked there, so of two long policies few pairs are left.

use super::duel::Duel;
use super::said::Said;
use crate::analysis::{Answer, AxisId, Region, bits};
use std::collections::BTreeSet;

/// Most pieces that are kept.
const PIECES_MAX: usize = 5_000;

/// Most categories of bases that a moved threshold is told apart by.
const CLASSES_MAX: usize = 8;

/// Steps to find out whether a value can matter at all. If that is not known it is kept.
const STEPS: u32 = 500;

/// Most cells of an axis that are tried one by one.
const CELLS_MAX: u32 = 40;

/// A box in which two rows decide otherwise.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Which inputs; some of them are decided by earlier rows.
    pub(super) region: Region,
    /// The rows, by place on their side.
    pub(super) rows: [usize; 2],
    /// What they decide.
    pub(super) said: [Said; 2],
    /// The same box, with what must be settled for an example, and the rows that may not fit.
    pub(super) seed: (Region, Vec<u32>),
}

/// What was found of all pairs.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    pub(super) found: Vec<Piece>,
    /// Of each side the rows that decide somewhere where the other side decides otherwise, or perhaps do.
    pub(super) touched: [BTreeSet<usize>; 2],
    pub(super) doubtful: [BTreeSet<usize>; 2],
    /// Pairs that decide the same but for what goes with it, if nothing else adds or takes away.
    pub(super) even: Vec<[usize; 2]>,
}

impl Pieces {
    fn touch(&mut self, rows: [usize; 2]) {
        for side in [0, 1] {
            self.touched[side].insert(rows[side]);
        }
    }
}

/// Asks every pair of rows that can decide the same input.
pub(super) fn pieces(duel: &Duel<'_, '_>) -> Pieces {
    let mut pieces = Pieces::default();
    let plain = [0, 1].map(|side| (0..duel.deciders(side)).map(|row| duel.plain(side, row)).collect::<Vec<_>>());
    for old in 0..duel.deciders(0) {
        let last = duel.twins[0][old].unwrap_or(duel.deciders(1) - 1);
        for new in 0..=last {
            if duel.twins[1][new].is_some_and(|twin| twin < old) {
                continue;
            }
            let by_category = [duel.by_category(0, old), duel.by_category(1, new)];
            let sure = by_category == [false, false] || by_category == [true, true] && duel.same_queues;
            let anybody = |said: &Said| Said { to: Vec::new(), ..said.clone() };
            if sure && plain[0][old].is_alike(&plain[1][new]) {
                pieces.even.push([old, new]);
            } else {
                // To whom matters only where all else is the same.
                let whoever = !anybody(&plain[0][old]).is_alike(&anybody(&plain[1][new]));
                pair(duel, [old, new], whoever, &mut pieces);
            }
        }
    }
    pieces.even.dedup();
    pieces
}

/// Asks one pair; case by case of their queues, unless they differ whoever takes it.
fn pair(duel: &Duel<'_, '_>, rows: [usize; 2], whoever: bool, pieces: &mut Pieces) {
    let [old, new] = rows;
    let both = duel.fitting(&duel.fitting(&duel.space.everything(), 0, old), 1, new);
    if duel.space.is_void(&both) {
        return;
    }
    if whoever {
        let said = |side: usize, row: usize| duel.symbolic(side, row).unwrap_or_else(|| duel.plain(side, row));
        let (before, after) = (said(0, old), said(1, new));
        for part in classes(duel, &both) {
            one(duel, rows, part, [before.clone(), after.clone()], pieces);
        }
        return;
    }
    for (part, before) in duel.cases(0, old, &both) {
        for (part, after) in duel.cases(1, new, &part) {
            if before.is_alike(&after) {
                pieces.even.push(rows);
                continue;
            }
            for part in classes(duel, &part) {
                let said = [before.clone(), after.clone()];
                one(duel, rows, part, said, pieces);
            }
        }
    }
}

fn one(duel: &Duel<'_, '_>, rows: [usize; 2], part: Region, said: [Said; 2], pieces: &mut Pieces) {
    let mut before = duel.before(0, rows[0]);
    before.extend(duel.before(1, rows[1]));
    match duel.find(&part, before.clone()) {
        Answer::Covered(_) => {}
        Answer::Undecided => {
            for side in [0, 1] {
                pieces.doubtful[side].insert(rows[side]);
            }
        }
        Answer::Found(_) if pieces.found.len() >= PIECES_MAX => {
            duel.gave_up();
            pieces.touch(rows);
        }
        Answer::Found(_) => {
            let mut region = part.clone();
            narrow(duel, &mut region, rows);
            tighten(duel, &mut region, &before);
            duel.decisions.iter().for_each(|decisions| decisions.free_decision(&mut region));
            pieces.touch(rows);
            let seed = (part, before);
            pieces.found.push(Piece { region, rows, said, seed });
        }
    }
}

/// A region part by part of the categories that a moved threshold treats alike, so that numbers can be named.
fn classes(duel: &Duel<'_, '_>, region: &Region) -> Vec<Region> {
    let is_cut = |axis: AxisId| !duel.space.is_free(region, axis);
    let moved = duel.moved.iter().find(|moved| moved.margins.iter().any(|axis| is_cut(*axis)));
    let Some((moved, category)) = moved.and_then(|moved| Some((moved, moved.category?))) else {
        return vec![region.clone()];
    };
    let mut parts: Vec<Vec<u32>> = moved.classes.iter().map(|(_, cells, _)| cells.clone()).collect();
    if parts.len() > CLASSES_MAX {
        parts.clear();
        let mut known = Vec::new();
        for (_, cells, far) in &moved.classes {
            match known.iter().position(|one| one == far) {
                Some(at) => {
                    let part: &mut Vec<u32> = &mut parts[at];
                    part.extend(cells);
                }
                None => {
                    known.push(*far);
                    parts.push(cells.clone());
                }
            }
        }
    }
    let part = |cells: Vec<u32>| {
        let mut part = region.clone();
        duel.space.keep(&mut part, category, cells);
        part
    };
    parts.into_iter().map(part).filter(|part| !duel.space.is_void(part)).collect()
}

/// Takes away what rows before these decide, where that makes the box no harder to say: on an axis that is asked already,
/// for a row that only one of the policies
/// has, and for the other outcome of the same rule.
fn narrow(duel: &Duel<'_, '_>, region: &mut Region, rows: [usize; 2]) {
    let layout = duel.space.layout();
    loop {
        let mut changed = false;
        for (side, last) in rows.into_iter().enumerate() {
            for row in 0..last {
                let Some((axis, mask)) = only_cut(duel, region, side, row) else { continue };
                let is_asked = !duel.space.is_free(region, axis);
                let outcome = |row: usize| duel.decisions[side].list.of[row];
                let rule = |row: usize| duel.sides[side].rule(outcome(row));
                let is_other_half = rule(row) == rule(last) && outcome(row) != outcome(last);
                if is_asked || duel.twins[side][row].is_none() || is_other_half {
                    bits::remove(&mut region.words[layout.of(axis)], &mask);
                    changed = true;
                }
            }
        }
        for bar in &duel.bars {
            let asks: Vec<(AxisId, Vec<u64>)> =
                duel.list.asks(*bar as usize, layout).map(|(axis, mask)| (axis, mask.to_vec())).collect();
            if let Some((axis, mask)) = cut(duel, region, asks).filter(|(axis, _)| !duel.space.is_free(region, *axis)) {
                bits::remove(&mut region.words[layout.of(axis)], &mask);
                changed = true;
            }
        }
        if !changed {
            return;
        }
    }
}

/// The one axis in which a row cuts a region, and what it takes of it.
fn only_cut(duel: &Duel<'_, '_>, region: &Region, side: usize, row: usize) -> Option<(AxisId, Vec<u64>)> {
    let asks = duel.decisions[side].list.asks(row, duel.space.layout());
    cut(duel, region, asks.map(|(axis, mask)| (axis, mask.to_vec())).collect())
}

fn cut(duel: &Duel<'_, '_>, region: &Region, asks: Vec<(AxisId, Vec<u64>)>) -> Option<(AxisId, Vec<u64>)> {
    let layout = duel.space.layout();
    let mut only = None;
    for (axis, mask) in asks {
        let cells = &region.words[layout.of(axis)];
        if !bits::meet(cells, &mask) {
            return None;
        }
        if !bits::inside(cells, &mask) && only.replace((axis, mask)).is_some() {
            return None;
        }
    }
    only
}

/// Where a threshold moved by its steps: takes out the values of what these read for which it did not.
fn tighten(duel: &Duel<'_, '_>, region: &mut Region, before: &[u32]) {
    for moved in &duel.moved {
        if moved.margins.iter().any(|axis| duel.space.is_free(region, *axis)) {
            continue;
        }
        for axis in &moved.steps {
            if duel.space.axis(*axis).cells() > CELLS_MAX {
                continue;
            }
            let cells: Vec<u32> = duel.space.cells(region, *axis).collect();
            for cell in cells {
                let mut alone = region.clone();
                duel.space.keep(&mut alone, *axis, [cell]);
                if matches!(duel.ask(&alone, before.to_vec(), STEPS), Answer::Covered(_)) {
                    duel.space.take(region, *axis, [cell]);
                }
            }
        }
    }
}
