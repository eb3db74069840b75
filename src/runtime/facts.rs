//! The facts of one decision, typed and bound once: what the fast path takes.
//!
//! In: names, looked up once in a [`Table`], and values. Out: [`Facts`], ready to be
//! decided on. A service that keeps a [`Session`](super::Session) does not need it.
//!
//! # Guarantees
//!
//! A value that its fact cannot have makes the fact missing, not its default, and
//! `on problem` decides on it; the setter says why. Setting numbers, yes and no,
//! and words allocates nothing.

mod json;
mod source;
mod value;

use std::fmt;
use std::time::Duration;

use super::decided::Decided;
use super::held::Held;
use super::lookup::{Asked, Scratch};
use super::table::Table;
use super::values::Values;
use crate::decision::{InputProblem, Point};
use crate::policy::FactId;
use crate::value::{Fixed, Type};

pub use super::inputs::Unusable;
pub use source::{Bound, FactSource};
pub use value::FactValue;

/// At most this many problems are kept, beside those that decide.
const PROBLEMS_MAX: usize = 64;

/// A fact of one table, looked up once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FactRef {
    id: FactId,
    /// Tells tables apart: a fact of one is none of another.
    table: u64,
}

/// There is no fact of this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFact {
    /// The name.
    pub name: String,
}

impl fmt::Display for UnknownFact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the policy has no fact `{}`; `baton facts` lists those it has", self.name)
    }
}

impl std::error::Error for UnknownFact {}

/// The facts of one decision.
#[derive(Clone, Debug)]
pub struct Facts<'t> {
    pub(super) table: &'t Table,
    held: Held,
    point: Point,
    /// What cannot be used, and of which fact.
    problems: Vec<(Option<FactId>, InputProblem)>,
    /// The facts of the JSON text read last, in its order: the next one mostly has the same.
    order: Vec<FactId>,
}

impl Table {
    /// The fact of this name, to be bound once.
    ///
    /// # Errors
    ///
    /// The policy has no such fact.
    pub fn fact(&self, name: &str) -> Result<FactRef, UnknownFact> {
        let id = self.find_fact(name).ok_or_else(|| UnknownFact { name: name.to_owned() })?;
        Ok(FactRef { id, table: self.brand })
    }

    /// Whether a fact is of this table.
    pub(super) fn has(&self, fact: FactRef) -> bool {
        fact.table == self.brand
    }

    /// Facts before anything is given: defaults, switches off, the state of a new conversation. Decided on the message.
    pub fn facts(&self) -> Facts<'_> {
        let held = self.inputs.starting().clone();
        Facts { table: self, held, point: Point::Message, problems: Vec::new(), order: Vec::new() }
    }

    /// Facts that have these values.
    pub fn facts_of(&self, values: &Values, point: Point) -> Facts<'_> {
        let mut facts = self.facts();
        self.inputs.all(self.policy(), values, &mut facts.held);
        facts.at(point);
        facts
    }

    /// Room for decisions: one a thread.
    pub fn scratch(&self) -> Scratch {
        self.lookup.scratch(self.policy(), self.rows())
    }

    /// Makes room for decisions of another table, such as one before a swap, into room for this one's.
    pub(super) fn make_room(&self, scratch: &mut Scratch) {
        if !scratch.fits(self.rows()) {
            *scratch = self.scratch();
        }
    }
}

