//! Queues, and which category each handles.

use crate::diagnostic::{Code, Problem};
use crate::policy::{CategoryId, Queue, QueueId, Routing};
use crate::semantics::scope::{Kind, Scope};
use crate::semantics::{categories, operands};
use crate::source::Span;
use crate::syntax::ast::{self, Item};
use crate::value::Value;

/// All queues, in the order of the text; also tells each category its queue.
pub(crate) fn resolve(program: &ast::Program, scope: &mut Scope<'_>) -> Vec<Queue> {
    let mut queues: Vec<Queue> = Vec::new();
    let mut everything_else: Option<Span> = None;
    let mut served: Vec<(CategoryId, Span)> = Vec::new();
    for item in &program.items {
        let Item::Queue(node) = item else { continue };
        if queues.iter().any(|queue| queue.name == node.name.text) {
            continue;
        }
        let id = QueueId::from_index(queues.len());
        for name in &node.handles {
            let Some(category) = categories::find(name, scope) else { continue };
            if let Some((_, first)) = served.iter().find(|(taken, _)| *taken == category) {
                twice(&name.text, name.span, *first, scope);
                continue;
            }
            served.push((category, name.span));
            scope.categories[category.index()].queue = Some(id);
        }
        if let Some(span) = node.everything_else {
            match everything_else {
                Some(first) => twice("everything else", span, first, scope),
                None => everything_else = Some(span),
            }
        }
        queues.push(queue(node, scope));
    }
    queues
}

fn queue(node: &ast::Queue, scope: &mut Scope<'_>) -> Queue {
    let mut titles: Vec<(String, String)> = Vec::new();
    for (language, title) in &node.titles {
        let Some(Value::Word(code)) = operands::language(&language.text, language.span, scope) else { continue };
        if titles.iter().any(|(known, _)| *known == code) {
            let message = format!("`{}` has two titles in `{code}`", node.name.text);
            scope.report(Problem::new(Code::E0202, message, language.span, "given again here").help("keep one"));
        } else {
            titles.push((code, title.text.clone()));
        }
    }
    Queue {
        name: node.name.text.clone(),
        title: node.title.as_ref().map_or_else(|| node.name.text.replace('_', " "), |title| title.text.clone()),
        titles,
        levels: node.levels.iter().map(|level| level.name.text.clone()).collect(),
        routed_by_helpdesk: node.routed_by_helpdesk.is_some(),
        routing: Routing::default(),
        span: node.span,
    }
}

fn twice(what: &str, span: Span, first: Span, scope: &mut Scope<'_>) {
    let problem = Problem::new(Code::E0406, format!("two queues handle `{what}`"), span, "handled again here")
        .label(first, "handled first here");
    scope.report(problem.help("let one queue handle it; a rule can still hand off to the other by name"));
}

/// The queue that says `handles everything else`, in the order of the text.
pub(crate) fn everything_else(program: &ast::Program, scope: &mut Scope<'_>) -> Option<QueueId> {
    let name = program.items.iter().find_map(|item| match item {
        Item::Queue(queue) if queue.everything_else.is_some() => Some(queue.name.text.clone()),
        _ => None,
    })?;
    scope.find(Kind::Queue, &name).map(QueueId::from_index)
}
