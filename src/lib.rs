#![doc = include_str!("../ARCHITECTURE.md")]

// The small vocabulary.
pub mod calendar;
pub mod extract;
pub mod pattern;
pub mod redact;
pub mod source;
pub mod value;

// Text → tree → policy.
#[cfg(feature = "compiler")]
pub mod diagnostic;
#[cfg(feature = "compiler")]
pub mod semantics;
#[cfg(feature = "compiler")]
pub mod syntax;

// The waist.
pub mod policy;
pub mod rows;

// How languages count.
#[cfg(any(feature = "compiler", feature = "localise"))]
pub mod plurals;

// The waist as a file.
pub mod artifact;

// The people who take conversations.
pub mod roster;

// Conversation → decision.
pub mod conversation;
pub mod decision;
#[cfg(feature = "io")]
pub mod io;
pub mod runtime;

// Decision → person.
pub mod routing;

// Message → words of a language.
#[cfg(feature = "localise")]
pub mod localise;

// Rows → words.
pub mod listing;

// What can be said for certain.
#[cfg(feature = "compiler")]
pub mod analysis;

// Policy and people → who can be reached when.
#[cfg(feature = "compiler")]
pub mod reach;

// How well tests hold a policy.
#[cfg(feature = "compiler")]
pub mod coverage;

// What a team sets for its policies: `baton.toml`.
#[cfg(feature = "cli")]
pub mod settings;

// How well a policy hears and decides, against labels.
#[cfg(feature = "cli")]
pub mod evaluation;
#[cfg(feature = "cli")]
pub mod metrics;

// Front end.
#[cfg(feature = "cli")]
pub mod cli;

pub use artifact::Artifact;
pub use conversation::Conversation;
pub use decision::{Decision, Point};
pub use policy::Policy;
pub use roster::Roster;
pub use runtime::{Engine, Session, Table};

#[cfg(feature = "derive")]
pub use runtime::{FactSource, FactValue};

#[cfg(feature = "compiler")]
pub use compile::{Compiled, compile, compile_question, compile_with, lower};
#[cfg(feature = "compiler")]
mod compile;

/// The page for engineers: its Rust is compiled and run.
#[cfg(all(doctest, feature = "compiler"))]
#[doc = include_str!("../docs/service.md")]
struct ServicePage;

/// The page about messages: its Rust is compiled.
#[cfg(all(doctest, feature = "localise"))]
#[doc = include_str!("../docs/messages.md")]
struct MessagesPage;

/// The page about facts from a struct: its Rust is compiled and run.
#[cfg(all(doctest, feature = "compiler", feature = "derive"))]
#[doc = include_str!("../docs/derive.md")]
struct DerivePage;
