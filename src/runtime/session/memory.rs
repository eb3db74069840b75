//! A session put away between two events, and taken up again.
//!
//! In: a session at rest. Out: JSON by names, never positions, so that it survives
//! another policy; and the session again. No words of the customer are in it: of
//! messages only what they are known again by, of phrases only that they were heard.
//!
//! A memory comes back from outside, so every part of it is checked as it is read.

use super::Session;
use super::desk::Desk;
use super::handoff::Handoff;
use super::input::Given;
use super::talk::{Stage, Turn};
use crate::decision::{InputProblem, Point};
use crate::policy::{BuiltIn, FactId, Origin};
use crate::redact;
use crate::runtime::ears::Sketch;
use crate::runtime::history::History;
use crate::runtime::listener::Life;
use crate::runtime::signals::{Manner, PhraseHeard};
use crate::runtime::tree::{Tree, list, object};
use crate::value::{Fixed, Type, Value};
use std::collections::VecDeque;

mod read;
mod take_up;

/// The longest word of a fact that is remembered, in bytes. A longer one must be sent with each event that needs it.
const WORD_BYTES_MAX: usize = 64;
/// How many problems are remembered, beside those that decide.
const PROBLEMS_MAX: usize = 8;

impl Session<'_> {
    /// Finishes what a memory is made of. To be called before [`Session::memory`].
    pub(in crate::runtime) fn rest(&mut self) {
        self.settle(if self.talk.drafting() { Point::Answer } else { Point::Message });
    }

    /// The session put away. Names of facts whose words are too long to be kept are added to `left_out`.
    pub(in crate::runtime) fn memory(&self, left_out: &mut Vec<String>) -> Tree<'_> {
        let entries = [
            ("started", self.clock.started.into()),
            ("latest", self.clock.at.into()),
            ("facts", self.given(Life::Standing, left_out)),
            ("turn_facts", self.given(Life::Turn, left_out)),
            ("answer_facts", self.given(Life::Answer, left_out)),
            ("problems", self.kept_problems()),
            ("talk", self.talk_memory()),
            (
                "mood",
                Tree::List(vec![
                    self.mood.lowest.map(Fixed::millionths).into(),
                    self.mood.sum.millionths().into(),
                    self.mood.turns.into(),
                ]),
            ),
            ("signals", self.signal_memory()),
            ("runs", self.run_memory()),
            ("history", self.history.as_ref().map(|history| self.history_memory(history)).into()),
            ("desk", desk_memory(&self.desk)),
            ("handoff", self.handoff.as_ref().map(handoff_memory).into()),
        ];
        entries.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    fn given<'a>(&'a self, wanted: Life, left_out: &mut Vec<String>) -> Tree<'a> {
        let policy = self.table.policy();
        let standing = self.input.standing.iter().enumerate().map(|(at, given)| (at, given, Life::Standing));
        let passing = self.input.passing.iter().map(|(fact, given, life)| (fact.index(), given, *life));
        let kept = |(at, given, _): (usize, &'a Given, Life)| {
            let (name, kind) = (policy.facts[at].name.as_str(), &policy.facts[at].kind);
            match given {
                Given::Nothing => None,
                Given::Missing => Some((name, Tree::Null)),
                Given::Is(value) => {
                    let value = kept_value(value, kind);
                    if value.is_none() {
                        left_out.push(name.to_owned());
                    }
                    value.map(|value| (name, value))
                }
            }
        };
        standing.chain(passing).filter(|(.., life)| *life == wanted).filter_map(kept).collect()
    }

    fn kept_problems(&self) -> Tree<'_> {
        let deciding = self.input.problems.iter().filter(|(_, problem, _)| problem.decides);
        let others = self.input.problems.iter().filter(|(_, problem, _)| !problem.decides).take(PROBLEMS_MAX);
        let one = |(fact, problem, life): &(Option<FactId>, InputProblem, Life)| {
            let message: String = problem.message.chars().take(80).collect();
            Tree::List(vec![
                problem.fact.chars().take(WORD_BYTES_MAX).collect::<String>().into(),
                message.into(),
                problem.decides.into(),
                fact.is_some().into(),
                letter(*life).into(),
            ])
        };
        list(deciding.take(PROBLEMS_MAX).chain(others).map(one))
    }

    fn talk_memory(&self) -> Tree<'_> {
        let talk = &self.talk;
        let sketches = |all: &VecDeque<Sketch>| list(all.iter().map(Sketch::to_text));
        object([
            ("turns", talk.customer_turns.into()),
            ("answered", talk.answered_turns.into()),
            ("answers", talk.answers.into()),
            ("stage", stage(talk.stage).into()),
            ("errors", talk.errors_in_a_row.into()),
            ("said", sketches(&talk.earlier_turns)),
            ("replied", sketches(&talk.earlier_answers)),
            ("lengths", list(talk.lengths.iter().copied())),
            ("repeats", talk.assistant_repeats.into()),
            ("reply_at", talk.reply_at.into()),
            ("draft_at", talk.draft_at.into()),
            ("customer_at", talk.customer_at.into()),
            ("turn", talk.current.as_ref().map(|turn| self.turn_memory(turn)).into()),
        ])
    }

    fn turn_memory(&self, turn: &Turn) -> Tree<'_> {
        let policy = self.table.policy();
        let prints = &self.table.listener().prints;
        // The phrases are in the order of their signals.
        let mut heard: Vec<(&str, Vec<u32>)> = Vec::new();
        for (signal, detector) in turn.phrases.iter().map(PhraseHeard::place) {
            let name = policy.signals[signal.index()].name.as_str();
            if heard.last().is_none_or(|(latest, _)| *latest != name) {
                heard.push((name, Vec::new()));
            }
            let print = prints.get(signal.index()).and_then(|of| of.get(detector));
            if let (Some((_, all)), Some(print)) = (heard.last_mut(), print) {
                all.push(*print);
            }
        }
        let manners = Manner::LETTERS.iter().filter(|(manner, _)| turn.manners.contains(manner));
        object([
            ("length", turn.length.into()),
            ("heard", heard.into_iter().map(|(name, prints)| (name, list(prints))).collect()),
            ("manner", manners.map(|(_, letter)| *letter).collect::<String>().into()),
            ("sketch", turn.sketch.as_ref().map(Sketch::to_text).into()),
            ("before", turn.said_before.into()),
            ("answered", turn.answered.into()),
            ("felt", list([turn.felt.sum, turn.felt.words])),
        ])
    }

    fn signal_memory(&self) -> Tree<'_> {
        let named = self.table.policy().signals.iter().zip(&self.signals);
        let kept = named.filter_map(|(signal, state)| match state.memory() {
            (Fixed::ZERO, 0) => None,
            (former, times) => Some((signal.name.as_str(), Tree::List(vec![former.millionths().into(), times.into()]))),
        });
        kept.collect()
    }

    fn run_memory(&self) -> Tree<'_> {
        let named = self.table.policy().facts.iter().zip(&self.runs);
        let kept = named.filter(|(fact, (before, _))| matches!(fact.origin, Origin::Run(_)) && *before != 0);
        kept.map(|(fact, (before, _))| (fact.name.as_str(), (*before).into())).collect()
    }

    fn history_memory<'a>(&self, history: &'a History) -> Tree<'a> {
        let (contacts, alike) = history.memory();
        let counted = self.table.policy().facts.iter().filter_map(|fact| match fact.origin {
            Origin::BuiltIn(BuiltIn::ContactsInDays(days)) => {
                Some((days.to_string(), history.within_days(days).into()))
            }
            _ => None,
        });
        let contacts = contacts.into_iter().map(|(started, about)| Tree::List(vec![started.into(), about.into()]));
        object([("contacts", list(contacts)), ("alike", alike.into()), ("counts", counted.collect())])
    }
}

