//! Whoever is asked by name: a colleague whom the customer named, who gave the
//! conversation back, who manages the account, who handled the customer last.

use super::able::Standing;
use super::assignment::{Away, Because, Considered, Reason};
use super::clock;
use super::customer::Customer;
use super::route::Desk;
use crate::policy::{Continuity, Policy, SameAs, Times};
use crate::roster::{AgentId, Duty, Roster};
use crate::runtime::Case;

/// Somebody who is asked before the ladder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Personal {
    pub(super) agent: AgentId,
    pub(super) because: Because,
    /// They cannot take it now, and it is kept for them until then.
    pub(super) held_until: Option<i64>,
}

/// Somebody whom a case is for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) agent: AgentId,
    pub(super) because: Because,
    /// Whether it is theirs even without room.
    pub(super) even_if_full: bool,
    /// How long it may be kept for them.
    pub(super) hold: Option<Hold>,
}

/// How long a case may be kept for somebody who cannot take it yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hold {
    pub(super) until: i64,
    /// Only while they are on shift; else also before their shift, which then begins in time.
    pub(super) on_shift_only: bool,
}

impl Wanted {
    /// What keeps them from it now.
    pub(super) fn obstacles(self, standing: &Standing<'_>, work: Option<&str>) -> Vec<Reason> {
        if self.even_if_full { standing.obstacles_even_if_full(work) } else { standing.obstacles(work) }
    }

    /// Until when it is kept for them at an instant; none: it is not.
    pub(super) fn held_until(self, on_shift: bool, now: i64) -> Option<i64> {
        let hold = self.hold.filter(|hold| now < hold.until && (on_shift || !hold.on_shift_only));
        hold.map(|hold| hold.until)
    }

    /// That they are not at work, if it is not kept for them.
    pub(super) fn away(self, on_shift: bool, roster: &Roster, now: i64) -> Option<Away> {
        let is_away = !on_shift && self.held_until(on_shift, now).is_none();
        is_away.then(|| Away { agent: self.agent, back: clock::next_shift(roster, self.agent, now) })
    }
}

/// The first of them who can take it, or for whom it is kept.
pub(super) fn first(desk: &Desk<'_>) -> Option<Personal> {
    desk.wanted().into_iter().find_map(|wanted| {
        let id = &desk.roster.agent(wanted.agent).id;
        if avoids(desk.policy, desk.customer, id) || desk.asked.is_out(id, None) {
            return None;
        }
        let standing = desk.standing(wanted.agent);
        if wanted.obstacles(&standing, desk.case.work.as_deref()).is_empty() {
            return Some(Personal { agent: wanted.agent, because: wanted.because, held_until: None });
        }
        let until = wanted.held_until(standing.on_shift, desk.now)?;
        Some(Personal { agent: wanted.agent, because: wanted.because, held_until: Some(until) })
    })
}

/// Everybody who is asked by name, first things first; `at` says when a time of the first queue's clock is over.
pub(super) fn wanted(
    policy: &Policy,
    roster: &Roster,
    case: &Case,
    customer: &Customer,
    at: impl Fn(Times) -> Option<i64>,
) -> Vec<Wanted> {
    let find = |id: &Option<String>| id.as_ref().and_then(|id| roster.find(id));
    let mut found: Vec<Wanted> = Vec::new();
    let mut add = |agent: Option<AgentId>, because, even_if_full| {
        found.extend(agent.map(|agent| {
            let hold = hold(policy, roster, case, (agent, because), &at);
            Wanted { agent, because, even_if_full, hold }
        }));
    };
    let last = customer.last.as_ref().and_then(|last| roster.find(&last.agent));
    if case.to_named_agent {
        add(find(&customer.named_agent), Because::Named, false);
    }
    if case.to_same_agent {
        add(last, Because::GaveBack, false);
    }
    if let Some(plan) = &policy.continuity {
        if plan.after_account_manager {
            add(find(&customer.account_manager), Because::AccountManager, false);
        }
        if returns(policy, case, customer, plan) {
            add(last, Because::Last, plan.even_if_full);
        }
    }
    found
}

/// How long a case may be kept for this person.
fn hold(
    policy: &Policy,
    roster: &Roster,
    case: &Case,
    (agent, because): (AgentId, Because),
    at: impl Fn(Times) -> Option<i64>,
) -> Option<Hold> {
    let plan = policy.continuity.as_ref()?;
    let from = case.decided_at;
    let standing = Standing { roster, agent, present: None, on_shift: false, now: from };
    if because == Because::AccountManager || standing.in_training(case.work.as_deref()).is_some() {
        return None;
    }
    let hold = if let Some(times) = plan.hold_named.filter(|_| because == Because::Named) {
        let shifts = roster.between(Duty::Shift, agent, from, at(times)?);
        Hold { until: shifts.spans().last()?.to, on_shift_only: false }
    } else {
        Hold { until: at(plan.hold?)?, on_shift_only: true }
    };
    Some(hold).filter(|hold| from < hold.until)
}

/// Whether the customer comes back to whoever handled them last.
fn returns(policy: &Policy, case: &Case, customer: &Customer, plan: &Continuity) -> bool {
    let Some(last) = &customer.last else { return false };
    let recent = case.decided_at.saturating_sub(last.at) <= plan.within.whole();
    let same = match plan.same {
        None => true,
        Some(SameAs::Issue) => last.same_issue,
        Some(SameAs::Category) => {
            let outermost = |name: &str| {
                let id = policy.find_category(name)?;
                Some(crate::runtime::outermost(policy, id))
            };
            let then = last.category.as_deref().and_then(outermost);
            then.is_some() && then == case.category
        }
    };
    recent && same
}

/// Whether a mark keeps this agent and the customer apart.
pub(super) fn avoids(policy: &Policy, customer: &Customer, id: &str) -> bool {
    let marks = policy.continuity.as_ref().map_or(&[][..], |plan| plan.never_marked.as_slice());
    customer.marks.iter().any(|(agent, mark)| agent == id && marks.contains(mark))
}

/// Whoever of them the customer named, if they are not at work and it is not kept for them.
pub(super) fn away(desk: &Desk<'_>) -> Option<Away> {
    if !desk.case.to_named_agent {
        return None;
    }
    let named = desk.wanted().into_iter().find(|wanted| wanted.because == Because::Named)?;
    let id = &desk.roster.agent(named.agent).id;
    let is_out = avoids(desk.policy, desk.customer, id) || desk.asked.is_out(id, None);
    let on_shift = desk.roster.on_shift(named.agent, desk.now);
    if is_out { None } else { named.away(on_shift, desk.roster, desk.now) }
}

/// How those stand who are asked by name and whom no ladder lets in.
pub(super) fn considered(desk: &Desk<'_>, known: &[Considered]) -> Vec<Considered> {
    let mut found: Vec<Considered> = Vec::new();
    for wanted in desk.wanted() {
        let agent = wanted.agent;
        if known.iter().chain(&found).any(|one| one.agent == agent) {
            continue;
        }
        let mut reasons = wanted.obstacles(&desk.standing(agent), desk.case.work.as_deref());
        let id = &desk.roster.agent(agent).id;
        if avoids(desk.policy, desk.customer, id) {
            reasons.push(Reason::Avoid);
        }
        if desk.asked.is_out(id, None) {
            reasons.push(Reason::Declined);
        }
        found.push(Considered { agent, from: None, reasons });
    }
    found
}
