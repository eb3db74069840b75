//! Conditions: comparisons with typed constants, `not` pushed down to them.
//!
//! `not (a and b)` becomes `(not a) or (not b)`; `not F above 3` stays one
//! comparison, marked as negated, because with a missing fact neither it nor its
//! negation holds.

use crate::diagnostic::{Code, Problem};
use crate::policy::{Check, Comparison, Condition, Fact, FactId, Origin, Relation, ThresholdId};
use crate::semantics::described::described;
use crate::semantics::scope::{Kind, Scope};
use crate::semantics::subjects::{self, Found, Place};
use crate::semantics::{alternatives, categories, operands};
use crate::source::Span;
use crate::syntax::ast::{self, ConditionKind, LiteralKind, Op, Operand, OperandKind, Versus};
use crate::value::{Fixed, Type, Value};

/// A condition, or nothing when a part of it was reported.
pub(crate) fn resolve(node: &ast::Condition, place: Place, scope: &mut Scope<'_>) -> Option<Condition> {
    signed(node, false, place, scope)
}

fn signed(node: &ast::Condition, negated: bool, place: Place, scope: &mut Scope<'_>) -> Option<Condition> {
    match &node.kind {
        ConditionKind::Not(inner) => signed(inner, !negated, place, scope),
        ConditionKind::And(parts) => {
            if alternatives::list_read_as_or(parts, "and", place, scope).is_some() {
                return None;
            }
            let parts = all(parts, negated, place, scope)?;
            Some(if negated { Condition::Any(parts) } else { Condition::All(parts) })
        }
        ConditionKind::Or(parts) => {
            if alternatives::or_equal_to(parts, scope).is_some()
                || alternatives::list_read_as_or(parts, "or", place, scope).is_some()
            {
                return None;
            }
            let parts = all(parts, negated, place, scope)?;
            Some(if negated { Condition::All(parts) } else { Condition::Any(parts) })
        }
        ConditionKind::Compare(comparison) => compare(comparison, negated, place, scope),
    }
}

/// All parts, each checked even when another is wrong.
fn all(parts: &[ast::Condition], negated: bool, place: Place, scope: &mut Scope<'_>) -> Option<Vec<Condition>> {
    let resolved: Vec<_> = parts.iter().map(|part| signed(part, negated, place, scope)).collect();
    resolved.into_iter().collect()
}

fn compare(node: &ast::Comparison, negated: bool, place: Place, scope: &mut Scope<'_>) -> Option<Condition> {
    let found = subjects::resolve(&node.subject, place, scope)?;
    let (check, flipped) = check(node, &found, place, scope)?;
    let negated = negated != flipped;
    let Some(running) = &node.running else {
        return Some(comparison(found.fact, check, negated, node.span, scope));
    };
    let turns = operands::whole(running, "the number of turns", 1_000, scope)?;
    if scope.facts[found.fact.index()].on_answer || matches!(check, Check::Threshold { .. }) {
        let problem = Problem::new(
            Code::E0404,
            "a run of turns cannot be counted of the answer",
            node.span,
            "this is only known when an answer exists",
        );
        scope.report(problem.help("count what the customer's turns tell, such as `sentiment`"));
        return None;
    }
    let inner = comparison(found.fact, check, false, node.span, scope);
    let run = run_fact(node, inner, scope);
    let low = Fixed::from_whole(i64::from(turns));
    Some(comparison(run, Check::Within { low: Some((low, true)), high: None }, negated, node.span, scope))
}

/// The count of turns for which a comparison held without a break.
fn run_fact(node: &ast::Comparison, inner: Condition, scope: &mut Scope<'_>) -> FactId {
    let end = node.test.as_ref().map_or(node.subject.span, |test| test.span);
    let written = scope.sources.text(node.subject.span.to(end)).split_whitespace().collect::<Vec<_>>().join(" ");
    let name = format!("{}_turns_running", written.replace([' ', '.'], "_"));
    scope.fact(Fact {
        name: name_of_run(name, &inner, scope),
        words: format!("{written}, turns running"),
        title: None,
        kind: Type::Count,
        origin: Origin::Run(inner),
        default: None,
        scale: None,
        on_answer: false,
        span: node.span,
    })
}

