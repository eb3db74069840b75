//! Worked examples: `test` blocks with their facts and expectations typed.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Problem};
use crate::policy::{BuiltIn, Expected, ExpectedKind, Given, MessageId, Origin, QueueId, Rule, Test, TestLine};
use crate::semantics::scope::{Kind, Scope};
use crate::semantics::subjects::{self, Place};
use crate::semantics::{actions, operands, rules};
use crate::syntax::ast::{self, ActionWord, ExpectKind, Item, LiteralKind, TestLineKind};
use crate::value::{Fixed, Value};

mod cases;
mod fixtures;

use fixtures::Fixtures;

/// All tests, in the order of the text. Each case of a table is one.
pub(crate) fn resolve(program: &ast::Program, rules: &[Rule], scope: &mut Scope<'_>) -> Vec<Test> {
    let fixtures = fixtures::resolve(program, scope);
    let tests = program.items.iter().filter_map(|item| if let Item::Test(test) = item { Some(test) } else { None });
    tests.flat_map(|test| self::test(test, &fixtures, rules, scope)).collect()
}

fn test(node: &ast::Test, fixtures: &Fixtures, rules: &[Rule], scope: &mut Scope<'_>) -> Vec<Test> {
    let mut lines = Vec::new();
    let mut under = Vec::new();
    for line in &node.lines {
        lines.push(match &line.kind {
            TestLineKind::Fixtures(names) => {
                under.extend(fixtures::named(names, fixtures, scope));
                continue;
            }
            TestLineKind::Given(givens) => TestLine::Given(self::givens(givens, scope)),
            TestLineKind::Customer(text, givens) => TestLine::Customer(text.text.clone(), self::givens(givens, scope)),
            TestLineKind::Assistant(text, givens) => {
                TestLine::Assistant(text.text.clone(), self::givens(givens, scope))
            }
            TestLineKind::At { date, time } => match at(date, time, scope) {
                Some(moment) => TestLine::At(moment),
                None => continue,
            },
            TestLineKind::Expect(expect) => TestLine::Expect(self::expect(expect, rules, scope)),
        });
    }
    let title = node.title.text.as_str();
    let tests = if node.cases.is_empty() {
        vec![Test { title: title.to_owned(), lines: fixtures::laid_under(under, lines), span: node.span }]
    } else {
        let above = cases::Above { title, fixtures: under, lines };
        let mut number = 0;
        let tables = node.cases.iter().filter_map(|cases| match cases {
            ast::Cases::Table(table) => Some(table),
            ast::Cases::File { table, .. } => table.as_ref(),
        });
        tables.flat_map(|table| cases::resolve(table, &above, &mut number, (fixtures, rules), scope)).collect()
    };
    for test in &tests {
        impossible_windows(test, scope);
    }
    tests
}

fn givens(nodes: &[ast::Given], scope: &mut Scope<'_>) -> Vec<Given> {
    nodes.iter().filter_map(|node| given(node, scope)).collect()
}

fn given(node: &ast::Given, scope: &mut Scope<'_>) -> Option<Given> {
    let fact = subjects::resolve(&node.subject, Place::Test, scope)?.fact;
    let (kind, words) = (scope.facts[fact.index()].kind.clone(), scope.facts[fact.index()].words.clone());
    let value = match &node.value {
        Some(operand) => {
            let value = operands::value(operand, &kind, &words, scope);
            Some(value?)
        }
        None => None,
    };
    Some(Given { fact, value, span: node.span })
}

/// A longer window holds at least what a shorter one does. Of several values of one window the last counts.
fn impossible_windows(test: &Test, scope: &mut Scope<'_>) {
    let mut windows: BTreeMap<u32, Fixed> = BTreeMap::new();
    for line in &test.lines {
        let (TestLine::Given(givens) | TestLine::Customer(_, givens) | TestLine::Assistant(_, givens)) = line else {
            continue;
        };
        let mut written = Vec::new();
        for given in givens {
            if let (Origin::BuiltIn(BuiltIn::ContactsInDays(days)), Some(Value::Number(count))) =
                (&scope.facts[given.fact.index()].origin, &given.value)
            {
                windows.insert(*days, *count);
                written.push((*days, *count, given.span));
            }
        }
        let clash = written.iter().rev().find_map(|(days, count, span)| {
            let is_clash = |(other, known): &(&u32, &Fixed)| {
                (*other < days && *known > count) || (*other > days && *known < count)
            };
            windows.iter().find(is_clash).map(|(other, known)| (*days, *count, *span, *other, *known))
        });
        if let Some((days, count, span, other, known)) = clash {
            let message = format!("{count} contacts in {days} days cannot be, with {known} in {other} days");
            let problem = Problem::new(Code::E0412, message, span, "a longer window holds at least as many");
            scope.report(problem.help("change one of the two numbers"));
        }
    }
}

