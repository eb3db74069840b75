//! One conversation in motion: what was given and said, and what it comes to.
//!
//! In: facts and messages in the order in which they come. Out: the value of
//! every fact at a decision point, and the decision.
//!
//! Facts that come with a message are given *after* it: `customer(…)`, `give(…)`,
//! `decide(Point::Message)`; `assistant(…)`, `give(…)`, `decide(Point::Answer)`.
//! Messages of the customer without a reply between them are one turn, heard as
//! one text, unless the policy says how soon they must follow each other.
//!
//! # Guarantees
//!
//! A turn costs about the same whether it is the third or the thousandth, and the
//! memory of a session is bounded. What the service gives wins over what is
//! computed. Nothing panics.
//!
//! # What is not here
//!
//! The state machine of a live service, which is `step`: without it, state facts have
//! the values of a new conversation until they are given.

mod computed;
pub(super) mod desk;
pub(super) mod handoff;
mod input;
pub(super) mod memory;
mod mood;
mod talk;

use super::bind;
use super::clock::Clock;
use super::conditions::Reader;
use super::decide::decide_promised;
use super::held::Held;
use super::history::History;
use super::listener::{Derived, Life};
use super::lookup::Asked;
use super::signals::{SignalState, listen};
use super::table::Table;
use super::values::{Values, starting_value};
use super::{Decided, Scratch, threshold};
use crate::conversation::Contact;
use crate::decision::{DecidedBy, Decision, Heard, InputProblem, Point, ThresholdTrace};
use crate::policy::{ActionName, FactId, Layer, Origin, SignalId, ThresholdId, View};
use crate::value::{Fixed, Value};
use desk::{ACCEPTS, DECLINES, Desk, Phase, Present};
use handoff::Handoff;
use input::{Given, Input};
use mood::Mood;
use serde_json::Value as Json;
use talk::{Stage, Talk};

/// A conversation in motion.
#[derive(Clone, Debug)]
pub struct Session<'e> {
    table: &'e Table,
    id: String,
    clock: Clock,
    history: Option<History>,
    input: Input,
    talk: Talk,
    mood: Mood,
    signals: Vec<SignalState>,
    /// For how many customer turns before this one each run has lasted, and with it; by fact.
    runs: Vec<(i64, i64)>,
    desk: Desk,
    handoff: Option<Handoff>,
    heard: Vec<Heard>,
    facts: Values,
    given: Held,
    scratch: Scratch,
    /// The point that `facts` are right for, if they are right for one.
    settled: Option<Point>,
}

impl<'e> Session<'e> {
    /// A new conversation. An empty `id` is no id.
    pub fn new(table: &'e Table, id: &str) -> Self {
        let policy = table.policy();
        Self {
            table,
            id: id.to_owned(),
            clock: Clock::default(),
            history: None,
            input: Input::new(policy.facts.len()),
            talk: Talk::default(),
            mood: Mood::default(),
            signals: vec![SignalState::default(); policy.signals.len()],
            runs: vec![(0, 0); policy.facts.len()],
            desk: Desk::default(),
            handoff: None,
            heard: Vec::new(),
            facts: Values::starting(policy),
            given: Held::nothing(table.rows()),
            scratch: table.scratch(),
            settled: None,
        }
    }

