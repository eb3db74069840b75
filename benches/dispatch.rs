//! Many conversations at once, event by event: `cargo bench --bench dispatch`.
//!
//! 2,000 agents in eight queues, everybody busy, and 1,000, 10,000 or 100,000 conversations that wait, in six languages,
//! with four priorities and on three steps of their ladders. Each event is timed by itself, so that a percentile is one
//! of events; on Unix the time is the thread's own. Prints microseconds, and how the medians grow with those who wait.

#![allow(unsafe_code, reason = "the clock of a thread is a call to the system")]

#[path = "support/clock.rs"]
mod clock;

use std::collections::VecDeque;
use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use baton::policy::{Policy, Priority, QueueId};
use baton::roster::Roster;
use baton::routing::dispatch::{Answer, Dispatcher, Event, Order, What};
use baton::routing::{Case, CaseQueue, Customer, Decided, Present};
use baton::source::Files;
use baton::value::Fixed;
use serde_json::json;

const QUEUES: usize = 8;
const AGENTS: usize = 2_000;
const LANGUAGES: [&str; 6] = ["en", "es", "de", "fr", "it", "pt"];
const START: i64 = 1_767_600_000;
/// Rounds of events that are timed.
const ROUNDS: usize = 4_000;

struct Given(String);

impl Files for Given {
    fn read(&self, _path: &str) -> Result<String, String> {
        Ok(self.0.clone())
    }
}

fn policy() -> Arc<Policy> {
    let mut text = String::from(
        "baton 1\npolicy \"Bench\" {\n  timezone \"UTC\"\n  languages en, es, de, fr, it, pt\n  assistant gives no confidence\n  \
         default queue q0\n  otherwise stay\n  on failure hand off to q0\n}\n",
    );
    for at in 0..QUEUES {
        let next = (at + 1) % QUEUES;
        write!(
            text,
            "queue q{at} {{\n  needs skill s{at}\n  prefer just enough skill, then most free, then longest idle\n  \
             accept within 20s, then the next\n  at once the customer's language\n  after 45s any language\n  \
             after 5m also q{next}\n  finally at 30d offer callback, owner q{at}\n}}\n"
        )
        .expect("writing to a string cannot fail");
    }
    text += "rule people { when turns above 3; then hand off to q0 }\n";
    let (artifact, problems, _) = baton::compile("bench.baton", &Given(text));
    Arc::new(artifact.unwrap_or_else(|| panic!("{problems:?}")).policy)
}

fn roster() -> Arc<Roster> {
    let agents: Vec<_> = (0..AGENTS)
        .map(|at| {
            json!({
                "id": format!("a{at:04}"), "name": format!("Agent {at}"), "zone": "UTC", "units": 3,
                "skills": { format!("s{}", at % QUEUES): at % 5 + 1, format!("s{}", at / 7 % QUEUES): 1 },
                "languages": { "en": "C1", LANGUAGES[at % 6]: "C2" },
                "shifts": ["Mon-Sun 00:00-24:00"],
            })
        })
        .collect();
    let roster = json!({ "schema": "baton.roster/1", "agent": agents });
    Arc::new(Roster::from_json(&roster.to_string()).unwrap_or_else(|faults| panic!("{faults:?}")))
}

/// The conversation that comes as number `at`.
fn comes(policy: &Policy, at: usize, now: i64) -> Event {
    let queue = QueueId(u32::try_from(at % QUEUES).expect("few queues"));
    let case = Case {
        decided_at: now,
        asked_at: None,
        is_live: true,
        work: None,
        language: Some(LANGUAGES[at / 3 % 6].to_owned()),
        category: None,
        queues: vec![CaseQueue { id: queue, steps: vec![true; policy.queue(queue).routing.steps.len()] }],
        to_named_agent: false,
        to_same_agent: false,
        level: None,
        needs: Vec::new(),
        priority: Priority::Normal,
        minutes: Fixed::from_whole([0, 0, 10, 60][at / 5 % 4]),
        to_all: false,
        may_choose: true,
        everyone: None,
    };
    Event::Waits { conversation: format!("c{at}"), case: Box::new(case), customer: Box::new(Customer::default()) }
}

