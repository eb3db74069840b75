//! `W0524` unfinished category: a category that the policy knows, and whose queue it does not name.
//!
//! It fires for a category with a base of its own in a threshold, or with a rule that
//! hands over by category, when a queue handles each of its siblings, two at least, and
//! none handles it. It stays silent when a queue says `handles everything else`, when a
//! queue handles a part of it or all that it belongs to, when a rule for it names a queue,
//! and when one sibling has no queue either: then that is how the policy is.

use super::Context;
use crate::diagnostic::{Code, Problem};
use crate::policy::{Action, BuiltIn, Category, CategoryId, Check, Origin, Policy, Rule, To};
use crate::source::Span;
use crate::syntax::ast::{self, Item};

/// Fewest siblings that make a habit.
const SIBLINGS_MIN: usize = 2;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Problem>) {
    let policy = context.policy;
    let is_queue_of_the_rest = |item: &Item| matches!(item, Item::Queue(queue) if queue.everything_else.is_some());
    if context.program.items.iter().any(is_queue_of_the_rest) {
        return;
    }
    for (at, category) in policy.categories.iter().enumerate() {
        let id = CategoryId::from_index(at);
        if !stands_out(policy, id, category) {
            continue;
        }
        let rules: Vec<&Rule> =
            policy.rules.iter().filter(|rule| !rule.watch && names(policy, rule, category)).collect();
        if rules.iter().any(|rule| matches!(target(rule), Some(To::Queues(_) | To::NamedAgent))) {
            continue;
        }
        let by_category = rules.into_iter().find(|rule| target(rule) == Some(&To::Category));
        let base = policy.thresholds.iter().find(|one| one.bases.iter().any(|(category, _)| *category == id));
        let (what, place) = match (by_category, base) {
            (Some(rule), _) => (format!("`{}` hands over what is about it", rule.name), rule.span),
            (None, Some(threshold)) => ("it has a threshold of its own".to_owned(), threshold.span),
            (None, None) => continue,
        };
        if let Some(span) = span(context, &category.path) {
            let usual = &policy.queue(policy.default_queue).name;
            let message = format!("no queue handles `{}`, and each of its siblings has one", category.path);
            let problem = Problem::new(Code::W0524, message, span, format!("goes to the usual queue `{usual}`"));
            let help = format!("let a queue handle it, or write `handles everything else` in queue `{usual}`");
            found.push(problem.label(place, what).help(help));
        }
    }
}

/// Whether no queue handles anything of a category, and one handles each of the others beside it.
fn stands_out(policy: &Policy, id: CategoryId, category: &Category) -> bool {
    let siblings = || {
        let all = policy.categories.iter().enumerate().map(|(at, one)| (CategoryId::from_index(at), one));
        all.filter(|(other, one)| *other != id && one.parent == category.parent).map(|(_, one)| one)
    };
    let within = format!("{}.", category.path);
    let has_part = policy.categories.iter().any(|one| one.path.starts_with(&within) && one.queue.is_some());
    let mut above = Some(id);
    let handled = std::iter::from_fn(|| {
        let one = &policy.categories[above?.index()];
        above = one.parent;
        Some(one.queue.is_some())
    });
    !has_part
        && !handled.into_iter().any(|is_handled| is_handled)
        && siblings().count() >= SIBLINGS_MIN
        && siblings().all(|one| one.queue.is_some())
}

/// Whether a rule asks for a category by its own name, or for a part of it.
fn names(policy: &Policy, rule: &Rule, category: &Category) -> bool {
    let parent = category.parent.map(|parent| policy.categories[parent.index()].path.as_str());
    let within = format!("{}.", category.path);
    rule.condition.comparisons().into_iter().map(|id| policy.comparison(id)).any(|comparison| {
        let Check::OneOf(words) = &comparison.test else { return false };
        policy.fact(comparison.fact).origin == Origin::BuiltIn(BuiltIn::Category)
            && !comparison.negated
            && words.iter().any(|word| *word == category.path || word.starts_with(&within))
            && !words.iter().any(|word| Some(word.as_str()) == parent)
    })
}

fn target(rule: &Rule) -> Option<&To> {
    match &rule.outcome.action {
        Action::HandOff(target) | Action::Offer(target) | Action::Clarify { target, .. } => Some(&target.to),
        Action::Stay | Action::Close => None,
    }
}

/// Where a category of the author's own files is declared.
fn span(context: &Context<'_>, path: &str) -> Option<Span> {
    let mut here: Vec<&ast::Category> = context
        .program
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Category(category) => Some(category),
            _ => None,
        })
        .collect();
    let mut span = None;
    for segment in path.split('.') {
        let category = here.into_iter().find(|category| category.name.text == segment)?;
        span = Some(category.name.span);
        here = category.children.iter().collect();
    }
    span.filter(|span| !context.is_standard(span.file))
}
