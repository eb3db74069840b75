//! A second evaluation of conditions, deliberately naive and differently built, as a referee of the runtime.
//!
//! In: generated policies and facts. Here a condition is true, false or unknown, computed from the
//! leaves up, by counting; the runtime asks only "does it hold?". Both must name the same deciding rule.
//! `BATON_CASES` asks for more cases than usual.

use baton::decision::{DecidedBy, Point};
use baton::policy::{Action, Check, Comparison, Condition, FactId, Origin, Policy, Relation, RuleId};
use baton::runtime::{Values, evaluate};
use baton::value::{Fixed, Value};
use proptest::prelude::*;

use super::support::{header, policy};

/// True, false, or not known.
type Three = Option<bool>;

fn three(policy: &Policy, facts: &Values, point: Point, condition: &Condition) -> Three {
    let all = |parts: &[Condition]| parts.iter().map(|part| three(policy, facts, point, part)).collect::<Vec<_>>();
    match condition {
        Condition::All(parts) => {
            let values = all(parts);
            let falses = values.iter().filter(|value| **value == Some(false)).count();
            let unknown = values.iter().filter(|value| value.is_none()).count();
            if falses > 0 {
                Some(false)
            } else if unknown > 0 {
                None
            } else {
                Some(true)
            }
        }
        Condition::Any(parts) => {
            let values = all(parts);
            let trues = values.iter().filter(|value| **value == Some(true)).count();
            let unknown = values.iter().filter(|value| value.is_none()).count();
            if trues > 0 {
                Some(true)
            } else if unknown > 0 {
                None
            } else {
                Some(false)
            }
        }
        Condition::Except(exception) => Some(three(policy, facts, point, exception) != Some(true)),
        Condition::Compare(id) => comparison(policy, facts, point, policy.comparison(*id)),
    }
}

fn comparison(policy: &Policy, facts: &Values, point: Point, one: &Comparison) -> Three {
    if policy.fact(one.fact).on_answer && point == Point::Message {
        return None;
    }
    let value = facts.get(one.fact);
    let plain = match (&one.test, value) {
        (Check::Known, _) => value.is_some(),
        (Check::Missing, _) => value.is_none(),
        (Check::True, Some(value)) => *value == Value::Truth(true),
        (Check::OneOf(words) | Check::Has(words), Some(Value::Word(word))) => words.iter().any(|one| one == word),
        (Check::OneOf(words) | Check::Has(words), Some(Value::Words(found))) => {
            found.iter().any(|word| words.contains(word))
        }
        (Check::Within { low, high }, Some(Value::Number(number))) => {
            let n = number.millionths();
            let too_low = low.is_some_and(|(bound, included)| n < bound.millionths() + i64::from(!included));
            let too_high = high.is_some_and(|(bound, included)| n > bound.millionths() - i64::from(!included));
            !(too_low || too_high)
        }
        (Check::Threshold { threshold, relation, offset }, Some(Value::Number(number))) => {
            let bar = bar(policy, facts, point, threshold.index()) + offset.millionths();
            let n = number.millionths();
            match relation {
                Relation::Above => n > bar,
                Relation::Below => n < bar,
                Relation::AtLeast => n >= bar,
                Relation::AtMost => n <= bar,
            }
        }
        // Missing, or of a kind that the test does not ask about.
        _ => return None,
    };
    Some(plain != one.negated)
}

