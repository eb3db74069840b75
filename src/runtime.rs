//! (being built)

pub mod sentiment;
