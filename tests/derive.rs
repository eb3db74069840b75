//! A service's own struct, whose fields are facts.
//!
//! In: structs with a field of every kind, and a policy with a fact of every type, where `also`s say what is known.
//! Out: nothing, or a failure that shows what a struct became.

#[path = "support/allocation.rs"]
mod allocation;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::time::Duration;

use baton::runtime::{Facts, Unusable};
use baton::source::Files;
use baton::value::Fixed;
use baton::{FactSource, FactValue, Point, Table, compile};

/// A fact of every type.
const FACTS: &str = r#"
fact tier is one of basic, club, "with a person" default basic
fact status is one of packed, lost or other
fact risk is share sent as 0 to 100
fact mood is number from -1 to 1
fact value is money in EUR default 0 EUR
fact renews_in is duration
fact labels is tags
fact due is moment
fact day is date
fact opens is time of day
fact country is a country
fact owner is an agent
fact note is text
switch outage "Outage"
"#;

/// Only this text; the standard library is inside.
struct Text(String);

impl Files for Text {
    fn read(&self, path: &str) -> Result<String, String> {
        if path == "policy.baton" { Ok(self.0.clone()) } else { Err("there is no such file".to_owned()) }
    }
}

/// A policy that tags what holds, by the number of the condition.
fn table(conditions: &[&str]) -> Table {
    let tagged = |(at, condition): (usize, &&str)| format!("also a{at} {{ when {condition}; then tag a{at} }}\n");
    let tags: String = conditions.iter().enumerate().map(tagged).collect();
    let header = r#"policy "P" { timezone "UTC"; languages en; fallback en; assistant gives confidence, category; default queue q; otherwise stay; on problem hand off to p; on failure hand off to q }"#;
    let text = format!("baton 1\n{header}\nqueue q \"Q\"\nqueue p \"P\"\ncategory a {{ b, c }}\n{FACTS}\n{tags}");
    let (artifact, problems, _) = compile("policy.baton", &Text(text));
    let said: Vec<_> = problems.sorted().iter().map(|problem| format!("{problem:?}")).collect();
    Table::new(artifact.unwrap_or_else(|| panic!("{}", said.join("\n"))))
}

/// Which conditions hold of a struct, and what is wrong with it.
fn held<S: FactSource>(source: &S, conditions: &[&str]) -> (Vec<String>, Vec<String>) {
    let table = table(conditions);
    let mut facts = table.facts();
    facts.at(Point::Answer);
    S::bind(&table).expect("the policy has its facts").set(source, &mut facts);
    let mut scratch = table.scratch();
    let decided = facts.decide(&mut scratch);
    let held = decided.alsos().map(|(id, _)| conditions[id.index()].to_owned()).collect();
    (held, problems(&facts))
}

fn problems(facts: &Facts<'_>) -> Vec<String> {
    facts.problems().map(|problem| format!("{}: {}", problem.fact, problem.message)).collect()
}

/// All of these hold, and nothing is wrong.
#[track_caller]
fn all_hold<S: FactSource>(source: &S, conditions: &[&str]) {
    assert_eq!(held(source, conditions), (conditions.iter().map(|one| (*one).to_owned()).collect(), Vec::new()));
}

#[derive(FactValue)]
enum Tier {
    Basic,
    Club,
    #[fact("with a person")]
    WithAPerson,
}

#[derive(FactSource)]
struct Ticket<'a> {
    tier: Tier,
    #[fact("status")]
    state: &'a str,
    risk: Option<f64>,
    mood: Fixed,
    #[fact("value")]
    lifetime_value: u32,
    renews_in: Duration,
    labels: &'a [&'a str],
    #[fact(skip)]
    id: u64,
}

fn ticket<'a>(state: &'a str, labels: &'a [&'a str]) -> Ticket<'a> {
    Ticket {
        tier: Tier::Club,
        state,
        risk: Some(0.85),
        mood: Fixed::from_millionths(-400_000),
        lifetime_value: 10_000,
        renews_in: Duration::from_secs(36 * 3_600),
        labels,
        id: 7,
    }
}

