//! One case, one instant → who, or why nobody.
//!
//! First the person whom the case is for by name, then the ladder of its queues, on one
//! clock.

use super::able::Standing;
use super::assignment::{Asked, Assignment, Because, Considered, Decided, Reason, StepAt};
use super::candidates::Candidate;
use super::clock::Clock;
use super::customer::Customer;
use super::fits;
use super::personal::{self, Personal, Wanted};
use super::presence::Presence;
use super::rank::Merits;
use super::ways;
use crate::policy::{EndKind, LadderStep, MayTake, Policy, Queue, Times, WaitChoice};
use crate::roster::{AgentId, Roster};
use crate::runtime::{Case, CaseQueue};

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
        self.sort(&mut candidates);
        if let Some(closed) = self.closed(&candidates) {
            return self.assignment(closed, None, candidates, next_at);
        }
        let ended = self.end(false);
        if let Some(end) = ended.clone().filter(is_final) {
            return self.assignment(end, None, candidates, None);
        }
        // What is held in the end can still be taken; nobody is called out for it any more.
        let offer = self.offer(&candidates);
        if let Some((decided, at)) = offer.filter(|(made, _)| ended.is_none() || !matches!(made, Decided::Page(_))) {
            return self.assignment(decided, Some(at), candidates, next_at);
        }
        let decided = ended.or_else(|| self.end(true)).unwrap_or(Decided::Wait);
        let next_at = if is_final(&decided) { None } else { next_at };
        self.assignment(decided, None, candidates, next_at)
    }

    /// In the order in which they are asked.
    fn sort(&self, candidates: &mut Vec<Candidate>) {
        let mut ranked: Vec<(Merits, Candidate)> =
            std::mem::take(candidates).into_iter().map(|one| (self.merits(&one), one)).collect();
        ranked.sort_by(|(one, _), (other, _)| one.order(self.preferences(), other));
        *candidates = ranked.into_iter().map(|(_, one)| one).collect();
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
        Assignment { decided, step, considered, away: personal::away(self), choices, next_at }
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

    /// Everybody who is asked by name.
    pub(super) fn wanted(&self) -> Vec<Wanted> {
        personal::wanted(self.policy, self.roster, self.case, self.customer, |times| {
            let (queue, _) = self.ladders().next()?;
            self.clock(queue).at(times)
        })
    }

    /// Until when a person may accept who is asked now.
    fn until(&self) -> Option<i64> {
        let within = self.ladders().find_map(|(queue, _)| queue.routing.accept_within);
        within.and_then(|within| self.now.checked_add(within.whole()))
    }

    /// The queues of the case that have a ladder.
    pub(super) fn ladders(&self) -> impl Iterator<Item = (&'a Queue, &'a CaseQueue)> {
        ways::ladders(self.policy, self.case)
    }

    pub(super) fn clock(&self, queue: &'a Queue) -> Clock<'a> {
        Clock {
            policy: self.policy,
            queue,
            roster: self.roster,
            is_live: self.case.is_live,
            from: self.case.decided_at,
            known: None,
        }
    }

    /// How somebody stands now.
    pub(super) fn standing(&self, agent: AgentId) -> Standing<'a> {
        let present = self.presence.agents.get(&self.roster.agent(agent).id);
        let on_shift = self.roster.on_shift(agent, self.now);
        Standing { roster: self.roster, agent, present, on_shift, now: self.now }
    }

    /// Everybody who can take it now, in the order in which they are asked; who is on call comes last.
    fn offer(&self, candidates: &[Candidate]) -> Option<(Decided, StepAt)> {
        let mut able = candidates.iter().filter(|one| one.reasons.is_empty());
        let at_work = |one: &&Candidate| !one.way.on_call || self.roster.on_shift(one.agent, self.now);
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
        let decided = Decided::Offer { agents, because, until: self.until(), notice: first.way.notice.clone() };
        Some((decided, first.at))
    }

    /// What set the first one apart from the next.
    fn because(&self, first: &Candidate, next: Option<&Candidate>) -> Because {
        let Some(next) = next else { return Because::Preferred(None) };
        self.merits(first).because(self.preferences(), &self.merits(next))
    }

    /// What happens because nobody is there, if the policy says what. What nobody waits for is there in the morning.
    fn closed(&self, candidates: &[Candidate]) -> Option<Decided> {
        if !self.case.is_live {
            return None;
        }
        let works = |one: &Candidate| self.roster.on_shift(one.agent, self.now);
        let can_be_called = self.can_be_called();
        for (queue, _) in self.ladders() {
            let clock = self.clock(queue);
            let is_open = match queue.routing.open {
                Some(_) => clock.is_open(self.now) || can_be_called,
                None => candidates.iter().any(works) || can_be_called,
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

    /// Whether a step, come or not, calls out somebody who can be called now.
    fn can_be_called(&self) -> bool {
        let calls = |step: &LadderStep| step.who.iter().any(|who| matches!(who, MayTake::OnCall { .. }));
        let member = |queue: &Queue, id| fits::member(self.roster.agent(id), queue, None).is_some();
        self.ladders()
            .filter(|(queue, own)| ways::steps(queue, own).any(|(_, step)| calls(step)))
            .any(|(queue, _)| self.roster.ids().any(|id| self.roster.on_call(id, self.now) && member(queue, id)))
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
            Some(after) => self.end_at(queue, after).is_some_and(|at| at <= self.now),
            None => {
                let last = self.steps(queue, own).last().and_then(|(_, _, from)| *from);
                left && last.is_some_and(|last| last <= self.now)
            }
        };
        has_come.then(|| Decided::End { kind: end.kind, owner: end.owner.clone() })
    }

    /// When a ladder ends.
    fn end_at(&self, queue: &'a Queue, after: Times) -> Option<i64> {
        let from = self.asked.returned_at.unwrap_or(self.case.decided_at);
        Clock { from, ..self.clock(queue) }.at(after)
    }

    /// Whether nobody on shift speaks the customer's language.
    fn nobody_speaks(&self) -> bool {
        let mut speakers = ways::speakers(self.roster, self.case);
        self.case.language.is_some() && !speakers.any(|id| self.roster.on_shift(id, self.now))
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
            self.end_at(queue, after)
        });
        let frees = candidates.iter().flat_map(|one| &one.reasons).filter_map(|reason| match reason {
            Reason::Full { frees_at, .. } => *frees_at,
            Reason::Later(from) => *from,
            _ => None,
        });
        steps.chain(ends).chain(frees).filter(|at| self.now < *at).min()
    }
}

/// Whether nothing comes after this: what is held can still be taken.
fn is_final(decided: &Decided) -> bool {
    match decided {
        Decided::Wait => false,
        Decided::End { kind, .. } => *kind != EndKind::Hold,
        _ => true,
    }
}