/// A value that is kept as it is: numbers in millionths, money under its currency, words up to a length.
fn kept_value<'a>(value: &'a Value, kind: &'a Type) -> Option<Tree<'a>> {
    let short = |word: &String| word.len() <= WORD_BYTES_MAX && redact::find(word).is_empty();
    if let (Value::Number(amount), Type::Money { currency, .. }) = (value, kind) {
        return Some(object([(currency, amount.millionths().into())]));
    }
    match value {
        Value::Truth(truth) => Some((*truth).into()),
        Value::Number(number) => Some(number.millionths().into()),
        Value::Word(word) => short(word).then(|| word.into()),
        Value::Words(words) => (words.len() <= read::WORDS_MAX && words.iter().all(short)).then(|| list(words)),
    }
}

fn desk_memory(desk: &Desk) -> Tree<'_> {
    let Desk { phase, clarified, offers, accepted, declined, offer, promise, transfers, last_queue, returned_at, said } =
        desk;
    let offer = offer.as_ref().map(|offer| {
        Tree::List(vec![offer.round.into(), offer.threshold.map(Fixed::millionths).into(), offer.by.as_deref().into()])
    });
    let promise = promise.as_ref().map(|promise| {
        object([
            ("rule", promise.rule.as_deref().into()),
            ("asked_at", promise.asked_at.into()),
            ("silence_at", promise.silence_at.into()),
        ])
    });
    object([
        ("phase", phase.as_str().into()),
        ("clarified", (*clarified).into()),
        ("offers", (*offers).into()),
        ("accepted", (*accepted).into()),
        ("declined", (*declined).into()),
        ("offer", offer.into()),
        ("promise", promise.into()),
        ("transfers", (*transfers).into()),
        ("last_queue", last_queue.as_deref().into()),
        ("returned_at", (*returned_at).into()),
        ("said", said.iter().map(|(message, times)| (message.as_str(), (*times).into())).collect()),
    ])
}

fn handoff_memory(handoff: &Handoff) -> Tree<'_> {
    let Handoff { event, point, at, queue, passed_to, accepted_at, first_reply_at } = handoff;
    object([
        ("event", event.into()),
        ("point", point.as_str().into()),
        ("at", (*at).into()),
        ("queue", queue.as_deref().into()),
        ("passed_to", passed_to.as_deref().into()),
        ("accepted_at", (*accepted_at).into()),
        ("first_reply_at", (*first_reply_at).into()),
    ])
}

fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Open => "open",
        Stage::Drafted => "drafted",
        Stage::Assumed => "assumed",
        Stage::Replied => "replied",
    }
}

fn letter(life: Life) -> &'static str {
    match life {
        Life::Standing => "s",
        Life::Turn => "t",
        Life::Answer => "a",
    }
}
