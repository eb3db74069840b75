//! A dispatcher as plain as can be: after every event it asks `route` about everybody who waits, one after another.

use baton::policy::{EndKind, Policy, QueueId};
use baton::roster::{AgentId, Cost, Roster};
use baton::routing::dispatch::{Event, Order, What};
use baton::routing::{Asked, Case, Customer, Decided, Declined, Held, Presence, Present, StepAt, instant, route};
use baton::value::Fixed;
use std::collections::BTreeMap;

pub(super) struct Plain<'a> {
    policy: &'a Policy,
    roster: &'a Roster,
    now: i64,
    told: BTreeMap<String, Present>,
    waits: BTreeMap<String, Fixed>,
    after: BTreeMap<String, After>,
    came: u64,
    cases: Vec<Waiting>,
    orders: Vec<Order>,
}

/// What an agent's work here left behind.
#[derive(Clone, Default)]
struct After {
    held: Vec<Held>,
    idle_since: Option<i64>,
    last_from: BTreeMap<String, i64>,
}

struct Waiting {
    id: String,
    case: Case,
    customer: Customer,
    asked: Asked,
    order: u64,
    stage: Stage,
    last: Option<Decided>,
    paged: (Vec<AgentId>, usize),
    ended: bool,
    away: bool,
    choices: bool,
    update_at: Option<i64>,
}

#[derive(Clone)]
enum Stage {
    Waits,
    Offered(Vec<AgentId>, Option<i64>, QueueId, Option<i64>),
    InHand(AgentId, Option<i64>),
}

impl<'a> Plain<'a> {
    pub(super) fn new(policy: &'a Policy, roster: &'a Roster, now: i64) -> Self {
        let (told, after) = (BTreeMap::new(), BTreeMap::new());
        let (waits, cases, orders) = (BTreeMap::new(), Vec::new(), Vec::new());
        Self { policy, roster, now, told, waits, after, came: 0, cases, orders }
    }

    /// Only what can be taken is given here.
    pub(super) fn on(&mut self, event: &Event, now: i64) -> Vec<Order> {
        self.time(now);
        self.settle();
        match event {
            Event::Waits { conversation, case, customer } => self.comes(conversation, case, customer),
            Event::Agent { agent, presence } => {
                self.told.insert(agent.clone(), (**presence).clone());
                if !presence.here {
                    self.withdraw(self.find(agent));
                }
            }
            Event::Gone { agent } => {
                self.told.insert(agent.clone(), Present::default());
                let agent = self.find(agent);
                self.withdraw(agent);
                for at in 0..self.cases.len() {
                    if matches!(self.cases[at].stage, Stage::InHand(who, _) if who == agent) {
                        self.take_back(at, agent);
                    }
                }
            }
            Event::Accepted { conversation, agent } => self.accepted(conversation, agent),
            Event::Declined { conversation, agent } => {
                let (at, agent) = (self.at(conversation), self.find(agent));
                self.unask(at, agent);
                self.decline(at, agent);
            }
            Event::Answered { conversation } => {
                let at = self.at(conversation);
                if let Stage::InHand(_, by) = &mut self.cases[at].stage {
                    *by = None;
                }
            }
            Event::Finished { conversation } | Event::Left { conversation } => self.leaves(self.at(conversation)),
            Event::QueueWait { queue, wait } => {
                match wait {
                    Some(wait) => self.waits.insert(queue.clone(), *wait),
                    None => self.waits.remove(queue),
                };
            }
            Event::Chose { .. } | Event::Time => {}
        }
        self.settle();
        std::mem::take(&mut self.orders)
    }

    fn find(&self, id: &str) -> AgentId {
        self.roster.find(id).expect("an agent")
    }

    fn at(&self, id: &str) -> usize {
        self.cases.iter().position(|one| one.id == id).expect("it is there")
    }

    fn say(&mut self, at: usize, what: What) {
        self.orders.push(Order { conversation: self.cases[at].id.as_str().into(), what });
    }

