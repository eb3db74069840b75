//! (being built)

pub mod text;
