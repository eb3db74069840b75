//! An engine as a service uses it: loaded, swapped under load, tried out, fallen back on, logged.

#![cfg(feature = "cli")]

#[path = "io/schema.rs"]
mod schema;

use std::sync::atomic::{AtomicBool, Ordering};

use baton::artifact::{FailureTarget, encode};
use baton::runtime::log::{self, DecisionRecord};
use baton::runtime::record::Occasion;
use baton::runtime::{Engine, Refused, RefusedBecause, Role, Trial, versions};
use baton::source::Files;
use baton::value::Fixed;
use baton::{Point, Session, compile};
use serde_json::{Value as Json, json};

struct Text(String);

impl Files for Text {
    fn read(&self, _path: &str) -> Result<String, String> {
        Ok(self.0.clone())
    }
}

/// A policy that hands everyone below a confidence to the queue of its name.
fn policy(queue: &str, more: &str) -> String {
    format!(
        "baton 1\npolicy \"{queue}\" {{ timezone \"UTC\"; languages en; assistant gives confidence, category\n\
         default queue {queue}; otherwise stay; on failure hand off to {queue} }}\nqueue {queue} \"Team\"\n\
         category billing {{ refund }}\nfact customer.id is text\nfact plan is one of free, pro default free\n\
         fact labels is tags\nthreshold confidence {{ 60%; raise by 20 points when plan is pro }}\n\
         rule known_customer {{ when customer.id is \"a1\" and labels has vip; then hand off, tag vip }}\n\
         rule unsure \"Not sure\" {{ when confidence below threshold; then hand off; because \"Not sure\" }}\n{more}"
    )
}

fn file(text: String) -> Vec<u8> {
    let (artifact, problems, _) = compile("policy.baton", &Text(text));
    let problems: Vec<String> = problems.sorted().iter().map(|one| one.message.clone()).collect();
    encode(&artifact.unwrap_or_else(|| panic!("{problems:?}")), &versions())
}

const TEST: &str = "test \"low is handed off\" { given confidence is 50%; expect hand off by unsure }\n";
const WRONG: &str = "test \"low stays\" { given confidence is 50%; expect stay }\n";

