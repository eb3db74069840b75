//! Everybody whom the ladders of a case let in, what keeps them from it now, and their order.

use super::able::{freer, obstacles};
use super::assignment::{Considered, Notice, Reason, StepAt};
use super::case::CaseQueue;
use super::fits::{self, Surplus};
use super::personal;
use super::presence::Present;
use super::route::Desk;
use crate::policy::{LadderStep, MayTake, Preference, Queue, Speaks};
use crate::roster::AgentId;
use std::cmp::Ordering;

/// Somebody whom a ladder lets in at some time.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) agent: AgentId,
    pub(super) at: StepAt,
    /// When their step comes; none: never.
    pub(super) from: Option<i64>,
    pub(super) surplus: Surplus,
    pub(super) notice: Option<Notice>,
    /// Only called out, being on call.
    pub(super) on_call: bool,
    pub(super) reasons: Vec<Reason>,
}

impl<'a> Desk<'a> {
    /// The steps of a ladder that are there, with when they come.
    pub(super) fn steps(&self, queue: &'a Queue, own: &'a CaseQueue) -> Vec<(usize, &'a LadderStep, Option<i64>)> {
        let clock = self.clock(queue);
        let there = |at: &usize| own.steps.get(*at).copied().unwrap_or(false);
        let mut latest = Some(self.case.decided_at);
        let mut steps = Vec::new();
        for (at, step) in queue.routing.steps.iter().enumerate().filter(|(at, _)| there(at)) {
            // Business time may be shorter than it looks; a step never comes before the one above it.
            latest = latest.and_then(|latest| clock.at(step.after).map(|due| due.max(latest)));
            steps.push((at, step, latest));
        }
        steps
    }

    /// Whether the last step of every ladder has come: whoever declined is asked again.
    fn is_last_step(&self) -> bool {
        self.ladders().all(|(queue, own)| {
            let steps = self.steps(queue, own);
            steps.len() > 1 && steps.last().is_some_and(|(_, _, from)| from.is_some_and(|from| from <= self.now))
        })
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
        let declined = !self.is_last_step();
        for one in &mut found {
            one.reasons = self.reasons(one, declined);
        }
        self.best_ways(found)
    }

    /// Of several ways in, the one that is open now; else, or of several, the one that comes first, at work before on
    /// call, without a notice, the better fit.
    fn best_ways(&self, mut found: Vec<Candidate>) -> Vec<Candidate> {
        let key = |one: &Candidate| {
            let called_out = one.on_call && !self.roster.on_shift(one.agent, self.now);
            let from = one.from.unwrap_or(i64::MAX);
            (one.agent, !one.reasons.is_empty(), called_out, from, one.notice.is_some(), one.surplus)
        };
        found.sort_by_key(key);
        found.dedup_by_key(|one| one.agent);
        found
    }

