//! A policy and its table as one file: what the compiler makes and the runtime loads.
//!
//! In: an [`Artifact`], or bytes. Out: bytes, or an artifact that was validated.
//! The format is our own, in sections, little-endian; `docs/artifact.md` is its
//! reference.
//!
//! # Guarantees
//!
//! The same artifact gives the same bytes on every machine: no time, no path, no
//! order of a hash map is in them. Reading is total and linear. What [`decode`]
//! accepts can be used without a check: every id is in its list, every row in its
//! columns, nothing refers to itself. The failure line is readable when the rest
//! is damaged.
//!
//! # What is not here
//!
//! Disks, and signatures: a checksum detects accidents, not intent.

use crate::policy::Policy;
use crate::rows::Rows;

mod bodies;
mod container;
mod contents;
mod damage;
mod failure;
mod load;
mod shapes;
mod validate;
mod wire;
pub use contents::{Contents, Counts, Meta, SectionInfo, contents};
pub use damage::Damage;
pub use failure::{FailureLine, FailureTarget, failure_line};
pub use load::decode;

use container::{Kind, MAGIC, seal};
use contents::hash_of;
use wire::{Wire, Writer};

/// A policy with its table.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// The policy.
    pub policy: Policy,
    /// Its table.
    pub rows: Rows,
}

/// Data beside the policy that decisions depend on, as its compiler had it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Versions {
    /// The time-zone database: `2026b`.
    pub timezones: String,
    /// The hash of the sentiment lexicon.
    pub lexicon: String,
}

/// Whether bytes begin as an artifact does.
pub fn is_artifact(file: &[u8]) -> bool {
    file.starts_with(&MAGIC)
}

/// The bytes of an artifact.
///
/// A policy without texts gives a file without SOURCES, one without worked examples a file without TESTS; both are fine.
/// `Policy::hash` is not written: it is what the rest comes to.
pub fn encode(artifact: &Artifact, versions: &Versions) -> Vec<u8> {
    let Artifact { policy, rows } = artifact;
    let meta = Meta {
        compiler: env!("CARGO_PKG_VERSION").to_owned(),
        versions: versions.clone(),
        counts: Counts::of(artifact),
    };
    let (facts, facts_of_tests) = policy.facts.split_at(bodies::meaningful_facts(policy, rows));
    let mut written = Writer::default();
    bodies::write_policy(policy, facts, &mut written);
    let mut all = vec![
        (Kind::Failure, FailureLine::of(policy).body()),
        (Kind::Meta, main(&meta)),
        (Kind::Policy, written.main),
        (Kind::Rows, main(rows)),
        (Kind::Notes, written.notes),
        (Kind::Positions, written.positions),
    ];
    if !policy.sources.all().is_empty() {
        all.push((Kind::Sources, bodies::write_sources(&policy.sources)));
    }
    if !policy.tests.is_empty() || !facts_of_tests.is_empty() || !policy.guarantees.is_empty() {
        all.push((Kind::Tests, bodies::write_tests(facts_of_tests, &policy.tests)));
    }
    if !policy.guarantees.is_empty() {
        all.push((Kind::Guarantees, bodies::write_guarantees(policy)));
    }
    seal(&all)
}

/// 32 hex digits of what an artifact means: the policy's version.
///
/// Everything that can change a decision, a message or what an agent gets is in it; layout, comments, titles of rules,
/// worked examples and places are not.
pub fn meaning_hash(artifact: &Artifact) -> String {
    let Artifact { policy, rows } = artifact;
    let mut written = Writer::default();
    bodies::write_policy(policy, &policy.facts[..bodies::meaningful_facts(policy, rows)], &mut written);
    hash_of(&[(Kind::Policy, &written.main), (Kind::Rows, &main(rows))])
}

/// What a value that has neither titles nor places is written as.
fn main(value: &impl Wire) -> Vec<u8> {
    let mut out = Writer::default();
    value.write(&mut out);
    out.main
}
