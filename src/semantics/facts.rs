//! Facts, lists and switches: types, defaults, scales, list entries.

use crate::diagnostic::{Code, Problem};
use crate::policy::{BuiltIn, Fact, FactId, Origin};
use crate::semantics::described::described;
use crate::semantics::scope::{Kind, Scope};
use crate::semantics::{FACTS_MAX, built_ins, operands};
use crate::source::Span;
use crate::syntax::ast::{self, Item, KindName};
use crate::value::{Fixed, Type, Value};

/// The days of the week as values.
pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Most entries of a list.
pub(crate) const LIST_ENTRIES_MAX: usize = 1_000_000;

/// Adds every declared fact, list and switch to the scope.
pub(crate) fn resolve(program: &ast::Program, scope: &mut Scope<'_>) {
    for item in &program.items {
        match item {
            Item::Fact(fact) => declared(fact, scope),
            Item::Switch(switch) => {
                let fact = Fact {
                    origin: Origin::Switch,
                    title: switch.title.as_ref().map(|title| title.text.clone()),
                    default: Some(Value::Truth(false)),
                    ..plain(&switch.name.text, Type::Truth, switch.name.span)
                };
                scope.fact(fact);
            }
            _ => {}
        }
    }
    // A service may send any of these, so no policy calls them unknown.
    for phrase in built_ins::PHRASES
        .iter()
        .filter(|phrase| built_ins::find(&[phrase.name]).is_some_and(|found| found.1 == built_ins::Slot::None))
    {
        let word = ast::Word { text: phrase.name.to_owned(), quoted: false, span: Span::default() };
        let subject = ast::Subject { words: vec![word], span: Span::default() };
        super::subjects::resolve(&subject, super::subjects::Place::Rule, scope);
    }
    for item in &program.items {
        if let Item::List(list) = item {
            add_list(list, scope);
        }
    }
}

/// A fact of the service with nothing special about it.
fn plain(name: &str, kind: Type, span: Span) -> Fact {
    Fact {
        name: name.to_owned(),
        words: name.to_owned(),
        title: None,
        kind,
        origin: Origin::Given,
        default: None,
        scale: None,
        on_answer: false,
        span,
    }
}

fn declared(node: &ast::Fact, scope: &mut Scope<'_>) {
    let Some(kind) = kind(&node.kind, scope) else { return };
    let mut fact = plain(&node.name.text, kind, node.name.span);
    fact.title = node.title.as_ref().map(|title| title.text.clone());
    if let Some((built_in, phrase)) = plain_built_in(&node.name.text) {
        let own = built_ins::kind(&built_in);
        if std::mem::discriminant(&own) != std::mem::discriminant(&fact.kind) {
            let problem = Problem::new(
                Code::E0301,
                format!("`{}` is built in and is {}", node.name.text, described(&own)),
                node.kind.span,
                format!("declared as {} here", fact.kind),
            )
            .help(format!("write `fact {} is {own}`, or choose another name", node.name.text));
            scope.report(problem);
            return;
        }
        fact.on_answer = phrase.on_answer;
        fact.default = built_ins::default(&built_in);
        fact.origin = Origin::BuiltIn(built_in);
    }
    fact.scale = node.scale.as_ref().and_then(|scale| self::scale(scale, &fact.kind, scope));
    if let Some(default) = &node.default {
        fact.default = operands::value(default, &fact.kind, &fact.words, scope);
    }
    scope.fact(fact);
}

/// The built-in of this name, if it is one without a placeholder.
fn plain_built_in(name: &str) -> Option<(BuiltIn, &'static built_ins::BuiltInPhrase)> {
    let (phrase, slot) = built_ins::find(&[name])?;
    if slot != built_ins::Slot::None {
        return None;
    }
    super::subjects::built_in_without_slot(phrase.name).map(|built_in| (built_in, phrase))
}

fn kind(node: &ast::Kind, scope: &mut Scope<'_>) -> Option<Type> {
    Some(match &node.kind {
        KindName::Truth => Type::Truth,
        KindName::Count => Type::Count,
        KindName::Number(None) => Type::Number { low: None, high: None },
        KindName::Number(Some((low, high))) => {
            let (low, high) = (operands::number(low, scope)?, operands::number(high, scope)?);
            if low >= high {
                let problem = Problem::new(
                    Code::E0306,
                    format!("no number lies between {low} and {high}"),
                    node.span,
                    "the first must be the smaller",
                );
                let swapped = format!("number from {high} to {low}");
                scope.report(problem.help(format!("write `{swapped}`")).edit(node.span, swapped));
                return None;
            }
            Type::Number { low: Some(low), high: Some(high) }
        }
        KindName::Share => Type::Share,
        KindName::Score => Type::Score,
        KindName::Money { currency, converted } => {
            Type::Money { currency: currency.text.clone(), converted: *converted }
        }
        KindName::Duration => Type::Duration,
        KindName::Time => Type::Time,
        KindName::Weekday => Type::OneOf { values: WEEKDAYS.map(str::to_owned).to_vec(), open: false },
        KindName::Date => Type::Date,
        KindName::Moment => Type::Moment,
        KindName::OneOf { values, open } => one_of(values, *open, scope),
        KindName::Tags => Type::Tags,
        KindName::Language => Type::Language,
        KindName::Country => Type::Country,
        KindName::Agent => Type::Agent,
        KindName::Text => Type::Text,
    })
}