/// What was timed, by kind of event.
#[derive(Default)]
struct Took {
    kinds: Vec<(&'static str, Vec<Duration>)>,
}

impl Took {
    fn add(&mut self, kind: &'static str, took: Duration) {
        match self.kinds.iter_mut().find(|(one, _)| *one == kind) {
            Some((_, all)) => all.push(took),
            None => self.kinds.push((kind, vec![took])),
        }
    }
}

/// A helpdesk under load.
struct Floor {
    dispatcher: Dispatcher,
    policy: Arc<Policy>,
    now: i64,
    came: usize,
    in_hand: VecDeque<String>,
    asked: VecDeque<(String, String)>,
    took: Took,
}

impl Floor {
    /// Everybody busy, and so many waiting.
    fn of(waiting: usize) -> Self {
        let (policy, roster) = (policy(), roster());
        let dispatcher = Dispatcher::new(policy.clone(), roster, START);
        let mut floor = Self {
            dispatcher,
            policy,
            now: START,
            came: 0,
            in_hand: VecDeque::new(),
            asked: VecDeque::new(),
            took: Took::default(),
        };
        for at in 0..AGENTS {
            let presence = Box::new(Present { here: true, ..Present::default() });
            floor.on("", Event::Agent { agent: format!("a{at:04}"), presence });
        }
        while floor.dispatcher.waiting() < waiting {
            floor.now += i64::from(floor.came.is_multiple_of(20));
            floor.arrive("");
            while let Some((conversation, agent)) = floor.asked.pop_front() {
                floor.on("", Event::Accepted { conversation, agent });
            }
        }
        floor.took = Took::default();
        floor
    }

    fn arrive(&mut self, kind: &'static str) {
        let event = comes(&self.policy, self.came, self.now);
        self.came += 1;
        self.on(kind, event);
    }

    fn on(&mut self, kind: &'static str, event: Event) {
        let start = clock::worked();
        let Answer { orders, refused } = self.dispatcher.on(event, self.now);
        let took = clock::worked().saturating_sub(start);
        assert!(refused.is_none(), "{refused:?}");
        self.took.add(kind, took);
        for Order { conversation, what } in orders {
            let conversation = conversation.to_string();
            match what {
                What::Decided(Decided::Offer { agents, .. }, _) => {
                    let agent = self.dispatcher.roster().agent(agents[0]).id.clone();
                    self.asked.push_back((conversation, agent));
                }
                What::Assigned { .. } => self.in_hand.push_back(conversation),
                What::TakenBack(_) => self.in_hand.retain(|one| *one != conversation),
                What::Withdraw(_) => self.asked.retain(|(one, _)| *one != conversation),
                _ => {}
            }
        }
    }

    /// One of each, so that as many wait at the end as at the beginning.
    fn round(&mut self, at: usize) {
        self.now += i64::from(at.is_multiple_of(10));
        self.on("time goes on", Event::Time);
        if let Some(conversation) = self.in_hand.pop_front() {
            self.on("somebody is free", Event::Finished { conversation });
        }
        if let (true, Some((conversation, agent))) = (at.is_multiple_of(4), self.asked.pop_front()) {
            self.on("declined", Event::Declined { conversation, agent });
        }
        while let Some((conversation, agent)) = self.asked.pop_front() {
            self.on("accepted", Event::Accepted { conversation, agent });
        }
        self.arrive("a customer comes");
        if at.is_multiple_of(8) {
            let agent = format!("a{:04}", at * 31 % AGENTS);
            let away = Box::new(Present::default());
            self.on("somebody takes a break", Event::Agent { agent: agent.clone(), presence: away });
            let here = Box::new(Present { here: true, ..Present::default() });
            self.on("somebody is back", Event::Agent { agent, presence: here });
        }
        if at.is_multiple_of(16) {
            // The one that came last is not the most urgent, so it waits still.
            self.on("a customer leaves", Event::Left { conversation: format!("c{}", self.came - 1) });
            self.arrive("a customer comes");
        }
        if at.is_multiple_of(50) {
            let agent = format!("a{:04}", at * 17 % AGENTS);
            self.on("somebody goes away", Event::Gone { agent: agent.clone() });
            let here = Box::new(Present { here: true, ..Present::default() });
            self.on("somebody is back", Event::Agent { agent, presence: here });
        }
    }
}

fn main() {
    let mut medians: Vec<(usize, f64)> = Vec::new();
    for waiting in [1_000, 10_000, 100_000] {
        let mut floor = Floor::of(waiting);
        for at in 0..ROUNDS / 10 {
            floor.round(at);
        }
        floor.took = Took::default();
        for at in 0..ROUNDS {
            floor.round(at);
        }
        println!(
            "\n{waiting} waiting, {AGENTS} agents\n  {:<26} {:>8} {:>8} {:>8} {:>8}",
            "µs", "events", "p50", "p90", "p99"
        );
        let mut all: Vec<Duration> = Vec::new();
        for (kind, took) in &mut floor.took.kinds {
            took.sort_unstable();
            all.extend(took.iter());
            row(kind, took);
        }
        all.sort_unstable();
        row("all", &all);
        medians.push((waiting, clock::micros_at(&all, 0.5)));
    }
    println!();
    for pair in medians.windows(2) {
        println!("{} times more waiting: {:.2} times the median", pair[1].0 / pair[0].0, pair[1].1 / pair[0].1);
    }
}

fn row(kind: &str, took: &[Duration]) {
    let at = |share| clock::micros_at(took, share);
    println!("  {kind:<26} {:>8} {:>8.1} {:>8.1} {:>8.1}", took.len(), at(0.5), at(0.9), at(0.99));
}
