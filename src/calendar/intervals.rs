//! Sets of instants, as spans that do not touch.
//!
//! Instants are seconds since 1970-01-01T00:00:00Z. A span holds its start and not its end.

/// A span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    /// Its first second.
    pub from: i64,
    /// The second after its last.
    pub to: i64,
}

impl Interval {
    /// How many seconds it has.
    pub fn seconds(self) -> i64 {
        (self.to - self.from).max(0)
    }
}

/// A set of instants: spans in order, none of them empty, no two touching.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intervals {
    spans: Vec<Interval>,
}

impl Intervals {
    /// All that any of these spans holds.
    pub fn of(spans: impl IntoIterator<Item = Interval>) -> Self {
        let mut spans: Vec<Interval> = spans.into_iter().filter(|span| span.from < span.to).collect();
        spans.sort_unstable();
        let mut joined: Vec<Interval> = Vec::with_capacity(spans.len());
        for span in spans {
            match joined.last_mut() {
                Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
                _ => joined.push(span),
            }
        }
        Self { spans: joined }
    }

    /// The spans, in order.
    pub fn spans(&self) -> &[Interval] {
        &self.spans
    }

    /// Whether no instant is in it.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The span that holds an instant.
    pub fn find(&self, at: i64) -> Option<Interval> {
        let after = self.spans.partition_point(|span| span.from <= at);
        self.spans[..after].last().copied().filter(|span| at < span.to)
    }

    /// Whether it holds an instant.
    pub fn contains(&self, at: i64) -> bool {
        self.find(at).is_some()
    }

    /// The first start or end after an instant.
    pub fn next_change(&self, at: i64) -> Option<i64> {
        let next = self.spans.partition_point(|span| span.to <= at);
        self.spans.get(next).map(|span| if span.from > at { span.from } else { span.to })
    }

    /// How many seconds it has.
    pub fn seconds(&self) -> i64 {
        self.spans.iter().map(|span| span.seconds()).sum()
    }

    /// What either holds.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self::of(self.spans.iter().chain(&other.spans).copied())
    }

    /// What both hold.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let (mut left, mut right) = (self.spans.iter().peekable(), other.spans.iter().peekable());
        let mut both = Vec::new();
        while let (Some(one), Some(two)) = (left.peek(), right.peek()) {
            let span = Interval { from: one.from.max(two.from), to: one.to.min(two.to) };
            if span.from < span.to {
                both.push(span);
            }
            if one.to <= two.to {
                left.next()
            } else {
                right.next()
            };
        }
        Self { spans: both }
    }

    /// What it holds and the other does not.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let (Some(first), Some(last)) = (self.spans.first(), self.spans.last()) else { return Self::default() };
        self.and(&other.gaps(Interval { from: first.from, to: last.to }))
    }

    /// What of a span it does not hold.
    #[must_use]
    pub fn gaps(&self, of: Interval) -> Self {
        let mut from = of.from;
        let mut gaps = Vec::new();
        for span in self.within(of).spans {
            gaps.push(Interval { from, to: span.from });
            from = span.to;
        }
        gaps.push(Interval { from, to: of.to });
        Self::of(gaps)
    }

    /// What of it lies in a span.
    #[must_use]
    pub fn within(&self, span: Interval) -> Self {
        let first = self.spans.partition_point(|one| one.to <= span.from);
        let last = self.spans.partition_point(|one| one.from < span.to).max(first);
        let clip = |one: &Interval| Interval { from: one.from.max(span.from), to: one.to.min(span.to) };
        Self { spans: self.spans[first..last].iter().map(clip).filter(|one| one.from < one.to).collect() }
    }
}
