//! Signals: phrases, `unless`, scores, views, given values.

use crate::builder::*;
use baton::decision::Point;
use baton::policy::*;
use baton::runtime::Session;
use baton::value::Value;

/// The value of a fact after each of these messages, each answered.
fn after_each(b: &Builder, fact: FactId, messages: &[&str]) -> Vec<Option<Value>> {
    let table = b.table();
    let mut session = Session::new(&table, "c");
    let mut values = Vec::new();
    for message in messages {
        session.customer(message, None);
        values.push(session.facts(Point::Message).get(fact).cloned());
        session.assistant("I see.", None);
    }
    values
}

fn truths(values: &[Option<Value>]) -> Vec<bool> {
    values.iter().map(|value| *value == Some(yes())).collect()
}

fn asks_for_human() -> Vec<Detector> {
    vec![says("0", "en", "a person please"), says("0", "es", "una persona"), unless("en", "not need")]
}

#[test]
fn unless_cancels_its_own_language_part_in_the_same_sentence() {
    let mut b = Builder::new();
    let [now, ..] = b.signal("asks", None, false, asks_for_human());
    let heard = after_each(
        &b,
        now,
        &[
            "A person please",
            "I do not need a person please",
            "I do not need help. A person please",
            "No, not need. Una persona, a person please",
            "I do not need it, una persona",
            "nothing of the kind",
        ],
    );
    assert_eq!(truths(&heard), [true, false, true, true, true, false]);
}

#[test]
fn a_decision_quotes_what_was_heard() {
    let mut b = Builder::new();
    let detectors =
        vec![says("0", "en", "nothing"), says("0", "en", "talk to some*"), detector("0", DetectorKind::Shouts)];
    b.signal("asks", None, false, detectors);
    let table = b.table();
    let mut session = Session::new(&table, "c");
    session.customer("I want to talk to SOMEONE NOW OR NEVER!", None);
    let heard = session.decide(Point::Message).heard;
    let found: Vec<_> = heard.iter().map(|one| (one.detector, one.quote.as_deref())).collect();
    assert_eq!(found[0], (1, Some("talk to SOMEONE")));
    session.assistant("Of course.", None);
    session.customer("fine", None);
    assert!(session.decide(Point::Message).heard.is_empty(), "only the current turn");
}

#[test]
fn a_score_adds_weights_once_a_turn_fades_and_is_limited() {
    let mut b = Builder::new();
    let detectors = vec![says("0.6", "en", "not work*"), says("0.5", "en", "tried that")];
    let [now, earlier, _, times] = b.signal("frustration", Some("0.793701"), true, detectors);
    let messages =
        ["not working, not working", "hm", "hm", "hm", "it does not work, I tried that", "I tried that not working"];
    let score = after_each(&b, now, &messages);
    let expected = ["0.6", "0.476221", "0.377977", "0.300001", "1", "1"].map(|score| Some(num(score)));
    assert_eq!(score, expected);
    assert_eq!(after_each(&b, times, &messages)[5], Some(num("3")));
    assert_eq!(truths(&after_each(&b, earlier, &messages)), [false, true, true, true, true, true]);

    b.policy.signals[0].keeps = None;
    assert_eq!(after_each(&b, now, &messages)[1], Some(num("0")), "nothing is left without `fades`");
}

#[test]
fn four_views_of_one_counter() {
    let mut b = Builder::new();
    let [now, earlier, in_the_conversation, times] = b.signal("asks", None, false, asks_for_human());
    let messages = ["hello", "a person please", "ok", "a person please"];
    assert_eq!(truths(&after_each(&b, now, &messages)), [false, true, false, true]);
    assert_eq!(truths(&after_each(&b, earlier, &messages)), [false, false, true, true]);
    assert_eq!(truths(&after_each(&b, in_the_conversation, &messages)), [false, true, true, true]);
    assert_eq!(after_each(&b, times, &messages), ["0", "1", "1", "2"].map(|n| Some(num(n))));
}

#[test]
fn a_signal_reads_facts_and_earlier_signals() {
    let mut b = Builder::new();
    let sentiment = b.given("mood", baton::value::Type::Number { low: None, high: None });
    let [asks, asks_earlier, ..] = b.signal("asks", None, false, asks_for_human());
    let (now, before, low) = (b.is(asks), b.is(asks_earlier), b.below(sentiment, "-0.4"));
    let again = vec![detector("0", DetectorKind::When(all([now, before])))];
    let [again, ..] = b.signal("asked_again", None, false, again);
    let [unhappy, ..] = b.signal("unhappy", None, true, vec![detector("0.4", DetectorKind::When(low))]);
    assert_eq!(truths(&after_each(&b, again, &["a person please", "hm", "a person please"])), [false, false, true]);
    let table = b.table();
    let mut session = Session::new(&table, "c");
    session.customer("hm", None);
    assert_eq!(session.facts(Point::Message).get(unhappy), Some(&num("0")));
    session.give(sentiment, Some(num("-0.5")));
    assert_eq!(session.facts(Point::Message).get(unhappy), Some(&num("0.4")));
}

#[test]
fn what_is_given_wins_for_the_turn_and_its_views() {
    let mut b = Builder::new();
    let [now, earlier, in_the_conversation, times] = b.signal("asks", None, false, asks_for_human());
    let table = b.table();
    let mut session = Session::new(&table, "c");
    session.customer("hm", None);
    session.give(now, Some(yes()));
    let facts = session.facts(Point::Message);
    assert!(facts.is(now, true) && facts.is(in_the_conversation, true) && facts.is(earlier, false));
    session.assistant("hm", None);
    session.customer("a person please", None);
    session.give(now, Some(no()));
    let facts = session.facts(Point::Message);
    assert!(facts.is(now, false) && facts.is(earlier, true));
    assert_eq!(facts.get(times), Some(&num("1")));
}

#[test]
fn a_run_counts_customer_turns_without_a_break() {
    let mut b = Builder::new();
    let [asks, ..] = b.signal("asks", None, false, asks_for_human());
    let holds = b.is(asks);
    let run = b.fact("asks_running", baton::value::Type::Count, Origin::Run(holds));
    let please = "a person please";
    assert_eq!(after_each(&b, run, &[please, please, "hm", please]), ["1", "2", "0", "1"].map(|n| Some(num(n))));
}

#[test]
fn customer_messages_without_a_reply_are_one_turn_of_joined_text() {
    let mut b = Builder::new();
    let [asks, _, _, times] = b.signal("asks", None, false, asks_for_human());
    let holds = b.is(asks);
    let run = b.fact("asks_running", baton::value::Type::Count, Origin::Run(holds));
    let (turns, rounds) = (b.count("turns", BuiltIn::Turns), b.count("rounds", BuiltIn::Rounds));
    let table = b.table();
    let mut session = Session::new(&table, "c");
    session.customer("a person please", None);
    assert!(session.facts(Point::Message).is(asks, true));
    session.customer("and quickly", None);
    let facts = session.facts(Point::Message).clone();
    assert!(facts.is(asks, true), "the turn as a whole is heard");
    for (fact, n) in [(times, "1"), (run, "1"), (turns, "1"), (rounds, "1")] {
        assert_eq!(facts.get(fact), Some(&num(n)));
    }
}
