//! Finds rows: first hit, or every hit.

use super::{BLOCK_WORDS, Block, Index, Range, range};

/// Where the bit-vectors of a block's columns begin, for the slots of one decision.
pub(in crate::runtime) type Vectors = Vec<u32>;

/// Cuts up to this many are counted, more are halved.
const COUNTED_MAX: usize = 8;

impl Index {
    /// The most columns of one block: what a list of [`Vectors`] must hold.
    pub(in crate::runtime) fn columns_of_a_block(&self) -> usize {
        let columns = |block: &Block| range(block.direct).len() + range(block.searched).len();
        self.blocks.iter().map(columns).max().unwrap_or(0)
    }

    /// The first row from `from` to before `end` that fits.
    pub(in crate::runtime) fn first(&self, slots: &[i64], from: u32, end: u32, vectors: &mut Vectors) -> Option<u32> {
        let mut first = end;
        for list in [self.keyed(slots), self.common] {
            self.scan(list, slots, from, first, vectors, |row| {
                first = row;
                false
            });
        }
        (first < end).then_some(first)
    }

    /// Every row from `from` to before `end` that fits: those of the key, then those of all.
    pub(in crate::runtime) fn each(
        &self,
        slots: &[i64],
        from: u32,
        end: u32,
        vectors: &mut Vectors,
        mut visit: impl FnMut(u32),
    ) {
        for list in [self.keyed(slots), self.common] {
            self.scan(list, slots, from, end, vectors, |row| {
                visit(row);
                true
            });
        }
    }

    /// The blocks listed under the key.
    #[inline]
    fn keyed(&self, slots: &[i64]) -> Range {
        let Some(key) = &self.key else { return (0, 0) };
        let symbol = usize::try_from(slots[usize::from(key.column)]).ok();
        symbol.and_then(|symbol| key.blocks.get(symbol)).copied().unwrap_or((0, 0))
    }

    /// Visits rows of a list in order until `visit` says no.
    #[inline]
    fn scan(
        &self,
        list: Range,
        slots: &[i64],
        from: u32,
        end: u32,
        vectors: &mut Vectors,
        mut visit: impl FnMut(u32) -> bool,
    ) {
        for block in &self.blocks[range(list)] {
            let rows = &self.rows[block.rows as usize..(block.rows + block.count) as usize];
            if rows[0] >= end {
                return;
            }
            let mut go_on = true;
            let mut take = |first: usize, mut word: u64| {
                while word != 0 && go_on {
                    let row = rows[first + word.trailing_zeros() as usize];
                    word &= word - 1;
                    if row >= end {
                        go_on = false;
                    } else if row >= from {
                        go_on = visit(row);
                    }
                }
                go_on
            };
            if block.words == 1 {
                take(0, self.single(block, slots));
            } else {
                self.several(block, slots, vectors, take);
            }
            if !go_on {
                return;
            }
        }
    }

    /// The rows of a block of one word that fit.
    #[inline]
    fn single(&self, block: &Block, slots: &[i64]) -> u64 {
        let mut word = u64::MAX >> (64 - block.count);
        for column in &self.direct[range(block.direct)] {
            let cell = direct(slots[usize::from(column.column)], column.last);
            word &= self.bits[column.bits as usize + cell];
        }
        for column in &self.searched[range(block.searched)] {
            let cell = cell(&self.cuts[range(column.cuts)], slots[usize::from(column.column)]);
            word &= self.bits[column.bits as usize + cell];
        }
        word
    }

    /// Takes the words of a longer block that fit, until `take` says no.
    #[inline]
    fn several(&self, block: &Block, slots: &[i64], vectors: &mut Vectors, mut take: impl FnMut(usize, u64) -> bool) {
        let stride = block.words as usize + 1;
        let mut open = u64::MAX >> (64 - block.words);
        vectors.clear();
        let mut add = |bits: u32, cell: usize| {
            let vector = bits as usize + cell * stride;
            open &= self.bits[vector];
            vectors.push(u32::try_from(vector).unwrap_or(bits));
        };
        for column in &self.direct[range(block.direct)] {
            add(column.bits, direct(slots[usize::from(column.column)], column.last));
        }
        for column in &self.searched[range(block.searched)] {
            add(column.bits, cell(&self.cuts[range(column.cuts)], slots[usize::from(column.column)]));
        }
        while open != 0 {
            let at = open.trailing_zeros() as usize;
            open &= open - 1;
            let rows = block.count as usize - at * 64;
            let all = if rows >= 64 { u64::MAX } else { (1 << rows) - 1 };
            let word = vectors.iter().fold(all, |word, vector| word & self.bits[*vector as usize + 1 + at]);
            if word != 0 && !take(at * 64, word) {
                return;
            }
        }
    }
}

const _: () = assert!(BLOCK_WORDS <= 64, "one word sums up a bit-vector");

/// The cell of a slot in a column of small numbers.
#[inline]
fn direct(slot: i64, last: i64) -> usize {
    usize::try_from(slot.clamp(-1, last) + 1).unwrap_or(0)
}

/// How many cuts a slot has reached.
#[inline]
fn cell(cuts: &[i64], slot: i64) -> usize {
    if cuts.len() <= COUNTED_MAX {
        return cuts.iter().map(|cut| usize::from(*cut <= slot)).sum();
    }
    cuts.partition_point(|cut| *cut <= slot)
}