    /// The table.
    pub fn table(&self) -> &'e Table {
        self.table
    }

    /// When the conversation started, in seconds since 1970-01-01T00:00:00Z.
    pub fn started(&mut self, at: i64) {
        self.clock.started = Some(at);
        self.settled = None;
    }

    /// The present, in seconds since 1970-01-01T00:00:00Z; wins over the times of messages.
    pub fn now(&mut self, instant: i64) {
        self.clock.explicit = Some(instant);
        self.settled = None;
    }

    /// Earlier conversations of the customer.
    pub fn history(&mut self, contacts: &[Contact]) {
        self.history = Some(History::new(self.table.policy(), contacts));
        self.settled = None;
    }

    /// Gives a fact that came with the latest message. What belongs to an answer or a customer turn is forgotten with
    /// it, anything else stands until it is given anew. None: missing.
    pub fn give(&mut self, fact: FactId, value: Option<Value>) {
        self.input.give(fact, value, self.table.listener().life(fact));
        self.settled = None;
    }

    /// Gives a fact that stands until it is given anew, whatever its kind. None: missing.
    pub fn give_standing(&mut self, fact: FactId, value: Option<Value>) {
        self.input.give(fact, value, Life::Standing);
        self.settled = None;
    }

    /// As [`Session::give`], by JSON name and value. What cannot be used is a problem of the decisions to come.
    pub fn give_json(&mut self, name: &str, json: &Json) {
        let life = self.table.find_fact(name).map_or(Life::Standing, |fact| self.table.listener().life(fact));
        self.give_json_for(name, json, life);
    }

    /// As [`Session::give_standing`], by JSON name and value.
    pub fn give_json_standing(&mut self, name: &str, json: &Json) {
        self.give_json_for(name, json, Life::Standing);
    }

    fn give_json_for(&mut self, name: &str, json: &Json, life: Life) {
        self.settled = None;
        let Some(fact) = self.table.find_fact(name) else {
            return self.give_parts(name, json, life);
        };
        match bind::read(self.table.policy(), fact, json) {
            Ok(value) => self.input.give(fact, value, life),
            Err(problem) => {
                self.input.give(fact, None, life);
                self.input.problem(Some(fact), problem, life);
            }
        }
    }

    /// A name that the policy does not have: an amount of money may be two facts of it, `stake.amount` and `stake.currency`.
    fn give_parts(&mut self, name: &str, json: &Json, life: Life) {
        let parts = |part: &str| Some((format!("{name}.{part}"), json.get(part)?));
        match (parts("amount"), parts("currency")) {
            (Some(amount), Some(currency)) if self.table.find_fact(&amount.0).is_some() => {
                self.give_json_for(&amount.0, amount.1, life);
                self.give_json_for(&currency.0, currency.1, life);
            }
            _ if self.table.policy().package.reads(name) => {}
            _ => self.input.problem(None, bind::unknown(name), life),
        }
    }

    /// The customer writes. `at`: seconds since the conversation started.
    pub fn customer(&mut self, text: &str, at: Option<i64>) {
        self.close_answer();
        if self.talk.begins_turn(at, self.table.policy().conversation.turn_within) {
            self.close_turn();
            self.input.forget(Life::Turn);
        }
        self.input.forget(Life::Answer);
        self.pass_time(at);
        self.talk.customer(self.table, text);
        self.talk.customer_at = at.or(self.talk.customer_at);
        if let (Some(history), Some(words)) = (&mut self.history, self.talk.likeness()) {
            history.hear(words);
        }
        self.settled = None;
    }

    /// The assistant has drafted an answer, or has failed to.
    pub fn assistant(&mut self, text: &str, at: Option<i64>) {
        if self.talk.stage != Stage::Assumed {
            self.close_answer();
        }
        self.pass_time(at);
        self.talk.assistant(self.table, text, at);
        self.settled = None;
    }

    /// A person on the support side writes.
    pub fn agent(&mut self, _text: &str, at: Option<i64>) {
        self.close_answer();
        self.pass_time(at);
        self.talk.agent(at);
        self.settled = None;
    }

    /// The assistant replied, and the record does not have it: what the customer writes next is another turn.
    pub fn unrecorded_reply(&mut self) {
        self.talk.unrecorded_reply();
        self.settled = None;
    }

    /// Decides. On the answer, the draft is the latest message; where the assistant was not heard, one is assumed.
    pub fn decide(&mut self, point: Point) -> Decision {
        self.decide_promised(point, None)
    }

    /// As [`Session::decide`], where a question or an offer of `promised` was answered.
    pub(super) fn decide_promised(&mut self, point: Point, promised: Option<DecidedBy>) -> Decision {
        self.arrive(point);
        let problems = self.problems();
        let decision = decide_promised(self.table, &self.facts, point, &problems, promised, &mut self.scratch);
        let before = self.signals.iter().enumerate().filter(|(_, state)| state.memory().1 > 0);
        let heard_before = before.map(|(at, _)| SignalId::from_index(at)).collect();
        Decision { heard: self.heard.clone(), heard_before, ..decision }
    }

    /// Decides to hand off to the queue of the category, unless a guard holds or the policy hands off anyway. For a promise
    /// that another policy gave, and that this one does not know.
    pub(super) fn decide_handing_off(&mut self, point: Point) -> Decision {
        let decision = self.decide(point);
        let policy = self.table.policy();
        let is_guard = decision.rule().is_some_and(|rule| policy.rule(rule).layer == Layer::Guard);
        if is_guard || decision.action == ActionName::HandOff {
            return decision;
        }
        let path = self.table.listener().category.and_then(|fact| self.facts.word(fact));
        let queue = policy.queue_for(path.and_then(|path| policy.find_category(path)));
        Decision {
            action: ActionName::HandOff,
            send_draft: decision.send_draft.map(|_| false),
            decided_by: DecidedBy::Otherwise,
            source: policy.otherwise_span,
            reason: Some("A handoff was promised under an earlier version of the policy".to_owned()),
            queues: vec![queue],
            to_named_agent: false,
            level: None,
            silence: None,
            message: None,
            text: None,
            effects: Vec::new(),
            because_of: Vec::new(),
            ..decision
        }
    }

    /// A person gives the conversation back: what was said up to now has been dealt with.
    pub(super) fn given_back(&mut self, at: Option<i64>) {
        self.agent("", at);
        self.close_turn();
        self.input.forget(Life::Turn);
        self.input.forget(Life::Answer);
        self.settled = None;
    }

    /// Whether any of these facts belongs to an answer.
    pub(super) fn answers<'a>(&self, mut names: impl Iterator<Item = &'a str>) -> bool {
        let listener = self.table.listener();
        names.any(|name| self.table.find_fact(name).is_some_and(|fact| listener.life(fact) == Life::Answer))
    }

    /// The draft that was announced has failed.
    pub(super) fn assistant_failed(&mut self) {
        if let Some(fact) = self.table.listener().assistant_failed {
            self.give(fact, Some(Value::Truth(true)));
        }
    }

    /// As [`Session::decide`], by indices and without what every condition came to: a fraction of the cost.
    pub fn look_up(&mut self, point: Point) -> Decided<'_> {
        self.arrive(point);
        let problem = self.input.problems().any(|problem| problem.decides);
        let table = self.table;
        table.inputs.all(table.policy(), &self.facts, &mut self.given);
        table.look_up(Asked { point, problem, every: true, promise: None }, &self.given, &mut self.scratch)
    }

    /// What could not be used.
    pub fn problems(&self) -> Vec<InputProblem> {
        self.input.problems().cloned().chain(self.talk.unheard()).collect()
    }

    /// The value of every fact at a decision point.
    pub fn facts(&mut self, point: Point) -> &Values {
        self.arrive(point);
        &self.facts
    }

    /// How strongly a signal is heard at a decision point, whether or not a rule reads it: its score, or 1 for a yes.
    pub fn signal(&mut self, point: Point, id: SignalId) -> Fixed {
        self.arrive(point);
        self.signals[id.index()].score(&self.table.policy().signals[id.index()])
    }

    /// A threshold at a decision point, whether or not a rule reads it.
    pub fn threshold(&mut self, point: Point, id: ThresholdId) -> ThresholdTrace {
        self.arrive(point);
        threshold(self.table.policy(), &self.facts, point, id)
    }

    /// Comes to a decision point.
    fn arrive(&mut self, point: Point) {
        if point == Point::Answer && !self.talk.drafting() {
            self.talk.assume_answer();
            self.settled = None;
        }
        self.settle(point);
    }

    fn pass_time(&mut self, at: Option<i64>) {
        self.clock.at = at.or(self.clock.at);
    }

    /// The answer is sent, or replaced: what it says about failures is counted.
    fn close_answer(&mut self) {
        if self.talk.drafting() {
            self.talk.errors_in_a_row = self.errors_in_a_row(Point::Answer);
            self.talk.stage = Stage::Replied;
        }
    }

    /// The customer turn is over: what it came to becomes what was before.
    fn close_turn(&mut self) {
        let Some(answered) = self.talk.answered() else { return };
        self.settle(if answered { Point::Answer } else { Point::Message });
        let feels = self.feels();
        self.mood.remember(feels);
        for signal in &mut self.signals {
            signal.close_turn();
        }
        for (before, now) in &mut self.runs {
            *before = *now;
        }
        self.talk.close_turn();
    }

    /// Brings every fact up to date for a decision point.
    fn settle(&mut self, point: Point) {
        if self.settled == Some(point) {
            return;
        }
        self.talk.feel(self.table, &self.input);
        for fact in &self.table.listener().plain {
            let value = self.plain_value(*fact, point);
            self.facts.set(*fact, value);
        }
        self.heard.clear();
        for derived in &self.table.listener().derived {
            match derived {
                Derived::Signal(signal) => self.settle_signal(*signal, point),
                Derived::Run(fact) => self.settle_run(*fact, point),
            }
        }
        self.settle_rise(point);
        self.settled = Some(point);
    }

    /// State facts that compare the threshold with where it stood: thresholds may ask signals, so these come last.
    fn settle_rise(&mut self, point: Point) {
        if !self.desk.has_offered() || self.table.listener().on_rise.is_empty() {
            return;
        }
        let present = Present { threshold: self.stands(point), ..self.present() };
        for fact in &self.table.listener().on_rise {
            let Origin::BuiltIn(built_in) = &self.table.policy().fact(*fact).origin else { continue };
            if *self.input.get(*fact) == Given::Nothing {
                self.facts.set(*fact, self.desk.value(self.table.policy(), built_in, &present));
            }
        }
    }

    /// Where the policy's first threshold stands.
    pub(super) fn stands(&self, point: Point) -> Option<Fixed> {
        let policy = self.table.policy();
        (!policy.thresholds.is_empty()).then(|| threshold(policy, &self.facts, point, ThresholdId(0)).value)
    }

    /// What state facts are measured against, the threshold apart.
    fn present(&self) -> Present {
        Present { round: self.talk.rounds(), threshold: None, instant: self.clock().now() }
    }

    /// Where the conversation stands.
    pub(super) fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Notes where the conversation stands.
    pub(super) fn desk_mut(&mut self) -> &mut Desk {
        self.settled = None;
        &mut self.desk
    }

    /// The round.
    pub(super) fn round(&self) -> i64 {
        self.talk.rounds()
    }

    /// Seconds from the start of the conversation, if it is known when that was.
    pub(super) fn since_start(&self, instant: i64) -> Option<i64> {
        instant.checked_sub(self.clock.started?)
    }

    /// Whether a signal of this name is heard in the current turn, of what the policy listens for.
    pub(super) fn hears(&self, name: &str) -> bool {
        let at = self.table.policy().signals.iter().position(|signal| signal.name == name);
        at.is_some_and(|at| self.signals[at].fires())
    }

    /// A fact that is given, looked up or computed from the conversation.
    fn plain_value(&self, id: FactId, point: Point) -> Option<Value> {
        match self.input.get(id) {
            Given::Is(value) => return Some(value.clone()),
            Given::Missing => return None,
            Given::Nothing => {}
        }
        let fact = self.table.policy().fact(id);
        let computed = match &fact.origin {
            Origin::BuiltIn(built_in) => self.compute(built_in, point),
            Origin::List { column, entries } => {
                let listed = |text: &str| entries.binary_search_by(|entry| entry.as_str().cmp(text)).is_ok();
                self.facts.word(*column).map(|text| Value::Truth(listed(text)))
            }
            _ => None,
        };
        computed.or_else(|| fact.default.clone()).or_else(|| starting_value(&fact.origin))
    }

    fn settle_signal(&mut self, id: SignalId, point: Point) {
        let policy = self.table.policy();
        let signal = &policy.signals[id.index()];
        let views = &self.table.listener().views[id.index()];
        let state = &mut self.signals[id.index()];
        let fired = listen(self.table, id, &self.talk.sounds(), &self.facts, point);
        state.hear(signal, &fired);
        let now = views.iter().find(|(_, view)| *view == View::Now);
        if let Some(Given::Is(given)) = now.map(|(fact, _)| self.input.get(*fact)) {
            state.take(given);
        }
        for (fact, view) in views {
            let value = match self.input.get(*fact) {
                Given::Is(given) => Some(given.clone()),
                Given::Missing => None,
                Given::Nothing => Some(state.value(signal, *view)),
            };
            self.facts.set(*fact, value);
        }
        // A signal that the service says no to was not heard; and a yes means little where nothing was offered.
        let is_idle = self.desk.phase != Phase::Offered
            && views.is_empty()
            && [ACCEPTS, DECLINES].contains(&signal.name.as_str());
        if state.fires() && !is_idle {
            self.heard.extend(fired);
        }
    }

    fn settle_run(&mut self, id: FactId, point: Point) {
        let policy = self.table.policy();
        let Origin::Run(condition) = &policy.fact(id).origin else { return };
        let holds = Reader::new(policy, &self.facts, point).holds(condition);
        let (before, now) = &mut self.runs[id.index()];
        *now = if holds { before.saturating_add(1) } else { 0 };
        let value = match self.input.get(id) {
            Given::Is(given) => Some(given.clone()),
            Given::Missing => None,
            Given::Nothing => Some(Value::Number(count(*now))),
        };
        self.facts.set(id, value);
    }

    /// How the current customer turn feels: as given, else as heard.
    fn feels(&self) -> Option<Fixed> {
        match self.table.listener().sentiment.map(|fact| self.input.get(fact)) {
            Some(Given::Is(Value::Number(number))) => Some(*number),
            Some(Given::Is(_) | Given::Missing) => None,
            Some(Given::Nothing) | None => self.talk.feels(),
        }
    }
}

/// A count as a number; counts of a session stay far below the limit.
fn count(count: i64) -> Fixed {
    Fixed::checked_from_whole(count).unwrap_or_default()
}
