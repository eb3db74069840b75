//! What can be said of a policy for certain: one question, asked of the rows that decide.
//!
//! In: an [`Artifact`](crate::Artifact). Out: whether there is an input in a region
//! that none of some rows fits, with an example or with the rows that cover it. What
//! `check`, guarantees, `ask` and `diff` prove is this question with other regions
//! and other rows.
//!
//! # How it is used
//!
//! [`Space::of`] makes the space of all inputs of a table: an *axis* for each column,
//! one for the decision point, one for whether a problem decides. ([`Space::of_two`]
//! puts two policies into one space, [`Space::of_pair`] one policy twice.) With it
//! comes a [`Side`], which turns rows of the table into a [`RowList`] over axes:
//! [`Side::deciders`] are all that decide, in order, `otherwise` last, so the first
//! that fits a [`Point`] is what the runtime does there. [`Space::find`] asks:
//!
//! - *can row i decide?* region: [`Space::fitting`] of everything and row i; rows: those before it;
//! - *does a guarantee hold?* for each row with a forbidden outcome: its region met with the guarantee's, rows before it;
//! - *do two policies differ?* for rows i of the one and j of the other with other outcomes: the region where both fit,
//!   rows: those before i and those before j.
//!
//! [`Answer::Covered`] names rows that cover the region by themselves
//! ([`Space::smallest_cover`] makes them few), [`Answer::Found`] is the most ordinary
//! point that is left, [`Answer::Undecided`] says that the [`Budget`] ended.
//!
//! # Guarantees
//!
//! Answers are exact in the modelled space, which holds every real input:
//! `docs/analysis.md` says what is modelled. What is missing where is a choice:
//! [`Missing`]. An example is run by the reference evaluator before it is shown.
//!
//! # What is not here
//!
//! Meaning: the rows say what a policy does. Words for people: [`listing`](crate::listing).

mod alike;
mod axis;
mod bits;
mod build;
pub mod diff;
mod example;
mod gaps;
pub mod guarantees;
mod handovers;
mod kind;
mod known;
mod limits;
pub(crate) mod lints;
mod locate;
mod margin;
mod ordinary;
mod overlaps;
mod promises;
mod region;
mod region_words;
mod relation;
mod row_list;
mod search;
mod side;
mod space;
mod study;
pub(crate) mod variants;

pub use axis::{Asks, Axis};
pub use build::Missing;
pub use example::{Ended, Example, Examples};
pub use gaps::{Common, End, Gaps, Rest, Unruled, gaps};
pub use handovers::{DecidedSo, Handover, Handovers, Spoken, handovers};
pub use lints::{Checked, check};
pub use overlaps::{Differ, Overlapping, Overlaps, overlaps};
pub use region::{AxisId, Point, Region};
pub use row_list::RowList;
pub use search::{Answer, Budget};
pub use side::Side;
pub use space::{Gap, Space};