fn one_of(values: &[ast::Name], open: bool, scope: &mut Scope<'_>) -> Type {
    let mut words: Vec<String> = Vec::new();
    for value in values {
        if words.contains(&value.text) {
            let problem = Problem::new(
                Code::E0202,
                format!("the value `{}` is listed twice", value.text),
                value.span,
                "listed again here",
            );
            scope.report(problem.help("remove one of them"));
        } else {
            words.push(value.text.clone());
        }
    }
    Type::OneOf { values: words, open }
}

fn scale(scale: &(ast::Literal, ast::Literal), kind: &Type, scope: &mut Scope<'_>) -> Option<(Fixed, Fixed)> {
    let (low, high) = (operands::number(&scale.0, scope)?, operands::number(&scale.1, scope)?);
    let span = scale.0.span.to(scale.1.span);
    if !matches!(kind, Type::Share | Type::Score | Type::Number { low: Some(_), .. }) {
        let problem = Problem::new(
            Code::E0301,
            format!("{} has no scale", described(kind)),
            span,
            "this only fits shares, scores and numbers with limits",
        );
        scope.report(problem.help("remove `sent as …`, or give the number its limits: `number from -1 to 1`"));
        return None;
    }
    if low >= high {
        let problem = Problem::new(
            Code::E0306,
            format!("a scale from {low} to {high} is empty"),
            span,
            "the first must be the smaller",
        );
        scope.report(problem.help(format!("write `sent as {high} to {low}`")).edit(span, format!("{high} to {low}")));
        return None;
    }
    Some((low, high))
}

fn add_list(list: &ast::List, scope: &mut Scope<'_>) {
    let Some(file) = list.file else { return };
    let Some(entries) = entries(list, file, scope) else { return };
    let column = customer_fact(list, scope);
    let words = format!("customer in {}", list.name.text);
    let fact = Fact {
        words,
        title: list.title.as_ref().map(|title| title.text.clone()),
        origin: Origin::List { column, entries },
        ..plain(&format!("customer_in_{}", list.name.text), Type::Truth, list.name.span)
    };
    scope.fact(fact);
}

/// The fact that a list looks up: `customer.COLUMN`, declared or not.
fn customer_fact(list: &ast::List, scope: &mut Scope<'_>) -> FactId {
    let name = format!("customer.{}", list.column.text);
    scope.find(Kind::Fact, &name);
    scope.fact(plain(&name, Type::Text, list.column.span))
}

fn entries(list: &ast::List, file: crate::source::FileId, scope: &mut Scope<'_>) -> Option<Vec<String>> {
    let source = scope.sources.file(file);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(source.text.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    let Some(column) = headers.iter().position(|header| header == list.column.text) else {
        let known: Vec<_> = headers.iter().collect();
        let problem = Problem::new(
            Code::E0215,
            format!("`{}` has no column `{}`", list.path.text, list.column.text),
            list.column.span,
            "no such column",
        )
        .help(format!("its columns are {}", super::scope::list(&known)));
        scope.report(problem);
        return None;
    };
    let mut entries: Vec<String> = reader
        .records()
        .filter_map(Result::ok)
        .filter_map(|record| record.get(column).map(str::to_owned))
        .filter(|entry| !entry.is_empty())
        .take(LIST_ENTRIES_MAX + 1)
        .collect();
    if entries.len() > LIST_ENTRIES_MAX {
        let problem = Problem::new(
            Code::E0111,
            format!("`{}` has more than {LIST_ENTRIES_MAX} entries", list.path.text),
            list.path.span,
            "too long a list",
        );
        scope.report(problem.help("send the yes/no answer as a fact of the service instead"));
        return None;
    }
    entries.sort();
    entries.dedup();
    Some(entries)
}

/// Reports a policy that asks about more facts than a table has columns.
pub(crate) fn check_count(scope: &mut Scope<'_>) {
    let mut asked: Vec<FactId> = scope.comparisons.iter().map(|comparison| comparison.fact).collect();
    asked.sort();
    asked.dedup();
    let Some(one_too_many) = asked.get(FACTS_MAX) else { return };
    let span = scope.facts[one_too_many.index()].span;
    let message = format!("the policy asks about {} facts, more than {FACTS_MAX}", asked.len());
    let problem = Problem::new(Code::E0111, message, span, format!("this is fact number {}", FACTS_MAX + 1));
    scope.report(problem.help("split the policy, or let the service combine facts"));
}
