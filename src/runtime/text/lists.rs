//! Lists of words that the ears know, from `rules/words`.
//!
//! In: text files of the project: one word a line, folded and sorted, comments after
//! `#`. Out: whether a word is in one. Read when first asked.

use std::collections::HashSet;
use std::sync::OnceLock;

use foldhash::fast::FixedState;

/// Words that people use in English or Spanish, and names of people.
pub(crate) static COMMON: List = List::new(&[
    include_str!("../../../rules/words/en.txt"),
    include_str!("../../../rules/words/es.txt"),
    include_str!("../../../rules/words/names.txt"),
]);

/// Words that say little about what a message is about.
pub(crate) static UNSAYING: List = List::new(&[include_str!("../../../rules/words/unsaying.txt")]);

/// Words that customers say of most things: that two messages share one says little.
pub(crate) static OFTEN: List = List::new(&[include_str!("../../../rules/words/often.txt")]);

/// Words of greeting and courtesy: around a phrase they change nothing, and alone they say nothing.
pub(crate) static COURTESY: List = List::new(&[include_str!("../../../rules/words/courtesy.txt")]);

/// Words that are written in capitals without emphasis.
pub(crate) static ACRONYMS: List = List::new(&[include_str!("../../../rules/words/acronyms.txt")]);

const ALIKE: &str = include_str!("../../../rules/words/alike.txt");

/// Words that mean nearly the same where messages are compared, each with the one that stands for it.
pub(crate) fn alike() -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(ALIKE)
        .filter_map(|line| Some((line, line.split(' ').next()?)))
        .flat_map(|(line, first)| line.split(' ').map(move |word| (word, first)))
}

/// A list of words.
pub(crate) struct List {
    files: &'static [&'static str],
    words: OnceLock<HashSet<&'static str, FixedState>>,
}

impl List {
    const fn new(files: &'static [&'static str]) -> Self {
        Self { files, words: OnceLock::new() }
    }

    /// Whether a folded word is in it.
    pub(crate) fn contains(&self, word: &str) -> bool {
        let words = || self.files.iter().flat_map(|file| lines(file)).collect();
        self.words.get_or_init(words).contains(word)
    }
}

/// The texts of all lists.
pub(crate) fn word_lists() -> impl Iterator<Item = &'static str> {
    let lists = [&COMMON, &UNSAYING, &OFTEN, &COURTESY, &ACRONYMS];
    lists.into_iter().flat_map(|list| list.files.iter().copied()).chain([ALIKE])
}

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_folded() {
        for list in [&COMMON, &UNSAYING, &OFTEN, &ACRONYMS, &COURTESY] {
            for file in list.files {
                let words: Vec<&str> = lines(file).collect();
                assert!(words.len() > 40);
                assert!(words.is_sorted_by(|one, next| one < next), "sorted, each once");
                assert!(words.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())));
            }
        }
    }

    #[test]
    fn lists_know_their_words() {
        for word in ["prison", "change", "pesar", "the", "pearson"] {
            assert!(COMMON.contains(word), "{word}");
        }
        for word in ["hmuan", "repersentative", "", "# Source"] {
            assert!(!COMMON.contains(word), "{word}");
        }
        assert!(UNSAYING.contains("please") && !UNSAYING.contains("refund"));
        assert!(ACRONYMS.contains("usd") && !ACRONYMS.contains("help"));
    }
}
