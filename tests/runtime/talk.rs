//! Sessions and dry runs: built-in facts, lifetimes, what follows a handoff.

use crate::builder::*;
use baton::conversation::{Contact, Conversation, Speaker, Turn};
use baton::decision::Point;
use baton::policy::*;
use baton::runtime::{Options, Session, Values, replay};
use baton::value::{Type, Value};
use serde_json::{Value as Json, json};

fn number_fact(b: &mut Builder, name: &str, built_in: BuiltIn) -> FactId {
    b.fact(name, Type::Number { low: None, high: None }, Origin::BuiltIn(built_in))
}

fn get(facts: &Values, fact: FactId) -> Option<Value> {
    facts.get(fact).cloned()
}

#[test]
fn turns_and_rounds_count_what_the_assistant_answers() {
    let mut b = Builder::new();
    let (turns, rounds) = (b.count("turns", BuiltIn::Turns), b.count("rounds", BuiltIn::Rounds));
    let table = b.table();
    let mut session = Session::new(&table, "c");
    let check = |session: &mut Session<'_>, point, expected: (&str, &str)| {
        let facts = session.facts(point);
        assert_eq!((get(facts, turns), get(facts, rounds)), (Some(num(expected.0)), Some(num(expected.1))));
    };
    check(&mut session, Point::Message, ("1", "1"));
    session.customer("one", None);
    check(&mut session, Point::Message, ("1", "1"));
    session.assistant("answer", None);
    check(&mut session, Point::Answer, ("2", "1"));
    session.customer("two", None);
    check(&mut session, Point::Message, ("3", "2"));
    session.agent("a person here", None);
    session.customer("three", None);
    check(&mut session, Point::Message, ("4", "2"));
    session.assistant("answer", None);
    session.assistant("and more", None);
    check(&mut session, Point::Answer, ("6", "2"));
}

#[test]
fn what_belongs_to_an_answer_is_forgotten_and_the_category_stays() {
    let mut b = Builder::new();
    let (confidence, category) = (b.confidence(), b.category());
    let sentiment = number_fact(&mut b, "sentiment", BuiltIn::Sentiment);
    let tier = b.given("tier", Type::Text);
    let table = b.table();
    let mut session = Session::new(&table, "c");
    session.customer("one", None);
    session.give(sentiment, Some(num("-0.5")));
    session.give(tier, Some(word("pro")));
    session.assistant("answer", None);
    session.give(confidence, Some(num("0.8")));
    session.give(category, Some(word("billing")));
    let facts = session.facts(Point::Answer);
    assert_eq!((get(facts, confidence), get(facts, sentiment)), (Some(num("0.8")), Some(num("-0.5"))));
    session.customer("two", None);
    let facts = session.facts(Point::Answer);
    assert_eq!((get(facts, confidence), get(facts, category)), (None, Some(word("billing"))));
    assert_eq!(get(facts, tier), Some(word("pro")));
    assert_ne!(get(facts, sentiment), Some(num("-0.5")), "it felt so in its own turn");

    session.give_standing(confidence, Some(num("0.3")));
    session.customer("three", None);
    assert_eq!(get(session.facts(Point::Answer), confidence), Some(num("0.3")));
}

#[test]
fn bad_input_is_missing_not_the_default_until_good_input_comes() {
    let mut b = Builder::new();
    let tier = b.given("tier", Type::OneOf { values: vec!["free".to_owned(), "pro".to_owned()], open: false });
    b.policy.facts[tier.index()].default = Some(word("free"));
    let confidence = b.confidence();
    let table = b.table();
    let mut session = Session::new(&table, "c");
    assert_eq!(get(session.facts(Point::Message), tier), Some(word("free")));
    session.customer("hm", None);
    session.give_json("tier", &json!("gold"));
    session.give_json("confidence", &json!(7));
    assert_eq!(get(session.facts(Point::Answer), tier), None);
    assert_eq!(get(session.facts(Point::Answer), confidence), None);
    assert_eq!(session.decide(Point::Answer).problems.len(), 2);
    session.assistant("hm", None);
    session.customer("hm", None);
    let problems = session.decide(Point::Message).problems;
    assert_eq!(problems.len(), 1, "the bad confidence went with its answer");
    assert_eq!(problems[0].message, "\"gold\" is not one of free, pro");
    session.give_json("tier", &json!("pro"));
    assert!(session.decide(Point::Message).problems.is_empty());
    session.give_json("tier", &Json::Null);
    assert_eq!(get(session.facts(Point::Message), tier), None);
    assert!(session.decide(Point::Message).problems.is_empty());
}

