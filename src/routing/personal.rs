//! Whoever is asked by name: a colleague whom the customer named, who gave the
//! conversation back, who manages the account, who handled the customer last.

use super::able::obstacles;
use super::assignment::{Because, Considered, Reason};
use super::route::Desk;
use crate::policy::{Continuity, SameAs};
use crate::roster::AgentId;

/// Somebody who is asked before the ladder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Personal {
    pub(super) agent: AgentId,
    pub(super) because: Because,
    /// They cannot take it now, and it is kept for them until then.
    pub(super) held_until: Option<i64>,
}

/// The first of them who can take it, or for whom it is kept.
pub(super) fn first(desk: &Desk<'_>) -> Option<Personal> {
    let hold = desk.policy.continuity.as_ref().and_then(|plan| plan.hold);
    let held_until = hold.and_then(|times| {
        let (queue, _) = desk.ladders().next()?;
        desk.clock(queue).at(times)
    });
    wanted(desk).into_iter().find_map(|(agent, because, even_if_full)| {
        let id = &desk.roster.agent(agent).id;
        if avoids(desk, id) || desk.asked.declined.contains(id) {
            return None;
        }
        let reasons = obstacles(desk.case, desk.roster, desk.presence, desk.now, agent, even_if_full);
        if reasons.is_empty() {
            return Some(Personal { agent, because, held_until: None });
        }
        // It is kept for somebody who works and has no room; who is not at work is not waited for.
        let may_wait = because != Because::AccountManager && !reasons.contains(&Reason::OffShift);
        let until = held_until.filter(|until| may_wait && desk.now < *until)?;
        Some(Personal { agent, because, held_until: Some(until) })
    })
}

/// Everybody who is asked by name, first things first, and whether even without room.
fn wanted(desk: &Desk<'_>) -> Vec<(AgentId, Because, bool)> {
    let find = |id: &Option<String>| id.as_ref().and_then(|id| desk.roster.find(id));
    let mut found = Vec::new();
    if desk.case.to_named_agent {
        found.extend(find(&desk.customer.named_agent).map(|agent| (agent, Because::Named, false)));
    }
    let last = desk.customer.last.as_ref().and_then(|last| desk.roster.find(&last.agent));
    if desk.case.to_same_agent {
        found.extend(last.map(|agent| (agent, Because::GaveBack, false)));
    }
    if let Some(plan) = &desk.policy.continuity {
        if plan.after_account_manager {
            found.extend(find(&desk.customer.account_manager).map(|agent| (agent, Because::AccountManager, false)));
        }
        if returns(desk, plan) {
            found.extend(last.map(|agent| (agent, Because::Last, plan.even_if_full)));
        }
    }
    found
}

/// Whether the customer comes back to whoever handled them last.
fn returns(desk: &Desk<'_>, plan: &Continuity) -> bool {
    let Some(last) = &desk.customer.last else { return false };
    let recent = desk.case.decided_at.saturating_sub(last.at) <= plan.within.whole();
    let same = match plan.same {
        None => true,
        Some(SameAs::Issue) => last.same_issue,
        Some(SameAs::Category) => {
            let outermost = |name: &str| {
                let id = desk.policy.find_category(name)?;
                Some(super::case::outermost(desk.policy, id))
            };
            let then = last.category.as_deref().and_then(outermost);
            then.is_some() && then == desk.case.category
        }
    };
    recent && same
}

/// Whether a mark keeps this agent and the customer apart.
pub(super) fn avoids(desk: &Desk<'_>, id: &str) -> bool {
    let marks = desk.policy.continuity.as_ref().map_or(&[][..], |plan| plan.never_marked.as_slice());
    desk.customer.marks.iter().any(|(agent, mark)| agent == id && marks.contains(mark))
}

/// How those stand who are asked by name and whom no ladder lets in.
pub(super) fn considered(desk: &Desk<'_>, known: &[Considered]) -> Vec<Considered> {
    let mut found: Vec<Considered> = Vec::new();
    for (agent, _, even_if_full) in wanted(desk) {
        if known.iter().chain(&found).any(|one| one.agent == agent) {
            continue;
        }
        let mut reasons = obstacles(desk.case, desk.roster, desk.presence, desk.now, agent, even_if_full);
        let id = &desk.roster.agent(agent).id;
        if avoids(desk, id) {
            reasons.push(Reason::Avoid);
        }
        if desk.asked.declined.contains(id) {
            reasons.push(Reason::Declined);
        }
        found.push(Considered { agent, from: None, reasons });
    }
    found
}
