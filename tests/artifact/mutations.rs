//! Files that somebody wrote on purpose: bytes changed, checksums right.
//!
//! Such a file is refused or it is a policy. What is read is used in every way: no panic, no end of the stack. Every few
//! bytes are changed; with `BATON_EVERY_BYTE` set every one is.

use baton::artifact::decode;
use proptest::prelude::*;

use super::exercise::exercise;
use super::parts::Parts;
use super::support::{artifacts, bytes, small_file};

/// The sections of a file but META, which tells of the compiler.
fn all_but_meta(file: &[u8]) -> Vec<Vec<u8>> {
    let sections = Parts::of(file).sections.into_iter().filter(|section| section.id != 2);
    sections.map(|section| section.body).collect()
}

/// Decodes, and uses what is read. Whether it was read.
pub(crate) fn is_read(file: &[u8]) -> bool {
    match decode(file) {
        Ok(artifact) => {
            assert!(all_but_meta(&bytes(&artifact)) == all_but_meta(file), "there is one way to write a policy");
            exercise(artifact);
            true
        }
        Err(damage) => {
            assert!(damage.to_string().len() > 20, "{damage}");
            false
        }
    }
}

#[test]
fn what_is_whole_can_be_used() {
    for (_, artifact) in artifacts() {
        assert!(is_read(&bytes(artifact)));
    }
}

/// Every so many bytes of a body.
fn places(length: usize, stride: usize) -> impl Iterator<Item = usize> {
    let stride = if std::env::var_os("BATON_EVERY_BYTE").is_some() { 1 } else { stride };
    (0..length).step_by(stride)
}

#[test]
fn a_byte_that_was_changed_on_purpose_breaks_nothing() {
    let whole = Parts::of(small_file());
    let (mut read, mut refused) = (0, 0);
    for section in 0..whole.sections.len() {
        // A text may hold anything; a few of its bytes stand for all.
        let stride = if whole.sections[section].id == 7 { 97 } else { 7 };
        for at in places(whole.sections[section].body.len(), stride) {
            for change in [1, 1 << (at % 8), 0x80 >> (at % 3)] {
                let mut parts = whole.clone();
                parts.sections[section].body[at] ^= change;
                *(if is_read(&parts.seal()) { &mut read } else { &mut refused }) += 1;
            }
        }
    }
    assert!(read > 500 && refused > 2_000, "{read} were read, {refused} refused");
}

#[test]
fn numbers_that_were_changed_on_purpose_break_nothing() {
    let whole = Parts::of(small_file());
    for section in [1, 2, 3, 5, 7] {
        let body = &whole.sections[section].body;
        for at in places(body.len() - 8, 19) {
            for number in [0, u64::MAX, i64::MIN.cast_unsigned(), i64::MAX.cast_unsigned(), 0x7fff_ffff, 0x0001_0000] {
                let mut parts = whole.clone();
                let length = if at % 2 == 0 { 4 } else { 8 };
                parts.sections[section].body[at..at + length].copy_from_slice(&number.to_le_bytes()[..length]);
                is_read(&parts.seal());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Bytes of a section moved, doubled or cut out.
    #[test]
    fn pieces_that_were_moved_on_purpose_break_nothing(
        section in 0_usize..8,
        from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
        length in 0_usize..64,
        replace in any::<bool>(),
    ) {
        let mut parts = Parts::of(small_file());
        let body = &mut parts.sections[section].body;
        let (from, to) = (from.index(body.len()), to.index(body.len()));
        let piece = body[from..(from + length).min(body.len())].to_vec();
        let end = if replace { (to + piece.len()).min(body.len()) } else { to };
        body.splice(to..end, piece);
        is_read(&parts.seal());
    }
}
