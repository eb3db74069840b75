//! The page of words: the words of the grammar, no more and no fewer.

use super::support::{code, read, rows};
use super::{resolve, section};
use baton::diagnostic::Code;
use std::collections::{BTreeMap, BTreeSet};

/// Words with more than three meanings, each with the reason why another word would be worse.
const BUSY_WORDS: &[(&str, &str)] = &[];

#[test]
fn the_table_of_words_is_complete() {
    let page = read("docs/words.md");
    let mut meanings: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows(section(&page, "# The words of the language")) {
        let listed = row[1].split(';').filter(|meaning| !meaning.trim().is_empty()).count();
        assert!(meanings.insert(code(&row[0]).to_owned(), listed).is_none(), "{} stands twice", row[0]);
    }
    let in_grammar = keywords(&read("grammar/baton.pest"));
    let on_page: BTreeSet<String> = meanings.keys().cloned().collect();
    assert_eq!(on_page, in_grammar, "left: docs/words.md, right: the grammar");
    for (word, count) in &meanings {
        let excused = BUSY_WORDS.iter().any(|(busy, _)| busy == word);
        assert!(*count > 0, "`{word}` has no meaning");
        assert_eq!(*count > 3, excused, "`{word}` has {count} meanings");
    }
}

/// Every quoted word of the grammar.
fn keywords(grammar: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in grammar.lines().filter(|line| !line.trim_start().starts_with("//")) {
        let mut rest = line;
        while let Some(start) = rest.find('"') {
            let Some(length) = rest[start + 1..].find('"') else { break };
            let word = &rest[start + 1..start + 1 + length];
            if !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()) {
                found.insert(word.to_owned());
            }
            // `\"` and `\\` are escapes: go on behind them.
            rest = &rest[start + length + 2..];
        }
    }
    found
}

/// Every reserved word stands on the page of words, and nothing else does.
#[test]
fn the_list_of_reserved_words_is_complete() {
    let page = read("docs/words.md");
    let listed: Vec<&str> = section(&page, "## Words that cannot be names").split('`').skip(1).step_by(2).collect();
    let listed: BTreeSet<&str> =
        listed.into_iter().filter(|word| word.bytes().all(|b| b.is_ascii_lowercase())).collect();
    let known: BTreeSet<String> = keywords(&read("grammar/baton.pest"));
    let candidates = known.iter().map(String::as_str).chain(["earlier", "before", "watches"]);
    for word in candidates.chain(listed.iter().copied()) {
        let (_, said) = resolve(&format!("baton 1\nfact {word} is count default 0\n"));
        let reserved = said.iter().any(|(code, _)| *code == Code::E0122);
        assert_eq!(listed.contains(word), reserved, "`{word}`: left: docs/words.md, right: the parser");
    }
}
