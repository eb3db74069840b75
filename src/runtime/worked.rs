//! Worked examples: does a policy decide what its own `test` blocks expect?
//!
//! In: a test. Out: its decisions, and every expectation that was not met, with
//! what was found instead in the same vocabulary.
//!
//! `expect` speaks of the latest decision point: the answer if one was drafted
//! since the customer wrote, else the message. A test that begins without lines
//! is decided on the answer if it gives a fact of an answer.

use super::evaluate::evaluate;
use super::listener::Life;
use super::session::Session;
use super::table::Table;
use super::values::Values;
use crate::decision::{DecidedBy, Decision, InputProblem, Point, ThresholdTrace, Verdict};
use crate::policy::{
    ActionName, Check, Condition, Effect, Expected, ExpectedKind, Given, Policy, RuleId, Test, TestLine, ThresholdId,
};

/// What came of a test.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// One decision for each line with `expect`.
    pub decisions: Vec<Decision>,
    /// The expectations that were not met, in order.
    pub failures: Vec<Failure>,
}

/// An expectation that was not met.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The expectation.
    pub expected: Expected,
    /// What there was instead, in the same vocabulary; empty for nothing of the kind.
    pub found: Vec<ExpectedKind>,
    /// The decision, by position in [`Outcome::decisions`].
    pub decision: usize,
    /// Where a rule or watch was expected: what that came to.
    pub verdict: Option<Verdict>,
}

/// Runs a test.
pub fn run(table: &Table, test: &Test) -> Outcome {
    let mut outcome = Outcome { decisions: Vec::new(), failures: Vec::new() };
    play(table, test, |session, point, expected| self::expect(session, point, expected, &mut outcome));
    outcome
}

/// The decisions of a test, each with the value of every fact at it.
pub fn decisions(table: &Table, test: &Test) -> Vec<(Values, Decision)> {
    let mut all = Vec::new();
    play(table, test, |session, point, _| {
        let values = session.facts(point).clone();
        all.push((values, session.decide(point)));
    });
    all
}

/// A line with `expect`: what is known there, and what must be decided.
#[derive(Clone, Debug)]
pub struct Moment {
    /// The value of every fact.
    pub values: Values,
    /// The decision point.
    pub point: Point,
    /// Bad input.
    pub problems: Vec<InputProblem>,
    /// What is expected.
    pub expected: Vec<ExpectedKind>,
}

/// Every line with `expect` of a test.
pub fn moments(table: &Table, test: &Test) -> Vec<Moment> {
    let mut all = Vec::new();
    play(table, test, |session, point, expected| {
        let expected = expected.iter().map(|one| one.kind.clone()).collect();
        let problems = session.decide(point).problems;
        all.push(Moment { values: session.facts(point).clone(), point, problems, expected });
    });
    all
}

/// Whether a policy decides what is expected, by the reference evaluator. Its facts are those that the values are of.
pub fn meets(policy: &Policy, moment: &Moment, expected: &[ExpectedKind]) -> bool {
    let decision = evaluate(policy, &moment.values, moment.point, &moment.problems);
    let threshold = threshold(policy, &decision).map(|id| super::threshold(policy, &moment.values, moment.point, id));
    expected.iter().all(|expected| found(&decision, threshold.as_ref(), expected).contains(expected))
}

/// The value of every fact where a test ends, and the decision point.
pub fn facts(table: &Table, test: &Test) -> (Values, Point) {
    let (mut session, point) = play(table, test, |_, _, _| {});
    (session.facts(point).clone(), point)
}

/// Goes through a test; `expect` is called where something is expected.
fn play<'t>(
    table: &'t Table,
    test: &Test,
    mut expect: impl FnMut(&mut Session<'t>, Point, &[Expected]),
) -> (Session<'t>, Point) {
    let mut session = Session::new(table, "test");
    let mut point = None;
    let mut alone = Point::Message;
    let mut clock = TestClock::default();
    for line in &test.lines {
        match line {
            TestLine::At(instant) => clock.set(&mut session, *instant),
            TestLine::Given(facts) => {
                if brings_answer(table, facts) {
                    alone = Point::Answer;
                }
                for one in facts {
                    session.give_standing(one.fact, one.value.clone());
                }
            }
            TestLine::Customer(words, facts) => {
                session.customer(words, clock.passed());
                give(&mut session, facts);
                point = Some(if brings_answer(table, facts) { Point::Answer } else { Point::Message });
            }
            TestLine::Assistant(words, facts) => {
                session.assistant(words, clock.passed());
                give(&mut session, facts);
                point = Some(Point::Answer);
            }
            TestLine::Expect(expected) => expect(&mut session, point.unwrap_or(alone), expected),
        }
    }
    (session, point.unwrap_or(alone))
}

/// The clock of a test: the conversation starts at the first instant that is written.
#[derive(Clone, Copy, Debug, Default)]
struct TestClock {
    started: Option<i64>,
    now: i64,
}

