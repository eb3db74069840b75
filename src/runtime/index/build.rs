//! Builds an index.

use super::{BLOCK_ROWS, BLOCK_WORDS, Block, Index, Key, List, Mapped, Range, Searched};
use crate::rows::{Column, ColumnId, Matrix};

/// A row that accepts more cells than this is not listed under each of them.
const KEYS_OF_A_ROW_MAX: usize = 16;

/// Rows that are common to all are listed under a cell too when the list stays this short.
const WHOLE_ROWS_MAX: usize = 64;

/// A map has at most this many places, or eight times as many as it tells apart.
const MAP_MAX: usize = 128;

impl Index {
    /// An index over rows, partitioned by the column that helps most.
    pub(in crate::runtime) fn new(columns: &[Column], matrix: &Matrix) -> Self {
        let key = key(columns, matrix);
        Builder::new(columns, matrix).build(key)
    }

    /// An index over rows that finds them all in ascending order.
    pub(in crate::runtime) fn ordered(columns: &[Column], matrix: &Matrix) -> Self {
        Builder::new(columns, matrix).build(None)
    }
}

/// How many cells a row accepts, if they are few.
fn few_cells(ranges: &[(u32, u32)]) -> Option<usize> {
    let cells = ranges.iter().map(|(start, end)| (end - start) as usize).sum();
    (cells <= KEYS_OF_A_ROW_MAX).then_some(cells)
}

/// The column of words that leaves the fewest rows to look at, if it halves them.
fn key(columns: &[Column], matrix: &Matrix) -> Option<ColumnId> {
    // By column: how many rows are listed, and in how many places.
    let mut listed = vec![(0, 0); columns.len()];
    for row in 0..matrix.len() {
        for (id, ranges) in matrix.asks(row).filter(|(id, _)| !columns[id.index()].words.is_empty()) {
            if let Some(places) = few_cells(ranges) {
                listed[id.index()].0 += 1;
                listed[id.index()].1 += places;
            }
        }
    }
    let left = |(at, (rows, places)): (usize, &(usize, usize))| {
        (matrix.len() - rows + places / columns[at].cells() as usize, at)
    };
    let (least, at) = listed.iter().enumerate().map(left).min()?;
    (least * 2 <= matrix.len()).then_some(ColumnId::from_index(at))
}

/// What a row of a block asks of a column: the row's position in the block, and the ranges of cells it accepts.
#[derive(Clone, Copy)]
struct Asked<'a> {
    column: ColumnId,
    row: usize,
    ranges: &'a [(u32, u32)],
}

struct Builder<'a> {
    columns: &'a [Column],
    matrix: &'a Matrix,
    index: Index,
    /// Room for the asks of one block, and for the cells of one column.
    asked: Vec<Asked<'a>>,
    starts: Vec<u32>,
}

impl<'a> Builder<'a> {
    fn new(columns: &'a [Column], matrix: &'a Matrix) -> Self {
        Self { columns, matrix, index: Index::default(), asked: Vec::new(), starts: Vec::new() }
    }

    fn build(mut self, key: Option<ColumnId>) -> Index {
        let (lists, common) = self.lists(key);
        let places: usize = lists.iter().map(|rows| rows.len() + common.len()).sum();
        let whole = places <= 16 * self.matrix.len() + 2_048;
        let lists: Vec<List> = lists
            .into_iter()
            .map(|mut rows| {
                let whole = whole && rows.len() + common.len() <= WHOLE_ROWS_MAX;
                if whole {
                    rows.extend_from_slice(&common);
                    rows.sort_unstable();
                }
                List { blocks: self.list(&rows, key), whole }
            })
            .collect();
        self.index.common = self.list(&common, None);
        self.index.key = key.map(|column| Key { column: column.0, lists });
        self.index
    }

    /// The rows of each cell of the key, and those of all.
    fn lists(&self, key: Option<ColumnId>) -> (Vec<Vec<u32>>, Vec<u32>) {
        let count = length(&self.matrix.of);
        let Some(key) = key else { return (Vec::new(), (0..count).collect()) };
        let cells = self.columns[key.index()].cells() as usize;
        let (mut lists, mut common) = (vec![Vec::new(); cells], Vec::new());
        for row in 0..count {
            match self.key_ranges(row, key) {
                Some(ranges) => {
                    let cells = ranges.iter().flat_map(|(start, end)| *start..*end);
                    cells.for_each(|cell| lists[cell as usize].push(row));
                }
                None => common.push(row),
            }
        }
        (lists, common)
    }

