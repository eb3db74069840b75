//! What a file holds, without its policy: for `baton inspect`.
//!
//! In: bytes. Out: format, sections, hashes, versions, counts. Only header, table
//! and META are read; all else is held against its checksum.

use super::bodies::{count_guarantees, meaningful_facts};
use super::container::{Container, Kind, Section, open};
use super::damage::Damage;
use super::wire::{Got, Reader, Wire, Writer};
use super::{Artifact, Versions};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// Major and minor version of the format.
    pub format: (u16, u16),
    /// Its bytes.
    pub length: u64,
    /// Its sections, in order.
    pub sections: Vec<SectionInfo>,
    /// 32 hex digits of all its bytes.
    pub file_hash: String,
    /// 32 hex digits of what it means: the policy's version. None when one of these sections is damaged.
    pub meaning_hash: Option<String>,
    /// What it was made with and how much is in it. None when META is damaged.
    pub meta: Option<Meta>,
    /// How many guarantees are in it. None when GUARANTEES is damaged.
    pub guarantees: Option<u32>,
}

impl Contents {
    /// Whether every section is as it was written.
    pub fn is_intact(&self) -> bool {
        self.sections.iter().all(|section| section.is_intact)
    }
}

/// A section of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionInfo {
    /// Its name, or its number if this build does not know it.
    pub name: String,
    /// Where it begins.
    pub offset: u64,
    /// Its bytes.
    pub length: u64,
    /// Whether a reader must understand it.
    pub is_required: bool,
    /// Whether its bytes are those that were written.
    pub is_intact: bool,
}

/// What a file was made with and how much is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// The version of Baton that compiled it.
    pub compiler: String,
    /// The data that it was compiled against.
    pub versions: Versions,
    /// How much is in it.
    pub counts: Counts,
}

/// How much is in an artifact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Categories.
    pub categories: u32,
    /// Facts, built-in and derived ones included; those that only worked examples name apart.
    pub facts: u32,
    /// Signals.
    pub signals: u32,
    /// Thresholds.
    pub thresholds: u32,
    /// Rules of every layer, watches included.
    pub rules: u32,
    /// `also`s.
    pub alsos: u32,
    /// Queues.
    pub queues: u32,
    /// Messages.
    pub messages: u32,
    /// Worked examples.
    pub tests: u32,
    /// Columns of the table.
    pub columns: u32,
    /// Rows of the table, those of watches, `also`s and steps included.
    pub rows: u32,
}

impl Counts {
    /// Counts.
    pub(super) fn of(artifact: &Artifact) -> Self {
        let Artifact { policy, rows } = artifact;
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let steps: usize = rows.thresholds.iter().map(|table| table.matrix.len()).sum();
        Self {
            categories: count(policy.categories.len()),
            facts: count(meaningful_facts(policy, rows)),
            signals: count(policy.signals.len()),
            thresholds: count(policy.thresholds.len()),
            rules: count(policy.rules.len()),
            alsos: count(policy.alsos.len()),
            queues: count(policy.queues.len()),
            messages: count(policy.messages.len()),
            tests: count(policy.tests.len()),
            columns: count(rows.columns.len()),
            rows: count(rows.rules.len() + rows.watches.len() + rows.alsos.len() + steps),
        }
    }

    fn all(&mut self) -> [&mut u32; 11] {
        let Self { categories, facts, signals, thresholds, rules, alsos, queues, messages, tests, columns, rows } =
            self;
        [categories, facts, signals, thresholds, rules, alsos, queues, messages, tests, columns, rows]
    }
}

impl Wire for Counts {
    fn write(&self, out: &mut Writer) {
        self.clone().all().into_iter().for_each(|count| count.write(out));
    }

    fn read(input: &mut Reader<'_>) -> Got<Self> {
        let mut counts = Self::default();
        for count in counts.all() {
            *count = u32::read(input)?;
        }
        Ok(counts)
    }
}

impl Wire for Meta {
    fn write(&self, out: &mut Writer) {
        self.compiler.write(out);
        self.versions.timezones.write(out);
        self.versions.lexicon.write(out);
        self.counts.write(out);
    }

    fn read(input: &mut Reader<'_>) -> Got<Self> {
        let compiler = Wire::read(input)?;
        let versions = Versions { timezones: Wire::read(input)?, lexicon: Wire::read(input)? };
        Ok(Self { compiler, versions, counts: Wire::read(input)? })
    }
}

/// What a file holds, whether or not all of it is intact.
///
/// # Errors
///
/// The bytes are no artifact, of another major version, cut off, or damaged in the header.
pub fn contents(file: &[u8]) -> Result<Contents, Damage> {
    let container = open(file)?;
    let info = |section: &Section<'_>| SectionInfo {
        name: section.name(),
        offset: section.offset as u64,
        length: section.body.len() as u64,
        is_required: section.is_required,
        is_intact: section.is_intact(),
    };
    let intact = |kind: Kind| container.find(kind).filter(|section| section.is_intact());
    let meaning = Kind::MEANING.map(intact);
    Ok(Contents {
        format: container.format,
        length: file.len() as u64,
        sections: container.sections.iter().map(info).collect(),
        file_hash: hex(xxh3_128(file)),
        meaning_hash: meaning.iter().all(Option::is_some).then(|| meaning_of(&container)),
        guarantees: match container.find(Kind::Guarantees) {
            None => Some(0),
            Some(section) => Some(section).filter(|one| one.is_intact()).and_then(|one| count_guarantees(one.body)),
        },
        meta: intact(Kind::Meta).and_then(|section| Reader::plain(section.body).all(Meta::read).ok()),
    })
}

/// The hash of the sections that mean something.
pub(super) fn meaning_of(container: &Container<'_>) -> String {
    let body = |kind: Kind| (kind, container.find(kind).map_or(&[][..], |section| section.body));
    hash_of(&Kind::MEANING.map(body))
}

/// The hash of these bodies.
pub(super) fn hash_of(bodies: &[(Kind, &[u8])]) -> String {
    let mut hasher = Xxh3::new();
    for (kind, body) in bodies {
        hasher.update(&kind.id().to_le_bytes());
        hasher.update(&(body.len() as u64).to_le_bytes());
        hasher.update(body);
    }
    hex(hasher.digest128())
}

fn hex(hash: u128) -> String {
    format!("{hash:032x}")
}
