//! Messages, declared sentences.

use super::{Mode, Name, Text};
use crate::source::Span;

/// `message vip_connect { … }`
#[derive(Clone, Debug)]
pub struct Message {
    /// `replace`, `extend` or neither.
    pub mode: Mode,
    /// Its name.
    pub name: Name,
    /// Its texts by situation; the bare variant last or absent.
    pub variants: Vec<Variant>,
    /// The head.
    pub span: Span,
}

/// The texts for one situation.
#[derive(Clone, Debug)]
pub struct Variant {
    /// What stands after `when`, parted by `and`, such as `the agent is known`; nothing for the bare variant.
    pub situations: Vec<Name>,
    /// Language and text.
    pub lines: Vec<(Name, Text)>,
}

/// A declared sentence under a name.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its name.
    pub name: Name,
    /// The sentence.
    pub text: Text,
    /// The clause.
    pub span: Span,
}
