//! Conversations event by event: the corpus, and what holds for any sequence of events.
//!
//! In: `tests/corpus/step/*.jsonl`, events for the policy beside them. Out: a snapshot of what each is answered.

#![cfg(feature = "cli")]

mod support;

#[path = "support/texts.rs"]
mod texts;

#[path = "io/schema.rs"]
mod schema;

use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;

use baton::artifact::FailureLine;
use baton::conversation::Speaker;
use baton::io::transcript::Reader;
use baton::policy::{ActionName, Layer};
use baton::runtime::step::{
    ANSWER_SCHEMA, Answer, Choice, EVENT_SCHEMA, Event, EventKind, OUTCOME_SCHEMA, Refused, STATE_BYTES_MAX, State,
    step,
};
use baton::runtime::{Options, Phase, Table, explain, replay};
use baton::{Decision, compile};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use texts::{One, Repository};

fn table(path: &str) -> Table {
    let (artifact, problems, _) = compile(path, &Repository);
    let problems: Vec<String> = problems.sorted().iter().map(|one| one.message.clone()).collect();
    Table::new(artifact.unwrap_or_else(|| panic!("{path}: {problems:?}")))
}

/// The policy of the corpus, made ready once.
fn desk() -> &'static Table {
    static DESK: OnceLock<Table> = OnceLock::new();
    DESK.get_or_init(|| table("tests/corpus/step/desk.baton"))
}

/// A policy with every line of a `conversation` block.
fn limits() -> &'static Table {
    static LIMITS: OnceLock<Table> = OnceLock::new();
    LIMITS.get_or_init(|| table("tests/corpus/step/limits.baton"))
}

/// The policy of a log: `limits-transfers.jsonl` is about `limits.baton`, a log without such a policy about `desk.baton`.
fn of_log(path: &Path) -> &'static Table {
    let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    match name.split_once('-') {
        Some(("limits", _)) => limits(),
        Some((other, _)) => panic!("{name}: no policy `{other}`"),
        None => desk(),
    }
}

fn said(table: &Table, answer: &Answer) -> String {
    let policy = table.policy();
    let decided = |decision: &Decision| {
        let silence = answer.silence_at.map_or_else(String::new, |_| ", with a time for silence".to_owned());
        let to = [(decision.diverted, ", no transfer left"), (decision.to_same_agent, ", to the same agent")];
        let to: String = to.into_iter().filter(|(is_so, _)| *is_so).map(|(_, words)| words).collect();
        format!("{} by {}{to}{silence}", explain::action(policy, decision), explain::decided_by(policy, decision))
    };
    let what =
        answer.decision.as_ref().map(decided).or_else(|| answer.quiet.clone().map(|why| format!("quiet: {why}")));
    let mut text = format!("{}; {}", answer.phase.as_str(), what.expect("a decision, or why there is none"));
    for one in &answer.ignored {
        text += &format!("\n    ignored: {} {}", one.fact, one.message);
    }
    for one in answer.decision.iter().flat_map(|decision| &decision.problems) {
        text += &format!("\n    problem: {} {}", one.fact, one.message);
    }
    for name in &answer.not_remembered {
        text += &format!("\n    not remembered: {name}");
    }
    let outcome = answer.json(policy, &State::new())["outcome"].take();
    if !outcome.is_null() {
        text += &format!("\n    outcome: {}", outcome["type"].as_str().expect("a word"));
        for key in ["handoff", "rating", "feedback"].iter().filter(|key| !outcome[**key].is_null()) {
            text += &format!("\n      {key}: {}", outcome[*key]);
        }
    }
    text
}

