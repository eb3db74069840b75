//! Sessions decide by the table as the reference evaluator does, in every conversation of the repository.

use std::path::{Path, PathBuf};

use baton::conversation::{Conversation, Speaker};
use baton::decision::Point;
use baton::runtime::{Session, Table, evaluate};

use super::support::artifact_at;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The conversations of the examples, with what they bring.
fn conversations() -> Vec<Conversation> {
    let files = [
        "acme/conversations/conversations.jsonl",
        "solvana/conversations.jsonl",
        "public/tau-airline/conversations.jsonl",
    ];
    let mut all = Vec::new();
    for file in files {
        let bytes = std::fs::read(root().join("examples").join(file)).expect("the examples are there");
        let mut reader = baton::io::transcript::Reader::new(file.to_owned(), bytes.as_slice());
        all.extend(reader.by_ref().map(|read| read.unwrap_or_else(|error| panic!("{error}"))));
    }
    all
}

/// Compares at both points of every turn; how many comparisons there were.
fn compared(table: &Table, conversation: &Conversation) -> usize {
    let mut session = Session::new(table, &conversation.id);
    for (name, json) in &conversation.facts {
        session.give_json_standing(name, json);
    }
    let mut count = 0;
    for turn in &conversation.turns {
        let point = match turn.speaker {
            Speaker::Customer => {
                session.customer(&turn.text, turn.at);
                Point::Message
            }
            Speaker::Assistant => {
                session.assistant(&turn.text, turn.at);
                Point::Answer
            }
            Speaker::Agent | Speaker::Tool => continue,
        };
        turn.facts.iter().for_each(|(name, json)| session.give_json(name, json));
        let mut decision = session.decide(point);
        decision.heard.clear();
        decision.heard_before.clear();
        let reference = evaluate(table.policy(), session.facts(point), point, &decision.problems);
        assert_eq!(format!("{decision:?}"), format!("{reference:?}"), "{}: {}", conversation.id, turn.text);
        count += 1;
    }
    count
}

#[test]
fn tables_decide_as_the_reference_evaluator_does() {
    let conversations = conversations();
    let mut policies: Vec<PathBuf> =
        ["acme", "public", "solvana"].map(|name| root().join(format!("examples/{name}/policy.baton"))).into();
    let corpus = std::fs::read_dir(root().join("tests/corpus/meaning")).expect("the corpus is there");
    policies.extend(corpus.map(|entry| entry.expect("the corpus is readable").path()));
    policies.retain(|path| path.extension().is_some_and(|ending| ending == "baton"));
    let mut count = 0;
    for path in &policies {
        let table = Table::new(artifact_at(path));
        count += conversations.iter().map(|one| compared(&table, one)).sum::<usize>();
    }
    assert!(count > 10_000, "{count} comparisons");
}