#[test]
fn an_answer_without_its_promised_confidence_has_failed() {
    let mut b = Builder::new();
    let confidence = b.confidence();
    let failed = b.yes_no("assistant_failed", BuiltIn::AssistantFailed);
    let errors = b.count("assistant_errors_in_a_row", BuiltIn::AssistantErrorsInARow);
    b.policy.gives_confidence = true;
    let table = b.table();
    let mut session = Session::new(&table, "c");
    let mut seen = Vec::new();
    for given in [Some(("confidence", json!(0.9))), None, None, Some(("assistant_failed", json!(true)))] {
        session.customer("hm", None);
        assert!(session.facts(Point::Message).is(failed, false));
        session.assistant("hm", None);
        if let Some((name, json)) = given {
            session.give_json(name, &json);
        }
        let facts = session.facts(Point::Answer);
        seen.push((facts.is(failed, true), facts.number(errors).expect("known").to_string()));
    }
    let seen: Vec<_> = seen.iter().map(|(failed, errors)| (*failed, errors.as_str())).collect();
    assert_eq!(seen, [(false, "0"), (true, "1"), (true, "2"), (true, "3")]);
    session.customer("hm", None);
    assert_eq!(get(session.facts(Point::Message), errors), Some(num("3")));
    session.assistant("hm", None);
    session.give(confidence, Some(num("0.9")));
    assert_eq!(get(session.facts(Point::Answer), errors), Some(num("0")));
}

#[test]
fn a_failure_counts_once_though_nobody_asked_for_a_decision() {
    let mut b = Builder::new();
    b.confidence();
    let errors = b.count("assistant_errors_in_a_row", BuiltIn::AssistantErrorsInARow);
    let twice = b.not(errors, Check::Within { low: None, high: Some((number("2"), false)) });
    let [_, twice_earlier, ..] = b.signal("twice", None, false, vec![detector("0", DetectorKind::When(twice))]);
    b.policy.gives_confidence = true;
    let table = b.table();
    let mut session = Session::new(&table, "c");
    session.customer("hm", None);
    session.assistant("hm", None);
    session.agent("Ana here", None);
    session.customer("hm", None);
    let facts = session.facts(Point::Message);
    assert_eq!((get(facts, errors), get(facts, twice_earlier)), (Some(num("1")), Some(no())));
}

#[test]
fn sentiment_is_as_given_else_as_heard() {
    let mut b = Builder::new();
    let now = number_fact(&mut b, "sentiment", BuiltIn::Sentiment);
    let lowest = number_fact(&mut b, "lowest_sentiment", BuiltIn::LowestSentiment);
    let trend = number_fact(&mut b, "sentiment_trend", BuiltIn::SentimentTrend);
    let table = b.table();
    let mut session = Session::new(&table, "c");
    let mut seen = Vec::new();
    for feels in ["-0.2", "-0.6", "0.4"] {
        session.customer("hm", None);
        session.give(now, Some(num(feels)));
        let facts = session.facts(Point::Message);
        seen.push((get(facts, lowest), get(facts, trend)));
        session.assistant("hm", None);
    }
    assert_eq!(seen[0], (Some(num("-0.2")), None));
    assert_eq!(seen[1], (Some(num("-0.6")), Some(num("-0.4"))));
    assert_eq!(seen[2], (Some(num("-0.6")), Some(num("0.8"))));
    session.customer("This is terrible, awful!", None);
    assert!(session.facts(Point::Message).number(now).expect("words were said") < number("-0.4"));
    session.assistant("hm", None);
    session.customer("", None);
    assert_eq!(get(session.facts(Point::Message), now), None, "no words, no feeling");
}

#[test]
fn sentiment_is_missing_in_a_language_without_a_list() {
    let mut b = Builder::new();
    let now = number_fact(&mut b, "sentiment", BuiltIn::Sentiment);
    let lowest = number_fact(&mut b, "lowest_sentiment", BuiltIn::LowestSentiment);
    let language = b.fact("language", Type::Language, Origin::BuiltIn(BuiltIn::Language));
    let table = b.table();
    let felt = |code: &str| {
        let mut session = Session::new(&table, "c");
        session.give(language, Some(Value::Word(code.to_owned())));
        session.customer("terrible, horrible", None);
        let facts = session.facts(Point::Message);
        (get(facts, now).is_some(), get(facts, lowest).is_some())
    };
    assert_eq!(
        (felt("en"), felt("es"), felt("ca"), felt("de")),
        ((true, true), (true, true), (false, false), (false, false))
    );
}

