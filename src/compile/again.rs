//! Conditions → rows of a table that is made already.
//!
//! In: a policy with its rows, and conditions over comparisons that the table was
//! made for: whole ones, or parts of them. Out: rows over the same columns.

use super::boxes;
use super::columns::Cut;
use crate::policy::{Condition, Policy};
use crate::rows::{Matrix, Rows};

/// Makes rows of conditions, one at a time.
pub(crate) struct Conditions<'a> {
    cut: Cut<'a>,
}

impl<'a> Conditions<'a> {
    /// For a policy and the rows that were made of it.
    pub(crate) fn new(policy: &'a Policy, rows: &Rows) -> Self {
        Self { cut: Cut::again(policy, rows.columns.clone()) }
    }

    /// The rows of a condition; they stand for nothing. None if they are too many, or if the table does not ask for it.
    pub(crate) fn rows(&self, condition: &Condition) -> Option<Matrix> {
        if !self.cut.asks(condition) {
            return None;
        }
        let mut matrix = Matrix::default();
        for row in boxes::rows(&self.cut, condition).ok()? {
            matrix.push(0, row);
        }
        Some(matrix)
    }
}
