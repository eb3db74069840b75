//! What an event changes, phase by phase.
//!
//! In: a session that was taken up, an event. Out: the answer; the session stands
//! behind the event then. A policy cannot change these rules:
//!
//! - *assistant*, *offered*: the whole table is asked.
//! - *clarifying*: whatever the customer says, or their silence, leads to the
//!   handoff that the question stood for, unless a guard holds.
//! - *waiting*: guards alone are asked; they send the conversation elsewhere.
//! - *with a person*: nothing, until it is given back. *Closed*: a customer who
//!   writes opens it again.

use super::Refused;
use super::answer::Answer;
use super::event::{Choice, Event, EventKind};
use super::outcome;
use crate::decision::{DecidedBy, Decision, InputProblem, Point};
use crate::policy::{ActionName, Layer, Origin, RuleId};
use crate::runtime::case::{Case, Told};
use crate::runtime::session::Session;
use crate::runtime::session::desk::{ACCEPTS, DECLINES, Offer, Phase, Promise};

/// Takes an event.
pub(super) fn take(session: &mut Session<'_>, event: &Event, now: i64) -> Result<Answer, Refused> {
    let at = event.at.unwrap_or(now);
    if session.since_start(at).is_none() {
        session.started(at);
    }
    session.now(now);
    let passed = session.since_start(at);
    if let Some(history) = &event.history {
        session.history(history);
    }
    let mut moves = Moves { session, event, now, ignored: Vec::new() };
    let mut answer = match &event.kind {
        EventKind::CustomerMessage(text) => moves.customer(text, passed),
        EventKind::Answer(text) => moves.answer(text, passed, false),
        EventKind::AssistantFailed => moves.answer("", passed, true),
        EventKind::Choice(choice) => moves.choice(*choice)?,
        EventKind::Silence => moves.silence(),
        other => moves.people(other, passed)?,
    };
    answer.ignored = moves.ignored;
    Ok(answer)
}

struct Moves<'s, 'e> {
    session: &'s mut Session<'e>,
    event: &'s Event,
    now: i64,
    ignored: Vec<InputProblem>,
}

impl Moves<'_, '_> {
    /// The facts that came with the event. State facts are Baton's own.
    fn give(&mut self) {
        let policy = self.session.table().policy();
        for (name, json) in &self.event.facts {
            let state = policy.find_fact(name).is_some_and(|id| match &policy.fact(id).origin {
                Origin::BuiltIn(built_in) => built_in.is_state(),
                _ => false,
            });
            if state {
                let message = "is kept by Baton itself and cannot be sent".to_owned();
                self.ignored.push(InputProblem { fact: name.clone(), message, decides: false });
            } else {
                self.session.give_json(name, json);
            }
        }
    }

    fn customer(&mut self, text: &str, passed: Option<i64>) -> Answer {
        self.session.customer(text, passed);
        self.give();
        let point = if self.session.answers(self.event.facts.iter().map(|(name, _)| name.as_str())) {
            Point::Answer
        } else {
            Point::Message
        };
        match self.session.desk().phase {
            Phase::Clarifying => self.keep_promise(point),
            Phase::Offered => self.reply_to_offer(point),
            Phase::Waiting => self.guards_alone(point),
            Phase::WithAPerson => self.quiet("a person has the conversation"),
            Phase::Closed => {
                self.session.desk_mut().phase = Phase::Assistant;
                self.ask(point)
            }
            Phase::Assistant => self.ask(point),
        }
    }

    fn answer(&mut self, text: &str, passed: Option<i64>, failed: bool) -> Answer {
        let phase = self.session.desk().phase;
        if matches!(phase, Phase::Clarifying | Phase::Waiting | Phase::WithAPerson | Phase::Closed) {
            let why = match phase {
                Phase::Clarifying => "the customer was asked a question and has not answered: do not send the draft",
                Phase::Waiting => "the conversation waits for a person: do not send the draft",
                Phase::WithAPerson => "a person has the conversation: do not send the draft",
                _ => "the conversation is closed: do not send the draft",
            };
            return self.quiet(why);
        }
        self.session.assistant(text, passed);
        self.give();
        if failed {
            self.session.assistant_failed();
        }
        self.ask(Point::Answer)
    }

