//! A memory taken up again.
//!
//! In: JSON that comes back from outside. Out: a session, or what cannot be read. What
//! the policy no longer has, or has with another type, is left behind.

use super::super::desk::{Desk, Offer, Phase, Promise};
use super::super::handoff::Handoff;
use super::super::mood::Mood;
use super::super::talk::{ANSWERS_MAX, Felt, LENGTHS_MAX, Stage, TURNS_MAX, Talk, Turn};
use super::PROBLEMS_MAX;
use super::read::{Read, Unreadable};
use crate::decision::{InputProblem, Point};
use crate::policy::{Policy, SignalId};
use crate::runtime::ears::Sketch;
use crate::runtime::history::History;
use crate::runtime::listener::Life;
use crate::runtime::session::Session;
use crate::runtime::signals::{Manner, PhraseHeard, SignalState};
use crate::runtime::table::Table;
use crate::value::{Fixed, Type, Value};
use serde_json::Value as Json;
use std::collections::{BTreeMap, VecDeque};

impl<'e> Session<'e> {
    /// Takes a session up again, perhaps with another policy than the one it was put away with.
    pub(in crate::runtime) fn resume(table: &'e Table, id: &str, memory: &Json) -> Result<Self, Unreadable> {
        let memory = Read(memory, "memory");
        let mut session = Session::new(table, id);
        session.clock.started = memory.get("started").instant()?;
        session.clock.at = memory.get("latest").instant()?;
        for (key, life) in [("facts", Life::Standing), ("turn_facts", Life::Turn), ("answer_facts", Life::Answer)] {
            session.take_up_facts(&memory.get(key), life)?;
        }
        for problem in memory.get("problems").list(4 * PROBLEMS_MAX)? {
            session.take_up_problem(&problem)?;
        }
        let mood = memory.get("mood");
        session.mood = Mood {
            lowest: mood.at(0).number()?.map(Fixed::from_millionths),
            sum: Fixed::from_millionths(mood.at(1).number()?.unwrap_or(0)),
            turns: mood.at(2).count()?,
        };
        let policy = table.policy();
        for (name, signal) in memory.get("signals").entries()? {
            let Some(at) = policy.signals.iter().position(|known| known.name == name) else { continue };
            let former = signal.at(0).number()?.unwrap_or(0).clamp(0, Fixed::ONE.millionths());
            session.signals[at] = SignalState::remembered(Fixed::from_millionths(former), signal.at(1).count()?);
        }
        for (name, before) in memory.get("runs").entries()? {
            if let Some(fact) = table.find_fact(name) {
                session.runs[fact.index()].0 = before.count()?;
            }
        }
        session.talk = talk(table, &memory.get("talk"))?;
        session.history = history(&memory.get("history"))?;
        session.desk = desk(&memory.get("desk"))?;
        session.handoff = handoff(&memory.get("handoff"))?;
        Ok(session)
    }

    /// Facts that the policy no longer has, or has with another type, are left behind.
    fn take_up_facts(&mut self, facts: &Read<'_>, life: Life) -> Result<(), Unreadable> {
        let policy = self.table.policy();
        for (name, value) in facts.entries()? {
            let Some(fact) = self.table.find_fact(name) else { continue };
            let value = match value.0 {
                Json::Null => None,
                _ => match taken_up(policy, value, &policy.fact(fact).kind)? {
                    Some(value) => Some(value),
                    None => continue,
                },
            };
            self.input.give(fact, value, life);
        }
        Ok(())
    }

    fn take_up_problem(&mut self, problem: &Read<'_>) -> Result<(), Unreadable> {
        let fact = problem.at(0).word()?.unwrap_or_default().to_owned();
        let message = problem.at(1).word()?.unwrap_or_default().to_owned();
        let life = match problem.at(4).word()? {
            Some("t") => Life::Turn,
            Some("a") => Life::Answer,
            _ => Life::Standing,
        };
        let about = self.table.find_fact(&fact).filter(|_| problem.at(3).truth());
        let decides = problem.at(2).truth() && about.is_some();
        self.input.problem(about, InputProblem { fact, message, decides }, life);
        Ok(())
    }
}

/// A value, if it is still one of the fact's.
fn taken_up(policy: &Policy, read: Read<'_>, kind: &Type) -> Result<Option<Value>, Unreadable> {
    let read = match kind {
        Type::Money { currency, .. } => read.get(currency),
        _ => read,
    };
    let inside = |number: Fixed, low: Fixed, high: Fixed| (low..=high).contains(&number);
    Ok(read.value()?.filter(|value| match (value, kind) {
        (Value::Truth(_), Type::Truth)
        | (Value::Words(_), Type::Tags)
        | (Value::Word(_), Type::Language | Type::Country | Type::Agent | Type::Text) => true,
        (Value::Number(number), Type::Number { low, high }) => {
            low.is_none_or(|low| low <= *number) && high.is_none_or(|high| *number <= high)
        }
        (Value::Number(number), Type::Share | Type::Score) => inside(*number, Fixed::ZERO, Fixed::ONE),
        (Value::Number(_), kind) => kind.is_ordered(),
        (Value::Word(word), Type::OneOf { values, open }) => *open || values.contains(word),
        (Value::Word(path), Type::Category) => policy.find_category(path).is_some(),
        _ => false,
    }))
}

