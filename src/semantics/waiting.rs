//! Who of those who wait is taken first, and who comes back to the same person.

use crate::diagnostic::{Code, Problem, nearest};
use crate::policy::{Addition, Condition, Continuity, Priority, SameAs, Waiting};
use crate::semantics::scope::{Scope, list};
use crate::semantics::subjects::Place;
use crate::semantics::{conditions, ladders, operands, thresholds};
use crate::source::Span;
use crate::syntax::ast::{self, ContinuityKind, Item, Same, WaitingKind};
use crate::value::{Fixed, Type};

/// The `priority` block, or what holds without one.
pub(crate) fn waiting(program: &ast::Program, scope: &mut Scope<'_>) -> Waiting {
    let blocks =
        program.items.iter().filter_map(|item| if let Item::Waiting(block) = item { Some(block) } else { None });
    let mut waiting = Waiting::default();
    let Some(block) = only(blocks.map(|block| (block, block.span)), "priority", scope) else { return waiting };
    let mut said: Vec<(Priority, Span)> = Vec::new();
    for line in &block.lines {
        let minutes = minutes(&line.minutes, scope);
        match &line.kind {
            WaitingKind::Word(name) => {
                let Some(word) = word(name, scope) else { continue };
                if let Some((_, first)) = said.iter().find(|(known, _)| *known == word) {
                    let message = format!("`{}` stands twice", word.as_str());
                    let problem = Problem::new(Code::E0202, message, line.span, "said again here");
                    scope.report(problem.label(*first, "first said here").help("keep one"));
                }
                said.push((word, line.span));
                if let Some(minutes) = minutes {
                    waiting.words[word as usize] = minutes;
                }
            }
            WaitingKind::Addition { each, when } => {
                waiting.additions.extend(addition(minutes, each.as_ref(), when.as_ref(), line.span, scope));
            }
        }
    }
    rising(&waiting, &said, scope);
    if let Some(extra) = waiting.additions.get(Waiting::ADDITIONS_MAX) {
        let message = format!("more than {} lines of `priority`", Waiting::ADDITIONS_MAX);
        scope.report(Problem::new(Code::E0303, message, extra.span, "one too many").help("leave some out"));
    }
    waiting
}

fn addition(
    minutes: Option<Fixed>,
    each: Option<&ast::Each>,
    when: Option<&ast::Condition>,
    span: Span,
    scope: &mut Scope<'_>,
) -> Option<Addition> {
    if each.is_none() && when.is_none() {
        let message = "minutes that everybody gets change no order";
        let problem = Problem::new(Code::E0116, message, span, "no `when` and no `for each`");
        scope.report(
            problem
                .help("say when they count: `20 when customer.tier is enterprise`, or what they are for: `urgent 60`"),
        );
        return None;
    }
    let each = match each {
        Some(each) => Some(thresholds::each(each, None, &Type::Number { low: None, high: None }, scope)?),
        None => None,
    };
    let when = match when {
        Some(when) => conditions::resolve(when, Place::Routing, scope)?,
        None => Condition::ALWAYS,
    };
    Some(Addition { minutes: minutes?, each, when, span })
}

/// More urgent words add more.
fn rising(waiting: &Waiting, said: &[(Priority, Span)], scope: &mut Scope<'_>) {
    for pair in Priority::ALL.windows(2) {
        let [less, more] = pair else { continue };
        let Some((_, span)) = said.iter().find(|(word, _)| word == more || word == less) else { continue };
        if waiting.of(*less) > waiting.of(*more) {
            let message = format!("`{}` would be taken before `{}`", less.as_str(), more.as_str());
            let label =
                format!("{} adds {}, {} adds {}", less.as_str(), waiting.of(*less), more.as_str(), waiting.of(*more));
            let problem = Problem::new(Code::E0405, message, *span, label);
            scope.report(
                problem
                    .help("without a line `high` adds 20 and `urgent` 60: let a more urgent word add as much or more"),
            );
        }
    }
}

fn word(name: &ast::Name, scope: &mut Scope<'_>) -> Option<Priority> {
    let found = Priority::ALL.into_iter().find(|priority| priority.as_str() == name.text);
    if found.is_none() {
        let known = Priority::ALL.map(Priority::as_str);
        let message = format!("no priority is named `{}`", name.text);
        let problem = Problem::new(Code::E0206, message, name.span, "no such priority");
        let near = nearest(&name.text, known);
        scope.report(problem.did_you_mean(near, name.span, || format!("priorities are {}", list(&known))));
    }
    found
}

