//! One point: what each policy decides at it, and whether it lies in a region.

use super::duel::Duel;
use super::regions::Unless;
use crate::analysis::{Point, Region, bits};
use crate::policy::AlsoId;

impl Duel<'_, '_> {
    /// A point with what each side decides at it.
    pub(super) fn settled(&self, point: &Point) -> Settled {
        let mut region = self.space.around(point);
        self.decisions.iter().for_each(|decisions| decisions.free_decision(&mut region));
        let mut deciding = [None, None];
        for side in [0, 1] {
            let fits = |row: &usize| self.space.fits(&self.decisions[side].list, *row, point);
            deciding[side] = (0..self.deciders(side)).find(fits);
            if let Some((settled, _)) = deciding[side].and_then(|row| self.cases(side, row, &region).into_iter().next())
            {
                region = settled;
            }
        }
        Settled { region, deciding }
    }

    /// Whether a point lies in a region, and nobody decides or adds there who is an exception.
    pub(super) fn lies_in(&self, settled: &Settled, region: &Region, unless: &[Unless; 2]) -> bool {
        bits::inside(&settled.region.words, &region.words)
            && [0, 1].iter().all(|side| {
                let decisions = &self.decisions[*side];
                let decides =
                    settled.deciding[*side].is_some_and(|row| unless[*side].outcomes.contains(&decisions.list.of[row]));
                let mut adding =
                    self.adding(*side).filter(|row| unless[*side].alsos.contains(&AlsoId(decisions.list.of[*row])));
                !decides && !adding.any(|row| self.swallows(&settled.region, *side, row))
            })
    }
}

/// A point with who decides at it.
pub(super) struct Settled {
    region: Region,
    deciding: [Option<usize>; 2],
}