#[test]
fn corpus() {
    let [events, answers, outcomes] = [EVENT_SCHEMA, ANSWER_SCHEMA, OUTCOME_SCHEMA]
        .map(|text| serde_json::from_str::<Json>(text).expect("the schema is JSON"));
    insta::glob!("corpus/step/*.jsonl", |path| {
        let text = std::fs::read_to_string(path).expect("the corpus can be read");
        let table = of_log(path);
        let failure = FailureLine::of(table.policy());
        let mut state = State::new();
        let mut shown = String::new();
        for line in text.lines() {
            if line.starts_with('#') {
                shown += &format!("{line}\n");
                continue;
            }
            let json: Json = serde_json::from_str(line).unwrap_or(Json::Null);
            let event = match Event::from_json(&json, &[]) {
                Ok(event) => event,
                Err(wrong) => {
                    shown += &format!("{line}\n  unreadable: {wrong}\n");
                    continue;
                }
            };
            assert_eq!(schema::problems(&events, &events, &json, ""), Vec::<String>::new(), "{line}");
            let text = event_words(&event, &json);
            let (said, json) = match step(table, &state, &event, event.at.unwrap_or(0)) {
                Ok((after, answer)) => {
                    state = after;
                    (said(table, &answer), answer.json(table.policy(), &state))
                }
                Err(refused) => (format!("refused ({}): {refused}", refused.code()), refused.json(&event, &failure)),
            };
            assert_eq!(schema::problems(&answers, &answers, &json, ""), Vec::<String>::new(), "{line}");
            let outcome = &json["outcome"];
            assert!(outcome.is_null() || schema::problems(&outcomes, &outcomes, outcome, "").is_empty(), "{outcome}");
            shown += &format!("{text}\n  {said}\n");
        }
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(shown) });
    });
}

fn event_words(event: &Event, json: &Json) -> String {
    let mut text = event.kind.as_str().to_owned();
    for key in [
        "text",
        "choice",
        "queue",
        "substantive",
        "score",
        "scale",
        "by",
        "complaints",
        "right_queue",
        "missing",
        "facts",
    ] {
        if let Some(value) = json.get(key) {
            text += &format!(" {value}");
        }
    }
    text
}

/// The kinds of events, with words that no state may hold.
fn any_event() -> impl Strategy<Value = Json> {
    let texts = prop_oneof![
        Just("xylophone quuxbar i want a person"),
        Just("my xylophone account was hacked"),
        Just("yes"),
        Just("no thanks"),
        Just("xylophone quuxbar WHY?!"),
        Just("this is terrible, awful and useless"),
        Just(""),
    ];
    let message = (texts.clone(), any::<bool>()).prop_map(|(text, long)| {
        let text = if long { format!("{text} {}", "quuxbar ".repeat(40)) } else { text.to_owned() };
        json!({ "type": "customer_message", "text": text })
    });
    let confidence = prop_oneof![Just(json!(0.3)), Just(json!(0.9)), Just(json!("much")), Just(Json::Null)];
    let facts = prop_oneof![Just("billing.refund"), Just("nonsense")];
    let answer = (texts, confidence, facts).prop_map(|(text, confidence, category)| {
        json!({ "type": "answer", "text": text, "facts": { "confidence": confidence, "category": category } })
    });
    let choice =
        prop_oneof![Just("accept"), Just("decline")].prop_map(|one| json!({ "type": "choice", "choice": one }));
    let queue = prop_oneof![Just("billing"), Just("security"), Just("nowhere")];
    let queue = queue.prop_map(|one| json!({ "type": "transferred", "queue": one }));
    let plain = prop::sample::select(vec![
        "assistant_failed",
        "silence",
        "agent_accepted",
        "agent_declined",
        "agent_replied",
        "returned",
        "resolved",
        "reopened",
        "closed",
    ]);
    let plain = plain.prop_map(|kind| json!({ "type": kind }));
    prop_oneof![4 => message, 3 => answer, 2 => choice, 1 => queue, 3 => plain, 1 => looking_back()]
}

/// What people say afterwards, perhaps in the middle.
fn looking_back() -> impl Strategy<Value = Json> {
    let rated = json!({ "type": "rated", "score": 2, "scale": [1, 5], "by": "customer" });
    let complaints = ["too_late", "too_early", "wrong_team"];
    let feedback = prop::sample::select(complaints.to_vec())
        .prop_map(|one| json!({ "type": "feedback", "complaints": [one], "missing": ["order_number"] }));
    prop_oneof![Just(rated), feedback]
}

fn minutes(at: usize) -> i64 {
    60 * i64::try_from(at).expect("a few thousand")
}

fn event(at: usize, mut json: Json) -> Event {
    json["id"] = json!(format!("e{at}"));
    json["conversation"] = json!("c");
    json["seq"] = json!(at);
    Event::from_json(&json, &[]).expect("it is an event")
}

