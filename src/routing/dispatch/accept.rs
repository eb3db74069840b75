//! What people and customers do: come, go, accept, decline, finish, leave.

use super::conversation::{Conversation, Place, Said, Stage};
use super::event::{Event, Refused, What};
use super::shapes::{Key, Shape, ShapeId};
use super::staff::Slot;
use super::{AgentId, Dispatcher, Order, QueueId, SHAPES_MAX};
use crate::policy::{EndKind, WaitChoice};
use crate::routing::able::Load;
use crate::routing::personal::{self, Wanted};
use crate::routing::{Asked, Case, Customer, Decided};
use crate::value::Fixed;
use std::sync::Arc;

impl Dispatcher {
    /// Takes an event; what it stirs up is settled afterwards.
    pub(super) fn take(&mut self, event: Event) -> Result<(), Refused> {
        match event {
            Event::Waits { conversation, case, customer } => self.comes(&conversation, *case, *customer),
            Event::Agent { agent, presence } => {
                let agent = self.find_agent(&agent)?;
                let is_here = presence.here;
                self.staff.tell(agent, *presence);
                self.freed(agent);
                if !is_here {
                    self.withdraw_from(agent);
                }
                Ok(())
            }
            Event::Gone { agent } => {
                let agent = self.find_agent(&agent)?;
                self.goes(agent);
                Ok(())
            }
            Event::Accepted { conversation, agent } => self.accepted(&conversation, &agent),
            Event::Declined { conversation, agent } => self.declined(&conversation, &agent),
            Event::Answered { conversation } => {
                let slot = self.find(&conversation)?;
                let Stage::InHand { answer_by, .. } = &mut self.conversation_mut(slot).stage else {
                    return Err(Refused::NotInHand(conversation));
                };
                *answer_by = None;
                self.set_timer(slot);
                Ok(())
            }
            Event::Finished { conversation } => {
                let slot = self.find(&conversation)?;
                if !matches!(self.conversation(slot).stage, Stage::InHand { .. }) {
                    return Err(Refused::NotInHand(conversation));
                }
                self.leaves(slot);
                Ok(())
            }
            Event::Left { conversation } => {
                let slot = self.find(&conversation)?;
                self.leaves(slot);
                Ok(())
            }
            Event::Chose { conversation, choice } => self.chose(&conversation, choice),
            Event::QueueWait { queue, wait } => self.queue_waits(queue, wait),
            Event::Time => Ok(()),
        }
    }

    fn find_agent(&self, id: &str) -> Result<AgentId, Refused> {
        self.roster.find(id).ok_or_else(|| Refused::NoAgent(id.to_owned()))
    }

    fn find(&self, id: &str) -> Result<Slot, Refused> {
        self.by_id.get(id).copied().ok_or_else(|| Refused::NoConversation(id.to_owned()))
    }

    /// A conversation is to reach a person.
    fn comes(&mut self, id: &str, case: Case, customer: Customer) -> Result<(), Refused> {
        if self.by_id.contains_key(id) {
            return Err(Refused::Known(id.to_owned()));
        }
        let queues = || case.queues.iter().map(|one| self.policy.queue(one.id));
        let id: Arc<str> = Arc::from(id);
        if !queues().any(|queue| queue.routing.is_ladder()) {
            let helpdesk = queues().any(|queue| queue.routed_by_helpdesk);
            self.orders.push(Order { conversation: id, what: What::Decided(Decided::Elsewhere { helpdesk }, None) });
            return Ok(());
        }
        if self.by_id.len() >= self.most {
            return Err(Refused::Full(self.most));
        }
        let slot = self.free.pop().unwrap_or_else(|| {
            self.conversations.push(None);
            Slot::try_from(self.conversations.len() - 1).expect("the number of conversations is limited")
        });
        self.came += 1;
        self.by_id.insert(id.clone(), slot);
        self.conversations[slot as usize] = Some(Conversation {
            urgency: Conversation::urgency(&case, self.came),
            shape: ShapeId::MAX,
            due: Vec::new(),
            end_at: None,
            wanted: Vec::new(),
            stage: Stage::Waits,
            place: Place::default(),
            said: Said::default(),
            update_at: None,
            promised: None,
            asked: Asked::default(),
            id,
            case,
            customer,
        });
        self.enter(slot);
        Ok(())
    }

