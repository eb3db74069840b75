//! Thresholds of every unit, with steps of every kind.

use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::leaves::{condition, plain};

/// In what a threshold counts.
#[derive(Clone, Copy, Debug)]
struct Unit {
    /// The head of its declaration.
    head: &'static str,
    fact: &'static str,
    bases: &'static [&'static str],
    moves: &'static [&'static str],
    limits: (&'static str, &'static str),
}

const SHARE: Unit = Unit {
    head: "threshold confidence",
    fact: "confidence",
    bases: &["60%", "0%", "100%"],
    moves: &["10 points", "5 points", "0.0001 points", "70 points"],
    limits: ("25%", "90%"),
};

const UNITS: [Unit; 7] = [
    SHARE,
    Unit { head: "threshold strict of confidence", ..SHARE },
    Unit { head: "threshold s", fact: "s", ..SHARE },
    Unit { head: "threshold n", fact: "n", bases: &["2", "0"], moves: &["1", "3"], limits: ("1", "4") },
    Unit {
        head: "threshold big",
        fact: "big",
        bases: &["0", "-2.5", "9223372036854.775805", "-9223372036854.775805"],
        moves: &["1", "0.5", "9000000000000"],
        limits: ("-1", "9000000000000.5"),
    },
    Unit { head: "threshold age", fact: "age", bases: &["1h", "0s"], moves: &["30m", "1s"], limits: ("10m", "3h") },
    Unit {
        head: "threshold price",
        fact: "price",
        bases: &["10 EUR", "0.01 EUR"],
        moves: &["5 EUR", "0.01 EUR"],
        limits: ("2 EUR", "20 EUR"),
    },
];

/// What steps may count.
const COUNTED: &[&str] = &[
    "1 n after 1",
    "2 n",
    "1 d",
    "0.25 m after -0.5",
    "1000000 big",
    "5 EUR of price",
    "30m of age after 10m",
    "1 attempted",
    "1 offers",
    "1 turns after 2",
];

/// The body of one threshold.
pub(crate) type Body = String;

/// A body for every threshold that a policy may have; its steps ask about these facts.
pub(crate) fn bodies(facts: &[&str]) -> impl Strategy<Value = Vec<Body>> + use<> {
    UNITS.into_iter().map(|unit| body(unit, facts).boxed()).collect::<Vec<_>>()
}

/// The declarations of those thresholds that a text asks for.
pub(crate) fn declared(bodies: &[Body], text: &str) -> String {
    let asked = |unit: &Unit| {
        let name = if unit.head.contains("strict") { "strict" } else { "threshold" };
        let relations = ["below", "above", "at least", "at most"];
        relations.iter().any(|relation| text.contains(&format!("{} {relation} {name}", unit.fact)))
    };
    let used = UNITS.iter().zip(bodies).filter(|(unit, _)| asked(unit));
    used.map(|(unit, body)| format!("{} {{\n{body}}}\n", unit.head)).collect()
}

fn body(unit: Unit, facts: &[&str]) -> impl Strategy<Value = Body> + use<> {
    let of_categories = select(vec![
        vec!["billing"],
        vec!["billing.refund, travel"],
        vec!["billing", "late, flight"],
        vec!["travel", "account", "billing.dispute"],
    ]);
    let own = option::of((of_categories, select(unit.bases)));
    let own = if facts.contains(&"category") { own.boxed() } else { Just(None).boxed() };
    let others: Vec<&str> = facts.iter().copied().filter(|fact| *fact != unit.fact).collect();
    let lines = prop::collection::vec(line(unit, &others), 0..4);
    (select(unit.bases), own, lines, 0..4_usize).prop_map(move |(base, own, lines, limits)| {
        let mut body = format!("  {base}\n");
        for (categories, base) in own.iter().flat_map(|(all, base)| all.iter().map(move |one| (one, base))) {
            body += &format!("  {base} for {categories}\n");
        }
        for line in &lines {
            body += &format!("  {line}\n");
        }
        let (low, high) = unit.limits;
        if limits & 1 == 1 {
            body += &format!("  never below {low}\n");
        }
        if limits & 2 == 2 {
            body += &format!("  never above {high}\n");
        }
        body
    })
}

fn line(unit: Unit, others: &[&str]) -> impl Strategy<Value = String> + use<> {
    let steps = prop::collection::vec(step(unit, others), 1..4);
    let highest = steps.prop_map(|steps| format!("highest of {{ {} }}", steps.join("; ")));
    prop_oneof![3 => step(unit, others), 1 => highest]
}

fn step(unit: Unit, others: &[&str]) -> impl Strategy<Value = String> + use<> {
    let is_asked = |counted: &&str| counted.split(' ').any(|word| others.contains(&word));
    let counted: Vec<&str> = COUNTED.iter().copied().filter(is_asked).collect();
    let each =
        if counted.is_empty() { Just(None).boxed() } else { option::of((select(counted), select(unit.moves))).boxed() };
    let when = if others.is_empty() {
        Just(None).boxed()
    } else {
        option::weighted(0.8, condition(others.iter().map(|fact| plain(fact)).collect())).boxed()
    };
    (select(vec!["raise", "lower"]), select(unit.moves), each, when).prop_map(|(way, by, each, when)| {
        let each = each.map(|(of, most)| format!(" for each {of}, up to {most}")).unwrap_or_default();
        let when = when.map(|when| format!(" when {when}")).unwrap_or_default();
        format!("{way} by {by}{each}{when}")
    })
}
