//! The table against its policy: rows, outcomes, what decides when no row fits.

use super::columns::decided;
use super::{Checked, columns, ensure, matrix, of, steps, within};
use crate::policy::{ActionName, BuiltIn, DecisionFact, Layer, Origin, Policy, QueueId, Rule};
use crate::rows::{Column, ColumnId, ColumnSource, Fallback, Matrix, Outcome, ROWS_MAX, Rows, Whither};

/// Checks the table.
pub(super) fn check(policy: &Policy, rows: &Rows) -> Checked {
    columns::check(policy, &rows.columns)?;
    for (at, one) in rows.outcomes.iter().enumerate() {
        of(format_args!("outcome {at}"), outcome(policy, rows, one))?;
    }
    matrices(policy, rows)?;
    fallbacks(policy, rows)?;
    promises(rows)?;
    by_category(policy, rows)?;
    decided_columns(policy, rows)?;
    ensure(policy.thresholds.len() == rows.thresholds.len(), || "step tables of other thresholds".to_owned())?;
    let is_early = early(policy, &rows.columns);
    for (at, table) in rows.thresholds.iter().enumerate() {
        of(format_args!("step table {at}"), steps::check(policy, rows, at, table, &is_early))?;
    }
    Ok(())
}

/// The source of a column.
pub(super) fn source(rows: &Rows, id: ColumnId) -> Result<&ColumnSource, String> {
    within("column", id.index(), rows.columns.len())?;
    Ok(&rows.column(id).source)
}

/// What rows stand for is there.
pub(super) fn stands_for(matrix: &Matrix, count: usize) -> Checked {
    matrix.of.iter().try_for_each(|of| within("what a row stands for", *of as usize, count))
}

/// For each column whether it can be known before anything is decided.
fn early(policy: &Policy, columns: &[Column]) -> Vec<bool> {
    columns.iter().map(|column| decided(policy, &column.source).is_none()).collect()
}

fn queue(policy: &Policy, queue: QueueId) -> Checked {
    within("queue", queue.index(), policy.queues.len())
}

fn outcome(policy: &Policy, rows: &Rows, outcome: &Outcome) -> Checked {
    if let Some(rule) = outcome.rule {
        within("rule", rule.index(), policy.rules.len())?;
    }
    if let Some(message) = outcome.message {
        within("message", message.index(), policy.messages.len())?;
    }
    if let Whither::Queues(queues) = &outcome.whither {
        ensure(!queues.is_empty(), || "a handoff to no queue".to_owned())?;
        queues.iter().try_for_each(|one| queue(policy, *one))?;
    }
    for column in &outcome.decided_by {
        let source = source(rows, *column)?;
        let is_it = decided(policy, source) == Some(DecisionFact::DecidedBy);
        let is_it = is_it && matches!(source, ColumnSource::Member(..));
        ensure(is_it, || format!("column {} is not about who decided", column.index()))?;
    }
    Ok(())
}

/// Rows of rules, in their order, watches and `also`s. Only an `also` asks what was decided.
fn matrices(policy: &Policy, rows: &Rows) -> Checked {
    let Rows { columns, rules, watches, alsos, outcomes, guard_rows, .. } = rows;
    let steps: usize = rows.thresholds.iter().map(|table| table.matrix.len()).sum();
    let count = rules.len() + watches.len() + alsos.len();
    ensure(count.max(steps) <= ROWS_MAX, || format!("more than {ROWS_MAX} rows"))?;
    let is_early = early(policy, columns);
    of("rules", matrix::check(rules, columns, |column| is_early[column]))?;
    of("watches", matrix::check(watches, columns, |column| is_early[column]))?;
    of("alsos", matrix::check(alsos, columns, |_| true))?;
    of("rules", stands_for(rules, outcomes.len()))?;
    of("watches", stands_for(watches, policy.rules.len()))?;
    of("alsos", stands_for(alsos, policy.alsos.len()))?;
    let are_watches = watches.of.iter().all(|rule| policy.rules[*rule as usize].watch);
    ensure(are_watches, || "a row of a watch stands for another rule".to_owned())?;
    let guards = *guard_rows as usize;
    ensure(guards <= rules.len(), || "more guards than rows".to_owned())?;
    let mut before = None;
    for (row, outcome) in rules.of.iter().enumerate() {
        let id = outcomes[*outcome as usize].rule;
        let fits = |rule: &Rule| !rule.watch && (rule.layer == Layer::Guard) == (row < guards);
        let is_there = id.is_some_and(|id| fits(policy.rule(id))) && before <= id;
        ensure(is_there, || format!("row {row} stands for a rule that has no place there"))?;
        before = id;
    }
    Ok(())
}

