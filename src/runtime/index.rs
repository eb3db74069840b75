//! Finds the rows that fit: bit-vectors, partitioned by a key column, with a summary level.
//!
//! In: the rows of a matrix, then the cell of every column at a decision. Out: the
//! rows that fit, those of one list ascending.
//!
//! Rows that accept few cells of the *key*, mostly the category, are listed under
//! each of those; the rest are common to all, and where they are few they are
//! listed under every cell too, so that one list answers. A list is cut into
//! *blocks* of at most [`BLOCK_ROWS`] rows. A block has, for every column that its
//! rows ask and for every cell that they tell apart, a bit-vector: bit *r* is set
//! when row *r* accepts the cell. What fits is the intersection of one bit-vector
//! a column. In blocks of several words, the word before a bit-vector sums it up:
//! its bit *w* is set when word *w* is not 0, and only words that no column rules
//! out are read.
//!
//! # What is not here
//!
//! The artifact: an index is built from rows in a few milliseconds, so a file holds
//! no bits that could disagree with its rows.

mod build;
mod find;
pub(super) use find::Wanted;

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
    mapped: Vec<Mapped>,
    searched: Vec<Searched>,
    /// The bit-vectors of mapped columns of blocks of several words: positions in `bits`.
    maps: Vec<u32>,
    /// The bit-vectors themselves of mapped columns of blocks of one word.
    words: Vec<u64>,
    /// Of searched columns: the cells at which another bit-vector begins.
    starts: Vec<u32>,
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
    /// The list of each cell.
    lists: Vec<List>,
}

/// The rows to look at for one cell of the key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct List {
    blocks: Range,
    /// Whether the rows that are common to all are in it.
    whole: bool,
}

/// Some rows of a list, one after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Block {
    mapped: Range,
    searched: Range,
    /// Where its rows begin, and how many there are.
    rows: u32,
    count: u32,
    /// The words of one bit-vector, without the summary.
    words: u32,
}

/// A column of few cells: each has its place in a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mapped {
    column: u16,
    /// Where its map begins: in `words` or, of a block of several words, in `maps`.
    map: u32,
}

/// A column of many cells, of which the rows tell few apart: its bit-vector is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Searched {
    column: u16,
    /// The cells at which another bit-vector begins.
    starts: Range,
    /// The first bit-vector; the others follow.
    bits: u32,
}

fn range((start, end): Range) -> std::ops::Range<usize> {
    start as usize..end as usize
}
