//! Header, table of sections, bodies: the frame around everything.
//!
//! In: bodies, or bytes. Out: bytes, or bodies. `docs/artifact.md` shows the layout
//! byte by byte.
//!
//! # Guarantees
//!
//! Every byte of a file is covered by a checksum: the header and the table by one
//! in the header, each body by its own in the table. Bodies follow one another
//! without gaps from the end of the table to the end of the file.

use super::damage::Damage;
use super::wire::Flat;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// The first bytes of every artifact. Like those of PNG they tell when a transfer changed line ends.
pub(super) const MAGIC: [u8; 8] = *b"\x89BATON\r\n";

/// The version of the format: major, minor. A minor version only adds sections that may be skipped.
pub(super) const FORMAT: (u16, u16) = (1, 0);

/// Bytes before the table of sections.
pub(super) const HEADER_BYTES: usize = 32;

/// Bytes of one line of the table.
pub(super) const ENTRY_BYTES: usize = 32;

/// Most sections of one file.
pub(super) const SECTIONS_MAX: usize = 64;

/// Where the header's checksum stands; it covers what stands before it, and the table.
const CHECKSUM_AT: usize = 24;

/// The version in which this build writes and reads every body.
const BODY_VERSION: u16 = 1;

/// The flag of a section that a reader must understand.
const REQUIRED: u16 = 1;

/// A section that this version writes, in the order of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Failure,
    Meta,
    Policy,
    Rows,
    Notes,
    Positions,
    Sources,
    Tests,
    Guarantees,
}

impl Kind {
    /// All, ascending by number.
    pub(super) const ALL: [Self; 9] = [
        Self::Failure,
        Self::Meta,
        Self::Policy,
        Self::Rows,
        Self::Notes,
        Self::Positions,
        Self::Sources,
        Self::Tests,
        Self::Guarantees,
    ];

    /// Those that can change a decision, a message or what an agent gets.
    pub(super) const MEANING: [Self; 2] = [Self::Policy, Self::Rows];

    /// Its number, name, and whether a file needs it.
    const fn facts(self) -> (u32, &'static str, bool) {
        match self {
            Self::Failure => (1, "FAILURE", true),
            Self::Meta => (2, "META", true),
            Self::Policy => (3, "POLICY", true),
            Self::Rows => (4, "ROWS", true),
            Self::Notes => (5, "NOTES", true),
            Self::Positions => (6, "POSITIONS", true),
            Self::Sources => (7, "SOURCES", false),
            Self::Tests => (8, "TESTS", false),
            Self::Guarantees => (9, "GUARANTEES", false),
        }
    }

    /// Its number.
    pub(super) const fn id(self) -> u32 {
        self.facts().0
    }

    /// As `baton inspect` lists it.
    pub(super) const fn name(self) -> &'static str {
        self.facts().1
    }

    /// Whether a file needs it.
    pub(super) const fn is_required(self) -> bool {
        self.facts().2
    }
}

/// A section as it lies in a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Section<'a> {
    pub(super) id: u32,
    pub(super) version: u16,
    pub(super) is_required: bool,
    pub(super) offset: usize,
    pub(super) body: &'a [u8],
    checksum: u64,
}

impl Section<'_> {
    /// What it is, if this build knows it in this version.
    pub(super) fn kind(&self) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| (kind.id(), BODY_VERSION) == (self.id, self.version))
    }

    /// Its name, or its number.
    pub(super) fn name(&self) -> String {
        let known = Kind::ALL.into_iter().find(|kind| kind.id() == self.id);
        known.map_or_else(|| self.id.to_string(), |kind| kind.name().to_owned())
    }

    /// Whether its bytes are those that were written.
    pub(super) fn is_intact(&self) -> bool {
        xxh3_64(self.body) == self.checksum
    }
}

/// A file taken apart. Bodies have not been held against their checksums.
#[derive(Clone, Debug)]
pub(super) struct Container<'a> {
    pub(super) format: (u16, u16),
    pub(super) sections: Vec<Section<'a>>,
}

impl<'a> Container<'a> {
    /// The section of this kind, if it is there in the version that this build knows.
    pub(super) fn find(&self, kind: Kind) -> Option<&Section<'a>> {
        self.sections.iter().find(|section| section.kind() == Some(kind))
    }
}

