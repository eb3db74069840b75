//! What would have changed a decision, in the words of the language.

use super::{number, shown as value_shown};
use crate::policy::{Fact, FactId, Policy};
use crate::runtime::nearest::{Change, Outcome, Region};
use crate::value::{Fixed, Type, Value, show_difference};

/// What a fact would have to be, and how far that is: `confidence below 70% (it is 72%, 2 points off)`.
pub fn change(policy: &Policy, change: &Change) -> String {
    let fact = policy.fact(change.fact);
    let mut notes = Vec::new();
    // A yes or no, and a word or tags of which one is named, say what the fact is not; numbers do not.
    match (&change.was, &change.to) {
        (None, Region::Missing) | (Some(Value::Truth(_)), _) | (_, Region::Tag(..)) => {}
        (None, _) => notes.push("it is missing".to_owned()),
        (Some(was), to) => {
            let off = off(was, to, &fact.kind).unwrap_or_default();
            notes.push(format!("it is {}{off}", value_shown(was, &fact.kind)));
        }
    }
    let moved: Vec<&str> = change.moved.iter().map(|id| policy.fact(*id).words.as_str()).collect();
    if !moved.is_empty() {
        notes.push(format!("with it {}", few(&moved)));
    }
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
    format!("{}{notes}", region(fact, &change.to))
}

/// At most three names.
fn few(names: &[&str]) -> String {
    match names {
        [first, second, third, _, ..] => format!("{first}, {second}, {third} and {} more", names.len() - 3),
        names => names.join(", "),
    }
}

/// What is done, with its queues: `hand off to billing at L2`.
pub fn would(policy: &Policy, outcome: &Outcome) -> String {
    super::action_to(policy, outcome.action, &outcome.queues, outcome.to_named_agent, outcome.level.as_deref())
}

fn region(fact: &Fact, region: &Region) -> String {
    let words = &fact.words;
    let shown = |value: Fixed| number(value, &fact.kind);
    match region {
        Region::Missing => format!("{words} is missing"),
        Region::Is(Value::Truth(true)) => words.clone(),
        Region::Is(Value::Truth(false)) => format!("not {words}"),
        Region::Is(value) => format!("{words} is {}", value_shown(value, &fact.kind)),
        Region::Other => format!("{words} is any other"),
        Region::Tag(tag, true) => format!("{words} has {tag}"),
        Region::Tag(tag, false) => format!("{words} has not {tag}"),
        Region::Between(None, None) => format!("{words} is known"),
        Region::Between(Some((low, true)), Some((high, true))) if low == high => format!("{words} is {}", shown(*low)),
        Region::Between(Some((low, true)), Some((high, true))) => {
            format!("{words} between {} and {}", shown(*low), shown(*high))
        }
        Region::Between(low, high) => {
            let low =
                low.map(|(low, included)| format!("{} {}", if included { "at least" } else { "above" }, shown(low)));
            let high =
                high.map(|(high, included)| format!("{} {}", if included { "at most" } else { "below" }, shown(high)));
            format!("{words} {}", [low, high].into_iter().flatten().collect::<Vec<_>>().join(" and "))
        }
    }
}

/// How far a number is from a range.
fn off(was: &Value, region: &Region, kind: &Type) -> Option<String> {
    let (Value::Number(was), Region::Between(low, high)) = (was, region) else { return None };
    let off = match (low, high) {
        (Some((low, _)), _) if low >= was => *low - *was,
        (_, Some((high, _))) if high <= was => *was - *high,
        _ => return None,
    };
    let has_differences = !matches!(kind, Type::Time | Type::Date | Type::Moment);
    (has_differences && off > Fixed::ZERO).then(|| format!(", {} off", show_difference(off, kind)))
}

/// The facts of changes, those that the decision read first.
pub fn in_order(changes: &mut [Change], because_of: &[FactId], read: &[FactId]) {
    let place = |fact: &FactId| {
        let among = |facts: &[FactId]| facts.iter().position(|known| known == fact);
        match (among(because_of), among(read)) {
            (Some(at), _) => (0, at),
            (None, Some(at)) => (1, at),
            (None, None) => (2, fact.index()),
        }
    };
    changes.sort_by_key(|change| place(&change.fact));
}
