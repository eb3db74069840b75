//! `W0505` failure framing: a message says what cannot be done.
//!
//! It fires for phrases such as "I'm unable to": a handoff should sound like help
//! arriving. It stays silent for everything that says what happens next.

use super::Context;
use crate::diagnostic::{Code, Problem};

/// Lower-case phrases, with straight apostrophes, of messages that sound like failure.
const PHRASES: &[&str] = &[
    "i'm unable to",
    "i am unable to",
    "i'm not able to",
    "i am not able to",
    "i can't help",
    "i cannot help",
    "i can't assist",
    "i cannot assist",
    "i can't answer",
    "i cannot answer",
    "i can't resolve",
    "i cannot resolve",
    "i can't do that",
    "i cannot do that",
    "i don't know how to",
    "i'm just a bot",
    "i'm only a bot",
    "i'm just an ai",
    "i'm only an ai",
    "beyond my capabilities",
    "outside my capabilities",
    "no puedo ayudar",
    "no le puedo ayudar",
    "no te puedo ayudar",
    "no puedo responder",
    "no puedo resolver",
    "no sé cómo",
    "no soy capaz",
    "solo soy un bot",
    "solo soy un asistente",
    "fuera de mi alcance",
    "fuera de mis posibilidades",
    "no me es posible",
    "no estoy en condiciones",
];

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Problem>) {
    for message in &context.policy.messages {
        for (language, text) in message.variants.iter().flat_map(|variant| &variant.texts) {
            let lower = text.to_lowercase().replace('’', "'");
            let Some(phrase) = PHRASES.iter().find(|phrase| lower.contains(**phrase)) else { continue };
            let problem = Problem::new(
                Code::W0505,
                format!("message `{}` says \"{phrase}\" in `{language}`", message.name),
                message.span,
                "sounds like failure",
            );
            found.push(
                problem.help(
                    "say what happens next, such as \"I'm connecting you with a specialist who can resolve this\"",
                ),
            );
        }
    }
}
