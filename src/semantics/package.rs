//! What goes with a handoff: the `package` block, and the shapes that are looked for.

use crate::diagnostic::{Code, Problem, nearest};
use crate::extract::{Shape, ShapeProblem};
use crate::policy::{Extract, PackagePlan, QueueId};
use crate::semantics::scope::{Kind, Scope};
use crate::syntax::ast::{self, Item, Name, Note, PackageLine, PackageLineKind as Line};

mod endings;
mod shows;

/// Most shapes that a policy may declare.
const EXTRACTS_MAX: usize = 50;

/// Shapes, and the block or what holds without one.
pub(crate) fn resolve(program: &ast::Program, scope: &mut Scope<'_>) -> (Vec<Extract>, PackagePlan) {
    let mut extracts: Vec<Extract> = Vec::new();
    for note in program.items.iter().filter_map(|item| if let Item::Extract(note) = item { Some(note) } else { None }) {
        if extracts.iter().all(|known| known.name != note.name.text) && is_shape(note, scope) {
            let shape = note.text.text.clone();
            extracts.push(Extract { name: note.name.text.clone(), shape, span: note.name.span });
        }
        if extracts.len() == EXTRACTS_MAX + 1 {
            let message = format!("more than {EXTRACTS_MAX} declared extracts");
            let problem = Problem::new(Code::E0303, message, note.name.span, "one too many");
            scope.report(problem.help("one shape may stand for several systems: leave out what is never shown"));
        }
    }
    let mut plan = PackagePlan::default();
    let mut first: Option<&ast::Package> = None;
    for block in
        program.items.iter().filter_map(|item| if let Item::Package(block) = item { Some(block) } else { None })
    {
        if let Some(first) = first {
            let problem = Problem::new(Code::E0202, "a policy has one `package`", block.span, "declared again here");
            scope.report(problem.label(first.span, "first declared here").help("put its lines into the first"));
            continue;
        }
        first = Some(block);
        once(&block.lines, scope);
        block.lines.iter().for_each(|one| line(one, &extracts, &mut plan, scope));
    }
    (extracts, plan)
}

fn is_shape(note: &Note, scope: &mut Scope<'_>) -> bool {
    let Err(problem) = Shape::new(&note.text.text) else { return true };
    let (message, label) = match problem {
        ShapeProblem::NoDigit => ("a shape needs a digit", "no `#` is in it"),
        ShapeProblem::TooLong => ("a shape has at most 40 characters", "too long"),
        ShapeProblem::Ends => {
            ("a shape begins and ends with a letter, a digit or `#`, and has no white space", "not so")
        }
    };
    let problem = Problem::new(Code::E0115, message, note.text.span, label);
    scope.report(problem.help("write `#` for each digit and all else as it stands: \"ORD-######\""));
    false
}

/// Each line but `show`, `require FACT` and `redact` stands once.
fn once(lines: &[PackageLine], scope: &mut Scope<'_>) {
    let name = |line: &PackageLine| match line.kind {
        Line::Headline(..) => Some("require headline"),
        Line::Attempted(..) => Some("require attempted"),
        Line::Quote(_) => Some("quote last … customer messages"),
        Line::QuoteTurns(_) => Some("quote last … turns"),
        Line::Show { .. } | Line::Redact { .. } => None,
    };
    for (at, line) in lines.iter().enumerate() {
        let Some(what) = name(line) else { continue };
        if let Some(before) = lines[..at].iter().find(|before| name(before) == Some(what)) {
            let problem = Problem::new(Code::E0202, format!("`{what}` stands twice"), line.span, "said again here");
            scope.report(problem.label(before.span, "first said here").help("keep one"));
        }
    }
}

fn line(line: &PackageLine, extracts: &[Extract], plan: &mut PackagePlan, scope: &mut Scope<'_>) {
    match &line.kind {
        Line::Headline(most, text) => {
            plan.headline_max = up_to(most.as_ref(), PackagePlan::HEADLINE_MAX, plan.headline_max, scope);
            plan.headline_else = text.as_ref().map(|text| text.text.clone());
        }
        Line::Attempted(most, text) => {
            plan.attempted_max = up_to(most.as_ref(), PackagePlan::ITEMS_MAX, plan.attempted_max, scope);
            plan.attempted_else.clone_from(&text.text);
        }
        Line::Quote(most) => plan.quotes = up_to(Some(most), PackagePlan::ITEMS_MAX, plan.quotes, scope),
        Line::QuoteTurns(most) => plan.turns = up_to(Some(most), PackagePlan::ITEMS_MAX, plan.turns, scope),
        Line::Redact { extracts: names, kinds, except } => {
            for name in names {
                plan.hidden.extend(extract(name, extracts, scope));
            }
            let audience = queues(except, scope);
            if !except.is_empty() {
                plan.endings.extend(endings::of(names, kinds, extracts, &audience, scope));
            }
        }
        Line::Show { .. } => {
            plan.shows.extend(shows::of(&line.kind, extracts, scope));
            if plan.shows.len() > PackagePlan::SHOWS_MAX {
                let message = format!("a package shows at most {} things", PackagePlan::SHOWS_MAX);
                let problem = Problem::new(Code::E0303, message, line.span, "one too many");
                scope.report(problem.help("nobody reads more: leave out what decides nothing"));
                plan.shows.truncate(PackagePlan::SHOWS_MAX);
            }
        }
    }
}

/// The queues of these names.
fn queues(names: &[Name], scope: &mut Scope<'_>) -> Vec<QueueId> {
    let find = |name| scope.expect(Kind::Queue, Code::E0203, name).map(QueueId::from_index);
    names.iter().filter_map(find).collect()
}

/// A whole number from 1 to a limit; `usual` when it is not said or not one.
fn up_to(number: Option<&Name>, most: u32, usual: u32, scope: &mut Scope<'_>) -> u32 {
    let Some(number) = number else { return usual };
    match number.text.replace('_', "").parse::<u32>() {
        Ok(value) if (1..=most).contains(&value) => value,
        _ => {
            let problem = Problem::new(
                Code::E0303,
                format!("a whole number from 1 to {most} stands here"),
                number.span,
                "not one",
            );
            scope.report(problem.help(format!("write a number up to {most}")));
            usual
        }
    }
}

/// A declared extract, by position.
fn extract(name: &Name, extracts: &[Extract], scope: &mut Scope<'_>) -> Option<u32> {
    let at = extracts.iter().position(|extract| extract.name == name.text);
    if at.is_none() && !scope.declares(Kind::Extract, &name.text) {
        let near = nearest(&name.text, extracts.iter().map(|one| one.name.as_str())).map(str::to_owned);
        let problem =
            Problem::new(Code::E0201, format!("there is no extract `{}`", name.text), name.span, "not declared");
        scope.report(problem.did_you_mean(near.as_deref(), name.span, || {
            format!("declare it: `extract {} matching \"ORD-######\"`", name.text)
        }));
    }
    at.and_then(|at| u32::try_from(at).ok())
}
