//! Which words a message has for a customer, by what is known when it is said.
//!
//! In: a message, a language, and what is [`Told`]. Out: the first text that fits, in
//! pieces, so that whoever says it can write amounts, times and lengths as the
//! language does. What a text lacks is named; no text is ever shown with a hole in it.
//!
//! # What is not here
//!
//! How a number or a date is written in a language: the module `localise`, a feature of its own.

use super::values::Values;
use crate::policy::{
    BuiltIn, Counted, Message, MessageId, Placeholder, Policy, QueueId, Situation, TEAM, Variant, Written,
};
use crate::value::{Type, Value};

mod pieces;
mod told;
pub(in crate::runtime) use told::kind_of;
pub use told::{TOLD_MAX, Told};

/// A text that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// In which language.
    pub language: String,
    /// The situations it is for; none for the bare text.
    pub situations: Vec<Situation>,
    /// Its words, in order.
    pub pieces: Vec<Piece>,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words of the policy.
    Words(String),
    /// What stands in the place of a placeholder.
    Fill(Fill),
}

/// A value for a customer to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The placeholder's name.
    pub name: String,
    /// How it is written.
    pub written: FillAs,
    /// The value; of a range, where it begins.
    pub value: Value,
    /// Where a range ends.
    pub to: Option<Value>,
}

/// How a value is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FillAs {
    /// As its placeholder says.
    Placeholder(Written),
    /// As a fact of this type.
    Fact(Type),
    /// As a count with the words of its plural behind it.
    Counted(Counted),
}

/// Why a message has no words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsaid {
    /// No text fits, or none in this language.
    NoText,
    /// The last text that fits needs these placeholders.
    Needs(Vec<String>),
}

/// The words of a message. The texts are tried in their order; one that needs what is not told is passed over.
pub fn say(policy: &Policy, message: &Message, language: &str, told: &Told) -> Result<Said, Unsaid> {
    let mut lacking = Unsaid::NoText;
    let fitting = message.variants.iter().filter(|variant| variant.situations.iter().all(|one| told.holds(*one)));
    for variant in fitting {
        let Some(text) = variant.text(language) else { continue };
        match told.pieces(policy, language, text) {
            Ok(pieces) => {
                return Ok(Said { language: language.to_owned(), situations: variant.situations.clone(), pieces });
            }
            Err(names) => lacking = Unsaid::Needs(names),
        }
    }
    Err(lacking)
}

impl Said {
    /// The words, if no part of them is written otherwise in another language.
    pub fn plain(&self) -> Option<String> {
        let word = |piece: &Piece| match piece {
            Piece::Words(words) => Some(words.clone()),
            Piece::Fill(fill) => fill.plain(),
        };
        self.pieces.iter().map(word).collect()
    }
}

impl Fill {
    /// The value, if it is written the same in every language: a name, a word, a number without separators.
    pub fn plain(&self) -> Option<String> {
        const SEPARATED_FROM: i64 = 1_000;
        let number = match &self.value {
            Value::Word(word) if self.written != FillAs::Placeholder(Written::Zone) => return Some(word.clone()),
            Value::Number(number) => *number,
            _ => return None,
        };
        let is_counted = matches!(self.written, FillAs::Fact(Type::Count | Type::Number { .. }));
        let is_plain = is_counted && number.is_whole() && (0..SEPARATED_FROM).contains(&number.whole());
        is_plain.then(|| number.to_string())
    }
}

/// What a decision knows of its message: the language, the values, and the words of the bare text if they are plain.
pub(super) struct AtDecision {
    pub(super) language: String,
    pub(super) told: Told,
    pub(super) text: Option<String>,
}

/// In which language a decision's message is said, what is known for it, and its words if they are known now.
pub(super) fn at_decision(
    policy: &Policy,
    facts: &Values,
    queues: &[QueueId],
    message: Option<MessageId>,
) -> AtDecision {
    let wanted = policy.built_in(&BuiltIn::Language).and_then(|language| facts.word(language));
    let message = message.map(|message| policy.message(message));
    let language = language(policy, message, wanted).to_owned();
    let told = message.map_or_else(Told::default, |message| known(policy, facts, queues, message, &language));
    let bare = message.and_then(|message| message.variants.iter().find(|variant| variant.is_bare()));
    let text = bare.and_then(|bare| bare.text(&language));
    let pieces = text.and_then(|text| told.pieces(policy, &language, text).ok());
    let text = pieces.and_then(|pieces| Said { language: language.clone(), situations: Vec::new(), pieces }.plain());
    AtDecision { language, told, text }
}

/// What the decision itself can fill: the queue's title, its wait, and the facts that the message names.
fn known(policy: &Policy, facts: &Values, queues: &[QueueId], message: &Message, language: &str) -> Told {
    let mut told = Told::default();
    if let Some(queue) = queues.first() {
        told.set(TEAM, Value::Word(policy.queue(*queue).title_in(language).to_owned()));
        let wait = policy.built_in(&BuiltIn::WaitOf(*queue)).and_then(|wait| facts.get(wait));
        if let Some(wait) = wait.filter(|_| speaks_of_wait(message)) {
            told.set("wait", wait.clone());
        }
    }
    for name in message.variants.iter().filter_map(|variant| variant.text(language)).flat_map(pieces::names) {
        let value = policy.find_fact(name).and_then(|fact| facts.get(fact));
        if let Some(value) = value.filter(|_| Placeholder::find(name).is_none()) {
            told.set(name, value.clone());
        }
    }
    told
}

fn speaks_of_wait(message: &Message) -> bool {
    message.variants.iter().any(|variant| variant.situations.contains(&Situation::WaitKnown))
}

/// The wanted language, if the policy speaks it and the message has it; else the fallback, or what the message has.
pub fn language<'a>(policy: &'a Policy, message: Option<&Message>, wanted: Option<&'a str>) -> &'a str {
    let spoken = |language: &&str| policy.languages.iter().any(|spoken| spoken == language);
    let said = |language: &&str| message.is_none_or(|message| speaks(message, language));
    let fallback = Some(policy.fallback.as_str()).filter(said);
    let any = || policy.languages.iter().map(String::as_str).find(said);
    wanted.filter(spoken).filter(said).or(fallback).or_else(any).unwrap_or(&policy.fallback)
}

/// Whether a message can always be said in this language: its bare text has it, or, where there is none, some text has.
fn speaks(message: &Message, language: &str) -> bool {
    let has = |variant: &Variant| variant.text(language).is_some();
    match message.variants.iter().find(|variant| variant.is_bare()) {
        Some(bare) => has(bare),
        None => message.variants.iter().any(has),
    }
}

/// The placeholders of a text, each once.
pub fn names(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for name in pieces::names(text) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
