//! The policy block: zone, languages, what the assistant gives, the lines for when nothing holds.

use crate::calendar;
use crate::diagnostic::{Code, Problem, nearest};
use crate::policy::{FactId, Outcome, QueueId, Rates, Target, Test, TestLine};
use crate::semantics::scope::{Kind, Scope};
use crate::semantics::{actions, operands, queues, rules};
use crate::source::Span;
use crate::syntax::ast::{self, Item, LiteralKind, PolicyLineKind};
use crate::value::{Fixed, Type, Value};

/// What the header says. The options are present when nothing was wrong with them.
#[derive(Debug, Default)]
pub(crate) struct Header {
    pub(crate) title: String,
    pub(crate) timezone: String,
    pub(crate) languages: Vec<String>,
    pub(crate) fallback: String,
    pub(crate) gives_confidence: bool,
    pub(crate) gives_line: Option<Span>,
    pub(crate) default_queue: Option<QueueId>,
    pub(crate) otherwise: Option<Outcome>,
    pub(crate) otherwise_span: Span,
    pub(crate) on_failure: Option<Target>,
    pub(crate) on_problem: Option<Target>,
    pub(crate) on_problem_span: Span,
    pub(crate) rates: Option<Rates>,
}

/// Reads the header; reports what is missing.
pub(crate) fn resolve(program: &ast::Program, scope: &mut Scope<'_>) -> Header {
    let blocks: Vec<&ast::Policy> = program
        .items
        .iter()
        .filter_map(|item| if let Item::Policy(policy) = item { Some(policy) } else { None })
        .collect();
    let Some(block) = blocks.first() else {
        no_header(program, scope);
        return Header::default();
    };
    if let Some(second) = blocks.get(1) {
        let problem = Problem::new(Code::E0117, "there are two policy blocks", second.span, "given again here")
            .label(block.span, "given first here");
        scope.report(problem.help("keep one"));
    }
    let mut header = Header { title: block.title.text.clone(), ..Header::default() };
    let mut fallback: Option<ast::Name> = None;
    let mut languages_read = true;
    for line in &block.lines {
        match &line.kind {
            PolicyLineKind::Timezone(text) => header.timezone.clone_from(&text.text),
            PolicyLineKind::Languages(names) => {
                header.languages = languages(names, scope);
                languages_read = header.languages.len() == names.len();
            }
            PolicyLineKind::Fallback(name) => fallback = Some(name.clone()),
            PolicyLineKind::AssistantGives(names) => {
                header.gives_line = Some(line.span);
                header.gives_confidence = gives(names, scope);
            }
            PolicyLineKind::DefaultQueue(name) => {
                header.default_queue = scope.expect(Kind::Queue, Code::E0203, name).map(QueueId::from_index);
            }
            PolicyLineKind::Otherwise(then) => {
                header.otherwise_span = line.span;
                header.otherwise = rules::outcome(Some(then), None, None, scope);
            }
            PolicyLineKind::OnFailure(target) => {
                header.on_failure = actions::target(target, scope);
            }
            PolicyLineKind::OnProblem(target) => {
                header.on_problem_span = line.span;
                header.on_problem = actions::target(target, scope);
            }
            PolicyLineKind::Rates { to, rates, as_of } => {
                header.rates = Some(Rates {
                    as_of: as_of.as_ref().and_then(|day| date(day, scope)),
                    ..self::rates(to, rates, scope)
                });
            }
        }
    }
    // With a language that was reported, the fallback may well be the one that was meant.
    set_fallback(&mut header, fallback.as_ref().filter(|_| languages_read), scope);
    if program.unread.iter().all(|name| name.text != "policy") {
        required(block, header.gives_line, scope);
    }
    if !header.gives_confidence {
        answer_not_given(header.gives_line, scope);
    }
    queue_clash(block, &header, program, scope);
    rates_for_converted(block, header.rates.as_ref(), scope);
    header
}

