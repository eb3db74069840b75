//! Baton's reference evaluator: as plain as possible, made to judge the compiled table, not to be fast.
//!
//! Encoding: one `rule` for each rule, in Baton's language. Every rule is asked at
//! every decision, because each must be able to say why it did not decide, and the
//! decision carries that trace.

use super::baton_text;
use crate::engine::{Engine, Prepared};
use crate::spec::{Answer, Flag, Input, Number, Rule, Word};
use baton::policy::FactId;
use baton::runtime::{Values, bind, evaluate};
use baton::value::Value;
use baton::{Decision, Point, Policy};

pub struct BatonReference;

impl Engine for BatonReference {
    fn name(&self) -> &'static str {
        "baton (reference)"
    }

    fn text(&self, rules: &[Rule]) -> String {
        baton_text::text(rules)
    }

    fn prepare(&self, text: &str, _rules: &[Rule]) -> Result<Box<dyn Prepared>, String> {
        let policy = baton_text::compile(text)?.policy;
        let fact = |name: &str| policy.find_fact(name);
        let words = Word::ALL.map(|word| fact(word.name()));
        let flags = Flag::ALL.map(|flag| fact(flag.name()));
        let numbers = Number::ALL.map(|number| fact(number.name()));
        Ok(Box::new(Evaluator { policy, words, flags, numbers, ready: Vec::new(), inputs: Vec::new() }))
    }
}

/// A fact that no rule of a small policy asks about may be unknown to it.
struct Evaluator {
    policy: Policy,
    words: [Option<FactId>; 4],
    flags: [Option<FactId>; 3],
    numbers: [Option<FactId>; 5],
    ready: Vec<Values>,
    inputs: Vec<Input>,
}

impl Evaluator {
    fn facts(&self, input: &Input) -> Values {
        let mut facts = Values::missing(&self.policy);
        let mut set = |fact: Option<FactId>, value: Value| {
            if let Some(fact) = fact {
                facts.set(fact, Some(value));
            }
        };
        for word in Word::ALL {
            set(self.words[word as usize], Value::Word(input.word(word).to_owned()));
        }
        for flag in Flag::ALL {
            set(self.flags[flag as usize], Value::Truth(input.flags[flag as usize]));
        }
        for number in Number::ALL {
            set(self.numbers[number as usize], Value::Number(baton_text::fixed(input.numbers[number as usize])));
        }
        facts
    }

    fn evaluate(&self, facts: &Values) -> Answer {
        answer(&evaluate(&self.policy, facts, Point::Answer, &[]))
    }
}

/// Queues stand in the policy in the order of their numbers.
fn answer(decision: &Decision) -> Answer {
    decision.queues.first().map_or(Answer::STAY, |queue| Answer(queue.index() as u8))
}

impl Prepared for Evaluator {
    fn ready(&mut self, inputs: &[Input]) {
        self.ready = inputs.iter().map(|input| self.facts(input)).collect();
        self.inputs = inputs.to_vec();
    }

    fn decide(&mut self, at: usize) -> Answer {
        self.evaluate(&self.ready[at])
    }

    fn decide_words(&mut self, at: usize) -> Option<Answer> {
        Some(self.evaluate(&self.facts(&self.inputs[at])))
    }

    fn decide_json(&mut self, json: &str) -> Answer {
        let sent: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).expect("we wrote it");
        let mut facts = Values::missing(&self.policy);
        for (name, value) in &sent {
            if let Ok((fact, value)) = bind::bind(&self.policy, name, value) {
                facts.set(fact, value);
            }
        }
        self.evaluate(&facts)
    }
}
