//! Fixtures: facts under a name, laid under those that a test gives itself.

use std::collections::HashMap;

use crate::diagnostic::Code;
use crate::policy::{FactId, Given, TestLine};
use crate::semantics::scope::{Kind, Scope};
use crate::syntax::ast::{self, Item, Name};

/// The facts of every fixture by name.
pub(super) type Fixtures = HashMap<String, Vec<Given>>;

/// All fixtures of a program.
pub(super) fn resolve(program: &ast::Program, scope: &mut Scope<'_>) -> Fixtures {
    let fixtures = program.items.iter().filter_map(|item| match item {
        Item::Fixture(fixture) => Some((fixture.name.text.clone(), super::givens(&fixture.givens, scope))),
        _ => None,
    });
    fixtures.collect()
}

/// The facts of the fixtures with these names, one after the other; reports what is not declared.
pub(super) fn named(names: &[Name], fixtures: &Fixtures, scope: &mut Scope<'_>) -> Vec<Given> {
    let mut all = Vec::new();
    for name in names {
        if scope.expect(Kind::Fixture, Code::E0220, name).is_some() {
            all.extend(fixtures.get(&name.text).into_iter().flatten().cloned());
        }
    }
    all
}

/// The lines of a test with the facts of its fixtures in front. Of several values of one fact the last counts, and what
/// the test gives itself before anybody writes counts more than any fixture.
pub(super) fn laid_under(mut facts: Vec<Given>, lines: Vec<TestLine>) -> Vec<TestLine> {
    let opening = lines.iter().take_while(|line| matches!(line, TestLine::Given(_) | TestLine::At(_)));
    let own: Vec<FactId> = opening
        .flat_map(|line| if let TestLine::Given(facts) = line { facts.as_slice() } else { &[] })
        .map(|given| given.fact)
        .collect();
    facts.retain(|given| !own.contains(&given.fact));
    let last: Vec<Given> = (0..facts.len())
        .filter(|at| facts[at + 1..].iter().all(|later| later.fact != facts[*at].fact))
        .map(|at| facts[at].clone())
        .collect();
    let fixture = (!last.is_empty()).then_some(TestLine::Given(last));
    fixture.into_iter().chain(lines).collect()
}
