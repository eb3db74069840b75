//! The pages of docs/ keep their word: what they show compiles, runs and is complete.
//!
//! In: docs/*.md. A ```` ```baton ```` block of the manual is a piece of the policy in [`PREAMBLE`]; a piece of the
//! preamble that the block declares itself makes room for it. `baton,conditions` and `baton,effects` hold one condition
//! or one effect a line. `baton,fails` must give an error. `baton,tour` is a part of docs/tour/policy.baton.

#![cfg(feature = "cli")]

mod support;

#[path = "docs/facts.rs"]
mod facts;
#[path = "docs/manual.rs"]
mod manual;
#[path = "docs/pages.rs"]
mod pages;
#[path = "docs/words.rs"]
mod words;

use baton::diagnostic::Code;
use baton::runtime::worked;
use baton::source::Files;
use baton::{Artifact, Table, compile};
use std::collections::BTreeSet;
use support::Block;

/// What stands around every short example of the manual.
const PREAMBLE: &str = include_str!("../docs/tour/acme.baton");

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

/// What a text compiles to, and what is said of it.
fn resolve(text: &str) -> (Option<Artifact>, Vec<(Code, String)>) {
    let (artifact, problems, _texts) = compile("policy.baton", &Example(text));
    let said = problems.sorted().iter().map(|problem| (problem.code, problem.message.clone())).collect();
    (artifact, said)
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
    format!("{}\n{text}", around.collect::<Vec<_>>().join("\n"))
}

/// The expectations of a policy's tests that are not met.
fn failures(artifact: Artifact) -> Vec<String> {
    let table = Table::new(artifact);
    let tests = &table.policy().tests;
    tests.iter().flat_map(|test| worked::run(&table, test).failures).map(|failure| format!("{failure:?}")).collect()
}

/// The first two words of a line: what it declares.
fn head(line: &str) -> Vec<&str> {
    let mut words = line.split_whitespace();
    match words.next() {
        Some("policy") => vec!["policy"],
        first => first.into_iter().chain(words.next()).collect(),
    }
}

/// What stands below a heading, up to the next one of its rank or a higher one.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let start = page.find(&format!("{heading}\n")).unwrap_or_else(|| panic!("no heading {heading}")) + heading.len();
    let rank = heading.split(' ').next().unwrap_or_default();
    let end = page[start..].find(&format!("\n{rank} ")).map_or(page.len(), |at| start + at);
    &page[start..end]
}
