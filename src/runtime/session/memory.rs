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
use crate::value::{Fixed, Type, Value};
use serde_json::{Map, Value as Json, json};
use std::collections::VecDeque;

mod read;
mod take_up;

/// The longest word of a fact that is remembered, in bytes. A longer one must be sent with each event that needs it.
const WORD_BYTES_MAX: usize = 64;
/// How many problems are remembered, beside those that decide.
const PROBLEMS_MAX: usize = 8;

impl Session<'_> {
    /// Puts the session away. Names of facts whose words are too long to be kept are added to `left_out`.
    pub(in crate::runtime) fn memory(&mut self, left_out: &mut Vec<String>) -> Json {
        self.settle(if self.talk.drafting() { Point::Answer } else { Point::Message });
        let mut memory = Map::new();
        let mut put = |key: &str, value: Json| {
            if !is_empty(&value) {
                memory.insert(key.to_owned(), value);
            }
        };
        put("started", json!(self.clock.started));
        put("latest", json!(self.clock.at));
        put("facts", self.given(Life::Standing, left_out));
        put("turn_facts", self.given(Life::Turn, left_out));
        put("answer_facts", self.given(Life::Answer, left_out));
        put("problems", self.kept_problems());
        put("talk", self.talk_memory());
        put("mood", json!([self.mood.lowest.map(Fixed::millionths), self.mood.sum.millionths(), self.mood.turns]));
        put("signals", self.signal_memory());
        put("runs", self.run_memory());
        put("history", self.history.as_ref().map_or(Json::Null, |history| self.history_memory(history)));
        put("desk", desk_memory(&self.desk));
        put("handoff", self.handoff.as_ref().map_or(Json::Null, handoff_memory));
        Json::Object(memory)
    }

    fn given(&self, wanted: Life, left_out: &mut Vec<String>) -> Json {
        let policy = self.table.policy();
        let standing = self.input.standing.iter().enumerate().map(|(at, given)| (at, given, Life::Standing));
        let passing = self.input.passing.iter().map(|(fact, given, life)| (fact.index(), given, *life));
        let mut kept = Map::new();
        for (at, given, _) in standing.chain(passing).filter(|(.., life)| *life == wanted) {
            let (name, kind) = (&policy.facts[at].name, &policy.facts[at].kind);
            match given {
                Given::Nothing => {}
                Given::Missing => {
                    kept.insert(name.clone(), Json::Null);
                }
                Given::Is(value) => match kept_value(value, kind) {
                    Some(value) => {
                        kept.insert(name.clone(), value);
                    }
                    None => left_out.push(name.clone()),
                },
            }
        }
        Json::Object(kept)
    }

    fn kept_problems(&self) -> Json {
        let deciding = self.input.problems.iter().filter(|(_, problem, _)| problem.decides);
        let others = self.input.problems.iter().filter(|(_, problem, _)| !problem.decides).take(PROBLEMS_MAX);
        let one = |(fact, problem, life): &(Option<FactId>, InputProblem, Life)| {
            let message: String = problem.message.chars().take(80).collect();
            json!([
                problem.fact.chars().take(WORD_BYTES_MAX).collect::<String>(),
                message,
                problem.decides,
                fact.is_some(),
                letter(*life)
            ])
        };
        deciding.take(PROBLEMS_MAX).chain(others).map(one).collect::<Vec<_>>().into()
    }

    fn talk_memory(&self) -> Json {
        let talk = &self.talk;
        let sketches = |all: &VecDeque<Sketch>| all.iter().map(Sketch::to_text).collect::<Vec<_>>();
        json!({
            "turns": talk.customer_turns,
            "answered": talk.answered_turns,
            "answers": talk.answers,
            "stage": stage(talk.stage),
            "errors": talk.errors_in_a_row,
            "said": sketches(&talk.earlier_turns),
            "replied": sketches(&talk.earlier_answers),
            "lengths": talk.lengths,
            "repeats": talk.assistant_repeats,
            "reply_at": talk.reply_at,
            "draft_at": talk.draft_at,
            "customer_at": talk.customer_at,
            "turn": talk.current.as_ref().map(|turn| self.turn_memory(turn)),
        })
    }

    fn turn_memory(&self, turn: &Turn) -> Json {
        let policy = self.table.policy();
        let prints = &self.table.listener().prints;
        let mut heard = Map::new();
        for (signal, detector) in turn.phrases.iter().map(PhraseHeard::place) {
            let print = prints.get(signal.index()).and_then(|of| of.get(detector));
            let all = heard.entry(policy.signals[signal.index()].name.clone()).or_insert_with(|| json!([]));
            if let (Some(all), Some(print)) = (all.as_array_mut(), print) {
                all.push(json!(print));
            }
        }
        let manners = Manner::LETTERS.iter().filter(|(manner, _)| turn.manners.contains(manner));
        json!({
            "length": turn.length,
            "heard": heard,
            "manner": manners.map(|(_, letter)| *letter).collect::<String>(),
            "sketch": turn.sketch.as_ref().map(Sketch::to_text),
            "before": turn.said_before,
            "answered": turn.answered,
            "felt": [turn.felt.sum, turn.felt.words],
        })
    }

    fn signal_memory(&self) -> Json {
        let named = self.table.policy().signals.iter().zip(&self.signals);
        let kept = named.filter_map(|(signal, state)| match state.memory() {
            (Fixed::ZERO, 0) => None,
            (former, times) => Some((signal.name.clone(), json!([former.millionths(), times]))),
        });
        Json::Object(kept.collect())
    }

    fn run_memory(&self) -> Json {
        let named = self.table.policy().facts.iter().zip(&self.runs);
        let kept = named.filter(|(fact, (before, _))| matches!(fact.origin, Origin::Run(_)) && *before != 0);
        Json::Object(kept.map(|(fact, (before, _))| (fact.name.clone(), json!(before))).collect())
    }

    fn history_memory(&self, history: &History) -> Json {
        let (contacts, alike) = history.memory();
        let counted = self.table.policy().facts.iter().filter_map(|fact| match fact.origin {
            Origin::BuiltIn(BuiltIn::ContactsInDays(days)) => {
                Some((days.to_string(), json!(history.within_days(days))))
            }
            _ => None,
        });
        json!({ "contacts": contacts, "alike": alike, "counts": counted.collect::<Map<_, _>>() })
    }
}

