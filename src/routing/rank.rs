//! Who of several comes first, as a queue prefers.

use super::able::most;
use super::assignment::Because;
use super::presence::Present;
use crate::policy::Preference;
use crate::roster::{Agent, AgentId};
use std::cmp::Ordering;

/// What decides between people who may all take a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Merits {
    pub(super) agent: AgentId,
    /// Whether they handled the customer last.
    pub(super) is_last: bool,
    /// How far their skills lie above what is needed.
    pub(super) surplus: u32,
    /// Units that are free.
    pub(super) free: u32,
    /// Units that they have.
    pub(super) units: u32,
    /// Whether something keeps them busy; if not, since when they have had nothing to do, if they ever had.
    pub(super) idle: (bool, Option<i64>),
    /// When they were last given something from the queue, if ever.
    pub(super) last_from: Option<i64>,
}

impl Merits {
    /// Of an agent as they stand at an instant.
    pub(super) fn of(
        agent: AgentId,
        person: &Agent,
        present: &Present,
        surplus: u32,
        queue: &str,
        is_last: bool,
        now: i64,
    ) -> Self {
        let units = most(person, now);
        Self {
            agent,
            is_last,
            surplus,
            free: units.saturating_sub(present.busy(now)),
            units,
            idle: (!present.is_idle(now), present.idle_since),
            last_from: present.last_from.get(queue).copied(),
        }
    }

    /// Who comes first by one wish.
    pub(super) fn by(&self, wish: Preference, other: &Self) -> Ordering {
        match wish {
            Preference::SameAgent => other.is_last.cmp(&self.is_last),
            Preference::JustEnoughSkill => self.surplus.cmp(&other.surplus),
            Preference::MostFree => {
                let crossed = |one: &Self, other: &Self| u64::from(one.free) * u64::from(other.units.max(1));
                crossed(other, self).cmp(&crossed(self, other))
            }
            Preference::LongestIdle => self.idle.cmp(&other.idle),
            Preference::RoundRobin => self.last_from.cmp(&other.last_from),
        }
    }

    /// What sets this one apart from one that comes after it.
    pub(super) fn because(&self, wishes: &[Preference], other: &Self) -> Because {
        let differs = |wish: &&Preference| self.by(**wish, other) != Ordering::Equal;
        wishes.iter().find(differs).map_or(Because::Id, |wish| Because::Preferred(Some(*wish)))
    }

    /// First things first; an id ends it.
    pub(super) fn order(&self, wishes: &[Preference], other: &Self) -> Ordering {
        let differs = |wish: &Preference| Some(self.by(*wish, other)).filter(|order| *order != Ordering::Equal);
        wishes.iter().find_map(differs).unwrap_or(Ordering::Equal).then(self.agent.cmp(&other.agent))
    }
}