#[test]
fn history_counts_contacts_and_knows_the_issue() {
    const DAY: i64 = 86_400;
    let mut b = Builder::new();
    b.category();
    let week = b.count("contacts_in_7_days", BuiltIn::ContactsInDays(7));
    let fortnight = b.count("contacts_in_14_days", BuiltIn::ContactsInDays(14));
    let same = b.yes_no("same_issue_in_7_days", BuiltIn::SameIssueInDays(7));
    let table = b.table();
    let mut unknown = Session::new(&table, "c");
    unknown.customer("my parcel has not arrived yet", None);
    assert_eq!(get(unknown.facts(Point::Message), week), None, "no history, no count");
    assert_eq!(get(unknown.facts(Point::Message), same), None);

    let contact = |days: i64, category: Option<&str>, text: Option<&str>| Contact {
        seconds_ago: days * DAY,
        category: category.map(str::to_owned),
        text: text.map(str::to_owned),
    };
    let mut session = Session::new(&table, "c");
    session.history(&[
        contact(10, Some("account"), None),
        contact(7, Some("refund_request"), None),
        contact(2, None, Some("My parcel has not arrived yet")),
        contact(-1, Some("account"), None),
    ]);
    session.customer("hello", None);
    let facts = session.facts(Point::Message);
    assert_eq!((get(facts, week), get(facts, fortnight)), (Some(num("2")), Some(num("3"))));
    assert!(facts.is(same, false));
    session.give_json("category", &json!("account"));
    assert!(session.facts(Point::Message).is(same, false), "that was ten days ago");
    session.give_json("category", &json!("billing.refund"));
    assert!(session.facts(Point::Message).is(same, true), "by category");
    session.give_json("category", &json!("account"));
    session.assistant("hm", None);
    session.customer("my parcel has not arrived yet!", None);
    assert!(session.facts(Point::Message).is(same, true), "by its words");
    session.assistant("hm", None);
    session.customer("thanks", None);
    assert!(session.facts(Point::Message).is(same, true), "what was said stays said");
}

#[test]
fn repetition_is_noticed_on_both_sides() {
    let mut b = Builder::new();
    let asked = b.count("same_question", BuiltIn::SameQuestion);
    let repeats = b.yes_no("assistant_repeats_itself", BuiltIn::AssistantRepeatsItself);
    let same = vec![detector("0.3", DetectorKind::SaysTheSameAgain)];
    let [same, ..] = b.signal("same", None, true, same);
    let table = b.table();
    let mut session = Session::new(&table, "c");
    session.customer("Where is my parcel from last Monday?", None);
    assert_eq!(get(session.facts(Point::Message), asked), Some(num("1")));
    session.assistant("You can follow your parcel on our website.", None);
    session.customer("And what about my voucher code for shoes?", None);
    assert_eq!(get(session.facts(Point::Message), asked), Some(num("1")));
    session.assistant("Voucher codes arrive by mail within the hour.", None);
    assert!(session.facts(Point::Answer).is(repeats, false));
    session.customer("where is my parcel from last monday", None);
    let facts = session.facts(Point::Message);
    assert_eq!((get(facts, asked), get(facts, same)), (Some(num("2")), Some(num("0.3"))));
    session.assistant("You can follow your parcel on our website!", None);
    assert!(session.facts(Point::Answer).is(repeats, true));
}

#[test]
fn the_clock_is_the_conversations_or_an_explicit_one() {
    let mut b = Builder::new();
    let hour = b.count("hour", BuiltIn::Hour);
    let weekday = b.fact("weekday", Type::Text, Origin::BuiltIn(BuiltIn::Weekday));
    let today = b.fact("today", Type::Date, Origin::BuiltIn(BuiltIn::Today));
    let now = b.fact("now", Type::Moment, Origin::BuiltIn(BuiltIn::Now));
    let since = b.fact("time_since_last_reply", Type::Duration, Origin::BuiltIn(BuiltIn::TimeSinceLastReply));
    let table = b.table();
    let mut session = Session::new(&table, "c");
    session.customer("hm", Some(0));
    let facts = session.facts(Point::Message).clone();
    assert!([hour, weekday, today, now, since].iter().all(|fact| facts.get(*fact).is_none()), "no clock");

    session.started(1_782_856_800 - 3_600); // 2026-06-30T22:00:00Z is midnight in Madrid: an hour before
    session.assistant("hm", Some(600));
    assert_eq!(get(session.facts(Point::Answer), since), None, "a draft is not a reply");
    session.customer("hm", Some(3_700));
    let facts = session.facts(Point::Message);
    assert_eq!((get(facts, hour), get(facts, weekday)), (Some(num("0")), Some(word("wed"))));
    assert_eq!((get(facts, since), get(facts, today)), (Some(num("3100")), Some(num("20635"))));
    session.now(1_782_856_800 - 100);
    let facts = session.facts(Point::Message);
    assert_eq!((get(facts, hour), get(facts, weekday)), (Some(num("23")), Some(word("tue"))));
    assert_eq!(get(facts, now), Some(num("1782856700")));
}