fn talk(table: &Table, read: &Read<'_>) -> Result<Talk, Unreadable> {
    let sketches = |read: Read<'_>, most: usize| -> Result<VecDeque<Sketch>, Unreadable> {
        read.list(most)?.into_iter().map(Read::sketch).collect()
    };
    let lengths: Result<VecDeque<u32>, _> =
        read.get("lengths").list(LENGTHS_MAX)?.into_iter().map(Read::small).collect();
    Ok(Talk {
        customer_turns: read.get("turns").count()?,
        answered_turns: read.get("answered").count()?,
        answers: read.get("answers").count()?,
        stage: match read.get("stage").word()? {
            Some("drafted") => Stage::Drafted,
            Some("assumed") => Stage::Assumed,
            Some("replied") => Stage::Replied,
            _ => Stage::Open,
        },
        errors_in_a_row: read.get("errors").count()?,
        earlier_turns: sketches(read.get("said"), TURNS_MAX)?,
        earlier_answers: sketches(read.get("replied"), ANSWERS_MAX)?,
        lengths: lengths?,
        assistant_repeats: read.get("repeats").truth(),
        reply_at: read.get("reply_at").instant()?,
        draft_at: read.get("draft_at").instant()?,
        customer_at: read.get("customer_at").instant()?,
        current: match read.get("turn") {
            Read(Json::Null, _) => None,
            turn => Some(self::turn(table, &turn)?),
        },
    })
}

fn turn(table: &Table, read: &Read<'_>) -> Result<Turn, Unreadable> {
    let policy = table.policy();
    let mut phrases = Vec::new();
    for (name, prints) in read.get("heard").entries()? {
        let Some(signal) = policy.signals.iter().position(|known| known.name == name) else { continue };
        let known = &table.listener().prints[signal];
        for print in prints.list(known.len().max(64))? {
            let print = print.number()?;
            let found = known.iter().position(|one| Some(i64::from(*one)) == print);
            phrases.extend(found.map(|at| PhraseHeard::remembered(SignalId::from_index(signal), at)));
        }
    }
    phrases.sort_by_key(PhraseHeard::place);
    phrases.dedup_by_key(|phrase| phrase.place());
    let manner = read.get("manner").word()?.unwrap_or_default();
    let felt = read.get("felt");
    Ok(Turn {
        length: read.get("length").small()?,
        phrases,
        manners: Manner::LETTERS.iter().filter(|(_, letter)| manner.contains(*letter)).map(|(one, _)| *one).collect(),
        sketch: match read.get("sketch") {
            Read(Json::Null, _) => None,
            sketch => Some(sketch.sketch()?),
        },
        said_before: read.get("before").count()?,
        answered: read.get("answered").truth(),
        felt: Felt { sum: felt.at(0).number()?.unwrap_or(0), words: felt.at(1).count()? },
        unfelt: VecDeque::new(),
        too_long: None,
    })
}

fn history(read: &Read<'_>) -> Result<Option<History>, Unreadable> {
    if read.0.is_null() {
        return Ok(None);
    }
    let mut contacts = Vec::new();
    for contact in read.get("contacts").list(64)? {
        contacts.push((contact.at(0).count()?, contact.at(1).word()?.map(str::to_owned)));
    }
    let mut more = Vec::new();
    for (days, count) in read.get("counts").entries()? {
        let days = days.parse().map_err(|_| format!("memory.history.counts: `{days}` is no number of days"))?;
        more.push((days, usize::try_from(count.count()?).unwrap_or(0)));
    }
    Ok(Some(History::remembered(contacts, read.get("alike").instant()?, more)))
}

fn desk(read: &Read<'_>) -> Result<Desk, Unreadable> {
    let phase = match read.get("phase").word()? {
        None => Phase::default(),
        Some(word) => Phase::ALL
            .into_iter()
            .find(|phase| phase.as_str() == word)
            .ok_or_else(|| format!("memory.desk.phase: `{word}` is no phase"))?,
    };
    let (offer, promise) = (read.get("offer"), read.get("promise"));
    let mut said = BTreeMap::new();
    for (message, times) in read.get("said").entries()? {
        said.insert(message.to_owned(), times.count()?);
    }
    Ok(Desk {
        phase,
        clarified: read.get("clarified").truth(),
        offers: read.get("offers").count()?,
        accepted: read.get("accepted").truth(),
        declined: read.get("declined").truth(),
        offer: match offer.0 {
            Json::Null => None,
            _ => Some(Offer {
                round: offer.at(0).count()?,
                threshold: offer.at(1).number()?.map(Fixed::from_millionths),
                by: offer.at(2).word()?.map(str::to_owned),
            }),
        },
        promise: match promise.0 {
            Json::Null => None,
            _ => Some(Promise {
                rule: promise.get("rule").word()?.map(str::to_owned),
                asked_at: promise.get("asked_at").instant()?,
                silence_at: promise.get("silence_at").instant()?,
            }),
        },
        transfers: read.get("transfers").count()?,
        last_queue: read.get("last_queue").word()?.map(str::to_owned),
        returned_at: read.get("returned_at").instant()?,
        said,
    })
}

fn handoff(read: &Read<'_>) -> Result<Option<Handoff>, Unreadable> {
    let (Some(event), Some(at)) = (read.get("event").word()?, read.get("at").instant()?) else { return Ok(None) };
    let name = |key: &'static str| read.get(key).word().map(|word| word.map(str::to_owned));
    Ok(Some(Handoff {
        event: event.to_owned(),
        point: if read.get("point").word()? == Some(Point::Answer.as_str()) { Point::Answer } else { Point::Message },
        at,
        queue: name("queue")?,
        passed_to: name("passed_to")?,
        accepted_at: read.get("accepted_at").instant()?,
        first_reply_at: read.get("first_reply_at").instant()?,
    }))
}
