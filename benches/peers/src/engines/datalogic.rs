//! datalogic-rs: JSONLogic, compiled.
//!
//! Encoding: one flat `if` with a condition and a queue for each rule. The library
//! has no index; its compiler shares what rules have in common.

use crate::engine::{Engine, Prepared};
use crate::spec::{Answer, Input, Rule, Test, words};
use datalogic_rs::bumpalo::Bump;
use datalogic_rs::{EvalInput, Logic, ParsedData};
use serde_json::{Value, json};

pub struct Datalogic;

impl Engine for Datalogic {
    fn name(&self) -> &'static str {
        "datalogic-rs"
    }

    fn package(&self) -> Option<&'static str> {
        Some("datalogic-rs")
    }

    fn text(&self, rules: &[Rule]) -> String {
        let mut chain = Vec::new();
        for rule in rules {
            let tests: Vec<Value> = rule.tests.iter().map(condition).collect();
            chain.push(json!({ "and": tests }));
            chain.push(json!(rule.queue));
        }
        chain.push(json!(Answer::STAY.0));
        json!({ "if": chain }).to_string()
    }

    fn prepare(&self, text: &str, _rules: &[Rule]) -> Result<Box<dyn Prepared>, String> {
        let engine = datalogic_rs::Engine::new();
        let logic = engine.compile(text).map_err(|error| error.to_string())?;
        Ok(Box::new(Compiled { engine, logic, arena: Bump::new(), ready: Vec::new() }))
    }
}

fn condition(test: &Test) -> Value {
    let fact = |name: &str| json!({ "var": name });
    match *test {
        Test::OneOf(word, mask) => {
            let listed: Vec<&str> = words(word, mask).map(|(_, text)| text).collect();
            match listed[..] {
                [only] => json!({ "===": [fact(word.name()), only] }),
                _ => json!({ "in": [fact(word.name()), listed] }),
            }
        }
        Test::Is(flag, true) => fact(flag.name()),
        Test::Is(flag, false) => json!({ "!": [fact(flag.name())] }),
        Test::Compare(number, relation, constant) => {
            json!({ relation.sign(): [fact(number.name()), constant.float()] })
        }
    }
}

struct Compiled {
    engine: datalogic_rs::Engine,
    logic: Logic,
    arena: Bump,
    ready: Vec<ParsedData>,
}

/// Evaluates in an arena that is empty, and leaves it so.
fn evaluate<'a>(engine: &datalogic_rs::Engine, logic: &'a Logic, arena: &'a Bump, data: impl EvalInput<'a>) -> Answer {
    let value = engine.evaluate(logic, data, arena).expect("the rules evaluate");
    Answer(value.as_i64().expect("a queue is a number") as u8)
}

impl Prepared for Compiled {
    fn ready(&mut self, inputs: &[Input]) {
        self.ready = inputs.iter().map(|input| ParsedData::from_json(&input.json).expect("we wrote it")).collect();
    }

    fn decide(&mut self, at: usize) -> Answer {
        self.arena.reset();
        evaluate(&self.engine, &self.logic, &self.arena, &self.ready[at])
    }

    fn decide_json(&mut self, json: &str) -> Answer {
        self.arena.reset();
        evaluate(&self.engine, &self.logic, &self.arena, json)
    }
}
