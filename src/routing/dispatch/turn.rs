//! What time does by itself: duties begin and end, steps come, offers run out.

use super::conversation::Stage;
use super::event::What;
use super::shapes::{ShapeId, Status};
use super::staff::Slot;
use super::timers::Due;
use super::{AgentId, Dispatcher, QueueId};
use crate::calendar::{Interval, Intervals};
use crate::routing::Declined;
use crate::routing::clock::Clock;

/// How far back and ahead opening hours are worked out at once, in seconds.
const OPEN_AROUND: (i64, i64) = (2 * 86_400, 40 * 86_400);

impl Dispatcher {
    /// Moves to an instant, and sees to what became due.
    pub(super) fn go_to(&mut self, now: i64) {
        self.now = now;
        let changed = self.duties.go_to(&self.roster, now);
        if !changed.is_empty() {
            self.duties_changed(&changed);
        }
        while let Some(due) = self.timers.pop(now) {
            match due {
                Due::Agent(agent) => self.freed(AgentId(agent)),
                Due::Shape(shape) => self.look_at_shape(shape),
                Due::Conversation(slot) => self.wake(slot),
            }
        }
        self.settle();
    }

    /// Shifts began or ended, or somebody can be called, or not any more.
    fn duties_changed(&mut self, changed: &[AgentId]) {
        for agent in changed {
            self.freed(*agent);
            if !self.duties.on_shift.contains(*agent) {
                self.withdraw_from(*agent);
            }
        }
        for shape in 0..self.shapes.len() {
            if self.shapes[shape].members.is_empty() {
                continue;
            }
            let shape = ShapeId::try_from(shape).expect("the number of kinds is limited");
            self.look_at_shape(shape);
            if self.shapes[shape as usize].calls() {
                self.open_pools(shape);
                self.stir_all(shape);
            }
        }
        let personal = self.personal.iter().copied();
        let concerns = |slot: &Slot| self.conversation(*slot).wanted.iter().any(|one| changed.contains(&one.agent));
        let concerned: Vec<Slot> = personal.filter(concerns).collect();
        self.stirred.extend(concerned);
    }

    /// Looks whether anybody is there at all; if that has changed, looks at all conversations of the kind.
    pub(super) fn look_at_shape(&mut self, id: ShapeId) {
        let queues = self.shapes[id as usize].queues.clone();
        let hours = queues.iter().filter(|queue| self.policy.queue(**queue).routing.open.is_some());
        let hours: Vec<QueueId> = hours.copied().collect();
        let mut next = None;
        let mut opens = false;
        for queue in hours {
            let now = self.now;
            let (span, open) = self.open_times(queue);
            opens |= open.contains(now);
            let change = open.next_change(now).unwrap_or(span.to - OPEN_AROUND.0);
            next = Some(next.map_or(change, |next: i64| next.min(change)));
        }
        self.timers.set(Due::Shape(id), next);
        let shape = &self.shapes[id as usize];
        let has_line = |queue: &QueueId| self.policy.queue(*queue).routing.closed.is_some();
        let by_people = |queue: &QueueId| self.policy.queue(*queue).routing.open.is_none();
        let (on_shift, on_call) = (&self.duties.on_shift, &self.duties.on_call);
        let is_open = opens
            || shape.can_be_called(on_call)
            || queues.iter().any(by_people) && shape.is_somebody_there(on_shift, on_call);
        let is_live = shape.key.case().is_live;
        let status = if is_live && !is_open && queues.iter().any(has_line) {
            Status::Closed
        } else if shape.nobody_speaks(on_shift) {
            Status::NobodySpeaks
        } else {
            Status::Open
        };
        if std::mem::replace(&mut self.shapes[id as usize].status, status) != status {
            self.stir_all(id);
        }
    }

    fn stir_all(&mut self, id: ShapeId) {
        let members = self.shapes[id as usize].members.iter().copied();
        let waiting: Vec<Slot> = members.filter(|slot| self.conversation(*slot).waits()).collect();
        self.stirred.extend(waiting);
    }

