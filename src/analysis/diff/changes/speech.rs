//! What is said: messages, instructions, and how actions of the service read.

use super::{Change, Subject, change, matched};
use crate::policy::{Message, Note, Policy};
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
        let when = variant.situation.map_or_else(String::new, |one| format!(" when {}", one.as_str()));
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
