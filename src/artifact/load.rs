//! Bytes → artifact.
//!
//! In: bytes. Out: a validated artifact, or the first thing that is wrong with them.
//! In this order: frame, checksums, values, and whether the values can stand together.

use super::Artifact;
use super::bodies;
use super::container::{Container, FORMAT, Kind, Section, open};
use super::contents::{Counts, Meta, meaning_of};
use super::damage::Damage;
use super::failure::FailureLine;
use super::validate;
use super::wire::{Reader, SPAN_BYTES, Stream, Wire, Wrong, span};
use crate::policy::Policy;
use crate::rows::Rows;
use crate::source::Sources;

/// Reads an artifact and validates all of it. `Policy::hash` becomes the hash of its meaning.
///
/// # Errors
///
/// [`Damage`] says what is wrong, where, and what to do about it.
pub fn decode(file: &[u8]) -> Result<Artifact, Damage> {
    let container = open(file)?;
    check_sections(&container)?;
    let meta = read(required(&container, Kind::Meta)?, Meta::read)?;
    let sources = match container.find(Kind::Sources) {
        Some(section) => read(section, bodies::read_sources)?,
        None => Sources::default(),
    };
    let mut policy = read_policy(&container, &sources)?;
    let facts = policy.facts.len();
    let tests = container.find(Kind::Tests);
    if let Some(section) = tests {
        let (facts, tests) = read_streams(section, &sources, bodies::read_tests)?;
        policy.facts.extend(facts);
        policy.tests = tests;
    }
    // Facts that only guarantees name lie with those of worked examples.
    if let Some(section) = container.find(Kind::Guarantees).filter(|_| tests.is_some()) {
        let (guarantees, comparisons) = read_streams(section, &sources, bodies::read_guarantees)?;
        policy.comparisons.extend(comparisons);
        policy.guarantees = guarantees;
    }
    let rows = read(required(&container, Kind::Rows)?, Rows::read)?;
    policy.sources = sources;
    policy.hash = meaning_of(&container);
    let artifact = Artifact { policy, rows };
    validate::check(&artifact)?;
    check_failure(&artifact, required(&container, Kind::Failure)?)?;
    check_counts(&artifact, meta.counts, facts, tests.is_some())?;
    Ok(artifact)
}

/// All checksums, and that every section that must be understood is.
fn check_sections(container: &Container<'_>) -> Result<(), Damage> {
    for section in &container.sections {
        if section.kind().is_none() && section.is_required {
            let (found, known) = (container.format, FORMAT);
            return Err(Damage::UnknownSection { section: section.name(), found, known });
        }
        if !section.is_intact() {
            return Err(Damage::Checksum { section: section.name(), offset: section.offset as u64 });
        }
    }
    Ok(())
}

fn required<'s, 'a>(container: &'s Container<'a>, kind: Kind) -> Result<&'s Section<'a>, Damage> {
    container.find(kind).ok_or_else(|| Damage::MissingSection { section: kind.name().to_owned() })
}

/// All of a section that has one stream.
fn read<T>(
    section: &Section<'_>,
    read: impl FnOnce(&mut Reader<'_>) -> Result<T, super::wire::Stop>,
) -> Result<T, Damage> {
    Reader::plain(section.body).all(read).map_err(|wrong| unreadable(section, wrong.at, wrong.what))
}

fn unreadable(section: &Section<'_>, at: usize, what: &'static str) -> Damage {
    Damage::Unreadable { section: section.name(), offset: (section.offset + at) as u64, what }
}

fn read_policy(container: &Container<'_>, sources: &Sources) -> Result<Policy, Damage> {
    let [main, notes, positions] = [Kind::Policy, Kind::Notes, Kind::Positions].map(|kind| required(container, kind));
    let (main, notes, positions) = (main?, notes?, positions?);
    check_spans(positions.body, sources).map_err(|(at, what)| unreadable(positions, at, what))?;
    let read = Reader::new(main.body, notes.body, positions.body).all(bodies::read_policy);
    read.map_err(|Wrong { stream, at, what }| {
        let section = match stream {
            Stream::Main => main,
            Stream::Notes => notes,
            Stream::Positions => positions,
        };
        unreadable(section, at, what)
    })
}

/// All of a section that has three streams.
fn read_streams<T>(
    section: &Section<'_>,
    sources: &Sources,
    read: impl FnOnce(&mut Reader<'_>) -> Result<T, super::wire::Stop>,
) -> Result<T, Damage> {
    let [main, notes, positions] =
        bodies::streams(section.body).map_err(|wrong| unreadable(section, wrong.at, wrong.what))?;
    let start = |stream: &[u8]| stream.as_ptr() as usize - section.body.as_ptr() as usize;
    check_spans(positions, sources).map_err(|(at, what)| unreadable(section, start(positions) + at, what))?;
    Reader::new(main, notes, positions).all(read).map_err(|Wrong { stream, at, what }| {
        let stream = match stream {
            Stream::Main => main,
            Stream::Notes => notes,
            Stream::Positions => positions,
        };
        unreadable(section, start(stream) + at, what)
    })
}

/// Whether all spans lie in their texts. Without texts they stand for nothing, and may be anything.
fn check_spans(positions: &[u8], sources: &Sources) -> Result<(), (usize, &'static str)> {
    if sources.all().is_empty() {
        return Ok(());
    }
    for (at, bytes) in positions.chunks_exact(SPAN_BYTES).enumerate() {
        let span = span(bytes);
        let file = sources.all().get(span.file.0 as usize);
        if file.is_none_or(|file| file.text.get(span.range()).is_none()) {
            return Err((at * SPAN_BYTES, "a place outside its text"));
        }
    }
    Ok(())
}

/// The failure line is that of this policy.
fn check_failure(artifact: &Artifact, failure: &Section<'_>) -> Result<(), Damage> {
    if failure.body == FailureLine::of(&artifact.policy).body() {
        return Ok(());
    }
    let what = "it is not the failure line of this policy".to_owned();
    Err(Damage::Impossible { section: Kind::Failure.name().to_owned(), what })
}

/// There is as much of everything as META says. Worked examples may have been left out; `facts` lie in POLICY.
fn check_counts(artifact: &Artifact, said: Counts, facts: usize, has_tests: bool) -> Result<(), Damage> {
    let counted = Counts::of(artifact);
    let counted = if has_tests { counted } else { Counts { tests: said.tests, ..counted } };
    if said == counted && counted.facts as usize == facts {
        return Ok(());
    }
    let what = "it counts other things than there are".to_owned();
    Err(Damage::Impossible { section: Kind::Meta.name().to_owned(), what })
}
