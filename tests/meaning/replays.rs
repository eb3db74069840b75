//! Random conversations on whole policies: nothing panics, every record fits its schema, and twice is the same.
//!
//! `BATON_CASES` asks for more cases than usual.

use std::path::Path;
use std::sync::LazyLock;

use baton::conversation::{Contact, Conversation, Speaker, Turn};
use baton::decision::{Blocked, Verdict};
use baton::policy::Action;
use baton::runtime::record::SCHEMA;
use baton::runtime::{Options, Session, Table, holds, replay};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::support::{artifact_at, decisions};

static ENGINES: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    ["acme/policy.baton", "solvana/policy.baton"].map(|path| Table::new(artifact_at(&root.join(path)))).into()
});

/// Words that the policies listen for, and others.
const PHRASES: &[&str] = &[
    "can I talk to a person please",
    "I don't want a human.",
    "THIS DOES NOT WORK!!",
    "my account has been hacked",
    "you will hear from my lawyer",
    "¿puedo hablar con una persona?",
    "I was charged twice",
    "hello",
    "",
    "  ",
    "…",
    "I'm not sure your product is right for us",
    "ok",
    "I want to kill myself",
    "gracias",
    "\u{200b}\u{fe0f}",
    "?!?!",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::collection::vec(prop::sample::select(PHRASES), 1..4).prop_map(|parts| parts.join(". ")),
        1 => any::<String>(),
    ]
}

fn value() -> impl Strategy<Value = Json> {
    prop_oneof![
        any::<bool>().prop_map(Json::from),
        (0..6_u8).prop_map(Json::from),
        (-2.0..2.0_f64).prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(|number| json!(number)),
        prop::sample::select(vec![
            "pro",
            "enterprise",
            "billing.refund",
            "technical",
            "es",
            "en",
            "2h",
            "100 EUR",
            "90%",
            "",
            "x",
            "2026-12-24"
        ])
        .prop_map(Json::from),
        Just(json!({ "amount": 5, "currency": "USD" })),
        Just(json!(["a", "b"])),
        Just(Json::Null),
        any::<String>().prop_map(Json::from),
    ]
}

/// Facts of a policy by name, and sometimes one that it does not have.
fn facts(which: usize, most: usize) -> impl Strategy<Value = Vec<(String, Json)>> {
    let mut names: Vec<String> = ENGINES[which].policy().facts.iter().map(|fact| fact.name.clone()).collect();
    names.push("no.such.fact".to_owned());
    prop::collection::vec((prop::sample::select(names), value()), 0..most)
}

fn turn(which: usize) -> impl Strategy<Value = Turn> {
    let speaker = prop::sample::select(vec![
        Speaker::Customer,
        Speaker::Customer,
        Speaker::Assistant,
        Speaker::Assistant,
        Speaker::Agent,
        Speaker::Tool,
    ]);
    let confidence = proptest::option::of(0..=100_u8);
    (speaker, text(), proptest::option::of(0..100_000_i64), facts(which, 3), confidence).prop_map(
        |(speaker, text, at, mut facts, confidence)| {
            if let (Speaker::Assistant, Some(confidence)) = (speaker, confidence) {
                facts.push(("confidence".to_owned(), json!(f32::from(confidence) / 100.0)));
            }
            Turn { speaker, text, at, facts, labels: Vec::new() }
        },
    )
}

fn conversation(which: usize) -> impl Strategy<Value = Conversation> {
    let contact =
        (0..100_000_000_i64, proptest::option::of(text()), proptest::option::of(Just("billing.refund".to_owned())))
            .prop_map(|(seconds_ago, text, category)| Contact { seconds_ago, category, text });
    let history = proptest::option::of(prop::collection::vec(contact, 0..4));
    let started = proptest::option::of(1_700_000_000..1_800_000_000_i64);
    (started, facts(which, 8), history, prop::collection::vec(turn(which), 0..10)).prop_map(
        |(started, facts, history, turns)| Conversation {
            id: "c".to_owned(),
            started,
            facts,
            history,
            turns,
            labels: Vec::new(),
        },
    )
}

fn any_conversation() -> impl Strategy<Value = (usize, Conversation)> {
    prop_oneof![conversation(0).prop_map(|one| (0, one)), conversation(1).prop_map(|one| (1, one))]
}

