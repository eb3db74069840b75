//! A set of cells of one column, as ranges.

/// A set of cells: ranges from the first cell to before the second, ascending, with a gap between any two.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cells(Vec<(u32, u32)>);

impl Cells {
    /// The set of these ranges, which may overlap, touch, be empty, and come in any order.
    pub fn of(mut ranges: Vec<(u32, u32)>) -> Self {
        ranges.retain(|(start, end)| start < end);
        ranges.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (start, end) in ranges {
            match joined.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => joined.push((start, end)),
            }
        }
        Self(joined)
    }

    /// Every cell of a column with so many.
    pub fn all(cells: u32) -> Self {
        Self::of(vec![(0, cells)])
    }

    /// The ranges.
    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a cell is in the set.
    pub fn contains(&self, cell: u32) -> bool {
        contains(&self.0, cell)
    }

    /// The cells of both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let mut both = Vec::new();
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        while let (Some((a, b)), Some((c, d))) = (left.peek(), right.peek()) {
            if a.max(c) < b.min(d) {
                both.push((*a.max(c), *b.min(d)));
            }
            if b < d {
                left.next()
            } else {
                right.next()
            };
        }
        Self(both)
    }

    /// The cells of either.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self::of(self.0.iter().chain(&other.0).copied().collect())
    }

    /// The cells, of a column with so many, that are not in the set.
    #[must_use]
    pub fn not(&self, cells: u32) -> Self {
        let starts = std::iter::once(0).chain(self.0.iter().map(|(_, end)| *end));
        let ends = self.0.iter().map(|(start, _)| *start).chain([cells]);
        Self::of(starts.zip(ends).collect())
    }
}

/// Whether a cell is in one of these ascending ranges.
pub(super) fn contains(ranges: &[(u32, u32)], cell: u32) -> bool {
    let after = ranges.partition_point(|(_, end)| *end <= cell);
    ranges.get(after).is_some_and(|(start, _)| *start <= cell)
}

#[cfg(test)]
mod tests {
    use super::Cells;

    #[test]
    fn sets_agree_with_their_members() {
        const CELLS: u32 = 5;
        let sets: Vec<Cells> = (0..1_u32 << CELLS)
            .map(|bits| Cells::of((0..CELLS).filter(|c| bits >> c & 1 == 1).map(|c| (c, c + 1)).collect()))
            .collect();
        for (bits, set) in sets.iter().enumerate() {
            for cell in 0..CELLS {
                assert_eq!(set.contains(cell), bits >> cell & 1 == 1, "{set:?}");
                assert_eq!(set.not(CELLS).contains(cell), !set.contains(cell), "{set:?}");
            }
            for other in &sets {
                let (both, either) = (set.and(other), set.or(other));
                assert_eq!(either.not(CELLS), set.not(CELLS).and(&other.not(CELLS)));
                for cell in 0..CELLS {
                    assert_eq!(both.contains(cell), set.contains(cell) && other.contains(cell));
                }
            }
        }
    }
}
