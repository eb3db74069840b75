//! Every size has a limit: at the limit a policy works, one above it is refused with a code.

use std::fmt::Write as _;

use baton::compile;
use baton::semantics::FACTS_MAX;
use baton::source::Files;

use super::support::{compiled, errors, header};

/// Whether `make(at)` compiles, and the first line of what is wrong with `make(at + 1)`.
fn edge(at: usize, make: impl Fn(usize) -> String) -> String {
    let below = errors(&compiled(&(header("") + &make(at))).1);
    assert_eq!(below, "", "{at} is within the limit");
    let above = errors(&compiled(&(header("") + &make(at + 1))).1);
    above.lines().next().unwrap_or_default().to_owned()
}

fn many(count: usize, mut one: impl FnMut(usize) -> String) -> String {
    (0..count).map(|at| one(at) + "\n").collect()
}

#[test]
fn facts_that_a_policy_asks_about() {
    let found = edge(FACTS_MAX, |count| {
        let names: Vec<String> = (0..count).map(|at| format!("f{at} is known")).collect();
        many(count, |at| format!("fact f{at} is count"))
            + &format!("rule r {{ when {}; then stay }}", names.join(" or "))
    });
    assert!(found.starts_with("E0111"), "{found}");
}

#[test]
fn steps_of_a_threshold() {
    let found = edge(64, |count| {
        format!(
            "threshold confidence {{ 60%\n{} }}",
            many(count, |at| format!("raise by 1 points when turns above {at}"))
        )
    });
    assert!(found.starts_with("E0411"), "{found}");
}

#[test]
fn signals_of_a_policy() {
    let found = edge(500, |count| many(count, |at| format!("signal s{at} {{ in en says \"word{at}\" }}")));
    assert!(found.starts_with("E0111"), "{found}");
}

#[test]
fn rules_of_a_policy() {
    let found = edge(20_000, |count| many(count, |at| format!("rule r{at} {{ when turns is {at}; then stay }}")));
    assert!(found.starts_with("E0111"), "{found}");
}

#[test]
fn names_and_texts() {
    let found = edge(100, |bytes| format!("fact {} is count", "n".repeat(bytes)));
    assert!(found.starts_with("E0111"), "{found}");
    let found = edge(4_000, |bytes| format!("message m {{ en \"{}\" }}", "m".repeat(bytes)));
    assert!(found.starts_with("E0111"), "{found}");
}

#[test]
fn cases_of_a_test() {
    let found = edge(256, |columns| {
        let facts = many(columns - 1, |at| format!("fact f{at} is count"));
        let headings: String = (0..columns - 1).map(|at| format!(" f{at} |")).collect();
        format!("{facts}test \"t\" {{\n|{headings} expect |\n|{} stay |\n}}", " |".repeat(columns - 1))
    });
    assert!(found.starts_with("E0111"), "{found}");
    let policy = header("") + "category billing\ntest \"t\" { from \"cases.csv\" }\n";
    for (cases, expected) in [(10_000, ""), (10_001, "E0111 a file of more than 10000 cases\n")] {
        let file = "category,expect\n".to_owned() + &many(cases, |_| "billing,stay".to_owned());
        let problems = compile("policy.baton", &Two(&policy, &file)).1;
        assert_eq!(errors(&problems), expected);
    }
}

/// A policy, and the file of cases that it names.
struct Two<'a>(&'a str, &'a str);

impl Files for Two<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        Ok(if path == "policy.baton" { self.0 } else { self.1 }.to_owned())
    }
}

#[test]
fn patterns() {
    let found = edge(1_000, |bytes| format!("signal s {{ in en says \"{}\" }}", "p".repeat(bytes)));
    assert!(found.starts_with("E01"), "{found}");
    let found = edge(8, |deep| format!("signal s {{ in en says \"{}p{}\" }}", "(a|".repeat(deep), ")".repeat(deep)));
    assert!(found.starts_with("E01"), "{found}");
}

#[test]
fn blocks_and_parentheses_within_each_other() {
    // The rule's own block is one level.
    let found =
        edge(63, |deep| format!("rule r {{ when {}turns is 1{}; then stay }}", "(".repeat(deep), ")".repeat(deep)));
    assert!(found.starts_with("E0110"), "{found}");
    let found =
        edge(63, |deep| "group \"g\" { ".repeat(deep) + "rule r { when turns is 1; then stay }" + &" }".repeat(deep));
    assert!(found.starts_with("E0110"), "{found}");
}

#[test]
fn windows_of_days() {
    let found = edge(3_660, |days| format!("rule r {{ when contacts in {days} days at least 1; then stay }}"));
    assert!(found.starts_with("E0"), "{found}");
}

#[test]
fn bytes_of_a_file() {
    let room = 4 * 1024 * 1024 - header("").len() - 2;
    let found = edge(room, |bytes| format!("# {}", "c".repeat(bytes)));
    assert!(found.starts_with("E0111"), "{found}");
}

#[test]
fn numbers_of_a_policy() {
    let most = "9_223_372_036_854";
    let text = |number: &str| header("") + &format!("fact n is number\nrule r {{ when n above {number}; then stay }}");
    assert_eq!(errors(&compiled(&text(most)).1), "");
    let above = errors(&compiled(&text("9_223_372_036_855")).1);
    assert!(above.starts_with("E0"), "{above}");
    let finer = errors(&compiled(&text("0.0000001")).1);
    assert!(finer.is_empty() || finer.starts_with("E0"), "{finer}");
}

/// A policy of many files.
struct Chain(usize);

impl Files for Chain {
    fn read(&self, path: &str) -> Result<String, String> {
        if path != "policy.baton" {
            return Ok("baton 1\n".to_owned());
        }
        let mut text = header("");
        for at in 1..self.0 {
            writeln!(text, "use \"part{at}\"").expect("a text can be written");
        }
        Ok(text)
    }
}

#[test]
fn files_of_a_policy() {
    assert_eq!(errors(&compile("policy.baton", &Chain(256)).1), "");
    let above = errors(&compile("policy.baton", &Chain(257)).1);
    assert!(above.starts_with("E0111"), "{above}");
}

#[test]
fn clauses_of_a_file() {
    // Categories are the cheapest clauses.
    let text = |count: usize| format!("{}category many {{\n{}}}\n", header(""), "x\n".repeat(count));
    let codes = |count: usize| errors(&compiled(&text(count)).1);
    assert!(!codes(2_000).contains("E0111"), "a few are within the limit");
    assert!(codes(100_001).contains("E0111"), "more than 100,000 are not");
}

/// A policy with a list of so many entries.
struct Listed(usize);

impl Files for Listed {
    fn read(&self, path: &str) -> Result<String, String> {
        match path {
            "vip.csv" => Ok("id\n".to_owned() + &many(self.0, |at| at.to_string())),
            _ => Ok(header("") + "list vip from \"vip.csv\" column id\nrule r { when customer in vip; then stay }\n"),
        }
    }
}

#[test]
fn entries_of_a_list() {
    let found = |count: usize| errors(&compile("policy.baton", &Listed(count)).1);
    assert_eq!(found(1_000_000), "");
    assert!(found(1_000_001).starts_with("E0111"), "{}", found(1_000_001));
}
