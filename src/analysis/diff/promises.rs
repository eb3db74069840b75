//! Guarantees of two policies: which are new, which are gone, and which hold otherwise than before.
//!
//! In: two policies. Out: [`Promise`]s. Both are proved; a guarantee whose verdict is
//! the same in both is left out.

use crate::analysis::guarantees::{Guarantees, Verdict, said};
use crate::policy::{Guarantee, Policy};

/// What became of a guarantee in one policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The policy does not have it.
    Absent,
    /// Proved.
    Holds,
    /// An input breaks it, or rows do.
    Broken,
    /// Not decided within the budget.
    Undecided,
}

impl Standing {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Absent => "absent",
            Standing::Holds => "holds",
            Standing::Broken => "broken",
            Standing::Undecided => "undecided",
        }
    }
}

/// A guarantee that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// What it says.
    pub sentence: String,
    /// Its title, if it has one.
    pub title: String,
    /// What became of it in the old policy.
    pub old: Standing,
    /// What became of it in the new one.
    pub new: Standing,
}

/// The guarantees that are not what they were.
pub(super) fn promises(old: &Policy, new: &Policy) -> Vec<Promise> {
    let (before, after) = (stands(old), stands(new));
    let mut found: Vec<Promise> = Vec::new();
    let of = |all: &[(String, String, Standing)], sentence: &str| {
        all.iter().find(|(one, ..)| one == sentence).map_or(Standing::Absent, |(.., standing)| *standing)
    };
    for (sentence, title, _) in before.iter().chain(&after) {
        let pair = (of(&before, sentence), of(&after, sentence));
        if pair.0 != pair.1 && found.iter().all(|one| one.sentence != *sentence) {
            let (sentence, title) = (sentence.clone(), title.clone());
            found.push(Promise { sentence, title, old: pair.0, new: pair.1 });
        }
    }
    found
}

/// Each guarantee in a sentence, its title, and what became of it.
fn stands(policy: &Policy) -> Vec<(String, String, Standing)> {
    if policy.guarantees.is_empty() {
        return Vec::new();
    }
    // A condition of too many rows is nothing that could be proved.
    let verdicts = Guarantees::of(policy).map(|guarantees| guarantees.prove()).unwrap_or_default();
    let standing = |at: usize| match verdicts.get(at) {
        Some(Verdict::Proved | Verdict::NothingFits) => Standing::Holds,
        Some(Verdict::Broken(_) | Verdict::NoExample) => Standing::Broken,
        Some(Verdict::Undecided | Verdict::OfTheCalendar) | None => Standing::Undecided,
    };
    let one = |(at, guarantee): (usize, &Guarantee)| {
        (said::sentence(policy, guarantee), guarantee.title.clone(), standing(at))
    };
    policy.guarantees.iter().enumerate().map(one).collect()
}
