//! zen-engine, the rules engine of GoRules: decision tables in JSON.
//!
//! Encoding: one decision table with hit policy "first", one row for each rule and
//! a column for each fact, compiled once with all its cells. The engine finds
//! candidate rows by its own index of the cells that test equality.

use crate::engine::{Engine, Prepared};
use crate::spec::{Answer, Flag, Input, Number, Rule, Test, Word, words};
use serde_json::{Map, Value, json};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use zen_engine::model::GraphContent;
use zen_engine::{Decision, Variable};

pub struct Zen;

impl Engine for Zen {
    fn name(&self) -> &'static str {
        "zen-engine"
    }

    fn package(&self) -> Option<&'static str> {
        Some("zen-engine")
    }

    fn text(&self, rules: &[Rule]) -> String {
        let names = Word::ALL.iter().map(|word| word.name()).chain(Flag::ALL.iter().map(|flag| flag.name()));
        let names = names.chain(Number::ALL.iter().map(|number| number.name()));
        let columns: Vec<Value> = names.map(|name| json!({ "id": name, "name": name, "field": name })).collect();
        let rows: Vec<Value> = rules.iter().enumerate().map(|(at, rule)| row(at, rule)).collect();
        let table = json!({
            "hitPolicy": "first",
            "inputs": columns,
            "outputs": [{ "id": "out", "name": "queue", "field": "queue" }],
            "rules": rows,
        });
        let graph = json!({
            "nodes": [
                { "id": "in", "name": "in", "type": "inputNode", "content": {} },
                { "id": "table", "name": "table", "type": "decisionTableNode", "content": table },
                { "id": "out", "name": "out", "type": "outputNode", "content": {} },
            ],
            "edges": [
                { "id": "e1", "sourceId": "in", "targetId": "table" },
                { "id": "e2", "sourceId": "table", "targetId": "out" },
            ],
        });
        graph.to_string()
    }

    fn prepare(&self, text: &str, _rules: &[Rule]) -> Result<Box<dyn Prepared>, String> {
        let graph: GraphContent = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut decision = Decision::from(graph);
        decision.compile();
        decision.validate().map_err(|error| format!("{error:?}"))?;
        Ok(Box::new(Compiled { decision, ready: Vec::new() }))
    }
}

/// Columns that a rule does not test have no cell.
fn row(at: usize, rule: &Rule) -> Value {
    let mut row = Map::new();
    row.insert("_id".to_owned(), json!(format!("r{at}")));
    for test in &rule.tests {
        let (name, cell) = match *test {
            Test::OneOf(word, mask) => {
                let listed: Vec<String> = words(word, mask).map(|(_, text)| format!("\"{text}\"")).collect();
                (word.name(), listed.join(", "))
            }
            Test::Is(flag, wanted) => (flag.name(), wanted.to_string()),
            Test::Compare(number, relation, constant) => (number.name(), format!("{} {constant}", relation.sign())),
        };
        row.insert(name.to_owned(), json!(cell));
    }
    row.insert("out".to_owned(), json!(rule.queue.to_string()));
    Value::Object(row)
}

struct Compiled {
    decision: Decision,
    ready: Vec<Variable>,
}

impl Compiled {
    fn evaluate(&self, facts: Variable) -> Answer {
        let response = at_once(self.decision.evaluate(facts)).expect("the table evaluates");
        let queue = response.result.dot("queue").and_then(|queue| queue.as_number());
        queue.map_or(Answer::STAY, |queue| Answer(queue.try_into().expect("a queue has a small number")))
    }
}

/// The value of a future that waits for nothing, as a decision of tables alone is one.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("a table waits for nothing"),
    }
}

impl Prepared for Compiled {
    fn ready(&mut self, inputs: &[Input]) {
        self.ready = inputs.iter().map(|input| read(&input.json)).collect();
    }

    fn decide(&mut self, at: usize) -> Answer {
        self.evaluate(self.ready[at].shallow_clone())
    }

    fn decide_json(&mut self, json: &str) -> Answer {
        self.evaluate(read(json))
    }
}

fn read(json: &str) -> Variable {
    serde_json::from_str(json).expect("we wrote it")
}
