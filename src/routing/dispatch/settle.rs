//! Who gets what: whoever is more urgent is looked at first, and gets whom the queue prefers.

use super::conversation::{Conversation, Stage};
use super::event::What;
use super::pools::{PoolId, Queued, Urgency};
use super::shapes;
use super::staff::Slot;
use super::{AgentId, Dispatcher};
use crate::policy::Preference;
use crate::routing::able::Load;
use crate::routing::rank::Merits;
use crate::routing::{Because, Decided, Notice, StepAt};
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeSet, BinaryHeap};
use std::ops::Bound;

/// Why a conversation is looked at: what is looked at after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Itself,
    Pool(PoolId),
    Name(AgentId),
}

/// Who is asked, and why.
struct Chosen {
    agents: Vec<AgentId>,
    because: Because,
    step: Option<StepAt>,
    notice: Option<Notice>,
}

impl Dispatcher {
    /// Looks at all that was stirred up, until nothing is.
    pub(super) fn settle(&mut self) {
        while !self.stirred.is_empty() || !self.fresh.is_empty() || !self.stirred_pools.is_empty() {
            let (stirred, fresh) = (std::mem::take(&mut self.stirred), std::mem::take(&mut self.fresh));
            let mut stirred: Vec<(Urgency, Slot)> =
                stirred.into_iter().map(|slot| (self.conversation(slot).urgency, slot)).collect();
            stirred.retain(|(_, slot)| self.conversation(*slot).waits());
            stirred.sort_unstable();
            for (_, slot) in &stirred {
                self.place(*slot);
            }
            self.ask_all(&stirred, &fresh);
            for (_, slot) in stirred {
                self.look(slot);
            }
        }
    }

    fn ask_all(&mut self, stirred: &[Queued], fresh: &BTreeSet<AgentId>) {
        let pools = std::mem::take(&mut self.stirred_pools);
        let mut heap: BinaryHeap<Reverse<(Queued, Source)>> =
            stirred.iter().map(|queued| Reverse((*queued, Source::Itself))).collect();
        for (id, pool) in self.pools.waiting() {
            let ready = self.staff.ready(self.shapes[pool.shape as usize].work);
            let takes = |agent: &AgentId| pool.eligible.contains(*agent) && ready.contains(*agent);
            if pools.contains(&id) || fresh.iter().any(takes) {
                heap.extend(pool.waiting.first().map(|first| Reverse((*first, Source::Pool(id)))));
            }
        }
        for agent in fresh {
            let first = self.by_name[agent.index()].first();
            heap.extend(first.map(|first| Reverse((*first, Source::Name(*agent)))));
        }
        while let Some(Reverse((queued, source))) = heap.pop() {
            let (_, slot) = queued;
            let waits = self.conversations[slot as usize].as_ref().is_some_and(Conversation::waits);
            if let Some(chosen) = waits.then(|| self.choose_agents(slot)).flatten() {
                self.offer(slot, chosen);
            }
            heap.extend(self.after(queued, source).map(|next| Reverse((next, source))));
        }
    }

    /// What is looked at next for the same reason, if there still is one.
    fn after(&self, queued: Queued, source: Source) -> Option<Queued> {
        let behind = (Bound::Excluded(queued), Bound::Unbounded);
        match source {
            Source::Itself => None,
            Source::Pool(id) => {
                let pool = self.pools.pool(id);
                let ready = self.staff.ready(self.shapes[pool.shape as usize].work);
                pool.eligible.meets(ready).then(|| pool.waiting.range(behind).next().copied()).flatten()
            }
            Source::Name(agent) => self.by_name[agent.index()].range(behind).next().copied(),
        }
    }

    /// Who is asked to take a conversation now, if anybody can.
    fn choose_agents(&self, slot: Slot) -> Option<Chosen> {
        let place = &self.conversation(slot).place;
        let named = place.wanted.iter().find(|wanted| self.is_able(slot, **wanted));
        if let Some(named) = named {
            return Some(Chosen { agents: vec![named.agent], because: named.because, step: None, notice: None });
        }
        let pool = place.pool?;
        if self.conversation(slot).case.to_all { self.everybody(slot, pool) } else { self.best(slot, pool) }
    }