/// A value that is kept as it is: numbers in millionths, money under its currency, words up to a length.
fn kept_value(value: &Value, kind: &Type) -> Option<Json> {
    let short = |word: &String| word.len() <= WORD_BYTES_MAX && redact::find(word).is_empty();
    if let (Value::Number(amount), Type::Money { currency, .. }) = (value, kind) {
        return Some(Json::Object([(currency.clone(), json!(amount.millionths()))].into_iter().collect()));
    }
    match value {
        Value::Truth(truth) => Some(json!(truth)),
        Value::Number(number) => Some(json!(number.millionths())),
        Value::Word(word) => short(word).then(|| json!(word)),
        Value::Words(words) => (words.len() <= read::WORDS_MAX && words.iter().all(short)).then(|| json!(words)),
    }
}

fn desk_memory(desk: &Desk) -> Json {
    let Desk { phase, clarified, offers, accepted, declined, offer, promise, transfers, last_queue, returned_at, said } =
        desk;
    json!({
        "phase": phase.as_str(),
        "clarified": clarified,
        "offers": offers,
        "accepted": accepted,
        "declined": declined,
        "offer": offer.as_ref().map(|offer| json!([offer.round, offer.threshold.map(Fixed::millionths), offer.by])),
        "promise": promise.as_ref().map(|promise| json!({ "rule": promise.rule, "silence_at": promise.silence_at })),
        "transfers": transfers,
        "last_queue": last_queue,
        "returned_at": returned_at,
        "said": said,
    })
}

fn handoff_memory(handoff: &Handoff) -> Json {
    let Handoff { event, point, at, queue, passed_to, accepted_at, first_reply_at } = handoff;
    json!({
        "event": event,
        "point": point.as_str(),
        "at": at,
        "queue": queue,
        "passed_to": passed_to,
        "accepted_at": accepted_at,
        "first_reply_at": first_reply_at,
    })
}

fn is_empty(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Array(list) => list.is_empty(),
        Json::Object(map) => map.is_empty(),
        _ => false,
    }
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
