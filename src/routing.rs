//! Who gets a conversation, and why: one case, one instant.
//!
//! In: a [`Case`] (what routing needs of a decision), what is known of the customer, who
//! works ([`Roster`](crate::roster::Roster)), who is here and how busy ([`Presence`]), and
//! the present. Out: an [`Assignment`]: who is asked, from which step, why they and why not
//! the others; or nobody, why, and when that changes.
//!
//! # Guarantees
//!
//! [`route`] is pure: the same arguments give the same assignment. Every order ends in the
//! agents' ids. Time only widens who may take a conversation: whoever may take it at one
//! instant may take it at any later one before the end, if nothing else changed. Nobody is
//! given more than they have room for, unless the policy says `even if full`.
//!
//! # What is not here
//!
//! The present: every question names its instant.

mod able;
mod assignment;
mod candidates;
mod customer;
mod clock;
pub mod dispatch;
pub mod explain;
pub(crate) mod fits;
mod json;
mod personal;
mod presence;
mod rank;
mod read;
mod route;
mod ways;

pub use crate::runtime::{Case, CaseQueue, Told};
pub use assignment::{Asked, Assignment, Away, Because, Considered, Decided, Declined, Notice, Reason, StepAt};
pub use customer::{Customer, Handled};
pub use json::{Now, PRESENCE_SCHEMA, SCHEMA, assignment as to_json, instant, now as from_json};
pub use presence::{Held, Presence, Present};
pub use route::route;
