//! [`FactSource`]: a service's own struct, whose fields are facts.
//!
//! In: a struct that derives it, and a table. Out: [`Bound`], which has looked up
//! every name once and sets all facts of a value at once.
//!
//! # Guarantees
//!
//! A fact that cannot be set is missing and a problem of the facts. Without
//! problems nothing is allocated.

use std::fmt;
use std::marker::PhantomData;

use super::{FactRef, Facts, UnknownFact, Unusable};
use crate::runtime::bind;
use crate::runtime::table::Table;

/// A service's own struct whose fields are facts; `#[derive(FactSource)]` with the feature `derive`, see docs/derive.md.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no source of facts",
    note = "derive `baton::FactSource` for it, with the feature `derive`"
)]
pub trait FactSource: Sized {
    /// The names of its facts, each once.
    const NAMES: &'static [&'static str];

    /// Sets every fact; they have the order of [`FactSource::NAMES`]. Services use [`Bound::set`].
    fn set_each(&self, refs: &[FactRef], facts: &mut Facts<'_>);

    /// Looks every name up once.
    ///
    /// # Errors
    ///
    /// The policy lacks one of the facts.
    fn bind(table: &Table) -> Result<Bound<Self>, UnknownFact> {
        let refs = Self::NAMES.iter().map(|name| table.fact(name)).collect::<Result<_, _>>()?;
        Ok(Bound { refs, table: table.brand, source: PhantomData })
    }
}

/// The facts of a struct, looked up in one table.
pub struct Bound<S> {
    refs: Box<[FactRef]>,
    /// The table's brand.
    table: u64,
    source: PhantomData<fn() -> S>,
}

impl<S: FactSource> Bound<S> {
    /// Whether the facts are of this table; if not, bind to it.
    pub fn is_of(&self, table: &Table) -> bool {
        self.table == table.brand
    }

    /// Sets every fact of the struct. What cannot be used is missing, and is among the problems of the facts.
    ///
    /// So are all of them if the facts are of another table.
    pub fn set(&self, source: &S, facts: &mut Facts<'_>) {
        if self.is_of(facts.table) {
            source.set_each(&self.refs, facts);
        } else {
            facts.lose(S::NAMES);
        }
    }
}

impl Facts<'_> {
    /// Nothing is known of these facts: they were looked up in another table.
    fn lose(&mut self, names: &[&str]) {
        for name in names {
            match self.table.find_fact(name) {
                Some(id) => {
                    self.forget_problem(id);
                    self.refuse(id, Unusable::OtherTable.to_string());
                }
                None if self.table.policy().package.reads(name) => {}
                None => self.problem(None, bind::unknown(name)),
            }
        }
    }
}

impl<S> Clone for Bound<S> {
    fn clone(&self) -> Self {
        Self { refs: self.refs.clone(), table: self.table, source: PhantomData }
    }
}

impl<S> fmt::Debug for Bound<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bound").field("refs", &self.refs).finish_non_exhaustive()
    }
}
