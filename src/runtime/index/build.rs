//! Builds an index.

use std::collections::BTreeMap;

use super::{BLOCK_ROWS, Block, Direct, Index, Key, Range, Searched};
use crate::rows::{Column, ColumnId, LEAST, Matrix, NO_ANSWER};

/// A row that accepts more symbols than this is not listed under each of them.
const KEYS_OF_A_ROW_MAX: usize = 16;

/// The longest run of bit-vectors of a column that is found by its slot.
const DIRECT_MAX: i64 = 64;

impl Index {
    /// An index over rows, partitioned by the column that helps most.
    ///
    /// `small` says of each column whether its values are small whole numbers: yes and no, or symbols.
    pub(in crate::runtime) fn new(columns: &[Column], small: &[bool], matrix: &Matrix) -> Self {
        let key = key(columns, matrix);
        Builder { columns, small, matrix, index: Index::default() }.build(key)
    }

    /// An index over rows that finds them all in ascending order.
    pub(in crate::runtime) fn ordered(columns: &[Column], small: &[bool], matrix: &Matrix) -> Self {
        Builder { columns, small, matrix, index: Index::default() }.build(None)
    }
}

/// Half-open ranges of slots that a row accepts of one column.
type Accepted = Vec<(i64, i64)>;

/// The symbols that each row accepts, if they are few and all it accepts.
fn symbols(column: &Column, ranges: &[(u32, u32)]) -> Option<Vec<usize>> {
    let mut symbols = Vec::new();
    for (first, last) in ranges.iter().map(|(start, end)| (column.bounds(*start).0, column.bounds(end - 1).1)) {
        let known = first >= 0 && last < column.other();
        if !known || usize::try_from(last - first).ok()? >= KEYS_OF_A_ROW_MAX {
            return None;
        }
        symbols.extend((first..=last).filter_map(|symbol| usize::try_from(symbol).ok()));
    }
    (symbols.len() <= KEYS_OF_A_ROW_MAX).then_some(symbols)
}

/// The column of words that leaves the fewest rows to look at, if it halves them.
fn key(columns: &[Column], matrix: &Matrix) -> Option<ColumnId> {
    let mut listed: BTreeMap<ColumnId, (usize, usize)> = BTreeMap::new();
    for row in 0..matrix.len() {
        for (id, ranges) in matrix.asks(row) {
            let column = &columns[id.index()];
            if column.words.is_empty() {
                continue;
            }
            if let Some(symbols) = symbols(column, ranges) {
                let (rows, places) = listed.entry(id).or_default();
                *rows += 1;
                *places += symbols.len();
            }
        }
    }
    let left = |(id, (rows, places)): (ColumnId, (usize, usize))| {
        let of_one = places / columns[id.index()].words.len().max(1);
        (matrix.len() - rows + of_one, id)
    };
    let (least, id) = listed.into_iter().map(left).min()?;
    (least * 2 <= matrix.len()).then_some(id)
}

struct Builder<'a> {
    columns: &'a [Column],
    small: &'a [bool],
    matrix: &'a Matrix,
    index: Index,
}

