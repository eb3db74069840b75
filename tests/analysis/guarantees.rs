//! Small random policies with a random guarantee: every combination of values that could make a difference is decided
//! by the reference evaluator, and compared with what is proved.

use baton::Table;
use baton::analysis::guarantees::{Guarantees, Verdict};
use baton::analysis::{Missing, Side, Space};
use baton::decision::{Decision, Point};
use baton::policy::{ActionName, Demand, Direction, Effect, FactId, Guarantee, Policy, Wanted, WantedTo};
use baton::runtime::{Values, evaluate, holds};
use baton::value::Fixed;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::collections::HashMap;

use super::leaves::{FACTS, all, condition};
use super::policies::{Written, written_about};
use super::support::try_table;
use super::values::Domains;

/// Policies with more combinations of values than this are left to chance.
const COMBINATIONS_MAX: usize = 400;

/// Facts that rise and fall, and from which nothing is computed but thresholds.
const MOVING: &[&str] = &["n", "d", "s", "price", "age", "big", "turns", "attempted"];

const QUEUES: [&str; 5] = ["", "", " to billing", " to care or general", " to the named agent"];
const EFFECTS: [&str; 5] = ["", "", " with priority high", " with tag one", " with need skill disputes at level 2"];

fn demand() -> impl Strategy<Value = String> {
    let actions = subsequence(vec!["stay", "clarify", "offer", "hand off", "close"], 1..=4);
    (any::<bool>(), actions, select(&QUEUES[..]), select(&EFFECTS[..])).prop_map(|(always, mut actions, to, effect)| {
        if !to.is_empty() {
            actions.retain(|action| !matches!(*action, "stay" | "close"));
            if actions.is_empty() {
                actions.push("hand off");
            }
        }
        let several = if actions.len() > 1 { "one of " } else { "" };
        let word = if always { "always" } else { "never" };
        format!("then {word} {several}{}{to}{effect}", actions.join(", "))
    })
}

fn movement(facts: &[&'static str]) -> BoxedStrategy<String> {
    let moving: Vec<&str> = facts.iter().copied().filter(|fact| MOVING.contains(fact)).collect();
    if moving.is_empty() {
        return demand().boxed();
    }
    let claim = select(vec!["the outcome never moves towards stay"]);
    (select(moving), any::<bool>(), claim)
        .prop_map(|(fact, rises, claim)| format!("as {fact} {}, {claim}", if rises { "rises" } else { "falls" }))
        .boxed()
}

/// A policy, and a guarantee about the same facts.
fn small() -> impl Strategy<Value = (Written, String)> {
    subsequence(FACTS, 1..=3).prop_flat_map(|facts| {
        let everyone = condition(facts.iter().map(|fact| all(fact)).collect())
            .prop_map(|when| format!("when {when}; then everyone with the language within 90s of asking"));
        let lists: Vec<Vec<String>> = facts.iter().map(|fact| all(fact)).collect();
        let plain = (condition(lists), demand()).prop_map(|(when, demand)| format!("when {when}; {demand}"));
        let demand = prop_oneof![4 => plain, 2 => movement(&facts), 1 => everyone];
        (written_about(&facts), demand)
            .prop_map(|(written, demand)| (written, format!("guarantee \"g\" {{ {demand} }}\n")))
    })
}

#[test]
fn what_is_proved_is_so_for_every_value() {
    let mut count: HashMap<&str, usize> = HashMap::new();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        max_shrink_iters: 1_024,
        max_local_rejects: 1_000_000,
        max_global_rejects: 1_000_000,
        ..ProptestConfig::default()
    });
    let counted = std::cell::RefCell::new(&mut count);
    let result = runner.run(&small(), |(written, guarantee)| {
        // Some of what adds asks everyone, in time or too late.
        let text = written.text().replace("tag two", "everyone with the language within 60s of asking");
        let text = text.replace("raise priority by 5", "everyone with the language within 120s of asking") + &guarantee;
        let table = match try_table(&text) {
            Ok(table) => table,
            Err(errors) if ["E0413", "E0225", "E0209", "E0301"].iter().any(|code| errors.starts_with(code)) => {
                return Err(TestCaseError::reject("too many rows, or nothing to move"));
            }
            Err(errors) => return Err(TestCaseError::fail(errors)),
        };
        let (verdict, wrong) = wrong(&table)?;
        *counted.borrow_mut().entry(verdict).or_default() += 1;
        prop_assert!(wrong.is_none(), "{}\n{text}", wrong.unwrap_or_default());
        Ok(())
    });
    println!("{count:?}");
    if let Err(error) = result {
        panic!("{error}");
    }
    let of = |verdict: &str| count.get(verdict).copied().unwrap_or(0);
    assert!(of("proved") > 8 && of("broken") > 8, "{count:?}");
    assert_eq!(of("undecided"), 0, "{count:?}");
}

