//! One value, three ways in: JSON that is bound, JSON text in one pass, a setter. They agree on every type.
//!
//! An `also` for every comparison tells what the table takes a value for.

use std::sync::LazyLock;

use baton::Table;
use baton::decision::{DecidedBy, Point};
use baton::policy::AlsoId;
use baton::runtime::{Decided, Facts, Unusable, Values, bind};
use baton::value::Fixed;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value as Json, json};

use super::leaves::{DECLARED, plain};
use super::support::{header, table};

/// Facts with all their comparisons, by JSON name.
const PROBED: &[(&str, &str)] = &[
    ("yes", "yes"),
    ("outage", "outage"),
    ("customer in vip", "customer_in_vip"),
    ("n", "n"),
    ("d", "d"),
    ("m", "m"),
    ("big", "big"),
    ("s", "s"),
    ("price", "price"),
    ("age", "age"),
    ("confidence", "confidence"),
    ("attempted", "attempted"),
    ("w", "w"),
    ("tier", "tier"),
    ("tongue", "tongue"),
    ("land", "land"),
    ("note", "note"),
    ("category", "category"),
    ("labels", "labels"),
    ("who", "who"),
];

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let leaves = PROBED.iter().flat_map(|(fact, _)| match *fact {
        "who" => ["who is \"a\"", "who is known", "who is missing"].map(str::to_owned).into(),
        fact => plain(fact),
    });
    let probes = leaves.enumerate().map(|(at, leaf)| format!("also p{at} {{ when {leaf}; then tag one }}\n"));
    let facts = "fact who is an agent\n";
    table(&(header("stay", "on problem hand off to general") + DECLARED + facts + &probes.collect::<String>()))
});

/// What a table takes facts for.
fn probes(decided: Decided<'_>) -> (bool, Vec<AlsoId>) {
    (decided.decided_by() == DecidedBy::Problem, decided.alsos().map(|(id, _)| id).collect())
}

fn of(facts: &mut Facts<'_>) -> (bool, Vec<AlsoId>) {
    facts.at(Point::Answer);
    probes(facts.decide(&mut TABLE.scratch()))
}

/// Sets a value by the setter of its kind.
fn set(facts: &mut Facts<'_>, name: &str, json: &Json) -> Result<(), Unusable> {
    let fact = TABLE.fact(name).expect("the policy has it");
    match json {
        Json::Null => facts.set_missing(fact),
        Json::Bool(truth) => facts.set_truth(fact, *truth),
        Json::String(text) => facts.set_word(fact, text),
        Json::Array(list) => facts.set_tags(fact, list.iter().filter_map(Json::as_str)),
        Json::Number(number) => match (number.as_i64().map(Fixed::checked_from_whole), number.as_f64()) {
            (Some(Some(whole)), _) => facts.set_number(fact, whole),
            (_, Some(float)) => facts.set_float(fact, float),
            _ => unreachable!("a number is a float at least"),
        },
        Json::Object(_) => unreachable!("none is generated"),
    }
}

/// Whether a service writes values of this fact so: texts are read as numbers and the like for the sake of CSV alone.
fn is_natural(name: &str, json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::Bool(_) => matches!(name, "yes" | "outage" | "customer_in_vip"),
        Json::Number(_) => {
            matches!(name, "n" | "d" | "m" | "big" | "s" | "price" | "age" | "confidence" | "attempted")
        }
        Json::String(_) => matches!(name, "w" | "tier" | "tongue" | "land" | "note" | "category" | "who"),
        Json::Array(_) => name == "labels",
        Json::Object(_) => false,
    }
}

