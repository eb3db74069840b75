//! Can these values stand together? All that later code indexes with or relies on.
//!
//! In: an artifact as read. Out: nothing, or the first thing that cannot be, in
//! words. One pass over each list, so the work is linear.
//!
//! # What is not here
//!
//! Whether the table decides as the policy says: `compile` makes it so, and the
//! worked examples in the file can be run. Whether names are unique: where they are
//! not, the first counts.

use super::Artifact;
use super::container::Kind;
use super::damage::Damage;
use std::fmt::Display;

mod columns;
mod conditions;
mod facts;
mod guarantees;
mod hours;
mod ladders;
mod listening;
mod matrix;
mod outcomes;
mod steps;
mod table;
mod thresholds;

/// Nothing, or what cannot be.
type Checked = Result<(), String>;

/// Checks everything.
pub(super) fn check(artifact: &Artifact) -> Result<(), Damage> {
    let impossible = |kind: Kind| move |what: String| Damage::Impossible { section: kind.name().to_owned(), what };
    let Artifact { policy, rows } = artifact;
    facts::check(policy).map_err(impossible(Kind::Policy))?;
    thresholds::check(policy).map_err(impossible(Kind::Policy))?;
    conditions::check(policy).map_err(impossible(Kind::Policy))?;
    listening::check(policy).map_err(impossible(Kind::Policy))?;
    hours::check(policy).map_err(impossible(Kind::Policy))?;
    ladders::check(policy).map_err(impossible(Kind::Policy))?;
    outcomes::check(policy).map_err(impossible(Kind::Policy))?;
    outcomes::check_tests(policy).map_err(impossible(Kind::Tests))?;
    guarantees::check(policy).map_err(impossible(Kind::Guarantees))?;
    table::check(policy, rows).map_err(impossible(Kind::Rows))
}

/// Something must hold.
fn ensure(holds: bool, what: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err(what()) }
}

/// A position must be one of a list.
fn within(what: &str, at: usize, count: usize) -> Checked {
    ensure(at < count, || format!("{what} {at} of {count}"))
}

/// What is wrong, of what.
fn of<T>(whose: impl Display, checked: Result<T, String>) -> Result<T, String> {
    checked.map_err(|what| format!("{whose}: {what}"))
}

/// Whether a list ascends, each once.
fn ascends<T: PartialOrd>(list: &[T]) -> bool {
    list.windows(2).all(|pair| pair[0] < pair[1])
}
