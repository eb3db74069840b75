//! The pages of docs/ keep their word: what they show compiles, runs and is complete.
//!
//! In: docs/*.md. A ```` ```baton ```` block of the manual is a piece of the policy in [`PREAMBLE`]; a piece of the
//! preamble that the block declares itself makes room for it. `baton,conditions` and `baton,effects` hold one condition
//! or one effect a line. `baton,fails` must give an error. `baton,tour` is a part of docs/tour/policy.baton.

#![cfg(feature = "cli")]

mod support;

use baton::diagnostic::{Code, Diagnostics, Severity};
use baton::policy::Policy;
use baton::semantics::{self, PHRASES};
use baton::runtime::{Engine, worked};
use baton::source::{Files, Sources};
use baton::syntax;
use std::collections::{BTreeMap, BTreeSet};
use support::{Block, blocks, code, files, read, rows};

/// What stands around every short example of the manual.
const PREAMBLE: &str = r#"
policy "Acme Support" { timezone "Europe/Madrid"; languages en; fallback en; assistant gives confidence, category; default queue general; otherwise stay; on failure hand off to general }
use "std/signals/en"
use "std/messages/en"
category account { password_reset, profile }
category billing { refund, dispute }
category technical { outage, integration }
fact customer.tier is one of free, pro, enterprise default free
fact customer.lifetime_value is money in EUR default 0 EUR
fact open_invoices is count default 0
fact plan.renews_in is duration default 365 days
fact order.status is one of packed, shipped, lost
switch known_outage "Known outage"
queue billing "Billing specialists" { handles billing; level L1; level L2 }
queue technical "Technical support" { handles technical }
queue account_managers "Account managers"
queue security "Security"
queue general "Support"
threshold confidence { 60% }
instruction check_order_first "Look the order up before answering."
action pause_marketing "Stops marketing mails for a week."
"#;

/// The files of every example.
struct Example<'a>(&'a str);

impl Files for Example<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        match path {
            "policy.baton" => Ok(self.0.to_owned()),
            "vip.csv" => Ok("account_id,name\nA-1001,Globex\nA-1002,Initech\n".to_owned()),
            "holidays.baton" => Ok("baton 1\n".to_owned()),
            _ => Err("there is no such file".to_owned()),
        }
    }
}

/// The policy of a text, and what is said of it.
fn resolve(text: &str) -> (Option<Policy>, Vec<(Code, String)>) {
    let (mut sources, mut out) = (Sources::default(), Diagnostics::default());
    let program = syntax::load("policy.baton", &Example(text), &mut sources, &mut out);
    let policy = semantics::resolve(&program, &sources, &mut out);
    let said = out.sorted().iter().map(|problem| (problem.code, problem.message.clone())).collect();
    (policy, said)
}

/// A block as a whole policy.
fn whole(block: &Block) -> String {
    let lines = block.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let wrapped = |before: &str, after: &str| -> String {
        lines.map(|(at, line)| format!("rule r{at} {{\n{before} {line}\n{after}\n}}\n")).collect()
    };
    let text = match block.info.as_str() {
        "baton,conditions" => wrapped("when", "then stay"),
        "baton,effects" => wrapped("when asks_for_human\nthen hand off,", ""),
        _ => block.text.clone(),
    };
    let declared: BTreeSet<Vec<&str>> = text.lines().map(head).collect();
    let around = PREAMBLE.lines().filter(|piece| !declared.contains(&head(piece)));
    format!("baton 1\n{}\n{text}", around.collect::<Vec<_>>().join("\n"))
}

/// The expectations of a policy's tests that are not met.
fn failures(policy: Policy) -> Vec<String> {
    let engine = Engine::new(policy);
    let tests = &engine.policy().tests;
    tests.iter().flat_map(|test| worked::run(&engine, test).failures).map(|failure| format!("{failure:?}")).collect()
}

/// The first two words of a line: what it declares.
fn head(line: &str) -> Vec<&str> {
    let mut words = line.split_whitespace();
    match words.next() {
        Some("policy") => vec!["policy"],
        first => first.into_iter().chain(words.next()).collect(),
    }
}

