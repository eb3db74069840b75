//! regorus: Rego, the language of Open Policy Agent, interpreted.
//!
//! Encoding: a chain of `else` for each eight rules, chains of eight such chains and
//! so on, since the library's virtual machine has 255 registers for one chain. A
//! policy beyond that machine's 65,535 instructions is one long chain of `else` that
//! the library's interpreter evaluates.

use crate::engine::{Engine, Prepared};
use crate::spec::{Answer, Input, Rule, Test, words};
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{CompiledPolicy, PolicyLengthConfig, Rc, Value};
use std::num::NonZeroUsize;

const ENTRY: &str = "data.handoff.queue";

/// How many branches a chain has.
const CHAIN: usize = 8;

/// Larger policies have too many instructions.
const MACHINE_RULES_MAX: usize = 2_000;

pub struct Regorus;

impl Engine for Regorus {
    fn name(&self) -> &'static str {
        "regorus"
    }

    fn package(&self) -> Option<&'static str> {
        Some("regorus")
    }

    fn text(&self, rules: &[Rule]) -> String {
        let bodies: Vec<Branch> = rules.iter().map(branch).collect();
        let mut text = String::from("package handoff\n\nimport rego.v1\n\n");
        if rules.len() > MACHINE_RULES_MAX {
            text += &chain("queue", &bodies);
            return text;
        }
        let (mut level, mut branches) = (0, bodies);
        while branches.len() > CHAIN {
            let groups: Vec<&[Branch]> = branches.chunks(CHAIN).collect();
            let name = |at: usize| format!("level{level}_{at}");
            text.extend(groups.iter().enumerate().map(|(at, group)| chain(&name(at), group)));
            branches = (0..groups.len()).map(|at| decided(&name(at))).collect();
            level += 1;
        }
        text += &chain("queue", &branches);
        text
    }

    fn prepare(&self, text: &str, _rules: &[Rule]) -> Result<Box<dyn Prepared>, String> {
        let mut engine = regorus::Engine::new();
        engine.set_policy_length_config(PolicyLengthConfig {
            max_file_bytes: NonZeroUsize::MAX,
            max_lines: NonZeroUsize::MAX,
            ..PolicyLengthConfig::default()
        });
        engine.add_policy("handoff.rego".to_owned(), text.to_owned()).map_err(|error| error.to_string())?;
        let policy = engine.compile_with_entrypoint(&Rc::from(ENTRY)).map_err(|error| error.to_string())?;
        let machine = Compiler::compile_from_policy(&policy, &[ENTRY]).map(|program| {
            let mut machine = RegoVM::new();
            machine.set_max_instructions(usize::MAX);
            machine.load_program(program);
            machine
        });
        let by = match machine {
            Ok(machine) => By::Machine(Box::new(machine)),
            Err(_) => By::Interpreter(policy),
        };
        Ok(Box::new(Compiled { by, ready: Vec::new() }))
    }
}

/// A value, and the lines that must hold for it.
type Branch = (String, String);

fn branch(rule: &Rule) -> Branch {
    (rule.queue.to_string(), rule.tests.iter().map(|test| format!("\t{}\n", condition(test))).collect())
}

/// The branch of what another chain came to.
fn decided(chain: &str) -> Branch {
    (chain.to_owned(), format!("\t{chain} != {}\n", Answer::STAY.0))
}

fn chain(name: &str, branches: &[Branch]) -> String {
    let branches: Vec<String> = branches.iter().map(|(value, lines)| format!(" := {value} if {{\n{lines}}}")).collect();
    format!("default {name} := {}\n\n{name}{}\n\n", Answer::STAY.0, branches.join(" else"))
}

fn condition(test: &Test) -> String {
    match *test {
        Test::OneOf(word, mask) => {
            let listed: Vec<String> = words(word, mask).map(|(_, text)| format!("\"{text}\"")).collect();
            match &listed[..] {
                [only] => format!("input.{} == {only}", word.name()),
                _ => format!("input.{} in {{{}}}", word.name(), listed.join(", ")),
            }
        }
        Test::Is(flag, true) => format!("input.{}", flag.name()),
        Test::Is(flag, false) => format!("not input.{}", flag.name()),
        Test::Compare(number, relation, constant) => format!("input.{} {} {constant}", number.name(), relation.sign()),
    }
}

struct Compiled {
    by: By,
    ready: Vec<Value>,
}

enum By {
    Machine(Box<RegoVM>),
    Interpreter(CompiledPolicy),
}

impl Compiled {
    fn evaluate(&mut self, input: Value) -> Answer {
        let value = match &mut self.by {
            By::Machine(machine) => {
                machine.set_input(input);
                machine.execute().expect("the rules evaluate")
            }
            By::Interpreter(policy) => policy.eval_with_input(input).expect("the rules evaluate"),
        };
        Answer(value.as_u8().expect("a queue is a number"))
    }
}

impl Prepared for Compiled {
    fn ready(&mut self, inputs: &[Input]) {
        self.ready = inputs.iter().map(|input| Value::from_json_str(&input.json).expect("we wrote it")).collect();
    }

    fn decide(&mut self, at: usize) -> Answer {
        let input = self.ready[at].clone();
        self.evaluate(input)
    }

    fn decide_json(&mut self, json: &str) -> Answer {
        self.evaluate(Value::from_json_str(json).expect("we wrote it"))
    }
}