/// The threshold in millionths: base of the longest path that begins the category, steps, limits.
fn bar(policy: &Policy, facts: &Values, point: Point, at: usize) -> i64 {
    let threshold = &policy.thresholds[at];
    let category = policy.find_fact("category").and_then(|fact| facts.word(fact)).map(|path| format!("{path}."));
    let fitting = threshold.bases.iter().filter(|(id, _)| {
        let path = format!("{}.", policy.categories[id.index()].path);
        category.as_ref().is_some_and(|category| category.starts_with(&path))
    });
    let nearest = fitting.max_by_key(|(id, _)| policy.categories[id.index()].path.len());
    let base = nearest.map_or(threshold.base, |(_, base)| *base).millionths();
    let mut sum = base;
    for group in &threshold.groups {
        let mut found: Vec<i64> = Vec::new();
        for step in &group.steps {
            if three(policy, facts, point, &step.when) != Some(true) {
                continue;
            }
            let by = step.by.millionths();
            let Some(each) = &step.each else {
                found.push(by);
                continue;
            };
            let Some(number) = facts.number(each.fact) else { continue };
            let mut grown = 0;
            let mut left = number.millionths() - each.after.millionths();
            while left >= each.every.millionths() && grown < each.up_to.millionths() {
                grown = (grown + by.abs()).min(each.up_to.millionths());
                left -= each.every.millionths();
            }
            if grown > 0 {
                found.push(grown * by.signum());
            }
        }
        found.sort_unstable();
        sum += found.last().copied().unwrap_or(0);
    }
    let raised = threshold.low.map_or(sum, |low| if sum < low.millionths() { low.millionths() } else { sum });
    threshold.high.map_or(raised, |high| if raised > high.millionths() { high.millionths() } else { raised })
}

/// The first live rule that holds and is not blocked, and all after it that hold too.
fn naive(policy: &Policy, facts: &Values, point: Point) -> (Option<RuleId>, Vec<RuleId>) {
    let allowed = policy.find_fact("offer_allowed").is_none_or(|fact| facts.get(fact) != Some(&Value::Truth(false)));
    let holding = (0..policy.rules.len()).map(RuleId::from_index).filter(|id| {
        let rule = policy.rule(*id);
        let blocked = matches!(rule.outcome.action, Action::Offer(_)) && !allowed;
        !rule.watch && !blocked && three(policy, facts, point, &rule.condition) == Some(true)
    });
    let mut holding: Vec<RuleId> = holding.collect();
    if holding.is_empty() { (None, holding) } else { (Some(holding.remove(0)), holding) }
}

pub(crate) const FACTS: &str = r"
category billing { refund { late }, dispute }
category travel { flight }
fact n is count
fact m is number from -1 to 1
fact s is share
fact w is one of a, b, c or other
fact yes is true or false
fact labels is tags
threshold confidence {
  60%
  80% for billing
  30% for billing.refund, travel
  raise by 10 points when n at least 2
  raise by 7 points for each 2 n after 1, up to 20 points when not yes
  lower by 15 points when w is a and m is known
  highest of { raise by 5 points when m below 0; raise by 9 points when m below -0.5; lower by 3 points when m above 0.5 }
  never below 25%
  never above 90%
}
threshold low of s { 20%; raise by 30 points when yes; never above 40% }
";

pub(crate) fn leaf() -> impl Strategy<Value = String> {
    let number = (prop::sample::select(vec!["above", "below", "at least", "at most", "is", "is not"]), 0..4_u8)
        .prop_map(|(op, n)| format!("n {op} {n}"));
    let score = (prop::sample::select(vec!["above", "below", "at least", "at most"]), -2..3_i8)
        .prop_map(|(op, n)| format!("m {op} {}", f32::from(n) / 2.0));
    let bar = (
        prop::sample::select(vec!["above", "below", "at least", "at most"]),
        prop::sample::select(vec!["", " minus 10 points", " plus 5 points"]),
    )
        .prop_map(|(op, offset)| format!("confidence {op} threshold{offset}"));
    let fixed = prop::sample::select(vec![
        "yes",
        "n is known",
        "n is missing",
        "m is missing",
        "confidence is missing",
        "confidence is known",
        "w is a",
        "w is not a",
        "w is one of a, b",
        "w is not one of a, b",
        "w is other",
        "s below low",
        "s above low minus 5 points",
        "category is billing",
        "category is not billing.refund",
        "category is one of late, travel",
        "category is missing",
        "labels has \"x\"",
        "n between 1 and 2",
        "attempted at least 1",
        "s between 20% and 40%",
        "offers is 0",
    ])
    .prop_map(str::to_owned);
    prop_oneof![2 => number, 1 => score, 2 => bar, 6 => fixed]
}

fn condition() -> impl Strategy<Value = String> {
    leaf().prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" and "))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" or "))),
            inner.prop_map(|one| format!("not ({one})")),
        ]
    })
}

