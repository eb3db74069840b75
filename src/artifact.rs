//! A policy with its table: what the compiler makes and the runtime decides by.

use crate::policy::Policy;
use crate::rows::Rows;

/// A policy with its table.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// What is meant: names, conditions, messages, signals.
    pub policy: Policy,
    /// What is looked up.
    pub rows: Rows,
}