    /// Everybody in a pool who can take a conversation now, with the step that lets them in.
    fn able(&self, slot: Slot, pool: PoolId) -> impl Iterator<Item = (Merits, StepAt, &Option<Notice>)> {
        let one = self.conversation(slot);
        let pool = self.pools.pool(pool);
        let shape = &self.shapes[pool.shape as usize];
        let is_open = shapes::is_open(&self.policy, &self.waits, &self.duties.on_shift, &self.duties.on_call);
        let ready = pool.eligible.both(self.staff.ready(shape.work));
        let last = one.customer.last.as_ref().and_then(|last| self.roster.find(&last.agent));
        let able = ready.filter(|agent| !one.place.out.contains(agent));
        able.filter_map(move |agent| {
            let way = shape.way(agent, &pool.reached, &is_open)?;
            let at = shape.steps[way.step].at;
            let (person, present) = (self.roster.agent(agent), self.staff.present(agent));
            let queue = &self.policy.queue(at.queue).name;
            let merits = Merits::of(agent, person, present, way.way.surplus, queue, last == Some(agent), self.now);
            Some((merits, at, &way.way.notice))
        })
    }

    fn preferences(&self, slot: Slot) -> &[Preference] {
        let queue = self.shapes[self.conversation(slot).shape as usize].queues[0];
        &self.policy.queue(queue).routing.prefer
    }

    /// The first of those who can take it, and what set them apart from the next.
    fn best(&self, slot: Slot, pool: PoolId) -> Option<Chosen> {
        let wishes = self.preferences(slot);
        let mut best: Option<(Merits, StepAt, &Option<Notice>)> = None;
        let mut next: Option<Merits> = None;
        for one in self.able(slot, pool) {
            let comes_first = |other: &Merits| one.0.order(wishes, other) == Ordering::Less;
            if best.as_ref().is_none_or(|best| comes_first(&best.0)) {
                next = best.replace(one).map(|(merits, ..)| merits);
            } else if next.as_ref().is_none_or(comes_first) {
                next = Some(one.0);
            }
        }
        let (first, step, notice) = best?;
        let because = next.map_or(Because::Preferred(None), |next| first.because(wishes, &next));
        Some(Chosen { agents: vec![first.agent], because, step: Some(step), notice: notice.clone() })
    }

    /// All of those who can take it, in order.
    fn everybody(&self, slot: Slot, pool: PoolId) -> Option<Chosen> {
        let mut able: Vec<_> = self.able(slot, pool).collect();
        let wishes = self.preferences(slot);
        able.sort_by(|(one, ..), (other, ..)| one.order(wishes, other));
        let (_, step, notice) = able.first()?;
        let (step, notice) = (Some(*step), (*notice).clone());
        let agents = able.iter().map(|(merits, ..)| merits.agent).collect();
        Some(Chosen { agents, because: Because::Everybody, step, notice })
    }

    /// Asks them: the units that it takes are kept for it.
    fn offer(&mut self, slot: Slot, chosen: Chosen) {
        self.leave_queues(slot);
        let Chosen { agents, because, step, notice } = chosen;
        let queues = &self.shapes[self.conversation(slot).shape as usize].queues;
        let within = queues.iter().find_map(|queue| self.policy.queue(*queue).routing.accept_within);
        let until = within.and_then(|within| self.now.checked_add(within.whole()));
        let queue = step.map_or(queues[0], |step| step.queue);
        for agent in &agents {
            let load = Load::of(&self.roster, *agent, self.conversation(slot).case.work.as_deref());
            self.staff.reserve(*agent, slot, load);
            self.refresh(*agent);
        }
        let decided = Decided::Offer { agents: agents.clone(), because, until, notice };
        let now = self.now;
        let one = self.conversation_mut(slot);
        let ends = one.end_at.filter(|end| until.is_none() && now < *end);
        one.stage = Stage::Offered { agents, until, ends, queue };
        (one.said.waits, one.said.held_for) = (false, None);
        self.order(slot, What::Decided(decided, step));
        self.set_timer(slot);
    }

    /// Works out anew what an agent can take.
    pub(super) fn refresh(&mut self, agent: AgentId) {
        let next = self.staff.refresh(agent, &self.roster, &self.duties, self.now);
        self.timers.set(super::timers::Due::Agent(agent.0), next);
    }

    /// The same, and looks whether they can take something now.
    pub(super) fn freed(&mut self, agent: AgentId) {
        self.refresh(agent);
        self.fresh.insert(agent);
    }
}