#[test]
fn every_example_of_the_manual_compiles() {
    let mut wrong = Vec::new();
    for block in blocks(&read("docs/language.md")).iter().filter(|block| is_example(block)) {
        let (policy, said) = resolve(&whole(block));
        let said: Vec<_> = said.into_iter().filter(|(code, _)| *code != Code::W0502).collect();
        let fine = match block.info.as_str() {
            "baton,fails" => said.iter().any(|(code, _)| code.severity() == Severity::Error),
            _ => policy.is_some() && said.is_empty(),
        };
        let failures = policy.map(failures).unwrap_or_default();
        if !fine || !failures.is_empty() {
            wrong.push(format!("docs/language.md:{} ({}) {said:#?} {failures:#?}\n{}", block.line, block.info, block.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn is_example(block: &Block) -> bool {
    block.info.starts_with("baton") && block.info != "baton,tour"
}

/// The steps of the tour are the tour's policy, which has no problems and whose tests pass.
#[test]
fn the_tour_is_one_policy() {
    let page = blocks(&read("docs/language.md"));
    let steps: Vec<&str> =
        page.iter().filter(|block| block.info == "baton,tour").map(|block| block.text.as_str()).collect();
    let text = read("docs/tour/policy.baton");
    assert_eq!(steps.join("\n"), text, "left: docs/language.md, right: docs/tour/policy.baton");
    let (policy, said) = resolve(&text);
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(failures(policy.expect("it has no errors")), [""; 0]);
}

#[cfg(unix)]
#[test]
fn every_command_prints_what_the_page_shows() {
    for path in files("docs", ".md") {
        support::console::check(&path);
    }
}

/// Every built-in of the code stands on the page, and no other, with its name, its type's page and its place.
#[test]
fn the_page_of_facts_is_complete() {
    let page = read("docs/facts.md");
    let on_page: BTreeMap<String, Vec<String>> = rows(section(&page, "## Built-in facts"))
        .into_iter()
        .map(|row| (code(&row[0]).to_owned(), row))
        .collect();
    let in_code: BTreeSet<&str> = PHRASES.iter().map(|phrase| phrase.words).collect();
    let known: BTreeSet<&str> = on_page.keys().map(String::as_str).collect();
    assert_eq!(known, in_code, "left: docs/facts.md, right: the code");
    for phrase in PHRASES {
        let row = &on_page[phrase.words];
        assert_eq!(code(&row[1]), phrase.name, "the JSON name of `{}`", phrase.words);
        assert_eq!(code(&row[2]), kind_of(phrase), "the type of `{}`", phrase.words);
        assert_eq!(row[3] == "answer", phrase.on_answer, "where `{}` exists", phrase.words);
        assert_eq!(row[5], phrase.about, "what `{}` tells", phrase.words);
    }
}

/// The type of a built-in, asked of a policy that uses it.
fn kind_of(phrase: &semantics::BuiltInPhrase) -> String {
    let words = phrase.words.replace('N', "7").replace("QUEUE", "billing").replace("MESSAGE", "hand_off");
    let words = words.replace("TEXT", "\"spring\"");
    let text = format!("rule asks {{ when {words} is known; then stay; allow silenced_rule because \"a test\" }}");
    let block = Block { info: "baton".to_owned(), text, line: 0 };
    let (policy, said) = resolve(&whole(&block));
    let policy = policy.unwrap_or_else(|| panic!("{}: {said:?}", phrase.words));
    let name = phrase.name.replace('N', "7").replace("QUEUE", "billing").replace("MESSAGE", "hand_off");
    let fact = policy.find_fact(&name.replace("TEXT", "spring")).unwrap_or_else(|| panic!("no fact is named {name}"));
    policy.fact(fact).kind.to_string()
}

/// What stands below a heading, up to the next one of its rank or a higher one.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let start = page.find(&format!("{heading}\n")).unwrap_or_else(|| panic!("no heading {heading}")) + heading.len();
    let rank = heading.split(' ').next().unwrap_or_default();
    let end = page[start..].find(&format!("\n{rank} ")).map_or(page.len(), |at| start + at);
    &page[start..end]
}

/// Words with more than three meanings, each with the reason why another word would be worse.
const BUSY_WORDS: &[(&str, &str)] = &[];

#[test]
fn the_table_of_words_is_complete() {
    let page = read("docs/words.md");
    let mut meanings: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows(&page) {
        let listed = row[1].split(';').filter(|meaning| !meaning.trim().is_empty()).count();
        assert!(meanings.insert(code(&row[0]).to_owned(), listed).is_none(), "{} stands twice", row[0]);
    }
    let in_grammar = keywords(&read("grammar/baton.pest"));
    let on_page: BTreeSet<String> = meanings.keys().cloned().collect();
    assert_eq!(on_page, in_grammar, "left: docs/words.md, right: the grammar");
    for (word, count) in &meanings {
        let excused = BUSY_WORDS.iter().any(|(busy, _)| busy == word);
        assert!(*count > 0, "`{word}` has no meaning");
        assert_eq!(*count > 3, excused, "`{word}` has {count} meanings");
    }
}

/// Every quoted word of the grammar.
fn keywords(grammar: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in grammar.lines().filter(|line| !line.trim_start().starts_with("//")) {
        let mut rest = line;
        while let Some(start) = rest.find('"') {
            let Some(length) = rest[start + 1..].find('"') else { break };
            let word = &rest[start + 1..start + 1 + length];
            if word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase()) {
                found.insert(word.to_owned());
            } else if word == "a" {
                found.insert(word.to_owned());
            }
            // `\"` and `\\` are escapes: go on behind them.
            rest = &rest[start + length + 2..];
        }
    }
    found
}
