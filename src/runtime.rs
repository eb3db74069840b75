//! From a policy and a conversation to decisions: the reference evaluator.
//!
//! In: a [`Policy`](crate::policy::Policy), what a service sends, what is said.
//! Out: a [`Decision`](crate::decision::Decision) with its trace. Each stage reads
//! only what stands before it: facts, signals, thresholds, decision.
//!
//! # Guarantees
//!
//! The same policy, conversation and clock give the same decision on every
//! machine. Nothing here panics on any input; a session's memory is bounded.
//!
//! # What is not here
//!
//! Routing to people. No clock and no random number: `now` is an argument.

mod batch;
pub mod bind;
mod case;
mod clock;
mod conditions;
mod decide;
mod decided;
mod ears;
mod effects;
mod engine;
mod evaluate;
pub mod explain;
mod facts;
mod held;
mod history;
mod index;
mod inputs;
mod listener;
pub mod log;
mod lookup;
pub mod message;
mod names;
pub mod nearest;
pub mod package;
pub mod record;
mod replay;
mod routing;
pub mod sentiment;
mod session;
mod signals;
pub mod step;
mod table;
pub mod text;
mod thresholds;
mod tree;
mod values;
mod versions;
pub mod worked;

pub use batch::{BatchError, ColumnOf};
pub(crate) use case::outermost;
pub use case::{Case, CaseQueue, Told};
pub use conditions::holds;
pub use decide::decide;
pub use decided::Decided;
#[cfg(feature = "compiler")]
pub(crate) use effects::unite;
pub use engine::{Engine, Loaded, NothingBefore, Refused, RefusedBecause, Role, Serving, Status, Trial};
pub use evaluate::{comparisons, evaluate};
pub use facts::{Bound, FactRef, FactSource, FactValue, Facts, UnknownFact, Unusable};
pub use lookup::Scratch;
pub use replay::{Options, Step, replay, replay_seeing};
pub use routing::{holds_of_decision, minutes, priority};
pub use session::Session;
pub use session::desk::Phase;
pub use signals::taken_back;
pub use table::Table;
pub use thresholds::threshold;
pub use values::Values;
#[cfg(feature = "compiler")]
pub(crate) use values::starting_value as starting;
pub use versions::versions;

/// The derives of the traits of the same names.
#[cfg(feature = "derive")]
pub use baton_policy_derive::{FactSource, FactValue};
