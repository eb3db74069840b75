//! How good a yes or a score is, against labels: rates, areas and their intervals; and what speaks for a yes.
//!
//! In: counts, scores with their labels, positions of turns. Out: numbers from 0 to
//! 1, or none where there is nothing to divide by. The same input gives the same
//! numbers: resampling draws from a fixed seed.
//!
//! # What is not here
//!
//! Conversations, signals and policies: [`crate::evaluation`] brings them here.
//! Nothing of this is used to decide, so floating point is fine.

mod area;
mod counts;
mod logistic;
mod resample;
mod transfer;

pub use area::{Scored, area};
pub use counts::{Counts, Interval, wilson};
pub use logistic::{Logistic, Row, logistic};
pub(crate) use resample::shuffled;
pub use resample::{RESAMPLES, SEED, interval};
pub use transfer::{TOLERANCES, golden_transfer};

/// A count as a number. Counts of turns are far below 2^52.
#[expect(clippy::cast_precision_loss, reason = "counts of turns are far below 2^52")]
pub(crate) fn number(count: usize) -> f64 {
    count as f64
}
