//! Decisions as JSON: exactly what the published schema says.

use crate::builder::*;
use baton::decision::Point;
use baton::policy::*;
use baton::runtime::Session;
use baton::runtime::record::{self, Occasion};
use baton::source::{Source, Span};
use baton::value::Type;
use serde_json::{Value as Json, json};

/// What is wrong with `json` by this much of JSON Schema: type, const, enum, properties, required, items.
fn check(schema: &Json, json: &Json, at: &str, wrong: &mut Vec<String>) {
    let name = match json {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(number) if number.is_f64() => "number",
        Json::Number(_) => "integer",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    };
    let fits = |kind: &Json| kind == name || (kind == "number" && name == "integer");
    match &schema["type"] {
        Json::Array(kinds) if kinds.iter().any(fits) => {}
        kind if fits(kind) => {}
        kind => wrong.push(format!("{at} is {name}, not {kind}")),
    }
    if schema.get("const").is_some_and(|only| only != json) {
        wrong.push(format!("{at} is {json}"));
    }
    let allowed = schema.get("enum").and_then(Json::as_array);
    if allowed.is_some_and(|values| !values.contains(json)) {
        wrong.push(format!("{at} is {json}, none of {allowed:?}"));
    }
    if let Json::Array(items) = json {
        for item in items {
            check(&schema["items"], item, &format!("{at}[]"), wrong);
        }
    }
    let (Json::Object(object), Json::Object(properties)) = (json, &schema["properties"]) else { return };
    let keys: Vec<&String> = properties.keys().collect();
    if !object.keys().eq(keys) {
        wrong.push(format!("{at} has keys {:?}", object.keys().collect::<Vec<_>>()));
    }
    assert_eq!(schema["additionalProperties"], json!(false), "{at}");
    assert_eq!(schema["required"].as_array().map(Vec::len), Some(properties.len()), "{at}");
    for (key, schema) in properties {
        assert!(schema["description"].as_str().is_some_and(|text| text.ends_with('.')), "{at}.{key} is not described");
        check(schema, &object[key], &format!("{at}.{key}"), wrong);
    }
}

/// A policy with one of everything that a record can show.
fn rich() -> (Builder, [FactId; 3]) {
    let mut b = Builder::new();
    let file = b.policy.sources.add(Source::new("policy.baton", "baton 1\n\nrule far {\n}\n"));
    let (confidence, renews) = (b.confidence(), b.given("plan.renews_on", Type::Date));
    let tags = b.given("labels", Type::Tags);
    let [asks, ..] = b.signal("asks_for_human", None, false, vec![says("0", "en", "talk to someone")]);
    let groups = vec![group(vec![step("0.5", Condition::ALWAYS)])];
    let bar = b.threshold(confidence, "0.6", &[], groups);
    b.policy.thresholds[0].high = Some(number("0.95"));
    let (below, asked, soon) = (b.below_threshold(confidence, bar, "-0.1"), b.is(asks), b.below(renews, "30000"));
    let labelled = b.compare(tags, Check::Known);
    b.policy.instructions.push(Note { name: "silent".to_owned(), text: String::new(), span: Span::default() });
    b.policy.service_actions.push(Note { name: "subscribe".to_owned(), text: String::new(), span: Span::default() });
    b.message("hand_off", &["en"]);
    let effects = vec![
        Effect::Priority(Priority::Urgent),
        Effect::RaisePriority(number("20")),
        Effect::Tag("vip".to_owned()),
        Effect::NeedSkill("billing".to_owned(), Some(3)),
        Effect::NeedLanguage("es".to_owned(), None),
        Effect::NeedLevel("L2".to_owned()),
        Effect::Notify(QueueId(1)),
        Effect::Instruct(InstructionId(0)),
        Effect::Do(ServiceActionId(0)),
        Effect::ReplyWithin(Deadline::BusinessDays(number("1"))),
        Effect::DueIn(Deadline::Seconds(number("2592000"))),
        Effect::Wording("calm".to_owned()),
        Effect::OfferToAll,
        Effect::NoChoice,
        Effect::EveryoneWithLanguage(number("150"), true),
    ];
    let outcome = Outcome { effects, because: Some("why".to_owned()), ..outcome(hand_off()) };
    let far = b.add(Layer::Rule, false, "far", all([below.clone(), soon, labelled]), outcome);
    b.policy.rules[far.index()].span = Span::new(file, 9..17);
    b.rule("near", below, offer());
    b.also("note", asked.clone(), vec![Effect::Tag("asked".to_owned())]);
    b.watch("first", asked, Action::Close);
    b.policy.rules.rotate_right(1);
    (b, [confidence, renews, tags])
}