/// Whether a phase may follow another. From anywhere a person may step in, and it may be settled.
fn may_follow(from: Phase, to: Phase) -> bool {
    use Phase::{Assistant, Clarifying, Closed, Offered, Waiting, WithAPerson};
    match from {
        _ if from == to || matches!(to, WithAPerson | Closed) => true,
        Assistant | Offered | Closed => true,
        Clarifying => to == Waiting,
        WithAPerson | Waiting => matches!(to, Assistant | Waiting),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    /// No sequence of events panics, leaves the ways between phases, grows a state beyond its limit or puts words of
    /// the customer into it; an event that is sent twice is answered twice alike, and so is the whole log.
    #[test]
    fn any_sequence_of_events(events in prop::collection::vec(any_event(), 1..40)) {
        let table = desk();
        let run = |twice: bool| {
            let mut state = State::new();
            let (mut phase, mut clarified) = (Phase::Assistant, 0);
            let mut log = Vec::new();
            for (at, json) in events.iter().enumerate() {
                let event = event(at + 1, json.clone());
                let Ok((after, answer)) = step(table, &state, &event, minutes(at)) else { continue };
                let line = answer.json(table.policy(), &after);
                assert_eq!(answer.line(table.policy(), &after), line.to_string());
                if twice {
                    let (again, same) = step(table, &after, &event, 7).expect("the latest event is known");
                    assert_eq!(again, after);
                    assert_eq!(same.json(table.policy(), &again), line);
                }
                assert!(may_follow(phase, answer.phase), "{phase:?} -> {:?}", answer.phase);
                let action = answer.decision.as_ref().map(|decision| decision.action);
                clarified += usize::from(action == Some(ActionName::Clarify));
                assert!(phase != Phase::Clarifying || action.is_none_or(|one| one == ActionName::HandOff));
                assert!(phase != Phase::WithAPerson || action.is_none(), "with a person Baton is quiet");
                phase = answer.phase;
                state = after;
                let text = state.to_json().to_string();
                assert!(text.len() <= STATE_BYTES_MAX);
                assert!(!text.contains("xylophone") && !text.contains("quuxbar"), "{text}");
                // A state is what it is after a way through text.
                state = State::from_json(&serde_json::from_str(&text).expect("JSON")).expect("a state");
                log.push(line.to_string());
            }
            assert!(clarified <= 1, "the question is asked once");
            log
        };
        prop_assert_eq!(run(true), run(false));
    }

    /// Where the policy limits them, no sequence of events brings a fourth offer, a transfer by a rule that has none left,
    /// or a way back to the queue that has just given the conversation back.
    #[test]
    fn limits_of_a_conversation_are_kept(events in prop::collection::vec(any_event(), 1..60)) {
        let table = limits();
        let policy = table.policy();
        let mut state = State::new();
        let (mut offers, mut transfers, mut last, mut returned) = (0, 0, None, None);
        let mut phase = Phase::Assistant;
        for (at, json) in events.iter().enumerate() {
            let event = event(at + 1, json.clone());
            let Ok((after, answer)) = step(table, &state, &event, minutes(at)) else { continue };
            state = after;
            let was = std::mem::replace(&mut phase, answer.phase);
            if json["type"] == "transferred" {
                let queue = json["queue"].as_str().map(str::to_owned);
                transfers += usize::from(last.is_some() && last != queue);
                last = queue;
            }
            returned = if json["type"] == "returned" { Some(at) } else { returned };
            let Some(decision) = &answer.decision else { continue };
            offers += usize::from(decision.action == ActionName::Offer);
            if decision.action != ActionName::HandOff {
                continue;
            }
            let is_guard = decision.rule().is_some_and(|rule| policy.rule(rule).layer == Layer::Guard);
            let is_request = decision.rule().is_some_and(|rule| policy.rule(rule).groups.contains(&"request".to_owned()));
            let queue = decision.queues.first().map(|queue| policy.queue(*queue).name.clone());
            let moves = last.is_some() && last != queue;
            prop_assert!(is_guard || !moves || transfers < 2 || queue.as_deref() == Some("lead"), "{decision:?}");
            // What was offered is kept, so who accepts comes back to the same agent too.
            let is_kept = was == Phase::Offered && event.kind == EventKind::Choice(Choice::Accept);
            let may_go_back = is_guard || is_request || is_kept;
            let too_soon = returned.is_some_and(|then| at - then < 30) && last == queue;
            prop_assert!(may_go_back || !too_soon, "{decision:?}");
            prop_assert_eq!(decision.to_same_agent, may_go_back && too_soon);
            transfers += usize::from(moves);
            last = queue;
        }
        prop_assert!(offers <= 3, "{offers} offers");
    }

    /// Ratings and feedback, wherever they come, change no decision.
    #[test]
    fn looking_back_changes_no_decision(
        events in prop::collection::vec((any_event(), prop::option::of(looking_back())), 1..30)
    ) {
        let table = desk();
        let (mut state, mut other) = (State::new(), State::new());
        for (at, (json, between)) in events.iter().enumerate() {
            if let Some(json) = between {
                let event = event(2 * at + 1, json.clone());
                if let Ok((after, answer)) = step(table, &other, &event, minutes(at)) {
                    assert!(answer.decision.is_none() && answer.outcome.is_some());
                    other = after;
                }
            }
            let event = event(2 * at + 2, json.clone());
            let alone = step(table, &state, &event, minutes(at));
            let among = step(table, &other, &event, minutes(at));
            assert_eq!(alone.is_ok(), among.is_ok());
            if let (Ok((after, one)), Ok((also, another))) = (alone, among) {
                let nothing = State::new();
                assert_eq!(one.json(table.policy(), &nothing), another.json(table.policy(), &nothing));
                (state, other) = (after, also);
            }
        }
    }

    /// A state that was tampered with is refused or used, and never panics.
    #[test]
    fn states_from_outside(events in prop::collection::vec(any_event(), 1..12), at in any::<prop::sample::Index>(), put in 0..7_usize) {
        let table = desk();
        let mut state = State::new();
        for (at, json) in events.iter().enumerate() {
            if let Ok((after, _)) = step(table, &state, &event(at + 1, json.clone()), 60) {
                state = after;
            }
        }
        let mut json = state.to_json();
        let mut places = Vec::new();
        collect(&json, String::new(), &mut places);
        prop_assume!(!places.is_empty());
        let put = [Json::Null, json!(-1), json!(i64::MAX), json!("x"), json!([1, "a", null]), json!({ "a": 1 }), json!(1.5)][put].clone();
        *json.pointer_mut(at.get(places.as_slice()).as_str()).expect("it is there") = put;
        if let Ok(state) = State::from_json(&json) {
            let last = event(events.len(), events[events.len() - 1].clone());
            let _ = step(table, &state, &last, 60);
            let _ = step(table, &state, &event(99, json!({ "type": "customer_message", "text": "a person" })), 60);
            let _ = step(table, &state, &event(99, json!({ "type": "answer", "facts": { "confidence": 0.1 } })), 60);
        }
    }
}

fn collect(json: &Json, path: String, places: &mut Vec<String>) {
    match json {
        Json::Object(map) => map.iter().for_each(|(key, value)| {
            let key = key.replace('~', "~0").replace('/', "~1");
            collect(value, format!("{path}/{key}"), places);
        }),
        Json::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| collect(value, format!("{path}/{at}"), places));
        }
        _ => {}
    }
    if !path.is_empty() {
        places.push(path);
    }
}

