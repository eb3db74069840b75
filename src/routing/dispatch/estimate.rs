//! How long a conversation will wait: a range, from those who could take it, or that it is not known.
//!
//! In: how long conversations of the same queue and kind of work took, lately. Out: the wait
//! that half of such conversations stay below, and the one that eight in ten stay below.
//!
//! While everybody who could take it is busy, they become free as often as they can finish:
//! their number times what fits beside each other, over the mean time that one takes. The wait
//! for the k-th of them is gamma distributed; its quantiles are those of Wilson and Hilferty
//! (1931), which need no more than a square root and so are the same on every machine. Ahead
//! of it stands whoever is more urgent, counted by the share of their people that are its own.
//!
//! # What is not here
//!
//! Later steps of its ladder, which only make it shorter; whoever comes later and is more
//! urgent, which makes it longer.

use super::conversation::Stage;
use super::pools::PoolId;
use super::set::AgentSet;
use super::staff::Slot;
use super::{Dispatcher, QueueId};
use crate::roster::{AgentId, Cost};
use crate::routing::able::{Load, most};
use std::collections::{BTreeMap, VecDeque};

/// So many finished conversations are needed before anything is said.
pub const SAMPLE_MIN: usize = 20;

/// So many are remembered of each kind.
const SAMPLE_MAX: usize = 200;

/// The standard normal quantile of 0.8.
const Z_80: f64 = 0.841_621_233_572_914_3;

/// A wait, in seconds from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Half of such conversations wait less.
    pub p50: u32,
    /// Eight in ten wait less.
    pub p80: u32,
}

/// What was told, and what came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Promises {
    /// Conversations that reached a person by the p80 that was told first.
    pub kept: u64,
    /// Those that did not.
    pub broken: u64,
}

/// How long conversations took.
#[derive(Clone, Debug, Default)]
pub(super) struct Took {
    recent: BTreeMap<(QueueId, Option<String>), VecDeque<i64>>,
}

impl Took {
    fn add(&mut self, queue: QueueId, work: Option<String>, seconds: i64) {
        let recent = self.recent.entry((queue, work)).or_default();
        recent.push_back(seconds);
        if recent.len() > SAMPLE_MAX {
            recent.pop_front();
        }
    }

    /// The mean, if there are enough of them.
    fn mean(&self, queue: QueueId, work: Option<&str>) -> Option<f64> {
        let recent = self.recent.get(&(queue, work.map(str::to_owned))).filter(|recent| recent.len() >= SAMPLE_MIN)?;
        Some(float(recent.iter().sum()) / float(i64::try_from(recent.len()).ok()?))
    }
}

impl Dispatcher {
    /// How long a conversation that waits will wait from now on; none if that is not known: too few like it were
    /// finished, nobody who could take it is here, or no conversation of this id waits for its ladder.
    pub fn estimate(&mut self, conversation: &str) -> Option<Wait> {
        let slot = *self.by_id.get(conversation)?;
        let wait = self.wait_of(slot)?;
        let told = self.now.saturating_add(i64::from(wait.p80));
        self.conversation_mut(slot).promised.get_or_insert(told);
        Some(wait)
    }

    /// How many estimates that were told held.
    pub fn promises(&self) -> Promises {
        self.promises
    }

    fn wait_of(&self, slot: Slot) -> Option<Wait> {
        let one = self.conversation(slot);
        let pool = one.place.pool.filter(|_| one.waits())?;
        let people = self.here(&self.pools.pool(pool).eligible);
        let queue = self.shapes[one.shape as usize].queues[0];
        let mean = self.took.mean(queue, one.case.work.as_deref())?;
        let slots: u32 = people.iter().map(|agent| self.beside_each_other(*agent, one.case.work.as_deref())).sum();
        if slots == 0 {
            return None;
        }
        let turn = self.ahead(slot, pool, &people) + 1.0;
        let between = mean / f64::from(slots);
        Some(Wait { p50: whole(gamma(turn, 0.0) * between), p80: whole(gamma(turn, Z_80) * between) })
    }

    /// Who of these is here and on shift.
    fn here(&self, people: &AgentSet) -> Vec<AgentId> {
        people.both(&self.duties.on_shift).filter(|agent| self.staff.present(*agent).here).collect()
    }

    /// How many pieces of such work fit beside each other.
    fn beside_each_other(&self, agent: AgentId, work: Option<&str>) -> u32 {
        let load = Load::of(&self.roster, agent, work);
        let person = self.roster.agent(agent);
        let units = if load.interruptible { u32::from(person.interruptible_units) } else { most(person, self.now) };
        match load.cost {
            Cost::All | Cost::Units(0) => 1,
            Cost::Units(each) => units / u32::from(each),
        }
    }

    /// How many are more urgent, by the share of those who could take them that could take this one.
    fn ahead(&self, slot: Slot, own: PoolId, people: &[AgentId]) -> f64 {
        let queued = (self.conversation(slot).urgency, slot);
        let mut ahead = 0.0;
        for (id, pool) in self.pools.waiting() {
            let before = pool.waiting.range(..queued).count();
            if before == 0 {
                continue;
            }
            let theirs = self.here(&pool.eligible);
            let both = people.iter().filter(|agent| pool.eligible.contains(**agent)).count();
            let share = if id == own { 1.0 } else { count(both) / count(theirs.len().max(1)) };
            ahead += count(before) * share;
        }
        ahead
    }

    /// Remembers how long a conversation took, its work afterwards included.
    pub(super) fn remember(&mut self, slot: Slot) {
        let one = self.conversation(slot);
        let Stage::InHand { agent, accepted_at, .. } = one.stage else { return };
        let after = i64::from(self.roster.agent(agent).after_work);
        let queue = self.shapes[one.shape as usize].queues[0];
        let work = one.case.work.clone();
        self.took.add(queue, work, (self.now - accepted_at).saturating_add(after));
    }

    /// A promise is kept or broken when somebody accepts; whoever left in time kept nobody to it.
    pub(super) fn redeem(&mut self, slot: Slot, is_reached: bool) {
        let Some(by) = self.conversation_mut(slot).promised.take() else { return };
        if self.now > by {
            self.promises.broken += 1;
        } else if is_reached {
            self.promises.kept += 1;
        }
    }
}

/// A quantile of the gamma distribution of a shape and mean gap of one, by the normal quantile.
fn gamma(shape: f64, z: f64) -> f64 {
    let cube = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt());
    shape * cube * cube * cube
}

#[allow(clippy::cast_precision_loss, reason = "seconds and counts are far below 2^52")]
fn float(seconds: i64) -> f64 {
    seconds as f64
}

#[allow(clippy::cast_precision_loss, reason = "seconds and counts are far below 2^52")]
fn count(number: usize) -> f64 {
    number as f64
}

/// Whole seconds, up.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a time is never below zero; a long one is the longest"
)]
fn whole(seconds: f64) -> u32 {
    seconds.ceil() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_near_those_of_the_tables() {
        // Of the gamma distribution with a rate of one: shape, median, the value that eight in ten are below.
        for (shape, half, eight) in [
            (1.0, std::f64::consts::LN_2, 1.6094),
            (2.0, 1.6783, 2.9943),
            (5.0, 4.6709, 6.7210),
            (50.0, 49.6669, 55.7931),
        ] {
            let near = |made: f64, wanted: f64| (made / wanted - 1.0).abs() < 0.02;
            assert!(near(gamma(shape, 0.0), half) && near(gamma(shape, Z_80), eight), "{shape}");
        }
    }
}
