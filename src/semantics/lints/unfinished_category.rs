//! `W0517` unfinished category: declared, and nothing treats it in any way of its own.
//!
//! It fires for a family of categories that no queue handles and no rule or threshold
//! asks for. It stays silent when a member of the family is mentioned anywhere, when a
//! queue says `handles everything else`, and when the policy treats all categories
//! alike: then they are there for reports.

use super::Context;
use crate::diagnostic::{Code, Problem};
use crate::policy::{Category, CategoryId, Check, Policy};
use crate::syntax::ast::Item;
use crate::value::Type;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Problem>) {
    let everything_else = |item: &Item| matches!(item, Item::Queue(queue) if queue.everything_else.is_some());
    if context.program.items.iter().any(everything_else) {
        return;
    }
    let policy = context.policy;
    if policy.categories.iter().enumerate().all(|(at, one)| !is_mentioned(policy, at, one)) {
        return;
    }
    for item in &context.program.items {
        let Item::Category(node) = item else { continue };
        let root = policy.categories.iter().find(|category| category.path == node.name.text);
        let Some(root) = root.filter(|root| root.parent.is_none()) else { continue };
        let family = policy.categories.iter().enumerate().filter(|(_, one)| is_below(one, root));
        if context.is_standard(node.name.span.file) || family.into_iter().any(|(at, one)| is_mentioned(policy, at, one))
        {
            continue;
        }
        let message = format!("nothing is done for category `{}`", root.path);
        let problem =
            Problem::new(Code::W0517, message, node.name.span, "no queue handles it, no rule or threshold asks for it");
        let queue = &policy.queue(policy.default_queue).name;
        found.push(problem.help(format!("let a queue handle it, or say `handles everything else` in queue `{queue}`")));
    }
}

fn is_below(category: &Category, root: &Category) -> bool {
    category.path == root.path || category.path.strip_prefix(&root.path).is_some_and(|rest| rest.starts_with('.'))
}

fn is_mentioned(policy: &Policy, at: usize, category: &Category) -> bool {
    let id = CategoryId::from_index(at);
    let in_threshold = policy.thresholds.iter().flat_map(|threshold| &threshold.bases).any(|(of, _)| *of == id);
    let in_condition = policy.comparisons.iter().any(|comparison| {
        let (Check::OneOf(words) | Check::Has(words)) = &comparison.test else { return false };
        policy.fact(comparison.fact).kind == Type::Category && words.contains(&category.path)
    });
    category.queue.is_some() || in_threshold || in_condition
}