fn at(date: &ast::Literal, time: &ast::Literal, scope: &Scope<'_>) -> Option<i64> {
    let (LiteralKind::Date(days), LiteralKind::Time(seconds)) = (&date.kind, &time.kind) else { return None };
    let noon = jiff::Timestamp::from_second(days.checked_mul(86_400)?.checked_add(43_200)?).ok()?;
    let day = noon.to_zoned(jiff::tz::TimeZone::UTC).date();
    let hour = i8::try_from(seconds / 3600).ok()?;
    let minute = i8::try_from(seconds / 60 % 60).ok()?;
    day.at(hour, minute, 0, 0).to_zoned(scope.zone.clone()).ok().map(|zoned| zoned.timestamp().as_second())
}

fn expect(node: &ast::Expect, rules: &[Rule], scope: &mut Scope<'_>) -> Vec<Expected> {
    let mut all = Vec::new();
    for part in &node.parts {
        let kinds = match &part.kind {
            ExpectKind::Action { action, target } => action_parts(*action, target, scope),
            ExpectKind::By(name) => rule(name, rules, scope).map(ExpectedKind::By).into_iter().collect(),
            ExpectKind::Watch(name) => rule(name, rules, scope).map(ExpectedKind::Watch).into_iter().collect(),
            ExpectKind::NoRule => vec![ExpectedKind::NoRule],
            ExpectKind::NoHandoff => vec![ExpectedKind::NoHandoff],
            ExpectKind::NoTag(name) => vec![ExpectedKind::NoTag(name.text.clone())],
            ExpectKind::Queues(names) => queues(names, scope).into_iter().collect(),
            ExpectKind::Threshold(value) => amount(value, scope).map(ExpectedKind::Threshold).into_iter().collect(),
            ExpectKind::Capped => vec![ExpectedKind::Capped],
            ExpectKind::Unused(value) => amount(value, scope).map(ExpectedKind::Unused).into_iter().collect(),
            ExpectKind::Say(name) => {
                let message = scope.expect(Kind::Message, Code::E0207, name);
                message.map(|at| ExpectedKind::Say(MessageId::from_index(at))).into_iter().collect()
            }
            ExpectKind::Because(text) => vec![ExpectedKind::Because(text.text.clone())],
            ExpectKind::Effect(effect) => {
                actions::effect(effect, scope).map(ExpectedKind::Effect).into_iter().collect()
            }
        };
        all.extend(kinds.into_iter().map(|kind| Expected { kind, span: part.span }));
    }
    all
}

fn action_parts(action: ActionWord, target: &ast::Target, scope: &mut Scope<'_>) -> Vec<ExpectedKind> {
    let mut parts = vec![ExpectedKind::Action(actions::name(action))];
    if target.named_agent {
        parts.push(ExpectedKind::NamedAgent);
    }
    parts.extend(queues(&target.queues, scope));
    if let Some(level) = &target.level {
        parts.push(ExpectedKind::Level(level.text.clone()));
    }
    parts
}

/// The queues with these names; none for no name.
fn queues(names: &[ast::Name], scope: &mut Scope<'_>) -> Option<ExpectedKind> {
    let found: Vec<_> = names.iter().filter_map(|name| scope.expect(Kind::Queue, Code::E0203, name)).collect();
    let ids: Vec<QueueId> = found.into_iter().map(QueueId::from_index).collect();
    (!ids.is_empty()).then_some(ExpectedKind::Queues(ids))
}

fn rule(name: &ast::Name, rules: &[Rule], scope: &mut Scope<'_>) -> Option<crate::policy::RuleId> {
    scope.expect(Kind::Rule, Code::E0208, name)?;
    rules::find(&name.text, rules)
}

/// A threshold's value, or what a limit hid of it.
fn amount(literal: &ast::Literal, scope: &mut Scope<'_>) -> Option<Fixed> {
    match &literal.kind {
        LiteralKind::Number(value)
        | LiteralKind::Percent(value)
        | LiteralKind::Points(value)
        | LiteralKind::Duration(value)
        | LiteralKind::Money(value, _) => Some(*value),
        _ => {
            let problem = Problem::new(Code::E0302, "this is not the value of a threshold", literal.span, "wrong unit");
            scope.report(problem.help("write, for example, `threshold 85%`"));
            None
        }
    }
}
