//! Whether somebody can take a kind of work now: on shift, here, with room.

use super::assignment::Reason;
use super::presence::Present;
use crate::roster::{Agent, AgentId, Cost, Roster};

/// An agent at one instant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing<'a> {
    pub(super) roster: &'a Roster,
    pub(super) agent: AgentId,
    /// What the service tells of them; none: nothing.
    pub(super) present: Option<&'a Present>,
    pub(super) on_shift: bool,
    pub(super) now: i64,
}

/// What a piece of work takes of an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Load {
    pub(super) cost: Cost,
    /// Whether it goes into the allowance for interruptible work.
    pub(super) interruptible: bool,
}

impl Load {
    /// What a kind of work takes; one unit if the kind is not known.
    pub(super) fn of(roster: &Roster, agent: AgentId, work: Option<&str>) -> Self {
        let kind = work.and_then(|name| roster.work().iter().find(|kind| kind.name == *name));
        let cost = work.and_then(|name| roster.cost(agent, name)).unwrap_or(Cost::Units(1));
        let allowance = roster.agent(agent).interruptible_units;
        Self { cost, interruptible: allowance > 0 && kind.is_some_and(|kind| kind.interruptible) }
    }
}

impl Standing<'_> {
    /// What keeps them from taking such work now; nothing if nothing does.
    pub(super) fn obstacles(&self, work: Option<&str>) -> Vec<Reason> {
        let mut found = self.absence();
        if let Some(present) = self.present.filter(|present| present.here) {
            found.extend(self.no_room(Load::of(self.roster, self.agent, work), present));
        }
        found.extend(self.in_training(work));
        found
    }

    /// The same, if it is theirs even without room.
    pub(super) fn obstacles_even_if_full(&self, work: Option<&str>) -> Vec<Reason> {
        let mut found = self.absence();
        found.extend(self.in_training(work));
        found
    }

    fn absence(&self) -> Vec<Reason> {
        if !self.on_shift {
            vec![Reason::OffShift]
        } else if self.present.is_none_or(|present| !present.here) {
            vec![Reason::NotHere]
        } else {
            Vec::new()
        }
    }

    /// Why there is no room, if there is none.
    fn no_room(&self, load: Load, present: &Present) -> Option<Reason> {
        if present.exclusive {
            return Some(Reason::Exclusive);
        }
        let (units, taken) = if load.interruptible {
            (u32::from(self.roster.agent(self.agent).interruptible_units), present.busy_interruptible(self.now))
        } else {
            (self.most(), present.busy(self.now))
        };
        let wanted = match load.cost {
            Cost::All if taken > 0 => return Some(Reason::NotIdle),
            Cost::All => 0,
            Cost::Units(units) => u32::from(units),
        };
        let free = units.saturating_sub(taken);
        (wanted > free).then(|| Reason::Full { wanted, free, frees_at: present.frees_at(self.now) })
    }

    /// The units that they have: fewer while they learn.
    pub(super) fn most(&self) -> u32 {
        most(self.roster.agent(self.agent), self.now)
    }

    /// Why this is no work for them while they learn.
    pub(super) fn in_training(&self, work: Option<&str>) -> Option<Reason> {
        let training = self.roster.agent(self.agent).training.as_ref()?;
        let is_over = training.until.is_some_and(|until| until < self.now);
        let allowed = training.work.is_empty() || work.is_some_and(|work| training.work.iter().any(|one| one == work));
        (!is_over && !allowed).then_some(Reason::InTraining)
    }
}

/// The units that somebody has at an instant.
pub(super) fn most(person: &Agent, now: i64) -> u32 {
    let own = u32::from(person.units);
    let training = person.training.as_ref().filter(|training| training.until.is_none_or(|until| now <= until));
    training.and_then(|training| training.units).map_or(own, |limit| own.min(u32::from(limit)))
}
