//! Would the tests notice? A policy with one small change, again and again.
//!
//! In: a table and its tests, all of which pass. Out: for each *mutant*, the policy
//! with one small change, what became of it:
//!
//! - *killed*: a test fails on it;
//! - *equivalent*: it decides every input as the policy does, proved;
//! - *survived*: all tests pass, and here is a conversation that it decides otherwise;
//! - *undecided*: all tests pass, and within the budget neither was found.
//!
//! Tests are asked first, of the reference evaluator; only what they let pass is
//! looked into by the proofs.
//!
//! # What is not here
//!
//! Changes of signals, messages and watches; of what goes with an action.

mod bounds;
mod changes;
mod edit;
mod outcomes;

use crate::analysis::Example;
use crate::analysis::variants::{self, Told, Variant};
use crate::decision::Decision;
use crate::policy::{Expected, Policy, Test, TestLine};
use crate::runtime::worked::{self, Moment};
use crate::runtime::{Table, explain};
pub use edit::Change;

/// Most mutants of one policy that are tried.
pub const MUTANTS_MAX: usize = 10_000;

/// So many of the tests that were found last are asked whether they notice one more mutant.
const LOOK_BACK: usize = 40;

/// What became of all mutants of a policy.
#[derive(Clone, Debug, Default)]
pub struct Mutants {
    /// A test fails on so many.
    pub killed: usize,
    /// These decide every input as the policy does.
    pub equivalent: Vec<Change>,
    /// No test fails on these, in the order of the policy.
    pub survived: Vec<Survivor>,
    /// Of these nobody knows.
    pub undecided: Vec<Change>,
    /// So many were not tried, because there are more than [`MUTANTS_MAX`].
    pub left_out: usize,
}

/// A mutant on which all tests pass, though it decides otherwise.
#[derive(Clone, Debug)]
pub struct Survivor {
    /// What was changed.
    pub change: Change,
    /// A conversation that it decides otherwise; its test expects what the policy decides.
    pub example: Example,
    /// What the mutant decides there, in words.
    pub instead: String,
    /// Whether the example's test fails on the mutant. It cannot where the mutant only adds what no test can deny.
    pub tells: bool,
    /// An earlier survivor, by position, whose test fails on this mutant too; else itself.
    pub told_by: usize,
}

/// Tries every mutant of a policy whose tests pass.
pub fn mutants(table: &Table, tests: &[&Test]) -> Mutants {
    mutants_of(table, tests, MUTANTS_MAX)
}

fn mutants_of(table: &Table, tests: &[&Test], most: usize) -> Mutants {
    let policy = table.policy();
    let moments: Vec<Moment> = tests.iter().flat_map(|test| worked::moments(table, test)).collect();
    let bare = edit::bare(policy);
    let mut all = changes::all(policy);
    let mut result = Mutants { left_out: all.len().saturating_sub(most), ..Mutants::default() };
    all.truncate(most);
    let (mut passed, mut open) = (Vec::new(), Vec::new());
    for change in all {
        let variant = change.variant(&bare);
        if moments.iter().all(|moment| meets(&variant, moment)) {
            passed.push(change);
            open.push(variant);
        } else {
            result.killed += 1;
        }
    }
    let told = variants::tell(policy, &open);
    let mut shown: Vec<(usize, Vec<Moment>)> = Vec::new();
    for ((change, variant), told) in passed.into_iter().zip(&open).zip(told) {
        match told {
            Told::Same => result.equivalent.push(change),
            Told::Undecided => result.undecided.push(change),
            Told::Apart(found) => {
                let (example, decision) = *found;
                let instead = instead(&variant.policy, &example.decision, &decision);
                let own = played(table, &example);
                let fails = |moments: &[Moment]| !moments.iter().all(|moment| meets(variant, moment));
                let tells = fails(&own);
                let at = result.survived.len();
                let mut near = shown.iter().rev().take(LOOK_BACK);
                let told_by = near.find(|(_, moments)| fails(moments)).map_or(at, |(first, _)| *first);
                if told_by == at {
                    shown.push((at, own));
                }
                result.survived.push(Survivor { change, example, instead, tells, told_by });
            }
        }
    }
    result
}

/// Whether a variant decides what a test expects.
fn meets(variant: &Variant, moment: &Moment) -> bool {
    let expected: Vec<_> = moment.expected.iter().map(|one| variant.translated(one)).collect();
    worked::meets(&variant.policy, moment, &expected)
}

/// What a mutant decides, with what of it is other: `hand off to billing, tag vip by rule unsure`.
fn instead(mutant: &Policy, original: &Decision, decision: &Decision) -> String {
    let mut words = explain::action(mutant, decision);
    for effect in decision.effects.iter().filter(|effect| !original.effects.contains(effect)) {
        words += &format!(", {}", explain::effect(mutant, effect));
    }
    for effect in original.effects.iter().filter(|effect| !decision.effects.contains(effect)) {
        words += &format!(", without {}", explain::effect(mutant, effect));
    }
    format!("{words} by {}", explain::decided_by(mutant, decision))
}

/// What the test of an example expects, with what is known there.
fn played(table: &Table, example: &Example) -> Vec<Moment> {
    let mut test = super::suggest::played(example);
    let span = test.span;
    if let Some(TestLine::Expect(all)) = test.lines.last_mut() {
        all.extend(example.expected.iter().map(|kind| Expected { kind: kind.clone(), span }));
    }
    worked::moments(table, &test)
}

#[cfg(test)]
mod tests {
    use super::mutants_of;
    use crate::Table;
    use crate::source::Files;

    struct One;

    impl Files for One {
        fn read(&self, _path: &str) -> Result<String, String> {
            Ok("baton 1
policy \"Tiny\" {
  timezone \"UTC\"
  languages en
  assistant gives no confidence
  default queue support
  otherwise stay
  on failure hand off to support
}
queue support \"Support\"
rule long { when turns above 3; then hand off }
"
            .to_owned())
        }
    }

    #[test]
    fn what_is_too_many_is_left_out_and_counted() {
        let (artifact, problems, _) = crate::compile("tiny.baton", &One);
        let table = Table::new(artifact.unwrap_or_else(|| panic!("{problems:?}")));
        let all = mutants_of(&table, &[], 100);
        let tried = |found: &super::Mutants| found.survived.len() + found.equivalent.len();
        assert_eq!((tried(&all), all.left_out), (6, 0));
        let few = mutants_of(&table, &[], 2);
        assert_eq!((tried(&few), few.left_out), (2, 4));
    }
}