    /// The customer answers an offer in words: taken, refused, or something else, which leaves it open no longer.
    fn reply_to_offer(&mut self, point: Point) -> Answer {
        self.session.facts(point);
        if self.session.hears(ACCEPTS) && !self.session.hears(DECLINES) {
            self.accept(point)
        } else {
            let declined = self.session.hears(DECLINES);
            self.refuse(declined);
            self.ask(point)
        }
    }

    fn choice(&mut self, choice: Choice) -> Result<Answer, Refused> {
        if self.session.desk().phase != Phase::Offered {
            let phase = self.session.desk().phase.as_str();
            return Err(Refused::Impossible(format!("nothing is offered to the customer now; the phase is `{phase}`")));
        }
        self.give();
        Ok(match choice {
            Choice::Accept => self.accept(Point::Message),
            Choice::Decline => {
                self.refuse(true);
                self.noted()
            }
        })
    }

    /// The offer is taken: the table is asked, and if it does not end the assistant's part, the offer is kept.
    fn accept(&mut self, point: Point) -> Answer {
        let desk = self.session.desk_mut();
        desk.accepted = true;
        desk.declined = false;
        let decision = self.session.decide(point);
        match decision.action {
            ActionName::HandOff | ActionName::Close => self.done(decision),
            ActionName::Stay | ActionName::Offer | ActionName::Clarify => self.keep_promise(point),
        }
    }

    fn refuse(&mut self, declined: bool) {
        let desk = self.session.desk_mut();
        desk.accepted = false;
        desk.declined = declined;
        desk.phase = Phase::Assistant;
        desk.promise = None;
    }

    fn silence(&mut self) -> Answer {
        self.give();
        match self.session.desk().phase {
            Phase::Clarifying => self.keep_promise(Point::Message),
            Phase::Offered => {
                self.refuse(false);
                self.noted()
            }
            _ => self.noted(),
        }
    }

    /// What people do.
    fn people(&mut self, kind: &EventKind, passed: Option<i64>) -> Result<Answer, Refused> {
        self.give();
        let (now, phase) = (self.now, self.session.desk().phase);
        if let EventKind::Transferred(queue) = kind {
            outcome::is_queue(self.session.table().policy(), queue)?;
        }
        let has_people = matches!(phase, Phase::Waiting | Phase::WithAPerson);
        if matches!(kind, EventKind::Returned | EventKind::Transferred(_)) && !has_people {
            let why = format!("no person has the conversation; the phase is `{}`", phase.as_str());
            return Err(Refused::Impossible(why));
        }
        if matches!(kind, EventKind::AgentReplied(_)) {
            self.session.agent("", passed);
        }
        if *kind == EventKind::Returned {
            self.session.given_back(passed);
        }
        let desk = self.session.desk_mut();
        match kind {
            EventKind::AgentAccepted | EventKind::AgentReplied(_) => desk.phase = Phase::WithAPerson,
            EventKind::Returned => {
                desk.phase = Phase::Assistant;
                desk.returned_at = Some(now);
                desk.accepted = false;
            }
            EventKind::Transferred(queue) => {
                desk.phase = Phase::Waiting;
                desk.transfers += i64::from(desk.last_queue.as_ref() != Some(queue));
                desk.last_queue = Some(queue.clone());
            }
            EventKind::Resolved | EventKind::Closed => desk.phase = Phase::Closed,
            EventKind::Reopened if phase == Phase::Closed => desk.phase = Phase::Assistant,
            _ => {}
        }
        if desk.phase != phase {
            desk.promise = None;
        }
        Ok(self.noted())
    }

    /// The whole table is asked.
    fn ask(&mut self, point: Point) -> Answer {
        let decision = self.session.decide(point);
        self.done(decision)
    }