/// A rule's layer, condition, exception and action, and what its group excepts.
type Written = ((&'static str, String, Option<String>, &'static str), Option<String>);

fn rules() -> impl Strategy<Value = String> {
    let layer = prop::sample::select(vec!["guard", "override", "rule", "rule", "watch rule"]);
    let action = prop::sample::select(vec!["stay", "offer", "hand off", "close"]);
    let rule = (layer, condition(), proptest::option::of(condition()), action);
    prop::collection::vec((rule, proptest::option::of(condition())), 1..6).prop_map(|rules| {
        let text = |(at, ((layer, when, except, then), group)): (usize, Written)| {
            let except = except.map(|except| format!("except when {except};")).unwrap_or_default();
            let rule = format!(
                "{layer} r{at} {{ when {when}; {except} then {then}; allow silenced_guard because \"generated\" }}"
            );
            group.map_or(rule.clone(), |group| format!("group g{at} except when {group} {{ {rule} }}"))
        };
        rules.into_iter().enumerate().map(text).collect::<Vec<_>>().join("\n")
    })
}

/// A value of each fact that rules ask, or none, from a seed.
pub(crate) fn some_facts(policy: &Policy, mut seed: u64) -> Values {
    let mut next = |below: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % below
    };
    let mut facts = Values::starting(policy);
    for (at, fact) in policy.facts.iter().enumerate() {
        let word = |words: &[&str], at: u64| Value::Word(words[usize::try_from(at).unwrap_or(0)].to_owned());
        let share = |at: u64| Value::Number(Fixed::from_millionths(i64::try_from(at).unwrap_or(0) * 50_000));
        let number = |at: i64| Value::Number(Fixed::from_millionths(at));
        let value = match (fact.name.as_str(), next(4) == 0) {
            ("n" | "m" | "s" | "w" | "yes" | "labels" | "confidence" | "attempted" | "category", true) => None,
            ("n" | "attempted", _) => Some(number(i64::try_from(next(6)).unwrap_or(0) * 1_000_000)),
            ("m", _) => Some(number(i64::try_from(next(9)).unwrap_or(0) * 250_000 - 1_000_000)),
            ("s" | "confidence", _) => Some(share(next(21))),
            ("w", _) => Some(word(&["a", "b", "c", "other"], next(4))),
            ("yes" | "offer_allowed", _) => Some(Value::Truth(next(2) == 0)),
            ("labels", _) => Some(Value::Words(vec![["x", "y"][usize::from(next(2) == 0)].to_owned()])),
            ("category", _) => Some(word(
                &["billing", "billing.refund", "billing.refund.late", "billing.dispute", "travel", "travel.flight"],
                next(6),
            )),
            _ => continue,
        };
        debug_assert!(!matches!(fact.origin, Origin::Signal(..) | Origin::Run(_)), "none is generated");
        facts.set(FactId::from_index(at), value);
    }
    facts
}

/// How many policies; each is asked a hundred times.
pub(crate) fn policies() -> u32 {
    std::env::var("BATON_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: policies(), failure_persistence: None, ..ProptestConfig::default() })]

    /// 20,000 assignments: both evaluations name the same rule, and the same rules that fitted too.
    #[test]
    fn two_evaluations_agree(rules in rules(), seed in 1..u64::MAX) {
        let policy = policy(&(header("") + FACTS + &rules));
        for round in 0..100_u64 {
            let facts = some_facts(&policy, seed.wrapping_add(round.wrapping_mul(0x9e37_79b9_7f4a_7c15)).max(1));
            let point = if round % 3 == 0 { Point::Message } else { Point::Answer };
            let (winner, fitted) = naive(&policy, &facts, point);
            let decision = evaluate(&policy, &facts, point, &[]);
            let decided = winner.map_or(DecidedBy::Otherwise, DecidedBy::Rule);
            prop_assert_eq!(decision.decided_by, decided, "{:?}\n{:?}", point, &facts);
            prop_assert_eq!(&decision.also_fitted, &fitted);
        }
    }
}
