//! Finds rows: first hit, or every hit.

use super::{BLOCK_WORDS, Block, CUTS_AT_ONCE, Index, List, Mapped, Searched, range};

/// Where the bit-vectors of a block's columns begin, at one decision.
pub(in crate::runtime) type Vectors = Vec<u32>;

/// Cuts up to this many are counted, more are halved.
const COUNTED_MAX: usize = 16;

/// The bit of a negative number.
const SIGN: u64 = 1 << 63;

/// What is looked for: the slot of every column, and from which row to before which.
#[derive(Clone, Copy)]
pub(in crate::runtime) struct Wanted<'a> {
    pub(in crate::runtime) slots: &'a [i64],
    pub(in crate::runtime) from: u32,
    pub(in crate::runtime) end: u32,
}

impl Index {
    /// The most columns of one block: what a list of [`Vectors`] must hold.
    pub(in crate::runtime) fn columns_of_a_block(&self) -> usize {
        let columns = |block: &Block| range(block.mapped).len() + range(block.searched).len();
        self.blocks.iter().map(columns).max().unwrap_or(0)
    }

    /// The first row that fits.
    pub(in crate::runtime) fn first(&self, wanted: Wanted<'_>, vectors: &mut Vectors) -> Option<u32> {
        let mut first = wanted.end;
        self.scan(wanted, vectors, |row| {
            first = first.min(row);
            first
        });
        (first < wanted.end).then_some(first)
    }

    /// Every row that fits, in the order of lists: those of the key, then those of all.
    pub(in crate::runtime) fn each(&self, wanted: Wanted<'_>, vectors: &mut Vectors, mut visit: impl FnMut(u32)) {
        self.scan(wanted, vectors, |row| {
            visit(row);
            wanted.end
        });
    }

    /// Visits rows; `visit` says before which row to go on.
    #[inline]
    fn scan(&self, wanted: Wanted<'_>, vectors: &mut Vectors, mut visit: impl FnMut(u32) -> u32) {
        let list = self.keyed(wanted.slots);
        let mut end = wanted.end;
        for block in &self.blocks[range(list.blocks)] {
            end = self.block(block, wanted, end, vectors, &mut visit);
        }
        if !list.whole {
            for block in &self.blocks[range(self.common)] {
                end = self.block(block, wanted, end, vectors, &mut visit);
            }
        }
    }

    /// The rows listed under the key.
    #[inline]
    fn keyed(&self, slots: &[i64]) -> List {
        let Some(key) = &self.key else { return List::default() };
        let symbol = usize::try_from(slots[usize::from(key.column)]).ok();
        symbol.and_then(|symbol| key.lists.get(symbol)).copied().unwrap_or_default()
    }

    /// Visits the rows of a block before `end`, and returns before which row to go on.
    #[inline]
    fn block(
        &self,
        block: &Block,
        wanted: Wanted<'_>,
        mut end: u32,
        vectors: &mut Vectors,
        visit: &mut impl FnMut(u32) -> u32,
    ) -> u32 {
        let rows = &self.rows[block.rows as usize..(block.rows + block.count) as usize];
        if rows[0] >= end {
            return end;
        }
        let mut take = |first: usize, mut word: u64| {
            while word != 0 {
                let row = rows[first + word.trailing_zeros() as usize];
                word &= word - 1;
                if row >= end {
                    return false;
                }
                if row >= wanted.from {
                    end = visit(row);
                }
            }
            true
        };
        if block.words == 1 {
            take(0, self.single(block, wanted.slots));
        } else {
            self.several(block, wanted.slots, vectors, take);
        }
        end
    }

    /// The rows of a block of one word that fit.
    #[inline]
    fn single(&self, block: &Block, slots: &[i64]) -> u64 {
        let mut word = u64::MAX >> (64 - block.count);
        for column in &self.mapped[range(block.mapped)] {
            word &= self.bits[self.vector(column, slots) as usize];
        }
        for column in &self.searched[range(block.searched)] {
            word &= self.bits[column.bits as usize + self.place(column, slots)];
        }
        word
    }

    /// The bit-vector of a mapped column.
    #[inline]
    fn vector(&self, column: &Mapped, slots: &[i64]) -> u32 {
        // Missing is 0, no answer 1, and a number is 2 more than itself.
        let bits = slots[usize::from(column.column)].cast_unsigned() ^ SIGN;
        let place = (bits & !SIGN) + (bits >> 63) * 2;
        self.maps[column.map as usize + usize::try_from(place.min(column.last.into())).unwrap_or(0)]
    }

    /// Which bit-vector of a searched column it is.
    #[inline]
    fn place(&self, column: &Searched, slots: &[i64]) -> usize {
        let (slot, cuts) = (slots[usize::from(column.column)], &self.cuts[range(column.cuts)]);
        if cuts.len() > COUNTED_MAX {
            return cuts.partition_point(|cut| *cut <= slot).min(column.last as usize);
        }
        let (fours, _) = cuts.as_chunks::<CUTS_AT_ONCE>();
        let reached: usize = fours.iter().flatten().map(|cut| usize::from(*cut <= slot)).sum();
        reached.min(column.last as usize)
    }

    /// Takes the words of a longer block that fit, until `take` says no.
    #[inline]
    fn several(&self, block: &Block, slots: &[i64], vectors: &mut Vectors, mut take: impl FnMut(usize, u64) -> bool) {
        let stride = block.words + 1;
        let mut open = u64::MAX >> (64 - block.words);
        vectors.clear();
        let mut add = |vector: u32| {
            open &= self.bits[vector as usize];
            vectors.push(vector + 1);
        };
        for column in &self.mapped[range(block.mapped)] {
            add(self.vector(column, slots));
        }
        for column in &self.searched[range(block.searched)] {
            add(column.bits + u32::try_from(self.place(column, slots)).unwrap_or(0) * stride);
        }
        while open != 0 {
            let at = open.trailing_zeros();
            open &= open - 1;
            let left = block.count - at * 64;
            let all = u64::MAX >> 64_u32.saturating_sub(left).min(63);
            let word = vectors.iter().fold(all, |word, vector| word & self.bits[(*vector + at) as usize]);
            if word != 0 && !take(at as usize * 64, word) {
                return;
            }
        }
    }
}

const _: () = assert!(BLOCK_WORDS <= 64, "one word sums up a bit-vector");
