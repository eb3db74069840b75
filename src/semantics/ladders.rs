//! How queues find a person: needs, ladders, ends.
//!
//! What a step does not say is taken from the step above it, so that each step of the
//! policy can be read alone.

use crate::diagnostic::{Code, Problem, nearest};
use crate::policy::{
    Closed, Condition, Deadline, End, EndKind, LadderStep, LevelAsked, LongWait, MayTake, MessageId, Owner, OwnerOf,
    Preference, Queue, QueueId, Routing, Speaks, Times, WaitChoice,
};
use crate::semantics::actions;
use crate::semantics::needs;
use crate::semantics::scope::{Kind, Scope, list};
use crate::semantics::subjects::Place;
use crate::semantics::{conditions, operands};
use crate::source::Span;
use crate::syntax::ast::{self, Item, MayTakeKind, Name, QueueLine, QueueLineKind as Line};
use crate::value::Fixed;
use std::cmp::Ordering;

/// Gives each queue its routing.
pub(crate) fn resolve(program: &ast::Program, queues: &mut [Queue], scope: &mut Scope<'_>) {
    let mut done: Vec<&str> = Vec::new();
    for item in &program.items {
        let Item::Queue(node) = item else { continue };
        if done.contains(&node.name.text.as_str()) {
            continue;
        }
        done.push(&node.name.text);
        if let Some(queue) = queues.iter_mut().find(|queue| queue.name == node.name.text) {
            queue.routing = routing(node, queue, scope);
        }
    }
}

fn routing(node: &ast::Queue, queue: &Queue, scope: &mut Scope<'_>) -> Routing {
    let mut routing = Routing {
        level_needs: node.levels.iter().map(|level| needs::any(&level.needs, scope)).collect(),
        ..Routing::default()
    };
    once(&node.lines, scope);
    for line in &node.lines {
        self::line(line, queue, &mut routing, scope);
    }
    let says = !node.lines.is_empty() || node.levels.iter().any(|level| !level.needs.is_empty());
    let is_unread = scope.is_unread(&node.name.text);
    if let Some(helpdesk) = node.routed_by_helpdesk {
        clash(node, helpdesk, scope);
    } else if says && !is_unread {
        ends(node, &mut routing, scope);
    }
    routing
}

/// Each line but `needs` and steps stands once.
fn once(lines: &[QueueLine], scope: &mut Scope<'_>) {
    let name = |line: &QueueLine| match line.kind {
        Line::Needs(_) | Line::Step(_) => None,
        Line::Open(_) => Some("open"),
        Line::Prefer(_) => Some("prefer"),
        Line::Accept(_) => Some("accept"),
        Line::Answer(_) => Some("answer"),
        Line::LongWait(..) => Some("when wait above"),
        Line::Update(..) => Some("every"),
        Line::Finally(..) => Some("finally"),
        Line::Closed(..) => Some("closed"),
    };
    for (at, line) in lines.iter().enumerate() {
        let Some(word) = name(line) else { continue };
        if let Some(before) = lines[..at].iter().find(|before| name(before) == Some(word)) {
            let problem = Problem::new(Code::E0117, format!("a second `{word}`"), line.span, "only one can count");
            scope.report(problem.label(before.span, "the first one").help("keep one of them"));
        }
    }
}

/// The helpdesk chooses the person, so the queue cannot.
fn clash(node: &ast::Queue, helpdesk: Span, scope: &mut Scope<'_>) {
    let own = node.lines.iter().find(|line| !matches!(line.kind, Line::Needs(_)));
    if let Some(line) = own {
        let message = format!("`{}` is routed by the helpdesk, so Baton does not follow this line", node.name.text);
        let problem = Problem::new(Code::E0405, message, line.span, "nobody would do this")
            .label(helpdesk, "the helpdesk chooses the person");
        scope.report(problem.help("remove `routed by helpdesk`, or this line"));
    }
}

