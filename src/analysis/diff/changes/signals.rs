//! Signals: which there are, and what they listen for.

use super::{Change, Subject, change, matched};
use crate::analysis::alike;
use crate::policy::{FactId, Origin, Policy, SignalId};
use std::collections::BTreeSet;

/// Compares ears.
pub(super) fn signals(old: &Policy, new: &Policy, found: &mut Vec<Change>) {
    let (removed, added, both) = matched(&old.signals, &new.signals, |one| &one.name);
    for one in removed {
        found.push(change(Subject::Signal, &one.name, "removed".to_owned(), false));
    }
    for one in added {
        found.push(change(Subject::Signal, &one.name, "added".to_owned(), false));
    }
    let asked = [heard(old), heard(new)];
    for (before, after) in both {
        let ears = [alike::signal(old, SignalId::from_index(before)), alike::signal(new, SignalId::from_index(after))];
        if ears[0] == ears[1] {
            continue;
        }
        let is_asked = asked[0].contains(&before) && asked[1].contains(&after);
        let (one, other) = (&old.signals[before], &new.signals[after]);
        let text = if one.is_score == other.is_score {
            "hears other words"
        } else {
            "is another kind of signal: yes or no is not a score"
        };
        let note = if is_asked { "" } else { "; no rule of both policies asks for it" };
        found.push(change(Subject::Signal, &one.name, format!("{text}{note}"), is_asked));
    }
}

/// The signals that something which decides asks for, by position.
fn heard(policy: &Policy) -> BTreeSet<usize> {
    let asked = policy.asked().into_iter();
    let of = |fact: FactId| match policy.fact(fact).origin {
        Origin::Signal(signal, _) => Some(signal.index()),
        _ => None,
    };
    asked.filter_map(of).collect()
}
