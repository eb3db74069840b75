//! Text → tree.
//!
//! In: the texts of a policy. Out: [`ast::Program`], and problems for what could
//! not be read. Names are not resolved here.

pub mod ast;
pub(crate) mod foreign;
mod format;
mod grammar;
mod layout;
mod load;
mod parse;
mod pattern;
mod standard;

pub use format::format;
pub use load::{load, parse, question};