    /// Everybody whom a step lets in.
    fn of_step(&self, queue: &'a Queue, at: StepAt, step: &'a LadderStep, from: Option<i64>) -> Vec<Candidate> {
        let mut found = Vec::new();
        for agent in self.roster.ids() {
            let person = self.roster.agent(agent);
            let way = |who: &MayTake| -> Option<(Surplus, bool)> {
                match who {
                    MayTake::AccountManager => {
                        (self.customer.account_manager.as_ref() == Some(&person.id)).then_some((0, false))
                    }
                    MayTake::OnCall { .. } => {
                        let called = self.roster.on_call(agent, self.now);
                        if called { fits::member(person, queue, None).map(|surplus| (surplus, true)) } else { None }
                    }
                    who => {
                        let surplus = fits::lets_in(self.policy, queue, self.case.level.as_deref(), who, person)?;
                        let needs = fits::all(person, self.case.needs.iter().map(std::slice::from_ref))?;
                        let speaks = fits::language(person, &step.speaks, self.case.language.as_deref());
                        speaks.then_some((surplus.saturating_add(needs), false))
                    }
                }
            };
            let ways = step.who.iter().filter_map(|who| way(who).map(|way| (way, who)));
            let Some(((surplus, on_call), who)) = ways.min_by_key(|((surplus, on_call), _)| (*on_call, *surplus))
            else {
                continue;
            };
            let notice = if matches!(who, MayTake::AccountManager) { None } else { self.notice(agent, &step.speaks) };
            found.push(Candidate { agent, at, from, surplus, notice, on_call, reasons: Vec::new() });
        }
        found
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

    /// What both sides are told, if the agent does not speak the customer's language and the step says so.
    fn notice(&self, agent: AgentId, asked: &Speaks) -> Option<Notice> {
        let customers = self.case.language.as_deref()?;
        if fits::speaks(self.roster.agent(agent), customers, None) {
            return None;
        }
        match asked {
            Speaks::Any { notice: true } => Some(Notice { speaks: None }),
            Speaks::Named(code) => Some(Notice { speaks: Some(code.clone()) }),
            Speaks::Any { notice: false } | Speaks::Customers(_) => None,
        }
    }

    /// `everyone with the language within D of asking`
    fn everyone_with_the_language(&self, found: &mut Vec<Candidate>) {
        let Some((within, _)) = self.case.everyone else { return };
        let asked_at = self.case.asked_at.unwrap_or(self.case.decided_at);
        let from = asked_at.checked_add(within.whole());
        let Some((_, own)) = self.ladders().next() else { return };
        let Some(code) = self.case.language.as_deref() else { return };
        let at = StepAt { queue: own.id, step: usize::MAX };
        for agent in self.roster.ids().filter(|agent| fits::speaks(self.roster.agent(*agent), code, None)) {
            found.push(Candidate { agent, at, from, surplus: 0, notice: None, on_call: false, reasons: Vec::new() });
        }
    }

    fn reasons(&self, one: &Candidate, declined: bool) -> Vec<Reason> {
        let person = self.roster.agent(one.agent);
        let mut reasons = Vec::new();
        if one.from.is_none_or(|from| self.now < from) {
            reasons.push(Reason::Later(one.from));
        }
        if declined && self.asked.declined.contains(&person.id) {
            reasons.push(Reason::Declined);
        }
        if personal::avoids(self, &person.id) {
            reasons.push(Reason::Avoid);
        }
        if self.is_not_lent(one) {
            reasons.push(Reason::Lent);
        }
        // Whoever is on call is called out wherever they are.
        if !one.on_call || self.roster.on_shift(one.agent, self.now) {
            reasons.extend(obstacles(self.case, self.roster, self.presence, self.now, one.agent, false));
        }
        reasons
    }

    /// Whether somebody is only let in as one of another queue's people, and that queue keeps them now.
    fn is_not_lent(&self, one: &Candidate) -> bool {
        let queue = self.policy.queue(one.at.queue);
        let Some(step) = queue.routing.steps.get(one.at.step) else { return false };
        let person = self.roster.agent(one.agent);
        let lets_in =
            |who: &&MayTake| fits::lets_in(self.policy, queue, self.case.level.as_deref(), who, person).is_some();
        let free = |who: &MayTake| match who {
            MayTake::Also { while_wait: Some((of, below)), .. } => {
                // A wait that nobody knows lends nobody.
                self.presence.waits.get(&self.policy.queue(*of).name).is_some_and(|wait| wait < below)
            }
            _ => true,
        };
        let mut ways = step.who.iter().filter(lets_in).peekable();
        ways.peek().is_some() && !ways.any(free)
    }

    pub(super) fn preferences(&self) -> &'a [Preference] {
        self.ladders().next().map_or(&[], |(queue, _)| queue.routing.prefer.as_slice())
    }

    /// First things first; an id ends it.
    pub(super) fn order(&self, one: &Candidate, other: &Candidate) -> Ordering {
        let preferred = self.preferences().iter().map(|wish| self.prefers(*wish, one, other));
        let first = preferred.into_iter().find(|order| *order != Ordering::Equal);
        first.unwrap_or(Ordering::Equal).then(one.agent.cmp(&other.agent))
    }

    pub(super) fn prefers(&self, wish: Preference, one: &Candidate, other: &Candidate) -> Ordering {
        let nobody = Present::default();
        let present = |one: &Candidate| self.presence.agents.get(&self.roster.agent(one.agent).id).unwrap_or(&nobody);
        let last = |one: &Candidate| {
            let is_last = self.customer.last.as_ref().is_some_and(|last| last.agent == self.roster.agent(one.agent).id);
            !is_last
        };
        let from = |one: &Candidate| present(one).last_from.get(&self.policy.queue(one.at.queue).name).copied();
        match wish {
            Preference::SameAgent => last(one).cmp(&last(other)),
            Preference::JustEnoughSkill => one.surplus.cmp(&other.surplus),
            Preference::MostFree => {
                let of = |one: &'_ Candidate| (self.roster.agent(one.agent), present(one));
                freer(of(one), of(other), self.now)
            }
            Preference::LongestIdle => present(one).idle_since.cmp(&present(other).idle_since),
            Preference::RoundRobin => from(one).cmp(&from(other)),
        }
    }
}
