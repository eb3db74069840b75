//! What must not be lost: the first words of a long message, a guard among bad input, what tools bring, who read what.

use baton::conversation::{Conversation, Speaker, Turn};
use baton::decision::{DecidedBy, Decision, Point};
use baton::policy::{ActionName, Policy, RuleId};
use baton::runtime::{Options, Session, Table, explain, record, replay};
use serde_json::{Value as Json, json};

use super::support::{artifact, header};

const ON_PROBLEM: &str = "on problem hand off to general";

const RULES: &str = "fact tier is one of free, pro\nfact n is count default 0\n\
    signal danger { in en says \"kill myself\"; in en says \"been hacked\"; in en says \"talk to a human\" }\n\
    guard harm { when danger; then hand off, priority urgent }\n\
    override full { when n is 7; then close }\nrule usual { when n above 0; then stay }\n";

fn table(extra: &str, body: &str) -> Table {
    Table::new(artifact(&(header(extra) + body)))
}

fn said(table: &Table, text: &str, facts: &[(&str, Json)]) -> Decision {
    let mut session = Session::new(table, "c");
    session.customer(text, None);
    for (name, json) in facts {
        session.give_json(name, json);
    }
    session.decide(Point::Message)
}

fn decided_by(table: &Table, decision: &Decision) -> String {
    explain::decided_by(table.policy(), decision)
}

fn rule(policy: &Policy, name: &str) -> RuleId {
    RuleId::from_index(policy.rules.iter().position(|rule| rule.name == name).expect("the rule is there"))
}

#[test]
fn on_problem_stands_between_guards_and_all_else() {
    let table = table(ON_PROBLEM, RULES);
    let bad = ("tier", json!("gold"));
    let by = |text: &str, facts: &[(&str, Json)]| decided_by(&table, &said(&table, text, facts));
    assert_eq!(by("I want to kill myself", std::slice::from_ref(&bad)), "guard harm");
    assert_eq!(by("hello", std::slice::from_ref(&bad)), "on problem");
    assert_eq!(by("hello", &[bad.clone(), ("n", json!(1))]), "on problem");
    assert_eq!(by("hello", &[bad.clone(), ("n", json!(7))]), "on problem");
    // A name that the policy does not know is listed and decides nothing.
    let unknown = said(&table, "hello", &[("browser", json!("x")), ("n", json!(7))]);
    assert_eq!((decided_by(&table, &unknown).as_str(), unknown.problems.len()), ("override full", 1));
    // The line that decided is the one of `on problem`.
    let decision = said(&table, "hello", &[bad]);
    assert!(table.policy().sources.text(decision.source).starts_with("on problem"));
}

#[test]
fn both_ends_of_a_long_message_are_heard_and_the_gap_is_said() {
    let table = table(ON_PROBLEM, RULES);
    let log = "2026-11-01 12:00:00 INFO nothing here\n".repeat(500);
    for (text, quote) in [
        (format!("My account has been hacked. Here is the log:\n{log}"), Some("been hacked")),
        (format!("{log}I want to talk to a human"), Some("talk to a human")),
        (format!("{log} been hacked {log}"), None),
        // Nothing is heard across the gap.
        (format!("{} kill {log}{log} myself {}", "x ".repeat(3_990), "x ".repeat(3_990)), None),
    ] {
        let decision = said(&table, &text, &[]);
        assert_eq!(decision.heard.first().and_then(|heard| heard.quote.as_deref()), quote);
        let problem = &decision.problems[0];
        assert_eq!(problem.fact, "message");
        assert!(problem.message.ends_with(" bytes; the middle was not heard"), "{}", problem.message);
        assert_ne!(decision.decided_by, DecidedBy::Problem);
    }
    let exact = said(&table, &"é".repeat(9_001), &[]);
    assert_eq!(exact.problems[0].message, "18,002 bytes; the middle was not heard");
    assert_eq!(said(&table, &"a ".repeat(8_000), &[]).problems, []);
    // The note goes with its turn.
    let mut session = Session::new(&table, "c");
    session.customer(&log, None);
    session.assistant("I see", None);
    session.customer("thanks", None);
    assert_eq!(session.decide(Point::Message).problems, []);
}