    /// What a row accepts of the key, if it is listed under that and not common to all.
    fn key_ranges(&self, row: u32, key: ColumnId) -> Option<&'a [(u32, u32)]> {
        let (_, ranges) = self.matrix.asks(row as usize).find(|(id, _)| *id == key)?;
        few_cells(ranges).map(|_| ranges)
    }

    /// The blocks of one list. The key's ask of rows that are listed under it is answered already.
    fn list(&mut self, rows: &[u32], key: Option<ColumnId>) -> Range {
        let first = length(&self.index.blocks);
        for rows in rows.chunks(BLOCK_ROWS) {
            self.block(rows, key);
        }
        (first, length(&self.index.blocks))
    }

    fn block(&mut self, rows: &[u32], key: Option<ColumnId>) {
        self.asked.clear();
        for (at, row) in rows.iter().enumerate() {
            let answered = key.filter(|key| self.key_ranges(*row, *key).is_some());
            let asks = self.matrix.asks(*row as usize).filter(|(id, _)| Some(*id) != answered);
            self.asked.extend(asks.map(|(column, ranges)| Asked { column, row: at, ranges }));
        }
        self.asked.sort_by_key(|ask| ask.column);
        let (mapped, searched) = (length(&self.index.mapped), length(&self.index.searched));
        let asked = std::mem::take(&mut self.asked);
        for asked in asked.chunk_by(|one, other| one.column == other.column) {
            self.column(asked, rows.len());
        }
        self.asked = asked;
        let block = Block {
            mapped: (mapped, length(&self.index.mapped)),
            searched: (searched, length(&self.index.searched)),
            rows: length(&self.index.rows),
            count: length(rows),
            words: u32::try_from(rows.len().div_ceil(64)).expect("a block has at most BLOCK_WORDS words"),
        };
        self.index.rows.extend_from_slice(rows);
        self.index.blocks.push(block);
    }

    /// A column of a block: for every run of cells that its rows do not tell apart, the rows that accept it.
    fn column(&mut self, asked: &[Asked<'_>], rows: usize) {
        let Asked { column, .. } = asked[0];
        let cells = self.columns[column.index()].cells();
        self.starts.clear();
        self.starts.push(0);
        self.starts.extend(asked.iter().flat_map(|ask| ask.ranges).flat_map(|(start, end)| [*start, *end]));
        self.starts.sort_unstable();
        self.starts.dedup();
        if self.starts.last() == Some(&cells) {
            self.starts.pop();
        }
        let (first, stride) = self.vectors(asked, rows);
        let vector = |at: usize| u32::try_from(first + at * stride).expect("a table has far fewer words");
        let index = &mut self.index;
        if cells as usize <= MAP_MAX.max(8 * self.starts.len()) {
            let mut at = 0;
            let starts = &self.starts;
            let places = (0..cells).map(|cell| {
                at += usize::from(starts.get(at + 1) == Some(&cell));
                at
            });
            let map = if stride == 1 {
                let map = length(&index.words);
                index.words.extend(places.map(|at| index.bits[first + at]));
                index.bits.truncate(first);
                map
            } else {
                let map = length(&index.maps);
                index.maps.extend(places.map(vector));
                map
            };
            index.mapped.push(Mapped { column: column.0, map });
        } else {
            let from = length(&index.starts);
            index.starts.extend_from_slice(&self.starts[1..]);
            let starts = (from, length(&index.starts));
            index.searched.push(Searched { column: column.0, starts, bits: vector(0) });
        }
    }

    /// The bit-vectors of a column, one for each start: where they begin, and how far apart.
    fn vectors(&mut self, asked: &[Asked<'_>], rows: usize) -> (usize, usize) {
        let words = rows.div_ceil(64);
        let summary = usize::from(words > 1);
        let stride = words + summary;
        // Rows that do not ask accept every cell, those that do some.
        let mut open = [u64::MAX; BLOCK_WORDS];
        open[words - 1] = u64::MAX >> (words * 64 - rows);
        for ask in asked {
            open[ask.row / 64] &= !(1 << (ask.row % 64));
        }
        let first = self.index.bits.len();
        for _ in &self.starts {
            self.index.bits.extend_from_slice(&[0][..summary]);
            self.index.bits.extend_from_slice(&open[..words]);
        }
        let bits = &mut self.index.bits[first..];
        for ask in asked {
            let (word, bit) = (summary + ask.row / 64, 1 << (ask.row % 64));
            for (from, end) in ask.ranges {
                let at = self.starts.partition_point(|start| start < from);
                let accepted = self.starts[at..].iter().take_while(|start| *start < end).count();
                bits[at * stride..(at + accepted) * stride]
                    .iter_mut()
                    .skip(word)
                    .step_by(stride)
                    .for_each(|one| *one |= bit);
            }
        }
        if summary == 1 {
            for vector in bits.chunks_mut(stride) {
                let (head, rest) = vector.split_at_mut(1);
                head[0] = rest.iter().enumerate().filter(|(_, word)| **word != 0).map(|(at, _)| 1 << at).sum();
            }
        }
        (first, stride)
    }
}

fn length<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).expect("a table's lists stay far below 2^32")
}
