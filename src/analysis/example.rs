//! Points → examples: the most ordinary conversation that lies in a region, as a test to paste.
//!
//! In: a point that the search found, and what it must still fulfil. Out: an
//! [`Example`]: facts, words, what is decided. It was played through a session, and
//! the reference evaluator decided as the rows say; else there is none.
//!
//! A fact that makes no difference to what must be fulfilled is left out. A signal is
//! set by a message that says what it listens for, found among the policy's patterns;
//! when none does within the tries there are, the signal is given like any fact, and
//! the example says that no message is known.

pub(super) mod across;
mod pair;
mod print;
mod script;
mod sentences;
mod words;

use super::axis::Asks;
use super::region::{AxisId, Point};
use super::side::Side;
use super::space::Space;
use crate::artifact::Artifact;
use crate::decision::{DecidedBy, Decision, Point as DecisionPoint};
use crate::policy::{Expected, ExpectedKind, FactId, Test, TestLine};
use crate::runtime::{Table, Values, worked};
use crate::value::Value;
pub use pair::Ended;
use script::Script;

/// A conversation that shows something.
#[derive(Clone, Debug)]
pub struct Example {
    /// The facts that are given; none: missing.
    pub given: Vec<(FactId, Option<Value>)>,
    /// The customer's messages; the last one is decided on.
    pub messages: Vec<String>,
    /// The decision point.
    pub point: DecisionPoint,
    /// Whether its messages set every signal that must be set; if not, signals are among the given facts.
    pub message_known: bool,
    /// What is decided.
    pub decision: Decision,
    /// What its test expects.
    pub expected: Vec<ExpectedKind>,
    /// The lines of a `test` block, without its head.
    lines: String,
}

impl Example {
    /// A `test` block, ready to paste.
    pub fn test(&self, title: &str) -> String {
        format!("test \"{}\" {{\n{}}}\n", title.replace('\\', "\\\\").replace('"', "\\\""), self.lines)
    }

    /// The lines inside the block.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.lines().map(str::trim_start)
    }
}

/// Makes examples of one table. It takes a moment to make, so it is made when the first is wanted.
#[derive(Debug)]
pub struct Examples<'a> {
    side: Side<'a>,
    table: Table,
}

impl<'a> Examples<'a> {
    /// Examples of a side.
    pub fn new(side: &Side<'a>) -> Self {
        let artifact: Artifact = side.artifact.clone();
        Self { side: side.clone(), table: Table::new(artifact) }
    }

    /// A conversation that ends at a point like this one: one that `fulfils` accepts. None if none was found, or if the
    /// reference evaluator decides otherwise than the rows.
    pub fn at(&self, space: &Space, point: &Point, fulfils: &dyn Fn(&Point) -> bool) -> Option<Example> {
        let accepted = |script: &Script| self.end(space, script).is_some_and(|point| fulfils(&point));
        let (script, message_known) = self.search(space, point, &accepted)?;
        self.finish(space, script, message_known, &|_| Vec::new())
    }

    /// A conversation near a point that something else decides otherwise: `tells` says how, if it does. What the example
    /// expects tells the two decisions apart wherever an expectation can.
    pub(crate) fn telling(
        &self,
        space: &Space,
        point: &Point,
        tells: &dyn Fn(&Values, DecisionPoint) -> Option<Decision>,
    ) -> Option<(Example, Decision)> {
        let told = |script: &Script| {
            let (values, at) = worked::facts(&self.table, &script.test(Vec::new()));
            if at == script.point { tells(&values, at) } else { None }
        };
        let (script, message_known) = self.search(space, point, &|script| told(script).is_some())?;
        let other = told(&script)?;
        let more = |decision: &Decision| print::differing(decision, &other);
        let example = self.finish(space, script, message_known, &more)?;
        Some((example, other))
    }

    /// The shortest script from a point that is accepted, and whether its words set the signals. None if none is.
    fn search(&self, space: &Space, point: &Point, accepted: &dyn Fn(&Script) -> bool) -> Option<(Script, bool)> {
        let slots = space.slots(&space.around(point))?;
        let mut script = Script::of(&self.side, space, point, &slots)?;
        let end = |script: &Script| self.end(space, script);
        let message_known = words::find(&self.side, space, point, &mut script, &end, accepted);
        if !message_known {
            script.give_signals(&self.side, space, point, &slots);
        }
        if !accepted(&script) {
            return None;
        }
        script.shorten(accepted);
        Some((script, message_known))
    }

    /// The point that a script ends at; none if it does not end at the decision point that it was made for.
    fn end(&self, space: &Space, script: &Script) -> Option<Point> {
        let (values, at) = worked::facts(&self.table, &script.test(Vec::new()));
        (at == script.point).then(|| self.side.locate(space, &values, at, false))
    }

    /// Asks the reference evaluator, and writes it down, with what `more` expects of the decision.
    fn finish(
        &self,
        space: &Space,
        script: Script,
        message_known: bool,
        more: &dyn Fn(&Decision) -> Vec<ExpectedKind>,
    ) -> Option<Example> {
        let decision = worked::run(&self.table, &script.test(vec![])).decisions.pop()?;
        let point = self.end(space, &script)?;
        let list = self.side.deciders(space);
        let row = (0..list.len()).find(|row| space.fits(&list, *row, &point))?;
        let by = self.side.rule(list.of[row]).map_or(DecidedBy::Otherwise, DecidedBy::Rule);
        if decision.decided_by != by {
            return None;
        }
        let policy = &self.side.artifact.policy;
        let mut expected = print::expected(policy, &decision);
        expected.extend(more(&decision));
        expected.sort_by_key(print::rank);
        let test = script.test(expected.clone());
        if !worked::run(&self.table, &test).failures.is_empty() {
            return None;
        }
        let lines = print::lines(policy, &test)?;
        let Script { given, earlier, last, point, .. } = script;
        let messages = earlier.into_iter().chain([last]).collect();
        Some(Example { given, messages, point, message_known, decision, expected, lines })
    }
}

impl Script {
    /// The test of a script, which ends with what is expected.
    fn test(&self, expected: Vec<ExpectedKind>) -> Test {
        let span = crate::source::Span::default();
        let expected = expected.into_iter().map(|kind| Expected { kind, span }).collect();
        let mut lines = self.lines();
        lines.push(TestLine::Expect(expected));
        Test { title: String::new(), lines, span }
    }
}

/// The fact that an axis asks for, if it asks for the value of one.
fn fact_of(space: &Space, axis: AxisId) -> Option<FactId> {
    match &space.axis(axis).asks {
        Asks::Column { column, .. } => match column.source {
            crate::rows::ColumnSource::Fact(fact) => Some(fact),
            _ => None,
        },
        Asks::Point | Asks::Problem => None,
    }
}