/// What the verdict is, and what of it is not so.
fn wrong(table: &Table) -> Result<(&'static str, Option<String>), TestCaseError> {
    let policy = table.policy();
    let Ok(guarantees) = Guarantees::of(policy) else { return Err(TestCaseError::reject("too many rows")) };
    let (space, side) = Space::of(guarantees.artifact(), Missing::Usually);
    let domains = Domains::of(&Table::new(guarantees.artifact().clone()));
    if domains.combinations() > COMBINATIONS_MAX {
        return Err(TestCaseError::reject("too many values"));
    }
    let verdict = guarantees.prove().remove(0);
    let guarantee = &policy.guarantees[0];
    let breaks = breaking(table, &domains, guarantee, (&space, &side));
    Ok(match (&verdict, breaks) {
        (Verdict::Proved, None) => ("proved", None),
        (Verdict::NothingFits, None) => ("nothing fits", None),
        (Verdict::Undecided | Verdict::OfTheCalendar, _) => ("undecided", None),
        (Verdict::NoExample, _) => ("no example", None),
        (Verdict::Proved | Verdict::NothingFits, Some(how)) => ("wrong", Some(format!("{verdict:?}, but {how}"))),
        (Verdict::Broken(breach), _) => {
            let fine = match (&guarantee.demand, breach.examples.as_slice()) {
                (Demand::Always(wanted), [only]) => !is_wanted(&only.decision, wanted, true),
                (Demand::Never(wanted), [only]) => is_wanted(&only.decision, wanted, false),
                (Demand::Everyone(within), [only]) => is_too_late(&only.decision, *within),
                (_, [before, after]) => nearer(before.decision.action, after.decision.action),
                _ => false,
            };
            ("broken", (!fine).then(|| format!("{breach:?} shows nothing")))
        }
    })
}

/// Whether a handoff asks everyone with the language too late, or not at all.
fn is_too_late(decision: &Decision, within: Fixed) -> bool {
    let asks = |effect: &Effect| matches!(effect, Effect::EveryoneWithLanguage(own, _) if *own <= within);
    matches!(decision.action, ActionName::HandOff | ActionName::Clarify) && !decision.effects.iter().any(asks)
}