fn minutes(literal: &ast::Literal, scope: &mut Scope<'_>) -> Option<Fixed> {
    let minutes = operands::number(literal, scope)?;
    let is_fine = Fixed::ZERO <= minutes && minutes <= Waiting::MINUTES_MAX;
    if !is_fine {
        let message = "a priority adds from 0 to 10_080 minutes, which is a week";
        let problem = Problem::new(Code::E0303, message, literal.span, "not in that range");
        scope.report(problem.help("write the minutes to add to the minutes waited, such as `60`"));
    }
    is_fine.then_some(minutes)
}

/// The `continuity` block, if there is one.
pub(crate) fn continuity(program: &ast::Program, scope: &mut Scope<'_>) -> Option<Continuity> {
    let blocks =
        program.items.iter().filter_map(|item| if let Item::Continuity(block) = item { Some(block) } else { None });
    let block = only(blocks.map(|block| (block, block.span)), "continuity", scope)?;
    once(&block.lines, scope);
    let mut found = None;
    let (mut hold, mut hold_named, mut never, mut after) = (None, None, Vec::new(), false);
    for line in &block.lines {
        match &line.kind {
            ContinuityKind::Return { within, same, even_if_full } => {
                found = ladders::time(within, scope).map(|within| (within, *same, *even_if_full));
            }
            ContinuityKind::Hold(times) => hold = ladders::times(times, scope),
            ContinuityKind::HoldNamed(times) => hold_named = ladders::times(times, scope),
            ContinuityKind::Never(mark) => never.push(mark.text.clone()),
            ContinuityKind::AfterAccountManager => after = true,
        }
    }
    if let Some(extra) =
        block.lines.iter().filter(|line| matches!(line.kind, ContinuityKind::Never(_))).nth(Continuity::MARKS_MAX)
    {
        let message = format!("more than {} marks", Continuity::MARKS_MAX);
        scope.report(Problem::new(Code::E0303, message, extra.span, "one too many").help("leave some out"));
    }
    if block.is_whole && !block.lines.iter().any(|line| matches!(line.kind, ContinuityKind::Return { .. })) {
        let problem = Problem::new(
            Code::E0116,
            "a `continuity` says when customers come back to the same person",
            block.span,
            "no line says so",
        );
        scope.report(problem.help("add `return to the last agent when last handled within 72h`"));
    }
    let (within, same, even_if_full) = found?;
    let same = same.map(|same| match same {
        Same::Issue => SameAs::Issue,
        Same::Category => SameAs::Category,
    });
    Some(Continuity {
        within,
        same,
        even_if_full,
        hold,
        hold_named,
        never_marked: never,
        after_account_manager: after,
        span: block.span,
    })
}

/// Each line but `never` stands once.
fn once(lines: &[ast::ContinuityLine], scope: &mut Scope<'_>) {
    let name = |line: &ast::ContinuityLine| match line.kind {
        ContinuityKind::Return { .. } => Some("return"),
        ContinuityKind::Hold(_) => Some("hold"),
        ContinuityKind::HoldNamed(_) => Some("hold the named agent"),
        ContinuityKind::Never(_) => None,
        ContinuityKind::AfterAccountManager => Some("after"),
    };
    for (at, line) in lines.iter().enumerate() {
        let Some(word) = name(line) else { continue };
        if let Some(before) = lines[..at].iter().find(|before| name(before) == Some(word)) {
            let problem = Problem::new(Code::E0117, format!("a second `{word}`"), line.span, "only one can count");
            scope.report(problem.label(before.span, "the first one").help("keep one of them"));
        }
    }
}

/// The first of blocks of which a policy has one.
fn only<'p, T>(blocks: impl Iterator<Item = (&'p T, Span)>, word: &str, scope: &mut Scope<'_>) -> Option<&'p T> {
    let mut blocks = blocks;
    let (first, span) = blocks.next()?;
    for (_, again) in blocks {
        let problem = Problem::new(Code::E0202, format!("a policy has one `{word}`"), again, "declared again here");
        scope.report(problem.label(span, "first declared here").help("put its lines into the first"));
    }
    Some(first)
}
