//! `W0503` missing translation: a message lacks a language that the policy speaks.
//!
//! It fires for messages that are said; a customer of that language would read the
//! fallback. It stays silent for messages of Baton's own library that nothing says.

use super::Context;
use crate::diagnostic::{Code, Problem};
use crate::semantics::scope::Kind;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Problem>) {
    for message in &context.policy.messages {
        let said = context.used.contains(&(Kind::Message, message.name.clone()));
        if context.is_standard(message.span.file) && !said {
            continue;
        }
        for variant in &message.variants {
            let lacking: Vec<&String> = context
                .policy
                .languages
                .iter()
                .filter(|language| !variant.texts.iter().any(|(known, _)| known == *language))
                .collect();
            if lacking.is_empty() {
                continue;
            }
            let languages = lacking.iter().map(|language| format!("`{language}`")).collect::<Vec<_>>().join(", ");
            let when = variant.situation.map_or_else(String::new, |situation| format!(" when {}", situation.as_str()));
            let problem = Problem::new(
                Code::W0503,
                format!("message `{}` has no text in {languages}{when}", message.name),
                message.span,
                format!("customers of that language read `{}`", context.policy.fallback),
            );
            found.push(problem.help(format!("add a line such as `{} \"…\"`", lacking[0])));
        }
    }
}
