//! Finds the rows that fit: bit-vectors, partitioned by a key column, with a summary level.
//!
//! In: the rows of a matrix, then the slots of a decision. Out: the rows that fit,
//! those of one list ascending.
//!
//! Rows that accept few symbols of the *key*, mostly the category, are listed under
//! each of those; the rest are common to all. A list is cut into *blocks* of at
//! most [`BLOCK_ROWS`] rows. A block has, for every column that its rows ask and
//! for every cell that they cut it into, a bit-vector: bit *r* is set when row *r*
//! accepts the cell. What fits is the intersection of one bit-vector a column. In
//! blocks of several words, the word before a bit-vector sums it up: its bit *w*
//! is set when word *w* is not 0, and only words that no column rules out are read.
//!
//! # What is not here
//!
//! The artifact: an index is built from rows in a few milliseconds, so a file holds
//! no bits that could disagree with its rows.

mod build;
mod find;

/// Most rows of one block.
const BLOCK_ROWS: usize = 1_024;

/// Words of bits of the longest bit-vector.
const BLOCK_WORDS: usize = BLOCK_ROWS / 64;

/// Finds the rows of a matrix that fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Index {
    key: Option<Key>,
    /// The blocks of rows that any key fits.
    common: Range,
    blocks: Vec<Block>,
    /// The columns of blocks that are found by their slot, and by search.
    direct: Vec<Direct>,
    searched: Vec<Searched>,
    cuts: Vec<i64>,
    /// The rows of blocks: positions in the matrix, ascending within a list.
    rows: Vec<u32>,
    bits: Vec<u64>,
}

/// From the first to before the second.
type Range = (u32, u32);

/// The column that partitions an index.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    column: u16,
    /// The blocks of each symbol.
    blocks: Vec<Range>,
}

/// Some rows of a list, one after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Block {
    direct: Range,
    searched: Range,
    /// Where its rows begin, and how many there are.
    rows: u32,
    count: u32,
    /// The words of one bit-vector, without the summary.
    words: u32,
}

/// A column of small whole numbers: each slot from `first` on has a bit-vector of its own; those below share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Direct {
    column: u16,
    /// The greatest slot that is told from those below it.
    last: i64,
    /// The bit-vector of slots below 0.
    bits: u32,
}

/// A column whose cells are found among cuts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Searched {
    column: u16,
    cuts: Range,
    /// The bit-vector of its first cell; those of the others follow.
    bits: u32,
}

fn range((start, end): Range) -> std::ops::Range<usize> {
    start as usize..end as usize
}
