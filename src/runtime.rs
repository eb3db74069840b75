//! (being built)

pub mod sentiment;
pub mod text;