/// The policy's time zone; UTC while none is given or the one given is unknown, which is reported.
pub(crate) fn zone(program: &ast::Program, scope: &mut Scope<'_>) -> jiff::tz::TimeZone {
    let lines = program
        .items
        .iter()
        .filter_map(|item| if let Item::Policy(policy) = item { Some(&policy.lines) } else { None });
    for line in lines.flatten() {
        let PolicyLineKind::Timezone(text) = &line.kind else { continue };
        if let Some(zone) = known_zone(text, scope) {
            return zone;
        }
    }
    jiff::tz::TimeZone::UTC
}

/// The time zone of this name; one that is unknown is reported.
pub(super) fn known_zone(text: &ast::Text, scope: &mut Scope<'_>) -> Option<jiff::tz::TimeZone> {
    if let Ok(zone) = jiff::tz::TimeZone::get(&text.text) {
        return Some(zone);
    }
    let near = calendar::zone_of_city(&text.text).or_else(|| {
        let names = calendar::zones();
        nearest(&text.text, names.iter().map(String::as_str)).map(str::to_owned)
    });
    let near = near.map(|near| format!("\"{near}\""));
    let problem =
        Problem::new(Code::E0217, format!("no time zone is named `{}`", text.text), text.span, "not a time zone");
    scope.report(problem.did_you_mean(near.as_deref(), text.span, || {
        "zones are written as `Europe/Madrid` or `America/New_York`".to_owned()
    }));
    None
}

fn no_header(program: &ast::Program, scope: &mut Scope<'_>) {
    if program.unread.iter().any(|name| name.text == "policy") {
        return;
    }
    let span = Span { file: program.root, start: 0, end: 0 };
    let problem = Problem::new(
        Code::E0401,
        "the policy has no `policy` block",
        span,
        "nothing says who takes over when Baton cannot decide",
    );
    scope.report(problem.help("add `policy \"Title\" { timezone …; languages …; assistant gives …; default queue …; otherwise stay; on failure hand off to … }`"));
}

fn languages(names: &[ast::Name], scope: &mut Scope<'_>) -> Vec<String> {
    let code = |name: &ast::Name, scope: &mut Scope<'_>| match operands::language(&name.text, name.span, scope) {
        Some(Value::Word(code)) => Some(code),
        _ => None,
    };
    names.iter().filter_map(|name| code(name, scope)).collect()
}

/// Whether confidence is promised.
fn gives(names: &[ast::Name], scope: &mut Scope<'_>) -> bool {
    for name in names {
        if !["confidence", "category"].contains(&name.text.as_str()) {
            let problem = Problem::new(
                Code::E0206,
                format!("an assistant does not give `{}`", name.text),
                name.span,
                "not something to promise",
            );
            scope.report(
                problem.help(
                    "write `assistant gives confidence, category`, one of them, or `assistant gives no confidence`",
                ),
            );
        }
    }
    names.iter().any(|name| name.text == "confidence")
}

/// The day of `as of`, and where it is written.
fn date(literal: &ast::Literal, scope: &mut Scope<'_>) -> Option<(i64, Span)> {
    match literal.kind {
        LiteralKind::Date(days) => Some((days, literal.span)),
        _ => {
            let problem = Problem::new(Code::E0301, "`as of` takes a day", literal.span, "not a day");
            scope.report(problem.help("write it as `as of 2026-11-01`"));
            None
        }
    }
}

fn rates(to: &ast::Name, rates: &[(ast::Name, ast::Literal)], scope: &mut Scope<'_>) -> Rates {
    let mut found: Vec<(String, Fixed)> = Vec::new();
    for (currency, rate) in rates {
        let Some(value) = operands::number(rate, scope) else { continue };
        if value <= Fixed::ZERO {
            let problem = Problem::new(Code::E0303, "a rate is above 0", rate.span, format!("this is {value}"));
            scope.report(problem.help(format!("write what one {} is worth in {}", currency.text, to.text)));
        } else if found.iter().any(|(known, _)| *known == currency.text) || currency.text == to.text {
            let problem = Problem::new(
                Code::E0202,
                format!("`{}` has a rate already", currency.text),
                currency.span,
                "given again here",
            );
            scope.report(problem.help("remove one of them"));
        } else {
            found.push((currency.text.clone(), value));
        }
    }
    Rates { to: to.text.clone(), rates: found, as_of: None }
}

