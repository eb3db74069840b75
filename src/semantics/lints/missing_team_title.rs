//! `W0529` missing team title: a message names a team that has no title in the language of its text.
//!
//! It fires for a queue without `in es "…"` where a rule hands over to it, or offers to, and what is
//! then said has `{team}` in Spanish. It stays silent for the fallback language, in which the
//! usual title is written; for texts without `{team}`; and for queues that nobody is told of.

use super::Context;
use crate::diagnostic::{Code, Problem};
use crate::policy::{Message, Policy, Queue, QueueId, TEAM};
use crate::semantics::messages::placeholders;
use crate::semantics::scope::list;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Problem>) {
    let policy = context.policy;
    let sayings = policy.sayings();
    for (at, queue) in policy.queues.iter().enumerate() {
        let told = sayings.iter().filter(|saying| policy.may_reach(&saying.to, QueueId::from_index(at)));
        found.extend(untitled(policy, queue, &told.map(|saying| policy.message(saying.message))));
    }
}

/// One finding for a queue, however many languages and messages lack its title.
fn untitled<'p>(
    policy: &Policy,
    queue: &Queue,
    messages: &(impl Iterator<Item = &'p Message> + Clone),
) -> Option<Problem> {
    let reads = |language: &str| messages.clone().find(|message| names_team(message, language));
    let lacks = |language: &&String| **language != policy.fallback && !queue.has_title_in(language);
    let lacking: Vec<(&str, &Message)> = policy
        .languages
        .iter()
        .filter(lacks)
        .filter_map(|language| Some((language.as_str(), reads(language)?)))
        .collect();
    let (first, message) = lacking.first()?;
    let languages: Vec<&str> = lacking.iter().map(|(language, _)| *language).collect();
    let problem = Problem::new(
        Code::W0529,
        format!("queue `{}` has no title in {}", queue.name, list(&languages)),
        queue.span,
        format!("message `{}` says \"{}\" in `{first}`", message.name, queue.title),
    );
    Some(problem.help(format!("add `in {first} \"…\"` to its block; the same words, if that is its name there too")))
}

/// Whether some text in a language has `{team}`.
fn names_team(message: &Message, language: &str) -> bool {
    let mut texts = message.variants.iter().filter_map(|variant| variant.text(language));
    texts.any(|text| placeholders(text).iter().any(|(_, name)| *name == TEAM))
}