/// A ladder has an end, and whoever takes from a queue without steps may do so at once.
fn ends(node: &ast::Queue, routing: &mut Routing, scope: &mut Scope<'_>) {
    if !node.lines.iter().any(|line| matches!(line.kind, Line::Finally(..))) {
        let message = format!("`queue {}` does not say what happens when nobody takes it", node.name.text);
        let problem = Problem::new(Code::E0431, message, node.name.span, "a ladder without an end strands customers");
        let name = &node.name.text;
        scope.report(problem.help(format!(
            "add a line such as `finally at 10m offer callback, owner {name}`, or `routed by helpdesk` if the helpdesk chooses the person"
        )));
    }
    if !node.lines.iter().any(|line| matches!(line.kind, Line::Step(_))) {
        routing.steps.push(LadderStep {
            after: Times::AT_ONCE,
            when: Condition::ALWAYS,
            who: vec![MayTake::Level(LevelAsked::Rules)],
            speaks: Speaks::Customers(None),
            span: node.span,
        });
    }
    in_order(routing, scope);
    if routing.steps.len() > Routing::STEPS_MAX {
        let last = &routing.steps[Routing::STEPS_MAX];
        let message = format!("more than {} steps in one ladder", Routing::STEPS_MAX);
        scope.report(Problem::new(Code::E0303, message, last.span, "one too many").help("leave steps out"));
    }
}

/// Time does not run backwards, and nothing comes after the end.
fn in_order(routing: &Routing, scope: &mut Scope<'_>) {
    let mut before: Option<&LadderStep> = None;
    for step in &routing.steps {
        if let Some(earlier) = before.filter(|before| sooner(step.after, before.after)) {
            let problem =
                Problem::new(Code::E0430, "steps stand in the order of time", step.span, "earlier than the step above")
                    .label(earlier.span, "this comes later");
            scope.report(problem.help(
                "all times count from the decision, not from the step above: sort the lines, or add up the times",
            ));
        }
        before = Some(step);
    }
    let Some(end) = &routing.end else { return };
    let Some(after) = end.after else { return };
    if let Some(late) = routing.steps.iter().find(|step| orders(step.after, after).any(Ordering::is_ge)) {
        let problem =
            Problem::new(Code::E0430, "a step after the end of its ladder", late.span, "nobody is left to take then")
                .label(end.span, "the ladder ends here");
        scope.report(problem.help("all times count from the decision: move the end, or remove the step"));
    }
}

/// Whether a time comes before another, live or not.
fn sooner(one: Times, other: Times) -> bool {
    orders(one, other).any(|order| order == Ordering::Less)
}

/// How two times stand to each other, live and not. Business time and time on the clock are not compared.
fn orders(one: Times, other: Times) -> impl Iterator<Item = Ordering> {
    let order = |(one, other): (Deadline, Deadline)| match (one, other) {
        (Deadline::Seconds(one), Deadline::Seconds(other))
        | (Deadline::BusinessHours(one), Deadline::BusinessHours(other))
        | (Deadline::BusinessDays(one), Deadline::BusinessDays(other)) => Some(one.cmp(&other)),
        // At once is sooner than any business time.
        (Deadline::Seconds(Fixed::ZERO), _) => Some(Ordering::Less),
        (_, Deadline::Seconds(Fixed::ZERO)) => Some(Ordering::Greater),
        _ => None,
    };
    one.both().into_iter().zip(other.both()).filter_map(order)
}

