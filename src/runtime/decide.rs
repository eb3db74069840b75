//! Values → decision, by the table: the owned form, with its trace.
//!
//! In: a table, the value of every fact, the decision point, bad input. Out: a
//! [`Decision`]. What to do, to whom, what adds and where thresholds stand are
//! looked up; what each condition came to is asked one by one, for the trace.
//!
//! # Guarantees
//!
//! Decision and trace agree wherever the rows are those of the policy; tests hold the
//! table and the reference evaluator against each other.

use super::conditions::Reader;
use super::decided::Decided;
use super::effects::unite;
use super::evaluate::evaluate_promised;
use super::held::Held;
use super::lookup::{Asked, Scratch};
use super::message::at_decision;
use super::table::Table;
use super::values::Values;
use crate::decision::{DecidedBy, Decision, InputProblem, Point, ThresholdTrace};
use crate::policy::{ComparisonId, ThresholdId};
use crate::value::Fixed;

/// Decides on these values.
pub fn decide(
    table: &Table,
    values: &Values,
    point: Point,
    problems: &[InputProblem],
    scratch: &mut Scratch,
) -> Decision {
    decide_promised(table, values, point, problems, None, scratch)
}

/// As [`decide`], where a question or an offer of `promised` was answered.
pub(super) fn decide_promised(
    table: &Table,
    values: &Values,
    point: Point,
    problems: &[InputProblem],
    promised: Option<DecidedBy>,
    scratch: &mut Scratch,
) -> Decision {
    let policy = table.policy();
    let mut given = Held::nothing(table.rows());
    table.inputs.all(policy, values, &mut given);
    let problem = problems.iter().any(|problem| problem.decides);
    let of = |by: DecidedBy| table.rows().promises.iter().position(|promise| DecidedBy::of(promise.rule) == by);
    let promised = promised.filter(|by| of(*by).is_some());
    let promise = promised.and_then(of);
    let decided = table.look_up(Asked { point, problem, every: true, promise }, &given, scratch);

    let reference = evaluate_promised(policy, values, point, problems, promised);
    let queues = decided.queues().to_vec();
    // What a promise leads to has no row: this is where table and reference evaluator are held against each other.
    debug_assert!(
        promised.is_none()
            || (reference.decided_by, reference.action, &reference.queues, reference.message, reference.diverted)
                == (decided.decided_by(), decided.action(), &queues, decided.message(), decided.diverted()),
        "{promised:?}: {reference:?}"
    );
    let said = at_decision(policy, values, &queues, decided.message());
    Decision {
        action: decided.action(),
        send_draft: decided.send_draft(),
        decided_by: decided.decided_by(),
        source: decided.source(),
        reason: decided.reason().map(str::to_owned),
        effects: unite(decided.effects()),
        queues,
        to_named_agent: decided.to_named_agent(),
        level: decided.level().map(str::to_owned),
        clarified_before: decided.clarified_before(),
        diverted: decided.diverted(),
        to_same_agent: decided.to_same_agent(),
        silence: decided.silence(),
        message: decided.message(),
        language: said.language,
        text: said.text,
        told: said.told.iter().map(|(name, value)| (name.to_owned(), value.clone())).collect(),
        thresholds: thresholds(decided, &reference.thresholds),
        because_of: because_of(table, values, decided),
        also_fitted: decided.also_fitted().collect(),
        alsos: decided.alsos().map(|(id, _)| id).collect(),
        watches: decided.watches().collect(),
        ..reference
    }
}

/// The comparisons that made the deciding rule hold.
fn because_of(table: &Table, values: &Values, decided: Decided<'_>) -> Vec<ComparisonId> {
    let mut reader = Reader::new(table.policy(), values, decided.point());
    decided.rule().map(|rule| reader.holding(&rule.condition)).unwrap_or_default()
}

/// The thresholds that rules read, as the table sums them.
fn thresholds(decided: Decided<'_>, read: &[ThresholdTrace]) -> Vec<ThresholdTrace> {
    read.iter().filter_map(|trace| threshold(decided, trace.threshold)).collect()
}

fn threshold(decided: Decided<'_>, threshold: ThresholdId) -> Option<ThresholdTrace> {
    let (bar, parts) = decided.bar(threshold)?;
    let steps = &decided.table().rows().thresholds[threshold.index()].steps;
    let part = |(step, by): &(u32, Fixed)| {
        let step = &steps[*step as usize];
        (step.group as usize, step.step as usize, *by)
    };
    let parts = parts.iter().map(part).collect();
    Some(ThresholdTrace { threshold, base: bar.base, parts, sum: bar.sum, value: bar.value })
}
