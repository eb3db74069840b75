//! Facts, switches and lists that the service gives.

use super::{Change, Subject, change, matched};
use crate::analysis::alike;
use crate::policy::{Fact, Origin, Policy};
use crate::value::{Type, show};

/// Compares what is declared.
pub(super) fn facts(old: &Policy, new: &Policy, found: &mut Vec<Change>) {
    let is_declared = |fact: &&Fact| matches!(fact.origin, Origin::Given | Origin::Switch | Origin::List { .. });
    let subject = |fact: &Fact| if matches!(fact.origin, Origin::List { .. }) { Subject::List } else { Subject::Fact };
    let (removed, added, both) = matched(&old.facts, &new.facts, |one| &one.name);
    for (all, word) in [(removed, "removed"), (added, "added")] {
        for fact in all.into_iter().filter(is_declared) {
            found.push(change(subject(fact), &fact.words, word.to_owned(), false));
        }
    }
    for (before, after) in both {
        let (one, other) = (&old.facts[before], &new.facts[after]);
        if let (Origin::List { entries, .. }, Origin::List { entries: others, .. }) = (&one.origin, &other.origin) {
            let more = others.iter().filter(|entry| entries.binary_search(entry).is_err()).count();
            let fewer = entries.iter().filter(|entry| others.binary_search(entry).is_err()).count();
            if more + fewer > 0 {
                let text = format!(
                    "has {} more and {} fewer",
                    many(more, "entry", "entries"),
                    many(fewer, "entry", "entries")
                );
                found.push(change(Subject::List, &one.words, text, true));
            }
        } else if matches!(one.origin, Origin::Given | Origin::Switch) {
            fact(one, other, found);
        }
    }
}

fn fact(one: &Fact, other: &Fact, found: &mut Vec<Change>) {
    let mut push = |text: String, noticeable: bool| found.push(change(Subject::Fact, &one.words, text, noticeable));
    let (kind, to) = (kind(&one.kind), kind(&other.kind));
    if kind != to {
        let apart = alike::kind(&one.kind) != alike::kind(&other.kind);
        let note = if apart { "; what is said of the one is not said of the other" } else { "" };
        push(format!("was {kind}, is {to}{note}"), apart);
    }
    let default =
        |fact: &Fact| fact.default.as_ref().map_or_else(|| "none".to_owned(), |value| show(value, &fact.kind));
    let (before, after) = (default(one), default(other));
    if before != after {
        push(format!("its default was {before}, is {after}"), false);
    }
    if one.scale != other.scale {
        let scale = |fact: &Fact| match fact.scale {
            Some((low, high)) => format!("sent as {low} to {high}"),
            None => "sent as it is".to_owned(),
        };
        push(format!("was {}, is {}", scale(one), scale(other)), true);
    }
}

/// A type as its declaration writes it.
fn kind(kind: &Type) -> String {
    match kind {
        Type::OneOf { values, open } => {
            format!("one of {}{}", values.join(", "), if *open { " or other" } else { "" })
        }
        Type::Number { low: Some(low), high: Some(high) } => format!("number from {low} to {high}"),
        Type::Money { currency, .. } => format!("money in {currency}"),
        Type::Truth => "yes or no".to_owned(),
        kind => alike::kind(kind),
    }
}

fn many(count: usize, one: &str, several: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {several}") }
}