fn number() -> impl Strategy<Value = Json> {
    let near = (-3_000_000..3_000_000_i64, -1.0..1.0_f64);
    #[allow(clippy::cast_precision_loss, reason = "numbers of seven digits")]
    let near = near.prop_map(|(millionths, by)| json!((millionths as f64 + by) / 1e6));
    prop_oneof![
        (-2..5_i64).prop_map(|n| json!(n)),
        any::<i64>().prop_map(|n| json!(n)),
        any::<u64>().prop_map(|n| json!(n)),
        (-9_223_372_036_860..9_223_372_036_860_i64).prop_map(|n| json!(n)),
        near,
        (-1.1..1.1_f64).prop_map(|n| json!(n)),
        any::<f64>().prop_filter("JSON has no others", |n| n.is_finite()).prop_map(|n| json!(n)),
        select(vec![0.5, -0.5, 1e12, -1e13, 9_223_372_036_854.775, 0.000_000_5, 1e-300, 33.3333, -0.0])
            .prop_map(|n| json!(n)),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        select(vec![
            "a",
            "b",
            "c",
            "other",
            "free",
            "pro",
            "en",
            "es",
            "de",
            "ES",
            "US",
            "x",
            "y",
            "vip",
            "billing",
            "refund",
            "",
            "billing.refund",
            "late",
            "dispute",
            "billing.refund.late",
            "travel.flight",
            "flight",
            "true",
            "1",
            "v1",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z]{1,4}([-_][a-zA-Z]{0,3})?",
        ".{0,6}",
        (997..1_003_usize).prop_map(|length| "x".repeat(length)),
    ]
}

fn json() -> impl Strategy<Value = Json> {
    prop_oneof![
        1 => Just(Json::Null),
        1 => any::<bool>().prop_map(Json::from),
        6 => number(),
        6 => text().prop_map(Json::from),
        2 => vec(text(), 0..4).prop_map(Json::from),
        1 => vec("[a-z]{1,2}", 98..104).prop_map(Json::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_way_in_gives_the_same((_, name) in select(PROBED), json in json()) {
        let (policy, id) = (TABLE.policy(), TABLE.find_fact(name).expect("the policy has it"));
        let bound = bind::read(policy, id, &json);
        let mut values = Values::starting(policy);
        values.set(id, bound.clone().unwrap_or_default());
        let (_, wanted) = of(&mut TABLE.facts_of(&values, Point::Answer));
        let wanted = (bound.is_err(), wanted);

        let mut read = TABLE.facts();
        read.read_json(&json!({ name: json }).to_string()).expect("it is JSON");
        prop_assert_eq!(&of(&mut read), &wanted, "as JSON text");

        let mut facts = TABLE.facts();
        let done = set(&mut facts, name, &json);
        if is_natural(name, &json) {
            prop_assert_eq!(done.is_err(), bound.is_err(), "{:?}, {:?}", done, bound);
            prop_assert_eq!(&of(&mut facts), &wanted, "by its setter");
        } else {
            prop_assert!(done.is_err());
        }
    }

    /// The quick way and the exact way round alike.
    #[test]
    fn a_float_is_its_shortest_decimal(
        number in prop_oneof![
            any::<f64>(),
            any::<i64>().prop_map(|millionths| Fixed::from_millionths(millionths).to_string().parse().unwrap_or(0.0)),
            (any::<i32>(), 0..4_u8).prop_map(|(number, quarters)| (f64::from(number) + f64::from(quarters) / 4.0) / 1e6),
            (0..63_u32, any::<u64>()).prop_map(|(shift, bits)| {
                #[allow(clippy::cast_precision_loss, reason = "whichever float is near")]
                let wide = (bits >> shift) as f64;
                wide / 1e6
            }),
            select(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, f64::MIN_POSITIVE, f64::EPSILON, -0.0]),
            select(vec![4_503_599_627.370_496, 4_503_599_627.370_495, 9_223_372_036_854.775, 0.000_001_5, 0.000_002_5]),
        ],
        ulps in -3..4_i64,
    ) {
        let number = f64::from_bits(number.to_bits().wrapping_add_signed(ulps));
        prop_assert_eq!(Fixed::from_float(number), Fixed::parse(&number.to_string()).ok(), "{}", number);
    }
}
