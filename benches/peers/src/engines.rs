//! One file for each engine.

pub mod baton;
pub mod baton_reference;
pub mod baton_text;
pub mod cedar;
pub mod cel;
pub mod datalogic;
pub mod if_chain;
pub mod linear_scan;
pub mod regorus;
pub mod zen;