    /// Works out all that follows from the case, the customer and the roster.
    pub(super) fn enter(&mut self, slot: Slot) {
        let shape = self.shape_of(slot);
        if self.shapes[shape as usize].members.is_empty() {
            // Nobody looked at a kind of case that nobody had: who is there may have changed.
            self.look_at_shape(shape);
            self.open_pools(shape);
        }
        self.shapes[shape as usize].members.insert(slot);
        let (due, end_at) = self.times(slot, shape);
        let wanted = self.wanted(slot, self.shapes[shape as usize].queues[0]);
        let is_personal = !wanted.is_empty();
        let update_at = self.first_update(shape, self.now);
        let one = self.conversation_mut(slot);
        (one.shape, one.due, one.end_at, one.wanted) = (shape, due, end_at, wanted);
        one.update_at = one.update_at.or(update_at);
        if one.waits() {
            self.stirred.insert(slot);
        }
        if is_personal {
            self.personal.insert(slot);
        }
    }

    fn first_update(&self, shape: ShapeId, from: i64) -> Option<i64> {
        let queues = self.shapes[shape as usize].queues.iter();
        let (every, _) = queues.copied().find_map(|queue| self.policy.queue(queue).routing.updates)?;
        from.checked_add(every.whole().max(1))
    }

    fn shape_of(&mut self, slot: Slot) -> ShapeId {
        let one = self.conversation(slot);
        let key = Key::of(&self.policy, &one.case, one.customer.account_manager.as_deref());
        if let Some(known) = self.by_key.get(&key) {
            return *known;
        }
        let empty = || self.shapes.iter().filter(|shape| shape.members.is_empty()).count();
        if self.shapes.len() >= SHAPES_MAX && self.shapes.len() < 2 * empty() {
            self.make_anew();
            // This conversation was among those that were entered anew.
            if let Some(known) = self.by_key.get(&key) {
                return *known;
            }
        }
        let work = one_work(self, &key);
        let shape = Shape::of(&self.policy, &self.roster, key.clone(), work);
        let id = ShapeId::try_from(self.shapes.len()).expect("the number of kinds is limited");
        self.shapes.push(shape);
        self.by_key.insert(key, id);
        id
    }

    /// Everybody who is asked by name, and until when it may be kept for them.
    fn wanted(&self, slot: Slot, first: QueueId) -> Vec<Wanted> {
        let Conversation { case, customer, .. } = self.conversation(slot);
        let clock = self.clock(first, case.is_live, case.decided_at, self.open.get(&first));
        personal::wanted(&self.policy, &self.roster, case, customer, |times| clock.at(times))
    }

    /// When the steps come, and when the ladder ends.
    fn times(&mut self, slot: Slot, shape: ShapeId) -> (Vec<Option<i64>>, Option<i64>) {
        let queues = self.shapes[shape as usize].queues.clone();
        if self.shapes[shape as usize].is_in_business_time(&self.policy) {
            for queue in &queues {
                self.open_times(*queue);
            }
        }
        let case = &self.conversation(slot).case;
        let clock = |queue: QueueId| self.clock(queue, case.is_live, case.decided_at, self.open.get(&queue));
        let mut due: Vec<Option<i64>> = Vec::new();
        let mut queue = None;
        for step in &self.shapes[shape as usize].steps {
            let from = match step.after {
                None => case
                    .everyone
                    .and_then(|(within, _)| case.asked_at.unwrap_or(case.decided_at).checked_add(within.whole())),
                Some(after) => {
                    let latest = if queue == Some(step.at.queue) {
                        due.last().copied().flatten()
                    } else {
                        Some(case.decided_at)
                    };
                    latest.and_then(|latest| clock(step.at.queue).at(after).map(|at| at.max(latest)))
                }
            };
            queue = Some(step.at.queue);
            due.push(from);
        }
        let first = queues[0];
        let end = self.policy.queue(first).routing.end.as_ref().and_then(|end| end.after);
        let returned = self.conversation(slot).asked.returned_at.unwrap_or(case.decided_at);
        let end_clock = self.clock(first, case.is_live, returned, self.open.get(&first));
        let end_at = end.and_then(|after| end_clock.at(after));
        (due, end_at)
    }