fn set_fallback(header: &mut Header, fallback: Option<&ast::Name>, scope: &mut Scope<'_>) {
    match fallback {
        Some(name) if header.languages.is_empty() || header.languages.contains(&name.text) => {
            header.fallback.clone_from(&name.text);
        }
        Some(name) => {
            let known: Vec<_> = header.languages.iter().map(String::as_str).collect();
            let problem = Problem::new(
                Code::E0210,
                format!("the fallback `{}` is not among the languages", name.text),
                name.span,
                "messages have no such language",
            );
            scope.report(problem.help(format!("choose one of {}", super::scope::list(&known))));
        }
        None => header.fallback = header.languages.first().cloned().unwrap_or_else(|| "en".to_owned()),
    }
}

/// The lines without which a policy is not safe to run.
fn required(block: &ast::Policy, gives_line: Option<Span>, scope: &mut Scope<'_>) {
    let has = |wanted: fn(&PolicyLineKind) -> bool| block.lines.iter().any(|line| wanted(&line.kind));
    let has_all = [
        has(|kind| matches!(kind, PolicyLineKind::Timezone(_))),
        has(|kind| matches!(kind, PolicyLineKind::Languages(_))),
        gives_line.is_some(),
        has(|kind| matches!(kind, PolicyLineKind::DefaultQueue(_))),
        has(|kind| matches!(kind, PolicyLineKind::Otherwise(_))),
        has(|kind| matches!(kind, PolicyLineKind::OnFailure(_))),
    ];
    for (there, (words, line, why)) in has_all.into_iter().zip(REQUIRED) {
        if !there {
            let message = format!("the header has no `{words}` line");
            let problem = Problem::new(Code::E0401, message, block.span, format!("it does not say {why}"));
            scope.report(problem.help(format!("add a line such as `{line}`")));
        }
    }
}

/// Each required line: how it begins, an example, and what it says.
const REQUIRED: [(&str, &str, &str); 6] = [
    ("timezone", "timezone \"Europe/Madrid\"", "in which time zone its days and hours are"),
    ("languages", "languages en, es", "which languages its messages speak"),
    ("assistant gives", "assistant gives confidence, category", "what the assistant says of its answers"),
    ("default queue", "default queue QUEUE", "who takes what no queue handles"),
    ("otherwise", "otherwise stay", "what happens when no rule holds"),
    ("on failure", "on failure hand off to QUEUE", "who takes over when Baton itself cannot decide"),
];

/// A policy whose assistant gives no confidence cannot ask for one.
fn answer_not_given(gives_line: Option<Span>, scope: &mut Scope<'_>) {
    let Some(confidence) = scope.fact_names.get("confidence").copied() else { return };
    let uses: Vec<Span> = scope
        .comparisons
        .iter()
        .filter(|comparison| comparison.fact == confidence)
        .map(|comparison| comparison.span)
        .collect();
    let Some(first) = first_use(&uses, confidence, scope) else { return };
    not_promised(first, gives_line, scope);
}

/// Nor may its tests give one, since that can never come.
pub(crate) fn tests_without_confidence(tests: &[Test], header: &Header, scope: &mut Scope<'_>) {
    let Some(confidence) = scope.fact_names.get("confidence").copied().filter(|_| !header.gives_confidence) else {
        return;
    };
    let givens = tests.iter().flat_map(|test| &test.lines).flat_map(|line| match line {
        TestLine::Given(givens) | TestLine::Customer(_, givens) | TestLine::Assistant(_, givens) => givens.as_slice(),
        TestLine::At(_) | TestLine::Expect(_) => &[],
    });
    if let Some(first) = givens.into_iter().find(|given| given.fact == confidence) {
        not_promised(first.span, header.gives_line, scope);
    }
}

