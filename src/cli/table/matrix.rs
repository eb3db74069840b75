//! Which entries share a matrix, so that it has few enough columns to be printed.

use crate::listing::{Entry, Listing};
use crate::rows::ColumnId;

/// Most questions of one matrix: what fits a page on its side.
const QUESTIONS_MOST: usize = 14;

/// Entries that stand in one matrix, and the questions that they ask.
pub(super) struct Matrix<'l, 'a> {
    pub(super) entries: Vec<&'l Entry<'a>>,
    pub(super) questions: Vec<ColumnId>,
}

/// The entries in runs that ask few different questions. An entry that asks many alone stands alone.
pub(super) fn matrices<'l, 'a>(listing: &Listing<'a>, entries: &[&'l Entry<'a>]) -> Vec<Matrix<'l, 'a>> {
    let mut found: Vec<Matrix<'l, 'a>> = Vec::new();
    for entry in entries {
        let own = listing.questions([*entry]);
        let last = found.last_mut().filter(|last| {
            let more = own.iter().filter(|id| !last.questions.contains(id)).count();
            last.questions.len() + more <= QUESTIONS_MOST
        });
        match last {
            Some(last) => {
                let more: Vec<ColumnId> = own.into_iter().filter(|id| !last.questions.contains(id)).collect();
                last.questions.extend(more);
                last.entries.push(entry);
            }
            None => found.push(Matrix { entries: vec![entry], questions: own }),
        }
    }
    found
}
