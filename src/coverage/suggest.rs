//! What no test goes through → a test that does, or the proof that none can.
//!
//! In: a table and the coverage of its tests. Out: for each item that is not covered a
//! [`Suggestion`]. A test is found by the proofs' search, played through a session
//! and held against the reference evaluator; what it expects is what the policy
//! decides today, so somebody who knows what is right must look at it.
//!
//! An item becomes a question by *probes*, watches that are added to a copy of the
//! policy: "this condition with this comparison true", "with it false". Where the
//! one holds and the other does not, the comparison matters.

use std::collections::HashSet;

use super::probes::{self, Probe, Question};
use super::{Coverage, Item, seen};
use crate::analysis::{Answer, Budget, Example, Examples, Missing, Point, Region, RowList, Side, Space};
use crate::artifact::Artifact;
use crate::decision;
use crate::policy::{Given, RuleId, Test, TestLine};
use crate::runtime::{Table, worked};

/// What came of looking for a test.
#[derive(Clone, Debug)]
pub enum Suggestion {
    /// This conversation goes through it.
    Test(Box<Example>),
    /// Another suggested test goes through it too.
    Also,
    /// No input can: proved.
    Impossible,
    /// Neither was found within the budget.
    Unknown,
}

/// A suggestion for everything that is not covered, in the order of the policy.
pub fn suggest(table: &Table, coverage: &Coverage) -> Vec<(Item, Suggestion)> {
    let open: Vec<Item> = coverage.items().filter(|(_, covered)| !covered).map(|(item, _)| item).collect();
    let (policy, probes) = probes::all(table.policy(), &open);
    let Ok(rows) = crate::compile::lower(&policy) else {
        return open.into_iter().map(|item| (item, Suggestion::Unknown)).collect();
    };
    let artifact = Artifact { policy, rows };
    let usual = Asked::new(&artifact, Missing::Usually);
    let mut anywhere: Option<Asked<'_>> = None;
    let mut shown: HashSet<Item> = HashSet::new();
    let mut suggestions = Vec::new();
    for probe in &probes {
        if shown.contains(&probe.item) {
            suggestions.push((probe.item, Suggestion::Also));
            continue;
        }
        let mut found = usual.look(table, probe);
        if !matches!(found, Suggestion::Test(_)) {
            found = anywhere.get_or_insert_with(|| Asked::new(&artifact, Missing::Anywhere)).look(table, probe);
        }
        if let Suggestion::Test(example) = &found {
            shown.extend(gone_through(table, example));
        }
        suggestions.push((probe.item, found));
    }
    suggestions
}

/// A policy with its probes, ready to be asked.
struct Asked<'a> {
    space: Space,
    side: Side<'a>,
    examples: Examples<'a>,
    /// What decides, and behind it the probes.
    list: RowList,
    deciders: usize,
}

impl<'a> Asked<'a> {
    fn new(probed: &'a Artifact, missing: Missing) -> Self {
        let (space, side) = Space::of(probed, missing);
        let mut list = side.deciders(&space);
        let deciders = list.len();
        list.append(&side.rows(&probed.rows.watches, &space), &space);
        let examples = Examples::new(&side);
        Self { space, side, examples, list, deciders }
    }

    fn look(&self, table: &Table, probe: &Probe) -> Suggestion {
        let mut is_impossible = true;
        for question in &probe.questions {
            let not = self.not(question);
            for row in self.rows_of(question) {
                let region = self.space.fitting(&self.calm(), &self.list, row as usize);
                match self.space.find(&region, &self.list, &not, &mut Budget::usual()) {
                    Answer::Covered(_) => {}
                    Answer::Undecided => is_impossible = false,
                    Answer::Found(point) => {
                        is_impossible = false;
                        let fulfils = |point: &Point| {
                            self.space.fits(&self.list, row as usize, point)
                                && !not.iter().any(|row| self.space.fits(&self.list, *row as usize, point))
                        };
                        let example = self.examples.at(&self.space, &point, &fulfils);
                        if let Some(example) =
                            example.filter(|example| gone_through(table, example).contains(&probe.item))
                        {
                            return Suggestion::Test(Box::new(example));
                        }
                    }
                }
            }
        }
        if is_impossible { Suggestion::Impossible } else { Suggestion::Unknown }
    }

    /// Every input without a problem: a test has none.
    fn calm(&self) -> Region {
        let mut region = self.space.everything();
        if let Some(problem) = self.space.problem_axis() {
            self.space.keep(&mut region, problem, [0]);
        }
        region
    }

    /// The rows that must fit, one of them.
    fn rows_of(&self, question: &Question) -> Vec<u32> {
        match question.holds {
            Some(probe) => self.probe(probe),
            None => self.decide(|rule| rule == question.before),
        }
    }

    /// The rows of which none may fit: those that decide before, and probes.
    fn not(&self, question: &Question) -> Vec<u32> {
        let mut rows = match question.before {
            Some(before) => self.decide(|rule| rule.is_some_and(|rule| rule < before)),
            None if question.holds.is_none() => self.decide(|rule| rule.is_some()),
            None => Vec::new(),
        };
        rows.extend(question.not.iter().flat_map(|probe| self.probe(*probe)));
        rows
    }

    fn decide(&self, wanted: impl Fn(Option<RuleId>) -> bool) -> Vec<u32> {
        (0..)
            .zip(&self.list.of[..self.deciders])
            .filter(|(_, of)| wanted(self.side.rule(**of)))
            .map(|(row, _)| row)
            .collect()
    }

    fn probe(&self, probe: RuleId) -> Vec<u32> {
        let rows = (0..).zip(&self.list.of).skip(self.deciders);
        rows.filter(|(_, of)| **of == probe.0).map(|(row, _)| row).collect()
    }
}

/// What an example goes through.
pub(super) fn gone_through(table: &Table, example: &Example) -> HashSet<Item> {
    let decided = worked::decisions(table, &played(example));
    decided.iter().flat_map(|(values, decision)| seen::seen(table.policy(), values, decision)).collect()
}

/// An example as a test that asks for one decision.
pub(super) fn played(example: &Example) -> Test {
    let span = crate::source::Span::default();
    let given = example.given.iter().map(|(fact, value)| Given { fact: *fact, value: value.clone(), span });
    let mut lines = vec![TestLine::Given(given.collect())];
    let answer = || TestLine::Assistant("…".to_owned(), Vec::new());
    for (at, message) in example.messages.iter().enumerate() {
        lines.push(TestLine::Customer(message.clone(), Vec::new()));
        if at + 1 < example.messages.len() || example.point == decision::Point::Answer {
            lines.push(answer());
        }
    }
    lines.push(TestLine::Expect(Vec::new()));
    Test { title: String::new(), lines, span }
}
