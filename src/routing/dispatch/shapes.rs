//! Cases that are alike for whoever may take them: the ways in are worked out once for all of them.

use super::set::AgentSet;
use super::staff::{Slot, WorkId};
use crate::policy::{Deadline, MayTake, Policy, QueueId, Times};
use crate::roster::{AgentId, Roster};
use crate::routing::ways::{self, Door, Way, may_lend};
use crate::routing::{Case, StepAt};
use crate::value::Fixed;
use std::collections::{BTreeMap, BTreeSet};

/// A kind of case, by position.
pub(super) type ShapeId = u32;

/// What cases must have in common to be of one kind: all that decides who may take them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    case: Case,
    /// Where a ladder asks for the customer's account manager.
    account_manager: Option<String>,
}

impl Key {
    pub(super) fn of(policy: &Policy, case: &Case, account_manager: Option<&str>) -> Self {
        let mut steps = ways::ladders(policy, case).flat_map(|(queue, own)| ways::steps(queue, own));
        let asks = steps.any(|(_, step)| step.who.contains(&MayTake::AccountManager));
        let case = Case {
            decided_at: 0,
            asked_at: None,
            category: None,
            minutes: Fixed::ZERO,
            may_choose: false,
            to_named_agent: false,
            to_same_agent: false,
            to_all: false,
            // When it comes differs between cases; that it comes is what they have in common.
            everyone: case.everyone.map(|(_, callback)| (Fixed::ZERO, callback)),
            ..case.clone()
        };
        Self { case, account_manager: account_manager.filter(|_| asks).map(str::to_owned) }
    }

    pub(super) fn case(&self) -> &Case {
        &self.case
    }
}

/// A step of one of the ladders.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) at: StepAt,
    /// Since the decision; none: everyone with the language, so long after the customer asked.
    pub(super) after: Option<Times>,
    /// Whether those on call are called out, once more if they were before.
    pub(super) calls: bool,
}

/// A way in, by the step that lets in.
#[derive(Clone, Debug)]
pub(super) struct WayIn {
    pub(super) step: usize,
    pub(super) way: Way,
}

/// What is worked out once for a kind of case.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) key: Key,
    pub(super) work: WorkId,
    /// The queues that have a ladder.
    pub(super) queues: Vec<QueueId>,
    /// All steps, queue by queue.
    pub(super) steps: Vec<Step>,
    /// By the agent's position.
    ways: Vec<Vec<WayIn>>,
    /// Who is let in by any step, whether or not somebody can be called.
    everybody: AgentSet,
    /// Who is let in while on call.
    callers: AgentSet,
    /// Who speaks the customer's language, if everyone who does is asked and a callback is offered if nobody does.
    speakers: Option<AgentSet>,
    /// While which waits are short people are lent.
    pub(super) lends: Vec<(QueueId, Fixed)>,
    pub(super) status: Status,
    /// The conversations of this kind that wait or are in hand.
    pub(super) members: BTreeSet<Slot>,
}

/// Whether anybody is there at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Open,
    Closed,
    /// Nobody on shift speaks the language, and a callback is offered at once.
    NobodySpeaks,
}

impl Shape {
    pub(super) fn of(policy: &Policy, roster: &Roster, key: Key, work: WorkId) -> Self {
        let nobody = AgentSet::of(roster.agents().len());
        let mut shape = Self {
            work,
            queues: Vec::new(),
            steps: Vec::new(),
            ways: vec![Vec::new(); roster.agents().len()],
            everybody: nobody.clone(),
            callers: nobody.clone(),
            speakers: None,
            lends: Vec::new(),
            status: Status::Open,
            members: BTreeSet::new(),
            key,
        };
        shape.climb(policy, roster);
        shape.everyone_with_the_language(roster, nobody);
        shape
    }

    /// Lets in whom the steps let in.
    fn climb(&mut self, policy: &Policy, roster: &Roster) {
        let key = self.key.clone();
        for (queue, own) in ways::ladders(policy, &key.case) {
            self.queues.push(own.id);
            for (at, step) in ways::steps(queue, own) {
                let account_manager = key.account_manager.as_deref();
                let door = Door { policy, queue, step, case: &key.case, account_manager };
                let position = self.steps.len();
                for agent in roster.ids() {
                    for way in door.ways(roster.agent(agent)) {
                        self.let_in(agent, position, way);
                    }
                }
                let calls = step.who.iter().any(|who| matches!(who, MayTake::OnCall { .. }));
                self.steps.push(Step { at: StepAt { queue: own.id, step: at }, after: Some(step.after), calls });
            }
        }
    }