/// `x.y is 1` and `x_y is 1` are two runs, so the second gets a number.
fn name_of_run(name: String, inner: &Condition, scope: &Scope<'_>) -> String {
    let asked = |condition: &Condition| {
        let Condition::Compare(id) = condition else { return None };
        let comparison = &scope.comparisons[id.index()];
        Some((comparison.fact, comparison.test.clone(), comparison.negated))
    };
    let taken = |name: &String| {
        let Some(known) = scope.fact_names.get(name) else { return false };
        !matches!(&scope.facts[known.index()].origin, Origin::Run(other) if asked(other) == asked(inner))
    };
    let numbered = (2..).map(|number: u32| format!("{name}_{number}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(name)
}

fn comparison(fact: FactId, test: Check, negated: bool, span: Span, scope: &mut Scope<'_>) -> Condition {
    // `not known` is `missing`: both are questions that a missing fact answers.
    let (test, negated) = match (test, negated) {
        (Check::Known, true) => (Check::Missing, false),
        (Check::Missing, true) => (Check::Known, false),
        other => other,
    };
    Condition::Compare(scope.compare(Comparison { fact, test, negated, span }))
}

/// What is asked of the fact, and whether it must be false.
fn check(node: &ast::Comparison, found: &Found, place: Place, scope: &mut Scope<'_>) -> Option<(Check, bool)> {
    let fact = scope.facts[found.fact.index()].clone();
    if let Some(word) = &found.is {
        return Some((Check::Has(vec![word.clone()]), false));
    }
    let Some(test) = &node.test else {
        if fact.kind == Type::Truth {
            return Some((Check::True, false));
        }
        stands_alone(node, &fact, scope);
        return None;
    };
    match test.op {
        Op::Known => Some((Check::Known, false)),
        Op::Missing => Some((Check::Missing, false)),
        Op::Is | Op::IsNot | Op::OneOf | Op::NotOneOf => {
            let (check, flipped) = equality(test, &fact, scope)?;
            Some((check, flipped != matches!(test.op, Op::IsNot | Op::NotOneOf)))
        }
        Op::Has => has(test, &fact, scope).map(|check| (check, false)),
        Op::Above | Op::Below | Op::AtLeast | Op::AtMost | Op::Between => {
            order(test, found.fact, &fact, place, scope).map(|check| (check, false))
        }
    }
}

fn stands_alone(node: &ast::Comparison, fact: &Fact, scope: &mut Scope<'_>) {
    let example = match &fact.kind {
        Type::OneOf { values, .. } => format!("{} is {}", fact.words, values.first().map_or("…", String::as_str)),
        Type::Category => "category is …".to_owned(),
        Type::Tags => format!("{} has \"…\"", fact.words),
        kind if kind.is_ordered() => format!("{} above …", fact.words),
        _ => format!("{} is known", fact.words),
    };
    let problem = Problem::new(
        Code::E0304,
        format!("`{}` is not a yes/no fact, so it cannot stand alone", fact.words),
        node.span,
        format!("`{}` is {}", fact.words, described(&fact.kind)),
    );
    scope.report(problem.help(format!("compare it, for example `{example}`")));
}

fn equality(test: &Versus, fact: &Fact, scope: &mut Scope<'_>) -> Option<(Check, bool)> {
    let values: Vec<_> =
        test.operands.iter().map(|operand| operands::value(operand, &fact.kind, &fact.words, scope)).collect();
    let values: Vec<Value> = values.into_iter().collect::<Option<_>>()?;
    match values.first()? {
        Value::Truth(truth) => Some((Check::True, !truth)),
        Value::Number(number) if values.len() == 1 => {
            Some((Check::Within { low: Some((*number, true)), high: Some((*number, true)) }, false))
        }
        Value::Number(_) => {
            let problem = Problem::new(
                Code::E0305,
                format!("`{}` is a number, not one of a list", fact.words),
                test.span,
                "a list of numbers",
            );
            scope.report(problem.help("use `between A and B`, or several comparisons joined by `or`"));
            None
        }
        Value::Word(_) => Some((Check::OneOf(words(&values, fact, scope)), false)),
        Value::Words(_) => {
            let problem = Problem::new(
                Code::E0305,
                format!("`{}` holds several tags", fact.words),
                test.span,
                "tags are not equal to one word",
            );
            let wanted = scope.sources.text(test.operands[0].span).to_owned();
            scope.report(problem.help(format!("write `{} has {wanted}`", fact.words)));
            None
        }
    }
}

/// Words as a sorted set; a category stands for everything below it too.
fn words(values: &[Value], fact: &Fact, scope: &Scope<'_>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for value in values {
        let Value::Word(word) = value else { continue };
        match scope.categories.iter().position(|category| fact.kind == Type::Category && category.path == *word) {
            Some(at) => words.extend(categories::with_everything_below(
                crate::policy::CategoryId::from_index(at),
                &scope.categories,
            )),
            None => words.push(word.clone()),
        }
    }
    words.sort();
    words.dedup();
    words
}

fn has(test: &Versus, fact: &Fact, scope: &mut Scope<'_>) -> Option<Check> {
    if fact.kind != Type::Tags {
        let problem = Problem::new(
            Code::E0305,
            format!("`{}` has no tags", fact.words),
            test.span,
            format!("`{}` is {}", fact.words, described(&fact.kind)),
        );
        scope.report(problem.help(format!("write `{} is …`", fact.words)));
        return None;
    }
    let mut tags = Vec::new();
    for operand in &test.operands {
        if let Value::Words(words) = operands::value(operand, &fact.kind, &fact.words, scope)? {
            tags.extend(words);
        }
    }
    tags.sort();
    tags.dedup();
    Some(Check::Has(tags))
}

fn order(test: &Versus, id: FactId, fact: &Fact, place: Place, scope: &mut Scope<'_>) -> Option<Check> {
    if !fact.kind.is_ordered() {
        let problem = Problem::new(
            Code::E0305,
            format!("`{}` has no order, so nothing is above or below it", fact.words),
            test.span,
            format!("`{}` is {}", fact.words, described(&fact.kind)),
        );
        let words = &fact.words;
        scope.report(problem.help(match &fact.kind {
            Type::OneOf { values, .. } => {
                format!("say which values you mean: `{words} is one of {}`", values.join(", "))
            }
            _ => format!("say which values you mean: `{words} is …` or `{words} is one of …`"),
        }));
        return None;
    }
    if test.op == Op::Between {
        return between(test, fact, scope);
    }
    let operand = test.operands.first()?;
    let relation = match test.op {
        Op::Above => Relation::Above,
        Op::Below => Relation::Below,
        Op::AtLeast => Relation::AtLeast,
        _ => Relation::AtMost,
    };
    if let Some((name, offset)) = as_threshold(operand, scope) {
        return versus_threshold(name, offset, relation, id, fact, operand.span, place, scope);
    }
    let Value::Number(number) = operands::value(operand, &fact.kind, &fact.words, scope)? else { return None };
    Some(match relation {
        Relation::Above => Check::Within { low: Some((number, false)), high: None },
        Relation::AtLeast => Check::Within { low: Some((number, true)), high: None },
        Relation::Below => Check::Within { low: None, high: Some((number, false)) },
        Relation::AtMost => Check::Within { low: None, high: Some((number, true)) },
    })
}

fn between(test: &Versus, fact: &Fact, scope: &mut Scope<'_>) -> Option<Check> {
    let [low, high] = test.operands.as_slice() else { return None };
    // What is wrong with the first is mostly wrong with both, and is said once.
    let Value::Number(from) = operands::value(low, &fact.kind, &fact.words, scope)? else { return None };
    let Value::Number(to) = operands::value(high, &fact.kind, &fact.words, scope)? else { return None };
    if from > to {
        let problem =
            Problem::new(Code::E0306, "nothing lies between these two", test.span, "the first must be the smaller");
        let swapped = format!("between {} and {}", scope.sources.text(high.span), scope.sources.text(low.span));
        scope.report(problem.help(format!("write `{swapped}`")).edit(test.span, swapped));
        return None;
    }
    Some(Check::Within { low: Some((from, true)), high: Some((to, true)) })
}

/// A threshold's name, and its offset with whether it is taken off.
type NamedOffset<'o> = (Option<&'o ast::Name>, Option<(&'o ast::Literal, bool)>);

/// A threshold's name (none for the fact's own) and offset, if the operand is one.
fn as_threshold<'o>(operand: &'o Operand, scope: &Scope<'_>) -> Option<NamedOffset<'o>> {
    match &operand.kind {
        OperandKind::Threshold { name, offset, minus } => {
            Some((name.as_ref(), offset.as_ref().map(|offset| (offset, *minus))))
        }
        OperandKind::Words(words) => match words.as_slice() {
            [name] if scope.declares(Kind::Threshold, &name.text) => Some((Some(name), None)),
            _ => None,
        },
        OperandKind::Literal(_) => None,
    }
}

#[allow(clippy::too_many_arguments, reason = "one comparison's parts, used once")]
fn versus_threshold(
    name: Option<&ast::Name>,
    offset: Option<(&ast::Literal, bool)>,
    relation: Relation,
    id: FactId,
    fact: &Fact,
    span: Span,
    place: Place,
    scope: &mut Scope<'_>,
) -> Option<Check> {
    if !matches!(place, Place::Rule | Place::Also | Place::Routing) {
        let problem = Problem::new(
            Code::E0404,
            "a threshold is only known once facts and signals are",
            span,
            "too early for a threshold",
        );
        scope.report(problem.help("compare with a threshold in a rule"));
        return None;
    }
    let threshold = find_threshold(name, id, fact, span, scope)?;
    let offset = match offset {
        Some((literal, minus)) => {
            let offset = self::offset(literal, &fact.kind, scope)?;
            if minus { -offset } else { offset }
        }
        None => Fixed::ZERO,
    };
    Some(Check::Threshold { threshold, relation, offset })
}

/// A threshold of a fact: its own, or the one of this name.
pub(crate) fn find_threshold(
    name: Option<&ast::Name>,
    id: FactId,
    fact: &Fact,
    span: Span,
    scope: &mut Scope<'_>,
) -> Option<ThresholdId> {
    let wanted = name.map(|name| name.text.clone());
    if let Some(name) = name {
        scope.expect(Kind::Threshold, Code::E0209, name)?;
    }
    let found = scope.thresholds.iter().position(|(name, of)| *name == wanted && *of == id);
    if let Some(at) = found {
        return Some(ThresholdId::from_index(at));
    }
    let first_word = fact.words.split(' ').next().unwrap_or_default();
    if scope.is_unread(&fact.words) || scope.is_unread(first_word) {
        return None;
    }
    let others: Vec<String> = scope.thresholds.iter().map(|(_, of)| scope.facts[of.index()].words.clone()).collect();
    let help = match others.first() {
        Some(other) => format!("declare `threshold {} {{ … }}`, or compare `{other}`, which has one", fact.words),
        None => format!("declare `threshold {} {{ … }}`", fact.words),
    };
    let message = match name {
        Some(name) => format!("`{}` is not a threshold of `{}`", name.text, fact.words),
        None => format!("`{}` has no threshold", fact.words),
    };
    scope.report(Problem::new(Code::E0209, message, span, "no such threshold").help(help));
    None
}

/// `minus 10 points` for shares, a plain number or the type's unit for the rest.
pub(crate) fn offset(literal: &ast::Literal, kind: &Type, scope: &mut Scope<'_>) -> Option<Fixed> {
    match (&literal.kind, kind) {
        (LiteralKind::Points(points), Type::Share | Type::Score) => Some(*points),
        (LiteralKind::Number(number), Type::Number { .. } | Type::Score | Type::Count) => Some(*number),
        (LiteralKind::Duration(seconds), Type::Duration) => Some(*seconds),
        (LiteralKind::Money(amount, currency), Type::Money { currency: own, .. }) if currency == own => Some(*amount),
        _ => {
            wrong_offset(literal, kind, scope);
            None
        }
    }
}

/// `minus 5%`, `raise by 10`: a change is written in another unit than the value.
fn wrong_offset(literal: &ast::Literal, kind: &Type, scope: &mut Scope<'_>) {
    let (meant, moves) = match (&literal.kind, kind) {
        (LiteralKind::Number(number), Type::Share) => (format!("{number} points"), "a percentage moves by points"),
        (LiteralKind::Percent(share), Type::Share) => {
            (format!("{} points", share.times(100)), "a percentage moves by points")
        }
        (_, Type::Share) => ("10 points".to_owned(), "a percentage moves by points"),
        (_, Type::Duration) => ("30s".to_owned(), "a length of time moves by a length of time"),
        (LiteralKind::Number(number), Type::Money { currency, .. }) => {
            (format!("{number} {currency}"), "an amount moves by an amount")
        }
        (_, Type::Money { currency, .. }) => (format!("10 {currency}"), "an amount moves by an amount"),
        (_, Type::Count) => ("1".to_owned(), "a count moves by a plain number"),
        _ => ("0.1".to_owned(), "this moves by a plain number"),
    };
    let written = scope.sources.text(literal.span).to_owned();
    let problem = Problem::new(Code::E0302, format!("`{written}` is not how much this can move"), literal.span, moves);
    scope.report(problem.help(format!("write `{meant}`")).edit(literal.span, meant));
}
