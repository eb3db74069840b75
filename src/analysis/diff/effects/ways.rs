//! How a value of a kind comes about: which rows must fit, and which must not.

use super::adding::Adding;
use super::kinds::RAISE;
use super::{Asked, Value};
use crate::policy::AlsoId;
use std::collections::BTreeMap;

/// Most `also`s that raise the priority otherwise and are combined with each other.
const RAISING_MAX: usize = 6;

/// A way in which a value comes about: rows that must fit, rows that must not.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) value: Value,
    pub(super) fit: Vec<usize>,
    pub(super) unfit: Vec<usize>,
}

impl Asked<'_, '_, '_> {
    /// How each value of the kind comes about on a side, beside what its row brings; none: in too many ways.
    pub(super) fn ways(&self, side: usize) -> Option<Vec<Way>> {
        if self.kind == RAISE {
            return self.sums(side);
        }
        let own = self.values[side].as_ref();
        let bringing: Vec<(&Adding, &(i64, String))> =
            self.alsos[side].iter().filter_map(|one| Some((one, one.brings.get(self.kind)?))).collect();
        let stronger = |than: Option<i64>| -> Vec<usize> {
            let is = |(_, (rank, _)): &&(&Adding, &(i64, String))| than.is_none_or(|than| *rank > than);
            bringing.iter().filter(is).map(|(one, _)| one.row).collect()
        };
        let at_rest = Way { value: own.cloned(), fit: Vec::new(), unfit: stronger(own.map(|(rank, _)| *rank)) };
        let mut ways = vec![at_rest];
        for (one, value) in &bringing {
            if own.is_none_or(|(rank, _)| value.0 > *rank) {
                let unfit = stronger(Some(value.0));
                ways.push(Way { value: Some((*value).clone()), fit: vec![one.row], unfit });
            }
        }
        Some(ways)
    }

    /// As [`Asked::ways`], of what adds up: every choice of the `also`s that the other side has not.
    fn sums(&self, side: usize) -> Option<Vec<Way>> {
        let theirs = &self.alsos[1 - side];
        let own = self.values[side].as_ref().map_or(0, |(by, _)| *by);
        let mut alsos: BTreeMap<AlsoId, (i64, Vec<usize>)> = BTreeMap::new();
        for one in &self.alsos[side] {
            let Some((by, _)) = one.brings.get(RAISE) else { continue };
            // One `also` of several rows adds once, so it is left out only if the other side has all of them.
            let rows = self.alsos[side].iter().filter(|other| other.also == one.also);
            if rows.clone().any(|row| theirs.iter().all(|other| other.text != row.text)) {
                alsos.entry(one.also).or_insert((*by, rows.map(|one| one.row).collect()));
            }
        }
        if alsos.len() > RAISING_MAX {
            return None;
        }
        let mut ways = vec![(own, Vec::new(), Vec::new())];
        for (by, rows) in alsos.values() {
            let mut more = Vec::new();
            for (sum, fit, unfit) in ways {
                let without: Vec<usize> = [unfit.clone(), rows.clone()].concat();
                more.push((sum, fit.clone(), without));
                for row in rows {
                    let with: Vec<usize> = [fit.clone(), vec![*row]].concat();
                    more.push((sum.saturating_add(*by), with, unfit.clone()));
                }
            }
            ways = more;
        }
        let way = |(sum, fit, unfit): (i64, Vec<usize>, Vec<usize>)| Way {
            value: (sum != 0).then_some((sum, String::new())),
            fit,
            unfit,
        };
        Some(ways.into_iter().map(way).collect())
    }
}
