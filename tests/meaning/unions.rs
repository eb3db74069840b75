//! `also`s and effects unite: in whatever order they are written, the decision is the same.

use baton::conversation::{Conversation, Speaker, Turn};
use baton::runtime::Table;
use proptest::prelude::*;
use serde_json::Value as Json;

use super::support::{artifact, decisions, header};

const DECLARED: &str = r#"
queue q1 "One" { level L2 }
instruction calm "Calm"
action block "Block"
message hand_off { en "Hello" }
"#;

const EFFECTS: &[&str] = &[
    "priority low",
    "priority urgent",
    "priority high",
    "raise priority by 5",
    "raise priority by 20",
    "tag a",
    "tag b",
    "need skill s",
    "need skill s at level 2",
    "need skill s at level 3",
    "need language es",
    "need language es at B2",
    "need language es at C1",
    "need level L2",
    "notify q1",
    "notify general",
    "instruct calm",
    "reply within 1h",
    "reply within 2 business days",
    "due in 30 days",
    "due in 1 business day",
    "wording calm",
    "offer to all at once",
    "no choice",
    "do block",
    "everyone with the language within 1m of asking, else offer callback",
    "everyone with the language within 1m of asking",
];

fn effects() -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(EFFECTS, 1..EFFECTS.len()).prop_shuffle()
}

/// The decision of a policy with these effects of its rule and of each `also`, without names, places and the hash.
fn decided(rule: &[&str], alsos: &[Vec<&str>]) -> String {
    let also = |(at, effects): (usize, &Vec<&str>)| {
        format!("also a{at} {{ when turns above 0; then {} }}\n", effects.join(", "))
    };
    let alsos: String = alsos.iter().enumerate().map(also).collect();
    let text =
        format!("{}{DECLARED}rule r {{ when turns above 0; then hand off, {} }}\n{alsos}", header(""), rule.join(", "));
    let table = Table::new(artifact(&text));
    let turn =
        Turn { speaker: Speaker::Customer, text: "hello".to_owned(), at: None, facts: Vec::new(), labels: Vec::new() };
    let conversation = Conversation { id: "c".to_owned(), turns: vec![turn], ..Conversation::default() };
    let mut record = decisions(&table, &conversation).pop().expect("a customer turn is decided on");
    for key in ["policy", "source", "also"] {
        record[key] = Json::Null;
    }
    let effects = record["effects"].as_array().expect("effects are a list");
    let ids: std::collections::BTreeSet<&str> = effects.iter().filter_map(|effect| effect["id"].as_str()).collect();
    assert_eq!(ids.len(), effects.len(), "each effect has an id of its own: {effects:?}");
    record.to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_cannot_matter(
        (rule, shuffled_rule) in effects().prop_flat_map(|one| (Just(one.clone()), Just(one).prop_shuffle())),
        (alsos, shuffled) in prop::collection::vec(effects(), 0..5).prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        prop_assert_eq!(decided(&rule, &alsos), decided(&shuffled_rule, &shuffled));
    }
}