/// Every conversation of the examples, event by event: up to the first decision that changes its phase, `step` decides as
/// a dry run does, although the state is put away as text between any two events.
#[test]
fn steps_decide_as_a_dry_run() {
    let mut compared = 0;
    for (policy, folder) in [("examples/acme", "examples/acme/conversations"), ("examples/solvana", "examples/solvana")]
    {
        let table = table(&format!("{policy}/policy.baton"));
        for path in support::files(folder, ".jsonl") {
            for line in support::read(&path).lines().filter(|line| !line.trim().is_empty()) {
                compared += compare(&table, line);
            }
        }
    }
    assert!(compared > 40, "{compared}");
}

fn compare(table: &Table, line: &str) -> usize {
    let Some(Ok(conversation)) = Reader::new("c.jsonl", line.as_bytes()).next() else { return 0 };
    let steps = replay(table, &conversation, &Options::default());
    let started = conversation.started.unwrap_or(0);
    let mut state = State::new();
    let mut compared = 0;
    for (at, turn) in conversation.turns.iter().enumerate() {
        let kind = match turn.speaker {
            Speaker::Customer => "customer_message",
            Speaker::Assistant => "answer",
            Speaker::Agent | Speaker::Tool => return compared,
        };
        let mut facts: HashMap<String, Json> = turn.facts.iter().cloned().collect();
        if at == 0 {
            facts.extend(conversation.facts.iter().cloned());
        }
        let at_instant = jiff::Timestamp::from_second(started + turn.at.unwrap_or(0)).expect("an instant").to_string();
        let json = json!({
            "id": format!("{at}"), "conversation": if conversation.id.is_empty() { "c" } else { &conversation.id },
            "type": kind, "text": turn.text, "facts": facts, "at": at_instant,
        });
        let mut event = Event::from_json(&json, &[]).expect("it is an event");
        event.history.clone_from(&conversation.history);
        let Ok((after, answer)) = step(table, &state, &event, event.at.unwrap_or(0)) else { panic!("{line}") };
        state = after;
        let expected = steps.iter().find(|step| step.turn == at);
        let (Some(expected), Some(decision)) = (expected, &answer.decision) else { return compared };
        if conversation.started.is_some() || !line.contains("\"at\"") {
            assert!(expected.decision.same(decision), "{line}\n{:?}\n{:?}", expected.decision.action, decision.action);
            compared += 1;
        }
        if answer.phase != Phase::Assistant {
            return compared;
        }
    }
    compared
}

