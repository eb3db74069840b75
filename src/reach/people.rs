//! Whom the ladders of a handover let in, and when they are there.

use crate::analysis::{Handover, Spoken};
use crate::calendar::{Interval, Intervals};
use crate::policy::{EndKind, LadderStep, MayTake, Owner, OwnerOf, Policy, Queue, QueueId};
use crate::roster::{Agent, AgentId, Duty, Roster, Timetable, alone};
use crate::routing::fits;
use std::collections::BTreeSet;

/// Everybody, with the times at which they can take something.
#[derive(Debug)]
pub(super) struct Staff<'a> {
    pub(super) policy: &'a Policy,
    pub(super) roster: &'a Roster,
    within: Interval,
    /// Everybody's duties, whether or not they have room.
    pub(super) timetable: Timetable,
    /// Of each agent: on shift with some room, on call.
    times: Vec<[Intervals; 2]>,
}

/// When some people are there.
pub(super) struct Cover {
    /// When somebody is.
    pub(super) served: Intervals,
    /// When one of them alone is.
    pub(super) alone: Vec<(AgentId, Interval)>,
}

impl<'a> Staff<'a> {
    pub(super) fn new(policy: &'a Policy, roster: &'a Roster, within: Interval) -> Self {
        let timetable = roster.timetable(within.from, within.to);
        let times = roster.ids().map(|agent| times(roster, &timetable, agent)).collect();
        Self { policy, roster, within, timetable, times }
    }

    /// When somebody has a duty and can take something.
    pub(super) fn times(&self, (agent, duty): (AgentId, Duty)) -> &Intervals {
        &self.times[agent.index()][duty as usize]
    }

    /// When a queue is open.
    pub(super) fn open(&self, queue: QueueId) -> Intervals {
        let own = self.policy.queue(queue);
        let ready = own.routing.open.and_then(|at| self.policy.hours[at as usize].calendar.ready());
        match ready {
            Some(ready) => ready.between(self.within.from, self.within.to),
            None if own.routing.is_ladder() => {
                let people = self.roster.ids().filter(|id| fits::member(self.roster.agent(*id), own, None).is_some());
                let spans = people.flat_map(|agent| self.times((agent, Duty::Shift)).spans().iter().copied());
                Intervals::of(spans)
            }
            None => Intervals::default(),
        }
    }

    /// Everybody whom a handover reaches in the end: by any step that is there, or because the end pages them.
    pub(super) fn who(&self, handover: &Handover) -> Vec<(AgentId, Duty)> {
        let mut found = BTreeSet::new();
        for (queue, there) in handover.queues.iter().zip(&handover.steps) {
            let queue = self.policy.queue(*queue);
            for (step, _) in queue.routing.steps.iter().zip(there).filter(|(_, there)| **there) {
                found.extend(self.let_in(queue, step, handover));
            }
        }
        // The first ladder's end is the end.
        let mut queues = handover.queues.iter().map(|queue| self.policy.queue(*queue));
        if let Some(first) = queues.find(|queue| queue.routing.is_ladder()) {
            found.extend(self.paged(first));
        }
        found.into_iter().collect()
    }

    /// Whom a step lets in, whoever the customer is and however long others wait.
    pub(super) fn let_in(&self, queue: &Queue, step: &LadderStep, handover: &Handover) -> Vec<(AgentId, Duty)> {
        let mut found = Vec::new();
        for agent in self.roster.ids() {
            let person = self.roster.agent(agent);
            let way = |who: &MayTake| match who {
                MayTake::AccountManager | MayTake::Also { while_wait: Some(_), .. } => None,
                MayTake::OnCall { .. } => fits::member(person, queue, None).map(|_| Duty::Call),
                who => self.fits(queue, step, handover, who, person).then_some(Duty::Shift),
            };
            let ways: BTreeSet<Duty> = step.who.iter().filter_map(way).collect();
            found.extend(ways.into_iter().map(|duty| (agent, duty)));
        }
        found
    }

    fn fits(&self, queue: &Queue, step: &LadderStep, handover: &Handover, who: &MayTake, person: &Agent) -> bool {
        let customers = match &handover.language {
            Spoken::Known(code) => code.as_str(),
            // No agent's: those have two letters.
            Spoken::Other => "",
        };
        fits::lets_in(self.policy, queue, handover.level.as_deref(), who, person).is_some()
            && fits::all(person, handover.needs.iter().map(std::slice::from_ref)).is_some()
            && fits::language(person, &step.speaks, Some(customers))
    }

    /// Whom the end of a ladder pages, or its `closed`.
    fn paged(&self, queue: &Queue) -> Vec<(AgentId, Duty)> {
        let end = queue.routing.end.iter().map(|end| (end.kind, &end.owner));
        let closed = queue.routing.closed.iter().map(|closed| (closed.kind, &closed.owner));
        let pages = end.chain(closed).filter(|(kind, _)| *kind == EndKind::PageOnCall).map(|(_, owner)| owner);
        pages.flat_map(|owner| self.owners(owner)).collect()
    }

    fn owners(&self, owner: &Owner) -> Vec<(AgentId, Duty)> {
        let OwnerOf::Queue(queue) = owner.of else { return Vec::new() };
        let queue = self.policy.queue(queue);
        let level = owner.level.as_ref().and_then(|level| queue.levels.iter().position(|one| one == level));
        let is_one = |agent: &AgentId| fits::member(self.roster.agent(*agent), queue, level).is_some();
        self.roster.ids().filter(is_one).map(|agent| (agent, Duty::Call)).collect()
    }

    /// When these people are there, and when one of them alone is.
    pub(super) fn cover(&self, people: &[(AgentId, Duty)]) -> Cover {
        let mut times: Vec<(AgentId, Intervals)> = Vec::new();
        for one in people {
            match times.last_mut() {
                Some((agent, all)) if *agent == one.0 => *all = all.or(self.times(*one)),
                _ => times.push((one.0, self.times(*one).clone())),
            }
        }
        let served = Intervals::of(times.iter().flat_map(|(_, all)| all.spans().iter().copied()));
        Cover { served, alone: alone(times.iter().map(|(agent, all)| (*agent, all))) }
    }
}

/// When an agent is on shift and may take anything, whatever its kind.
fn able(roster: &Roster, timetable: &Timetable, agent: AgentId) -> Intervals {
    let person = roster.agent(agent);
    let on_shift = timetable.of_agent(Duty::Shift, agent);
    if person.units == 0 && person.interruptible_units == 0 {
        return Intervals::default();
    }
    // Who learns may take only some work, or has no room at all.
    match person.training.as_ref().filter(|one| !one.work.is_empty() || one.units == Some(0)) {
        None => on_shift.clone(),
        Some(training) => match training.until {
            None => Intervals::default(),
            Some(until) => on_shift.within(Interval { from: until.saturating_add(1), to: i64::MAX }),
        },
    }
}

/// When an agent can take something: on shift, or called out.
fn times(roster: &Roster, timetable: &Timetable, agent: AgentId) -> [Intervals; 2] {
    let able = able(roster, timetable, agent);
    let on_call = timetable.of_agent(Duty::Call, agent);
    // Whoever is on shift too is not called out from elsewhere, and needs room.
    let called = on_call.without(timetable.of_agent(Duty::Shift, agent)).or(&on_call.and(&able));
    [able, called]
}