    /// Somebody who was asked takes it.
    fn accepted(&mut self, id: &str, agent_id: &str) -> Result<(), Refused> {
        let (slot, agent) = (self.find(id)?, self.find_agent(agent_id)?);
        let one = self.conversation(slot);
        let is_called = one.said.paged.0.contains(&agent);
        let first = self.shapes[one.shape as usize].queues[0];
        let not_asked = || Refused::NotAsked { conversation: id.to_owned(), agent: agent_id.to_owned() };
        let (others, queue) = match &one.stage {
            Stage::Offered { agents, queue, .. } if agents.contains(&agent) => {
                (agents.iter().copied().filter(|other| *other != agent).collect(), *queue)
            }
            Stage::Offered { agents, .. } if is_called => (agents.clone(), first),
            Stage::Waits if is_called => (Vec::new(), first),
            _ => return Err(not_asked()),
        };
        if !others.is_empty() {
            self.order(slot, What::Withdraw(others.clone()));
        }
        for other in others {
            self.staff.release(other, slot);
            self.freed(other);
        }
        self.leave_queues(slot);
        if !self.staff.hands(agent).any(|one| one == slot) {
            let load = Load::of(&self.roster, agent, self.conversation(slot).case.work.as_deref());
            self.staff.reserve(agent, slot, load);
        }
        self.staff.assigned(agent, &self.policy.queue(queue).name, self.now);
        self.refresh(agent);
        let is_live = self.conversation(slot).case.is_live;
        let within = self.policy.queue(queue).routing.answer_within;
        let answer_by =
            within.and_then(|within| self.clock(queue, is_live, self.now, self.open.get(&queue)).at(within));
        let accepted_at = self.now;
        self.conversation_mut(slot).stage = Stage::InHand { agent, accepted_at, answer_by };
        self.order(slot, What::Assigned { agent, answer_by });
        self.redeem(slot, true);
        self.set_timer(slot);
        Ok(())
    }

    fn declined(&mut self, id: &str, agent_id: &str) -> Result<(), Refused> {
        let (slot, agent) = (self.find(id)?, self.find_agent(agent_id)?);
        let one = self.conversation(slot);
        let is_offered = matches!(&one.stage, Stage::Offered { agents, .. } if agents.contains(&agent));
        if is_offered {
            self.no_longer_asked(slot, agent);
        } else if !one.said.paged.0.contains(&agent) || matches!(one.stage, Stage::InHand { .. }) {
            return Err(Refused::NotAsked { conversation: id.to_owned(), agent: agent_id.to_owned() });
        }
        self.decline(slot, agent);
        if self.conversation(slot).waits() {
            self.stirred.insert(slot);
        }
        Ok(())
    }

    /// An agent is not asked any more; when nobody is, it waits again.
    pub(super) fn no_longer_asked(&mut self, slot: Slot, agent: AgentId) {
        if let Stage::Offered { agents, .. } = &mut self.conversation_mut(slot).stage {
            agents.retain(|one| *one != agent);
            if agents.is_empty() {
                self.conversation_mut(slot).stage = Stage::Waits;
                self.stirred.insert(slot);
            }
        }
        self.staff.release(agent, slot);
        self.freed(agent);
    }

    /// What an agent was only asked goes to others.
    pub(super) fn withdraw_from(&mut self, agent: AgentId) {
        let hands: Vec<Slot> = self.staff.hands(agent).collect();
        for slot in hands {
            if matches!(self.conversation(slot).stage, Stage::Offered { .. }) {
                self.order(slot, What::Withdraw(vec![agent]));
                self.no_longer_asked(slot, agent);
            }
        }
    }

    /// All that an agent holds waits again.
    fn goes(&mut self, agent: AgentId) {
        let mut presence = self.staff.present(agent).clone();
        presence.here = false;
        (presence.taken, presence.interruptible, presence.exclusive) = (0, 0, false);
        presence.held.clear();
        self.staff.tell(agent, presence);
        self.withdraw_from(agent);
        let hands: Vec<Slot> = self.staff.hands(agent).collect();
        for slot in hands {
            self.take_back(slot, agent);
        }
        self.freed(agent);
    }

