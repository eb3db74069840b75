//! Many decisions at once, from columns of values.
//!
//! In: for each fact a column of as many values as there are decisions. Out: each
//! decision in turn. What no column gives has the values of a new conversation.

use std::fmt;

use super::decided::Decided;
use super::facts::{FactRef, Facts, Unusable};
use super::lookup::Scratch;
use super::table::Table;
use crate::decision::Point;
use crate::value::Fixed;

/// Values of one fact, one for each decision; none where nothing is known.
#[derive(Clone, Copy, Debug)]
pub enum ColumnOf<'c> {
    /// Yes or no.
    Truths(&'c [Option<bool>]),
    /// Numbers in the fact's base unit.
    Numbers(&'c [Option<Fixed>]),
    /// Numbers in the fact's base unit, rounded to the nearest millionth.
    Floats(&'c [Option<f64>]),
    /// Words.
    Words(&'c [Option<&'c str>]),
}

impl ColumnOf<'_> {
    /// How many there are.
    fn len(&self) -> usize {
        match self {
            ColumnOf::Truths(values) => values.len(),
            ColumnOf::Numbers(values) => values.len(),
            ColumnOf::Floats(values) => values.len(),
            ColumnOf::Words(values) => values.len(),
        }
    }

    /// Sets a fact to the value at a place.
    fn set(&self, fact: FactRef, at: usize, facts: &mut Facts<'_>) -> Result<(), Unusable> {
        let set = match self {
            ColumnOf::Truths(values) => values[at].map(|truth| facts.set_truth(fact, truth)),
            ColumnOf::Numbers(values) => values[at].map(|number| facts.set_number(fact, number)),
            ColumnOf::Floats(values) => values[at].map(|number| facts.set_float(fact, number)),
            ColumnOf::Words(values) => values[at].map(|word| facts.set_word(fact, word)),
        };
        set.unwrap_or_else(|| facts.set_missing(fact))
    }
}

/// Why columns cannot be decided on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchError {
    /// Columns differ in length.
    Uneven {
        /// The length of the first column.
        first: usize,
        /// Another length.
        other: usize,
    },
    /// The fact of a column belongs to another table.
    OtherTable,
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BatchError::Uneven { first, other } => {
                write!(f, "one column has {first} values and another {other}: give each fact as many")
            }
            BatchError::OtherTable => Unusable::OtherTable.fmt(f),
        }
    }
}

impl std::error::Error for BatchError {}

impl Table {
    /// Decides on every row of columns, in order; `visit` gets its position and the decision.
    ///
    /// A value that its fact cannot have is a problem of its row, as [`Facts`] has it.
    ///
    /// # Errors
    ///
    /// Columns differ in length, or are of facts of another table: nothing is decided.
    pub fn decide_columns(
        &self,
        point: Point,
        columns: &[(FactRef, ColumnOf<'_>)],
        scratch: &mut Scratch,
        mut visit: impl FnMut(usize, Decided<'_>),
    ) -> Result<(), BatchError> {
        let rows = columns.first().map_or(0, |(_, values)| values.len());
        if let Some((_, other)) = columns.iter().find(|(_, values)| values.len() != rows) {
            return Err(BatchError::Uneven { first: rows, other: other.len() });
        }
        if columns.iter().any(|(fact, _)| !self.has(*fact)) {
            return Err(BatchError::OtherTable);
        }
        let mut facts = self.facts();
        facts.at(point);
        for row in 0..rows {
            for (fact, values) in columns {
                // What is wrong is among the problems of the facts.
                let _ = values.set(*fact, row, &mut facts);
            }
            visit(row, facts.decide(scratch));
        }
        Ok(())
    }
}
