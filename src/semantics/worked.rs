//! Worked examples: `test` blocks with their facts and expectations typed.

use crate::diagnostic::{Code, Problem};
use crate::policy::{
    ActionName, BuiltIn, Expected, ExpectedKind, Given, MessageId, Origin, QueueId, Rule, Test, TestLine,
};
use crate::semantics::scope::{Kind, Scope};
use crate::semantics::subjects::{self, Place};
use crate::semantics::{actions, operands, rules};
use crate::syntax::ast::{self, ExpectAction, ExpectKind, Item, LiteralKind, TestLineKind};
use crate::value::{Fixed, Value};

/// All tests, in the order of the text.
pub(crate) fn resolve(program: &ast::Program, rules: &[Rule], scope: &mut Scope<'_>) -> Vec<Test> {
    let tests = program.items.iter().filter_map(|item| if let Item::Test(test) = item { Some(test) } else { None });
    tests.map(|test| self::test(test, rules, scope)).collect()
}

fn test(node: &ast::Test, rules: &[Rule], scope: &mut Scope<'_>) -> Test {
    let mut lines = Vec::new();
    let mut windows: Vec<(u32, Fixed)> = Vec::new();
    for line in &node.lines {
        let resolved = match &line.kind {
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
        };
        if let TestLine::Given(givens) | TestLine::Customer(_, givens) | TestLine::Assistant(_, givens) = &resolved {
            impossible_windows(givens, &mut windows, scope);
        }
        lines.push(resolved);
    }
    Test { title: node.title.text.clone(), lines, span: node.span }
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

/// A longer window holds at least what a shorter one does.
fn impossible_windows(givens: &[Given], windows: &mut Vec<(u32, Fixed)>, scope: &mut Scope<'_>) {
    for given in givens {
        let (Origin::BuiltIn(BuiltIn::ContactsInDays(days)), Some(Value::Number(count))) =
            (&scope.facts[given.fact.index()].origin, &given.value)
        else {
            continue;
        };
        let (days, count) = (*days, *count);
        let clash = windows
            .iter()
            .find(|(other, known)| (*other < days && *known > count) || (*other > days && *known < count));
        if let Some((other, known)) = clash.copied() {
            let problem = Problem::new(
                Code::E0412,
                format!("{count} contacts in {days} days cannot be, with {known} in {other} days"),
                given.span,
                "a longer window holds at least as many",
            );
            scope.report(problem.help("change one of the two numbers"));
        }
        windows.push((days, count));
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

fn action_parts(action: ExpectAction, target: &ast::Target, scope: &mut Scope<'_>) -> Vec<ExpectedKind> {
    let mut parts = vec![ExpectedKind::Action(match action {
        ExpectAction::Stay => ActionName::Stay,
        ExpectAction::Clarify => ActionName::Clarify,
        ExpectAction::Offer => ActionName::Offer,
        ExpectAction::HandOff => ActionName::HandOff,
        ExpectAction::Close => ActionName::Close,
    })];
    if target.named_agent {
        parts.push(ExpectedKind::NamedAgent);
    }
    let queues: Vec<_> = target.queues.iter().filter_map(|name| scope.expect(Kind::Queue, Code::E0203, name)).collect();
    if !queues.is_empty() {
        parts.push(ExpectedKind::Queues(queues.into_iter().map(QueueId::from_index).collect()));
    }
    if let Some(level) = &target.level {
        parts.push(ExpectedKind::Level(level.text.clone()));
    }
    parts
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
