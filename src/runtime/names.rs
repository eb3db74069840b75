//! Words as keys: a map that finds a short word in a few nanoseconds.
//!
//! The words are the policy's own, so nobody can choose them to collide.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};

use xxhash_rust::xxh3::xxh3_64;

/// Something for each word.
pub(super) type Names<T> = HashMap<Box<str>, T, ByXxh3>;

/// Hashes words by XXH3.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ByXxh3;

impl BuildHasher for ByXxh3 {
    type Hasher = Xxh3;

    fn build_hasher(&self) -> Xxh3 {
        Xxh3(0)
    }
}

/// The hash of one word.
#[derive(Debug)]
pub(super) struct Xxh3(u64);

impl Hasher for Xxh3 {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = self.0.rotate_left(5) ^ xxh3_64(bytes);
    }

    // A text ends with this byte; there is one text a key.
    fn write_u8(&mut self, _end: u8) {}

    fn finish(&self) -> u64 {
        self.0
    }
}
