//! `W0502` unused name: declared, and nothing asks for it.
//!
//! It fires for facts, lists, switches, signals, messages, instructions, actions,
//! fixtures, opening hours and second thresholds of the author's own files. It stays silent for what came
//! with Baton, for messages that an action says by default, and for queues, which
//! customers reach through categories.

use super::Context;
use crate::diagnostic::{Code, Problem};
use crate::semantics::scope::Kind;
use crate::source::Span;
use crate::syntax::ast::Item;

/// Messages that are said without `say`, by the name of the action.
const SAID_BY_DEFAULT: [&str; 2] = ["hand_off", "offer_hand_off"];

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Problem>) {
    for item in &context.program.items {
        let (kind, name, span) = match item {
            Item::Fact(fact) => (Kind::Fact, &fact.name.text, fact.name.span),
            Item::List(list) => (Kind::Fact, &list.name.text, list.name.span),
            Item::Switch(switch) => (Kind::Fact, &switch.name.text, switch.name.span),
            Item::Signal(signal) => (Kind::Signal, &signal.name.text, signal.name.span),
            Item::Message(message) if !SAID_BY_DEFAULT.contains(&message.name.text.as_str()) => {
                (Kind::Message, &message.name.text, message.name.span)
            }
            Item::Instruction(note) => (Kind::Instruction, &note.name.text, note.name.span),
            Item::Action(note) => (Kind::Action, &note.name.text, note.name.span),
            Item::Hours(hours) => (Kind::Hours, &hours.name.text, hours.name.span),
            Item::Fixture(fixture) => (Kind::Fixture, &fixture.name.text, fixture.name.span),
            _ => continue,
        };
        if !context.is_standard(span.file) && !is_used(kind, name, context) {
            found.push(removing(unused(item, kind, name, span), context, span));
        }
    }
}

/// Offers to remove the declaration, which changes what the service may send: its name would be unknown.
fn removing(problem: Problem, context: &Context<'_>, name: Span) -> Problem {
    let is_declared = |head: Span| head.file == name.file && head.start <= name.start && name.end <= head.end;
    match context.program.declarations.iter().find(|declaration| is_declared(declaration.head)) {
        Some(declaration) => problem.edit(declaration.whole, ""),
        None => problem,
    }
}

/// A declared built-in (such as `fact sentiment … sent as …`) only states a scale: the runtime uses it.
fn is_used(kind: Kind, name: &str, context: &Context<'_>) -> bool {
    let states_scale = kind == Kind::Fact && crate::semantics::built_ins::find(&[name]).is_some();
    let redeclared_standard = kind != Kind::Fact && declared_by_standard(kind, name, context);
    states_scale || redeclared_standard || context.used.contains(&(kind, name.to_owned()))
}

/// Replacing or extending what Baton brings is not a declaration of one's own.
fn declared_by_standard(kind: Kind, name: &str, context: &Context<'_>) -> bool {
    context.program.items.iter().any(|item| match item {
        Item::Signal(signal) => {
            kind == Kind::Signal && signal.name.text == name && context.is_standard(signal.name.span.file)
        }
        Item::Message(message) => {
            kind == Kind::Message && message.name.text == name && context.is_standard(message.name.span.file)
        }
        _ => false,
    })
}

fn unused(item: &Item, kind: Kind, name: &str, span: Span) -> Problem {
    let what = match item {
        Item::List(_) => "list",
        Item::Switch(_) => "switch",
        _ => kind.as_str(),
    };
    Problem::new(Code::W0502, format!("{what} `{name}` is never used"), span, "nothing asks for it").help(match kind {
        Kind::Fixture => "use it in a test, or remove it",
        Kind::Hours => "let a queue be `open` in it, or remove it",
        _ => "use it in a rule, or remove it",
    })
}
