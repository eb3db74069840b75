//! Whoever is asked by name: a colleague whom the customer named, who gave the
//! conversation back, who manages the account, who handled the customer last.

use super::able::Standing;
use super::assignment::{Because, Considered, Reason};
use super::customer::Customer;
use super::route::Desk;
use crate::policy::{Continuity, Policy, SameAs, Times};
use crate::roster::{AgentId, Roster};
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
}

impl Wanted {
    /// What keeps them from it now.
    pub(super) fn obstacles(self, standing: &Standing<'_>, work: Option<&str>) -> Vec<Reason> {
        if self.even_if_full { standing.obstacles_even_if_full(work) } else { standing.obstacles(work) }
    }

    /// Whether it may be kept for them: they are at work, and cannot take it yet.
    pub(super) fn is_waited_for(self, on_shift: bool) -> bool {
        self.because != Because::AccountManager && on_shift
    }
}

/// The first of them who can take it, or for whom it is kept.
pub(super) fn first(desk: &Desk<'_>) -> Option<Personal> {
    let held_until = held_until(desk.policy, desk.case, |times| {
        let (queue, _) = desk.ladders().next()?;
        desk.clock(queue).at(times)
    });
    wanted(desk.policy, desk.roster, desk.case, desk.customer).into_iter().find_map(|wanted| {
        let id = &desk.roster.agent(wanted.agent).id;
        if avoids(desk.policy, desk.customer, id) || desk.asked.is_out(id, None) {
            return None;
        }
        let standing = desk.standing(wanted.agent);
        if wanted.obstacles(&standing, desk.case.work.as_deref()).is_empty() {
            return Some(Personal { agent: wanted.agent, because: wanted.because, held_until: None });
        }
        let until = held_until.filter(|until| wanted.is_waited_for(standing.on_shift) && desk.now < *until)?;
        Some(Personal { agent: wanted.agent, because: wanted.because, held_until: Some(until) })
    })
}

/// Until when a case is kept for one person.
pub(super) fn held_until(policy: &Policy, case: &Case, at: impl Fn(Times) -> Option<i64>) -> Option<i64> {
    let times = policy.continuity.as_ref()?.hold?;
    at(times).filter(|until| case.decided_at < *until)
}

/// Everybody who is asked by name, first things first.
pub(super) fn wanted(policy: &Policy, roster: &Roster, case: &Case, customer: &Customer) -> Vec<Wanted> {
    let find = |id: &Option<String>| id.as_ref().and_then(|id| roster.find(id));
    let mut found: Vec<Wanted> = Vec::new();
    let mut add = |agent: Option<AgentId>, because, even_if_full| {
        found.extend(agent.map(|agent| Wanted { agent, because, even_if_full }));
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

/// How those stand who are asked by name and whom no ladder lets in.
pub(super) fn considered(desk: &Desk<'_>, known: &[Considered]) -> Vec<Considered> {
    let mut found: Vec<Considered> = Vec::new();
    for wanted in wanted(desk.policy, desk.roster, desk.case, desk.customer) {
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
