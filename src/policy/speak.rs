//! Who takes conversations, and what is said to customers and assistants.

use super::Routing;
use super::placeholder::{Situation, situation_words};
use crate::source::Span;

/// A queue: a team that takes conversations.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Its name.
    pub name: String,
    /// For people; `{team}` in messages.
    pub title: String,
    /// The title in languages that have one of their own.
    pub titles: Vec<(String, String)>,
    /// The levels it declares.
    pub levels: Vec<String>,
    /// Whether the helpdesk chooses the person.
    pub routed_by_helpdesk: bool,
    /// How it finds a person.
    pub routing: Routing,
    /// Its head.
    pub span: Span,
}

impl Queue {
    /// Whether it has a title of its own in a language.
    pub fn has_title_in(&self, language: &str) -> bool {
        self.titles.iter().any(|(of, _)| of == language)
    }

    /// Its title in a language, or else the usual one.
    pub fn title_in(&self, language: &str) -> &str {
        self.titles.iter().find(|(of, _)| of == language).map_or(&self.title, |(_, title)| title)
    }
}

/// A message to the customer.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its name.
    pub name: String,
    /// Texts by situation, in the order of the text, the bare one last: the first that fits is said.
    pub variants: Vec<Variant>,
    /// Its first declaration, or the one that replaced it.
    pub span: Span,
}

/// The texts for one situation, or for several at once.
#[derive(Clone, Debug)]
pub struct Variant {
    /// When it fits, sorted, each once; none for the bare variant, which always does.
    pub situations: Vec<Situation>,
    /// Language and text.
    pub texts: Vec<(String, String)>,
}

impl Variant {
    /// Whether it is the text for all other situations.
    pub fn is_bare(&self) -> bool {
        self.situations.is_empty()
    }

    /// ` when the agent is known`; nothing for the bare variant.
    pub fn when(&self) -> String {
        if self.is_bare() { String::new() } else { format!(" when {}", situation_words(&self.situations)) }
    }

    /// The text in a language.
    pub fn text(&self, language: &str) -> Option<&str> {
        self.texts.iter().find(|(of, _)| of == language).map(|(_, text)| text.as_str())
    }
}

/// A declared sentence under a name: an instruction, or an action of the service.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its name.
    pub name: String,
    /// The sentence.
    pub text: String,
    /// Its declaration.
    pub span: Span,
}
