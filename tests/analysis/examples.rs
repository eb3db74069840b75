//! Examples of every rule that can decide, pasted into their policies as tests: they read, and they pass.

use baton::analysis::{Answer, Budget, Examples, Missing, Point, Space};
use baton::diagnostic::Severity;
use baton::runtime::worked;
use baton::source::Files;
use baton::{Artifact, Table, compile};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::path::PathBuf;

use super::policies::written;
use super::support::Text;

/// A folder, in which the policy has another text.
struct Folder {
    path: PathBuf,
    text: String,
}

impl Files for Folder {
    fn read(&self, path: &str) -> Result<String, String> {
        match path {
            "policy.baton" => Ok(self.text.clone()),
            _ => std::fs::read_to_string(self.path.join(path)).map_err(|error| error.to_string()),
        }
    }
}

/// How examples went.
#[derive(Debug, Default)]
struct Count {
    rules: usize,
    examples: usize,
    without_message: usize,
}

/// Makes an example of every rule, and runs them all as tests of the policy.
fn paste(text: &str, files: &dyn Fn(String) -> Box<dyn Files>, count: &mut Count) {
    let (artifact, _, _) = compile("policy.baton", &*files(text.to_owned()));
    let Some(artifact) = artifact else { return };
    let tests = tests(&artifact, count);
    let pasted = format!("{text}\n{}", tests.join("\n"));
    let (artifact, problems, _) = compile("policy.baton", &*files(pasted.clone()));
    let errors: Vec<_> = problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{pasted}");
    let table = Table::new(artifact.expect("there are no errors"));
    for test in &table.policy().tests {
        let failures = worked::run(&table, test).failures;
        assert!(failures.is_empty(), "{}: {failures:#?}\n{pasted}", test.title);
    }
}

fn tests(artifact: &Artifact, count: &mut Count) -> Vec<String> {
    let (space, side) = Space::of(artifact, Missing::Usually);
    let (list, examples) = (side.deciders(&space), Examples::new(&side));
    let mut tests = Vec::new();
    for row in 0..list.len() {
        let (region, before) = (space.fitting(&space.everything(), &list, row), list.before(row));
        let Answer::Found(point) = space.find(&region, &list, &before, &mut Budget::usual()) else { continue };
        count.rules += 1;
        let fulfils = |point: &Point| {
            space.fits(&list, row, point) && before.iter().all(|row| !space.fits(&list, *row as usize, point))
        };
        if let Some(example) = examples.at(&space, &point, &fulfils) {
            count.examples += 1;
            count.without_message += usize::from(!example.message_known);
            tests.push(example.test(&format!("example {row}")));
        }
    }
    tests
}

#[test]
fn examples_of_our_policies_pass_as_tests() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    for folder in ["examples/acme", "examples/solvana", "examples/public", "rules/starters/saas", "rules/starters/shop"]
    {
        let path = root.join(folder);
        let text = std::fs::read_to_string(path.join("policy.baton")).expect("the example is there");
        let mut count = Count::default();
        paste(&text, &|text| Box::new(Folder { path: path.clone(), text }), &mut count);
        println!("{folder}: {count:?}");
        assert!(count.examples * 10 >= count.rules * 9, "{folder}: {count:?}");
    }
}

#[test]
fn examples_of_generated_policies_pass_as_tests() {
    let (mut runner, mut count) = (TestRunner::deterministic(), Count::default());
    for _ in 0..60 {
        let written = written().new_tree(&mut runner).expect("policies are generated").current();
        paste(&written.text(), &|text| Box::new(Text(text)), &mut count);
    }
    println!("{count:?}");
    assert!(count.examples * 10 >= count.rules * 8, "{count:?}");
}
