//! `W0503` missing translation: a message lacks a language that the policy speaks.
//!
//! It fires for messages that are said; a customer of that language would read the
//! fallback. It stays silent for messages of Baton's own library that nothing says.

use super::Context;
use crate::diagnostic::{Code, Problem};
use crate::policy::{Message, Variant};
use crate::semantics::scope::{Kind, list};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Problem>) {
    for message in &context.policy.messages {
        let said = context.used.contains(&(Kind::Message, message.name.clone()));
        if context.is_standard(message.span.file) && !said {
            continue;
        }
        found.extend(untranslated(message, context));
    }
}

/// One finding for a message, however many of its texts lack a language.
fn untranslated(message: &Message, context: &Context<'_>) -> Option<Problem> {
    let lacks = |variant: &Variant, language: &String| !variant.texts.iter().any(|(known, _)| known == language);
    let lacking: Vec<&Variant> = message
        .variants
        .iter()
        .filter(|variant| context.policy.languages.iter().any(|language| lacks(variant, language)))
        .collect();
    let first = lacking.first()?;
    let languages: Vec<&str> = context
        .policy
        .languages
        .iter()
        .filter(|language| lacking.iter().any(|variant| lacks(variant, language)))
        .map(String::as_str)
        .collect();
    let when = if lacking.len() == 1 { first.when() } else { String::new() };
    let problem = Problem::new(
        Code::W0503,
        format!("message `{}` has no text in {}{when}", message.name, list(&languages)),
        message.span,
        format!("customers of that language read `{}`", context.policy.fallback),
    );
    Some(problem.help(format!("add a line such as `{} \"…\"`", languages[0])))
}
