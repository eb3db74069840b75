//! Baton's compiled table.
//!
//! Encoding: one `rule` for each rule, in Baton's language; loading is everything from
//! the text to the table. The decision names its rule and its queue; its explanation
//! is made only for those who ask.

use super::baton_text;
use crate::engine::{Engine, Prepared};
use crate::native::Sent;
use crate::spec::{Answer, Flag, Input, Number, Rule, Word};
use baton::runtime::{Decided, FactRef, Facts, Scratch};
use baton::value::Fixed;
use baton::{Point, Table};

pub struct Baton;

impl Engine for Baton {
    fn name(&self) -> &'static str {
        "baton"
    }

    fn package(&self) -> Option<&'static str> {
        Some("baton-policy")
    }

    fn text(&self, rules: &[Rule]) -> String {
        baton_text::text(rules)
    }

    fn prepare(&self, text: &str, _rules: &[Rule]) -> Result<Box<dyn Prepared>, String> {
        // Facts borrow their table. It is never freed, so that both can stand in one struct.
        let table: &'static Table = Box::leak(Box::new(Table::new(baton_text::compile(text)?)));
        Ok(Box::new(Ready {
            known: Known {
                words: Word::ALL.map(|word| table.fact(word.name()).ok()),
                flags: Flag::ALL.map(|flag| table.fact(flag.name()).ok()),
                numbers: Number::ALL.map(|number| table.fact(number.name()).ok()),
            },
            facts: table.facts(),
            scratch: table.scratch(),
            table,
            ready: Vec::new(),
            sent: Vec::new(),
        }))
    }
}

struct Ready {
    table: &'static Table,
    known: Known,
    /// Of the decision at hand.
    facts: Facts<'static>,
    scratch: Scratch,
    ready: Vec<Facts<'static>>,
    /// With the numbers as Baton has them.
    sent: Vec<(Sent<'static>, [Fixed; 5])>,
}

/// The facts, looked up once. A built-in that no rule of a small policy asks about is unknown to it.
struct Known {
    words: [Option<FactRef>; 4],
    flags: [Option<FactRef>; 3],
    numbers: [Option<FactRef>; 5],
}

impl Known {
    fn set(&self, facts: &mut Facts<'_>, sent: &Sent<'_>, numbers: [Fixed; 5]) {
        facts.reset();
        facts.at(Point::Answer);
        for (fact, word) in self.words.iter().zip([sent.category, sent.tier, sent.channel, sent.language]) {
            fact.map_or(Ok(()), |fact| facts.set_word(fact, word)).expect("the policy has the word");
        }
        for (fact, truth) in self.flags.iter().zip([sent.asked_for_person, sent.outage, sent.returning]) {
            fact.map_or(Ok(()), |fact| facts.set_truth(fact, truth)).expect("it is a yes or no");
        }
        for (fact, number) in self.numbers.iter().zip(numbers) {
            fact.map_or(Ok(()), |fact| facts.set_number(fact, number)).expect("it is in range");
        }
    }
}

/// Queues stand in the policy in the order of their numbers.
fn answer(decided: Decided<'_>) -> Answer {
    decided.queues().first().map_or(Answer::STAY, |queue| Answer(queue.index() as u8))
}

impl Prepared for Ready {
    fn ready(&mut self, inputs: &[Input]) {
        self.sent = inputs.iter().map(|input| (Sent::new(input), input.numbers.map(baton_text::fixed))).collect();
        let facts = |(sent, numbers): &(Sent<'_>, [Fixed; 5])| {
            let mut facts = self.table.facts();
            self.known.set(&mut facts, sent, *numbers);
            facts
        };
        self.ready = self.sent.iter().map(facts).collect();
    }

    fn decide(&mut self, at: usize) -> Answer {
        answer(self.ready[at].decide(&mut self.scratch))
    }

    fn decide_words(&mut self, at: usize) -> Option<Answer> {
        let (sent, numbers) = &self.sent[at];
        self.known.set(&mut self.facts, sent, *numbers);
        Some(answer(self.facts.decide(&mut self.scratch)))
    }

    fn decide_json(&mut self, json: &str) -> Answer {
        self.facts.reset();
        self.facts.at(Point::Answer);
        self.facts.read_json(json).expect("we wrote it");
        answer(self.facts.decide(&mut self.scratch))
    }
}
