//! A loop over the rules in plain Rust: what a program has that keeps its rules as data and uses no library.
//!
//! Encoding: the rules as they are generated, asked one after the other; words are
//! numbers, so every test is one comparison or one bit. There is nothing to compile.

use crate::engine::{Engine, Prepared};
use crate::native::{Native, Numbering, Sent};
use crate::spec::{Answer, Input, Rule, Test};

pub struct LinearScan;

impl Engine for LinearScan {
    fn name(&self) -> &'static str {
        "linear scan"
    }

    fn text(&self, _rules: &[Rule]) -> String {
        String::new()
    }

    fn prepare(&self, _text: &str, rules: &[Rule]) -> Result<Box<dyn Prepared>, String> {
        // Constants as the facts have them, so that no decision converts.
        let compared = |test: &Test| match *test {
            Test::OneOf(word, mask) => Asked::OneOf(word as u8, mask),
            Test::Is(flag, wanted) => Asked::Is(flag as u8, wanted),
            Test::Compare(number, relation, constant) => Asked::Compare(number as u8, relation, constant.float()),
        };
        let rules = rules.iter().map(|rule| (rule.tests.iter().map(compared).collect(), rule.queue)).collect();
        Ok(Box::new(Scanned { rules, numbering: Numbering::new(), ready: Vec::new(), sent: Vec::new() }))
    }
}

enum Asked {
    OneOf(u8, u64),
    Is(u8, bool),
    Compare(u8, crate::spec::Relation, f64),
}

struct Scanned {
    rules: Vec<(Vec<Asked>, u8)>,
    numbering: Numbering,
    ready: Vec<Native>,
    sent: Vec<Sent<'static>>,
}

impl Scanned {
    fn scan(&self, facts: &Native) -> Answer {
        let holds = |asked: &Asked| match *asked {
            Asked::OneOf(word, mask) => mask >> facts.words[usize::from(word)] & 1 == 1,
            Asked::Is(flag, wanted) => facts.flags[usize::from(flag)] == wanted,
            Asked::Compare(number, relation, constant) => relation.holds(facts.numbers[usize::from(number)], constant),
        };
        let fits = |rule: &&(Vec<Asked>, u8)| rule.0.iter().all(holds);
        self.rules.iter().find(fits).map_or(Answer::STAY, |(_, queue)| Answer(*queue))
    }
}

impl Prepared for Scanned {
    fn ready(&mut self, inputs: &[Input]) {
        self.ready = inputs.iter().map(Native::new).collect();
        self.sent = inputs.iter().map(Sent::new).collect();
    }

    fn decide(&mut self, at: usize) -> Answer {
        self.scan(&self.ready[at])
    }

    fn decide_words(&mut self, at: usize) -> Option<Answer> {
        Some(self.scan(&self.numbering.native(&self.sent[at])))
    }

    fn decide_json(&mut self, json: &str) -> Answer {
        self.scan(&self.numbering.native(&Sent::read(json)))
    }
}
