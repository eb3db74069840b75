//! `baton.table/1`: fits its schema, gives the same bytes, and is enough to decide by.

use baton::decision::{DecidedBy, Decision, InputProblem, Point};
use baton::policy::{FactId, Origin, Policy};
use baton::runtime::{Values, decide};
use baton::value::{Fixed, Type, Value};
use baton::{Artifact, Table, listing};
use serde_json::{Map, Value as Json, json};

use crate::examples::{POLICIES, compiled};
use crate::reader::{Case, Found, Reader, millionths};
use crate::schema;

#[test]
fn every_policy_fits_the_schema() {
    let rules: Json = serde_json::from_str(listing::SCHEMA).expect("a schema is JSON");
    for path in POLICIES {
        let table = listing::json(&compiled(path));
        let wrong = schema::problems(&rules, &rules, &table, "");
        assert!(wrong.is_empty(), "{path}: {}", wrong.join("\n"));
    }
}

#[test]
fn the_same_policy_gives_the_same_bytes_compiled_or_loaded() {
    for path in POLICIES {
        let artifact = compiled(path);
        let text = listing::json(&artifact).to_string();
        assert_eq!(text, listing::json(&compiled(path)).to_string(), "{path}");
        let bytes = baton::artifact::encode(&artifact, &baton::artifact::Versions::default());
        let loaded = baton::artifact::decode(&bytes).expect("what was just written can be read");
        assert_eq!(text, listing::json(&loaded).to_string(), "{path}");
    }
}

/// How many random inputs each policy is tried on.
const CASES: usize = 600;

/// A reader that knows the page alone decides as the library does.
#[test]
fn a_foreign_reader_decides_alike() {
    for path in POLICIES {
        let artifact = compiled(path);
        let form = listing::json(&artifact);
        let table = Table::new(artifact);
        let mut scratch = table.scratch();
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
        let mut by_rule = 0;
        for _ in 0..CASES {
            let (values, case) = dice.case(table.artifact(), &form);
            let point = if case.answer { Point::Answer } else { Point::Message };
            let problem = InputProblem { fact: "x".to_owned(), message: "y".to_owned(), decides: true };
            let problems: &[InputProblem] = if case.problem { &[problem] } else { &[] };
            let decision = decide(&table, &values, point, problems, &mut scratch);
            let found = Reader(&form).decide(&case);
            let wrong = differences(table.policy(), &form, &decision, &found);
            assert!(wrong.is_empty(), "{path}: {wrong:?}\n{:#?}\n{decision:#?}", case.facts);
            by_rule += usize::from(decision.rule().is_some());
        }
        let some = table.policy().rules.iter().any(|rule| !rule.watch);
        assert!(!some || by_rule > CASES / 20, "{path}: rules decided {by_rule} of {CASES}");
    }
}

fn differences(policy: &Policy, form: &Json, decision: &Decision, found: &Found) -> Vec<String> {
    let outcome = &form["outcomes"][found.outcome];
    let rule =
        outcome["rule"].as_u64().map(|rule| form["rules"][usize::try_from(rule).expect("small")]["name"].clone());
    let by = match decision.decided_by {
        DecidedBy::Rule(rule) => Some(json!(policy.rule(rule).name)),
        _ => None,
    };
    let names = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let queues = names(decision.queues.iter().map(|queue| policy.queue(*queue).name.as_str()).collect());
    let watches = names(decision.watches.iter().map(|rule| policy.rule(*rule).name.as_str()).collect());
    let alsos = names(decision.alsos.iter().map(|also| policy.alsos[also.index()].name.as_str()).collect());
    let message = decision.message.map(|id| policy.message(id).name.as_str());
    let mut wrong = Vec::new();
    let mut same = |what: &str, same: bool| {
        if !same {
            wrong.push(what.to_owned());
        }
    };
    same("rule", rule == by);
    same("problem", found.by_problem == (decision.decided_by == DecidedBy::Problem));
    same("action", outcome["action"] == decision.action.as_str());
    same("queues", found.queues == queues);
    same("level", outcome["level"] == json!(decision.level));
    same("named agent", (outcome["to"] == "named agent") == decision.to_named_agent);
    same("message", outcome["message"] == json!(message));
    same("clarified before", outcome["clarified_before"] == decision.clarified_before);
    same("diverted", outcome["diverted"] == decision.diverted);
    same("to the same agent", outcome["to_same_agent"] == decision.to_same_agent);
    same("silence", outcome["silence_seconds"].is_null() == decision.silence.is_none());
    same("watches", found.watches == watches);
    same("alsos", found.alsos == alsos);
    for trace in &decision.thresholds {
        same("threshold", found.thresholds[trace.threshold.index()] == trace.value.millionths());
    }
    wrong
}

