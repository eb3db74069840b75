//! Where a conversation stands: kept for somebody, in a pool, or in none because all is said.

use super::conversation::{Conversation, Place};
use super::event::What;
use super::pools::PoolId;
use super::shapes::{self, Shape, ShapeId, Status};
use super::staff::Slot;
use super::{AgentId, Dispatcher};
use crate::policy::{End, EndKind};
use crate::routing::Because;
use crate::routing::personal::{self, Wanted};

impl Dispatcher {
    /// Puts a conversation where it belongs now.
    pub(super) fn place(&mut self, slot: Slot) {
        self.leave_queues(slot);
        let mut place = self.steps_now(slot);
        self.names(slot, &mut place);
        self.conversation_mut(slot).place = place;
        if !self.conversation(slot).place.is_held && !self.is_over(slot) {
            let pool = self.pool_of(slot);
            let queued = (self.conversation(slot).urgency, slot);
            self.pools.pool_mut(pool).waiting.insert(queued);
            self.conversation_mut(slot).place.pool = Some(pool);
        }
        self.say_away(slot);
        let one = self.conversation(slot);
        let queued = (one.urgency, slot);
        for agent in one.place.wanted.iter().map(|wanted| wanted.agent).collect::<Vec<_>>() {
            self.by_name[agent.index()].insert(queued);
        }
    }

    /// Takes a conversation out of all queues.
    pub(super) fn leave_queues(&mut self, slot: Slot) {
        let one = self.conversation_mut(slot);
        let (queued, pool) = ((one.urgency, slot), one.place.pool.take());
        let wanted = std::mem::take(&mut one.place.wanted);
        if let Some(pool) = pool {
            self.pools.pool_mut(pool).waiting.remove(&queued);
        }
        for wanted in wanted {
            self.by_name[wanted.agent.index()].remove(&queued);
        }
    }

    /// Which steps have come, and who is out.
    fn steps_now(&self, slot: Slot) -> Place {
        let one = self.conversation(slot);
        let shape = &self.shapes[one.shape as usize];
        let has_come = |at: &Option<i64>| at.filter(|at| *at <= self.now);
        let mut times: Vec<i64> = one.due.iter().filter_map(has_come).collect();
        times.sort_unstable();
        times.dedup();
        let rank = |at: i64| u8::try_from(times.partition_point(|time| *time < at) + 1).unwrap_or(u8::MAX);
        let reached = one.due.iter().map(|at| has_come(at).map_or(0, rank)).collect();
        let last_step = last_step(shape, one, self.now);
        let is_out = |agent: &AgentId| {
            let id = &self.roster.agent(*agent).id;
            one.asked.is_out(id, last_step) || personal::avoids(&self.policy, &one.customer, id)
        };
        let named = one.asked.declined.iter().map(|declined| declined.agent.as_str());
        let named = named.chain(one.customer.marks.iter().map(|(agent, _)| agent.as_str()));
        let mut out: Vec<AgentId> = named.filter_map(|id| self.roster.find(id)).filter(is_out).collect();
        out.sort_unstable();
        out.dedup();
        let next_step = one.due.iter().flatten().copied().filter(|at| self.now < *at).min();
        Place { out, reached, next_step, ..Place::default() }
    }

    /// Who is asked by name now, and whether it is for the last of them alone.
    fn names(&self, slot: Slot, place: &mut Place) {
        let one = self.conversation(slot);
        for wanted in one.wanted.iter().copied() {
            let id = &self.roster.agent(wanted.agent).id;
            if one.asked.is_out(id, None) || personal::avoids(&self.policy, &one.customer, id) {
                continue;
            }
            place.wanted.push(wanted);
            if self.is_able(slot, wanted) || self.held_until(wanted).is_some() {
                place.is_held = true;
                break;
            }
        }
    }

