//! Why bytes are no policy: what, where, and what to do about it.
//!
//! In: what the other files here found. Out: an error in words. A message names
//! sections as `baton inspect` lists them, and bytes from the start of the file.

use std::fmt;

/// Why bytes cannot be used as an artifact.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Damage {
    /// The first bytes are not those of an artifact.
    NotAnArtifact,
    /// Another major version of the format.
    OtherFormat {
        /// Its major and minor version.
        found: (u16, u16),
        /// The version that this build reads.
        known: (u16, u16),
    },
    /// The file ends too early.
    CutOff {
        /// How many bytes there are.
        bytes: u64,
        /// How many there should be at least.
        wanted: u64,
    },
    /// The header or the table of sections is not as it was written.
    Header {
        /// What is wrong with it.
        what: &'static str,
    },
    /// The bytes of a section are not those that were written.
    Checksum {
        /// The section.
        section: String,
        /// Where it begins.
        offset: u64,
    },
    /// A section that must be there is not.
    MissingSection {
        /// The section.
        section: String,
    },
    /// A section that must be understood, and that this build does not know, or not in this version.
    UnknownSection {
        /// The section.
        section: String,
        /// The version of the format that the file is in.
        found: (u16, u16),
        /// The version that this build reads.
        known: (u16, u16),
    },
    /// Bytes that are no value of their kind, though the checksum is right.
    Unreadable {
        /// The section.
        section: String,
        /// The byte of the file.
        offset: u64,
        /// What is wrong there.
        what: &'static str,
    },
    /// Values that cannot stand together in one policy, though each can be read.
    Impossible {
        /// The section.
        section: String,
        /// What is wrong, and with what.
        what: String,
    },
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const COPY: &str = "copy the file again, or compile the policy again";
        const COMPILE: &str = "compile the policy again with this version of Baton";
        const UPDATE: &str = "update Baton, or compile the policy again with this version";
        let version = |(major, minor): (u16, u16)| format!("{major}.{minor}");
        match self {
            Damage::NotAnArtifact => {
                f.write_str("this is not a compiled policy: it does not begin as one; make one with `baton compile`")
            }
            Damage::OtherFormat { found, known } => {
                let next = if found.0 < known.0 { COMPILE } else { UPDATE };
                let (found, known) = (version(*found), version(*known));
                write!(f, "the file is in format {found}, and this version of Baton reads format {known}; {next}")
            }
            Damage::CutOff { bytes, wanted } => {
                write!(f, "the file is cut off after {bytes} of at least {wanted} bytes; {COPY}")
            }
            Damage::Header { what } => write!(f, "the header is damaged: {what}; {COPY}"),
            Damage::Checksum { section, offset } => {
                write!(f, "section {section}, from byte {offset} on, is damaged: its checksum is wrong; {COPY}")
            }
            Damage::MissingSection { section } => write!(f, "section {section} is not there; {COMPILE}"),
            Damage::UnknownSection { section, found, known } => {
                let (found, known) = (version(*found), version(*known));
                write!(
                    f,
                    "the file, in format {found}, needs section {section}, which this version of Baton, \
                     with format {known}, does not know; {UPDATE}"
                )
            }
            Damage::Unreadable { section, offset, what } => {
                write!(f, "section {section} cannot be read at byte {offset}: {what}; {COMPILE}")
            }
            Damage::Impossible { section, what } => write!(f, "section {section} cannot be: {what}; {COMPILE}"),
        }
    }
}

impl std::error::Error for Damage {}
