//! What every package has, as far as the policy's lines limit it or keep it from some queues.
//!
//! In: the `show` and `require` lines that name a part, and the queues of a handoff. Out: whether
//! the part is for them, how much of it, and what stands in its place. Without a line it is for all.

use crate::policy::{Most, PackagePart, PackagePlan, QueueId, Show, Shown};

/// A part of a package, for one handoff.
pub(super) struct Allotted<'a> {
    /// Whether its reader may see it.
    pub(super) is_shown: bool,
    /// The most items of a list.
    pub(super) items: Option<usize>,
    /// What stands in its place where there is none.
    pub(super) substitute: Option<&'a str>,
}

/// A part of every package.
pub(super) fn part<'a>(plan: &'a PackagePlan, part: PackagePart, queues: &[QueueId]) -> Allotted<'a> {
    allotted(plan, queues, &|what| *what == Shown::Part(part))
}

/// A kind of what the customer named.
pub(super) fn kind<'a>(plan: &'a PackagePlan, kind: &str, queues: &[QueueId]) -> Allotted<'a> {
    allotted(plan, queues, &|what| matches!(what, Shown::Named(name) if name == kind))
}

fn allotted<'a>(plan: &'a PackagePlan, queues: &[QueueId], is: &dyn Fn(&Shown) -> bool) -> Allotted<'a> {
    let lines = || plan.shows.iter().filter(|show| is(&show.what));
    let mine: Vec<&Show> = lines().filter(|show| show.is_for(queues)).collect();
    let items = mine.iter().find_map(|show| match show.most {
        Some(Most::Items(count)) => Some(count as usize),
        _ => None,
    });
    // A line that requires it of some says nothing about the others.
    let is_shown = lines().all(|show| show.substitute.is_some()) || !mine.is_empty();
    Allotted { is_shown, items, substitute: mine.iter().find_map(|show| show.substitute.as_deref()) }
}