fn cases() -> u32 {
    std::env::var("BATON_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200)
}

/// Every key of the schema is there and no other, and each value has one of its types.
fn fits_schema(record: &Json) -> Result<(), String> {
    static KEYS: LazyLock<Json> = LazyLock::new(|| serde_json::from_str(SCHEMA).expect("the schema is JSON"));
    fits(record, &KEYS, &KEYS).map_err(|problem| format!("{problem}: {record}"))
}

fn fits(value: &Json, schema: &Json, root: &Json) -> Result<(), String> {
    if let Some(path) = schema["$ref"].as_str() {
        let target = root.pointer(path.trim_start_matches('#')).ok_or("a reference that leads nowhere")?;
        return fits(value, target, root);
    }
    if let Some(all) = schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
        return if all.iter().any(|one| fits(value, one, root).is_ok()) {
            Ok(())
        } else {
            Err(format!("no form for {value}"))
        };
    }
    let kind = match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    };
    let is = |name: &Json| name == kind || (name == "number" && kind == "integer");
    let typed = match &schema["type"] {
        Json::Array(kinds) => kinds.iter().any(is),
        Json::Null => true,
        one => is(one),
    };
    if !typed {
        return Err(format!("{value} is not {}", schema["type"]));
    }
    if let Some(known) = schema["enum"].as_array().filter(|known| !known.contains(value)) {
        return Err(format!("{value} is not one of {known:?}"));
    }
    if let Some(object) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str) {
            object.get(name).ok_or_else(|| format!("no `{name}`"))?;
        }
        for (name, part) in object {
            match schema["properties"].get(name) {
                Some(form) => fits(part, form, root).map_err(|problem| format!("{name}: {problem}"))?,
                None if schema["additionalProperties"] == json!(false) => return Err(format!("`{name}` is unknown")),
                None => {}
            }
        }
    }
    if let (Some(list), Some(form)) = (value.as_array(), schema.get("items")) {
        list.iter().try_for_each(|one| fits(one, form, root))?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_conversations_decide_the_same_twice((which, conversation) in any_conversation()) {
        let table = &ENGINES[which];
        let records = decisions(table, &conversation);
        let text = |records: &[Json]| records.iter().map(|one| format!("{one}\n")).collect::<String>();
        prop_assert_eq!(text(&records), text(&decisions(table, &conversation)));
        for record in &records {
            prop_assert_eq!(fits_schema(record), Ok(()));
        }
        for step in replay(table, &conversation, &Options::default()) {
            let decision = &step.decision;
            let verdict = |rule| decision.trace.iter().find(|one| one.rule == rule).map(|one| one.verdict);
            for rule in decision.also_fitted.iter().copied().chain(decision.rule()) {
                prop_assert_eq!(verdict(rule), Some(Verdict::Holds));
            }
            let first = decision.trace.iter().find(|one| one.verdict == Verdict::Holds && !table.policy().rule(one.rule).watch);
            prop_assert!(table.policy().on_problem.is_some() || first.map(|one| one.rule) == decision.rule());
            prop_assert!(decision.effects.is_sorted());
        }
    }

    /// What fitted too holds indeed, asked anew of the same facts; and all else does not.
    #[test]
    fn what_fitted_holds((which, conversation) in any_conversation()) {
        let table = &ENGINES[which];
        let policy = table.policy();
        let mut session = Session::new(table, "c");
        for (name, value) in &conversation.facts {
            session.give_json_standing(name, value);
        }
        for turn in &conversation.turns {
            match turn.speaker {
                Speaker::Customer => session.customer(&turn.text, turn.at),
                _ => session.assistant(&turn.text, turn.at),
            }
            for (name, value) in &turn.facts {
                session.give_json(name, value);
            }
            let point = if turn.speaker == Speaker::Customer { baton::decision::Point::Message } else { baton::decision::Point::Answer };
            let decision = session.decide(point);
            let facts = session.facts(point).clone();
            for one in &decision.trace {
                let rule = policy.rule(one.rule);
                let holds = holds(policy, &facts, point, &rule.condition);
                prop_assert_eq!(matches!(one.verdict, Verdict::Fails(_)), !holds, "{}", rule.name);
                prop_assert!(one.verdict != Verdict::Blocked(Blocked::Offer) || matches!(rule.outcome.action, Action::Offer(_)));
            }
            let same = session.decide(point);
            prop_assert!(decision.same(&same) && decision.trace == same.trace && decision.read == same.read);
        }
    }
}
