//! `--suggest`: the tests that are missing, ready to paste.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::coverage;
use crate::cli::check::many;
use crate::cli::ui::{Outcome, Ui};
use crate::coverage::{Item, Suggestion};
use crate::policy::Policy;
use crate::runtime::explain;

/// What can be said of everything that is not covered.
pub(super) type Suggestions = [(Item, Suggestion)];

/// The items that no input can go through: proved.
pub(super) fn impossible(suggestions: &Suggestions) -> Vec<Item> {
    suggestions.iter().filter(|(_, found)| matches!(found, Suggestion::Impossible)).map(|(item, _)| *item).collect()
}

/// What an item lacks, with its condition.
fn title(policy: &Policy, item: Item) -> String {
    match item {
        Item::Outcome(id, _) | Item::Boundary(id, ..) => {
            format!("{}: {}", explain::comparison(policy, id), coverage::shows(policy, item))
        }
        _ => coverage::shows(policy, item),
    }
}

/// Titles that no other test has.
pub(super) struct Titles(BTreeSet<String>);

impl Titles {
    pub(super) fn of(policy: &Policy) -> Self {
        Self(policy.tests.iter().map(|test| test.title.clone()).collect())
    }

    pub(super) fn fresh(&mut self, title: String) -> String {
        let numbered = std::iter::once(title.clone()).chain((2..).map(|number| format!("{title} ({number})")));
        let fresh = numbered.into_iter().find(|title| !self.0.contains(title)).unwrap_or(title);
        self.0.insert(fresh.clone());
        fresh
    }
}

/// Prints the tests, and what there is no test for, as a text to paste into a policy.
pub(super) fn print(policy: &Policy, suggestions: &Suggestions, ui: &mut Ui) -> Outcome<()> {
    let mut titles = Titles::of(policy);
    let tests = suggestions.iter().filter_map(|(item, found)| match found {
        Suggestion::Test(example) => Some((*item, example)),
        _ => None,
    });
    let tests: Vec<_> = tests.collect();
    if !tests.is_empty() {
        ui.line(format!("\n# {} missing. They expect what the policy decides today: look at each.", are(tests.len())))?;
    }
    for (item, example) in tests {
        ui.line("")?;
        if !example.message_known {
            ui.line("# No message is known that sets these signals, so they are given.")?;
        }
        ui.text(&example.test(&titles.fresh(title(policy, item))))?;
    }
    let none = |wanted: fn(&Suggestion) -> bool| {
        suggestions
            .iter()
            .filter(move |(_, found)| wanted(found))
            .map(|(item, _)| title(policy, *item))
            .collect::<Vec<_>>()
    };
    list("no input can show, proved:", &none(|found| matches!(found, Suggestion::Impossible)), ui)?;
    list("neither an example nor a proof was found of", &none(|found| matches!(found, Suggestion::Unknown)), ui)
}

fn are(tests: usize) -> String {
    format!("{} {}", many(tests, "test"), if tests == 1 { "is" } else { "are" })
}

fn list(head: &str, items: &[String], ui: &mut Ui) -> Outcome<()> {
    if items.is_empty() {
        return Ok(());
    }
    ui.line(format!("\n# {head}"))?;
    items.iter().try_for_each(|item| ui.wrapped(item, "#   ", "#     "))
}

/// The suggestions in `baton.tests/1`.
pub(super) fn as_json(policy: &Policy, suggestions: &Suggestions) -> Json {
    let mut titles = Titles::of(policy);
    let one = |(item, found): &(Item, Suggestion)| {
        let title = title(policy, *item);
        let (result, test) = match found {
            Suggestion::Test(example) => ("test", Some(example.test(&titles.fresh(title.clone())))),
            Suggestion::Also => ("also", None),
            Suggestion::Impossible => ("impossible", None),
            Suggestion::Unknown => ("unknown", None),
        };
        json!({"shows": title, "found": result, "test": test})
    };
    Json::Array(suggestions.iter().map(one).collect())
}