/// Puts bodies into a file.
pub(super) fn seal(bodies: &[(Kind, Vec<u8>)]) -> Vec<u8> {
    let start = HEADER_BYTES + bodies.len() * ENTRY_BYTES;
    let total = start + bodies.iter().map(|(_, body)| body.len()).sum::<usize>();
    let mut file = Vec::with_capacity(total);
    file.extend_from_slice(&MAGIC);
    FORMAT.put(&mut file);
    u32::try_from(bodies.len()).expect("there are nine kinds of sections").put(&mut file);
    (total as u64).put(&mut file);
    0_u64.put(&mut file);
    let mut offset = start;
    for (kind, body) in bodies {
        kind.id().put(&mut file);
        (BODY_VERSION, if kind.is_required() { REQUIRED } else { 0 }).put(&mut file);
        (offset as u64, body.len() as u64).put(&mut file);
        xxh3_64(body).put(&mut file);
        offset += body.len();
    }
    let checksum = header_checksum(&file);
    file[CHECKSUM_AT..HEADER_BYTES].copy_from_slice(&checksum.to_le_bytes());
    for (_, body) in bodies {
        file.extend_from_slice(body);
    }
    file
}

/// The checksum of header and table, which `head` consists of.
fn header_checksum(head: &[u8]) -> u64 {
    let mut hasher = Xxh3::new();
    hasher.update(&head[..CHECKSUM_AT]);
    hasher.update(&head[HEADER_BYTES..]);
    hasher.digest()
}

/// Takes a file apart.
pub(super) fn open(file: &[u8]) -> Result<Container<'_>, Damage> {
    if !file.starts_with(&MAGIC) {
        return Err(Damage::NotAnArtifact);
    }
    let cut_off = |wanted: usize| Damage::CutOff { bytes: file.len() as u64, wanted: wanted as u64 };
    let header = file.get(..HEADER_BYTES).ok_or_else(|| cut_off(HEADER_BYTES))?;
    let format: (u16, u16) = Flat::get(&header[8..12]);
    if format.0 != FORMAT.0 {
        return Err(Damage::OtherFormat { found: format, known: FORMAT });
    }
    let count = u32::get(&header[12..16]) as usize;
    if count > SECTIONS_MAX {
        return Err(Damage::Header { what: "it tells of more sections than there can be" });
    }
    let start = HEADER_BYTES + count * ENTRY_BYTES;
    let head = file.get(..start).ok_or_else(|| cut_off(start))?;
    if header_checksum(head) != u64::get(&header[CHECKSUM_AT..]) {
        return Err(Damage::Header { what: "its checksum is wrong" });
    }
    let total = u64::get(&header[16..24]);
    if total > file.len() as u64 {
        return Err(Damage::CutOff { bytes: file.len() as u64, wanted: total });
    }
    if total < file.len() as u64 {
        return Err(Damage::Header { what: "there are bytes behind the end" });
    }
    Ok(Container { format, sections: sections(file, &head[HEADER_BYTES..])? })
}

/// The sections that the table lists, which cover the rest of the file.
fn sections<'a>(file: &'a [u8], table: &[u8]) -> Result<Vec<Section<'a>>, Damage> {
    let mut sections: Vec<Section<'_>> = Vec::with_capacity(table.len() / ENTRY_BYTES);
    let mut next = HEADER_BYTES + table.len();
    for entry in table.chunks_exact(ENTRY_BYTES) {
        let id = u32::get(&entry[..4]);
        let (version, flags): (u16, u16) = Flat::get(&entry[4..8]);
        let (offset, length, checksum) = (u64::get(&entry[8..16]), u64::get(&entry[16..24]), u64::get(&entry[24..]));
        if sections.last().is_some_and(|last| last.id >= id) {
            return Err(Damage::Header { what: "its sections are not in order" });
        }
        if flags & !REQUIRED != 0 {
            return Err(Damage::Header { what: "a section has flags that do not exist" });
        }
        if offset != next as u64 {
            return Err(Damage::Header { what: "its sections do not follow one another" });
        }
        let end = usize::try_from(length).ok().and_then(|length| next.checked_add(length));
        let Some(body) = end.and_then(|end| file.get(next..end)) else {
            return Err(Damage::Header { what: "a section reaches beyond the end" });
        };
        sections.push(Section { id, version, is_required: flags == REQUIRED, offset: next, body, checksum });
        next += body.len();
    }
    if next != file.len() {
        return Err(Damage::Header { what: "its sections do not reach the end" });
    }
    Ok(sections)
}
