//! Categories: which there are, what they are also called, who handles them.

use super::{Change, Subject, change, matched};
use crate::policy::{CategoryId, Policy};
use std::collections::BTreeSet;

/// Compares the trees.
pub(super) fn categories(old: &Policy, new: &Policy, found: &mut Vec<Change>) {
    let (removed, added, both) = matched(&old.categories, &new.categories, |one| &one.path);
    for one in removed {
        found.push(change(Subject::Category, &one.path, "removed".to_owned(), false));
    }
    for one in added {
        found.push(change(Subject::Category, &one.path, "added".to_owned(), false));
    }
    for (before, after) in both {
        let (one, other) = (&old.categories[before], &new.categories[after]);
        let names = |at: &crate::policy::Category| at.aliases.iter().cloned().collect::<BTreeSet<String>>();
        if names(one) != names(other) {
            let listed = |aliases: &[String]| match aliases {
                [] => "nothing else".to_owned(),
                aliases => aliases.iter().map(|one| format!("\"{one}\"")).collect::<Vec<_>>().join(", "),
            };
            let text = format!("was also called {}, is also called {}", listed(&one.aliases), listed(&other.aliases));
            found.push(change(Subject::Category, &one.path, text, true));
        }
        let queue =
            |policy: &Policy, at: usize| policy.queue(policy.queue_for(Some(CategoryId::from_index(at)))).name.clone();
        let (from, to) = (queue(old, before), queue(new, after));
        if from != to {
            let text = format!("was handled by {from}, is handled by {to}");
            found.push(change(Subject::Category, &one.path, text, false));
        }
    }
}
