//! A file taken apart and put together again by hand, as `docs/artifact.md` says, with checksums that are right.

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

const HEADER: usize = 32;
const ENTRY: usize = 32;

/// A section: its number, version, flags and body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) id: u32,
    pub(crate) version: u16,
    pub(crate) flags: u16,
    pub(crate) body: Vec<u8>,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) major: u16,
    pub(crate) minor: u16,
    pub(crate) sections: Vec<Part>,
}

fn number(bytes: &[u8], at: usize, length: usize) -> u64 {
    bytes[at..at + length].iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::try_from(number(bytes, at, 2)).expect("two bytes")
}

impl Parts {
    /// Takes apart what `encode` wrote.
    pub(crate) fn of(file: &[u8]) -> Self {
        assert_eq!(&file[..8], b"\x89BATON\r\n");
        let count = usize::try_from(number(file, 12, 4)).expect("few sections");
        let place = |at: usize, length| usize::try_from(number(file, at, length)).expect("a small file");
        assert_eq!(place(16, 8), file.len());
        let section = |at: usize| {
            let entry = HEADER + at * ENTRY;
            let (start, length) = (place(entry + 8, 8), place(entry + 16, 8));
            Part {
                id: u32::try_from(number(file, entry, 4)).expect("four bytes"),
                version: u16_at(file, entry + 4),
                flags: u16_at(file, entry + 6),
                body: file[start..start + length].to_vec(),
            }
        };
        Self { major: u16_at(file, 8), minor: u16_at(file, 10), sections: (0..count).map(section).collect() }
    }

    /// Puts it together.
    pub(crate) fn seal(&self) -> Vec<u8> {
        let mut head = b"\x89BATON\r\n".to_vec();
        head.extend(self.major.to_le_bytes());
        head.extend(self.minor.to_le_bytes());
        head.extend(u32::try_from(self.sections.len()).expect("few sections").to_le_bytes());
        let start = HEADER + self.sections.len() * ENTRY;
        let total = start + self.sections.iter().map(|section| section.body.len()).sum::<usize>();
        head.extend((total as u64).to_le_bytes());
        let mut table = Vec::new();
        let mut offset = start;
        for Part { id, version, flags, body } in &self.sections {
            table.extend(id.to_le_bytes());
            table.extend(version.to_le_bytes());
            table.extend(flags.to_le_bytes());
            table.extend((offset as u64).to_le_bytes());
            table.extend((body.len() as u64).to_le_bytes());
            table.extend(xxh3_64(body).to_le_bytes());
            offset += body.len();
        }
        let mut hasher = Xxh3::new();
        hasher.update(&head);
        hasher.update(&table);
        head.extend(hasher.digest().to_le_bytes());
        head.extend(table);
        self.sections.iter().for_each(|section| head.extend(&section.body));
        head
    }
}
