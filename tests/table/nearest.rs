//! What would have changed a decision: each change leads where it says, and none is nearer.
//!
//! In: generated policies, and one with everything that is computed. The reference
//! evaluator decides on every value of every fact that could make a difference.

use baton::decision::{DecidedBy, Decision, Point};
use baton::policy::{FactId, Origin};
use baton::runtime::nearest::{Change, Outcome, Region, changes};
use baton::runtime::{Session, Table, Values, evaluate};
use baton::value::{Fixed, Value};
use proptest::prelude::*;

use super::policies::written;
use super::support::{Numbers, table, table_of};
use super::values::{Domain, Domains};

/// What the reference evaluator decides in a session, and by whom.
fn decided(session: &mut Session<'_>, point: Point) -> (Outcome, DecidedBy) {
    let problems = session.problems();
    let policy = session.table().policy();
    let Decision { action, queues, to_named_agent, level, decided_by, .. } =
        evaluate(policy, session.facts(point), point, &problems);
    (Outcome { action, queues, to_named_agent, level }, decided_by)
}

/// A conversation in which every fact has been given as in `values`.
fn session<'t>(table: &'t Table, values: &Values, domains: &Domains) -> Session<'t> {
    let mut session = Session::new(table, "c");
    session.customer("hello", None);
    session.assistant("hello", None);
    for Domain { fact, .. } in &domains.facts {
        session.give(*fact, values.get(*fact).cloned());
    }
    session
}

/// How far a value is from another, and whether that can be said.
fn distance(one: Option<&Value>, other: Option<&Value>) -> Option<u64> {
    match (one, other) {
        (Some(Value::Number(one)), Some(Value::Number(other))) => Some(one.millionths().abs_diff(other.millionths())),
        _ => None,
    }
}

/// Of tags, one more or less is a change.
fn is_one_step(value: Option<&Value>, was: Option<&Value>) -> bool {
    let few = |value: Option<&Value>| match value {
        Some(Value::Words(words)) => words.clone(),
        _ => Vec::new(),
    };
    let (new, old) = (few(value), few(was));
    let differ = new.iter().filter(|tag| !old.contains(tag)).chain(old.iter().filter(|tag| !new.contains(tag))).count();
    value.is_none() || differ <= 1
}

fn lies_within(number: Fixed, region: &Region) -> bool {
    let Region::Between(low, high) = region else { return false };
    low.is_none_or(|(low, included)| number > low || included && number == low)
        && high.is_none_or(|(high, included)| number < high || included && number == high)
}

/// Holds what was found against every value of every fact.
fn judge(begin: &Session<'_>, point: Point, domains: &Domains) {
    let found = changes(begin, point);
    assert_eq!(found.not_tried, 0);
    let now = decided(&mut begin.clone(), point).0;
    let with = |fact: FactId, value: Option<Value>| {
        let mut probe = begin.clone();
        probe.give(fact, value);
        decided(&mut probe, point)
    };
    for change in &found.changes {
        assert_ne!(change.outcome, now, "{change:?}");
        assert_eq!(with(change.fact, change.nearest.clone()), (change.outcome.clone(), change.by), "{change:?}");
    }
    let was = begin.clone().facts(point).clone();
    for Domain { fact, values } in &domains.facts {
        let own: Vec<&Change> = found.changes.iter().filter(|change| change.fact == *fact).collect();
        let tried = values.iter().filter(|value| value.as_ref() != was.get(*fact));
        for value in tried.filter(|value| is_one_step(value.as_ref(), was.get(*fact))) {
            let (outcome, _) = with(*fact, value.clone());
            let listed = own.iter().find(|change| change.outcome == outcome);
            let shown = || format!("{} = {value:?}: {outcome:?}, {own:#?}", begin.table().policy().fact(*fact).name);
            assert_eq!(listed.is_some(), outcome != now, "{}", shown());
            let Some(listed) = listed else {
                let number =
                    value.as_ref().and_then(|value| if let Value::Number(n) = value { Some(*n) } else { None });
                let claimed = own.iter().any(|change| number.is_some_and(|number| lies_within(number, &change.to)));
                assert!(!claimed, "{}", shown());
                continue;
            };
            let near = distance(listed.nearest.as_ref(), was.get(*fact));
            let this = distance(value.as_ref(), was.get(*fact));
            assert!(this.is_none() || near.is_some() && near <= this, "{}", shown());
        }
    }
}

fn facts_of(table: &Table, domains: &Domains) -> Domains {
    let mut domains = domains.clone();
    // What is computed from others is given by nobody here, so that it moves.
    domains.facts.retain(|domain| {
        !matches!(table.policy().fact(domain.fact).origin, Origin::List { .. } | Origin::Signal(..) | Origin::Run(_))
    });
    domains
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changes_are_exact_in_generated_policies(policy in written(), seed: u64) {
        let table = table(&policy.text());
        let domains = Domains::of(&table);
        let mut numbers = Numbers(seed);
        for _ in 0..3 {
            let values = domains.some(&table, &mut numbers);
            let given = if numbers.below(2) == 0 { domains.clone() } else { facts_of(&table, &domains) };
            let begin = session(&table, &values, &given);
            for point in [Point::Message, Point::Answer] {
                judge(&begin, point, &given);
            }
        }
    }
}

const COMPUTED: &str = r#"
category billing { refund, dispute }
queue money "Money" { handles billing; level L1 }
fact customer.tier is one of free, pro, enterprise default free
fact order.total is money in EUR default 0 EUR
fact tags is tags
list vip from "vip.csv" column id
fact id is text
signal sour { 0.5 when sentiment below -0.4; 0.3 when order.total above 50 EUR; fades by half every 2 turns }
threshold confidence {
  60%
  80% for billing.refund
  lengthy raise by 5 points for each 1 turns after 5, up to 20 points
  mood raise by 10 points when sentiment at most -0.3
  never above 90%
}
override listed { when customer in vip; then hand off to money at L1 }
override dear { when order.total at least 100 EUR and tags has loud; then offer }
rule sad { when sour above 0.6 and lowest sentiment below -0.5; then hand off }
rule falling { when sentiment trend below -0.5 for 1 turns running; then hand off to money }
rule unsure { when confidence below threshold; then offer }
rule far { when confidence below threshold minus 20 points; then hand off }
rule late { when turns between 7 and 9 and not customer.tier is pro; then close }
"#;

#[test]
fn what_is_computed_moves_with_its_fact() {
    let table = table_of(COMPUTED);
    let domains = Domains::of(&table);
    let mut numbers = Numbers(7);
    for _ in 0..60 {
        let values = domains.some(&table, &mut numbers);
        let given = facts_of(&table, &domains);
        let begin = session(&table, &values, &given);
        for point in [Point::Message, Point::Answer] {
            judge(&begin, point, &given);
        }
    }
}

const ENDS: &str = r"
fact big is number
threshold big {
  BASE
  highest of {
    raise by 1
  }
}
rule low { when big at least threshold minus 9223372036854.775805; then close }
rule some { when big above 0; then offer }
";

#[test]
fn a_margin_at_the_end_of_all_numbers_is_exact() {
    for base in ["9223372036854.775805", "-9223372036854.775805"] {
        let table = table_of(&ENDS.replace("BASE", base));
        let domains = Domains::of(&table);
        let mut numbers = Numbers(7);
        for _ in 0..60 {
            let values = domains.some(&table, &mut numbers);
            judge(&session(&table, &values, &domains), Point::Message, &domains);
        }
    }
}
