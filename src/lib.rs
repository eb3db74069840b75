//! Baton: handoff policies as code.

pub mod conversation;
pub mod decision;
#[cfg(feature = "compiler")]
pub mod diagnostic;
#[cfg(feature = "io")]
pub mod io;
pub mod pattern;
pub mod policy;
pub mod runtime;
#[cfg(feature = "compiler")]
pub mod semantics;
pub mod source;
#[cfg(feature = "compiler")]
pub mod syntax;
pub mod value;

#[cfg(feature = "cli")]
pub mod cli;
