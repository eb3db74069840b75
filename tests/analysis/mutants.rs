//! Mutants of small random policies: those that are called equivalent decide every combination of values as the policy
//! does; the tests that tell the others apart read, pass, and fail on them.

use baton::coverage::{Mutants, mutants};
use baton::decision::Point;
use baton::policy::Policy;
use baton::runtime::{Values, evaluate, worked};
use baton::{Artifact, Table};
use proptest::prelude::*;
use proptest::sample::subsequence;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::leaves::FACTS;
use super::policies::{Written, written_about};
use super::support::try_table;
use super::values::Domains;

/// Policies with more combinations of values than this are left to chance.
const COMBINATIONS_MAX: usize = 600;
/// How many policies are looked into.
const POLICIES: usize = 20;

/// What was counted.
#[derive(Debug, Default)]
struct Count {
    equivalent: usize,
    survived: usize,
    untold: usize,
    undecided: usize,
}

fn small() -> impl Strategy<Value = Written> {
    subsequence(FACTS, 1..=2).prop_flat_map(|facts| written_about(&facts))
}

#[test]
fn what_is_called_equivalent_is_and_what_is_not_is_shown() {
    let (mut runner, mut count, mut policies) = (TestRunner::deterministic(), Count::default(), 0);
    while policies < POLICIES {
        let text = small().new_tree(&mut runner).expect("policies are generated").current().text();
        let Ok(table) = try_table(&text) else { continue };
        if Domains::of(&table).combinations() > COMBINATIONS_MAX {
            continue;
        }
        policies += 1;
        let found = mutants(&table, &[]);
        assert_eq!(found.killed, 0, "without tests nothing notices");
        count.equivalent += found.equivalent.len();
        count.survived += found.survived.len();
        count.untold += found.survived.iter().filter(|survivor| !survivor.tells).count();
        count.undecided += found.undecided.len();
        equivalent(&table, &found, &text);
        pasted(&table, &found, &text);
    }
    println!("{count:?}");
    assert!(count.equivalent > 50 && count.survived > 100, "{count:?}");
    assert!(count.undecided * 20 <= count.survived, "{count:?}");
}

/// Every equivalent mutant decides every combination of values, those at its own numbers too, as the policy does.
fn equivalent(table: &Table, found: &Mutants, text: &str) {
    for change in &found.equivalent {
        let mutant = change.made(table.policy());
        let rows = baton::lower(&mutant).expect("it was asked about");
        let own = Table::new(Artifact { policy: mutant, rows });
        for of in [table, &own] {
            let domains = Domains::of(of);
            for at in 0..domains.combinations().min(COMBINATIONS_MAX) {
                for values in domains.with_margins(of, domains.combination(at)) {
                    alike(table.policy(), own.policy(), &values, &format!("{}\n{text}", change.what));
                }
            }
        }
    }
}

fn alike(policy: &Policy, mutant: &Policy, values: &Values, what: &str) {
    for point in [Point::Message, Point::Answer] {
        let (old, new) = (evaluate(policy, values, point, &[]), evaluate(mutant, values, point, &[]));
        assert!(old.same(&new), "{what}\n{point:?} {values:?}\n{old:#?}\n{new:#?}");
    }
}

/// The tests are read and pass; the mutants fail them, unless it was said that they do not.
fn pasted(table: &Table, found: &Mutants, text: &str) {
    let tests: Vec<String> =
        found.survived.iter().enumerate().map(|(at, survivor)| survivor.example.test(&format!("{at}"))).collect();
    let text = format!("{text}\n{}", tests.join("\n"));
    let with_tests = try_table(&text).unwrap_or_else(|errors| panic!("{errors}\n{text}"));
    for (test, survivor) in with_tests.policy().tests.iter().zip(&found.survived) {
        assert!(worked::run(&with_tests, test).failures.is_empty(), "{}\n{text}", survivor.change.what);
        let mutant = survivor.change.made(table.policy());
        let rows = baton::lower(&mutant).expect("it was asked about");
        let mutant = Table::new(Artifact { policy: mutant, rows });
        let fails = !worked::run(&mutant, test).failures.is_empty();
        // After a swap the rule that a test names has another number.
        let is_swap = survivor.change.what.contains(" is asked after ");
        assert!(is_swap || fails == survivor.tells, "{}\n{text}", survivor.change.what);
    }
}
