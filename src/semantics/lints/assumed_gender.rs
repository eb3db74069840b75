//! `W0526` assumed gender: a text agrees with a person whose gender nobody knows.
//!
//! It fires where a text names the agent or the owner by a placeholder and has a word of
//! a short list that says `he` or `she` of them. It stays silent without such a
//! placeholder, for both forms at once (`encantado/a`), and for every other word.

use super::Context;
use crate::diagnostic::{Code, Problem};
use crate::semantics::messages::placeholders;

/// Placeholders that stand for a person.
const PEOPLE: &[&str] =
    &["agent.first_name", "agent.name", "owner.first_name", "owner.name", "named_agent.first_name", "named_agent.name"];

/// By language, lower-case words that agree with one person.
const WORDS: &[(&str, &[&str])] = &[
    ("en", &["he", "she", "he'll", "she'll", "he's", "she's"]),
    (
        "es",
        &[
            "encantado",
            "encantada",
            "nuestro compañero",
            "nuestra compañera",
            "mi compañero",
            "mi compañera",
            "un compañero",
            "una compañera",
            "nuestro especialista",
            "nuestra especialista",
            "nuestro agente",
            "nuestra agente",
            "nuestro asesor",
            "nuestra asesora",
            "el especialista",
            "la especialista",
            "el asesor",
            "la asesora",
            "el responsable",
            "la responsable",
            "el encargado",
            "la encargada",
        ],
    ),
];

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Problem>) {
    for said in context.texts() {
        let names_person = placeholders(&said.text.text).iter().any(|(_, name)| PEOPLE.contains(name));
        let Some((_, words)) = WORDS.iter().find(|(language, _)| *language == said.language && names_person) else {
            continue;
        };
        let text = said.text.text.to_lowercase().replace('’', "'");
        let Some(word) = words.iter().find(|word| has(&text, word)) else { continue };
        let message = format!("message `{}` says \"{word}\" in `{}`", said.message, said.language);
        let problem = Problem::new(Code::W0526, message, context.piece(said.text, word), "the person is anyone");
        found.push(problem.help("say it without a word for he or she, such as \"from our team\""));
    }
}

/// Whether a text has a word that stands alone: `encantado/a` and `encantado(a)` say both.
fn has(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + word.len()..].chars().next();
        let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !"/('’@".contains(c));
        is_apart(before) && is_apart(behind)
    })
}
