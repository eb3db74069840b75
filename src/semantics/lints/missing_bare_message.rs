//! `W0504` missing bare message: a message has texts for situations only.
//!
//! It fires when no text fits outside the named situations: there would be nothing
//! to say. It stays silent when a bare text follows them.

use super::Context;
use crate::diagnostic::{Code, Problem};
use crate::policy::{Message, Situation, Variant};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Problem>) {
    for message in &context.policy.messages {
        if message.variants.iter().any(Variant::is_bare) {
            continue;
        }
        let whens: Vec<String> =
            message.variants.iter().map(|variant| variant.when().trim_start().to_owned()).collect();
        let lacks = if lacks_unknown_wait(message) {
            "no words for an unknown wait"
        } else {
            "nothing to say in other situations"
        };
        let said = format!("message `{}` has {lacks}", message.name);
        let label = format!("only said {}", whens.join(", "));
        let problem = Problem::new(Code::W0504, said, message.span, label);
        found.push(problem.help("add a text outside `when`, with words that are always true"));
    }
}

/// Whether it names a wait and says nothing where there is no estimate.
fn lacks_unknown_wait(message: &Message) -> bool {
    let has = |situation| message.variants.iter().any(|variant: &Variant| variant.situations.contains(&situation));
    has(Situation::WaitKnown) && !has(Situation::WaitUnknown)
}
