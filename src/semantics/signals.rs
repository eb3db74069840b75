//! Signals: sums of their parts, so ordered that each reads only earlier ones.

use std::collections::HashMap;

use crate::diagnostic::{Code, Problem};
use crate::policy::{Condition, Detector, DetectorKind, Signal, SignalId};
use crate::semantics::scope::Scope;
use crate::semantics::subjects::Place;
use crate::semantics::{conditions, operands};
use crate::syntax::ast::{self, ConditionKind, Item, Mode};
use crate::value::{Fixed, Value};

/// Most signals of one policy.
pub(crate) const SIGNALS_MAX: usize = 500;

/// The parts of one signal, in the order of the text.
struct Parts<'a> {
    name: &'a str,
    nodes: Vec<&'a ast::Signal>,
}

/// All signals, in the order in which they are worked out.
pub(crate) fn resolve(program: &ast::Program, scope: &mut Scope<'_>) -> Vec<Signal> {
    let mut parts = gather(program, scope);
    if let Some(first) = parts.get(SIGNALS_MAX) {
        let message = format!("the policy has more than {SIGNALS_MAX} signals");
        let problem = Problem::new(Code::E0111, message, first.nodes[0].name.span, "one too many");
        scope.report(problem.help("join signals that are used alike"));
        parts.truncate(SIGNALS_MAX);
    }
    for part in &parts {
        if detectors(part).any(|detector| detector.weight.is_some()) {
            scope.scores.insert(part.name.to_owned());
        }
    }
    let order = ordered(&parts, scope);
    for (at, part) in order.iter().enumerate() {
        scope.signal_ids.insert(parts[*part].name.to_owned(), SignalId::from_index(at));
    }
    order.into_iter().map(|at| signal(&parts[at], scope)).collect()
}

fn detectors<'a>(parts: &Parts<'a>) -> impl Iterator<Item = &'a ast::Detector> + use<'a> {
    parts.nodes.clone().into_iter().flat_map(|node| &node.detectors)
}

/// Parts by name; `replace` forgets what stood before. A second plain declaration adds its language parts.
fn gather<'a>(program: &'a ast::Program, scope: &mut Scope<'_>) -> Vec<Parts<'a>> {
    let mut all: Vec<Parts<'a>> = Vec::new();
    for item in &program.items {
        let Item::Signal(node) = item else { continue };
        let Some(known) = all.iter_mut().find(|parts| parts.name == node.name.text) else {
            all.push(Parts { name: &node.name.text, nodes: vec![node] });
            continue;
        };
        match node.mode {
            Mode::Replace => known.nodes = vec![node],
            Mode::Extend => known.nodes.push(node),
            Mode::Declare => {
                if let Some(first) = same_language(&known.nodes, node) {
                    let language = first.0;
                    let problem = Problem::new(
                        Code::E0202,
                        format!("`{}` listens for `{language}` twice", node.name.text),
                        node.name.span,
                        "declared again here",
                    )
                    .label(first.1, "first declared here")
                    .help(format!("write `extend signal {0}` to add to it, or `replace signal {0}`", node.name.text));
                    scope.report(problem);
                } else {
                    known.nodes.push(node);
                }
            }
        }
    }
    all
}

/// A language part that both an earlier declaration and `node` have; `when` and the like are a part of no language.
fn same_language(earlier: &[&ast::Signal], node: &ast::Signal) -> Option<(String, crate::source::Span)> {
    let language = |detector: &ast::Detector| match &detector.kind {
        ast::DetectorKind::Says { language, .. } | ast::DetectorKind::Unless { language, .. } => language.text.clone(),
        _ => "any language".to_owned(),
    };
    let own: Vec<String> = node.detectors.iter().map(language).collect();
    earlier.iter().find_map(|first| {
        first.detectors.iter().map(language).find(|found| own.contains(found)).map(|found| (found, first.name.span))
    })
}