impl Facts<'_> {
    /// Back to what holds before anything is given.
    pub fn reset(&mut self) {
        self.held.copy_from(self.table.inputs.starting());
        self.point = Point::Message;
        self.problems.clear();
    }

    /// Says whether an answer exists.
    pub fn at(&mut self, point: Point) {
        self.point = point;
    }

    /// Sets a yes or no.
    ///
    /// # Errors
    ///
    /// The fact is no yes or no; it is missing now. So for all setters.
    pub fn set_truth(&mut self, fact: FactRef, truth: bool) -> Result<(), Unusable> {
        self.set(fact, |table, held| table.inputs.truth(fact.id, truth, held))
    }

    /// Sets a number in the fact's base unit: 1 is 100 %, seconds, days, whole units of a currency.
    pub fn set_number(&mut self, fact: FactRef, number: Fixed) -> Result<(), Unusable> {
        self.set(fact, |table, held| table.inputs.number(fact.id, number, held))
    }

    /// Sets a number in the fact's base unit, rounded to the nearest millionth.
    pub fn set_float(&mut self, fact: FactRef, number: f64) -> Result<(), Unusable> {
        self.set_if_fits(fact, Fixed::from_float(number))
    }

    /// Sets a duration, rounded to the nearest microsecond. No other fact takes it.
    pub fn set_duration(&mut self, fact: FactRef, duration: Duration) -> Result<(), Unusable> {
        let microseconds = i64::try_from(duration.as_nanos().saturating_add(500) / 1_000).ok();
        let seconds = microseconds.map(Fixed::from_millionths).filter(|seconds| *seconds <= Fixed::MOST);
        self.set(fact, |table, held| match table.policy().fact(fact.id).kind {
            Type::Duration => table.inputs.number(fact.id, seconds.ok_or(Unusable::OutOfRange)?, held),
            _ => Err(Unusable::WrongKind),
        })
    }

    /// Sets a word: one of a list, a category, a language, a country, an agent, a text.
    pub fn set_word(&mut self, fact: FactRef, word: &str) -> Result<(), Unusable> {
        self.set(fact, |table, held| table.inputs.word(table.policy(), fact.id, word, held))
    }

    /// Sets tags.
    pub fn set_tags<'w>(&mut self, fact: FactRef, tags: impl IntoIterator<Item = &'w str>) -> Result<(), Unusable> {
        self.set(fact, |table, held| table.inputs.tags(fact.id, tags.into_iter(), held))
    }

    /// Says that nothing is known.
    pub fn set_missing(&mut self, fact: FactRef) -> Result<(), Unusable> {
        self.set(fact, |table, held| {
            table.inputs.missing(fact.id, held);
            Ok(())
        })
    }

    /// What cannot be used; its facts are missing.
    pub fn problems(&self) -> impl Iterator<Item = &InputProblem> {
        self.problems.iter().map(|(_, problem)| problem)
    }

    /// Decides: what decides, which `also`s hold, which watches would have decided.
    pub fn decide<'s>(&'s self, scratch: &'s mut Scratch) -> Decided<'s> {
        self.ask(scratch, false)
    }

    /// As [`Facts::decide`], and finds every later rule that fits.
    pub fn decide_fully<'s>(&'s self, scratch: &'s mut Scratch) -> Decided<'s> {
        self.ask(scratch, true)
    }

    fn ask<'s>(&'s self, scratch: &'s mut Scratch, every: bool) -> Decided<'s> {
        let asked =
            Asked { point: self.point, problem: self.problems().any(|problem| problem.decides), every, promise: None };
        self.table.look_up(asked, &self.held, scratch)
    }

    /// Sets a number; none is one that does not fit.
    fn set_if_fits(&mut self, fact: FactRef, number: Option<Fixed>) -> Result<(), Unusable> {
        self.set(fact, |table, held| table.inputs.number(fact.id, number.ok_or(Unusable::OutOfRange)?, held))
    }

    fn set(
        &mut self,
        fact: FactRef,
        set: impl FnOnce(&Table, &mut Held) -> Result<(), Unusable>,
    ) -> Result<(), Unusable> {
        if !self.table.has(fact) {
            return Err(Unusable::OtherTable);
        }
        self.forget_problem(fact.id);
        set(self.table, &mut self.held).inspect_err(|why| self.refuse(fact.id, why.to_string()))
    }

    /// A fact is given anew.
    #[inline]
    fn forget_problem(&mut self, id: FactId) {
        if !self.problems.is_empty() {
            self.problems.retain(|(about, _)| *about != Some(id));
        }
    }

    /// A value cannot be used: its fact is missing.
    fn refuse(&mut self, id: FactId, message: String) {
        self.table.inputs.missing(id, &mut self.held);
        let fact = self.table.policy().fact(id).name.clone();
        self.problem(Some(id), InputProblem { fact, message, decides: true });
    }

    /// Notes a problem. Those that decide are few, one a fact, and never left out.
    fn problem(&mut self, about: Option<FactId>, problem: InputProblem) {
        if problem.decides || self.problems.len() < PROBLEMS_MAX {
            self.problems.push((about, problem));
        }
    }
}
