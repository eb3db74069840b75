//! Where an `also` of the original adds what that of the variant does not, or the reverse.
//!
//! Both decide by rows of the same kind; so what `also`s are told of the decision is
//! the same. An effect that the decision, or another `also`, brings anyway makes no
//! difference.

use super::joint::Changed;
use super::{Asked, Open, Told};
use crate::policy::{AlsoId, Effect};

impl Asked<'_, '_> {
    /// Whether both add the same everywhere.
    pub(super) fn adding(&self, changed: &Changed, open: &Open<'_>) -> Told {
        changed.alsos.iter().fold(Told::Same, |told, (old, new)| {
            let (old_rows, new_rows) = (self.rows_of(*old), self.rows_of(*new));
            told.and(|| self.one_way(*old, (&old_rows, &new_rows), changed, open))
                .and(|| self.one_way(*new, (&new_rows, &old_rows), changed, open))
        })
    }

    fn rows_of(&self, also: AlsoId) -> Vec<u32> {
        let rows = (self.alsos_from..).zip(&self.joint.alsos.of);
        rows.filter(|(_, of)| AlsoId(**of) == also).map(|(row, _)| row).collect()
    }

    /// Whether what an `also` adds by these rows is there anyway where none of the other rows fits.
    fn one_way(&self, also: AlsoId, (holds, not): (&[u32], &[u32]), changed: &Changed, open: &Open<'_>) -> Told {
        let mut told = Told::Same;
        for row in holds {
            let region = self.space.fitting(&self.space.everything(), &self.list, *row as usize);
            for decider in 0..self.decisions.deciders {
                let of_decider = self.space.fitting(&region, &self.list, decider);
                if self.space.is_void(&of_decider) {
                    continue;
                }
                let own = self.decisions.own_effects(decider);
                let brought = |effect: &&Effect| !own.iter().any(|own| hides(own, effect));
                for effect in self.joint.effects(also).iter().filter(brought) {
                    let mut rows = self.list.before(decider);
                    rows.extend(self.suppliers(effect, changed));
                    rows.extend(not);
                    rows.sort_unstable();
                    for case in self.decisions.cases(decider, &of_decider) {
                        if open.budget.get() == 0 {
                            return Told::Undecided;
                        }
                        told = told.and(|| self.look(&case.region, &rows, open));
                        if matches!(told, Told::Apart(_)) {
                            return told;
                        }
                    }
                }
            }
        }
        told
    }

    /// The rows of the `also`s that are the same in both and bring an effect that hides this one.
    fn suppliers(&self, effect: &Effect, changed: &Changed) -> Vec<u32> {
        let is_same = |also: AlsoId| !changed.alsos.iter().any(|(old, _)| *old == also);
        let own = &self.joint.artifact.policy.alsos;
        let rows = (self.alsos_from..).zip(&self.joint.alsos.of).map(|(row, of)| (row, AlsoId(*of)));
        let supplies = |also: &AlsoId| {
            also.index() < own.len()
                && is_same(*also)
                && own[also.index()].effects.iter().any(|brought| hides(brought, effect))
        };
        rows.filter(|(_, also)| supplies(also)).map(|(row, _)| row).collect()
    }
}

/// Whether effects that hold this one are the same without the other.
fn hides(own: &Effect, other: &Effect) -> bool {
    match (own, other) {
        // Raises add up.
        (Effect::RaisePriority(_), _) => false,
        (Effect::Priority(own), Effect::Priority(other)) => own >= other,
        (Effect::NeedSkill(skill, own), Effect::NeedSkill(name, other)) => skill == name && own >= other,
        (Effect::NeedLanguage(language, own), Effect::NeedLanguage(name, other)) => language == name && own >= other,
        (Effect::EveryoneWithLanguage(own, back), Effect::EveryoneWithLanguage(other, wanted)) => {
            own == other && back >= wanted
        }
        (own, other) => own == other,
    }
}