fn fallbacks(policy: &Policy, rows: &Rows) -> Checked {
    let Rows { outcomes, otherwise, on_problem, .. } = rows;
    for outcome in otherwise.outcomes().chain(*on_problem) {
        within("outcome", outcome as usize, outcomes.len())?;
        ensure(outcomes[outcome as usize].rule.is_none(), || format!("outcome {outcome} is that of a rule"))?;
    }
    courses(rows, otherwise)?;
    let both = on_problem.is_some() == policy.on_problem.is_some();
    ensure(both, || "`on problem` is only in one of policy and table".to_owned())
}

/// Courses ask columns that are there, ascending.
fn courses(rows: &Rows, fallback: &Fallback) -> Checked {
    for course in &fallback.courses {
        let mut before = None;
        for (column, _) in &course.when {
            source(rows, *column)?;
            ensure(before < Some(*column), || "a course asks its columns in another order".to_owned())?;
            before = Some(*column);
        }
    }
    Ok(())
}

/// What questions and offers lead to is there, and belongs to those who ask and offer.
fn promises(rows: &Rows) -> Checked {
    for promise in &rows.promises {
        for at in promise.leads_to.outcomes() {
            within("outcome", at as usize, rows.outcomes.len())?;
            let outcome = &rows.outcomes[at as usize];
            ensure(outcome.rule == promise.rule, || format!("outcome {at} is of another rule"))?;
            ensure(outcome.action == ActionName::HandOff, || format!("outcome {at} hands nothing off"))?;
        }
        courses(rows, &promise.leads_to)?;
    }
    Ok(())
}

fn by_category(policy: &Policy, rows: &Rows) -> Checked {
    let queues = &rows.queue_of_category;
    ensure(rows.default_queue == policy.default_queue, || "another default queue".to_owned())?;
    let Some(column) = rows.category else {
        return ensure(queues.is_empty(), || "queues by category, and no category".to_owned());
    };
    let is_it = match source(rows, column)? {
        ColumnSource::Fact(fact) => policy.fact(*fact).origin == Origin::BuiltIn(BuiltIn::Category),
        _ => false,
    };
    ensure(is_it, || "the category's column holds something else".to_owned())?;
    let words = &rows.column(column).words;
    let are_paths = words.is_empty() || words.iter().eq(policy.categories.iter().map(|category| &category.path));
    ensure(are_paths, || "the category's column has other words".to_owned())?;
    ensure(queues.len() == policy.categories.len(), || "queues of other categories".to_owned())?;
    queues.iter().try_for_each(|one| queue(policy, *one))
}

/// The columns that hold what was decided.
fn decided_columns(policy: &Policy, rows: &Rows) -> Checked {
    if let Some(column) = rows.decided_action {
        let is_it = decided(policy, source(rows, column)?) == Some(DecisionFact::Action);
        ensure(is_it, || "the column of the decided action holds something else".to_owned())?;
    }
    for (id, column) in &rows.decided_queues {
        queue(policy, *id)?;
        let source = source(rows, *column)?;
        let name = &policy.queue(*id).name;
        let is_it = matches!(source, ColumnSource::Member(_, word) if word == name);
        let is_it = is_it && decided(policy, source) == Some(DecisionFact::Queue);
        ensure(is_it, || format!("the column of queue `{name}` holds something else"))?;
    }
    Ok(())
}