fn rich_record() -> Json {
    let (b, [confidence, renews, tags]) = rich();
    let table = b.table();
    let mut session = Session::new(&table, "c-1");
    session.customer("I want to talk to someone", None);
    session.give(renews, Some(num("20811")));
    session.give_json("labels", &json!(["b", "a"]));
    session.give_json("unknown", &json!(1));
    session.assistant("hm", None);
    session.give(confidence, Some(num("0.2")));
    let _ = tags;
    let decision = session.decide(Point::Answer);
    let occasion = Occasion { conversation: "c-1", turn: 3, event: Some("e-9"), at: Some(0) };
    record::json(table.policy(), &decision, &occasion)
}

#[test]
fn a_record_has_exactly_the_keys_of_the_schema() {
    let schema: Json = serde_json::from_str(record::SCHEMA).expect("the schema is JSON");
    let mut wrong = Vec::new();
    check(&schema, &rich_record(), "record", &mut wrong);

    let table = Builder::new().table();
    let plain = Session::new(&table, "").decide(Point::Message);
    check(&schema, &record::json(table.policy(), &plain, &Occasion::default()), "plain", &mut wrong);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_record_says_it_all() {
    let record = rich_record();
    let expected = json!({
        "schema": "baton.decision/1",
        "id": "c-1/e-9/answer",
        "conversation": "c-1",
        "event": "e-9",
        "point": "answer",
        "at": "1970-01-01T00:00:00Z",
        "policy": { "title": "Test", "hash": "00000000000000000000000000000000" },
        "action": "hand off",
        "send_draft": false,
        "rule": { "name": "far", "title": null, "layer": "rule" },
        "decided_by": "rule",
        "clarified_before": false,
        "reason": "why",
        "source": { "file": "policy.baton", "line": 3 },
        "queues": ["general"],
        "level": null,
        "to_named_agent": false,
        "needs": [
            { "kind": "skill", "name": "billing", "level": "3" },
            { "kind": "language", "name": "es", "level": null },
            { "kind": "level", "name": "L2", "level": null },
        ],
        "priority": { "name": "urgent", "raised_by": 20 },
        "tags": ["asked", "vip"],
        "message": {
            "key": "hand_off", "language": "en", "text": "hand_off in en by GENERAL", "values": { "team": "GENERAL" },
        },
        "silence_seconds": null,
        "thresholds": [{
            "name": "threshold", "fact": "confidence", "base": 0.6,
            "parts": [{ "name": "group", "step": "step", "by": 0.5 }],
            "sum": 1.1, "value": 0.95, "unused": 0.15,
        }],
        "values": { "confidence": 0.2, "plan.renews_on": "2026-12-24", "labels": ["a", "b"], "asks_for_human": true },
        "also_fitted": ["near"],
        "also": ["note"],
        "watches": [{ "name": "first", "action": "close" }],
        "heard": [{ "signal": "asks_for_human", "quote": "talk to someone" }],
        "problems": [{ "fact": "unknown", "message": "unknown fact \"unknown\"" }],
    });
    for (key, value) in expected.as_object().expect("an object") {
        assert_eq!(&record[key], value, "{key}");
    }
    let effects: Vec<_> = record["effects"].as_array().expect("a list").iter().map(|one| one["id"].clone()).collect();
    assert_eq!(effects[0], "c-1/e-9/answer/notify/billing");
    let mut unique = effects.clone();
    unique.dedup();
    assert_eq!(unique.len(), 9);
    let within = &record["effects"][2];
    assert_eq!(
        (&within["kind"], &within["amount"], &within["unit"]),
        (&json!("reply within"), &json!(1), &json!("business days"))
    );
}

#[test]
fn a_message_has_its_words_only_when_every_placeholder_is_known() {
    let text = |text: &str, action: Action| {
        let mut b = Builder::new();
        let message = b.message("m", &["en"]);
        b.policy.messages[0].variants[0].texts[0].1 = text.to_owned();
        b.add(Layer::Rule, false, "r", Condition::ALWAYS, Outcome { say: Some(message), ..outcome(action) });
        let table = b.table();
        let decision = Session::new(&table, "c").decide(Point::Message);
        record::json(table.policy(), &decision, &Occasion::default())["message"]["text"].clone()
    };
    assert_eq!(text("{team} is {{here}}", hand_off()), json!("GENERAL is {here}"));
    assert_eq!(text("{team} in {update_in}", hand_off()), Json::Null);
    assert_eq!(text("{team}", Action::Stay), Json::Null, "no team takes it");
    assert_eq!(text("{open", hand_off()), Json::Null);
    assert_eq!(text("plain", Action::Stay), json!("plain"));
}