    fn everyone_with_the_language(&mut self, roster: &Roster, nobody: AgentSet) {
        let (Some((_, callback)), Some(first)) = (self.key.case.everyone, self.queues.first().copied()) else { return };
        let mut speakers = nobody;
        let position = self.steps.len();
        let case = self.key.case.clone();
        for agent in ways::speakers(roster, &case) {
            speakers.set(agent, true);
            let way = Way { surplus: 0, notice: None, on_call: false, lent: Vec::new() };
            self.let_in(agent, position, way);
        }
        self.steps.push(Step { at: StepAt { queue: first, step: usize::MAX }, after: None, calls: false });
        self.speakers = Some(speakers).filter(|_| callback && case.language.is_some());
    }

    fn let_in(&mut self, agent: AgentId, step: usize, way: Way) {
        if way.on_call {
            self.callers.set(agent, true);
        } else {
            self.everybody.set(agent, true);
        }
        for lent in &way.lent {
            if !self.lends.contains(lent) {
                self.lends.push(*lent);
            }
        }
        self.ways[agent.index()].push(WayIn { step, way });
    }

    /// Whether a step calls people out.
    pub(super) fn calls(&self) -> bool {
        self.steps.iter().any(|step| step.calls)
    }

    /// Whether a time of a ladder, or of those that follow, is business time.
    pub(super) fn is_in_business_time(&self, policy: &Policy) -> bool {
        let times = self.queues.iter().flat_map(|id| {
            let routing = &policy.queue(*id).routing;
            let end = routing.end.as_ref().and_then(|end| end.after);
            routing.steps.iter().map(|step| step.after).chain(end).chain(routing.answer_within)
        });
        let is_live = self.key.case.is_live;
        let mut asked = times.map(|times| if is_live { times.live } else { times.asynchronous });
        asked.any(|deadline| !matches!(deadline, Deadline::Seconds(_)))
    }

    /// Whether somebody whom a step lets in is on shift or can be called.
    pub(super) fn is_somebody_there(&self, on_shift: &AgentSet, on_call: &AgentSet) -> bool {
        self.everybody.meets(on_shift) || self.can_be_called(on_call)
    }

    /// Whether somebody whom a step calls out can be called.
    pub(super) fn can_be_called(&self, on_call: &AgentSet) -> bool {
        self.callers.meets(on_call)
    }

    /// Whether a callback is offered at once, because nobody at work speaks the language.
    pub(super) fn nobody_speaks(&self, on_shift: &AgentSet) -> bool {
        self.speakers.as_ref().is_some_and(|speakers| !speakers.meets(on_shift))
    }

    /// The best way in for an agent, of those whose steps have come and that are open now.
    pub(super) fn way(&self, agent: AgentId, reached: &[u8], open: &impl Fn(AgentId, &Way) -> bool) -> Option<&WayIn> {
        let ways = self.ways[agent.index()].iter();
        let open = ways.filter(|one| reached[one.step] > 0 && open(agent, &one.way));
        open.min_by_key(|one| (reached[one.step], one.way.notice.is_some(), one.way.surplus))
    }

    /// Everybody whom the steps that have come let in now, to work, not only to be called out.
    pub(super) fn eligible(&self, reached: &[u8], open: &impl Fn(AgentId, &Way) -> bool) -> AgentSet {
        let mut eligible = AgentSet::of(self.ways.len());
        for at in 0..self.ways.len() {
            let agent = AgentId(u32::try_from(at).expect("the number of agents is limited"));
            if self.way(agent, reached, open).is_some() {
                eligible.set(agent, true);
            }
        }
        eligible
    }

    /// Everybody whom the steps that have come call out now, in the order of ids.
    pub(super) fn called<'a>(&'a self, reached: &'a [u8], on_call: &'a AgentSet) -> impl Iterator<Item = AgentId> + 'a {
        let has_come = |agent: &AgentId| {
            let mut ways = self.ways[agent.index()].iter();
            ways.any(|one| one.way.on_call && reached[one.step] > 0)
        };
        self.callers.both(on_call).filter(has_come)
    }
}

/// Whether a way is open to somebody who is to work.
pub(super) fn is_open<'a>(
    policy: &'a Policy,
    waits: &'a BTreeMap<String, Fixed>,
    on_shift: &'a AgentSet,
    on_call: &'a AgentSet,
) -> impl Fn(AgentId, &Way) -> bool + 'a {
    move |agent, way| {
        let called = !way.on_call || on_call.contains(agent) && on_shift.contains(agent);
        called && may_lend(policy, waits, &way.lent)
    }
}
