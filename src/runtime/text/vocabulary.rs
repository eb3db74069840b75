//! The words that patterns listen for, each once.
//!
//! In: words and prefixes of patterns. Out: for a word of a message, the ids of
//! all that it matches: the word itself, prefixes (`cancel*`), long-drawn words
//! (`pleeease`), and mistyped ones. What the words of patterns match themselves is
//! found beforehand: most words that people write are among them. The cost of a
//! look-up does not depend on how many words there are.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::typos::Typos;

/// A word of a pattern, by number.
pub(crate) type WordId = u32;

/// Something for each word of a policy. Nobody else can choose what is in it, so a fast hash will do.
type Words<T> = HashMap<String, T, FixedState>;

/// The words that patterns listen for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    words: Words<Named>,
    prefixes: Words<WordId>,
    count: u32,
    /// The lengths of the prefixes in bytes, by how they begin.
    lengths: Lengths,
    /// Words by their form without doubled letters.
    undoubled: Words<Vec<(String, WordId)>>,
    typos: Typos,
}

/// A word of a pattern.
#[derive(Clone, Debug)]
struct Named {
    id: WordId,
    /// All ids that it matches when it is heard, its own among them, sorted.
    matches: Vec<WordId>,
}

impl Vocabulary {
    /// The id of a folded word; the same word has the same id.
    pub(crate) fn word(&mut self, word: &str) -> WordId {
        let new = || Named { id: next(&mut self.count), matches: Vec::new() };
        self.words.entry(word.to_owned()).or_insert_with(new).id
    }

    /// The id of "any word that begins so".
    pub(crate) fn prefix(&mut self, prefix: &str) -> WordId {
        *self.prefixes.entry(prefix.to_owned()).or_insert_with(|| next(&mut self.count))
    }

    /// How many ids there are.
    pub(crate) fn len(&self) -> usize {
        self.count as usize
    }

    /// Prepares for look-ups, after the last word.
    pub(crate) fn finish(&mut self) {
        self.lengths = Lengths::of(self.prefixes.keys().map(String::as_str));
        let words = self.words.iter().map(|(word, named)| (word, named.id));
        let all: Vec<(&String, WordId)> = words.chain(self.prefixes.iter().map(|(prefix, id)| (prefix, *id))).collect();
        self.typos = Typos::new(all.iter().map(|(word, id)| (word.as_str(), *id)));
        for (word, id) in all {
            self.undoubled.entry(undouble(word)).or_default().push((word.clone(), id));
        }
        let mut words = std::mem::take(&mut self.words);
        for (word, named) in &mut words {
            named.matches = self.search(word).0;
            named.matches.push(named.id);
            named.matches.sort_unstable();
            named.matches.dedup();
        }
        self.words = words;
    }

    /// The ids that a word of a message matches, sorted, if a pattern names it: so it is with most words.
    pub(crate) fn named(&self, written: &str) -> Option<&[WordId]> {
        self.words.get(written).map(|named| &named.matches[..])
    }

    /// The ids that a word which no pattern names matches all the same, sorted, and the steps it took to find them.
    pub(crate) fn search(&self, written: &str) -> (Vec<WordId>, u64) {
        let mut ids = Vec::new();
        let mut steps = 1;
        self.lengths.each(written, |length| {
            steps += 1;
            ids.extend(written.get(..length).and_then(|prefix| self.prefixes.get(prefix)));
        });
        if is_drawn_out(written) {
            steps += 1;
            let alike = self.undoubled.get(&undouble(written)).into_iter().flatten();
            ids.extend(alike.filter(|(word, _)| is_drawn_from(written, word)).map(|(_, id)| *id));
        }
        // Also when a prefix fits: what a pattern hears must not depend on the others.
        steps += self.typos.find(written, |id| ids.push(id));
        // The order of a hash map must not show.
        ids.sort_unstable();
        ids.dedup();
        (ids, steps)
    }
}

/// One number after the other.
fn next(count: &mut u32) -> WordId {
    *count += 1;
    *count - 1
}

/// Lengths of prefixes, up to [`Lengths::MOST`] bytes in one number, by their first two bytes.
#[derive(Clone, Debug, Default)]
struct Lengths {
    by_begin: Vec<u64>,
    /// Those of one byte, which any second may follow, and those that are longer.
    others: Vec<usize>,
}

impl Lengths {
    /// The longest that has a bit.
    const MOST: usize = 63;
    /// Places for beginnings, a power of two; some share one.
    const PLACES: usize = 1024;