fn decided(engine: &Engine, conversation: &str) -> (String, Role) {
    let serving = engine.serving(conversation);
    let (mut facts, mut scratch) = (serving.table.facts(), serving.table.scratch());
    facts.at(Point::Answer);
    facts.read_json(r#"{"confidence": 0.4}"#).expect("it is an object");
    (facts.decide(&mut scratch).queue().expect("it hands off").to_owned(), serving.role)
}

#[test]
fn a_table_is_swapped_and_the_way_back_is_open() {
    let engine = Engine::start(&file(policy("first", TEST))).expect("it can be used");
    assert_eq!(decided(&engine, "c").0, "first");
    let loaded = engine.load(&file(policy("second", TEST))).expect("it can be used");
    assert_eq!((loaded.tests, loaded.notes.len()), (1, 0));
    assert_eq!((decided(&engine, "c").0.as_str(), engine.status().version), ("second", loaded.version));
    assert_eq!(engine.failure_line().to, FailureTarget::Queues(vec!["second".to_owned()]));

    let held = engine.serving("c");
    engine.back().expect("there is one before");
    assert_eq!(decided(&engine, "c").0, "first");
    assert_eq!(engine.failure_line().to, FailureTarget::Queues(vec!["first".to_owned()]));
    assert_eq!(held.table.policy().title, "second", "who holds a table keeps it");
    engine.back().expect("forward again");
    assert_eq!(decided(&engine, "c").0, "second");
}

#[test]
fn what_cannot_be_used_changes_only_the_status() {
    let good = file(policy("first", TEST));
    let engine = Engine::start(&good).expect("it can be used");
    assert!(engine.back().is_err());

    let mut damaged = file(policy("second", TEST));
    let last = damaged.len() - 9;
    damaged[last] ^= 1;
    let refused = engine.load(&damaged).expect_err("it is damaged");
    assert!(matches!(refused.why, RefusedBecause::Damaged(_)));
    let line = refused.failure_line.expect("the line stands in front of the damage");
    assert_eq!(line.to, FailureTarget::Queues(vec!["second".to_owned()]));
    assert!(engine.status().trouble.is_some_and(|trouble| trouble.contains("damaged")));

    let refused = engine.try_out(&file(policy("second", WRONG)), Trial::Watch).expect_err("its test fails");
    assert_eq!(refused.why, RefusedBecause::TestsFail(vec!["low stays".to_owned()]));
    assert!(engine.status().candidate.is_none());
    assert_eq!(decided(&engine, "c").0, "first", "the last known good");

    engine.load(&good).expect("it is the same");
    assert_eq!(engine.status().trouble, None);
    assert_eq!(engine.status().before, None, "the same table again is nothing to go back to");
    let Refused { failure_line, .. } = Engine::start(b"BATON is not this").expect_err("it is none");
    assert_eq!(failure_line, None);
}

#[test]
fn a_candidate_decides_for_its_share_and_always_the_same() {
    let engine = Engine::start(&file(policy("first", ""))).expect("it can be used");
    let two = file(policy("second", ""));
    let share = |points: i64| Trial::Decide(Fixed::POINT.times(points));
    let chosen =
        || (0..2_000).filter(|at| decided(&engine, &format!("c-{at}")).1 == Role::Candidate).collect::<Vec<_>>();

    engine.try_out(&two, share(20)).expect("it can be used");
    let few = chosen();
    assert!((300..500).contains(&few.len()), "{} of 2,000 are about a fifth", few.len());
    assert_eq!(few, chosen());
    assert_eq!(decided(&engine, ""), ("first".to_owned(), Role::Current), "without an id there is no share");
    engine.try_out(&two, share(60)).expect("it can be used");
    let more = chosen();
    assert!(few.iter().all(|at| more.contains(at)), "who was in stays in");
    engine.try_out(&two, share(0)).expect("it can be used");
    assert!(chosen().is_empty());
    engine.try_out(&two, share(100)).expect("it can be used");
    assert_eq!(chosen().len(), 2_000);

    engine.adopt();
    assert_eq!(decided(&engine, "c"), ("second".to_owned(), Role::Current));
    engine.back().expect("the one before");
    assert_eq!(decided(&engine, "c").0, "first");
    engine.try_out(&two, Trial::Watch).expect("it can be used");
    engine.end_trial();
    assert!(engine.serving("c").watching.is_none());
}

/// Every decision comes wholly from one version, while another is loaded a thousand times.
#[test]
fn swaps_under_load_tear_nothing() {
    let files = ["first", "second"].map(|name| file(policy(name, "")));
    let engine = Engine::start(&files[0]).expect("it can be used");
    let done = AtomicBool::new(false);
    std::thread::scope(|threads| {
        let asking: Vec<_> = (0..3)
            .map(|_| {
                threads.spawn(|| {
                    let mut count = 0;
                    let mut scratch = engine.serving("c").table.scratch();
                    while !done.load(Ordering::Relaxed) {
                        let serving = engine.serving("c");
                        let mut facts = serving.table.facts();
                        facts.at(Point::Answer);
                        facts.read_json(r#"{"confidence": 0.4, "plan": "pro"}"#).expect("it is an object");
                        let decided = facts.decide(&mut scratch);
                        assert_eq!(decided.queue(), Some(serving.table.policy().title.as_str()));
                        assert_eq!(decided.rule().map(|rule| rule.name.as_str()), Some("unsure"));
                        count += 1;
                    }
                    count
                })
            })
            .collect();
        for at in 0..1_000 {
            engine.load(&files[(at + 1) % 2]).expect("it can be used");
        }
        done.store(true, Ordering::Relaxed);
        let counts: Vec<u64> = asking.into_iter().map(|one| one.join().expect("nothing panics")).collect();
        assert!(counts.iter().all(|count| *count > 0), "{counts:?}");
    });
}

fn schema() -> Json {
    serde_json::from_str(log::SCHEMA).expect("the schema is JSON")
}

#[test]
fn a_record_fits_its_schema_and_has_no_words_of_the_customer() {
    let engine = Engine::start(&file(policy("first", ""))).expect("it can be used");
    engine.try_out(&file(policy("second", "").replace("60%", "30%")), Trial::Watch).expect("it can be used");
    let serving = engine.serving("c-1");
    let watching = serving.watching.expect("a candidate watches");
    let facts_json =
        r#"{"confidence": 0.4, "customer.id": "my secret words", "labels": ["my", "secret"], "plan": "gold", "x": 1}"#;
    let (mut ours, mut theirs) = (serving.table.facts(), watching.facts());
    for facts in [&mut ours, &mut theirs] {
        facts.at(Point::Answer);
        facts.read_json(facts_json).expect("it is an object");
    }
    let (mut scratch, mut other) = (serving.table.scratch(), watching.scratch());
    let occasion = Occasion { conversation: "c-1", turn: 2, event: Some("e-9"), at: Some(1_760_000_000) };
    let record = DecisionRecord {
        decided: ours.decide_fully(&mut scratch),
        occasion,
        role: serving.role,
        candidate: Some(theirs.decide(&mut other)),
    };
    let json = record.json(ours.problems());
    assert_eq!(schema::problems(&schema(), &schema(), &json, ""), Vec::<String>::new());
    assert!(!json.to_string().contains("secret") && !json.to_string().contains("gold"));
    assert_eq!(
        json["values"],
        json!({"customer.id": "(other)", "plan": null, "labels": [], "category": null, "confidence": 0.4})
    );
    assert_eq!(json["problems"], json!(["plan", "x"]));
    assert_eq!(json["rule"]["name"], "unsure");
    assert_eq!(json["candidate"]["same"], false);
    assert_eq!(json["candidate"]["action"], "stay");
}

/// A session of an engine's table gives the same record, words heard and all.
#[test]
fn a_session_is_logged_too() {
    let engine = Engine::start(&file(policy("first", ""))).expect("it can be used");
    let serving = engine.serving("c-1");
    let mut session = Session::new(&serving.table, "c-1");
    session.customer("these are my words", None);
    session.assistant("and these are mine", None);
    session.give_json("confidence", &json!(0.5));
    session.give_json("plan", &json!("gold"));
    let problems = session.problems();
    let occasion = Occasion { conversation: "c-1", turn: 1, event: None, at: None };
    let decided = session.look_up(Point::Answer);
    assert_eq!(decided.action().as_str(), "hand off");
    let json = DecisionRecord { decided, occasion, role: serving.role, candidate: None }.json(&problems);
    assert_eq!(schema::problems(&schema(), &schema(), &json, ""), Vec::<String>::new());
    assert!(!json.to_string().contains("words"));
    assert_eq!(json["problems"], json!(["plan"]));
}
