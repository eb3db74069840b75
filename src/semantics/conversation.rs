//! The rules of a whole conversation: the `conversation` block.

use crate::diagnostic::{Code, Problem, nearest};
use crate::policy::{Conversation, Exempt, Layer, Offers, QueueId, Returned, Transfers};
use crate::semantics::operands;
use crate::semantics::scope::{Kind, Scope, list};
use crate::syntax::ast::{self, ConversationLine, ConversationLineKind as Line, Item, Literal, LiteralKind, Name};
use crate::value::Fixed;

/// The layers that can be named after `except by`, as they are written there.
const LAYERS: [(&str, Layer); 2] = [("guards", Layer::Guard), ("overrides", Layer::Override)];

/// The block, or what holds without one.
pub(crate) fn resolve(program: &ast::Program, scope: &mut Scope<'_>) -> Conversation {
    let mut plan = Conversation::default();
    let blocks = program.items.iter();
    let mut blocks = blocks.filter_map(|item| if let Item::Conversation(block) = item { Some(block) } else { None });
    let Some(first) = blocks.next() else { return plan };
    for block in blocks {
        let problem = Problem::new(Code::E0202, "a policy has one `conversation`", block.span, "declared again here");
        scope.report(problem.label(first.span, "first declared here").help("put its lines into the first"));
    }
    once(&first.lines, scope);
    first.lines.iter().for_each(|one| line(one, &mut plan, scope));
    plan
}

/// Each line stands once.
fn once(lines: &[ConversationLine], scope: &mut Scope<'_>) {
    let name = |line: &ConversationLine| match line.kind {
        Line::Turn(_) => "turn",
        Line::Offers { .. } => "offers",
        Line::Transfers { .. } => "transfers",
        Line::Returned { .. } => "returned",
    };
    for (at, line) in lines.iter().enumerate() {
        if let Some(before) = lines[..at].iter().find(|before| name(before) == name(line)) {
            let message = format!("`{}` stands twice", name(line));
            let problem = Problem::new(Code::E0202, message, line.span, "said again here");
            scope.report(problem.label(before.span, "first said here").help("keep one"));
        }
    }
}

fn line(line: &ConversationLine, plan: &mut Conversation, scope: &mut Scope<'_>) {
    match &line.kind {
        Line::Turn(within) => plan.turn_within = time(within, scope),
        Line::Offers { most, again } => {
            let usual = Offers::default();
            let most = most.as_ref().and_then(|most| count(most, "the number of offers", Offers::COUNT_MAX, scope));
            plan.offers = match again {
                None => Offers { most, ..usual },
                Some(again) => Offers {
                    most,
                    rounds: count(&again.rounds, "the number of rounds", Offers::COUNT_MAX, scope)
                        .unwrap_or(usual.rounds),
                    rose: again.rose.as_ref().and_then(|rose| points(rose, scope)),
                    other_reason: again.other_reason,
                },
            };
        }
        Line::Transfers { most, then, except } => {
            let most = count(most, "the number of transfers", Transfers::COUNT_MAX, scope);
            let then = scope.expect(Kind::Queue, Code::E0203, then).map(QueueId::from_index);
            let bare = except.as_ref().and_then(|except| except.same_agent);
            if let Some(span) = bare {
                let problem = Problem::new(
                    Code::E0103,
                    "`then to the same agent` belongs to `returned`",
                    span,
                    "here it goes to another queue",
                );
                scope.report(problem.help("remove it, or put it at the end of the `returned` line"));
            }
            let except = exempt(except.as_ref(), scope);
            if let (Some(most), Some(then)) = (most, then) {
                plan.transfers = Some(Transfers { most, then, except });
            }
        }
        Line::Returned { within, except } => {
            let same_agent = except.as_ref().is_some_and(|except| except.same_agent.is_some());
            let names = exempt(except.as_ref(), scope);
            plan.returned = time(within, scope).map(|within| Returned { within, except: names, same_agent });
        }
    }
}

fn count(literal: &Literal, what: &str, most: u32, scope: &mut Scope<'_>) -> Option<u32> {
    operands::whole(literal, what, i64::from(most), scope)
}

/// A length of time, in seconds.
fn time(literal: &Literal, scope: &mut Scope<'_>) -> Option<Fixed> {
    let seconds = operands::seconds(literal, scope)?;
    if Fixed::ZERO < seconds && seconds <= Conversation::TIME_MAX {
        return Some(seconds);
    }
    let problem = Problem::new(
        Code::E0303,
        "a time in a conversation is above 0 and at most a year",
        literal.span,
        "not in that range",
    );
    scope.report(problem.help("write it as `60s`, `30m` or `2 days`"));
    None
}

/// A part of a share, above 0.
fn points(literal: &Literal, scope: &mut Scope<'_>) -> Option<Fixed> {
    if scope.thresholds.is_empty() {
        let problem = Problem::new(
            Code::E0209,
            "the policy has no threshold that could rise",
            literal.span,
            "so there would be no second offer",
        );
        scope.report(problem.help("declare a `threshold`, or write `offers again after 3 rounds` alone"));
        return None;
    }
    match literal.kind {
        LiteralKind::Points(points) if Fixed::ZERO < points && points <= Fixed::ONE => Some(points),
        LiteralKind::Points(_) => {
            let problem = Problem::new(
                Code::E0303,
                "a threshold rises by more than 0 and at most 100 points",
                literal.span,
                "not in that range",
            );
            scope.report(problem.help("write it as `10 points`"));
            None
        }
        _ => {
            let problem = Problem::new(Code::E0302, "a threshold rises by points", literal.span, "not points");
            scope.report(problem.help("1 point is 1%: write it as `10 points`"));
            None
        }
    }
}

fn exempt(except: Option<&ast::ExceptBy>, scope: &mut Scope<'_>) -> Vec<Exempt> {
    let names = except.map(|except| except.names.as_slice()).unwrap_or_default();
    names.iter().filter_map(|name| one_exempt(name, scope)).collect()
}

/// A layer, a group or a rule.
fn one_exempt(name: &Name, scope: &mut Scope<'_>) -> Option<Exempt> {
    if let Some((_, layer)) = LAYERS.iter().find(|(written, _)| *written == name.text) {
        return Some(Exempt::Layer(*layer));
    }
    if scope.find(Kind::Group, &name.text).is_some() {
        return Some(Exempt::Group(name.text.clone()));
    }
    if scope.find(Kind::Rule, &name.text).is_some() {
        return Some(Exempt::Rule(name.text.clone()));
    }
    if scope.is_unread(&name.text) {
        return None;
    }
    let groups: Vec<&str> = scope.names(Kind::Group).collect();
    let known = LAYERS.iter().map(|(written, _)| *written).chain(groups.iter().copied());
    let near = nearest(&name.text, known.clone().chain(scope.names(Kind::Rule))).map(str::to_owned);
    let help = format!("name a rule, or {}", list(&known.collect::<Vec<_>>()));
    let message = format!("no group or rule is named `{}`", name.text);
    let problem = Problem::new(Code::E0208, message, name.span, "no such group or rule");
    scope.report(problem.did_you_mean(near.as_deref(), name.span, || help));
    None
}