fn line(line: &QueueLine, queue: &Queue, routing: &mut Routing, scope: &mut Scope<'_>) {
    match &line.kind {
        Line::Needs(any) => routing.needs.push(needs::any(any, scope)),
        Line::Open(name) => {
            let found = scope.expect(Kind::Hours, Code::E0201, name);
            routing.open = found.and_then(|at| u32::try_from(at).ok());
        }
        Line::Prefer(preferences) => routing.prefer = prefer(preferences, scope),
        Line::Accept(within) => routing.accept_within = time(within, scope),
        Line::Answer(within) => routing.answer_within = times(within, scope),
        Line::Step(node) => {
            let above = routing.steps.last().cloned();
            let (who_above, speaks_above) = (who_above(&routing.steps), above.map(|step| step.speaks));
            routing.steps.extend(step(node, line.span, queue, who_above, speaks_above, scope));
        }
        Line::LongWait(above, choices) => {
            routing.long_wait = time(above, scope).map(|above| LongWait {
                above,
                choices: wait_choices(choices, scope),
                span: line.span,
            });
        }
        Line::Update(every, say) => {
            let every = time(every, scope);
            let say = scope.expect(Kind::Message, Code::E0207, say).map(MessageId::from_index);
            routing.updates = every.zip(say);
        }
        Line::Finally(at, node) => {
            let after = at.as_ref().map(|at| times(at, scope));
            let owner = match &node.owner {
                Some(node) => owner(node, scope),
                None => {
                    no_owner(line.span, &queue.name, scope);
                    None
                }
            };
            routing.end =
                owner.map(|owner| End { after: after.flatten(), kind: end(node.kind), owner, span: line.span });
        }
        Line::Closed(say, node) => {
            let say = say.as_ref().and_then(|say| scope.expect(Kind::Message, Code::E0207, say));
            let owner = match &node.owner {
                Some(node) => owner(node, scope),
                None => routing.end.as_ref().map(|end| end.owner.clone()).or_else(|| own(queue, scope)),
            };
            routing.closed = owner.map(|owner| Closed {
                say: say.map(MessageId::from_index),
                kind: end(node.kind),
                owner,
                span: line.span,
            });
        }
    }
}

/// The queue itself.
fn own(queue: &Queue, scope: &mut Scope<'_>) -> Option<Owner> {
    let id = scope.find(Kind::Queue, &queue.name).map(QueueId::from_index)?;
    Some(Owner { of: OwnerOf::Queue(id), level: None })
}

fn no_owner(span: Span, queue: &str, scope: &mut Scope<'_>) {
    let problem = Problem::new(Code::E0431, "an end without an owner", span, "nobody sees to it afterwards");
    scope.report(problem.help(format!("say who does: `, owner {queue}` at the end of the line")));
}

/// Who took last in the steps above, those of other queues and pages left out: what a step that names nobody means.
fn who_above(steps: &[LadderStep]) -> Vec<MayTake> {
    let own = |one: &&MayTake| !matches!(one, MayTake::Also { .. } | MayTake::OnCall { .. });
    let own = |step: &LadderStep| -> Vec<MayTake> { step.who.iter().filter(own).cloned().collect() };
    let found = steps.iter().rev().map(own).find(|who| !who.is_empty());
    found.unwrap_or_else(|| vec![MayTake::Level(LevelAsked::Rules)])
}

fn step(
    node: &ast::LadderStep,
    span: Span,
    queue: &Queue,
    who_above: Vec<MayTake>,
    speaks_above: Option<Speaks>,
    scope: &mut Scope<'_>,
) -> Option<LadderStep> {
    let after = node.after.as_ref().map_or(Some(Times::AT_ONCE), |after| times(after, scope));
    let when = node.when.as_ref().map(|when| conditions::resolve(when, Place::Routing, scope));
    let (mut who, mut speaks, mut first): (Vec<MayTake>, Option<Speaks>, Option<Span>) = (Vec::new(), None, None);
    let mut is_complete = true;
    for part in &node.who {
        match word(part, queue, scope) {
            Some(Word::Who(one)) => who.push(one),
            Some(Word::Speaks(one)) => {
                if let Some(first) = first {
                    let message = "a step asks for one language";
                    let problem =
                        Problem::new(Code::E0405, message, part.span, "a second one").label(first, "the first one");
                    scope.report(problem.help("make two steps of them, or keep the wider one"));
                }
                first = Some(part.span);
                speaks = Some(one);
            }
            None => is_complete = false,
        }
    }
    let when = when.map_or(Some(Condition::ALWAYS), |when| when)?;
    let who = if who.is_empty() { who_above } else { who };
    let speaks = speaks.or(speaks_above).unwrap_or(Speaks::Customers(None));
    let step = LadderStep { after: after?, when, who, speaks, span };
    is_complete.then_some(step)
}

