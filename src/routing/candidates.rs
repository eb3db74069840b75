//! Everybody whom the ladders of a case let in, what keeps them from it now, and their order.

use super::assignment::{Considered, Reason, StepAt};
use super::fits;
use super::personal;
use super::presence::Present;
use super::rank::Merits;
use super::route::Desk;
use super::ways::{self, Door, Way};
use crate::policy::{LadderStep, Preference, Queue};
use crate::roster::AgentId;
use crate::runtime::CaseQueue;

/// Somebody whom a ladder lets in at some time.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) agent: AgentId,
    pub(super) at: StepAt,
    /// When their step comes; none: never.
    pub(super) from: Option<i64>,
    pub(super) way: Way,
    pub(super) reasons: Vec<Reason>,
}

impl<'a> Desk<'a> {
    /// The steps of a ladder that are there, with when they come.
    pub(super) fn steps(&self, queue: &'a Queue, own: &'a CaseQueue) -> Vec<(usize, &'a LadderStep, Option<i64>)> {
        let clock = self.clock(queue);
        let mut latest = Some(self.case.decided_at);
        let mut steps = Vec::new();
        for (at, step) in ways::steps(queue, own) {
            // Business time may be shorter than it looks; a step never comes before the one above it.
            latest = latest.and_then(|latest| clock.at(step.after).map(|due| due.max(latest)));
            steps.push((at, step, latest));
        }
        steps
    }

    /// When the last step of every ladder has come, if it has: whoever declined before is asked once more. A ladder of
    /// one step has no last one.
    fn last_step(&self) -> Option<i64> {
        let last = self.ladders().map(|(queue, own)| {
            let steps = self.steps(queue, own);
            let (_, _, from) = steps.last().filter(|_| steps.len() > 1)?;
            from.filter(|from| *from <= self.now)
        });
        last.collect::<Option<Vec<i64>>>()?.into_iter().max()
    }

    /// Everybody whom the ladders let in, each from their first step on, with what keeps them from it now.
    pub(super) fn candidates(&self) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::new();
        for (queue, own) in self.ladders() {
            for (at, step, from) in self.steps(queue, own) {
                found.extend(self.of_step(queue, StepAt { queue: own.id, step: at }, step, from));
            }
        }
        self.everyone_with_the_language(&mut found);
        let last_step = self.last_step();
        for one in &mut found {
            one.reasons = self.reasons(one, last_step);
        }
        self.best_ways(found)
    }

    /// Of several ways in, the one that is open now; else, or of several, the one that comes first, at work before on
    /// call, without a notice, the better fit.
    fn best_ways(&self, mut found: Vec<Candidate>) -> Vec<Candidate> {
        let key = |one: &Candidate| {
            let called_out = one.way.on_call && !self.roster.on_shift(one.agent, self.now);
            let from = one.from.unwrap_or(i64::MAX);
            (one.agent, !one.reasons.is_empty(), called_out, from, one.way.notice.is_some(), one.way.surplus)
        };
        found.sort_by_key(key);
        found.dedup_by_key(|one| one.agent);
        found
    }

    /// Everybody whom a step lets in.
    fn of_step(&self, queue: &'a Queue, at: StepAt, step: &'a LadderStep, from: Option<i64>) -> Vec<Candidate> {
        let account_manager = self.customer.account_manager.as_deref();
        let door = Door { policy: self.policy, queue, step, case: self.case, account_manager };
        let is_there = |agent: AgentId, way: &Way| !way.on_call || self.roster.on_call(agent, self.now);
        let ways = |agent: AgentId| {
            let ways = door.ways(self.roster.agent(agent)).into_iter();
            ways.filter(move |way| is_there(agent, way)).map(move |way| (agent, way))
        };
        let found = self.roster.ids().flat_map(ways);
        found.map(|(agent, way)| Candidate { agent, at, from, way, reasons: Vec::new() }).collect()
    }

    /// How those stand whom no step lets in.
    pub(super) fn never(&self, known: &[Considered]) -> Vec<Considered> {
        let fits = |agent: AgentId| {
            let person = self.roster.agent(agent);
            let lets_in = |queue: &Queue| {
                let mut who = queue.routing.steps.iter().flat_map(|step| &step.who);
                who.any(|who| fits::lets_in(self.policy, queue, self.case.level.as_deref(), who, person).is_some())
            };
            let has = fits::all(person, self.case.needs.iter().map(std::slice::from_ref)).is_some();
            has && self.ladders().any(|(queue, _)| lets_in(queue))
        };
        let rest = self.roster.ids().filter(|agent| known.iter().all(|one| one.agent != *agent));
        let reason = |agent| if fits(agent) { Reason::Language } else { Reason::Needs };
        rest.map(|agent| Considered { agent, from: None, reasons: vec![reason(agent)] }).collect()
    }

    /// `everyone with the language within D of asking`
    fn everyone_with_the_language(&self, found: &mut Vec<Candidate>) {
        let Some((within, _)) = self.case.everyone else { return };
        let asked_at = self.case.asked_at.unwrap_or(self.case.decided_at);
        let from = asked_at.checked_add(within.whole());
        let Some((_, own)) = self.ladders().next() else { return };
        let at = StepAt { queue: own.id, step: usize::MAX };
        let way = Way { surplus: 0, notice: None, on_call: false, lent: Vec::new() };
        for agent in ways::speakers(self.roster, self.case) {
            found.push(Candidate { agent, at, from, way: way.clone(), reasons: Vec::new() });
        }
    }

    fn reasons(&self, one: &Candidate, last_step: Option<i64>) -> Vec<Reason> {
        let person = self.roster.agent(one.agent);
        let mut reasons = Vec::new();
        if one.from.is_none_or(|from| self.now < from) {
            reasons.push(Reason::Later(one.from));
        }
        if self.asked.is_out(&person.id, last_step) {
            reasons.push(Reason::Declined);
        }
        if personal::avoids(self.policy, self.customer, &person.id) {
            reasons.push(Reason::Avoid);
        }
        if !ways::may_lend(self.policy, &self.presence.waits, &one.way.lent) {
            reasons.push(Reason::Lent);
        }
        // Whoever is on call is called out wherever they are.
        if !one.way.on_call || self.roster.on_shift(one.agent, self.now) {
            reasons.extend(self.standing(one.agent).obstacles(self.case.work.as_deref()));
        }
        reasons
    }

    pub(super) fn preferences(&self) -> &'a [Preference] {
        self.ladders().next().map_or(&[], |(queue, _)| queue.routing.prefer.as_slice())
    }

    /// What decides between this and another one.
    pub(super) fn merits(&self, one: &Candidate) -> Merits {
        let nobody = Present::default();
        let person = self.roster.agent(one.agent);
        let present = self.presence.agents.get(&person.id).unwrap_or(&nobody);
        let is_last = self.customer.last.as_ref().is_some_and(|last| last.agent == person.id);
        let queue = &self.policy.queue(one.at.queue).name;
        Merits::of(one.agent, person, present, one.way.surplus, queue, is_last, self.now)
    }
}