/// Signals so ordered that a signal stands behind those it reads; a cycle is reported and cut.
fn ordered(parts: &[Parts<'_>], scope: &mut Scope<'_>) -> Vec<usize> {
    let index: HashMap<&str, usize> = parts.iter().enumerate().map(|(at, part)| (part.name, at)).collect();
    let mut state = vec![Mark::New; parts.len()];
    let mut order = Vec::with_capacity(parts.len());
    for at in 0..parts.len() {
        visit(at, parts, &index, &mut state, &mut order, scope);
    }
    order
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

fn visit(
    at: usize,
    parts: &[Parts<'_>],
    index: &HashMap<&str, usize>,
    state: &mut [Mark],
    order: &mut Vec<usize>,
    scope: &mut Scope<'_>,
) {
    if state[at] != Mark::New {
        return;
    }
    state[at] = Mark::Open;
    for detector in detectors(&parts[at]) {
        let ast::DetectorKind::When(condition) = &detector.kind else { continue };
        for name in first_words(condition) {
            let Some(next) = index.get(name).copied() else { continue };
            if state[next] == Mark::Open {
                let problem = Problem::new(
                    Code::E0214,
                    format!("signal `{}` depends on itself", parts[next].name),
                    detector.span,
                    format!("this reads `{name}`"),
                );
                scope.report(problem.help("a signal may only read others that do not read it"));
                continue;
            }
            visit(next, parts, index, state, order, scope);
        }
    }
    state[at] = Mark::Done;
    order.push(at);
}

/// The first word of every subject of a condition: the signals it may read.
fn first_words(condition: &ast::Condition) -> Vec<&str> {
    match &condition.kind {
        ConditionKind::And(parts) | ConditionKind::Or(parts) => parts.iter().flat_map(first_words).collect(),
        ConditionKind::Not(inner) => first_words(inner),
        ConditionKind::Compare(comparison) => {
            comparison.subject.words.first().map(|word| word.text.as_str()).into_iter().collect()
        }
    }
}

fn signal(parts: &Parts<'_>, scope: &mut Scope<'_>) -> Signal {
    let is_score = scope.scores.contains(parts.name);
    let detectors = detectors(parts).filter_map(|node| detector(node, parts.name, is_score, scope)).collect();
    let fades: Vec<&ast::Literal> = parts.nodes.iter().filter_map(|node| node.fades.as_ref()).collect();
    let keeps = fades.last().and_then(|turns| keeps(turns, parts.name, is_score, scope));
    Signal {
        name: parts.name.to_owned(),
        title: parts.nodes.iter().find_map(|node| node.title.as_ref()).map(|title| title.text.clone()),
        is_score,
        detectors,
        keeps,
        span: parts.nodes[0].name.span,
    }
}

/// What is left of a score after one turn when half is left after N: 0.5^(1/N), rounded half to even once, here.
fn keeps(turns: &ast::Literal, name: &str, is_score: bool, scope: &mut Scope<'_>) -> Option<Fixed> {
    if !is_score {
        let problem = Problem::new(
            Code::E0304,
            format!("`{name}` is a yes/no signal, so it cannot fade"),
            turns.span,
            "only scores fade",
        );
        scope.report(problem.help("give its lines weights, such as `0.5 in en says \"…\"`"));
        return None;
    }
    let turns = operands::whole(turns, "the number of turns", 1_000, scope)?;
    let factor = 0.5_f64.powf(1.0 / f64::from(turns));
    Fixed::parse(&format!("{factor:.12}")).ok()
}

fn detector(node: &ast::Detector, signal: &str, is_score: bool, scope: &mut Scope<'_>) -> Option<Detector> {
    let kind = match &node.kind {
        ast::DetectorKind::Says { language, pattern, only: true } => {
            DetectorKind::SaysOnly(part(language, scope)?, pattern.pattern.clone()?)
        }
        ast::DetectorKind::Says { language, pattern, only: false } => {
            DetectorKind::Says(part(language, scope)?, pattern.pattern.clone()?)
        }
        ast::DetectorKind::Unless { language, pattern } => {
            DetectorKind::Unless(part(language, scope)?, pattern.pattern.clone()?)
        }
        ast::DetectorKind::Shouts => DetectorKind::Shouts,
        ast::DetectorKind::RepeatsPunctuation => DetectorKind::RepeatsPunctuation,
        ast::DetectorKind::SaysTheSameAgain => DetectorKind::SaysTheSameAgain,
        ast::DetectorKind::MessagesShrink => DetectorKind::MessagesShrink,
        ast::DetectorKind::AssistantRepeatsItself => DetectorKind::AssistantRepeatsItself,
        ast::DetectorKind::When(condition) => DetectorKind::When(
            conditions::resolve(condition, Place::Signal, scope).unwrap_or(Condition::Any(Vec::new())),
        ),
    };
    let weight = weight(node, &kind, signal, is_score, scope)?;
    Some(Detector { weight, kind, span: node.span })
}

fn part(language: &ast::Name, scope: &mut Scope<'_>) -> Option<String> {
    match operands::language(&language.text, language.span, scope)? {
        Value::Word(code) => Some(code),
        _ => None,
    }
}

fn weight(
    node: &ast::Detector,
    kind: &DetectorKind,
    signal: &str,
    is_score: bool,
    scope: &mut Scope<'_>,
) -> Option<Fixed> {
    let is_unless = matches!(kind, DetectorKind::Unless(..));
    match &node.weight {
        Some(literal) if is_unless => {
            let problem =
                Problem::new(Code::E0405, "`unless` takes no weight", literal.span, "it cancels, it does not add");
            scope.report(problem.help("remove the number"));
            None
        }
        Some(literal) => {
            let weight = operands::number(literal, scope)?;
            if weight > Fixed::ZERO && weight <= Fixed::ONE {
                return Some(weight);
            }
            let problem = Problem::new(
                Code::E0303,
                "a weight lies above 0 and at most at 1",
                literal.span,
                format!("this is {weight}"),
            );
            scope.report(problem.help("choose a weight such as 0.3"));
            None
        }
        None if is_score && !is_unless => {
            let problem = Problem::new(
                Code::E0405,
                format!("`{signal}` is a score, and this line has no weight"),
                node.span,
                "how much does this add?",
            );
            scope.report(problem.help("put a number in front, such as `0.3`; or take the weights off all other lines"));
            None
        }
        None => Some(Fixed::ONE),
    }
}
