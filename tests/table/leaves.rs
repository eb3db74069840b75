//! Comparisons to build conditions of, by fact; the simplest of each fact first.

use proptest::prelude::*;
use proptest::strategy::Union;

/// What generated policies declare.
pub(crate) const DECLARED: &str = r#"
category billing { refund { late }, dispute }
category travel { flight }
category account
fact n is count
fact d is count default 1
fact m is number from -1 to 1
fact big is number
fact s is share
fact price is money in EUR
fact age is duration
fact due is date
fact w is one of a, b, c or other
fact tier is one of free, pro, enterprise default free
fact yes is true or false
fact labels is tags
fact tongue is a language
fact land is a country
fact note is text
switch outage
list vip from "vip.csv" column id
signal shouting { shouts }
queue billing "Billing" { handles billing; level L1; level L2 }
queue care "Care" { handles travel.flight; level L1 }
message ask { en "What is it?" }
message bye { en "Goodbye, {d}" }
message hand_off { en "To {team}" }
message offer_hand_off { en "Shall I?" }
allow silenced_guard because "generated"
"#;

/// The facts that conditions of rules ask about.
pub(crate) const FACTS: &[&str] = &[
    "yes",
    "n",
    "d",
    "m",
    "big",
    "s",
    "price",
    "age",
    "due",
    "w",
    "tier",
    "labels",
    "tongue",
    "land",
    "note",
    "outage",
    "customer in vip",
    "category",
    "confidence",
    "attempted",
    "offers",
    "offer allowed",
    "clarified",
    "sentiment",
    "turns",
    "hour",
    "weekday",
    "today",
    "shouting",
    "running",
];

/// The comparisons of a fact with constants.
pub(crate) fn plain(fact: &str) -> Vec<String> {
    let mut leaves = match fact {
        "yes" | "outage" | "offer allowed" | "clarified" | "customer in vip" => {
            vec![fact.to_owned(), format!("not {fact}")]
        }
        "n" | "d" | "attempted" | "offers" | "turns" => ordered(fact, &["1", "0", "2", "3"]),
        "hour" => ordered(fact, &["20", "8"]),
        "m" | "sentiment" => ordered(fact, &["0", "-0.5", "0.5", "1", "-1", "0.000001"]),
        "big" => ordered(fact, &["0", "-1.5", "1000000", "9223372036854.775805", "-9223372036854.775805"]),
        "s" | "confidence" => ordered(fact, &["50%", "0%", "20%", "100%", "33.3333%"]),
        "price" => ordered(fact, &["10 EUR", "0 EUR", "0.01 EUR", "99.99 EUR"]),
        "age" => ordered(fact, &["1h", "0s", "45s", "30 days"]),
        "due" | "today" => ordered(fact, &["2026-12-24", "1970-01-01", "1969-12-31"]),
        "w" => words(fact, &["a", "b", "other"], &["a, b", "b, c", "a, other", "a, b, c, other"]),
        "tier" => words(fact, &["free", "pro"], &["free, pro", "pro, enterprise", "free, pro, enterprise"]),
        "tongue" => words(fact, &["en", "es"], &["en, es", "es, de, fr"]),
        "land" => words(fact, &["ES", "US"], &["ES, US", "DE, FR, US"]),
        "note" => words(fact, &["\"x\"", "\"\""], &["\"x\", \"y\""]),
        "weekday" => words(fact, &["mon", "sun"], &["sat, sun", "mon, tue, wed, thu, fri"]),
        "category" => words(
            fact,
            &["billing", "billing.refund", "late", "travel", "account"],
            &["late, travel", "billing, travel, account", "dispute, flight"],
        ),
        "labels" => vec!["labels has \"x\"".to_owned(), "labels has \"y\"".to_owned(), "labels has vip".to_owned()],
        "shouting" => {
            ["shouting", "not shouting", "shouting earlier", "shouting times at least 2"].map(str::to_owned).into()
        }
        "running" => ["m below 0 for 2 turns running", "not (yes for 3 turns running)"].map(str::to_owned).into(),
        _ => panic!("{fact} has its comparisons"),
    };
    if !matches!(fact, "shouting" | "running") {
        leaves.extend(["is known", "is missing", "is not known"].map(|test| format!("{fact} {test}")));
    }
    leaves
}

/// The comparisons of a fact, those with its thresholds included.
pub(crate) fn all(fact: &str) -> Vec<String> {
    let mut leaves = plain(fact);
    let offsets: &[&str] = match fact {
        "s" | "confidence" => &["", " minus 10 points", " plus 5 points", " minus 100 points"],
        "n" => &["", " minus 1", " plus 2"],
        "big" => &["", " minus 0.5", " plus 9223372036854.775805", " minus 9223372036854.775805"],
        "age" => &["", " minus 30m", " plus 1s"],
        "price" => &["", " minus 5 EUR", " plus 0.01 EUR"],
        _ => &[],
    };
    for offset in offsets {
        for relation in RELATIONS {
            leaves.push(format!("{fact} {relation} threshold{offset}"));
            if fact == "confidence" {
                leaves.push(format!("{fact} {relation} strict{offset}"));
            }
        }
    }
    leaves
}

/// What an `also` may ask of the decision. `@` and a digit stand for a rule.
pub(crate) const OF_THE_DECISION: &[&str] = &[
    "action is hand off",
    "action is stay",
    "action is not offer",
    "action is one of offer, close",
    "action is not one of clarify, hand off",
    "action is known",
    "queue is billing",
    "queue is not billing",
    "queue is one of care, general",
    "queue is not one of care, billing",
    "queue is missing",
    "decided by otherwise",
    "decided by guard",
    "decided by override",
    "decided by rule",
    "not decided by rule",
    "decided by @0",
    "decided by @1",
    "not decided by @2",
];

const RELATIONS: [&str; 4] = ["below", "above", "at least", "at most"];

/// The first two numbers, the second of which is the smaller, are bounds too.
fn ordered(fact: &str, numbers: &[&str]) -> Vec<String> {
    let relations = ["is", "is not"].into_iter().chain(RELATIONS);
    let compared =
        relations.flat_map(|relation| numbers.iter().map(move |number| format!("{fact} {relation} {number}")));
    compared.chain([format!("{fact} between {} and {}", numbers[1], numbers[0])]).collect()
}

fn words(fact: &str, single: &[&str], several: &[&str]) -> Vec<String> {
    let one = single.iter().flat_map(|word| [format!("{fact} is {word}"), format!("{fact} is not {word}")]);
    let more =
        several.iter().flat_map(|words| [format!("{fact} is one of {words}"), format!("{fact} is not one of {words}")]);
    one.chain(more).collect()
}

/// One comparison, of each list as often.
pub(crate) fn leaf(lists: Vec<Vec<String>>) -> impl Strategy<Value = String> + Clone {
    Union::new(lists.into_iter().map(prop::sample::select))
}

/// Conditions of these comparisons.
pub(crate) fn condition(lists: Vec<Vec<String>>) -> impl Strategy<Value = String> + Clone {
    leaf(lists).prop_recursive(3, 10, 3, |inner| {
        let several = || prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            several().prop_map(|parts| format!("({})", parts.join(" and "))),
            several().prop_map(|parts| format!("({})", parts.join(" or "))),
            inner.clone().prop_map(|one| format!("not ({one})")),
        ]
    })
}
