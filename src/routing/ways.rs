//! How a step of a ladder lets somebody in, whoever is there and whatever time it is.

use super::assignment::Notice;
use super::fits::{self, Surplus};
use crate::policy::{LadderStep, MayTake, Policy, Queue, QueueId, Speaks};
use crate::roster::{Agent, AgentId, Roster};
use crate::runtime::{Case, CaseQueue};
use crate::value::Fixed;
use std::collections::BTreeMap;

/// How a step lets somebody in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Way {
    pub(super) surplus: Surplus,
    pub(super) notice: Option<Notice>,
    /// Only while they are on call, and only called out.
    pub(super) on_call: bool,
    /// Only while one of these queues makes people wait less than so many seconds; nothing: always.
    pub(super) lent: Vec<(QueueId, Fixed)>,
}

/// A step of a queue, and what it is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Door<'a> {
    pub(super) policy: &'a Policy,
    pub(super) queue: &'a Queue,
    pub(super) step: &'a LadderStep,
    pub(super) case: &'a Case,
    /// The customer's account manager, by id.
    pub(super) account_manager: Option<&'a str>,
}

impl<'a> Door<'a> {
    /// The ways in which it lets somebody in: the one of those at work, and the one of those on call.
    pub(super) fn ways(&self, person: &Agent) -> Vec<Way> {
        let of = |who: &'a MayTake| self.way(who, person).map(|surplus| (surplus, who));
        let at_work = |who: &&MayTake| !matches!(who, MayTake::OnCall { .. });
        let best = self.step.who.iter().filter(at_work).filter_map(of).min_by_key(|(surplus, _)| *surplus);
        let called = self.step.who.iter().filter(|who| !at_work(who)).find_map(of);
        let mut ways = Vec::new();
        if let Some((surplus, who)) = best {
            let is_manager = matches!(who, MayTake::AccountManager);
            let notice = if is_manager { None } else { self.notice(person) };
            ways.push(Way { surplus, notice, on_call: false, lent: self.lent(person) });
        }
        if let Some((surplus, _)) = called {
            ways.push(Way { surplus, notice: self.notice(person), on_call: true, lent: Vec::new() });
        }
        ways
    }

    /// How far above what is needed somebody is whom this lets in.
    fn way(&self, who: &MayTake, person: &Agent) -> Option<Surplus> {
        match who {
            MayTake::AccountManager => (self.account_manager == Some(person.id.as_str())).then_some(0),
            MayTake::OnCall { .. } => fits::member(person, self.queue, None),
            who => {
                let surplus = self.lets_in(who, person)?;
                let needs = fits::all(person, self.case.needs.iter().map(std::slice::from_ref))?;
                let speaks = fits::language(person, &self.step.speaks, self.case.language.as_deref());
                speaks.then_some(surplus.saturating_add(needs))
            }
        }
    }

    fn lets_in(&self, who: &MayTake, person: &Agent) -> Option<Surplus> {
        fits::lets_in(self.policy, self.queue, self.case.level.as_deref(), who, person)
    }

    /// While which queues' waits are short the step lends somebody, if that is the only way.
    fn lent(&self, person: &Agent) -> Vec<(QueueId, Fixed)> {
        let mut lent = Vec::new();
        for who in self.step.who.iter().filter(|who| self.lets_in(who, person).is_some()) {
            match who {
                MayTake::Also { while_wait: Some(while_wait), .. } => lent.push(*while_wait),
                _ => return Vec::new(),
            }
        }
        lent
    }

    /// What both sides are told, if they do not share the customer's language and the step says so.
    fn notice(&self, person: &Agent) -> Option<Notice> {
        let customers = self.case.language.as_deref()?;
        if fits::speaks(person, customers, None) {
            return None;
        }
        match &self.step.speaks {
            Speaks::Any { notice: true } => Some(Notice { speaks: None }),
            Speaks::Named(code) => Some(Notice { speaks: Some(code.clone()) }),
            Speaks::Any { notice: false } | Speaks::Customers(_) => None,
        }
    }
}

/// Whether somebody who is only lent may be taken. A wait that nobody knows lends nobody.
pub(super) fn may_lend(policy: &Policy, waits: &BTreeMap<String, Fixed>, lent: &[(QueueId, Fixed)]) -> bool {
    let short = |(of, below): &(QueueId, Fixed)| waits.get(&policy.queue(*of).name).is_some_and(|wait| wait < below);
    lent.is_empty() || lent.iter().any(short)
}

/// The queues of a case that have a ladder, in order.
pub(super) fn ladders<'a>(policy: &'a Policy, case: &'a Case) -> impl Iterator<Item = (&'a Queue, &'a CaseQueue)> {
    let queues = case.queues.iter().map(|one| (policy.queue(one.id), one));
    queues.filter(|(queue, _)| queue.routing.is_ladder())
}

/// The steps of a ladder that are there for a case, by position.
pub(super) fn steps<'a>(queue: &'a Queue, own: &'a CaseQueue) -> impl Iterator<Item = (usize, &'a LadderStep)> {
    let there = |at: &usize| own.steps.get(*at).copied().unwrap_or(false);
    queue.routing.steps.iter().enumerate().filter(move |(at, _)| there(at))
}

/// Everybody who speaks the customer's language, if it is known.
pub(super) fn speakers<'a>(roster: &'a Roster, case: &'a Case) -> impl Iterator<Item = AgentId> + 'a {
    let speaks =
        |id: &AgentId| case.language.as_deref().is_some_and(|code| fits::speaks(roster.agent(*id), code, None));
    roster.ids().filter(speaks)
}
