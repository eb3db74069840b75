//! Finds rows: first hit, or every hit.

use super::{BLOCK_WORDS, Block, Index, List, Mapped, Searched, range};

/// Where the bit-vectors of a block's columns begin, at one decision.
pub(in crate::runtime) type Vectors = Vec<u32>;

/// What is looked for: the cell of every column, and from which row to before which.
#[derive(Clone, Copy)]
pub(in crate::runtime) struct Wanted<'a> {
    pub(in crate::runtime) cells: &'a [u32],
    pub(in crate::runtime) from: u32,
    pub(in crate::runtime) end: u32,
}

impl Index {
    /// The most columns of one block: what a list of [`Vectors`] must hold.
    pub(in crate::runtime) fn columns_of_a_block(&self) -> usize {
        let columns = |block: &Block| range(block.mapped).len() + range(block.searched).len();
        self.blocks.iter().map(columns).max().unwrap_or(0)
    }

    /// The first row that fits, before `end`.
    #[inline]
    pub(in crate::runtime) fn first(&self, cells: &[u32], end: u32, vectors: &mut Vectors) -> Option<u32> {
        let list = self.keyed(cells);
        if let (true, [block]) = (list.whole, &self.blocks[range(list.blocks)])
            && block.words == 1
        {
            // One short list answers: the case of every policy of some hundred rules.
            let at = self.single(block, cells).trailing_zeros();
            return (at < 64).then(|| self.rows[(block.rows + at) as usize]).filter(|row| *row < end);
        }
        self.first_of_several(Wanted { cells, from: 0, end }, vectors)
    }

    #[inline(never)]
    fn first_of_several(&self, wanted: Wanted<'_>, vectors: &mut Vectors) -> Option<u32> {
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
        let list = self.keyed(wanted.cells);
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
    fn keyed(&self, cells: &[u32]) -> List {
        let Some(key) = &self.key else { return List { blocks: self.common, whole: true } };
        key.lists.get(cells[usize::from(key.column)] as usize).copied().unwrap_or_default()
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
            take(0, self.single(block, wanted.cells));
        } else {
            self.several(block, wanted.cells, vectors, take);
        }
        end
    }

    /// The rows of a block of one word that fit.
    #[inline]
    fn single(&self, block: &Block, cells: &[u32]) -> u64 {
        let mut word = u64::MAX >> (64 - block.count);
        for column in &self.mapped[range(block.mapped)] {
            word &= self.words[(column.map + cells[usize::from(column.column)]) as usize];
        }
        for column in &self.searched[range(block.searched)] {
            word &= self.bits[column.bits as usize + self.place(column, cells)];
        }
        word
    }

    /// The bit-vector of a mapped column of a block of several words.
    #[inline]
    fn vector(&self, column: Mapped, cells: &[u32]) -> u32 {
        self.maps[(column.map + cells[usize::from(column.column)]) as usize]
    }

    /// Which bit-vector of a searched column it is.
    #[inline]
    fn place(&self, column: &Searched, cells: &[u32]) -> usize {
        let cell = cells[usize::from(column.column)];
        self.starts[range(column.starts)].partition_point(|start| *start <= cell)
    }

    /// Takes the words of a longer block that fit, until `take` says no.
    #[inline]
    fn several(&self, block: &Block, cells: &[u32], vectors: &mut Vectors, mut take: impl FnMut(usize, u64) -> bool) {
        let stride = block.words + 1;
        let mut open = u64::MAX >> (64 - block.words);
        vectors.clear();
        let mut add = |vector: u32| {
            open &= self.bits[vector as usize];
            vectors.push(vector + 1);
        };
        for column in &self.mapped[range(block.mapped)] {
            add(self.vector(*column, cells));
        }
        for column in &self.searched[range(block.searched)] {
            add(column.bits + u32::try_from(self.place(column, cells)).unwrap_or(0) * stride);
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