#[test]
fn nine_thousand_messages_without_a_reply_stay_cheap() {
    let body =
        "signal again { when same question at least 3 }\nrule sad { when sentiment below -0.5 or again; then stay }\n";
    let table = table("", body);
    let mut session = Session::new(&table, "c");
    let begun = std::time::Instant::now();
    for n in 0..9_000 {
        session.customer(&format!("are you there, this is my message number {n} and I am waiting for you"), Some(n));
        session.decide(Point::Message);
    }
    // Read whole at each message, this takes minutes.
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
}

fn turn(speaker: Speaker, text: &str, facts: &[(&str, Json)]) -> Turn {
    let facts = facts.iter().map(|(name, json)| ((*name).to_owned(), json.clone())).collect();
    Turn { speaker, text: text.to_owned(), facts, at: None, labels: Vec::new() }
}

#[test]
fn what_a_tool_brings_is_known_from_then_on() {
    let table = table("", RULES);
    let turns = vec![
        turn(Speaker::Customer, "hello", &[]),
        turn(Speaker::Tool, "{}", &[("n", json!(7))]),
        turn(Speaker::Assistant, "hm", &[]),
    ];
    let conversation =
        Conversation { id: "c".to_owned(), turns, started: None, history: None, facts: Vec::new(), labels: Vec::new() };
    let steps = replay(&table, &conversation, &Options::default());
    let actions: Vec<ActionName> = steps.iter().map(|step| step.decision.action).collect();
    assert_eq!(actions, [ActionName::Stay, ActionName::Close]);
}

#[test]
fn a_signal_that_the_service_denies_was_not_heard() {
    let table = table("", RULES);
    assert_eq!(said(&table, "I have been hacked", &[]).heard.len(), 1);
    let denied = said(&table, "I have been hacked", &[("danger", json!(false))]);
    assert_eq!((denied.heard.len(), denied.decided_by), (0, DecidedBy::Otherwise));
}

#[test]
fn what_watches_and_alsos_read_can_be_explained() {
    let body = "fact a is count\nfact b is count\nfact c is count\nthreshold strict of b { 5 }\n\
        watch rule later { when b above strict; then hand off }\nrule usual { when a above 3; then stay }\n\
        also second { when c is 2; then tag c_is_two }\nalso third { when b is 9; then tag b_is_nine }\n";
    let table = table("", body);
    let policy = table.policy();
    let decision = said(&table, "hello", &[("a", json!(1)), ("b", json!(2)), ("c", json!(2))]);
    let why_not = explain::why_not(policy, &decision, rule(policy, "later")).expect("it did not hold");
    assert_eq!(why_not, "`b above strict` does not hold: 2, not above strict 5, off by 3");
    // On the record stands what live rules and the `also` that held asked for.
    let json = record::json(policy, &decision, &record::Occasion::default());
    assert_eq!(json["values"], json!({ "a": 1, "c": 2 }));
    assert_eq!(json["thresholds"], json!([]));
}

#[test]
fn runs_whose_names_look_alike_count_apart() {
    let body = "category a { b }\ncategory a_b\n\
        rule dotted { when category is a.b for 2 turns running; then close }\n\
        rule plain { when category is a_b for 2 turns running; then hand off }\n";
    let table = table("", body);
    let mut session = Session::new(&table, "c");
    for (category, action) in [("a.b", "stay"), ("a_b", "stay"), ("a_b", "hand off"), ("a.b", "stay"), ("a.b", "close")]
    {
        session.customer("hello", None);
        session.give_json("category", &json!(category));
        assert_eq!(session.decide(Point::Message).action.as_str(), action, "{category}");
        session.assistant("hm", None);
    }
}
