//! Every policy of `tests/corpus/meaning`: all its tests pass; its transcript decides as recorded.

use std::fmt::Write as _;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use baton::io::transcript::Reader;
use baton::policy::Policy;
use baton::runtime::{Table, worked};
use serde_json::Value as Json;

use super::support::{artifact_at, decisions};

fn files(ending: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/meaning");
    let entries = std::fs::read_dir(folder).expect("the corpus is there");
    let paths = entries.map(|entry| entry.expect("the corpus can be read").path());
    let mut found: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|extension| extension == ending)).collect();
    found.sort();
    found
}

#[test]
fn every_test_of_every_topic_passes() {
    let mut failed = String::new();
    let mut count = 0;
    for path in files("baton") {
        let table = Table::new(artifact_at(&path));
        for test in &table.policy().tests {
            count += 1;
            let outcome = worked::run(&table, test);
            for failure in outcome.failures {
                let (_, line, _) = table.policy().sources.position(failure.expected.span);
                let decision = &outcome.decisions[failure.decision];
                let found = (&failure.found, decision.action, decision.rule().map(|rule| name(table.policy(), rule)));
                writeln!(
                    failed,
                    "{}:{line} \"{}\": {:?}; found {found:?}",
                    path.display(),
                    test.title,
                    failure.expected.kind
                )
                .expect("a text can be written");
            }
        }
    }
    assert!(failed.is_empty(), "{failed}");
    assert!(count > 90, "the corpus was read: {count} tests");
}

fn name(policy: &Policy, rule: baton::policy::RuleId) -> String {
    policy.rule(rule).name.clone()
}

/// What a snapshot keeps of a decision: everything but what is the same for all.
fn kept(mut decision: Json) -> Json {
    let object = decision.as_object_mut().expect("a decision is an object");
    for key in ["schema", "policy", "conversation", "event"] {
        object.remove(key);
    }
    object.retain(|_, value| {
        !(value.is_null() || value.as_array().is_some_and(Vec::is_empty) || *value == Json::Bool(false))
    });
    decision
}

#[test]
fn transcripts_decide_as_recorded() {
    for path in files("jsonl") {
        let table = Table::new(artifact_at(&path.with_extension("baton")));
        let mut lines = String::new();
        let file = File::open(&path).expect("the transcript is there");
        for conversation in Reader::new("transcript.jsonl", BufReader::new(file)) {
            let conversation = conversation.expect("the transcript can be read");
            for decision in decisions(&table, &conversation) {
                writeln!(lines, "{}", kept(decision)).expect("a text can be written");
            }
        }
        let topic = path.file_stem().and_then(|stem| stem.to_str()).expect("names of the corpus are plain");
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("meaning_{topic}"), lines);
        });
    }
}