#[test]
fn every_field_is_its_fact() {
    let (state, labels) = (String::from("lost"), ["vip", "press"]);
    let ticket = ticket(&state, &labels);
    let conditions = [
        "tier is club",
        "status is lost",
        "risk is 85%",
        "mood is -0.4",
        "value is 10000 EUR",
        "renews_in is 36h",
        "labels has press",
    ];
    all_hold(&ticket, &conditions);
    assert_eq!(ticket.id, 7);
}

#[derive(FactSource)]
struct Others<W: FactValue> {
    tier: W,
    risk: f32,
    mood: i8,
    value: Arc<u64>,
    labels: BTreeSet<String>,
    due: i64,
    day: u16,
    opens: u32,
    language: Box<str>,
    country: Cow<'static, str>,
    category: &'static str,
    owner: String,
    note: Option<String>,
    outage: bool,
    attempted: usize,
}

#[test]
fn a_field_may_be_of_any_of_the_kinds() {
    let others = Others {
        tier: Tier::WithAPerson,
        risk: 0.1,
        mood: -1,
        value: Arc::new(3),
        labels: BTreeSet::from(["vip".to_owned()]),
        due: 1_793_000_000,
        day: 20_000,
        opens: 8 * 3_600,
        language: "es-MX".into(),
        country: "es".into(),
        category: "b",
        owner: "maria".to_owned(),
        note: Some(String::new()),
        outage: true,
        attempted: 2,
    };
    let conditions = [
        "tier is \"with a person\"",
        "risk is 10%",
        "mood is -1",
        "value is 3 EUR",
        "labels has vip",
        "due is known",
        "day is 2024-10-04",
        "opens is 08:00",
        "language is es",
        "country is ES",
        "category is a.b",
        "owner is known",
        "note is \"\"",
        "outage",
        "attempted is 2",
    ];
    all_hold(&others, &conditions);
    let lists = Lists { labels: HashSet::from(["vip"]) };
    all_hold(&lists, &["labels has vip"]);
    all_hold(&Array { labels: ["a".to_owned(), "b".to_owned()] }, &["labels has a", "labels has b"]);
}

#[derive(FactSource)]
struct Lists {
    labels: HashSet<&'static str>,
}

#[derive(FactSource)]
struct Array {
    labels: [String; 2],
}

#[test]
fn none_is_missing_and_not_the_default() {
    #[derive(FactSource)]
    struct Unknown<'a> {
        tier: Option<&'a str>,
        labels: Option<Vec<String>>,
    }
    let unknown = Unknown { tier: None, labels: None };
    all_hold(&unknown, &["tier is missing", "labels is missing", "value is 0 EUR"]);
}

#[test]
fn what_cannot_be_used_is_missing_and_a_problem() {
    #[derive(FactSource)]
    struct Wrong<'a> {
        tier: &'a str,
        risk: u128,
        mood: f64,
        value: bool,
        renews_in: &'a str,
        labels: Vec<String>,
        due: Duration,
        opens: u64,
        time_since_last_reply: Duration,
    }
    let wrong = Wrong {
        tier: "gold",
        risk: u128::MAX,
        mood: f64::NAN,
        value: true,
        renews_in: "2h",
        labels: vec!["tag".to_owned(); 101],
        due: Duration::from_secs(5),
        opens: u64::MAX,
        time_since_last_reply: Duration::from_micros(i64::MAX.unsigned_abs()),
    };
    let names = ["tier", "risk", "mood", "value", "renews_in", "labels", "due", "opens", "time_since_last_reply"];
    let conditions =
        names.map(|name| format!("{} is missing", name.replace("time_since_last_reply", "time since last reply")));
    let conditions: Vec<&str> = conditions.iter().map(String::as_str).collect();
    let (held, problems) = held(&wrong, &conditions);
    assert_eq!(held, conditions);
    let other_kind = "the fact holds values of another kind";
    let out_of_range = "the number is out of the fact's range";
    let expected = [
        "tier: the policy does not know this word".to_owned(),
        format!("risk: {out_of_range}"),
        format!("mood: {out_of_range}"),
        format!("value: {other_kind}"),
        format!("renews_in: {other_kind}"),
        "labels: the text or the list of tags is too long".to_owned(),
        format!("due: {other_kind}"),
        format!("opens: {out_of_range}"),
        format!("time_since_last_reply: {out_of_range}"),
    ];
    assert_eq!(problems, expected);
}