/// Ten thousand turns under two policies that take turns: the state stays small, the phases go on, nothing is lost.
#[test]
fn ten_thousand_turns_and_a_thousand_swaps() {
    let acme = table("examples/acme/policy.baton");
    let tables = [desk(), &acme];
    let mut state = State::new();
    let texts =
        ["where is my refund", "I want to talk to a person", "my account was hacked", "yes", "thanks", "this is awful"];
    let (mut handed, mut longest) = (0, 0);
    for at in 0..10_000_usize {
        let table = tables[(at / 10) % 2];
        let json = match at % 7 {
            0 | 3 => {
                json!({ "type": "customer_message", "text": texts[(at / 3) % 6], "facts": { "customer.tier": "pro" } })
            }
            1 | 4 => {
                json!({ "type": "answer", "text": "Please try again.", "facts": { "confidence": 0.7, "category": "billing" } })
            }
            5 => json!({ "type": "agent_replied" }),
            6 => json!({ "type": "returned" }),
            _ => json!({ "type": "silence" }),
        };
        match step(table, &state, &event(at + 1, json), minutes(at)) {
            Ok((after, answer)) => {
                handed += usize::from(answer.decision.is_some_and(|one| one.action == ActionName::HandOff));
                state = after;
            }
            Err(refused) => assert!(matches!(refused, Refused::Impossible(_)), "{refused}"),
        }
        longest = longest.max(state.bytes());
    }
    assert!(handed > 500, "{handed}");
    assert!(longest <= STATE_BYTES_MAX, "{longest}");
}

/// The limit of a state is met, said, and leaves the state as it was.
#[test]
fn a_state_that_would_be_too_large_is_refused() {
    let facts: String = (0..90).map(|at| format!("fact extra{at}.note is text\n")).collect();
    let rules: String =
        (0..90).map(|at| format!("rule r{at} {{ when extra{at}.note is \"x\"; then hand off }}\n")).collect();
    let text = format!(
        "baton 1\npolicy \"Large\" {{ timezone \"UTC\"; languages en; assistant gives no confidence\n\
         default queue q; otherwise stay; on failure hand off to q }}\nqueue q \"Q\"\n{facts}{rules}"
    );
    let (artifact, problems, _) = compile("policy.baton", &One(text));
    let table =
        Table::new(artifact.unwrap_or_else(|| panic!("{:?}", problems.sorted().first().map(|one| &one.message))));
    let sent: serde_json::Map<_, _> = (0..90).map(|at| (format!("extra{at}.note"), json!("n".repeat(60)))).collect();
    let large = event(1, json!({ "type": "customer_message", "text": "hi", "facts": sent }));
    let refused = step(&table, &State::new(), &large, 0).expect_err("it is too large");
    assert!(matches!(refused, Refused::TooLarge(bytes) if bytes > STATE_BYTES_MAX), "{refused}");
    assert_eq!(refused.code(), "too_large");
}
