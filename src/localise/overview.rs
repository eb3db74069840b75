//! All texts of a message, filled, and what it lacks.
//!
//! In: a message, languages, and what is told; samples stand for the rest. Out: each
//! text as a customer would read it.

use super::text;
use crate::policy::{Message, Policy, Queue, Situation, TEAM, Variant};
use crate::runtime::message::{Piece, Said, Told, Unsaid, names, say};
use crate::value::Value;
use std::fmt::{self, Display, Formatter};

/// A message with all its texts.
#[derive(Debug)]
pub struct Overview<'p> {
    /// Its name.
    pub name: &'p str,
    /// Its texts, in the order in which they are tried.
    pub texts: Vec<Text<'p>>,
    /// What it has no words for.
    pub missing: Vec<Missing<'p>>,
    /// Languages in which nothing is said with what is told.
    pub unsaid: Vec<Silence<'p>>,
}

/// One text.
#[derive(Debug)]
pub struct Text<'p> {
    /// When it is said.
    pub situations: &'p [Situation],
    /// In which language.
    pub language: &'p str,
    /// As a customer would read it.
    pub words: String,
    /// Whether it is the one that is said with what is told.
    pub is_said: bool,
}

/// A text that is not there.
#[derive(Debug)]
pub enum Missing<'p> {
    /// For one of the situations, or for all others, in one language.
    Language(&'p Variant, &'p str),
    /// For all other situations.
    Bare,
}

/// A language in which nothing is said, and what it needs.
#[derive(Debug)]
pub struct Silence<'p> {
    /// Which.
    pub language: &'p str,
    /// The placeholders that have no value; none if no text fits.
    pub needs: Vec<String>,
}

impl Display for Missing<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Missing::Language(variant, language) if variant.is_bare() => {
                write!(f, "a text in {language} for all other situations")
            }
            Missing::Language(variant, language) => write!(f, "a text in {language}{}", variant.when()),
            Missing::Bare => f.write_str("a text for all other situations"),
        }
    }
}

/// All texts of a message in these languages. What is told goes before the samples.
pub fn overview<'p>(
    policy: &'p Policy,
    message: &'p Message,
    languages: &[&'p str],
    told: Option<&Told>,
) -> Overview<'p> {
    let mut shown = Overview { name: &message.name, texts: Vec::new(), missing: Vec::new(), unsaid: Vec::new() };
    let mut said = Vec::new();
    for language in languages {
        match told.map(|told| say(policy, message, language, told)) {
            Some(Ok(found)) => said.push((*language, found.situations)),
            Some(Err(Unsaid::Needs(needs))) => shown.unsaid.push(Silence { language, needs }),
            Some(Err(Unsaid::NoText)) => shown.unsaid.push(Silence { language, needs: Vec::new() }),
            None => {}
        }
    }
    let queue = policy.find_message(&message.name).and_then(|message| policy.usual_queue(message));
    let queue = policy.queue(queue.unwrap_or(policy.default_queue));
    for variant in &message.variants {
        for language in languages {
            let Some(text) = variant.text(language) else {
                shown.missing.push(Missing::Language(variant, language));
                continue;
            };
            let is_said = said.iter().any(|(of, situations)| of == language && *situations == variant.situations);
            let words = words(policy, queue, text, language, told);
            shown.texts.push(Text { situations: &variant.situations, language, words, is_said });
        }
    }
    if !message.variants.iter().any(Variant::is_bare) {
        shown.missing.push(Missing::Bare);
    }
    shown
}

/// A text filled with samples, of a team that is told of it, and with what is told.
fn words(policy: &Policy, queue: &Queue, written: &str, language: &str, told: Option<&Told>) -> String {
    let mut values = Told::sample();
    values.set(TEAM, Value::Word(queue.title_in(language).to_owned()));
    for name in names(written) {
        let default = policy.find_fact(name).and_then(|fact| policy.fact(fact).default.clone());
        if let Some(default) = default {
            values.set(name, default);
        }
    }
    let given: Vec<(&str, &Value)> = told.into_iter().flat_map(Told::iter).collect();
    // A wait that is told is not mixed with the sample of a range.
    if given.iter().any(|(name, _)| *name == "wait") {
        values.forget("wait_low");
        values.forget("wait_high");
    }
    for (name, value) in given {
        values.set(name, value.clone());
    }
    let pieces = values.pieces(policy, language, written).unwrap_or_else(|lacking| {
        let open = format!("(no value for {})", lacking.join(", "));
        vec![Piece::Words(open)]
    });
    text(policy, &Said { language: language.to_owned(), situations: Vec::new(), pieces }, &values)
}
