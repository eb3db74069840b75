//! What every `also` adds, row by row, and which of it the other policy has not.

use super::kinds::measured;
use super::{Decisions, Duel};
use crate::analysis::Asks;
use crate::analysis::alike::is_decided;
use crate::listing;
use crate::policy::{AlsoId, DecisionFact, Origin, Policy};
use crate::rows::ColumnSource;
use crate::runtime::unite;
use std::collections::{BTreeMap, BTreeSet};

/// A row that adds, with its `also` and what that brings by kind.
pub(super) struct Adding {
    pub(super) row: usize,
    pub(super) also: AlsoId,
    pub(super) brings: BTreeMap<String, (i64, String)>,
    /// What it asks and brings, to be compared with the other side's.
    pub(super) text: String,
}

pub(super) fn adding(duel: &Duel<'_, '_>, side: usize) -> Vec<Adding> {
    let policy = &duel.sides[side].artifact.policy;
    let decisions: &Decisions<'_, '_> = &duel.decisions[side];
    let one = |row: usize| {
        let also = AlsoId(decisions.list.of[row]);
        let effects = unite(policy.alsos[also.index()].effects.iter());
        let brings: BTreeMap<_, _> = effects.iter().map(|effect| measured(duel, side, effect)).collect();
        let mut by_name = false;
        let asks: Vec<String> = decisions
            .list
            .asks(row, duel.space.layout())
            .map(|(axis, mask)| {
                // What is asked of the decision has an axis on each side.
                let asked = match &duel.space.axis(axis).asks {
                    Asks::Column { side, column } => {
                        let of = &duel.sides[*side].artifact.policy;
                        by_name |= is_by_name(of, &column.source);
                        is_decided(of, &column.source).then(|| (listing::question(of, column), column.cuts.clone()))
                    }
                    _ => None,
                };
                let asked = asked.map_or_else(|| format!("{axis:?}"), |asked| format!("{asked:?}"));
                format!("{asked} {mask:?}")
            })
            .collect();
        // Which rule decides can be another where the decisions are the same.
        let whose = if by_name { format!("{side}") } else { String::new() };
        Adding { row, also, text: format!("{whose}{asks:?} {brings:?}"), brings }
    };
    duel.adding(side).map(one).collect()
}

/// Whether a column asks which rule decided.
fn is_by_name(policy: &Policy, source: &ColumnSource) -> bool {
    match source {
        ColumnSource::Fact(fact) | ColumnSource::Member(fact, _) => {
            policy.fact(*fact).origin == Origin::Decision(DecisionFact::DecidedBy)
        }
        ColumnSource::Margin(_) => false,
    }
}

/// The kinds of effects that an `also` brings which the other side has not.
pub(super) fn unlike(alsos: &[Vec<Adding>; 2]) -> BTreeSet<String> {
    let mut kinds = BTreeSet::new();
    for side in [0, 1] {
        for one in &alsos[side] {
            if alsos[1 - side].iter().all(|other| other.text != one.text) {
                kinds.extend(one.brings.keys().cloned());
            }
        }
    }
    kinds
}
