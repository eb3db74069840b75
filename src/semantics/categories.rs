//! The tree of categories, and finding one by what an author wrote.

use crate::diagnostic::{Code, Problem, nearest};
use crate::policy::{Category, CategoryId};
use crate::semantics::scope::{Scope, list};
use crate::source::Span;
use crate::syntax::ast::{self, Item, Name};

/// All categories, parents before children.
pub(crate) fn resolve(program: &ast::Program, scope: &mut Scope<'_>) -> Vec<Category> {
    let mut all: Vec<(Category, Span)> = Vec::new();
    for item in &program.items {
        if let Item::Category(category) = item {
            add(category, None, &mut all, scope);
        }
    }
    all.into_iter().map(|(category, _)| category).collect()
}

fn add(node: &ast::Category, parent: Option<CategoryId>, all: &mut Vec<(Category, Span)>, scope: &mut Scope<'_>) {
    let path = match parent {
        Some(parent) => format!("{}.{}", all[parent.index()].0.path, node.name.text),
        None => node.name.text.clone(),
    };
    if let Some((_, first)) = all.iter().find(|(category, _)| category.path == path) {
        let problem = Problem::new(
            Code::E0202,
            format!("two categories are named `{path}`"),
            node.name.span,
            "declared again here",
        )
        .label(*first, "first declared here")
        .help("give one of them another name");
        scope.report(problem);
        return;
    }
    let category = Category {
        path,
        title: node.title.as_ref().map(|title| title.text.clone()),
        aliases: node.aliases.iter().map(|alias| alias.text.clone()).collect(),
        parent,
        queue: None,
    };
    all.push((category, node.name.span));
    let id = CategoryId::from_index(all.len() - 1);
    for child in &node.children {
        add(child, Some(id), all, scope);
    }
}

/// The category that a name means: a full path, or a last part that only one has.
pub(crate) fn find(name: &Name, scope: &mut Scope<'_>) -> Option<CategoryId> {
    let exact = scope.categories.iter().position(|category| category.path == name.text);
    if let Some(at) = exact {
        return Some(CategoryId::from_index(at));
    }
    let suffix = format!(".{}", name.text);
    let ends: Vec<usize> =
        (0..scope.categories.len()).filter(|at| scope.categories[*at].path.ends_with(&suffix)).collect();
    match ends.as_slice() {
        [only] => Some(CategoryId::from_index(*only)),
        [] => {
            unknown(name, scope);
            None
        }
        several => {
            let paths: Vec<_> = several.iter().map(|at| scope.categories[*at].path.as_str()).collect();
            let problem = Problem::new(
                Code::E0205,
                format!("several categories end in `{}`", name.text),
                name.span,
                "which one is meant?",
            )
            .help(format!("write one of {}", list(&paths)));
            scope.report(problem);
            None
        }
    }
}

fn unknown(name: &Name, scope: &mut Scope<'_>) {
    let segment = name.text.split('.').next().unwrap_or_default();
    if scope.is_unread(&name.text) || scope.is_unread(segment) {
        return;
    }
    let paths: Vec<_> = scope.categories.iter().map(|category| category.path.as_str()).collect();
    let last_parts = paths.iter().map(|path| path.rsplit('.').next().unwrap_or(path));
    let near = nearest(&name.text, paths.iter().copied().chain(last_parts));
    let problem =
        Problem::new(Code::E0204, format!("no category named `{}`", name.text), name.span, "no such category");
    let problem = problem.did_you_mean(near, name.span, || match paths.as_slice() {
        [] => format!("declare it: `category {}`", name.text),
        _ => format!("the policy declares {}", list(&paths[..paths.len().min(8)])),
    });
    scope.report(problem);
}

/// The paths of a category and everything below it, sorted.
pub(crate) fn with_everything_below(id: CategoryId, categories: &[Category]) -> Vec<String> {
    let path = &categories[id.index()].path;
    let below = format!("{path}.");
    let mut paths: Vec<_> = categories
        .iter()
        .map(|category| category.path.clone())
        .filter(|candidate| candidate == path || candidate.starts_with(&below))
        .collect();
    paths.sort();
    paths
}