    /// What somebody had in hand waits again, with its age; its end counts from now.
    pub(super) fn take_back(&mut self, slot: Slot, agent: AgentId) {
        self.order(slot, What::TakenBack(agent));
        self.staff.release(agent, slot);
        self.freed(agent);
        let one = self.conversation(slot);
        let first = self.shapes[one.shape as usize].queues[0];
        let end = self.policy.queue(first).routing.end.as_ref().and_then(|end| end.after);
        let clock = self.clock(first, one.case.is_live, self.now, self.open.get(&first));
        let end_at = end.and_then(|after| clock.at(after));
        let update_at = self.first_update(one.shape, self.now);
        let now = self.now;
        let one = self.conversation_mut(slot);
        (one.stage, one.end_at, one.update_at) = (Stage::Waits, end_at, update_at);
        one.asked.returned_at = Some(now);
        let (away, choices) = (one.said.away, std::mem::take(&mut one.said.choices));
        one.said = Said { away, choices, ..Said::default() };
        self.stirred.insert(slot);
    }

    /// A conversation is over, for whatever reason.
    fn leaves(&mut self, slot: Slot) {
        self.remember(slot);
        match self.conversation(slot).stage.clone() {
            Stage::Waits => {}
            Stage::Offered { agents, .. } => {
                self.order(slot, What::Withdraw(agents.clone()));
                for agent in agents {
                    self.staff.release(agent, slot);
                    self.freed(agent);
                }
            }
            Stage::InHand { agent, .. } => {
                self.staff.finish(agent, slot, &self.roster, self.now);
                self.freed(agent);
            }
        }
        self.remove(slot);
    }

    fn chose(&mut self, id: &str, choice: WaitChoice) -> Result<(), Refused> {
        let slot = self.find(id)?;
        let one = self.conversation(slot);
        if matches!(one.stage, Stage::InHand { .. }) || !one.said.choices.contains(&choice) {
            return Err(Refused::NoChoice(id.to_owned()));
        }
        if choice == WaitChoice::Wait {
            return Ok(());
        }
        let conversation = one.id.clone();
        let first = self.shapes[one.shape as usize].queues[0];
        let owner = self.policy.queue(first).routing.end.as_ref().map(|end| end.owner.clone());
        let calls = choice == WaitChoice::Callback;
        let what = What::Ended { kind: calls.then_some(EndKind::Callback), owner: owner.filter(|_| calls) };
        self.leaves(slot);
        self.orders.push(Order { conversation, what });
        Ok(())
    }

    /// How long a queue makes people wait has changed: people may be lent now, or customers be given a choice.
    fn queue_waits(&mut self, queue: String, wait: Option<Fixed>) -> Result<(), Refused> {
        let known = self.policy.queues.iter().position(|one| one.name == queue);
        let Some(id) = known else { return Err(Refused::NoQueue(queue)) };
        let id = QueueId(u32::try_from(id).expect("the number of queues is limited"));
        let before = match wait {
            Some(wait) => self.waits.insert(queue, wait),
            None => self.waits.remove(&queue),
        };
        let crossed = |(of, below): &(QueueId, Fixed)| {
            *of == id && before.is_some_and(|before| before < *below) != wait.is_some_and(|wait| wait < *below)
        };
        let lending = self.shapes.iter().enumerate().filter(|(_, shape)| shape.lends.iter().any(crossed));
        let lending: Vec<usize> = lending.map(|(at, _)| at).collect();
        for shape in lending {
            self.open_pools(ShapeId::try_from(shape).expect("the number of kinds is limited"));
        }
        let long = self.policy.queue(id).routing.long_wait.as_ref().map(|long| long.above);
        if long.is_some_and(|above| wait.is_some_and(|wait| wait > above) && before.is_none_or(|wait| wait <= above)) {
            self.choices_in(id);
        }
        Ok(())
    }

    /// Gives a choice to everybody who waits in a queue.
    fn choices_in(&mut self, queue: QueueId) {
        let of_queue = self.shapes.iter().filter(|shape| shape.queues.first() == Some(&queue));
        let slots: Vec<Slot> = of_queue.flat_map(|shape| shape.members.iter().copied()).collect();
        for slot in slots {
            if self.conversation(slot).waits() && self.conversation(slot).said.waits {
                self.choose(slot);
            }
        }
    }
}

/// The kind of work of a kind of case.
fn one_work(dispatcher: &mut Dispatcher, key: &Key) -> super::staff::WorkId {
    let Dispatcher { staff, roster, duties, now, .. } = dispatcher;
    staff.work_id(key.case().work.as_deref(), roster, duties, *now)
}
