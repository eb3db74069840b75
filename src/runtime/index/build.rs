//! Builds an index.

use super::{BLOCK_ROWS, Block, CUTS_AT_ONCE, Index, Key, List, Mapped, Range, Searched};
use crate::rows::{Column, ColumnId, MISSING, Matrix, NO_ANSWER, VALUE_CELL};

/// A row that accepts more symbols than this is not listed under each of them.
const KEYS_OF_A_ROW_MAX: usize = 16;

/// Rows that are common to all are listed under a symbol too when the list stays this short.
const WHOLE_ROWS_MAX: usize = 256;

/// A map has at most this many places, or four times as many as it tells apart.
const MAP_MAX: usize = 64;

impl Index {
    /// An index over rows, partitioned by the column that helps most.
    ///
    /// `small` says of each column whether its values are small whole numbers: yes and no, or symbols.
    pub(in crate::runtime) fn new(columns: &[Column], small: &[bool], matrix: &Matrix) -> Self {
        let key = key(columns, matrix);
        Builder::new(columns, small, matrix).build(key)
    }

    /// An index over rows that finds them all in ascending order.
    pub(in crate::runtime) fn ordered(columns: &[Column], small: &[bool], matrix: &Matrix) -> Self {
        Builder::new(columns, small, matrix).build(None)
    }
}

/// The symbols that a row accepts, if they are few and all it accepts.
fn symbols(column: &Column, ranges: &[(u32, u32)]) -> Option<Vec<usize>> {
    let mut symbols = Vec::new();
    for (start, end) in ranges {
        let (first, last) = (column.bounds(*start).0, column.bounds(end - 1).1);
        let is_known = *start >= VALUE_CELL && last < column.other();
        let (first, last) = (usize::try_from(first.max(0)).ok()?, usize::try_from(last).ok()?);
        if !is_known || symbols.len() + last - first >= KEYS_OF_A_ROW_MAX {
            return None;
        }
        symbols.extend(first..=last);
    }
    Some(symbols)
}

/// The column of words that leaves the fewest rows to look at, if it halves them.
fn key(columns: &[Column], matrix: &Matrix) -> Option<ColumnId> {
    // By column: how many rows are listed, and in how many places.
    let mut listed = vec![(0, 0); columns.len()];
    for row in 0..matrix.len() {
        for (id, ranges) in matrix.asks(row).filter(|(id, _)| !columns[id.index()].words.is_empty()) {
            if let Some(symbols) = symbols(&columns[id.index()], ranges) {
                listed[id.index()].0 += 1;
                listed[id.index()].1 += symbols.len();
            }
        }
    }
    let left = |(at, (rows, places)): (usize, &(usize, usize))| {
        (matrix.len() - rows + places / columns[at].words.len().max(1), at)
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
    small: &'a [bool],
    matrix: &'a Matrix,
    index: Index,
    /// Room for the asks of one block, and for the cells of one column.
    asked: Vec<Asked<'a>>,
    starts: Vec<u32>,
}

impl<'a> Builder<'a> {
    fn new(columns: &'a [Column], small: &'a [bool], matrix: &'a Matrix) -> Self {
        Self { columns, small, matrix, index: Index::default(), asked: Vec::new(), starts: Vec::new() }
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

    /// The rows of each symbol of the key, and those of all.
    fn lists(&self, key: Option<ColumnId>) -> (Vec<Vec<u32>>, Vec<u32>) {
        let count = length(&self.matrix.of);
        let Some(key) = key else { return (Vec::new(), (0..count).collect()) };
        let column = &self.columns[key.index()];
        let (mut lists, mut common) = (vec![Vec::new(); column.words.len()], Vec::new());
        for row in 0..count {
            match self.symbols(row, key) {
                Some(symbols) => symbols.into_iter().for_each(|symbol| lists[symbol].push(row)),
                None => common.push(row),
            }
        }
        (lists, common)
    }

    /// The symbols of the key under which a row is listed, if it is not common to all.
    fn symbols(&self, row: u32, key: ColumnId) -> Option<Vec<usize>> {
        let (_, ranges) = self.matrix.asks(row as usize).find(|(id, _)| *id == key)?;
        symbols(&self.columns[key.index()], ranges)
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
            let answered = key.filter(|key| self.symbols(*row, *key).is_some());
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
        let cuts = &self.columns[column.index()].cuts;
        // The slot at which each start after the first begins.
        let slots = self.starts[1..].iter().map(|start| cuts[*start as usize - 1]);
        let last = slots.clone().next_back().and_then(|slot| usize::try_from(slot).ok()).unwrap_or(0);
        let index = &mut self.index;
        if self.small[column.index()] && last < MAP_MAX.max(4 * self.starts.len()) {
            let map = length(&index.maps);
            let places = [MISSING, NO_ANSWER].into_iter().chain((0..).take(last + 1));
            index.maps.extend(places.map(|slot| vector(slots.clone().take_while(|start| *start <= slot).count())));
            index.mapped.push(Mapped { column: column.0, map, last: length(&index.maps) - map - 1 });
        } else {
            let from = length(&index.cuts);
            index.cuts.extend(slots);
            let last = length(&index.cuts) - from;
            while !(index.cuts.len() - from as usize).is_multiple_of(CUTS_AT_ONCE) {
                index.cuts.push(i64::MAX);
            }
            let cuts = (from, length(&index.cuts));
            index.searched.push(Searched { column: column.0, cuts, last, bits: vector(0) });
        }
    }

    /// The bit-vectors of a column, one for each start: where they begin, and how far apart.
    fn vectors(&mut self, asked: &[Asked<'_>], rows: usize) -> (usize, usize) {
        let words = rows.div_ceil(64);
        let summary = usize::from(words > 1);
        let stride = words + summary;
        let first = self.index.bits.len();
        self.index.bits.resize(first + self.starts.len() * stride, u64::MAX);
        let bits = &mut self.index.bits[first..];
        if !rows.is_multiple_of(64) {
            bits.iter_mut().skip(stride - 1).step_by(stride).for_each(|last| *last = (1 << (rows % 64)) - 1);
        }
        for ask in asked {
            let (word, bit) = (summary + ask.row / 64, 1 << (ask.row % 64));
            let mut ranges = ask.ranges.iter().peekable();
            for (at, start) in self.starts.iter().enumerate() {
                while ranges.next_if(|(_, end)| end <= start).is_some() {}
                if ranges.peek().is_none_or(|(from, _)| start < from) {
                    bits[at * stride + word] &= !bit;
                }
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