impl TestClock {
    fn set(&mut self, session: &mut Session<'_>, instant: i64) {
        self.started.get_or_insert(instant);
        self.now = instant;
        session.now(instant);
    }

    /// Seconds since the start.
    fn passed(self) -> Option<i64> {
        self.now.checked_sub(self.started?)
    }
}

fn give(session: &mut Session<'_>, facts: &[Given]) {
    for one in facts {
        session.give(one.fact, one.value.clone());
    }
}

fn brings_answer(table: &Table, facts: &[Given]) -> bool {
    facts.iter().any(|one| table.listener().life(one.fact) == Life::Answer)
}

fn expect(session: &mut Session<'_>, point: Point, all: &[Expected], outcome: &mut Outcome) {
    let policy = session.table().policy();
    let decision = session.decide(point);
    let threshold = threshold(policy, &decision).map(|id| session.threshold(point, id));
    for expected in all {
        let found = found(&decision, threshold.as_ref(), &expected.kind);
        if found.contains(&expected.kind) {
            continue;
        }
        let verdict = match expected.kind {
            ExpectedKind::By(rule) | ExpectedKind::Watch(rule) => verdict(&decision, rule),
            _ => None,
        };
        let failure = Failure { expected: expected.clone(), found, decision: outcome.decisions.len(), verdict };
        outcome.failures.push(failure);
    }
    outcome.decisions.push(decision);
}

fn verdict(decision: &Decision, rule: RuleId) -> Option<Verdict> {
    decision.trace.iter().find(|one| one.rule == rule).map(|one| one.verdict)
}

/// The threshold that an expectation means: of the deciding rule's comparison, else of `confidence`.
fn threshold(policy: &Policy, decision: &Decision) -> Option<ThresholdId> {
    let of_rule = decision.rule().and_then(|rule| compared(policy, &policy.rule(rule).condition));
    let of_confidence = || {
        let confidence = policy.built_in(&crate::policy::BuiltIn::Confidence)?;
        policy.thresholds.iter().position(|one| one.fact == confidence).map(ThresholdId::from_index)
    };
    of_rule.or_else(of_confidence)
}

/// The first threshold that a condition compares with.
fn compared(policy: &Policy, condition: &Condition) -> Option<ThresholdId> {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().find_map(|part| compared(policy, part)),
        Condition::Except(exception) => compared(policy, exception),
        Condition::Compare(id) => match policy.comparison(*id).test {
            Check::Threshold { threshold, .. } => Some(threshold),
            _ => None,
        },
    }
}

/// What a decision has of the kind that is expected.
fn found(decision: &Decision, threshold: Option<&ThresholdTrace>, expected: &ExpectedKind) -> Vec<ExpectedKind> {
    let one = |found: Option<ExpectedKind>| found.into_iter().collect();
    match expected {
        ExpectedKind::Action(_) => vec![ExpectedKind::Action(decision.action)],
        ExpectedKind::Queues(_) | ExpectedKind::NamedAgent => whither(decision),
        ExpectedKind::Level(_) => one(decision.level.clone().map(ExpectedKind::Level)),
        ExpectedKind::By(_) | ExpectedKind::NoRule => one(match decision.decided_by {
            DecidedBy::Rule(rule) => Some(ExpectedKind::By(rule)),
            DecidedBy::Otherwise => Some(ExpectedKind::NoRule),
            DecidedBy::Problem => None,
        }),
        ExpectedKind::Threshold(_) => one(threshold.map(|trace| ExpectedKind::Threshold(trace.value))),
        ExpectedKind::Capped => one(threshold.filter(|trace| trace.sum != trace.value).map(|_| ExpectedKind::Capped)),
        ExpectedKind::Unused(_) => one(threshold.map(|trace| ExpectedKind::Unused(trace.unused()))),
        ExpectedKind::Say(_) => one(decision.message.map(ExpectedKind::Say)),
        ExpectedKind::Because(_) => one(decision.reason.clone().map(ExpectedKind::Because)),
        ExpectedKind::Watch(_) => decision.watches.iter().map(|watch| ExpectedKind::Watch(*watch)).collect(),
        ExpectedKind::NoHandoff if decision.action == ActionName::HandOff => {
            std::iter::once(ExpectedKind::Action(ActionName::HandOff)).chain(whither(decision)).collect()
        }
        ExpectedKind::NoHandoff => vec![ExpectedKind::NoHandoff],
        ExpectedKind::NoTag(tag) => {
            let tagged = Effect::Tag(tag.clone());
            vec![if decision.effects.contains(&tagged) { ExpectedKind::Effect(tagged) } else { expected.clone() }]
        }
        ExpectedKind::Effect(_) => decision.effects.iter().cloned().map(ExpectedKind::Effect).collect(),
    }
}

fn whither(decision: &Decision) -> Vec<ExpectedKind> {
    if decision.to_named_agent {
        return vec![ExpectedKind::NamedAgent];
    }
    match decision.action {
        ActionName::Stay | ActionName::Close => Vec::new(),
        _ => vec![ExpectedKind::Queues(decision.queues.clone())],
    }
}
