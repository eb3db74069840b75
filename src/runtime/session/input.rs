//! What the service gave, how long it lasts, and what could not be used.

use crate::decision::InputProblem;
use crate::policy::FactId;
use crate::runtime::listener::Life;
use crate::value::Value;

/// At most this many problems are kept, beside those that decide.
const PROBLEMS_MAX: usize = 64;

/// What was given for a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// Nothing: it may be computed, or have a default.
    Nothing,
    /// That it is missing, or a value that cannot be used.
    Missing,
    /// A value.
    Is(Value),
}

/// All that was given and still lasts.
#[derive(Clone, Debug)]
pub(super) struct Input {
    /// By fact.
    pub(super) standing: Vec<Given>,
    /// What belongs to a turn or an answer: a few, each fact once.
    pub(super) passing: Vec<(FactId, Given, Life)>,
    pub(super) problems: Vec<(Option<FactId>, InputProblem, Life)>,
}

impl Input {
    pub(super) fn new(facts: usize) -> Self {
        Self { standing: vec![Given::Nothing; facts], passing: Vec::new(), problems: Vec::new() }
    }

    /// Takes a value in the place of an earlier one, with what was wrong about that.
    pub(super) fn give(&mut self, fact: FactId, value: Option<Value>, life: Life) {
        let given = value.map_or(Given::Missing, Given::Is);
        self.passing.retain(|(passing, ..)| *passing != fact);
        if life == Life::Standing {
            self.problems.retain(|(about, ..)| *about != Some(fact));
            if let Some(standing) = self.standing.get_mut(fact.index()) {
                *standing = given;
            }
        } else {
            self.problems.retain(|(about, _, of)| *about != Some(fact) || *of == Life::Standing);
            self.passing.push((fact, given, life));
        }
    }

    /// Notes what could not be used, for as long as it would have lasted. What decides is about a fact, and never left out.
    pub(super) fn problem(&mut self, fact: Option<FactId>, problem: InputProblem, life: Life) {
        let known = self.problems.iter().any(|(_, known, _)| *known == problem);
        if !known && (problem.decides || self.problems.len() < PROBLEMS_MAX) {
            self.problems.push((fact, problem, life));
        }
    }

    /// What a turn or an answer brought with it is over.
    pub(super) fn forget(&mut self, life: Life) {
        self.passing.retain(|(.., of)| *of != life);
        self.problems.retain(|(.., of)| *of != life);
    }

    /// What lasts for a fact.
    pub(super) fn get(&self, fact: FactId) -> &Given {
        let passing = self.passing.iter().find(|(passing, ..)| *passing == fact).map(|(_, given, _)| given);
        passing.or_else(|| self.standing.get(fact.index())).unwrap_or(&Given::Nothing)
    }

    /// What could not be used.
    pub(super) fn problems(&self) -> impl Iterator<Item = &InputProblem> {
        self.problems.iter().map(|(_, problem, _)| problem)
    }
}
