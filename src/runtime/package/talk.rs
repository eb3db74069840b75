//! What has been said up to a decision, as the parts of a package read it.
//!
//! In: turns, redacted once. Out: turns by speaker, facts as they came last, the first and the last messages.

use std::cell::RefCell;

use serde_json::Value as Json;

use super::redactor::Redactor;
use super::{QUOTE_MAX, ShownTurn, Tried, cut, few};
use crate::conversation::{Conversation, Speaker, Turn};
use crate::extract::Extracted;
use crate::policy::Policy;

/// What has been said so far, redacted, and where it was said.
pub(super) struct Talk<'a> {
    pub(super) policy: &'a Policy,
    pub(super) conversation: &'a Conversation,
    /// The turns up to the decision; a draft that is not sent is not among them.
    pub(super) turns: &'a [Turn],
    /// The same with the draft: its facts are known.
    pub(super) known: &'a [Turn],
    pub(super) texts: Vec<String>,
    /// What is in each customer message.
    pub(super) found: Vec<Vec<Extracted>>,
    pub(super) tried: Vec<Tried>,
    pub(super) language: String,
    pub(super) redactor: RefCell<Redactor<'a>>,
}

impl Talk<'_> {
    /// A text without what its reader may not see.
    pub(super) fn clean(&self, text: &str) -> String {
        self.redactor.borrow_mut().clean(text)
    }

    /// Turns of one speaker: position and redacted text.
    pub(super) fn of(&self, speaker: Speaker) -> impl DoubleEndedIterator<Item = (usize, &str)> {
        let all = self.turns.iter().zip(&self.texts).enumerate();
        all.filter(move |(_, (turn, _))| turn.speaker == speaker).map(|(at, (_, text))| (at, text.as_str()))
    }

    /// The last value of a fact that came with the turns or with the conversation.
    pub(super) fn fact(&self, name: &str) -> Option<&Json> {
        let last = |facts: &'_ [(String, Json)]| facts.iter().rposition(|(of, _)| of == name);
        let turn = self.known.iter().rev().find_map(|turn| last(&turn.facts).map(|at| &turn.facts[at].1));
        turn.or_else(|| last(&self.conversation.facts).map(|at| &self.conversation.facts[at].1))
    }

    /// What the customer asked at first: their first message of more than a greeting.
    pub(super) fn asked(&self) -> String {
        let first = self.of(Speaker::Customer).find(|(_, text)| text.split_whitespace().count() > 3);
        let first = first.or_else(|| self.of(Speaker::Customer).next());
        first.map_or_else(String::new, |(_, text)| cut(text, QUOTE_MAX))
    }

    /// The last customer messages.
    pub(super) fn quotes(&self, most: usize) -> Vec<ShownTurn> {
        let mut quotes: Vec<ShownTurn> =
            self.of(Speaker::Customer).rev().take(most).map(|(at, _)| self.shown(at)).collect();
        quotes.reverse();
        quotes
    }

    /// The last turns.
    pub(super) fn last_turns(&self, most: usize) -> Vec<ShownTurn> {
        (self.turns.len().saturating_sub(most)..self.turns.len()).map(|at| self.shown(at)).collect()
    }

    fn shown(&self, at: usize) -> ShownTurn {
        ShownTurn { number: at + 1, speaker: self.turns[at].speaker, text: cut(&self.texts[at], QUOTE_MAX) }
    }

    /// What was tried last.
    pub(super) fn last_tried(&self, most: usize, left_out: &mut Vec<String>) -> Vec<Tried> {
        let mut tried = few(self.tried.iter().rev().cloned().collect(), most, "things tried", left_out);
        tried.reverse();
        tried
    }
}