/// Inputs that break a guarantee, if there are any, of all combinations of values.
fn breaking(
    table: &Table,
    domains: &Domains,
    guarantee: &Guarantee,
    (space, side): (&Space, &Side<'_>),
) -> Option<String> {
    let policy = table.policy();
    let possible = |values: &Values, point: Point| space.holds(&side.locate(space, values, point, false));
    let fits =
        |values: &Values, point: Point| possible(values, point) && holds(policy, values, point, &guarantee.condition);
    for at in 0..domains.combinations() {
        for values in domains.with_margins(table, domains.combination(at)) {
            for point in [Point::Message, Point::Answer] {
                if !fits(&values, point) {
                    continue;
                }
                let decision = evaluate(policy, &values, point, &[]);
                let how = match &guarantee.demand {
                    Demand::Always(wanted) => (!is_wanted(&decision, wanted, true)).then(|| format!("{decision:?}")),
                    Demand::Never(wanted) => is_wanted(&decision, wanted, false).then(|| format!("{decision:?}")),
                    Demand::Outcome(fact, direction) => {
                        moves(policy, domains, (&values, point, &decision), (*fact, *direction), &fits)
                    }
                    Demand::Everyone(within) => is_too_late(&decision, *within).then(|| format!("{decision:?}")),
                    Demand::Threshold(..)
                    | Demand::AtMost(..)
                    | Demand::Within(..)
                    | Demand::Someone(..)
                    | Demand::NeverClosed(_) => None,
                };
                if let Some(how) = how {
                    return Some(format!("{how} for {values:?}"));
                }
            }
        }
    }
    None
}

/// Another input, with more or less of the fact, that is decided nearer to `stay`.
fn moves(
    policy: &Policy,
    domains: &Domains,
    (values, point, before): (&Values, Point, &Decision),
    (fact, direction): (FactId, Direction),
    fits: &dyn Fn(&Values, Point) -> bool,
) -> Option<String> {
    let start = values.number(fact)?;
    let of = domains.facts.iter().find(|domain| domain.fact == fact)?;
    let ends = of.values.iter().flatten().filter(|value| match value {
        baton::value::Value::Number(end) if direction == Direction::Rises => *end > start,
        baton::value::Value::Number(end) => *end < start,
        _ => false,
    });
    for end in ends {
        let mut other = values.clone();
        other.set(fact, Some(end.clone()));
        let after = evaluate(policy, &other, point, &[]).action;
        if fits(&other, point) && nearer(before.action, after) {
            return Some(format!("{:?} becomes {after:?} with {end:?}", before.action));
        }
    }
    None
}

fn nearer(before: ActionName, after: ActionName) -> bool {
    let rank = |action| {
        [ActionName::Stay, ActionName::Offer, ActionName::Clarify, ActionName::HandOff]
            .iter()
            .position(|one| *one == action)
    };
    match (rank(before), rank(after)) {
        (Some(before), Some(after)) => after < before,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// As the manual says: all queues of an `always`, one of a `never`; effects that are as strong.
fn is_wanted(decision: &Decision, wanted: &Wanted, all: bool) -> bool {
    let to = match &wanted.to {
        None => true,
        Some(WantedTo::NamedAgent) => decision.to_named_agent,
        Some(WantedTo::Queues(queues)) if all => {
            !decision.queues.is_empty() && decision.queues.iter().all(|queue| queues.contains(queue))
        }
        Some(WantedTo::Queues(queues)) => decision.queues.iter().any(|queue| queues.contains(queue)),
    };
    let effect = wanted.effect.as_ref().is_none_or(|effect| {
        decision.effects.iter().any(|own| match (own, effect) {
            (Effect::Priority(own), Effect::Priority(effect)) => own >= effect,
            (Effect::NeedSkill(skill, own), Effect::NeedSkill(other, level)) => skill == other && own >= level,
            _ => own == effect,
        })
    });
    wanted.actions.contains(&decision.action) && to && effect
}

/// A threshold never moves the wrong way, for every pair of values.
#[test]
fn what_is_proved_of_a_threshold_is_so_for_every_pair() {
    let text = |steps: &str, guarantee: &str| {
        super::support::header("stay", "")
            + super::leaves::DECLARED
            + &format!(
                "threshold confidence {{ 60%; {steps} }}\nrule r {{ when confidence below threshold; then hand off }}\n"
            )
            + &format!("guarantee \"g\" {{ {guarantee} }}\n")
    };
    let cases = [
        ("raise by 10 points when n above 2", "as n rises, threshold confidence never falls", true),
        ("raise by 10 points when n above 2", "as n falls, threshold confidence never falls", false),
        ("raise by 10 points when n above 2", "as n rises, threshold confidence never rises", false),
        (
            "raise by 10 points when n above 2; lower by 10 points when n above 2",
            "as n rises, threshold confidence never falls",
            true,
        ),
        (
            "raise by 10 points when n above 2; lower by 11 points when n above 3",
            "as n rises, threshold confidence never falls",
            false,
        ),
        (
            "raise by 10 points when n above 2; lower by 15 points when n above 3; never above 60%; never below 60%",
            "as n rises, threshold confidence never falls",
            true,
        ),
        (
            "raise by 10 points when n above 2; lower by 15 points when n above 3; 80% for billing",
            "when n at most 3; as n rises, threshold confidence never falls",
            true,
        ),
        (
            "lower by 5 points for each 2 n after 3, up to 20 points",
            "as n rises, threshold confidence never rises",
            true,
        ),
        (
            "lower by 5 points for each 2 n after 3, up to 20 points",
            "as n rises, threshold confidence never falls",
            false,
        ),
        ("raise by 10 points when m below 0 for 2 turns running", "as m falls, threshold confidence never falls", true),
        (
            "raise by 10 points when m below 0 for 2 turns running",
            "as m rises, threshold confidence never falls",
            false,
        ),
    ];
    for (steps, guarantee, is_proved) in cases {
        let text = text(steps, guarantee);
        let table = super::support::table(&text);
        let guarantees = Guarantees::of(table.policy()).expect("it fits a table");
        let verdict = guarantees.prove().remove(0);
        match (&verdict, is_proved) {
            (Verdict::Proved, true) => {}
            (Verdict::Broken(breach), false) => assert_ne!(breach.thresholds[0], breach.thresholds[1]),
            _ => panic!("{verdict:?}\n{text}"),
        }
    }
}
