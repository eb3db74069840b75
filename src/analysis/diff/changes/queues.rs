//! Queues: which there are, what they are called, who chooses the person.

use super::{Change, Subject, change, matched};
use crate::policy::{Policy, Queue};

/// Compares queues of one name.
pub(super) fn queues(old: &Policy, new: &Policy, found: &mut Vec<Change>) {
    let (removed, added, both) = matched(&old.queues, &new.queues, |one: &Queue| &one.name);
    for one in removed {
        found.push(change(Subject::Queue, &one.name, "removed".to_owned(), false));
    }
    for one in added {
        found.push(change(Subject::Queue, &one.name, "added".to_owned(), false));
    }
    for (before, after) in both {
        let (one, other) = (&old.queues[before], &new.queues[after]);
        if (&one.title, &one.titles) != (&other.title, &other.titles) {
            let text = format!("was called \"{}\", is called \"{}\"", one.title, other.title);
            found.push(change(Subject::Queue, &one.name, text, true));
        }
        if one.levels != other.levels {
            let levels =
                |queue: &Queue| if queue.levels.is_empty() { "none".to_owned() } else { queue.levels.join(", ") };
            let text = format!("its levels were {}, are {}", levels(one), levels(other));
            found.push(change(Subject::Queue, &one.name, text, true));
        }
        if one.routed_by_helpdesk != other.routed_by_helpdesk {
            let by = |queue: &Queue| if queue.routed_by_helpdesk { "the helpdesk" } else { "Baton" };
            let text = format!("{} chose the person, {} does", by(one), by(other));
            found.push(change(Subject::Queue, &one.name, text, true));
        }
    }
}
