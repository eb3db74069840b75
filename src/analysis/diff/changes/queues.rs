//! Queues: which there are, what they are called, how they find a person.

use super::{Change, Subject, change, matched};
use crate::listing::timeline;
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
        let (was, is) = (ladder(old, one), ladder(new, other));
        for line in was.iter().filter(|line| !is.contains(line)) {
            found.push(change(Subject::Queue, &one.name, format!("no longer: {line}"), true));
        }
        for line in is.iter().filter(|line| !was.contains(line)) {
            found.push(change(Subject::Queue, &one.name, format!("now: {line}"), true));
        }
        if one.routed_by_helpdesk != other.routed_by_helpdesk {
            let by = |queue: &Queue| if queue.routed_by_helpdesk { "the helpdesk" } else { "Baton" };
            let text = format!("{} chose the person, {} does", by(one), by(other));
            found.push(change(Subject::Queue, &one.name, text, true));
        }
    }
}

/// How a queue finds a person, one thing a line.
fn ladder(policy: &Policy, queue: &Queue) -> Vec<String> {
    let timeline = timeline(policy, queue);
    let moments = timeline.moments.into_iter().map(|moment| {
        let at = moment.at.unwrap_or_else(|| "in the end".to_owned());
        let when = moment.when.map_or_else(String::new, |when| format!(", when {when}"));
        format!("{at} {}{when}", moment.what)
    });
    timeline.people.into_iter().chain(moments).chain(timeline.meanwhile).collect()
}
