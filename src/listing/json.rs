//! The table as JSON, in the form `baton.table/1`: for programs that look decisions up themselves.
//!
//! Names stand for everything that has one; columns, rules, outcomes and `also`s
//! are referred to by their position. Keys are always there and always in the same
//! order. `docs/table-json.md` says how to decide by it; the schema is [`SCHEMA`].

use serde_json::{Value as Json, json};

use crate::artifact::Artifact;
use crate::policy::{Also, Category, CategoryId, Policy, Queue, Rates, Rule, RuleId, Target, To};
use crate::rows::{Fallback, FallbackCourse, Matrix, Promise};
use crate::runtime::explain;
use crate::source::Span;

mod columns;
mod decided;
mod facts;
mod hours;
mod steps;

/// The form.
pub const FORM: &str = "baton.table/1";

/// The JSON Schema (draft 7) of the form.
pub const SCHEMA: &str = include_str!("../../docs/schema/table.schema.json");

/// A table in the form `baton.table/1`.
pub fn json(artifact: &Artifact) -> Json {
    let Artifact { policy, rows } = artifact;
    json!({
        "schema": FORM,
        "policy": head(policy),
        "on_failure": target(policy, &policy.on_failure),
        "hours": policy.hours.iter().map(hours::hours).collect::<Vec<_>>(),
        "queues": policy.queues.iter().map(|one| queue(policy, one)).collect::<Vec<_>>(),
        "priority": explain::waiting(policy),
        "continuity": policy.continuity.as_ref().map(explain::continuity),
        "categories": categories(policy),
        "facts": facts::facts(artifact),
        "columns": rows.columns.iter().map(|one| columns::column(policy, one)).collect::<Vec<_>>(),
        "thresholds": steps::thresholds(artifact),
        "rules": policy.rules.iter().map(|one| rule(policy, one)).collect::<Vec<_>>(),
        "alsos": policy.alsos.iter().map(|one| also(policy, one)).collect::<Vec<_>>(),
        "outcomes": rows.outcomes.iter().map(|one| decided::outcome(policy, one)).collect::<Vec<_>>(),
        "rows": lines(artifact, &rows.rules, "outcome"),
        "guard_rows": rows.guard_rows,
        "watch_rows": lines(artifact, &rows.watches, "rule"),
        "also_rows": lines(artifact, &rows.alsos, "also"),
        "otherwise": fallback(artifact, &rows.otherwise),
        "on_problem": rows.on_problem,
        "promises": rows.promises.iter().map(|one| promise(artifact, one)).collect::<Vec<_>>(),
        "decided_columns": decided::columns(artifact),
    })
}

fn head(policy: &Policy) -> Json {
    json!({
        "title": policy.title,
        "hash": policy.hash,
        "timezone": policy.timezone,
        "languages": policy.languages,
        "fallback": policy.fallback,
        "gives_confidence": policy.gives_confidence,
        "default_queue": policy.queue(policy.default_queue).name,
        "rates": policy.rates.as_ref().map(rates),
    })
}

fn rates(rates: &Rates) -> Json {
    let each = rates.rates.iter().map(|(currency, rate)| json!({ "currency": currency, "rate": facts::number(*rate) }));
    json!({ "to": rates.to, "rates": each.collect::<Vec<_>>() })
}

fn queue(policy: &Policy, queue: &Queue) -> Json {
    json!({
        "name": queue.name,
        "title": queue.title,
        "levels": queue.levels,
        "routed_by_helpdesk": queue.routed_by_helpdesk,
        "ladder": super::ladder_json(policy, queue),
    })
}

/// Categories, each with the queue that handles it.
fn categories(policy: &Policy) -> Vec<Json> {
    let category = |(at, category): (usize, &Category)| {
        let queue = policy.queue(policy.queue_for(Some(CategoryId::from_index(at))));
        json!({
            "path": category.path,
            "title": category.title,
            "aliases": category.aliases,
            "queue": queue.name,
        })
    };
    policy.categories.iter().enumerate().map(category).collect()
}

/// Who takes a handoff.
fn target(policy: &Policy, target: &Target) -> Json {
    let (to, queues) = match &target.to {
        To::Category => ("category", Vec::new()),
        To::NamedAgent => ("named agent", Vec::new()),
        To::Queues(queues) => ("queues", queues.iter().map(|queue| policy.queue(*queue).name.as_str()).collect()),
    };
    json!({ "to": to, "queues": queues, "level": target.level })
}

fn rule(policy: &Policy, rule: &Rule) -> Json {
    json!({
        "name": rule.name,
        "title": rule.title,
        "layer": rule.layer.as_str(),
        "watch": rule.watch,
        "groups": rule.groups,
        "action": decided::action(&rule.outcome.action).as_str(),
        "effects": decided::effects(policy, &rule.outcome.effects),
        "because": rule.outcome.because,
        "source": place(policy, rule.span),
    })
}

fn also(policy: &Policy, also: &Also) -> Json {
    json!({
        "name": also.name,
        "title": also.title,
        "effects": decided::effects(policy, &also.effects),
        "source": place(policy, also.span),
    })
}

/// Where something is written.
pub(super) fn place(policy: &Policy, span: Span) -> Json {
    let (file, line, _) = policy.sources.position(span);
    json!({ "file": file, "line": line })
}

/// Rows, each with what it stands for.
fn lines(artifact: &Artifact, matrix: &Matrix, of: &str) -> Vec<Json> {
    let line = |row| json!({ of: matrix.of[row], "asks": columns::asks(artifact, matrix, row) });
    (0..matrix.len()).map(line).collect()
}

/// The first course that fits decides, else `outcome`.
fn fallback(artifact: &Artifact, fallback: &Fallback) -> Json {
    let course = |course: &FallbackCourse| {
        let asks = course.when.iter().map(|(column, cells)| columns::ask(artifact, *column, cells.ranges()));
        json!({ "asks": asks.collect::<Vec<_>>(), "outcome": course.outcome })
    };
    json!({ "courses": fallback.courses.iter().map(course).collect::<Vec<_>>(), "outcome": fallback.outcome })
}

/// Where the handoff that a question or an offer stands for goes.
fn promise(artifact: &Artifact, promise: &Promise) -> Json {
    json!({ "rule": promise.rule.map(RuleId::index), "leads_to": fallback(artifact, &promise.leads_to) })
}
