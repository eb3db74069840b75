//! One case, one instant → who, or why nobody.
//!
//! First the person whom the case is for by name, then the ladder of its queues, on one
//! clock.

use super::assignment::{Asked, Assignment, Because, Considered, Decided, Reason, StepAt};
use super::candidates::Candidate;
use super::case::{Case, CaseQueue, Customer};
use super::clock::Clock;
use super::fits;
use super::personal::{self, Personal};
use super::presence::Presence;
use crate::policy::{EndKind, Policy, Preference, Queue, WaitChoice};
use crate::roster::{AgentId, Roster};
use std::cmp::Ordering;

/// Who gets a case now.
pub fn route(
    policy: &Policy,
    case: &Case,
    customer: &Customer,
    asked: &Asked,
    roster: &Roster,
    presence: &Presence,
    now: i64,
) -> Assignment {
    let desk = Desk { policy, case, customer, asked, roster, presence, now };
    desk.assign()
}

/// Everything that is asked about a case.
#[derive(Clone, Copy, Debug)]
pub(super) struct Desk<'a> {
    pub(super) policy: &'a Policy,
    pub(super) case: &'a Case,
    pub(super) customer: &'a Customer,
    pub(super) asked: &'a Asked,
    pub(super) roster: &'a Roster,
    pub(super) presence: &'a Presence,
    pub(super) now: i64,
}

impl<'a> Desk<'a> {
    fn assign(&self) -> Assignment {
        if let Some(elsewhere) = self.elsewhere() {
            return elsewhere;
        }
        let mut candidates = self.candidates();
        let personal = personal::first(self);
        if let Some(decided) = self.by_name(personal.as_ref()) {
            let next_at = if let Decided::Hold { until, .. } = &decided { Some(*until) } else { None };
            return self.assignment(decided, None, candidates, next_at);
        }
        let next_at = self.next_at(&candidates);
        candidates.sort_by(|one, other| self.order(one, other));
        if let Some(closed) = self.closed(&candidates) {
            return self.assignment(closed, None, candidates, next_at);
        }
        if let Some(end) = self.end(false) {
            return self.assignment(end, None, candidates, None);
        }
        if let Some((decided, at)) = self.offer(&candidates) {
            return self.assignment(decided, Some(at), candidates, next_at);
        }
        let decided = self.end(true).unwrap_or(Decided::Wait);
        let next_at = if decided == Decided::Wait { next_at } else { None };
        self.assignment(decided, None, candidates, next_at)
    }

    fn assignment(
        &self,
        decided: Decided,
        step: Option<StepAt>,
        candidates: Vec<Candidate>,
        next_at: Option<i64>,
    ) -> Assignment {
        let mut considered: Vec<Considered> = candidates
            .into_iter()
            .map(|one| Considered { agent: one.agent, from: Some(one.at), reasons: one.reasons })
            .collect();
        considered.extend(personal::considered(self, &considered));
        considered.extend(self.never(&considered));
        considered.sort_by_key(|one| one.agent);
        let choices = if matches!(decided, Decided::Wait) { self.choices() } else { Vec::new() };
        Assignment { decided, step, considered, choices, next_at }
    }

    /// No queue of the case has a ladder.
    fn elsewhere(&self) -> Option<Assignment> {
        let queues = || self.case.queues.iter().map(|one| self.policy.queue(one.id));
        if queues().any(|queue| queue.routing.is_ladder()) {
            return None;
        }
        let helpdesk = queues().any(|queue| queue.routed_by_helpdesk);
        Some(self.assignment(Decided::Elsewhere { helpdesk }, None, Vec::new(), None))
    }

    /// Whoever is asked by name: offered to, or waited for.
    fn by_name(&self, personal: Option<&Personal>) -> Option<Decided> {
        let personal = personal?;
        let until = self.until();
        match personal.held_until {
            None => {
                Some(Decided::Offer { agents: vec![personal.agent], because: personal.because, until, notice: None })
            }
            Some(until) => Some(Decided::Hold { agent: personal.agent, because: personal.because, until }),
        }
    }

    /// Until when a person may accept who is asked now.
    fn until(&self) -> Option<i64> {
        let within = self.ladders().find_map(|(queue, _)| queue.routing.accept_within);
        within.and_then(|within| self.now.checked_add(within.whole()))
    }

    /// The queues of the case that have a ladder.
    pub(super) fn ladders(&self) -> impl Iterator<Item = (&'a Queue, &'a CaseQueue)> {
        let policy = self.policy;
        let queues = self.case.queues.iter().map(move |one| (policy.queue(one.id), one));
        queues.filter(|(queue, _)| queue.routing.is_ladder())
    }

