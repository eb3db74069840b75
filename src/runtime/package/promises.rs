//! What the assistant promised.
//!
//! In: what it said and was sent. Out: the sentences that say what will happen, in
//! English and in Spanish (`enviaré`, `vamos a …`), the latest first.

use super::claims::is_future;
use super::{QUOTE_MAX, Talk, cut};
use crate::conversation::Speaker;

const PROMISES: &[&str] = &[
    " i will ",
    " i'll ",
    " i’ll ",
    " we will ",
    " we'll ",
    " we’ll ",
    "you will receive",
    "you'll receive",
    "you’ll receive",
    "you will get",
    "you'll get",
    "you will hear",
    "you'll hear",
    "recibirá ",
    "recibirás ",
    "le llegará",
    "te llegará",
    "tendrá ",
    "tendrás ",
    " voy a ",
    " vamos a ",
];

/// Promises that stand in the conversation.
pub(super) fn of(talk: &Talk<'_>) -> Vec<String> {
    let sentences = talk.of(Speaker::Assistant).rev().flat_map(|(_, text)| sentences(text));
    let mut all: Vec<String> = Vec::new();
    for sentence in sentences {
        let plain = format!(" {} ", sentence.to_lowercase());
        let mut words = plain.split(|c: char| !c.is_alphanumeric());
        let says = PROMISES.iter().any(|promise| plain.contains(promise)) || words.any(is_future);
        let is_one = says && !sentence.ends_with('?');
        let sentence = cut(sentence, QUOTE_MAX);
        if is_one && !all.contains(&sentence) {
            all.push(sentence);
        }
    }
    all
}

/// Sentences with the signs that end them.
fn sentences(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let ends = matches!(c, '.' | '!' | '?') && chars.peek().is_none_or(|(_, next)| next.is_whitespace());
        if ends || c == '\n' {
            all.push(text[start..at + c.len_utf8()].trim());
            start = at + c.len_utf8();
        }
    }
    all.push(text[start..].trim());
    all.retain(|sentence| !sentence.is_empty());
    all
}