#[test]
fn rollout_is_a_documented_hash() {
    let mut b = Builder::new();
    let rollout = b.fact("rollout", Type::Share, Origin::BuiltIn(BuiltIn::Rollout("blue".to_owned())));
    let table = b.table();
    assert_eq!(get(Session::new(&table, "").facts(Point::Message), rollout), None);
    let share = |id: &str| Session::new(&table, id).facts(Point::Message).number(rollout).expect("an id");
    let expected = i64::try_from(xxhash_rust::xxh3::xxh3_64(b"blue\0c-1") % 10_000).expect("small");
    assert_eq!(share("c-1").millionths(), expected * 100);
    let low = (0..1_000).filter(|n| share(&format!("c-{n}")) < number("0.25")).count();
    assert!((200..300).contains(&low), "{low} of 1000 in the first quarter");
}

#[test]
fn wait_here_is_the_wait_of_the_queue_that_handles_the_category() {
    let mut b = Builder::new();
    b.category();
    b.fact("wait_of_general", Type::Duration, Origin::BuiltIn(BuiltIn::WaitOf(QueueId(0))));
    b.fact("wait_of_billing", Type::Duration, Origin::BuiltIn(BuiltIn::WaitOf(QueueId(1))));
    let here = b.fact("wait_here", Type::Duration, Origin::BuiltIn(BuiltIn::WaitHere));
    let table = b.table();
    let mut session = Session::new(&table, "c");
    session.give_json("wait_of_billing", &json!("15m"));
    assert_eq!(get(session.facts(Point::Message), here), None);
    session.give_json("category", &json!("refund"));
    assert_eq!(get(session.facts(Point::Message), here), Some(num("900")));
}

#[test]
fn a_list_is_a_look_up_of_its_column() {
    let mut b = Builder::new();
    let account = b.given("account", Type::Text);
    let entries = vec!["A1".to_owned(), "B2".to_owned()];
    let vip = b.fact("vip", Type::Truth, Origin::List { column: account, entries });
    let table = b.table();
    let mut session = Session::new(&table, "c");
    assert_eq!(get(session.facts(Point::Message), vip), None);
    session.give_json("account", &json!("B2"));
    assert_eq!(get(session.facts(Point::Message), vip), Some(yes()));
    session.give_json("account", &json!("C3"));
    assert_eq!(get(session.facts(Point::Message), vip), Some(no()));
}

fn turn(speaker: Speaker, text: &str, facts: &[(&str, Json)]) -> Turn {
    let facts = facts.iter().map(|(name, json)| ((*name).to_owned(), json.clone())).collect();
    Turn { speaker, text: text.to_owned(), at: None, facts, labels: Vec::new() }
}

/// Hands off when the customer asks, or the answer is unsure.
fn small_policy() -> (Builder, FactId) {
    let mut b = Builder::new();
    let confidence = b.confidence();
    let quiet = b.fact("quiet", Type::Truth, Origin::Switch);
    let [asks, ..] = b.signal("asks", None, false, vec![says("0", "en", "a person")]);
    let (asks, quiet_now, low) = (b.is(asks), b.is(quiet), b.below(confidence, "0.5"));
    b.rule("asks", all([asks, except(quiet_now)]), hand_off());
    b.rule("low", low, offer());
    (b, quiet)
}

#[test]
fn a_dry_run_decides_on_messages_and_answers_and_marks_what_follows() {
    let (b, quiet) = small_policy();
    let table = b.table();
    let conversation = Conversation {
        id: "c".to_owned(),
        turns: vec![
            turn(Speaker::Assistant, "Welcome!", &[]),
            turn(Speaker::Customer, "hello", &[]),
            turn(Speaker::Tool, "{}", &[]),
            turn(Speaker::Assistant, "Hi", &[("confidence", json!(0.4))]),
            turn(Speaker::Customer, "a person", &[]),
            turn(Speaker::Assistant, "Hi", &[("confidence", json!(0.9))]),
            turn(Speaker::Agent, "Ana here", &[]),
            turn(Speaker::Customer, "hello Ana", &[]),
        ],
        ..Conversation::default()
    };
    let steps = replay(&table, &conversation, &Options::default());
    let seen: Vec<_> = steps.iter().map(|step| (step.turn, step.decision.point, step.decision.action)).collect();
    assert_eq!(
        seen,
        [
            (1, Point::Message, ActionName::Stay),
            (3, Point::Answer, ActionName::Offer),
            (4, Point::Message, ActionName::HandOff),
            (5, Point::Answer, ActionName::HandOff),
            (7, Point::Message, ActionName::Stay),
        ]
    );
    let after: Vec<_> = steps.iter().map(|step| (step.after, step.with_person)).collect();
    assert_eq!(after, [(None, false), (None, false), (None, false), (Some(2), false), (Some(2), true)]);

    let quietly = replay(&table, &conversation, &Options { set: vec![(quiet, Some(yes()))], now: None });
    assert!(quietly.iter().all(|step| step.decision.action != ActionName::HandOff));
}

