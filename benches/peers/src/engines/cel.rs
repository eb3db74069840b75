//! cel: Google's Common Expression Language, interpreted.
//!
//! Encoding: one expression for each rule, compiled once and executed in order until
//! one is true, as the systems do that use CEL for rules. Facts are found by a
//! resolver, the fastest way that the library has.

use crate::engine::{Engine, Prepared};
use crate::native::Sent;
use crate::spec::{Answer, Input, Rule, Test, words};
use cel::common::types::{CelBool, CelDouble, CelInt, CelString};
use cel::common::value::{CowVal, Val};
use cel::context::VariableResolver;
use cel::{Context, Env, Program, Value};
use std::sync::Arc;

pub struct Cel;

impl Engine for Cel {
    fn name(&self) -> &'static str {
        "cel"
    }

    fn package(&self) -> Option<&'static str> {
        Some("cel")
    }

    /// One expression on each line.
    fn text(&self, rules: &[Rule]) -> String {
        let expression = |rule: &Rule| rule.tests.iter().map(condition).collect::<Vec<_>>().join(" && ");
        rules.iter().map(expression).collect::<Vec<_>>().join("\n")
    }

    fn prepare(&self, text: &str, rules: &[Rule]) -> Result<Box<dyn Prepared>, String> {
        let environment = Arc::new(Env::stdlib());
        let mut programs = Vec::new();
        for (line, rule) in text.lines().zip(rules) {
            programs.push((environment.compile(line).map_err(|error| error.to_string())?, rule.queue));
        }
        Ok(Box::new(Compiled { environment, programs, ready: Vec::new() }))
    }
}

fn condition(test: &Test) -> String {
    match *test {
        Test::OneOf(word, mask) => {
            let name = word.name();
            let any: Vec<String> = words(word, mask).map(|(_, text)| format!("{name} == \"{text}\"")).collect();
            if any.len() == 1 { any.concat() } else { format!("({})", any.join(" || ")) }
        }
        Test::Is(flag, true) => flag.name().to_owned(),
        Test::Is(flag, false) => format!("!{}", flag.name()),
        // `turns` is an int and the others are doubles: with a constant of the other type, every comparison converts.
        Test::Compare(crate::spec::Number::Turns, relation, constant) => {
            format!("turns {} {constant}", relation.sign())
        }
        Test::Compare(number, relation, constant) => {
            format!("{} {} {:?}", number.name(), relation.sign(), constant.float())
        }
    }
}

struct Compiled {
    environment: Arc<Env>,
    programs: Vec<(Program, u8)>,
    ready: Vec<Facts<'static>>,
}

impl Compiled {
    fn evaluate(&self, facts: &Facts<'_>) -> Answer {
        let mut context = Context::with_env(Arc::clone(&self.environment));
        context.set_variable_resolver(facts);
        let holds = |program: &&(Program, u8)| program.0.execute(&context) == Ok(Value::Bool(true));
        self.programs.iter().find(holds).map_or(Answer::STAY, |(_, queue)| Answer(*queue))
    }
}

impl Prepared for Compiled {
    fn ready(&mut self, inputs: &[Input]) {
        self.ready = inputs.iter().map(|input| Facts::new(&Sent::new(input))).collect();
    }

    fn decide(&mut self, at: usize) -> Answer {
        self.evaluate(&self.ready[at])
    }

    fn decide_json(&mut self, json: &str) -> Answer {
        self.evaluate(&Facts::new(&Sent::read(json)))
    }
}

/// The facts as values of CEL.
struct Facts<'a> {
    category: CelString<'a>,
    tier: CelString<'a>,
    channel: CelString<'a>,
    language: CelString<'a>,
    asked_for_person: CelBool,
    outage: CelBool,
    returning: CelBool,
    confidence: CelDouble,
    sentiment: CelDouble,
    frustration: CelDouble,
    turns: CelInt,
    lifetime_value: CelDouble,
}

impl<'a> Facts<'a> {
    fn new(sent: &Sent<'a>) -> Self {
        Self {
            category: sent.category.into(),
            tier: sent.tier.into(),
            channel: sent.channel.into(),
            language: sent.language.into(),
            asked_for_person: sent.asked_for_person.into(),
            outage: sent.outage.into(),
            returning: sent.returning.into(),
            confidence: sent.confidence.into(),
            sentiment: sent.sentiment.into(),
            frustration: sent.frustration.into(),
            turns: (sent.turns as i64).into(),
            lifetime_value: sent.lifetime_value.into(),
        }
    }
}

impl VariableResolver for Facts<'_> {
    fn resolve<'b>(&'b self, name: &str) -> Option<CowVal<'b, 'b>> {
        let value: &dyn Val = match name {
            "category" => &self.category,
            "tier" => &self.tier,
            "channel" => &self.channel,
            "language" => &self.language,
            "asked_for_person" => &self.asked_for_person,
            "outage" => &self.outage,
            "returning" => &self.returning,
            "confidence" => &self.confidence,
            "sentiment" => &self.sentiment,
            "frustration" => &self.frustration,
            "turns" => &self.turns,
            "lifetime_value" => &self.lifetime_value,
            _ => return None,
        };
        Some(CowVal::Borrowed(value))
    }
}
