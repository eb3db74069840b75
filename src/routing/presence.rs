//! Who is here and how busy: what a service tells.

use crate::value::Fixed;
use std::collections::BTreeMap;

/// What changes by the second.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// By the id of the agent; who is not in it is not here.
    pub agents: BTreeMap<String, Present>,
    /// How long each queue makes people wait (p80), in seconds, by the queue's name.
    pub waits: BTreeMap<String, Fixed>,
}

/// How an agent stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Present {
    /// Whether the agent takes work now.
    pub here: bool,
    /// Units taken by work that cannot be interrupted.
    pub taken: u32,
    /// Units taken by work that can.
    pub interruptible: u32,
    /// Whether one piece of work takes everything.
    pub exclusive: bool,
    /// Units still held by work that is over.
    pub held: Vec<Held>,
    /// Since when the agent has had nothing to do, in seconds since 1970-01-01T00:00:00Z.
    pub idle_since: Option<i64>,
    /// When the agent was last given something, by the queue's name.
    pub last_from: BTreeMap<String, i64>,
}

/// Units held for after-work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// How many.
    pub units: u32,
    /// Until when.
    pub until: i64,
    /// Whether they belong to the allowance for interruptible work.
    pub interruptible: bool,
}

impl Present {
    /// Units that are not free at an instant.
    pub fn busy(&self, now: i64) -> u32 {
        self.with_held(self.taken, now, false)
    }

    /// Units of the allowance for interruptible work that are not free at an instant.
    pub fn busy_interruptible(&self, now: i64) -> u32 {
        self.with_held(self.interruptible, now, true)
    }

    fn with_held(&self, taken: u32, now: i64, interruptible: bool) -> u32 {
        let held = self.held.iter().filter(|held| now < held.until && held.interruptible == interruptible);
        held.map(|held| held.units).fold(taken, u32::saturating_add)
    }

    /// Whether nothing keeps them busy.
    pub fn is_idle(&self, now: i64) -> bool {
        !self.exclusive && self.busy(now) == 0 && self.busy_interruptible(now) == 0
    }

    /// When units that are held next become free.
    pub fn frees_at(&self, now: i64) -> Option<i64> {
        self.held.iter().map(|held| held.until).filter(|until| now < *until).min()
    }
}
