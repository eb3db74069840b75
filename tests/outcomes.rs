//! What is recorded of conversations is enough for what handoffs are judged by.
//!
//! In: `docs/tour/outcomes.jsonl`, events of four conversations, through `baton step`. The four figures of
//! `docs/outcomes.md` are computed from the printed log alone, and compared with figures worked out by hand.

#![cfg(feature = "cli")]

mod support;

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value as Json;

/// The lines that `baton step` prints: the log that a service keeps.
fn log() -> &'static [Json] {
    static LOG: OnceLock<Vec<Json>> = OnceLock::new();
    LOG.get_or_init(run)
}

fn run() -> Vec<Json> {
    let events = std::fs::File::open(support::root().join("docs/tour/outcomes.jsonl")).expect("the events are there");
    let states = std::env::temp_dir().join(format!("baton-outcomes-{}", std::process::id()));
    let ran = Command::new(env!("CARGO_BIN_EXE_baton"))
        .args(["step", "--table", "docs/tour/policy.baton", "--state-dir"])
        .arg(&states)
        .current_dir(support::root())
        .stdin(Stdio::from(events))
        .output()
        .expect("baton runs");
    std::fs::remove_dir_all(&states).expect("the states can be removed");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let printed = String::from_utf8(ran.stdout).expect("answers are text");
    printed.lines().map(|line| serde_json::from_str(line).expect("an answer is JSON")).collect()
}

fn outcomes(log: &[Json]) -> Vec<&Json> {
    log.iter().map(|answer| &answer["outcome"]).filter(|outcome| !outcome.is_null()).collect()
}

fn seconds(from: &Json, to: &Json) -> Option<i64> {
    let instant = |json: &Json| json.as_str()?.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second);
    Some(instant(to)? - instant(from)?)
}

/// From accepting to the first reply of substance, by handoff, in seconds.
fn preparation(outcomes: &[&Json]) -> Vec<(String, i64)> {
    let replies = outcomes.iter().filter(|one| one["type"] == "agent_replied").map(|one| &one["handoff"]);
    let took = |handoff: &Json| {
        Some((handoff["id"].as_str()?.to_owned(), seconds(&handoff["accepted_at"], &handoff["first_reply_at"])?))
    };
    replies.filter_map(took).collect()
}

/// From the handoff, or else the start, to where it was settled for good, by conversation, in seconds.
fn resolution(outcomes: &[&Json]) -> BTreeMap<String, (bool, i64)> {
    let mut settled = BTreeMap::new();
    for one in outcomes {
        let conversation = one["conversation"].as_str().expect("a text").to_owned();
        let handoff = &one["handoff"];
        let from = if handoff.is_null() { &one["started_at"] } else { &handoff["at"] };
        if one["type"] == "reopened" {
            settled.remove(&conversation);
        } else if one["type"] == "resolved" {
            settled.insert(conversation, (!handoff.is_null(), seconds(from, &one["at"]).expect("both are known")));
        }
    }
    settled
}

/// The mean share of customers' ratings: of conversations that were handed off, and of the others.
fn satisfaction(outcomes: &[&Json]) -> (f64, f64) {
    let mean = |handed_off: bool| {
        let rated = outcomes.iter().filter(|one| one["type"] == "rated" && one["rating"]["by"] == "customer");
        let shares: Vec<f64> = rated
            .filter(|one| one["handoff"].is_null() != handed_off)
            .map(|one| one["rating"]["share"].as_f64().expect("a number"))
            .collect();
        shares.iter().sum::<f64>() / f64::from(u32::try_from(shares.len()).expect("a few"))
    };
    (mean(true), mean(false))
}

/// How often each field was missing, and of how many handoffs anybody said anything.
fn missing(outcomes: &[&Json]) -> (BTreeMap<String, usize>, usize) {
    let feedback: Vec<_> = outcomes.iter().filter(|one| one["type"] == "feedback").collect();
    let mut missing = BTreeMap::new();
    for field in feedback.iter().flat_map(|one| one["feedback"]["missing"].as_array().expect("a list")) {
        *missing.entry(field.as_str().expect("a name").to_owned()).or_default() += 1;
    }
    (missing, feedback.len())
}

#[test]
fn the_four_figures_come_from_the_log() {
    let log = log();
    let outcomes = outcomes(log);

    // a: taken at 10:02:00, greeted at 10:02:10, answered at 10:04:30. c: the second person took it at 11:06, wrote at 11:07.
    let wanted = [("a/a-1/message".to_owned(), 150), ("c/c-3/message".to_owned(), 60)];
    assert_eq!(preparation(&outcomes), wanted);

    // a: from 10:00 to 10:20. b, the assistant alone: from 10:05 to 10:09. c: reopened, so from 11:01 to 11:41. d: never.
    let wanted = [("a", (true, 1_200)), ("b", (false, 240)), ("c", (true, 2_400))];
    assert_eq!(resolution(&outcomes), wanted.map(|(name, took)| (name.to_owned(), took)).into());

    // With a handoff 2 of 1 to 5 and 1 of 0 to 1; without one 5 of 1 to 5 and 0 of 0 to 1. A reviewer's does not count.
    let (with, without) = satisfaction(&outcomes);
    assert!((with - 0.625).abs() < 1e-9 && (without - 0.5).abs() < 1e-9, "{with} {without}");

    let (fields, asked) = missing(&outcomes);
    let wanted = [("order_number", 2), ("parcel.carrier", 1)].map(|(name, times)| (name.to_owned(), times));
    assert_eq!((fields, asked), (wanted.into(), 2));
}

/// Every handoff that a record names is a decision of the log, to that queue at that time.
#[test]
fn records_belong_to_decisions() {
    let log = log();
    let decisions: BTreeMap<&str, &Json> = log
        .iter()
        .map(|answer| &answer["decision"])
        .filter_map(|decision| Some((decision["id"].as_str()?, decision)))
        .collect();
    let mut named = 0;
    for handoff in outcomes(log).into_iter().map(|outcome| &outcome["handoff"]).filter(|handoff| !handoff.is_null()) {
        let decision = decisions[handoff["id"].as_str().expect("a text")];
        assert_eq!(decision["action"], "hand off");
        assert_eq!((&decision["at"], &decision["queues"][0]), (&handoff["at"], &handoff["queue"]));
        named += 1;
    }
    assert_eq!(named, 15);
}

/// Nothing that anybody said is in a record.
#[test]
fn records_have_no_words_of_anybody() {
    let events = support::read("docs/tour/outcomes.jsonl");
    let texts = events.lines().map(|line| serde_json::from_str::<Json>(line).expect("JSON")["text"].take());
    let texts: Vec<String> = texts.filter_map(|text| text.as_str().map(str::to_owned)).collect();
    assert_eq!(texts.len(), 9);
    for outcome in outcomes(log()) {
        let line = outcome.to_string();
        assert!(texts.iter().flat_map(|text| text.split(", ")).all(|said| !line.contains(said)), "{line}");
    }
}
