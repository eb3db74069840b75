//! `W0504` missing bare message: a message has texts for situations only.
//!
//! It fires when no text fits outside the named situations: there would be nothing
//! to say. It stays silent when a bare text follows them.

use super::Context;
use crate::diagnostic::{Code, Problem};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Problem>) {
    for message in &context.policy.messages {
        if message.variants.iter().any(|variant| variant.situation.is_none()) {
            continue;
        }
        let situations: Vec<_> = message
            .variants
            .iter()
            .filter_map(|variant| variant.situation)
            .map(|s| format!("when {}", s.as_str()))
            .collect();
        let problem = Problem::new(
            Code::W0504,
            format!("message `{}` has nothing to say in other situations", message.name),
            message.span,
            format!("only said {}", situations.join(", ")),
        );
        found.push(problem.help("add a text outside `when`, with words that are always true"));
    }
}