/// Nor may its guarantees speak of one; `from` where their comparisons begin.
pub(crate) fn guarantees_without_confidence(
    from: usize,
    program: &ast::Program,
    header: &Header,
    scope: &mut Scope<'_>,
) {
    let Some(confidence) = scope.fact_names.get("confidence").copied().filter(|_| !header.gives_confidence) else {
        return;
    };
    let compared = scope.comparisons[from..].iter().find(|comparison| comparison.fact == confidence);
    let moved = program.items.iter().find_map(|item| match item {
        Item::Guarantee(ast::Guarantee {
            demand: Some(ast::Demand { kind: ast::DemandKind::Movement(movement), .. }),
            ..
        }) => {
            matches!(movement.fact.words.as_slice(), [word] if word.text == "confidence").then_some(movement.fact.span)
        }
        _ => None,
    });
    if let Some(span) = compared.map(|comparison| comparison.span).or(moved) {
        not_promised(span, header.gives_line, scope);
    }
}

fn not_promised(first: Span, gives_line: Option<Span>, scope: &mut Scope<'_>) {
    let Some(line) = gives_line else { return };
    let problem = Problem::new(
        Code::E0403,
        "the policy asks for a confidence that the assistant does not give",
        first,
        "asks for confidence",
    )
    .label(line, "no confidence is promised here")
    .help("write `assistant gives confidence` in the header, or decide by what the customer says");
    scope.report(problem);
}

fn first_use(uses: &[Span], fact: FactId, scope: &Scope<'_>) -> Option<Span> {
    let threshold = scope.thresholds.iter().any(|(_, of)| *of == fact);
    uses.first().copied().or_else(|| threshold.then(|| scope.facts[fact.index()].span))
}

/// A fact that is `converted` needs rates to its own currency, or every other currency is missing.
fn rates_for_converted(block: &ast::Policy, rates: Option<&Rates>, scope: &mut Scope<'_>) {
    let lacking: Vec<(String, String, Span)> = scope
        .facts
        .iter()
        .filter_map(|fact| match &fact.kind {
            Type::Money { currency, converted: true } if rates.is_none_or(|rates| rates.to != *currency) => {
                Some((fact.words.clone(), currency.clone(), fact.span))
            }
            _ => None,
        })
        .collect();
    for (words, currency, span) in lacking {
        let problem = Problem::new(
            Code::E0401,
            format!("`{words}` is converted, and the header has no rates to {currency}"),
            span,
            "other currencies would be missing",
        )
        .label(block.span, "no such rates in this header");
        scope.report(
            problem
                .help(format!("add `rates to {currency} {{ USD 0.92; as of 2026-11-01 }}`, or remove `, converted`")),
        );
    }
}

/// `handles everything else` and `default queue` must not name two queues.
fn queue_clash(block: &ast::Policy, header: &Header, program: &ast::Program, scope: &mut Scope<'_>) {
    let (Some(default), Some(rest)) = (header.default_queue, queues::everything_else(program, scope)) else { return };
    if default == rest {
        return;
    }
    let line = block.lines.iter().find(|line| matches!(line.kind, PolicyLineKind::DefaultQueue(_)));
    let rest_span =
        program.items.iter().find_map(|item| if let Item::Queue(queue) = item { queue.everything_else } else { None });
    let (Some(line), Some(rest_span)) = (line, rest_span) else { return };
    let problem =
        Problem::new(Code::E0405, "two queues are to take what no queue handles", line.span, "this one takes the rest")
            .label(rest_span, "this one takes the rest too")
            .help("let both lines name the same queue");
    scope.report(problem);
}