    /// Says that whoever the customer named is not at work, unless it was said or it is kept for them.
    fn say_away(&mut self, slot: Slot) {
        let one = self.conversation(slot);
        let named = one.place.wanted.iter().find(|wanted| wanted.because == Because::Named && one.said.away.is_none());
        let Some(named) = named else { return };
        let on_shift = self.duties.on_shift.contains(named.agent);
        if let Some(away) = named.away(on_shift, &self.roster, self.now) {
            self.conversation_mut(slot).said.away = Some(away.agent);
            self.order(slot, What::Away(away));
        }
    }

    /// Whether somebody who is asked by name can take it now.
    pub(super) fn is_able(&self, slot: Slot, wanted: Wanted) -> bool {
        let standing = self.staff.standing(wanted.agent, &self.roster, &self.duties, self.now);
        wanted.obstacles(&standing, self.conversation(slot).case.work.as_deref()).is_empty()
    }

    /// Until when a conversation is kept for somebody who is asked by name.
    pub(super) fn held_until(&self, wanted: Wanted) -> Option<i64> {
        wanted.held_until(self.duties.on_shift.contains(wanted.agent), self.now)
    }

    /// Whether nobody is asked any more, those named aside: it is closed, or has ended for good.
    pub(super) fn is_over(&self, slot: Slot) -> bool {
        let one = self.conversation(slot);
        let has_ended = one.end_at.is_some_and(|end| end <= self.now) && !self.is_held_in_the_end(slot);
        has_ended || self.shapes[one.shape as usize].status != Status::Open
    }

    /// How its ladder ends.
    pub(super) fn end_of(&self, slot: Slot) -> Option<&End> {
        let queue = self.shapes[self.conversation(slot).shape as usize].queues[0];
        self.policy.queue(queue).routing.end.as_ref()
    }

    /// Whether it stays in the queue when its ladder has ended.
    pub(super) fn is_held_in_the_end(&self, slot: Slot) -> bool {
        self.end_of(slot).is_some_and(|end| end.kind == EndKind::Hold)
    }

    fn pool_of(&mut self, slot: Slot) -> PoolId {
        let one = self.conversation(slot);
        if let Some(known) = self.pools.find(one.shape, &one.place.reached) {
            return known;
        }
        let shape = &self.shapes[one.shape as usize];
        let (on_shift, on_call) = (&self.duties.on_shift, &self.duties.on_call);
        let open = shapes::is_open(&self.policy, &self.waits, on_shift, on_call);
        let eligible = shape.eligible(&one.place.reached, &open);
        let (shape, reached) = (one.shape, one.place.reached.clone());
        self.pools.add(shape, reached, eligible)
    }

    /// Works out anew who may take from the pools of a kind of case.
    pub(super) fn open_pools(&mut self, shape: ShapeId) {
        let Self { pools, shapes, policy, waits, duties, stirred_pools, .. } = self;
        let open = shapes::is_open(policy, waits, &duties.on_shift, &duties.on_call);
        for (id, pool) in pools.of_shape_mut(shape) {
            pool.eligible = shapes[shape as usize].eligible(&pool.reached, &open);
            stirred_pools.insert(id);
        }
    }

    /// Takes a conversation out altogether.
    pub(super) fn remove(&mut self, slot: Slot) {
        self.redeem(slot, false);
        self.leave_queues(slot);
        self.timers.set(super::timers::Due::Conversation(slot), None);
        self.personal.remove(&slot);
        self.stirred.remove(&slot);
        if let Some(one) = self.conversations[slot as usize].take() {
            self.by_id.remove(&one.id);
            self.shapes[one.shape as usize].members.remove(&slot);
            self.free.push(slot);
        }
    }
}

/// When the last step of every ladder came, if it has.
fn last_step(shape: &Shape, one: &Conversation, now: i64) -> Option<i64> {
    let mut came = None;
    for queue in &shape.queues {
        let of_queue =
            shape.steps.iter().zip(&one.due).filter(|(step, _)| step.at.queue == *queue && step.after.is_some());
        let due: Vec<Option<i64>> = of_queue.map(|(_, due)| *due).collect();
        let last = due.last().copied().flatten().filter(|last| due.len() > 1 && *last <= now)?;
        came = came.max(Some(last));
    }
    came
}
