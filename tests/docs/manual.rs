//! The manual: its examples compile, its tour is one policy, its tables and lists are complete.

use super::support::{Block, blocks, code, read, rows};
use super::{failures, resolve, section, whole};
use baton::decision::Point;
use baton::diagnostic::{Code, Severity};
use baton::policy::{ActionName, Situation};
use baton::{Session, Table};
use serde_json::json;
use std::collections::BTreeSet;

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
            wrong.push(format!(
                "docs/language.md:{} ({}) {said:#?} {failures:#?}\n{}",
                block.line, block.info, block.text
            ));
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

/// The table of what a missing fact does, asked of the evaluator.
#[test]
fn a_missing_fact_does_what_the_page_says() {
    let page = read("docs/language.md");
    let table = rows(section(&page, "## What a missing fact does"));
    assert!(table.len() > 4, "the table is there");
    let sent = [Some("lost"), Some("packed"), None];
    for row in table {
        let condition = code(row[0].trim_start_matches("a rule with ")).to_owned();
        let line = if condition.starts_with("except") { condition.clone() } else { format!("when {condition}") };
        let text = format!(
            "rule asks {{\n{line}\nthen close\nallow silenced_rule because \"a test\"\n}}\nrule other {{ when order.status is known; \
             then stay }}"
        );
        let (policy, said) = resolve(&whole(&Block { info: "baton".to_owned(), text, line: 0 }));
        let table = Table::new(policy.unwrap_or_else(|| panic!("{condition}: {said:?}")));
        for (cell, status) in row[1..].iter().zip(sent) {
            let mut session = Session::new(&table, "a-conversation");
            if let Some(status) = status {
                session.give_json("order.status", &json!(status));
            }
            session.customer("Where is my order?", None);
            let holds = session.decide(Point::Message).action == ActionName::Close;
            let says = matches!(cell.trim_matches('*'), "holds" | "works");
            assert_eq!(says, holds, "`{condition}` when {status:?} is sent");
        }
    }
}

/// The standard signals and messages are listed.
#[test]
fn what_the_standard_library_brings_is_listed() {
    let page = read("docs/language.md");
    let lists =
        [("signals", "signal", "## Signals and patterns"), ("messages", "message", "## Messages and situations")];
    for (folder, word, heading) in lists {
        let listed = section(&page, heading);
        for line in read(&format!("rules/std/{folder}/en.baton")).lines() {
            let mut words = line.split(' ');
            if words.next() == Some(word) {
                let name = words.next().expect("it has a name");
                assert!(listed.contains(&format!("`{name}`")), "`{name}` is not in {heading}");
            }
        }
    }
}

#[test]
fn every_situation_stands_with_what_it_fills() {
    let page = read("docs/language.md");
    let table = rows(section(&page, "## Messages and situations"));
    for situation in Situation::ALL {
        let words = format!("when {}", situation.as_str());
        let row = table.iter().find(|row| code(&row[0]) == words).unwrap_or_else(|| panic!("`{words}` is missing"));
        let filled: Vec<&str> = row[1].split(", ").map(|cell| code(cell).trim_matches(['{', '}'])).collect();
        let known: Vec<&str> = situation.placeholders().map(|placeholder| placeholder.name).collect();
        // What fills nothing is written as a dash.
        assert_eq!(filled, if known.is_empty() { vec!["-"] } else { known }, "what `{words}` fills");
    }
}

/// The table of effects is the block below it, and the block has every effect of the grammar.
#[test]
fn every_effect_is_listed() {
    let page = read("docs/language.md");
    let section = section(&page, "## Actions and effects");
    let block = blocks(section).into_iter().find(|block| block.info == "baton,effects").expect("it is there");
    let shown: Vec<&str> = block.text.lines().collect();
    let listed: Vec<String> =
        rows(section).iter().map(|row| code(&row[0]).replace("priority high", "priority urgent")).collect();
    assert!(
        listed.ends_with(&shown.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>()),
        "{listed:#?} {shown:#?}"
    );
    let grammar = read("grammar/baton.pest");
    let start = grammar.find("\neffect = {").expect("effects have a rule");
    let alternatives = grammar[start..].split('}').next().expect("it ends").matches('|').count() + 1;
    assert_eq!(shown.len(), alternatives, "effects shown and effects of the grammar");
}

/// What can be allowed is what the page lists.
#[test]
fn every_lint_that_can_be_allowed_is_listed() {
    let page = read("docs/language.md");
    let listed: BTreeSet<&str> = section(&page, "## Allow").split('`').skip(1).step_by(2).collect();
    for code in Code::ALL {
        let (_, said) = resolve(&format!("baton 1\nallow {} because \"a test\"\n", code.name()));
        let allowed = said.iter().all(|(said, _)| ![Code::E0216, Code::E0219].contains(said));
        assert_eq!(listed.contains(code.name()), allowed, "`{}`", code.name());
    }
}
