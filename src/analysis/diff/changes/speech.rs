//! What is said: messages, instructions, and how actions of the service read.

use super::{Change, Subject, change, matched};
use crate::policy::{Ending, Extract, Message, Note, Policy, QueueId, Show, Shown};
use std::collections::BTreeSet;

/// Most texts of one message that a sentence names.
const NAMED_MAX: usize = 5;

/// Messages: which there are, and their words.
pub(super) fn messages(old: &Policy, new: &Policy, found: &mut Vec<Change>) {
    let (removed, added, both) = matched(&old.messages, &new.messages, |one: &Message| &one.name);
    for one in removed {
        found.push(change(Subject::Message, &one.name, "removed".to_owned(), false));
    }
    for one in added {
        found.push(change(Subject::Message, &one.name, "added".to_owned(), false));
    }
    for (before, after) in both {
        let (one, other) = (texts(&old.messages[before]), texts(&new.messages[after]));
        let places: BTreeSet<&String> = one
            .iter()
            .filter(|text| !other.contains(text))
            .chain(other.iter().filter(|text| !one.contains(text)))
            .map(|(place, _)| place)
            .collect();
        if !places.is_empty() {
            let named: Vec<&str> = places.iter().take(NAMED_MAX).map(|place| place.as_str()).collect();
            let rest = places.len().saturating_sub(NAMED_MAX);
            let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
            let text = format!("says other words ({}{more})", named.join("; "));
            found.push(change(Subject::Message, &old.messages[before].name, text, true));
        }
    }
}

/// The texts of a message, each with its language and situation.
fn texts(message: &Message) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for variant in &message.variants {
        let when = variant.when();
        all.extend(variant.texts.iter().map(|(language, text)| (format!("{language}{when}"), text.clone())));
    }
    all
}

/// Instructions, and actions of the service.
pub(super) fn notes(old: &Policy, new: &Policy, found: &mut Vec<Change>) {
    let kinds = [
        (Subject::Instruction, &old.instructions, &new.instructions),
        (Subject::Action, &old.service_actions, &new.service_actions),
    ];
    for (subject, old, new) in kinds {
        let (removed, added, both) = matched(old, new, |one: &Note| &one.name);
        found.extend(removed.iter().map(|one| change(subject, &one.name, "removed".to_owned(), false)));
        found.extend(added.iter().map(|one| change(subject, &one.name, "added".to_owned(), false)));
        let other = both.into_iter().filter(|(before, after)| old[*before].text != new[*after].text);
        found.extend(other.map(|(before, _)| change(subject, &old[before].name, "says other words".to_owned(), true)));
    }
}

/// What goes with a handoff: shapes of numbers, and the lines of the package.
pub(super) fn package(old: &Policy, new: &Policy, found: &mut Vec<Change>) {
    let (removed, added, both) = matched(&old.extracts, &new.extracts, |one: &Extract| &one.name);
    found.extend(removed.iter().map(|one| change(Subject::Extract, &one.name, "removed".to_owned(), true)));
    found.extend(added.iter().map(|one| change(Subject::Extract, &one.name, "added".to_owned(), true)));
    let other = both.into_iter().filter(|(before, after)| old.extracts[*before].shape != new.extracts[*after].shape);
    found.extend(other.map(|(before, after)| {
        let text = format!("matches \"{}\" instead of \"{}\"", new.extracts[after].shape, old.extracts[before].shape);
        change(Subject::Extract, &old.extracts[before].name, text, true)
    }));
    if lines(old) != lines(new) {
        found.push(change(Subject::Package, "package", "a person gets something else with a handoff".to_owned(), true));
    }
}

/// A package by names, so that the order of declarations does not matter.
fn lines(policy: &Policy) -> impl PartialEq {
    let plan = &policy.package;
    let names = |queues: &[QueueId]| -> BTreeSet<&str> {
        queues.iter().map(|queue| policy.queue(*queue).name.as_str()).collect()
    };
    let show = |show: &Show| {
        let what = match &show.what {
            Shown::Fact(fact) => policy.fact(*fact).name.clone(),
            Shown::Extract(at) => policy.extracts[*at as usize].name.clone(),
            Shown::Field { name, source, within } => format!("{name} from {source} within {within}ms"),
            Shown::Part(part) => format!("{part:?}"),
            Shown::Named(kind) => kind.clone(),
        };
        format!("{what} {:?} {:?} {} {:?}", show.substitute, show.most, show.is_not_for, names(&show.queues))
    };
    let shown: Vec<String> = plan.shows.iter().map(show).collect();
    let ending = |ending: &Ending| format!("{} {:?}", ending.kind, names(&ending.queues));
    let endings: Vec<String> = plan.endings.iter().map(ending).collect();
    let hidden: BTreeSet<&str> = plan.hidden.iter().map(|at| policy.extracts[*at as usize].name.as_str()).collect();
    let most = (plan.headline_max, plan.attempted_max, plan.quotes, plan.turns);
    let rest = format!("{shown:?} {hidden:?} {endings:?}");
    (most, plan.headline_else.clone(), plan.attempted_else.clone(), rest)
}
