//! Tree → policy: names become ids, literals become values, sets are closed over categories.
//!
//! In: an [`ast::Program`], which may hold nonsense. Out: a [`Policy`], which may
//! not, and everything there is to say about the text in [`Diagnostics`]. What
//! cannot be resolved is reported once and left out; a policy comes back only
//! when nothing was an error.
//!
//! The passes stand below in the order they run; each reads only what the ones
//! before it left in `Scope`.

mod scope; // every declared name, so that order in the text does not matter
mod categories; // the tree of categories
mod built_ins; // facts that nobody declares
mod facts; // facts, lists, switches
mod hours; // opening hours
mod queues; // queues and what they handle
mod described; // types in words
mod operands;
mod package; // literals and words against a type
mod subjects; // which fact a run of words means
mod alternatives;
mod conditions; // comparisons, with `not` pushed down to them
mod messages; // messages, situations, placeholders
mod signals; // signals, so ordered that each reads only earlier ones
mod thresholds; // bases, steps, limits
mod actions; // actions and effects
mod needs; // what people must have
mod ladders; // how queues find a person
mod waiting; // who is taken first, who comes back
mod conversation; // the rules of a whole conversation
mod rules; // rules, groups, watches, alsos
mod header; // the policy block
mod worked; // worked examples
mod guarantees; // what must always hold
pub mod lints; // what works and is probably not meant

pub use built_ins::{BuiltInPhrase, PHRASES};
pub use facts::WEEKDAYS;

use crate::diagnostic::{Diagnostics, Levels};
use crate::policy::Policy;
use crate::source::Sources;
use crate::syntax::ast;
use lints::Allows;

/// Most facts that one policy may ask about, built-in and derived ones included.
pub const FACTS_MAX: usize = 256;

/// Resolves a program. The policy is absent when anything was an error.
pub fn resolve(program: &ast::Program, sources: &Sources, out: &mut Diagnostics) -> Option<Policy> {
    let mut allows = Allows::of(program, &Levels::default(), out);
    let policy = resolve_allowing(program, sources, &mut allows, out);
    allows.end(out);
    policy
}

/// As [`resolve`]; `allows`, those of the same program, learn what the lints of this stage found.
pub(crate) fn resolve_allowing(
    program: &ast::Program,
    sources: &Sources,
    allows: &mut Allows,
    out: &mut Diagnostics,
) -> Option<Policy> {
    let mut scope = scope::collect(program, sources, out);
    scope.zone = header::zone(program, &mut scope);
    scope.categories = categories::resolve(program, &mut scope);
    facts::resolve(program, &mut scope);
    let (hours, mut queues) = (hours::resolve(program, &mut scope), queues::resolve(program, &mut scope));
    let (messages, signals) = (messages::resolve(program, &mut scope), signals::resolve(program, &mut scope));
    let thresholds = thresholds::resolve(program, &mut scope);
    let (rules, alsos) = rules::resolve(program, &mut scope);
    ladders::resolve(program, &mut queues, &mut scope);
    let (waiting, continuity) = (waiting::waiting(program, &mut scope), waiting::continuity(program, &mut scope));
    let conversation = conversation::resolve(program, &mut scope);
    let header = header::resolve(program, &mut scope);
    let tests = worked::resolve(program, &rules, &mut scope);
    header::tests_without_confidence(&tests, &header, &mut scope);
    // Before guarantees: what they alone ask is no part of the version, and what is shown is.
    let (extracts, package) = package::resolve(program, &mut scope);
    let (guarantees, deciding_comparisons) = apart(program, &header, &mut scope);
    let (instructions, service_actions) = (scope.notes(scope::Kind::Instruction), scope.notes(scope::Kind::Action));
    facts::check_count(&mut scope);
    let used = std::mem::take(&mut scope.used);
    let scope::Scope { categories, facts, comparisons, .. } = scope;
    if out.has_errors() {
        return None;
    }
    let policy = Policy {
        title: header.title,
        hash: String::new(),
        timezone: header.timezone,
        languages: header.languages,
        fallback: header.fallback,
        gives_confidence: header.gives_confidence,
        default_queue: header.default_queue?,
        otherwise: header.otherwise?,
        otherwise_span: header.otherwise_span,
        on_failure: header.on_failure?,
        on_problem: header.on_problem,
        on_problem_span: header.on_problem_span,
        rates: header.rates,
        categories,
        facts,
        signals,
        thresholds,
        comparisons,
        deciding_comparisons,
        rules,
        alsos,
        hours,
        queues,
        waiting,
        continuity,
        messages,
        instructions,
        service_actions,
        extracts,
        conversation,
        package,
        allowed: lints::allowed(program),
        tests,
        guarantees,
        sources: sources.clone(),
    };
    lints::run(&policy, program, &used, allows, out);
    (!out.has_errors()).then_some(policy)
}

/// The guarantees, and how many comparisons are not theirs alone.
fn apart(
    program: &ast::Program,
    header: &header::Header,
    scope: &mut scope::Scope<'_>,
) -> (Vec<crate::policy::Guarantee>, usize) {
    let before = scope.comparisons.len();
    let guarantees = guarantees::resolve(program, scope);
    header::guarantees_without_confidence(before, program, header, scope);
    (guarantees, deciding(before, &scope.facts))
}

/// How many comparisons may change a decision: `before` guarantees were read there were so many. A run that a guarantee
/// names becomes a fact, and what it counts lies with the facts.
fn deciding(before: usize, facts: &[crate::policy::Fact]) -> usize {
    let runs = facts.iter().filter_map(|fact| match &fact.origin {
        crate::policy::Origin::Run(condition) => condition.comparisons().into_iter().max(),
        _ => None,
    });
    runs.map(|last| last.index() + 1).max().map_or(before, |end| end.max(before))
}