    pub(super) fn clock(&self, queue: &'a Queue) -> Clock<'a> {
        Clock {
            policy: self.policy,
            queue,
            roster: self.roster,
            is_live: self.case.is_live,
            from: self.case.decided_at,
        }
    }

    /// Everybody who can take it now, in the order in which they are asked; who is on call comes last.
    fn offer(&self, candidates: &[Candidate]) -> Option<(Decided, StepAt)> {
        let mut able = candidates.iter().filter(|one| one.reasons.is_empty());
        let at_work = |one: &&Candidate| !one.on_call || self.roster.on_shift(one.agent, self.now);
        let ready: Vec<&Candidate> = able.clone().filter(at_work).collect();
        let Some(first) = ready.first() else {
            let first = able.next()?;
            let called = candidates.iter().filter(|one| one.reasons.is_empty()).map(|one| one.agent).collect();
            return Some((Decided::Page(called), first.at));
        };
        let (agents, because) = if self.case.to_all {
            (ready.iter().map(|one| one.agent).collect(), Because::Everybody)
        } else {
            (vec![first.agent], self.because(first, ready.get(1).copied()))
        };
        let decided = Decided::Offer { agents, because, until: self.until(), notice: first.notice.clone() };
        Some((decided, first.at))
    }

    /// What set the first one apart from the next.
    fn because(&self, first: &Candidate, next: Option<&Candidate>) -> Because {
        let Some(next) = next else { return Because::Preferred(None) };
        let differs = |one: &&Preference| self.prefers(**one, first, next) != Ordering::Equal;
        self.preferences().iter().find(differs).map_or(Because::Id, |one| Because::Preferred(Some(*one)))
    }

    /// What happens because nobody is there, if the policy says what.
    fn closed(&self, candidates: &[Candidate]) -> Option<Decided> {
        let is_there = |one: &Candidate| {
            self.roster.on_shift(one.agent, self.now) || one.on_call && self.roster.on_call(one.agent, self.now)
        };
        for (queue, _) in self.ladders() {
            let clock = self.clock(queue);
            let is_open = match queue.routing.open {
                Some(_) => clock.is_open(self.now) || candidates.iter().any(|one| one.on_call && is_there(one)),
                None => candidates.iter().any(is_there),
            };
            if is_open {
                return None;
            }
        }
        let (queue, _) = self.ladders().find(|(queue, _)| queue.routing.closed.is_some())?;
        let closed = queue.routing.closed.as_ref()?;
        Some(Decided::Closed {
            kind: closed.kind,
            owner: closed.owner.clone(),
            say: closed.say,
            next_open: self.clock(queue).next_open(self.now),
        })
    }

    /// The end of the ladder, if it has come: by the clock, or because nobody is `left` after the last step.
    fn end(&self, left: bool) -> Option<Decided> {
        if let Some((_, true)) = self.case.everyone.filter(|_| self.nobody_speaks()) {
            let end = self.ladders().find_map(|(queue, _)| queue.routing.end.as_ref())?;
            return Some(Decided::End { kind: EndKind::Callback, owner: end.owner.clone() });
        }
        let (queue, own) = self.ladders().next()?;
        let end = queue.routing.end.as_ref()?;
        let has_come = match end.after {
            Some(after) => self.clock(queue).at(after).is_some_and(|at| at <= self.now),
            None => {
                let last = self.steps(queue, own).last().and_then(|(_, _, from)| *from);
                left && last.is_some_and(|last| last <= self.now)
            }
        };
        has_come.then(|| Decided::End { kind: end.kind, owner: end.owner.clone() })
    }

    /// Whether nobody on shift speaks the customer's language.
    fn nobody_speaks(&self) -> bool {
        let Some(code) = self.case.language.as_deref() else { return false };
        let speaks = |id: &AgentId| fits::speaks(self.roster.agent(*id), code, None);
        !self.roster.ids().filter(speaks).any(|id| self.roster.on_shift(id, self.now))
    }

    /// What the customer may choose while the wait is long.
    fn choices(&self) -> Vec<WaitChoice> {
        let Some((queue, _)) = self.ladders().next().filter(|_| self.case.may_choose) else { return Vec::new() };
        let Some(long) = &queue.routing.long_wait else { return Vec::new() };
        let is_long = self.presence.waits.get(&queue.name).is_some_and(|wait| *wait > long.above);
        if is_long { long.choices.clone() } else { Vec::new() }
    }

    /// When something changes by itself: a step, the end, units that are held.
    fn next_at(&self, candidates: &[Candidate]) -> Option<i64> {
        let steps = self.ladders().flat_map(|(queue, own)| self.steps(queue, own)).filter_map(|(_, _, from)| from);
        let ends = self.ladders().filter_map(|(queue, _)| {
            let after = queue.routing.end.as_ref()?.after?;
            self.clock(queue).at(after)
        });
        let frees = candidates.iter().flat_map(|one| &one.reasons).filter_map(|reason| match reason {
            Reason::Full { frees_at, .. } => *frees_at,
            Reason::Later(from) => *from,
            _ => None,
        });
        steps.chain(ends).chain(frees).filter(|at| self.now < *at).min()
    }
}