    fn of<'a>(prefixes: impl Iterator<Item = &'a str>) -> Self {
        let mut lengths = Self { by_begin: vec![0; Self::PLACES], others: Vec::new() };
        for prefix in prefixes {
            match prefix.as_bytes() {
                [first, second, ..] if prefix.len() <= Self::MOST => {
                    lengths.by_begin[Self::place(*first, *second)] |= 1 << prefix.len();
                }
                _ => lengths.others.push(prefix.len()),
            }
        }
        lengths.others.sort_unstable();
        lengths.others.dedup();
        lengths
    }

    fn place(first: u8, second: u8) -> usize {
        (usize::from(first) * 31 + usize::from(second)) % Self::PLACES
    }

    /// The lengths that a prefix of this word may have.
    fn each(&self, word: &str, mut each: impl FnMut(usize)) {
        if let [first, second, ..] = word.as_bytes() {
            let mut left = self.by_begin.get(Self::place(*first, *second)).copied().unwrap_or(0);
            while left != 0 {
                let length = left.trailing_zeros() as usize;
                if length > word.len() {
                    break;
                }
                each(length);
                left &= left - 1;
            }
        }
        self.others.iter().take_while(|length| **length <= word.len()).for_each(|length| each(*length));
    }
}

/// Runs of the same character, with their lengths.
fn runs(word: &str) -> impl Iterator<Item = (char, usize)> {
    let mut chars = word.chars().peekable();
    std::iter::from_fn(move || {
        let letter = chars.next()?;
        let mut length = 1;
        while chars.next_if_eq(&letter).is_some() {
            length += 1;
        }
        Some((letter, length))
    })
}

fn undouble(word: &str) -> String {
    runs(word).map(|(letter, _)| letter).collect()
}

/// Whether a letter stands three times in a row.
fn is_drawn_out(word: &str) -> bool {
    let thrice = |three: &[u8]| three[0] == three[1] && three[1] == three[2];
    // Most words are plain, and their bytes tell.
    if word.is_ascii() && !word.as_bytes().windows(3).any(thrice) {
        return false;
    }
    runs(word).any(|(letter, length)| length >= 3 && letter.is_alphabetic())
}

/// Whether drawing out letters of `word` gives `written`: a run of three or more stands for one or two.
fn is_drawn_from(written: &str, word: &str) -> bool {
    runs(written).zip(runs(word)).all(|((_, long), (_, short))| long == short || (long >= 3 && short <= 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &[&str], prefixes: &[&str], written: &str) -> Vec<String> {
        let mut vocabulary = Vocabulary::default();
        let mut names = Vec::new();
        for word in words {
            vocabulary.word(word);
            names.push((*word).to_owned());
        }
        for prefix in prefixes {
            vocabulary.prefix(prefix);
            names.push(format!("{prefix}*"));
        }
        vocabulary.finish();
        let ids = vocabulary.named(written).map_or_else(|| vocabulary.search(written).0, <[WordId]>::to_vec);
        ids.into_iter().map(|id| names[id as usize].clone()).collect()
    }

    #[test]
    fn a_word_matches_itself_and_every_prefix() {
        assert_eq!(found(&["cancel"], &["cancel", "can", "x"], "cancel"), ["cancel", "cancel*", "can*"]);
        assert_eq!(found(&["cancel"], &["cancel"], "cancellation"), ["cancel*"]);
        assert_eq!(found(&["an"], &["agua"], "añ"), [""; 0], "a prefix that would end inside a letter");
    }

    #[test]
    fn drawn_out_words_are_squeezed_to_one_letter_or_two() {
        assert_eq!(found(&["so", "soo", "sooo"], &[], "soooo"), ["so", "soo"]);
        assert_eq!(found(&["hello"], &[], "heeelllooo"), ["hello"]);
        assert_eq!(found(&["hello"], &[], "helo"), [""; 0]);
        assert_eq!(found(&["please"], &[], "pleeeaaase"), ["please"]);
        assert_eq!(found(&["100"], &[], "1000"), [""; 0], "digits are not drawn out");
    }

    #[test]
    fn a_pattern_word_is_heard_whatever_the_others_are() {
        assert_eq!(found(&["agent", "agents"], &[], "agents"), ["agent", "agents"]);
        assert_eq!(found(&["representative"], &["rep"], "repersentative"), ["representative", "rep*"]);
        assert_eq!(found(&["agent"], &[], "agnet"), ["agent"]);
        assert_eq!(found(&[], &["cancel"], "cancle"), ["cancel*"]);
    }
}
