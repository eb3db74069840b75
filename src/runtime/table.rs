//! A compiled policy, ready to decide.
//!
//! In: an [`Artifact`], from the compiler or from a file. Out: a [`Table`], built
//! once and shared by any number of threads: `Send`, `Sync`, no locks.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use super::decided::Decided;
use super::held::Held;
use super::inputs::Inputs;
use super::listener::Listener;
use super::lookup::{Asked, Lookup, Scratch};
use super::names::Names;
use crate::artifact::Artifact;
use crate::policy::{FactId, Policy};
use crate::rows::Rows;

/// How many tables there have been.
static TABLES: AtomicU64 = AtomicU64::new(0);

/// A compiled policy, ready to decide.
#[derive(Clone, Debug)]
pub struct Table {
    artifact: Arc<Artifact>,
    /// Its number among the tables of this process: tells facts of one from facts of another.
    pub(super) brand: u64,
    pub(super) names: Names<FactId>,
    pub(super) lookup: Lookup,
    pub(super) inputs: Inputs,
    listener: OnceLock<Listener>,
}

impl Table {
    /// Makes an artifact ready.
    pub fn new(artifact: impl Into<Arc<Artifact>>) -> Self {
        let artifact = artifact.into();
        let facts = &artifact.policy.facts;
        let names = (0..facts.len()).rev().map(|at| (facts[at].name.as_str().into(), FactId::from_index(at))).collect();
        let lookup = Lookup::new(&artifact.policy, &artifact.rows);
        let inputs = Inputs::new(&artifact.policy, &artifact.rows);
        let brand = TABLES.fetch_add(1, Ordering::Relaxed);
        Self { artifact, brand, names, lookup, inputs, listener: OnceLock::new() }
    }

    /// What it was made of.
    pub fn artifact(&self) -> &Arc<Artifact> {
        &self.artifact
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.artifact.policy
    }

    /// The rows.
    pub fn rows(&self) -> &Rows {
        &self.artifact.rows
    }

    /// The fact of this JSON name.
    pub fn find_fact(&self, name: &str) -> Option<FactId> {
        self.names.get(name).copied()
    }

    /// Decides on what is given.
    #[inline]
    pub(super) fn look_up<'a>(&'a self, asked: Asked, given: &'a Held, scratch: &'a mut Scratch) -> Decided<'a> {
        self.make_room(scratch);
        Decided::new(self, self.lookup.ask(self.rows(), &self.inputs.places, asked, given, scratch), asked.point)
    }

    /// What sessions need, built for the first of them.
    pub(super) fn listener(&self) -> &Listener {
        self.listener.get_or_init(|| Listener::new(self.policy()))
    }
}
