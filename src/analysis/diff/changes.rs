//! Definitions that changed: what a policy knows, hears and says.
//!
//! In: two policies. Out: [`Change`]s, one sentence each. A change is noticeable if an
//! input can be read, or words can be heard or said, otherwise than before; whether a
//! decision changes is proved elsewhere.

mod categories;
mod facts;
mod header;
mod hours;
mod queues;
mod signals;
mod speech;
mod subject;
mod thresholds;

use crate::policy::Policy;
pub use subject::Subject;

/// A definition that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is of.
    pub subject: Subject,
    /// Its name.
    pub name: String,
    /// What changed, in a sentence.
    pub text: String,
    /// Whether it is noticed even where every decision stays: other words, other ears, other ways to read an input.
    pub is_noticeable: bool,
}

/// Everything that is defined otherwise.
pub(super) fn changes(old: &Policy, new: &Policy) -> Vec<Change> {
    let mut found = Vec::new();
    header::header(old, new, &mut found);
    categories::categories(old, new, &mut found);
    facts::facts(old, new, &mut found);
    signals::signals(old, new, &mut found);
    thresholds::thresholds(old, new, &mut found);
    hours::hours(old, new, &mut found);
    queues::queues(old, new, &mut found);
    speech::messages(old, new, &mut found);
    speech::notes(old, new, &mut found);
    speech::package(old, new, &mut found);
    found
}

fn change(subject: Subject, name: &str, text: String, is_noticeable: bool) -> Change {
    Change { subject, name: name.to_owned(), text, is_noticeable }
}

/// Names that only one of two lists has, and those that both have, by position.
fn matched<'l, T>(
    old: &'l [T],
    new: &'l [T],
    name: impl Fn(&T) -> &str,
) -> (Vec<&'l T>, Vec<&'l T>, Vec<(usize, usize)>) {
    let find = |all: &[T], wanted: &str| all.iter().position(|one| name(one) == wanted);
    let removed = old.iter().filter(|one| find(new, name(one)).is_none()).collect();
    let added = new.iter().filter(|one| find(old, name(one)).is_none()).collect();
    let both = old.iter().enumerate().filter_map(|(at, one)| Some((at, find(new, name(one))?))).collect();
    (removed, added, both)
}
