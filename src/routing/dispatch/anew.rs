//! A new roster: who works when has changed, or who works at all.

use super::conversation::{Place, Stage};
use super::duties::Duties;
use super::event::{Answer, Refused};
use super::pools::Pools;
use super::staff::Slot;
use super::{Dispatcher, Roster};
use crate::roster::AgentId;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Dispatcher {
    /// The people are these from now on: somebody called in sick, a week was planned anew. What those have who are not
    /// in it any more waits again.
    pub fn set_roster(&mut self, roster: Arc<Roster>, now: i64) -> Answer {
        if now < self.now {
            return Answer { orders: Vec::new(), refused: Some(Refused::Earlier(self.now)) };
        }
        self.go_to(now);
        let to: Vec<Option<AgentId>> = self.roster.agents().iter().map(|agent| roster.find(&agent.id)).collect();
        self.without_those_who_left(&to);
        self.rename(&to);
        self.staff = std::mem::take(&mut self.staff).moved(&to, roster.agents().len());
        self.duties = Duties::at(&roster, now);
        self.roster = roster;
        self.open.clear();
        self.make_anew();
        for agent in self.roster.ids() {
            self.freed(agent);
            if !self.duties.on_shift.contains(agent) {
                self.withdraw_from(agent);
            }
        }
        self.settle();
        Answer { orders: std::mem::take(&mut self.orders), refused: None }
    }

    /// Takes back what those have who are not in the roster any more.
    fn without_those_who_left(&mut self, to: &[Option<AgentId>]) {
        let left = self.roster.ids().filter(|agent| to[agent.index()].is_none());
        for agent in left.collect::<Vec<_>>() {
            self.withdraw_from(agent);
            let hands: Vec<Slot> = self.staff.hands(agent).collect();
            for slot in hands {
                self.take_back(slot, agent);
            }
        }
    }

    /// Names agents by their new positions.
    fn rename(&mut self, to: &[Option<AgentId>]) {
        let new = |agent: &AgentId| to[agent.index()];
        for one in self.conversations.iter_mut().flatten() {
            match &mut one.stage {
                Stage::Waits => {}
                Stage::Offered { agents, .. } => *agents = agents.iter().filter_map(new).collect(),
                Stage::InHand { agent, .. } => {
                    *agent = new(agent).expect("what those had who left was taken back");
                }
            }
            one.said.away = one.said.away.as_ref().and_then(new);
            one.said.held_for = one.said.held_for.as_ref().and_then(new);
            one.said.paged.0 = one.said.paged.0.iter().filter_map(new).collect();
        }
        self.fresh.clear();
        self.timers.forget_agents();
    }

    /// Works out anew all that follows from cases and people.
    pub(super) fn make_anew(&mut self) {
        self.shapes.clear();
        self.by_key.clear();
        self.pools = Pools::default();
        self.stirred_pools.clear();
        self.personal.clear();
        self.timers.forget_shapes();
        self.by_name = vec![BTreeSet::new(); self.roster.agents().len()];
        let there = 0..self.conversations.len();
        for slot in there.filter(|slot| self.conversations[*slot].is_some()).collect::<Vec<_>>() {
            let slot = Slot::try_from(slot).expect("the number of conversations is limited");
            self.conversation_mut(slot).place = Place::default();
            self.enter(slot);
        }
    }
}