/// A small generator: the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % count as u64).expect("a small number")
    }

    fn one_of<'t>(&mut self, words: &'t [String], other: &'t str) -> &'t str {
        words.get(self.below(words.len() + 1)).map_or(other, String::as_str)
    }

    /// A value of every fact that the table asks, for the library and in the form of the page.
    fn case(&mut self, artifact: &Artifact, form: &Json) -> (Values, Case) {
        let policy = &artifact.policy;
        let mut values = Values::starting(policy);
        let mut facts = Map::new();
        let is_given = |fact: &&Json| fact["origin"] != "decision" && fact["origin"] != "list";
        for fact in form["facts"].as_array().expect("a list").iter().filter(is_given) {
            let name = fact["name"].as_str().expect("a name");
            let id = policy.find_fact(name).expect("a fact of the policy");
            let can_be = policy.fact(id).kind != Type::Category || !policy.categories.is_empty();
            let value = (can_be && self.below(5) > 0).then(|| self.value(policy, name, &policy.fact(id).kind, form));
            facts.insert(name.to_owned(), value.as_ref().map_or(Json::Null, |(_, json)| json.clone()));
            values.set(id, value.map(|(value, _)| value));
        }
        // As a session does it.
        for (at, fact) in policy.facts.iter().enumerate() {
            if let Origin::List { column, entries } = &fact.origin {
                let is_there = values.word(*column).map(|word| Value::Truth(entries.iter().any(|entry| entry == word)));
                values.set(FactId::from_index(at), is_there);
            }
        }
        (values, Case { facts, answer: self.below(3) > 0, problem: self.below(8) == 0 })
    }

    fn value(&mut self, policy: &Policy, name: &str, kind: &Type, form: &Json) -> (Value, Json) {
        let columns = || form["columns"].as_array().expect("a list").iter().filter(|column| column["fact"] == name);
        match kind {
            Type::Truth => {
                let truth = self.below(2) == 1;
                (Value::Truth(truth), json!(truth))
            }
            Type::Tags => {
                let known = columns().filter_map(|column| column["member"].as_str()).map(str::to_owned);
                let mut words: Vec<String> =
                    known.chain(["another".to_owned()]).filter(|_| self.below(2) == 0).collect();
                words.sort();
                (Value::Words(words.clone()), json!(words))
            }
            kind if kind.is_ordered() => {
                let cuts = columns().filter(|column| column["minus_threshold"].is_null());
                let cuts = cuts.flat_map(|column| column["cuts"].as_array().expect("a list"));
                let cuts: Vec<i64> =
                    cuts.map(|cut| millionths(cut.get("at").unwrap_or_else(|| &cut["above"]))).collect();
                let near = i64::try_from(self.below(3)).expect("small") - 1;
                let number = match cuts.get(self.below(cuts.len() + 1)) {
                    Some(cut) => cut + near,
                    None => i64::try_from(self.below(101)).expect("small") * 10_000,
                };
                let fixed = possible(kind, number);
                let json: serde_json::Number = fixed.to_string().parse().expect("a number");
                (Value::Number(fixed), Json::Number(json))
            }
            Type::Category => {
                let paths: Vec<String> = policy.categories.iter().map(|category| category.path.clone()).collect();
                let word = paths[self.below(paths.len())].clone();
                (Value::Word(word.clone()), json!(word))
            }
            _ => {
                let words: Vec<String> = columns()
                    .flat_map(|column| column["words"].as_array().expect("a list"))
                    .map(|word| word.as_str().expect("a word").to_owned())
                    .chain(entries(policy, name))
                    .collect();
                let is_closed = matches!(kind, Type::OneOf { open: false, .. });
                let word = self.one_of(&words, if is_closed { &words[0] } else { "zz" }).to_owned();
                (Value::Word(word.clone()), json!(word))
            }
        }
    }
}

/// The nearest number that a fact of this kind can have.
fn possible(kind: &Type, number: i64) -> Fixed {
    let (low, high) = match kind {
        Type::Share | Type::Score => (0, 1_000_000),
        Type::Count | Type::Duration => (0, i64::MAX),
        Type::Number { low, high } => {
            (low.map_or(i64::MIN / 2, Fixed::millionths), high.map_or(i64::MAX, Fixed::millionths))
        }
        _ => (i64::MIN / 2, i64::MAX),
    };
    let number = Fixed::from_millionths(number.clamp(low, high));
    if *kind == Type::Count { Fixed::from_whole(number.whole()) } else { number }
}

/// What lists look up in a fact.
fn entries(policy: &Policy, name: &str) -> Vec<String> {
    let looked_up = policy.find_fact(name);
    let entries = policy.facts.iter().filter_map(|fact| match &fact.origin {
        Origin::List { column, entries } if Some(*column) == looked_up => Some(entries.iter().take(2).cloned()),
        _ => None,
    });
    entries.flatten().collect()
}