    /// The handoff that was promised is made, unless a guard holds.
    fn keep_promise(&mut self, point: Point) -> Answer {
        let policy = self.session.table().policy();
        let promised = self.session.desk().promise.as_ref().and_then(|promise| promise.rule.clone());
        let rule = promised.and_then(|name| policy.rules.iter().position(|rule| rule.name == name));
        let mut decision = self.session.decide_promised(point, Some(DecidedBy::of(rule.map(RuleId::from_index))));
        if decision.action != ActionName::HandOff && !self.is_guard(&decision) {
            // Another policy has come since, and what was promised is not in it: the conversation goes on to people.
            decision = self.session.decide_handing_off(point);
        }
        self.done(decision)
    }

    /// Guards alone are asked. They may send the conversation elsewhere, and never release it.
    fn guards_alone(&mut self, point: Point) -> Answer {
        let decision = self.session.decide(point);
        let policy = self.session.table().policy();
        let last = self.session.desk().last_queue.as_ref();
        let moves =
            !decision.queues.is_empty() && decision.queues.iter().all(|queue| Some(&policy.queue(*queue).name) != last);
        if self.is_guard(&decision) && decision.action == ActionName::HandOff && moves {
            self.done(decision)
        } else {
            self.quiet("the conversation waits for a person")
        }
    }

    fn is_guard(&self, decision: &Decision) -> bool {
        let policy = self.session.table().policy();
        matches!(decision.decided_by, DecidedBy::Rule(rule) if policy.rule(rule).layer == Layer::Guard)
    }

    /// What whoever finds the person needs of a decision, if a ladder of the policy does.
    fn case(&mut self, decision: &Decision, asked_at: Option<i64>) -> Option<Case> {
        let policy = self.session.table().policy();
        if decision.action != ActionName::HandOff {
            return None;
        }
        let told = Told { decided_at: self.now, asked_at, ..Told::default() };
        let case = Case::of(policy, self.session.facts(decision.point), decision, &told);
        case.queues.iter().any(|one| policy.queue(one.id).routing.is_ladder()).then_some(case)
    }

    /// Notes what a decision does to the conversation.
    fn done(&mut self, decision: Decision) -> Answer {
        let policy = self.session.table().policy();
        let round = self.session.round();
        let stands = self.session.stands(decision.point);
        let now = self.now;
        let rule = decision.rule().map(|rule| policy.rule(rule).name.clone());
        let queues: Vec<String> = decision.queues.iter().map(|queue| policy.queue(*queue).name.clone()).collect();
        let said = decision.message.map(|message| policy.message(message).name.clone());
        let desk = self.session.desk_mut();
        // Who was asked back has asked for it then.
        let asked_at = desk.promise.as_ref().and_then(|promise| promise.asked_at);
        if let Some(said) = said {
            *desk.said.entry(said).or_default() += 1;
        }
        match decision.action {
            ActionName::HandOff => {
                desk.phase = Phase::Waiting;
                desk.promise = None;
                // Whoever had it last may be among those who may take it.
                let stays = desk.last_queue.as_ref().is_some_and(|last| queues.contains(last));
                desk.transfers += i64::from(desk.last_queue.is_some() && !queues.is_empty() && !stays);
                if !stays {
                    desk.last_queue = queues.into_iter().next().or(desk.last_queue.take());
                }
            }
            ActionName::Clarify => {
                desk.phase = Phase::Clarifying;
                desk.clarified = true;
                let silence_at = decision.silence.and_then(|silence| now.checked_add(silence.whole()));
                desk.promise = Some(Promise { rule, asked_at: Some(now), silence_at });
            }
            ActionName::Offer => {
                desk.phase = Phase::Offered;
                desk.offers += 1;
                (desk.accepted, desk.declined) = (false, false);
                desk.offer = Some(Offer { round, threshold: stands, by: rule.clone() });
                desk.promise = Some(Promise { rule, asked_at: None, silence_at: None });
            }
            ActionName::Close => {
                desk.phase = Phase::Closed;
                desk.promise = None;
            }
            ActionName::Stay => {}
        }
        let case = self.case(&decision, asked_at);
        let silence_at = self.session.desk().promise.as_ref().and_then(|one| one.silence_at);
        Answer::decided(self.event, decision, case, silence_at)
    }

    fn quiet(&mut self, why: &str) -> Answer {
        Answer::quiet(self.event, why)
    }

    fn noted(&self) -> Answer {
        Answer::quiet(self.event, "noted; there is nothing to decide")
    }
}