    fn ladder(&self, at: usize) -> &'a baton::policy::Queue {
        let mut queues = self.cases[at].case.queues.iter().map(|one| self.policy.queue(one.id));
        queues.find(|queue| queue.routing.is_ladder()).expect("only ladders wait")
    }

    fn time(&mut self, now: i64) {
        self.now = now;
        for agent in self.roster.ids() {
            if !self.roster.on_shift(agent, now) {
                self.withdraw(agent);
            }
        }
        for at in 0..self.cases.len() {
            match self.cases[at].stage.clone() {
                Stage::Offered(agents, Some(until), ..) if until <= now => {
                    self.say(at, What::Withdraw(agents.clone()));
                    for agent in agents {
                        self.unask(at, agent);
                        self.decline(at, agent);
                    }
                }
                Stage::Offered(agents, None, _, Some(end)) if end <= now => {
                    let end = self.ladder(at).routing.end.clone().expect("every ladder ends");
                    if end.kind == EndKind::Hold {
                        if !self.cases[at].ended {
                            self.cases[at].ended = true;
                            self.say(at, What::Decided(Decided::End { kind: end.kind, owner: end.owner }, None));
                        }
                    } else {
                        self.say(at, What::Withdraw(agents.clone()));
                        for agent in agents {
                            self.unask(at, agent);
                        }
                    }
                }
                Stage::InHand(agent, Some(by)) if by <= now => {
                    self.decline(at, agent);
                    self.take_back(at, agent);
                }
                _ => {}
            }
            self.update(at);
        }
    }

    fn update(&mut self, at: usize) {
        let queues = self.cases[at].case.queues.iter().map(|one| self.policy.queue(one.id));
        let Some((every, message)) = queues.filter(|one| one.routing.is_ladder()).find_map(|one| one.routing.updates)
        else {
            return;
        };
        if matches!(self.cases[at].stage, Stage::InHand(..)) {
            return;
        }
        if self.cases[at].update_at.is_some_and(|due| due <= self.now) {
            self.say(at, What::Tell(message));
            while self.cases[at].update_at.is_some_and(|due| due <= self.now) {
                self.cases[at].update_at = self.cases[at].update_at.map(|due| due + every.whole());
            }
        }
    }

    fn comes(&mut self, id: &str, case: &Case, customer: &Customer) {
        let queues = || case.queues.iter().map(|one| self.policy.queue(one.id));
        if !queues().any(|queue| queue.routing.is_ladder()) {
            let helpdesk = queues().any(|queue| queue.routed_by_helpdesk);
            let what = What::Decided(Decided::Elsewhere { helpdesk }, None);
            self.orders.push(Order { conversation: id.into(), what });
            return;
        }
        let updates = queues().filter(|one| one.routing.is_ladder()).find_map(|one| one.routing.updates);
        self.came += 1;
        self.cases.push(Waiting {
            id: id.to_owned(),
            case: case.clone(),
            customer: customer.clone(),
            asked: Asked::default(),
            order: self.came,
            stage: Stage::Waits,
            last: None,
            paged: (Vec::new(), 0),
            ended: false,
            away: false,
            choices: false,
            update_at: updates.map(|(every, _)| self.now + every.whole()),
        });
    }

    /// Who stands how, with what was given here.
    pub(super) fn presence(&self) -> Presence {
        let mut agents = self.told.clone();
        for one in &self.cases {
            let hands: Vec<AgentId> = match &one.stage {
                Stage::Waits => Vec::new(),
                Stage::Offered(agents, ..) => agents.clone(),
                Stage::InHand(agent, _) => vec![*agent],
            };
            for agent in hands {
                let present = agents.entry(self.roster.agent(agent).id.clone()).or_default();
                match self.cost(agent, &one.case) {
                    (Cost::All, _) => present.exclusive = true,
                    (Cost::Units(units), true) => present.interruptible += u32::from(units),
                    (Cost::Units(units), false) => present.taken += u32::from(units),
                }
            }
        }
        for (id, after) in &self.after {
            let present = agents.entry(id.clone()).or_default();
            present.held.extend(after.held.iter().copied());
            present.idle_since = present.idle_since.max(after.idle_since);
            for (queue, at) in &after.last_from {
                present.last_from.insert(queue.clone(), *at);
            }
        }
        Presence { agents, waits: self.waits.clone() }
    }

    fn cost(&self, agent: AgentId, case: &Case) -> (Cost, bool) {
        let Some(work) = case.work.as_deref() else { return (Cost::Units(1), false) };
        let allowance = self.roster.agent(agent).interruptible_units > 0;
        let kind = self.roster.work().iter().find(|kind| kind.name == work);
        let interruptible = allowance && kind.is_some_and(|kind| kind.interruptible);
        (self.roster.cost(agent, work).unwrap_or(Cost::Units(1)), interruptible)
    }

    fn settle(&mut self) {
        for at in 0..self.cases.len() {
            if matches!(self.cases[at].stage, Stage::Waits) {
                self.say_away(at);
            }
        }
        loop {
            let urgency = |one: &Waiting| {
                let waited = one.case.decided_at * 1_000_000 - one.case.minutes.millionths() * 60;
                (waited, one.order)
            };
            let mut order: Vec<usize> = (0..self.cases.len()).collect();
            order.retain(|at| matches!(self.cases[*at].stage, Stage::Waits));
            order.sort_by_key(|at| urgency(&self.cases[*at]));
            let offer = order.iter().find_map(|at| match self.ask(*at) {
                (Decided::Offer { agents, because, until, notice }, step, _) => {
                    Some((*at, agents, because, until, notice, step))
                }
                _ => None,
            });
            let Some((at, agents, because, until, notice, step)) = offer else { break };
            let queue = step.map_or_else(|| self.first(at), |step| step.queue);
            let ends = self.end_at(at).filter(|end| self.now < *end);
            self.cases[at].stage = Stage::Offered(agents.clone(), until, queue, ends);
            self.cases[at].last = None;
            let decided = Decided::Offer { agents, because, until, notice };
            self.say(at, What::Decided(decided, step));
        }
        let ids: Vec<String> = self.cases.iter().map(|one| one.id.clone()).collect();
        for id in ids {
            self.rest(self.at(&id));
        }
    }

    fn first(&self, at: usize) -> QueueId {
        let queues = self.cases[at].case.queues.iter();
        queues.map(|one| one.id).find(|id| self.policy.queue(*id).routing.is_ladder()).expect("only ladders wait")
    }

    fn end_at(&self, at: usize) -> Option<i64> {
        let one = &self.cases[at];
        let from = one.asked.returned_at.unwrap_or(one.case.decided_at);
        let after = self.ladder(at).routing.end.as_ref()?.after?;
        match if one.case.is_live { after.live } else { after.asynchronous } {
            baton::policy::Deadline::Seconds(seconds) => Some(from + seconds.whole()),
            // Days from now: these tests are over by then.
            _ => None,
        }
    }

    /// Whoever was named and is not at work is said once.
    fn say_away(&mut self, at: usize) {
        if let Some(away) = self.route(at).away.filter(|_| !self.cases[at].away) {
            self.cases[at].away = true;
            self.say(at, What::Away(away));
        }
    }

    fn route(&self, at: usize) -> baton::routing::Assignment {
        let one = &self.cases[at];
        route(self.policy, &one.case, &one.customer, &one.asked, self.roster, &self.presence(), self.now)
    }

    fn ask(&self, at: usize) -> (Decided, Option<StepAt>, Vec<baton::policy::WaitChoice>) {
        let made = self.route(at);
        (made.decided, made.step, made.choices)
    }

    /// What is new about one that nobody takes.
    fn rest(&mut self, at: usize) {
        if !matches!(self.cases[at].stage, Stage::Waits) {
            return;
        }
        let (decided, step, choices) = self.ask(at);
        let is_end = matches!(&decided, Decided::End { kind: EndKind::Hold, .. });
        if self.cases[at].ended && is_end {
            return;
        }
        let mut is_new = self.cases[at].last.as_ref() != Some(&decided);
        if let Decided::Page(agents) = &decided {
            let page = (agents.clone(), self.calls(at));
            is_new = self.cases[at].paged != page;
            self.cases[at].paged = page;
        } else {
            self.cases[at].paged = (Vec::new(), 0);
        }
        if is_new {
            self.say(at, What::Decided(decided.clone(), step));
        }
        self.cases[at].last = Some(decided.clone());
        if !choices.is_empty() && !self.cases[at].choices {
            self.cases[at].choices = true;
            self.say(at, What::Choose(choices));
        }
        match decided {
            Decided::End { kind: EndKind::Hold, .. } => self.cases[at].ended = true,
            Decided::Closed { kind: EndKind::Hold, .. } => {}
            Decided::End { .. } | Decided::Closed { .. } => {
                self.cases.remove(at);
            }
            _ => {}
        }
    }

    /// How many steps that call people out have come.
    fn calls(&self, at: usize) -> usize {
        let one = &self.cases[at];
        let mut calls = 0;
        for own in &one.case.queues {
            let steps = self.policy.queue(own.id).routing.steps.iter().zip(&own.steps).filter(|(_, there)| **there);
            for (step, _) in steps {
                let after = if one.case.is_live { step.after.live } else { step.after.asynchronous };
                let baton::policy::Deadline::Seconds(after) = after else { continue };
                let calls_out = step.who.iter().any(|who| matches!(who, baton::policy::MayTake::OnCall { .. }));
                calls += usize::from(calls_out && one.case.decided_at + after.whole() <= self.now);
            }
        }
        calls
    }

    fn accepted(&mut self, id: &str, agent: &str) {
        let (at, agent) = (self.at(id), self.find(agent));
        let queue = match self.cases[at].stage.clone() {
            Stage::Offered(agents, _, queue, _) if agents.contains(&agent) => {
                let others: Vec<AgentId> = agents.into_iter().filter(|one| *one != agent).collect();
                if !others.is_empty() {
                    self.say(at, What::Withdraw(others));
                }
                queue
            }
            _ => self.first(at),
        };
        let last = &mut self.after.entry(self.roster.agent(agent).id.clone()).or_default().last_from;
        last.insert(self.policy.queue(queue).name.clone(), self.now);
        let answer_by = self.policy.queue(queue).routing.answer_within.map(|within| match within.live {
            baton::policy::Deadline::Seconds(seconds) => self.now + seconds.whole(),
            _ => panic!("live times are seconds in this test"),
        });
        self.cases[at].stage = Stage::InHand(agent, answer_by);
        self.say(at, What::Assigned { agent, answer_by });
    }

    fn decline(&mut self, at: usize, agent: AgentId) {
        let declined = Declined { agent: self.roster.agent(agent).id.clone(), at: self.now };
        self.cases[at].asked.declined.push(declined);
    }

    fn unask(&mut self, at: usize, agent: AgentId) {
        if let Stage::Offered(agents, ..) = &mut self.cases[at].stage {
            agents.retain(|one| *one != agent);
            if agents.is_empty() {
                self.cases[at].stage = Stage::Waits;
            }
        }
    }

    fn withdraw(&mut self, agent: AgentId) {
        for at in 0..self.cases.len() {
            if matches!(&self.cases[at].stage, Stage::Offered(agents, ..) if agents.contains(&agent)) {
                self.say(at, What::Withdraw(vec![agent]));
                self.unask(at, agent);
            }
        }
    }

    fn take_back(&mut self, at: usize, agent: AgentId) {
        self.say(at, What::TakenBack(agent));
        let every = self.ladder(at).routing.updates.map(|(every, _)| every.whole());
        let now = self.now;
        let one = &mut self.cases[at];
        one.asked.returned_at = Some(now);
        (one.stage, one.last, one.ended, one.paged) = (Stage::Waits, None, false, (Vec::new(), 0));
        one.update_at = every.map(|every| now + every);
    }

    fn leaves(&mut self, at: usize) {
        match self.cases[at].stage.clone() {
            Stage::Waits => {}
            Stage::Offered(agents, ..) => self.say(at, What::Withdraw(agents)),
            Stage::InHand(agent, _) => self.finish(at, agent),
        }
        self.cases.remove(at);
    }

    fn finish(&mut self, at: usize, agent: AgentId) {
        let who = self.roster.agent(agent);
        let until = self.now + i64::from(who.after_work);
        let (cost, interruptible) = self.cost(agent, &self.cases[at].case);
        let units = match cost {
            Cost::All => u32::from(who.units),
            Cost::Units(units) => u32::from(units),
        };
        let holds = |one: &Waiting| match &one.stage {
            Stage::Waits => false,
            Stage::Offered(agents, ..) => agents.contains(&agent),
            Stage::InHand(one, _) => *one == agent,
        };
        let others = self.cases.iter().enumerate().filter(|(other, one)| *other != at && holds(one)).count();
        let after = self.after.entry(who.id.clone()).or_default();
        if until > self.now {
            after.held.push(Held { units, until, interruptible });
        }
        if others == 0 {
            after.idle_since = Some(until);
        }
    }
}

/// An event in a line, for a failed case.
pub(super) fn said(event: &Event, now: i64) -> String {
    format!("{} {event:?}", instant(now))
}