/// A word of a step: who, or what they speak.
enum Word {
    Who(MayTake),
    Speaks(Speaks),
}

fn word(node: &ast::MayTake, queue: &Queue, scope: &mut Scope<'_>) -> Option<Word> {
    Some(Word::Who(match &node.kind {
        MayTakeKind::AccountManager => MayTake::AccountManager,
        MayTakeKind::Team | MayTakeKind::AnyLevel => MayTake::Level(LevelAsked::Any),
        MayTakeKind::OnShift | MayTakeKind::RulesLevel => MayTake::Level(LevelAsked::Rules),
        MayTakeKind::OnCall { again } => MayTake::OnCall { again: *again },
        MayTakeKind::Skilled(skills) => MayTake::Skilled(needs::any(skills, scope)),
        MayTakeKind::Level(name) => MayTake::Level(LevelAsked::Named(level(name, queue, scope)?)),
        MayTakeKind::Also { queue, speak, while_wait } => {
            let id = |name: &Name, scope: &mut Scope<'_>| {
                scope.expect(Kind::Queue, Code::E0203, name).map(QueueId::from_index)
            };
            let queue = id(queue, scope);
            let speak = match speak {
                Some(speak) => Some(needs::language(speak, scope)?),
                None => None,
            };
            let while_wait = match while_wait {
                Some((of, below)) => Some((id(of, scope)?, time(below, scope)?)),
                None => None,
            };
            MayTake::Also { queue: queue?, speak, while_wait }
        }
        MayTakeKind::CustomersLanguage(level) => {
            let level = match level {
                Some(level) => Some(needs::fluency(level, scope)?),
                None => None,
            };
            return Some(Word::Speaks(Speaks::Customers(level)));
        }
        MayTakeKind::AnyLanguage { notice } => return Some(Word::Speaks(Speaks::Any { notice: *notice })),
        MayTakeKind::Language(code) => return Some(Word::Speaks(Speaks::Named(needs::language(code, scope)?))),
    }))
}

/// The position of one of the queue's levels.
fn level(name: &Name, queue: &Queue, scope: &mut Scope<'_>) -> Option<u32> {
    if let Some(at) = queue.levels.iter().position(|level| *level == name.text) {
        return u32::try_from(at).ok();
    }
    if scope.is_unread(&queue.name) {
        return None;
    }
    let known: Vec<&str> = queue.levels.iter().map(String::as_str).collect();
    let near = nearest(&name.text, known.iter().copied());
    let words = "`the rule's level`, `any level`, `the customer's language`, `any language`, `also QUEUE`, `the account manager`, `any of the team`, `on shift`, `page on-call` or `skill NAME`";
    let help = match known.as_slice() {
        [] => format!("declare `level {}` in the queue, or write {words}", name.text),
        known => format!("`queue {}` declares {}; else write {words}", queue.name, list(known)),
    };
    let message = format!("queue `{}` has no level `{}`", queue.name, name.text);
    let problem = Problem::new(Code::E0212, message, name.span, "no such level");
    scope.report(problem.did_you_mean(near, name.span, || help));
    None
}

fn prefer(nodes: &[(ast::Preference, Span)], scope: &mut Scope<'_>) -> Vec<Preference> {
    let preference = |node: ast::Preference| match node {
        ast::Preference::SameAgent => Preference::SameAgent,
        ast::Preference::JustEnoughSkill => Preference::JustEnoughSkill,
        ast::Preference::MostFree => Preference::MostFree,
        ast::Preference::LongestIdle => Preference::LongestIdle,
        ast::Preference::RoundRobin => Preference::RoundRobin,
    };
    each_once(nodes.iter().map(|(node, span)| (preference(*node), *span)), Preference::as_str, scope)
}

