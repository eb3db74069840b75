//! The failure line: where customers go when the rest of a file cannot be used.
//!
//! In: a policy, or bytes of which the first few are whole. Out: bytes, or the line.
//!
//! # Guarantees
//!
//! The line lies in a frame of its own with its own length and checksum, directly
//! behind the table of sections. It is found by its first bytes and never by the
//! header, so it is readable when anything else is damaged or cut off. The frame
//! is the same in every version of the format.

use super::container::{ENTRY_BYTES, HEADER_BYTES, MAGIC, SECTIONS_MAX};
use super::damage::Damage;
use super::wire::{Flat, Got, Reader, Wire, Writer};
use crate::policy::{Policy, To};
use xxhash_rust::xxh3::xxh3_64;

/// The first bytes of the frame.
const MARK: [u8; 8] = *b"FAILLINE";

/// Bytes of the frame before the line: mark, length, checksum.
const FRAME_BYTES: usize = 20;

/// Where the customer goes when Baton itself cannot decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureLine {
    /// The policy's title.
    pub title: String,
    /// Who takes the customer.
    pub to: FailureTarget,
    /// The level that is asked for.
    pub level: Option<String>,
}

/// Who takes a customer about whom nothing can be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FailureTarget {
    /// Any of these queues, in order, by name.
    Queues(Vec<String>),
    /// The colleague whom the customer named.
    NamedAgent,
    /// The queue that handles the category; where that is not known, this one.
    Category(String),
}

impl FailureLine {
    /// That of a policy.
    pub(super) fn of(policy: &Policy) -> Self {
        let name = |queue: &crate::policy::QueueId| policy.queue(*queue).name.clone();
        let to = match &policy.on_failure.to {
            To::Category => FailureTarget::Category(name(&policy.default_queue)),
            To::Queues(queues) => FailureTarget::Queues(queues.iter().map(name).collect()),
            To::NamedAgent => FailureTarget::NamedAgent,
        };
        Self { title: policy.title.clone(), to, level: policy.on_failure.level.clone() }
    }

    /// The body of its section.
    pub(super) fn body(&self) -> Vec<u8> {
        let mut line = Writer::default();
        self.write(&mut line);
        let mut body = MARK.to_vec();
        u32::try_from(line.main.len()).expect("names and titles are short").put(&mut body);
        xxh3_64(&line.main).put(&mut body);
        body.extend_from_slice(&line.main);
        body
    }
}

/// The failure line of an artifact, readable even when what stands behind it is damaged or cut off.
///
/// # Errors
///
/// The bytes do not begin as an artifact, or the line itself is damaged.
pub fn failure_line(file: &[u8]) -> Result<FailureLine, Damage> {
    if !file.starts_with(&MAGIC) {
        return Err(Damage::NotAnArtifact);
    }
    let places = (0..=SECTIONS_MAX).map(|sections| HEADER_BYTES + sections * ENTRY_BYTES);
    for place in places {
        let Some(frame) = file.get(place..).filter(|rest| rest.starts_with(&MARK)) else { continue };
        return framed(frame).map_err(|(at, what)| Damage::Unreadable {
            section: "FAILURE".to_owned(),
            offset: (place + at) as u64,
            what,
        });
    }
    Err(Damage::MissingSection { section: "FAILURE".to_owned() })
}

/// The line in a frame; else where in it something is wrong.
fn framed(frame: &[u8]) -> Result<FailureLine, (usize, &'static str)> {
    let head = frame.get(MARK.len()..FRAME_BYTES).ok_or((MARK.len(), "it ends too early"))?;
    let length = u32::get(&head[..4]) as usize;
    let line = frame[FRAME_BYTES..].get(..length).ok_or((FRAME_BYTES, "it ends too early"))?;
    if xxh3_64(line) != u64::get(&head[4..]) {
        return Err((FRAME_BYTES, "its checksum is wrong"));
    }
    Reader::plain(line).all(FailureLine::read).map_err(|wrong| (FRAME_BYTES + wrong.at, wrong.what))
}

impl Wire for FailureLine {
    fn write(&self, out: &mut Writer) {
        self.title.write(out);
        match &self.to {
            FailureTarget::Queues(queues) => {
                0_u8.write(out);
                queues.write(out);
            }
            FailureTarget::NamedAgent => 1_u8.write(out),
            FailureTarget::Category(queue) => {
                2_u8.write(out);
                queue.write(out);
            }
        }
        self.level.write(out);
    }

    fn read(input: &mut Reader<'_>) -> Got<Self> {
        let title = Wire::read(input)?;
        let to = match u8::read(input)? {
            0 => FailureTarget::Queues(Wire::read(input)?),
            1 => FailureTarget::NamedAgent,
            2 => FailureTarget::Category(Wire::read(input)?),
            _ => return Err(input.stop("a variant that does not exist")),
        };
        Ok(Self { title, to, level: Wire::read(input)? })
    }
}