#[test]
fn message_and_answer_sent_together_are_one_decision() {
    let (b, _) = small_policy();
    let table = b.table();
    let conversation = Conversation {
        turns: vec![
            turn(Speaker::Customer, "hello", &[("confidence", json!(0.4))]),
            turn(Speaker::Assistant, "Hi", &[]),
            turn(Speaker::Customer, "hello", &[]),
        ],
        ..Conversation::default()
    };
    let steps = replay(&table, &conversation, &Options::default());
    let seen: Vec<_> = steps.iter().map(|step| (step.turn, step.decision.point, step.decision.action)).collect();
    assert_eq!(seen, [(0, Point::Answer, ActionName::Offer), (2, Point::Message, ActionName::Stay)]);
}

#[test]
fn answers_that_are_not_shown_are_counted_all_the_same() {
    let (mut b, _) = small_policy();
    let confidence = FactId(0);
    let low = b.below(confidence, "0.5");
    let run = b.fact("low_running", Type::Count, Origin::Run(low));
    let (turns, rounds) = (b.count("turns", BuiltIn::Turns), b.count("rounds", BuiltIn::Rounds));
    let table = b.table();
    let mut session = Session::new(&table, "c");
    for n in 1..4 {
        session.customer("hello", None);
        session.give(confidence, Some(num("0.4")));
        session.decide(Point::Answer);
        let facts = session.facts(Point::Answer);
        for (fact, expected) in [(run, n), (rounds, n), (turns, 2 * n)] {
            assert_eq!(get(facts, fact), Some(num(&expected.to_string())));
        }
    }
    session.assistant("Here is the text of that answer.", None);
    assert_eq!(get(session.facts(Point::Answer), turns), Some(num("6")));
    let mut alone = Session::new(&table, "c");
    let facts = alone.facts(Point::Answer);
    assert_eq!((get(facts, turns), get(facts, rounds)), (Some(num("2")), Some(num("1"))));
}

#[test]
fn in_a_transcript_of_the_customers_side_alone_each_message_is_a_turn() {
    let (mut b, _) = small_policy();
    let rounds = b.count("rounds", BuiltIn::Rounds);
    let third = b.not(rounds, Check::Within { low: None, high: Some((number("3"), false)) });
    let third = b.rule("third", third, Action::Close);
    let table = b.table();
    let turns = ["a person", "hello", "hello"].map(|text| turn(Speaker::Customer, text, &[])).to_vec();
    let steps = replay(&table, &Conversation { turns, ..Conversation::default() }, &Options::default());
    let rules: Vec<_> = steps.iter().map(|step| step.decision.rule()).collect();
    assert_eq!(rules, [Some(RuleId(0)), None, Some(third)]);
}

#[test]
fn what_the_user_sets_wins_over_the_transcript() {
    let (b, _) = small_policy();
    let table = b.table();
    let confidence = table.find_fact("confidence").expect("declared");
    let conversation = Conversation {
        turns: vec![
            turn(Speaker::Customer, "hello", &[]),
            turn(Speaker::Assistant, "Hi", &[("confidence", json!(0.9))]),
        ],
        ..Conversation::default()
    };
    let set = Options { set: vec![(confidence, Some(num("0.1")))], now: None };
    assert_eq!(replay(&table, &conversation, &set)[1].decision.action, ActionName::Offer);
}

#[test]
fn a_long_conversation_stays_cheap_and_small() {
    let (b, _) = small_policy();
    let table = b.table();
    let mut session = Session::new(&table, "c");
    for n in 0..20_000 {
        session.customer(&format!("message number {n} without a reply"), Some(n));
        session.give_json(&format!("unknown_{n}"), &json!(n));
        if n % 100 == 0 {
            session.decide(Point::Message);
        }
    }
    assert_eq!(session.decide(Point::Message).problems.len(), 64);
}
