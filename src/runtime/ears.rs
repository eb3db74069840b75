//! The one door to words: everything a policy hears in a text goes through here.
//!
//! In: texts, patterns. Out: phrases found, manners noticed, likeness, sentiment.
//!
//! Stand-in: naive word matching, to be replaced by the text and sentiment modules.

use crate::pattern::{GAP_MAX, Part, Pattern};
use crate::value::Fixed;
use std::collections::BTreeSet;
use std::ops::Range;

/// A text as words.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    text: String,
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
    Words { text: text.to_owned(), words }
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
pub(super) fn shouts(words: &Words) -> bool {
    let letters = words.text.chars().filter(|c| c.is_alphabetic()).count();
    letters > 5 && words.text.chars().filter(|c| c.is_uppercase()).count() * 2 > letters
}

/// `!!`, `??`, `?!`
pub(super) fn repeats_punctuation(words: &Words) -> bool {
    words.text.contains("!!") || words.text.contains("??") || words.text.contains("?!")
}

/// How long a message is, for [`messages_shrink`].
pub(super) fn length(words: &Words) -> usize {
    words.words.len()
}

/// Whether messages of these lengths, the latest last, grow shorter and shorter.
pub(super) fn messages_shrink(lengths: &[usize]) -> bool {
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

/// How the words feel, from -1 to 1; none for a text without words.
pub(super) fn sentiment(text: &str, _language: &str) -> Option<Fixed> {
    let words = read(text);
    let unhappy =
        words.words.iter().filter(|word| ["terrible", "awful", "angry"].contains(&word.text.as_str())).count();
    (!words.words.is_empty()).then(|| Fixed::from_millionths(if unhappy > 0 { -700_000 } else { 0 }))
}
