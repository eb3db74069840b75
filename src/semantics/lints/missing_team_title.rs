//! `W0529` missing team title: a message names a team that has no title in the language of its text.
//!
//! It fires for a queue without `in es "…"` where a rule hands over to it, or offers to, and what is
//! then said has `{team}` in Spanish. It stays silent for the fallback language, in which the
//! usual title is written; for texts without `{team}`; and for queues that nobody is told of.

use super::Context;
use crate::diagnostic::{Code, Problem};
use crate::policy::{Action, Course, Message, Outcome, Policy, Queue, QueueId, RuleId, TEAM, To};
use crate::semantics::messages::placeholders;
use crate::semantics::scope::list;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Problem>) {
    let policy = context.policy;
    let said = said(policy);
    for (at, queue) in policy.queues.iter().enumerate() {
        let messages = said.iter().filter(|(to, _)| goes_to(policy, to, QueueId::from_index(at)));
        found.extend(untitled(policy, queue, messages.map(|(_, message)| *message)));
    }
}

/// One finding for a queue, however many languages and messages lack its title.
fn untitled<'p>(
    policy: &Policy,
    queue: &Queue,
    messages: impl Iterator<Item = &'p Message> + Clone,
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

/// Every message that is said to somebody who goes to a person, or may, with where they go.
fn said(policy: &Policy) -> Vec<(To, &Message)> {
    let failing = [Some(&policy.on_failure), policy.on_problem.as_ref()].into_iter().flatten();
    let mut said: Vec<(To, &Message)> =
        failing.filter_map(|target| Some((target.to.clone(), named(policy, "hand_off")?))).collect();
    let rules = policy.rules.iter().enumerate().filter(|(_, rule)| !rule.watch);
    let rules = rules.map(|(at, rule)| (Some(RuleId::from_index(at)), &rule.outcome));
    for (id, outcome) in rules.chain([(None, &policy.otherwise)]) {
        let courses = policy.courses(id, &outcome.action);
        said.extend(courses.into_iter().filter_map(|course| said_on(policy, outcome, course)));
    }
    said
}

/// What is said on a course. What the rule says speaks of another queue than the one of a transfer too many.
fn said_on<'p>(policy: &'p Policy, outcome: &Outcome, course: Course) -> Option<(To, &'p Message)> {
    let own = outcome.say.filter(|_| !course.diverted).map(|message| policy.message(message));
    let (target, message) = match course.action {
        Action::HandOff(target) => (target, own.or_else(|| named(policy, "hand_off"))),
        Action::Offer(target) => (target, own.or_else(|| named(policy, "offer_hand_off"))),
        Action::Clarify { message, target, .. } => (target, Some(policy.message(message))),
        Action::Stay | Action::Close => return None,
    };
    Some((target.to, message?))
}

fn named<'p>(policy: &'p Policy, name: &str) -> Option<&'p Message> {
    policy.messages.iter().find(|message| message.name == name)
}

/// Whether a handoff to this may come to a queue.
fn goes_to(policy: &Policy, to: &To, queue: QueueId) -> bool {
    match to {
        To::Category => {
            queue == policy.default_queue || policy.categories.iter().any(|category| category.queue == Some(queue))
        }
        To::Queues(queues) => queues.contains(&queue),
        To::NamedAgent => false,
    }
}

/// Whether some text in a language has `{team}`.
fn names_team(message: &Message, language: &str) -> bool {
    let mut texts = message.variants.iter().filter_map(|variant| variant.text(language));
    texts.any(|text| placeholders(text).iter().any(|(_, name)| *name == TEAM))
}
