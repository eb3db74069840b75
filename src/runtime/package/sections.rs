//! What a package says, in the order in which a person needs it: the same for every form for people.
//!
//! In: a package. Out: lines of a name and a value, and lists with the words that
//! stand where one is empty.

use super::Package;

/// A list with its title.
pub(super) struct Section {
    pub(super) title: &'static str,
    pub(super) items: Vec<String>,
    /// What is said when nothing is in it.
    pub(super) substitute: String,
}

/// One value each.
pub(super) fn lines(package: &Package) -> Vec<(&'static str, String)> {
    let mut lines = vec![("Decision", package.action.clone())];
    lines.extend(package.reason.clone().map(|reason| ("Why", reason)));
    lines.push(("Rule", package.rule.clone()));
    if !package.also_fitted.is_empty() {
        lines.push(("Also fitted", package.also_fitted.join(", ")));
    }
    lines.extend(package.priority.map(|priority| ("Priority", priority.to_owned())));
    if !package.withheld.contains(&"mood") {
        let unknown = || match &package.mood_unmeasured {
            Some(language) => format!("not measured in {language}"),
            None => "not known".to_owned(),
        };
        lines.push(("Mood", package.mood.map_or_else(unknown, super::Mood::words)));
    }
    lines.push(("Urgent", package.urgency.words()));
    lines.push(("Language", package.language.words()));
    lines.extend(package.opening.map(|opening| ("You could begin with", opening.to_owned())));
    lines.push(("Asked", package.asked.clone()));
    lines
}

/// Several values each.
pub(super) fn lists(package: &Package) -> Vec<Section> {
    let tried = package.tried.iter().map(|one| match &one.result {
        Some(result) => format!("{}: {result}", one.action),
        None => format!("{} (how it ended was not recorded)", one.action),
    });
    let facts =
        package.facts.iter().map(|one| format!("{} {} (turn {})", one.kind.replace('_', " "), one.value, one.turn));
    let list = |title, items, substitute: &str| Section { title, items, substitute: substitute.to_owned() };
    let mut all = vec![list("What was tried", tried.collect(), &package.tried_else)];
    if !package.contradictions.is_empty() {
        all.push(list("What does not fit together", package.contradictions.clone(), ""));
    }
    all.push(list("What the customer named", facts.collect(), "nothing"));
    if !package.shown.is_empty() {
        let shown = package.shown.iter().map(|one| {
            let name = one.title.as_ref().unwrap_or(&one.name);
            let note = one.note.as_ref().map_or_else(String::new, |note| format!(" ({note})"));
            let value = one.value.as_ref().or(one.substitute.as_ref()).map_or("not known", String::as_str);
            format!("{name}: {value}{note}")
        });
        all.push(list("What is known", shown.collect(), ""));
    }
    if !package.withheld.contains(&"promises") {
        all.push(list("What the assistant promised", package.promises.clone(), &package.promises_else));
    }
    all
}

/// What was left out and taken out.
pub(super) fn notes(package: &Package) -> Vec<String> {
    let mut notes = Vec::new();
    if !package.left_out.is_empty() {
        notes.push(format!("Left out for length: {}.", package.left_out.join(", ")));
    }
    if !package.missing.is_empty() {
        notes.push(format!("Missing, although the policy asks for it: {}.", package.missing.join(", ")));
    }
    if package.redacted.total() > 0 || !package.hidden.is_empty() {
        let own = package.hidden.iter().map(|(name, count)| format!("{count} {name}"));
        let each = package
            .redacted
            .each()
            .map(|(kind, count)| format!("{count} {}", if count == 1 { kind.one() } else { kind.many() }));
        notes.push(format!("Taken out: {}.", each.chain(own).collect::<Vec<_>>().join(", ")));
    }
    notes
}
