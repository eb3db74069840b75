//! What routing asks of a decision: which conditions hold once it is made, and how urgent it is.
//!
//! In: the values that a decision was made on, and the decision with everything that
//! `also`s added. Out: whether a step of a ladder is there, and minutes.

use super::conditions::Reader;
use super::evaluate::decision_facts;
use super::thresholds::times;
use super::values::Values;
use crate::decision::Decision;
use crate::policy::FactId;
use crate::policy::{Addition, Condition, DecisionFact, Effect, Origin, Policy, Priority};
use crate::value::{Fixed, Value};

/// How soon, in a word: the most urgent that an effect names, else normal.
pub fn priority(decision: &Decision) -> Priority {
    let named = decision.effects.iter().filter_map(|effect| match effect {
        Effect::Priority(priority) => Some(*priority),
        _ => None,
    });
    named.max().unwrap_or(Priority::Normal)
}

/// Whether a condition of a queue holds, which may ask what was decided.
pub fn holds_of_decision(policy: &Policy, values: &Values, decision: &Decision, condition: &Condition) -> bool {
    reader(policy, values, decision).holds(condition)
}

/// The minutes that are added to those that the customer has waited.
pub fn minutes(policy: &Policy, values: &Values, decision: &Decision) -> Fixed {
    let word = policy.waiting.of(priority(decision));
    let raised = decision.effects.iter().filter_map(|effect| match effect {
        Effect::RaisePriority(by) => Some(*by),
        _ => None,
    });
    let mut reader = reader(policy, values, decision);
    let additions = policy.waiting.additions.iter().filter_map(|one| added(&mut reader, one));
    let additions: Vec<Fixed> = additions.collect();
    word + raised.chain(additions).sum()
}

/// What a line adds, if it holds.
fn added(reader: &mut Reader<'_>, addition: &Addition) -> Option<Fixed> {
    if !reader.holds(&addition.when) {
        return None;
    }
    let Some(each) = &addition.each else { return Some(addition.minutes) };
    let times = times(reader.number(each.fact)?, each)?;
    Some(addition.minutes.times(times).min(each.up_to))
}

fn reader<'a>(policy: &'a Policy, values: &'a Values, decision: &Decision) -> Reader<'a> {
    let mut reader = Reader::new(policy, values, decision.point);
    reader.decided = decision_facts(policy, decision.action, &decision.queues, decision.decided_by);
    let asked = policy.facts.iter().position(|fact| fact.origin == Origin::Decision(DecisionFact::Priority));
    if let Some(at) = asked {
        let word = priority(decision).as_str().to_owned();
        reader.decided.push((FactId::from_index(at), Value::Word(word)));
    }
    reader
}