/// A type that the service has made a value itself.
struct Percent(u8);

impl FactValue for Percent {
    fn set(&self, fact: baton::runtime::FactRef, facts: &mut Facts<'_>) -> Result<(), Unusable> {
        facts.set_number(fact, Fixed::POINT.times(i64::from(self.0)))
    }
}

#[test]
fn a_service_may_have_values_of_its_own() {
    mod policies {
        pub(super) use baton::runtime;
    }
    #[derive(FactSource)]
    #[fact(crate = "policies")]
    struct Own {
        risk: Percent,
    }
    all_hold(&Own { risk: Percent(85) }, &["risk is 85%"]);
}

#[test]
fn a_fact_that_the_policy_lacks_is_named() {
    #[derive(FactSource)]
    #[allow(dead_code, reason = "it cannot be bound")]
    struct Unknown {
        tier: Tier,
        #[fact("customer.shoe_size")]
        size: u8,
    }
    let error = Unknown::bind(&table(&[])).expect_err("there is no such fact");
    assert_eq!(error.name, "customer.shoe_size");
}

#[test]
fn facts_of_another_table_are_not_known() {
    #[derive(FactSource)]
    struct Small {
        tier: Tier,
        mood: f64,
    }
    let (one, other) = (table(&[]), table(&["tier is missing", "mood is missing"]));
    let bound = Small::bind(&one).expect("the policy has its facts");
    assert!(bound.is_of(&one) && !bound.is_of(&other));
    let mut facts = other.facts();
    for _ in 0..2 {
        bound.set(&Small { tier: Tier::Basic, mood: 0.0 }, &mut facts);
    }
    let message = "the fact belongs to another table: look it up in the one that is used";
    assert_eq!(problems(&facts), [format!("tier: {message}"), format!("mood: {message}")]);
    let mut scratch = other.scratch();
    let decided = facts.decide(&mut scratch);
    assert_eq!((decided.alsos().count(), decided.queue()), (2, Some("p")));
}

/// One binding serves structs that live shorter than it, from several threads.
#[test]
fn a_binding_is_shared() {
    let table = table(&["status is lost", "labels has vip"]);
    let bound = Ticket::bind(&table).expect("the policy has its facts");
    std::thread::scope(|scope| {
        for state in ["lost", "packed"] {
            let (table, bound) = (&table, &bound);
            scope.spawn(move || {
                let (mut facts, mut scratch) = (table.facts(), table.scratch());
                for labels in [["vip"], ["press"]] {
                    let state = state.to_owned();
                    bound.set(&ticket(&state, &labels), &mut facts);
                    let expected = usize::from(state == "lost") + usize::from(labels == ["vip"]);
                    assert_eq!(facts.decide(&mut scratch).alsos().count(), expected);
                }
            });
        }
    });
}

#[test]
fn setting_facts_and_deciding_allocate_nothing() {
    let table = table(&["tier is club", "labels has vip", "mood below 0"]);
    let bound = Ticket::bind(&table).expect("the policy has its facts");
    let (mut facts, mut scratch) = (table.facts(), table.scratch());
    let mut ticket = ticket("lost", &["vip", "press"]);
    let mut decide = |ticket: &Ticket<'_>| {
        facts.reset();
        bound.set(ticket, &mut facts);
        facts.decide(&mut scratch).alsos().count()
    };
    assert_eq!(decide(&ticket), 3);
    let allocated = allocation::during(|| {
        for risk in [Some(0.123_456_789_123), Some(1.0 / 3.0), None] {
            ticket.risk = risk;
            assert_eq!(decide(&ticket), 3);
        }
    });
    assert_eq!(allocated, 0);
    assert!(allocation::during(|| drop(std::hint::black_box(vec![1]))) > 0, "allocations are counted");
}
