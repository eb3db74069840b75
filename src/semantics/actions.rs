//! Actions and effects: queues, levels, notes, deadlines.

use crate::diagnostic::{Code, Problem, nearest};
use crate::policy::{
    Action, ActionName, Deadline, Effect, InstructionId, MessageId, Priority, QueueId, ServiceActionId, Target, To,
};
use crate::semantics::scope::{Kind, Scope, list};
use crate::semantics::{needs, operands};
use crate::syntax::ast::{self, ActionKind, ActionWord, EffectKind, LiteralKind};
use crate::value::{Fixed, Value};

/// The name of an action's word.
pub(crate) fn name(action: ActionWord) -> ActionName {
    match action {
        ActionWord::Stay => ActionName::Stay,
        ActionWord::Clarify => ActionName::Clarify,
        ActionWord::Offer => ActionName::Offer,
        ActionWord::HandOff => ActionName::HandOff,
        ActionWord::Close => ActionName::Close,
    }
}

/// An action.
pub(crate) fn action(node: &ast::Action, scope: &mut Scope<'_>) -> Option<Action> {
    Some(match &node.kind {
        ActionKind::Stay => Action::Stay,
        ActionKind::Close => Action::Close,
        ActionKind::Offer(target) => Action::Offer(self::target(target, scope)?),
        ActionKind::HandOff(target) => Action::HandOff(self::target(target, scope)?),
        ActionKind::Clarify { message, silence, target } => {
            let question = scope.expect(Kind::Message, Code::E0207, message).map(MessageId::from_index);
            let silence = silence.as_ref().map(|silence| operands::seconds(silence, scope));
            let target = self::target(target, scope);
            let silence = match silence {
                Some(silence) => Some(silence?),
                None => None,
            };
            Action::Clarify { message: question?, silence, target: target? }
        }
    })
}

/// To whom a handoff goes.
pub(crate) fn target(node: &ast::Target, scope: &mut Scope<'_>) -> Option<Target> {
    let queues: Vec<_> = node.queues.iter().map(|name| scope.expect(Kind::Queue, Code::E0203, name)).collect();
    let queues: Vec<usize> = queues.into_iter().collect::<Option<_>>()?;
    for (at, name) in node.queues.iter().enumerate() {
        if let Some(first) = node.queues[..at].iter().find(|first| first.text == name.text) {
            let problem = Problem::new(Code::E0117, format!("`{}` twice", name.text), name.span, "named again here");
            scope.report(problem.label(first.span, "named first here").help("name it once"));
            return None;
        }
    }
    let level = match &node.level {
        Some(level) => Some(self::level(level, &queues, scope)?),
        None => None,
    };
    let to = if node.named_agent {
        To::NamedAgent
    } else if queues.is_empty() {
        To::Category
    } else {
        To::Queues(queues.into_iter().map(QueueId::from_index).collect())
    };
    Some(Target { to, level })
}

/// A level that the queues declare; without named queues, that any queue does.
fn level(name: &ast::Name, queues: &[usize], scope: &mut Scope<'_>) -> Option<String> {
    let asked: Vec<&(String, Vec<String>)> = match queues {
        [] => scope.levels.iter().filter(|(_, own)| !own.is_empty()).collect(),
        named => named.iter().filter_map(|at| scope.levels.get(*at)).collect(),
    };
    if asked.iter().any(|(queue, _)| scope.is_unread(queue)) {
        return None;
    }
    let lacking = asked.iter().find(|(_, own)| !own.contains(&name.text));
    let fine =
        if queues.is_empty() { asked.iter().any(|(_, own)| own.contains(&name.text)) } else { lacking.is_none() };
    if fine {
        return Some(name.text.clone());
    }
    let (message, help, near) = match lacking {
        Some((queue, own)) if !queues.is_empty() => {
            let known: Vec<_> = own.iter().map(String::as_str).collect();
            let near = nearest(&name.text, known.iter().copied());
            let help = if known.is_empty() {
                format!("add `level {}` to `queue {queue}`", name.text)
            } else {
                format!("`queue {queue}` declares {}", list(&known))
            };
            (format!("queue `{queue}` has no level `{}`", name.text), help, near)
        }
        _ => {
            let near = nearest(&name.text, asked.iter().flat_map(|(_, own)| own.iter().map(String::as_str)));
            let help = format!("add `level {}` to the queues that may take this", name.text);
            (format!("no queue has a level `{}`", name.text), help, near)
        }
    };
    let problem = Problem::new(Code::E0212, message, name.span, "no such level");
    scope.report(problem.did_you_mean(near, name.span, || help));
    None
}