    /// When a queue is open, around now.
    pub(super) fn open_times(&mut self, queue: QueueId) -> &(Interval, Intervals) {
        let (back, ahead) = OPEN_AROUND;
        let known = self.open.get(&queue).is_some_and(|(span, _)| self.now < span.to - back);
        if !known {
            let span = Interval { from: self.now.saturating_sub(back), to: self.now.saturating_add(ahead) };
            let open = self.clock(queue, true, self.now, None).open(span.from, span.to);
            self.open.insert(queue, (span, open));
        }
        &self.open[&queue]
    }

    pub(super) fn clock<'a>(
        &'a self,
        queue: QueueId,
        is_live: bool,
        from: i64,
        known: Option<&'a (Interval, Intervals)>,
    ) -> Clock<'a> {
        Clock { policy: &self.policy, queue: self.policy.queue(queue), roster: &self.roster, is_live, from, known }
    }

    /// A conversation's time has come.
    fn wake(&mut self, slot: Slot) {
        let now = self.now;
        match self.conversation(slot).stage.clone() {
            Stage::Waits => {
                self.stirred.insert(slot);
            }
            Stage::Offered { agents, until: Some(until), .. } if until <= now => {
                self.order(slot, What::Withdraw(agents.clone()));
                for agent in agents {
                    self.no_longer_asked(slot, agent);
                    self.decline(slot, agent);
                }
            }
            // Whoever may take their time is not asked past the end, unless it is only held then.
            Stage::Offered { agents, ends: Some(end), .. } if end <= now => {
                if self.is_held_in_the_end(slot) {
                    self.say_end(slot);
                } else {
                    self.order(slot, What::Withdraw(agents.clone()));
                    for agent in agents {
                        self.no_longer_asked(slot, agent);
                    }
                }
            }
            Stage::InHand { agent, answer_by: Some(by), .. } if by <= now => {
                self.decline(slot, agent);
                self.take_back(slot, agent);
            }
            Stage::Offered { .. } | Stage::InHand { .. } => {}
        }
        self.update(slot);
        self.set_timer(slot);
    }

    /// Tells the customer how it stands, if it is time to.
    fn update(&mut self, slot: Slot) {
        let conversation = self.conversation(slot);
        let queues = &self.shapes[conversation.shape as usize].queues;
        let Some((every, message)) = queues.iter().find_map(|queue| self.policy.queue(*queue).routing.updates) else {
            return;
        };
        let Some(at) = conversation.update_at.filter(|at| *at <= self.now) else { return };
        let passed = (self.now - at) / every.whole().max(1) + 1;
        let next = at.checked_add(passed.saturating_mul(every.whole().max(1)));
        let waits = !matches!(conversation.stage, Stage::InHand { .. });
        self.conversation_mut(slot).update_at = next;
        if waits {
            self.order(slot, What::Tell(message));
        }
    }

    /// When a conversation is to be looked at next.
    pub(super) fn set_timer(&mut self, slot: Slot) {
        let one = self.conversation(slot);
        let end = one.end_at.filter(|_| !one.said.ended);
        let at = match &one.stage {
            Stage::Waits => {
                let holds = one.wanted.iter().filter_map(|wanted| wanted.hold).map(|hold| hold.until);
                [one.place.next_step, end].into_iter().flatten().chain(holds).filter(|at| self.now < *at).min()
            }
            Stage::Offered { until, ends, .. } => until.or(ends.filter(|end| self.now < *end)),
            Stage::InHand { answer_by, .. } => *answer_by,
        };
        let update = one.update_at.filter(|_| !matches!(one.stage, Stage::InHand { .. }));
        self.timers.set(Due::Conversation(slot), [at, update].into_iter().flatten().min());
    }

    /// Somebody declined, or let the time pass.
    pub(super) fn decline(&mut self, slot: Slot, agent: AgentId) {
        let (id, at) = (self.roster.agent(agent).id.clone(), self.now);
        self.conversation_mut(slot).asked.declined.push(Declined { agent: id, at });
    }
}
