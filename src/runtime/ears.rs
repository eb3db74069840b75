//! The one door to words: everything a policy hears in a text goes through here.
//!
//! In: texts, patterns. Out: phrases found, manners noticed, likeness, sentiment.
//!
//! Stand-in: naive word matching, to be replaced by the text and sentiment modules.

use super::sentiment::sentiment_in;
use crate::pattern::{GAP_MAX, Part, Pattern};
use crate::value::Fixed;
use std::collections::BTreeSet;
use std::ops::Range;

/// A text as words.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    words: Vec<Word>,
}

#[derive(Clone, Debug)]
struct Word {
    text: String,
    sentence: usize,
    range: Range<usize>,
}

/// Reads a text.
pub(super) fn read(text: &str) -> Words {
    let mut words: Vec<Word> = Vec::new();
    let mut sentence = 0;
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
        if c.is_alphanumeric() || c == '\'' {
            start.get_or_insert(at);
            continue;
        }
        if let Some(start) = start.take() {
            words.push(Word { text: text[start..at].to_lowercase(), sentence, range: start..at });
        }
        if matches!(c, '.' | '!' | '?' | '\n') {
            sentence += 1;
        }
    }
    Words { words }
}

/// A phrase that was heard.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    /// Which, by position.
    pub(super) phrase: usize,
    /// In which sentence.
    pub(super) sentence: usize,
    /// The bytes of the text.
    pub(super) range: Range<usize>,
}

/// All phrases of a policy.
#[derive(Clone, Debug)]
pub(super) struct Phrases {
    patterns: Vec<Pattern>,
}

impl Phrases {
    /// Takes the patterns; their positions are their numbers.
    pub(super) fn new<'a>(patterns: impl Iterator<Item = &'a Pattern>) -> Self {
        Self { patterns: patterns.cloned().collect() }
    }

    /// Every phrase that the words contain.
    pub(super) fn find(&self, words: &Words) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (phrase, pattern) in self.patterns.iter().enumerate() {
            for start in 0..words.words.len() {
                let ends = ends(&pattern.parts, &words.words, start);
                let Some(end) = ends.into_iter().filter(|end| *end > start).min() else { continue };
                let range = words.words[start].range.start..words.words[end - 1].range.end;
                hits.push(Hit { phrase, sentence: words.words[start].sentence, range });
            }
        }
        hits
    }
}

fn ends(parts: &[Part], words: &[Word], start: usize) -> BTreeSet<usize> {
    let mut at = BTreeSet::from([start]);
    for part in parts {
        let mut next = BTreeSet::new();
        for from in at {
            match part {
                Part::Word(word) => next.extend(words.get(from).filter(|w| w.text == *word).map(|_| from + 1)),
                Part::Prefix(word) => {
                    next.extend(words.get(from).filter(|w| w.text.starts_with(word)).map(|_| from + 1));
                }
                Part::Gap => next.extend(from..=(from + GAP_MAX).min(words.len())),
                Part::OneOf(any) => next.extend(any.iter().flat_map(|one| ends(&one.parts, words, from))),
                Part::Maybe(any) => {
                    next.insert(from);
                    next.extend(any.iter().flat_map(|one| ends(&one.parts, words, from)));
                }
            }
        }
        at = next;
    }
    at
}

/// Whether the text is in emphatic capitals.
pub(super) fn shouts(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters > 5 && text.chars().filter(|c| c.is_uppercase()).count() * 2 > letters
}

/// `!!`, `??`, `?!`
pub(super) fn repeats_punctuation(text: &str) -> bool {
    text.contains("!!") || text.contains("??") || text.contains("?!")
}

/// How long a message is, for [`messages_shrink`].
pub(super) fn length(words: &Words) -> u32 {
    u32::try_from(words.words.len()).unwrap_or(u32::MAX)
}

/// Whether messages of these lengths, the latest last, grow shorter and shorter.
pub(super) fn messages_shrink(lengths: &[u32]) -> bool {
    lengths.len() >= 3 && lengths[lengths.len() - 3..].windows(2).all(|pair| pair[0] > pair[1])
}

/// What is kept of a text to know it again.
#[derive(Clone, Debug)]
pub(super) struct Sketch(BTreeSet<String>);

/// Keeps what is needed to know a text again.
pub(super) fn sketch(words: &Words) -> Sketch {
    Sketch(words.words.iter().map(|word| word.text.clone()).collect())
}

/// Whether two texts say the same.
pub(super) fn alike(a: &Sketch, b: &Sketch) -> bool {
    let both = a.0.intersection(&b.0).count();
    let any = a.0.union(&b.0).count();
    any > 0 && both * 10 >= any * 6
}

/// How a text feels, from -1 to 1; none for a text without words.
pub(super) fn sentiment(text: &str, language: &str) -> Option<Fixed> {
    text.chars().any(|c| !c.is_whitespace()).then(|| sentiment_in(text, language))
}