impl Builder<'_> {
    fn build(mut self, key: Option<ColumnId>) -> Index {
        let (lists, common) = self.lists(key);
        let listed: Vec<Range> = lists.iter().map(|rows| self.list(rows, key)).collect();
        self.index.common = self.list(&common, None);
        self.index.key = key.map(|column| Key { column: column.0, blocks: listed });
        self.index
    }

    /// The rows of each symbol of the key, and those of all.
    fn lists(&self, key: Option<ColumnId>) -> (Vec<Vec<u32>>, Vec<u32>) {
        let count = u32::try_from(self.matrix.len()).expect("a table has at most ROWS_MAX rows");
        let Some(key) = key else { return (Vec::new(), (0..count).collect()) };
        let column = &self.columns[key.index()];
        let (mut lists, mut common) = (vec![Vec::new(); column.words.len()], Vec::new());
        for row in 0..count {
            let ask = self.matrix.asks(row as usize).find(|(id, _)| *id == key);
            match ask.and_then(|(_, ranges)| symbols(column, ranges)) {
                Some(symbols) => symbols.into_iter().for_each(|symbol| lists[symbol].push(row)),
                None => common.push(row),
            }
        }
        (lists, common)
    }

    /// The blocks of one list.
    fn list(&mut self, rows: &[u32], without: Option<ColumnId>) -> Range {
        let first = length(&self.index.blocks);
        for rows in rows.chunks(BLOCK_ROWS) {
            self.block(rows, without);
        }
        (first, length(&self.index.blocks))
    }

    fn block(&mut self, rows: &[u32], without: Option<ColumnId>) {
        let mut asked: BTreeMap<ColumnId, Vec<(usize, Accepted)>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            for (id, ranges) in self.matrix.asks(*row as usize).filter(|(id, _)| Some(*id) != without) {
                let column = &self.columns[id.index()];
                let slots = |(start, end): &(u32, u32)| {
                    let (first, last) = (column.bounds(*start).0, column.bounds(end - 1).1);
                    (first, last.saturating_add(1))
                };
                asked.entry(id).or_default().push((at, ranges.iter().map(slots).collect()));
            }
        }
        let words = rows.len().div_ceil(64);
        let (direct, searched) = (length(&self.index.direct), length(&self.index.searched));
        for (id, asks) in asked {
            self.column(id, &asks, rows.len(), words);
        }
        let block = Block {
            direct: (direct, length(&self.index.direct)),
            searched: (searched, length(&self.index.searched)),
            rows: length(&self.index.rows),
            count: u32::try_from(rows.len()).expect("a block has at most BLOCK_ROWS rows"),
            words: u32::try_from(words).expect("a block has at most BLOCK_WORDS words"),
        };
        self.index.rows.extend_from_slice(rows);
        self.index.blocks.push(block);
    }

    /// A column of a block: for every cell, the rows that accept it.
    fn column(&mut self, id: ColumnId, asks: &[(usize, Accepted)], rows: usize, words: usize) {
        let mut cuts: Vec<i64> =
            asks.iter().flat_map(|(_, accepted)| accepted.iter().flat_map(|(a, b)| [*a, *b])).collect();
        cuts.retain(|cut| *cut != i64::MIN && *cut != i64::MAX);
        cuts.sort_unstable();
        cuts.dedup();
        let bits = length(&self.index.bits);
        let column = id.0;
        if let Some(last) = self.direct(id, &cuts) {
            let starts: Vec<i64> = std::iter::once(i64::MIN).chain(0..=last).collect();
            self.vectors(&starts, asks, rows, words);
            self.index.direct.push(Direct { column, last, bits });
            return;
        }
        let starts: Vec<i64> = std::iter::once(i64::MIN).chain(cuts.iter().copied()).collect();
        self.vectors(&starts, asks, rows, words);
        let first = length(&self.index.cuts);
        self.index.cuts.extend(cuts);
        self.index.searched.push(Searched { column, cuts: (first, length(&self.index.cuts)), bits });
    }

    /// The greatest cut of a column of symbols or of yes and no, unless it tells missing from no answer, or is wide.
    fn direct(&self, id: ColumnId, cuts: &[i64]) -> Option<i64> {
        let small = cuts.iter().all(|cut| (0..DIRECT_MAX).contains(cut) || *cut == LEAST) && !cuts.contains(&NO_ANSWER);
        (self.small[id.index()] && small).then(|| cuts.last().copied().unwrap_or(0).max(0))
    }

    /// One bit-vector for each cell, given where cells start.
    fn vectors(&mut self, starts: &[i64], asks: &[(usize, Accepted)], rows: usize, words: usize) {
        let stride = words + usize::from(words > 1);
        let summary = stride - words;
        let first = self.index.bits.len();
        self.index.bits.resize(first + starts.len() * stride, 0);
        for vector in self.index.bits[first..].chunks_mut(stride) {
            vector[summary..].fill(u64::MAX);
            if rows % 64 != 0 {
                vector[stride - 1] = (1 << (rows % 64)) - 1;
            }
        }
        for (row, accepted) in asks {
            let mut open = accepted.iter().peekable();
            for (cell, start) in starts.iter().enumerate() {
                while open.peek().is_some_and(|(_, end)| end <= start) {
                    open.next();
                }
                if open.peek().is_none_or(|(from, _)| start < from) {
                    self.index.bits[first + cell * stride + summary + row / 64] &= !(1 << (row % 64));
                }
            }
        }
        if summary == 1 {
            for vector in self.index.bits[first..].chunks_mut(stride) {
                let (head, rest) = vector.split_at_mut(1);
                head[0] = rest.iter().enumerate().filter(|(_, word)| **word != 0).map(|(at, _)| 1 << at).sum();
            }
        }
    }
}

fn length<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).expect("a table's lists stay far below 2^32")
}