fn wait_choices(nodes: &[(ast::WaitChoice, Span)], scope: &mut Scope<'_>) -> Vec<WaitChoice> {
    let choice = |node: ast::WaitChoice| match node {
        ast::WaitChoice::Wait => WaitChoice::Wait,
        ast::WaitChoice::Callback => WaitChoice::Callback,
        ast::WaitChoice::Assistant => WaitChoice::Assistant,
    };
    each_once(nodes.iter().map(|(node, span)| (choice(*node), *span)), WaitChoice::as_str, scope)
}

/// Words of a list, of which each stands once.
fn each_once<T: Copy + PartialEq>(
    words: impl Iterator<Item = (T, Span)>,
    written: fn(T) -> &'static str,
    scope: &mut Scope<'_>,
) -> Vec<T> {
    let mut found = Vec::new();
    for (word, span) in words {
        if found.contains(&word) {
            let message = format!("`{}` stands twice", written(word));
            scope.report(Problem::new(Code::E0202, message, span, "said again here").help("keep one"));
        } else {
            found.push(word);
        }
    }
    found
}

fn end(node: ast::EndKind) -> EndKind {
    match node {
        ast::EndKind::Hold => EndKind::Hold,
        ast::EndKind::PageOnCall => EndKind::PageOnCall,
        ast::EndKind::Message => EndKind::Message,
        ast::EndKind::Offer { callback: true, ticket: true } => EndKind::CallbackOrTicket,
        ast::EndKind::Offer { callback: true, .. } => EndKind::Callback,
        ast::EndKind::Ticket | ast::EndKind::Offer { .. } => EndKind::Ticket,
    }
}

fn owner(node: &ast::Owner, scope: &mut Scope<'_>) -> Option<Owner> {
    let Some(name) = &node.queue else { return Some(Owner { of: OwnerOf::AccountManager, level: None }) };
    let target =
        ast::Target { queues: vec![name.clone()], named_agent: false, level: node.level.clone(), span: node.span };
    let target = actions::target(&target, scope)?;
    let id = scope.find(Kind::Queue, &name.text).map(QueueId::from_index)?;
    Some(Owner { of: OwnerOf::Queue(id), level: target.level })
}

/// A length of time on the clock, in seconds.
pub(crate) fn time(literal: &ast::Literal, scope: &mut Scope<'_>) -> Option<Fixed> {
    let seconds = operands::seconds(literal, scope)?;
    let is_fine = Fixed::ZERO < seconds && seconds <= Routing::TIME_MAX;
    if !is_fine {
        out_of_range(literal, scope);
    }
    is_fine.then_some(seconds)
}

/// A time, and the one for mail and messages.
pub(crate) fn times(node: &ast::Times, scope: &mut Scope<'_>) -> Option<Times> {
    let live = deadline(&node.live, scope);
    let asynchronous = node.asynchronous.as_ref().map_or(live, |literal| deadline(literal, scope));
    Some(Times { live: live?, asynchronous: asynchronous? })
}

fn deadline(literal: &ast::Literal, scope: &mut Scope<'_>) -> Option<Deadline> {
    let found = actions::deadline(literal, scope)?;
    let is_fine = match found {
        Deadline::Seconds(seconds) => Fixed::ZERO < seconds && seconds <= Routing::TIME_MAX,
        Deadline::BusinessHours(count) | Deadline::BusinessDays(count) => {
            Fixed::ZERO < count && count <= Routing::BUSINESS_MAX
        }
    };
    if !is_fine {
        out_of_range(literal, scope);
    }
    is_fine.then_some(found)
}

fn out_of_range(literal: &ast::Literal, scope: &mut Scope<'_>) {
    let message = "a time of a queue is above 0 and at most a year";
    let problem = Problem::new(Code::E0303, message, literal.span, "not in that range");
    scope
        .report(problem.help("write it as `45s`, `10m` or `1 business day`; what begins at once is written `at once`"));
}
