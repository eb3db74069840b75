//! What is said of a conversation that nobody takes now.

use super::Dispatcher;
use super::conversation::Conversation;
use super::event::What;
use super::shapes::{Shape, Status};
use super::staff::Slot;
use crate::policy::EndKind;
use crate::roster::AgentId;
use crate::routing::{Decided, StepAt};

impl Dispatcher {
    /// Looks at a conversation that was stirred up; what is new is said.
    pub(super) fn look(&mut self, slot: Slot) {
        let waits = self.conversations[slot as usize].as_ref().is_some_and(Conversation::waits);
        if !waits {
            return;
        }
        if self.conversation(slot).place.is_held {
            self.hold(slot);
        } else if self.shapes[self.conversation(slot).shape as usize].status == Status::Closed {
            self.close(slot);
        } else if self.shapes[self.conversation(slot).shape as usize].status == Status::NobodySpeaks {
            self.end(slot, EndKind::Callback);
        } else {
            self.wait(slot);
        }
        if self.conversations[slot as usize].is_some() {
            self.set_timer(slot);
        }
    }

    /// It is kept for somebody.
    fn hold(&mut self, slot: Slot) {
        let one = self.conversation(slot);
        let Some(wanted) = one.place.wanted.last().copied() else { return };
        let Some(until) = self.held_until(wanted).filter(|_| !self.is_able(slot, wanted)) else {
            // They could, and took something more urgent.
            self.stirred.insert(slot);
            return;
        };
        if one.said.held_for == Some(wanted.agent) {
            return;
        }
        let decided = Decided::Hold { agent: wanted.agent, because: wanted.because, until };
        let said = &mut self.conversation_mut(slot).said;
        (said.held_for, said.waits, said.paged) = (Some(wanted.agent), false, (Vec::new(), 0));
        self.order(slot, What::Decided(decided, None));
    }

    /// Nobody is there.
    fn close(&mut self, slot: Slot) {
        let one = self.conversation(slot);
        if one.said.closed {
            return;
        }
        let queues = self.shapes[one.shape as usize].queues.iter().copied();
        let line = |queue| self.policy.queue(queue).routing.closed.clone().map(|closed| (queue, closed));
        let Some((queue, closed)) = queues.into_iter().find_map(line) else { return };
        let next_open = self.clock(queue, one.case.is_live, self.now, None).next_open(self.now);
        let decided = Decided::Closed { kind: closed.kind, owner: closed.owner, say: closed.say, next_open };
        self.order(slot, What::Decided(decided, None));
        if closed.kind == EndKind::Hold {
            let said = &mut self.conversation_mut(slot).said;
            (said.closed, said.waits) = (true, false);
        } else {
            self.remove(slot);
        }
    }

    /// Its ladder has ended.
    fn end(&mut self, slot: Slot, kind: EndKind) {
        let Some(owner) = self.end_of(slot).map(|end| end.owner.clone()) else { return };
        self.order(slot, What::Decided(Decided::End { kind, owner }, None));
        if kind == EndKind::Hold {
            self.conversation_mut(slot).said.ended = true;
        } else {
            self.remove(slot);
        }
    }

    /// Says that its ladder has ended, whatever is in somebody's hands.
    pub(super) fn say_end(&mut self, slot: Slot) {
        if let Some(kind) = self.end_of(slot).map(|end| end.kind).filter(|_| !self.conversation(slot).said.ended) {
            self.end(slot, kind);
        }
    }

    /// It waits: for a step, for somebody's units, or it has ended.
    fn wait(&mut self, slot: Slot) {
        self.conversation_mut(slot).said.closed = false;
        let one = self.conversation(slot);
        let (kind, has_time) = self.end_of(slot).map_or((EndKind::Hold, true), |end| (end.kind, end.after.is_some()));
        if one.said.ended {
            return;
        }
        if one.end_at.is_some_and(|end| end <= self.now) {
            self.end(slot, kind);
            return;
        }
        let shape = &self.shapes[one.shape as usize];
        let called = self.called(slot, shape);
        if called.is_empty() && !has_time && self.has_come_to_its_last_step(slot) {
            self.end(slot, kind);
            return;
        }
        let calls = shape.steps.iter().zip(&one.place.reached).filter(|(step, reached)| step.calls && **reached > 0);
        let step = calls.clone().next().map(|(step, _)| step.at);
        let page = (called, calls.count());
        if !page.0.is_empty() {
            self.page(slot, page, step);
            return;
        }
        if !one.said.waits {
            let said = &mut self.conversation_mut(slot).said;
            (said.waits, said.held_for, said.paged) = (true, None, (Vec::new(), 0));
            self.order(slot, What::Decided(Decided::Wait, None));
        }
        self.choose(slot);
    }

    /// Whether the last step of the first ladder has come.
    fn has_come_to_its_last_step(&self, slot: Slot) -> bool {
        let one = self.conversation(slot);
        let shape = &self.shapes[one.shape as usize];
        let first = |step: &StepAt| step.queue == shape.queues[0] && step.step != usize::MAX;
        let mut steps = shape.steps.iter().zip(&one.due).filter(|(step, _)| first(&step.at));
        steps.next_back().and_then(|(_, due)| *due).is_some_and(|due| due <= self.now)
    }

    /// Whom the steps that have come call out now.
    fn called(&self, slot: Slot, shape: &Shape) -> Vec<AgentId> {
        let place = &self.conversation(slot).place;
        let called = shape.called(&place.reached, &self.duties.on_call);
        called.filter(|agent| !self.duties.on_shift.contains(*agent) && !place.out.contains(agent)).collect()
    }

    fn page(&mut self, slot: Slot, page: (Vec<AgentId>, usize), step: Option<StepAt>) {
        let said = &mut self.conversation_mut(slot).said;
        if said.paged == page {
            return;
        }
        said.paged.clone_from(&page);
        (said.waits, said.held_for) = (false, None);
        self.order(slot, What::Decided(Decided::Page(page.0), step));
    }

    /// Gives the customer a choice, if the wait is long and none was given yet.
    pub(super) fn choose(&mut self, slot: Slot) {
        let one = self.conversation(slot);
        let queue = self.policy.queue(self.shapes[one.shape as usize].queues[0]);
        let Some(long) =
            queue.routing.long_wait.as_ref().filter(|_| one.case.may_choose && one.said.choices.is_empty())
        else {
            return;
        };
        if self.waits.get(&queue.name).is_some_and(|wait| *wait > long.above) {
            let choices = long.choices.clone();
            self.conversation_mut(slot).said.choices.clone_from(&choices);
            self.order(slot, What::Choose(choices));
        }
    }
}