/// Effects, each checked even when another is wrong. Repeats are kept: what two of them raise adds up.
pub(crate) fn effects(nodes: &[ast::Effect], scope: &mut Scope<'_>) -> Vec<Effect> {
    let mut effects: Vec<Effect> = nodes.iter().filter_map(|node| effect(node, scope)).collect();
    effects.sort();
    effects
}

/// One effect.
pub(crate) fn effect(node: &ast::Effect, scope: &mut Scope<'_>) -> Option<Effect> {
    Some(match &node.kind {
        EffectKind::Priority(name) => Effect::Priority(priority(name, scope)?),
        EffectKind::RaisePriority(by) => {
            let by_minutes = operands::number(by, scope)?;
            if by_minutes <= Fixed::ZERO {
                let problem =
                    Problem::new(Code::E0303, "a priority is raised by more than nothing", by.span, "not above 0");
                scope.report(
                    problem.help("write the minutes to add to the minutes waited, such as `raise priority by 20`"),
                );
                return None;
            }
            Effect::RaisePriority(by_minutes)
        }
        EffectKind::Tag(tag) => Effect::Tag(tag.text.clone()),
        EffectKind::NeedSkill { skill, level } => {
            let level = match level {
                Some(level) => Some(operands::whole(level, "a skill's level", 10, scope)?),
                None => None,
            };
            Effect::NeedSkill(skill.text.clone(), level)
        }
        EffectKind::NeedLanguage { language, level } => {
            let Value::Word(code) = operands::language(&language.text, language.span, scope)? else { return None };
            let level = match level {
                Some(level) => Some(needs::fluency(level, scope)?),
                None => None,
            };
            Effect::NeedLanguage(code, level.map(|level| level.as_str().to_owned()))
        }
        EffectKind::NeedLevel(level) => Effect::NeedLevel(self::level(level, &[], scope)?),
        EffectKind::Notify(queue) => {
            Effect::Notify(QueueId::from_index(scope.expect(Kind::Queue, Code::E0203, queue)?))
        }
        EffectKind::Instruct(name) => {
            Effect::Instruct(InstructionId::from_index(scope.expect(Kind::Instruction, Code::E0211, name)?))
        }
        EffectKind::ReplyWithin(within) => Effect::ReplyWithin(deadline(within, scope)?),
        EffectKind::DueIn(within) => Effect::DueIn(deadline(within, scope)?),
        EffectKind::Wording(name) => Effect::Wording(name.text.clone()),
        EffectKind::OfferToAll => Effect::OfferToAll,
        EffectKind::NoChoice => Effect::NoChoice,
        EffectKind::Do(name) => {
            Effect::Do(ServiceActionId::from_index(scope.expect(Kind::Action, Code::E0211, name)?))
        }
        EffectKind::EveryoneWithLanguage { within, else_callback } => {
            Effect::EveryoneWithLanguage(operands::seconds(within, scope)?, *else_callback)
        }
    })
}

fn priority(name: &ast::Name, scope: &mut Scope<'_>) -> Option<Priority> {
    let found = Priority::ALL.into_iter().find(|priority| priority.as_str() == name.text);
    if found.is_none() {
        let known = Priority::ALL.map(Priority::as_str);
        let problem =
            Problem::new(Code::E0206, format!("no priority is named `{}`", name.text), name.span, "no such priority");
        let near = nearest(&name.text, known);
        scope.report(problem.did_you_mean(near, name.span, || format!("priorities are {}", list(&known))));
    }
    found
}

pub(crate) fn deadline(literal: &ast::Literal, scope: &mut Scope<'_>) -> Option<Deadline> {
    match &literal.kind {
        LiteralKind::BusinessTime { count, days: true } => Some(Deadline::BusinessDays(*count)),
        LiteralKind::BusinessTime { count, days: false } => Some(Deadline::BusinessHours(*count)),
        _ => operands::seconds(literal, scope).map(Deadline::Seconds),
    }
}
