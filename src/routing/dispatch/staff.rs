//! How everybody stands: what a service tells of them, and what they were given here.

use super::duties::Duties;
use super::set::AgentSet;
use crate::roster::{AgentId, Cost, Roster};
use crate::routing::able::{Load, Standing, most};
use crate::routing::{Held, Present};
use std::collections::BTreeMap;

/// A conversation, by position.
pub(super) type Slot = u32;

/// A kind of work that some case has had, by position.
pub(super) type WorkId = usize;

/// Everybody.
#[derive(Clone, Debug, Default)]
pub(super) struct Staff {
    people: Vec<Person>,
    /// Kinds of work, by name; none: one unit.
    works: Vec<Option<String>>,
    /// Who can take which kind of work now.
    ready: Vec<AgentSet>,
}

/// One agent.
#[derive(Clone, Debug, Default)]
pub(super) struct Person {
    /// What the service tells, beside what was given here.
    told: Present,
    /// What they are asked to take or have in hand, with what it takes.
    hands: Vec<(Slot, Load)>,
    /// Units held after work that is over.
    held: Vec<Held>,
    idle_since: Option<i64>,
    last_from: BTreeMap<String, i64>,
    /// All of it together.
    now: Present,
}

impl Person {
    /// All of it together.
    fn together(&self, now: i64) -> Present {
        let mut all = self.told.clone();
        for (_, load) in &self.hands {
            match load.cost {
                Cost::All => all.exclusive = true,
                Cost::Units(units) if load.interruptible => all.interruptible += u32::from(units),
                Cost::Units(units) => all.taken += u32::from(units),
            }
        }
        all.held.extend(self.held.iter().filter(|held| now < held.until));
        all.idle_since = self.idle_since.max(all.idle_since);
        for (queue, at) in &self.last_from {
            let last = all.last_from.entry(queue.clone()).or_insert(*at);
            *last = (*last).max(*at);
        }
        all
    }
}

impl Staff {
    /// Nobody is here yet.
    pub(super) fn of(agents: usize) -> Self {
        Self { people: vec![Person::default(); agents], ..Self::default() }
    }

    pub(super) fn present(&self, agent: AgentId) -> &Present {
        &self.people[agent.index()].now
    }

    /// What they are asked to take or have in hand.
    pub(super) fn hands(&self, agent: AgentId) -> impl Iterator<Item = Slot> + '_ {
        self.people[agent.index()].hands.iter().map(|(slot, _)| *slot)
    }

    /// Who can take a kind of work now.
    pub(super) fn ready(&self, work: WorkId) -> &AgentSet {
        &self.ready[work]
    }

    /// The position of a kind of work.
    pub(super) fn work_id(&mut self, work: Option<&str>, roster: &Roster, duties: &Duties, now: i64) -> WorkId {
        let known = self.works.iter().position(|known| known.as_deref() == work);
        known.unwrap_or_else(|| {
            self.works.push(work.map(str::to_owned));
            self.ready.push(AgentSet::of(self.people.len()));
            let id = self.works.len() - 1;
            for agent in roster.ids() {
                let is_ready = self.standing(agent, roster, duties, now).obstacles(work).is_empty();
                self.ready[id].set(agent, is_ready);
            }
            id
        })
    }

    pub(super) fn standing<'a>(
        &'a self,
        agent: AgentId,
        roster: &'a Roster,
        duties: &Duties,
        now: i64,
    ) -> Standing<'a> {
        let on_shift = duties.on_shift.contains(agent);
        Standing { roster, agent, present: Some(self.present(agent)), on_shift, now }
    }

    /// Works out anew who can take what, of one agent; and when units that are held become free.
    pub(super) fn refresh(&mut self, agent: AgentId, roster: &Roster, duties: &Duties, now: i64) -> Option<i64> {
        let person = &mut self.people[agent.index()];
        person.held.retain(|held| now < held.until);
        person.now = person.together(now);
        let frees_at = person.now.frees_at(now);
        for work in 0..self.works.len() {
            let standing = self.standing(agent, roster, duties, now);
            let is_ready = standing.obstacles(self.works[work].as_deref()).is_empty();
            self.ready[work].set(agent, is_ready);
        }
        frees_at
    }

    /// What the service tells.
    pub(super) fn tell(&mut self, agent: AgentId, told: Present) {
        self.people[agent.index()].told = told;
    }

    /// Somebody is asked to take something: the units it takes are kept for it.
    pub(super) fn reserve(&mut self, agent: AgentId, slot: Slot, load: Load) {
        self.people[agent.index()].hands.push((slot, load));
    }

    /// Somebody was given something from a queue.
    pub(super) fn assigned(&mut self, agent: AgentId, queue: &str, now: i64) {
        self.people[agent.index()].last_from.insert(queue.to_owned(), now);
    }

    /// What they were asked to take, or had in hand, is theirs no more.
    pub(super) fn release(&mut self, agent: AgentId, slot: Slot) {
        self.people[agent.index()].hands.retain(|(one, _)| *one != slot);
    }

    /// The same, after work: the units stay taken for as long as the roster says.
    pub(super) fn finish(&mut self, agent: AgentId, slot: Slot, roster: &Roster, now: i64) {
        let who = roster.agent(agent);
        let person = &mut self.people[agent.index()];
        let until = now.saturating_add(i64::from(who.after_work));
        let load = person.hands.iter().find(|(one, _)| *one == slot).map(|(_, load)| *load);
        if let Some(load) = load.filter(|_| now < until) {
            let units = match load.cost {
                Cost::All => most(who, now),
                Cost::Units(units) => u32::from(units),
            };
            person.held.push(Held { units, until, interruptible: load.interruptible });
        }
        self.release(agent, slot);
        let person = &mut self.people[agent.index()];
        if person.hands.is_empty() {
            person.idle_since = Some(until);
        }
    }

    /// The same people under other positions, and those whom the new roster lacks left out; nothing is worked out yet.
    pub(super) fn moved(mut self, to: &[Option<AgentId>], agents: usize) -> Self {
        let mut moved = Self::of(agents);
        for (person, to) in self.people.iter_mut().zip(to) {
            if let Some(to) = to {
                moved.people[to.index()] = std::mem::take(person);
            }
        }
        moved
    }
}
