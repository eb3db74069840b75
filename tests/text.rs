//! Phrases in messages, by files: a pattern, then messages that must and must not have it.
//!
//! In `tests/corpus/text`: `pattern P`, then `yes MESSAGE` or `yes MESSAGE => WHAT IS QUOTED`,
//! and `no MESSAGE`; in messages, `\n` is a line break. All patterns of a file listen together.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use baton::pattern::{GAP_MAX, Part, Pattern};
use baton::runtime::text::{Extent, Phrases, Sketch, Text, Word, likeness, repeats_punctuation, shouts};

#[test]
fn phrases_are_found_where_the_corpus_says() {
    let mut problems = Vec::new();
    let mut checked = 0;
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/text")).expect("the corpus") {
        let path = entry.expect("an entry").path();
        let corpus = fs::read_to_string(&path).expect("a readable file");
        let patterns: Vec<Pattern> =
            corpus.lines().filter_map(|line| line.strip_prefix("pattern ")).map(pattern).collect();
        let phrases = Phrases::new(&patterns);
        let mut current = None;
        for (number, line) in (1..).zip(corpus.lines()) {
            let place = format!("{}:{number}", path.file_name().expect("a file").display());
            if line.starts_with("pattern ") {
                current = Some(current.map_or(0, |at| at + 1));
            } else if let Some(problem) = check(&phrases, current, line) {
                problems.push(format!("{place}: {problem}"));
            }
            checked += usize::from(line.starts_with("yes ") || line.starts_with("no "));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(checked > 100, "only {checked} messages");
}

/// What is wrong with a line of the corpus, if anything.
fn check(phrases: &Phrases, phrase: Option<usize>, line: &str) -> Option<String> {
    let (wanted, rest) = line.split_once(' ').unwrap_or((line, ""));
    let (message, quote) = rest.split_once(" => ").map_or((rest, None), |(message, quote)| (message, Some(quote)));
    let message = message.trim().replace("\\n", "\n");
    let hit = phrases.find(&Text::read(&message)).into_iter().find(|hit| Some(hit.phrase) == phrase);
    match (wanted, hit, quote) {
        ("yes", None, _) => Some(format!("not found in {message:?}")),
        ("no", Some(hit), _) => Some(format!("found in {message:?}: {:?}", &message[hit.range])),
        ("yes", Some(hit), Some(quote)) if message[hit.range.clone()] != *quote => {
            Some(format!("{:?} instead of {quote:?}", &message[hit.range]))
        }
        ("yes" | "no" | "" | "#", ..) => None,
        _ => Some(format!("no such line: {line}")),
    }
}

#[test]
fn a_phrase_has_one_hit_in_each_sentence() {
    let patterns = [pattern("speak to (human|agent)"), pattern("do not"), pattern("speak to (human|agent)")];
    let message = "I don't want to speak to human, speak to agent. Or do I? Speak to agent!";
    let hits = Phrases::new(&patterns).find(&Text::read(message));
    let told: Vec<_> = hits.iter().map(|hit| (hit.phrase, hit.sentence, &message[hit.range.clone()])).collect();
    assert_eq!(
        told,
        [
            (0, 0, "speak to human"),
            (0, 2, "Speak to agent"),
            (1, 0, "don't"),
            (2, 0, "speak to human"),
            (2, 2, "Speak to agent")
        ]
    );
}

#[test]
fn the_leftmost_match_wins_and_then_the_shortest() {
    let hit = |written: &str, message: &str| {
        let hits = Phrases::new(&[pattern(written)]).find(&Text::read(message));
        hits.first().map(|hit| message[hit.range.clone()].to_owned())
    };
    assert_eq!(hit("(a .. b|c)", "x a c b").as_deref(), Some("a c b"));
    assert_eq!(hit("a .. b", "a a b b").as_deref(), Some("a a b"));
    assert_eq!(hit(".. a ..", "x a x").as_deref(), Some("a"));
    assert_eq!(hit("[a]", "x x"), None, "nothing is no match");
    assert_eq!(hit("[a] [b]", "x b a").as_deref(), Some("b"));
    assert_eq!(hit("..", "x"), None);
}

#[test]
fn the_longest_match_counts_where_it_is_to_be_the_whole_message() {
    let hit = |written: &str, message: &str| {
        let hits = Phrases::with_extents([(&pattern(written), Extent::Longest)]).find(&Text::read(message));
        hits.first().map(|hit| message[hit.range.clone()].to_owned())
    };
    assert_eq!(
        hit("who can i call [about this]", "who can I call about this").as_deref(),
        Some("who can I call about this")
    );
    assert_eq!(hit("(a|a b|a b c)", "x a b c a b").as_deref(), Some("a b c"));
    assert_eq!(hit("a .. b", "a b a b").as_deref(), Some("a b a b"));
    assert_eq!(hit("call [now]", "please call. Now").as_deref(), Some("call"), "none goes on into the next sentence");
}

#[test]
fn no_pattern_and_no_word_are_no_problem() {
    assert!(Phrases::new(&[]).find(&Text::read("hello")).is_empty());
    let odd = [Pattern { parts: vec![] }, pattern("()"), pattern("[]"), pattern("-"), pattern("-*"), pattern("hi")];
    let hits = Phrases::new(&odd).find(&Text::read("hi"));
    assert_eq!(hits.len(), 1);
    assert!(Phrases::new(&odd).find(&Text::read("")).is_empty());
}

#[test]
fn work_grows_with_the_message_and_no_faster() {
    let written: Vec<String> = (0..40)
        .map(|n| format!("(speak|to|a .. b) .. [to|w{n}] .. (speak|human*|w{n} x) .. to .. speak .. nothing{n}"))
        .chain((0..10).map(|n| format!("speak* to .. to .. to .. speak .. w{n}")))
        .collect();
    let patterns: Vec<Pattern> = written.iter().map(|written| pattern(written)).collect();
    let phrases = Phrases::new(&patterns);
    for unit in ["speak to ", "a b a ", "speakk too ", "a ", "speeeak tooo. ", "to speak human humans "] {
        let steps = |count: usize| phrases.find_counting(&Text::read(&unit.repeat(count))).1;
        for count in [50, 100, 200, 400] {
            let (once, twice) = (steps(count), steps(2 * count));
            assert!(twice * 10 <= once * 22, "{unit:?}: {once} steps, twice as long {twice}");
        }
        assert!(steps(100) > 100, "steps are counted");
    }
}

#[test]
fn the_cost_of_a_word_does_not_depend_on_how_many_words_there_are() {
    let letter = |n: u8| char::from(b'a' + n);
    let words = |prefix: &str, suffix: &str| -> Vec<String> {
        let mut words = Vec::new();
        for first in 0..26 {
            words.extend((0..26).map(|second| format!("{prefix}{}{}{suffix}", letter(first), letter(second))));
        }
        words
    };
    let message = Text::read(&words("unhea", "rd").join(" "));
    let steps = |patterns: &[Pattern]| Phrases::new(patterns).find_counting(&message).1;
    let few = steps(&[pattern("another"), pattern("complaint")]);
    let many: Vec<Pattern> = words("compl", "ain").iter().map(|word| pattern(word)).collect();
    assert!(steps(&many) <= few + few / 10, "{few} steps among few, {} among many", steps(&many));
    assert!(few <= 676 * 60, "{few}");
}

/// By trying everything: where a match of `parts` that begins at word `at` can end, and whether it names a word.
fn ends(parts: &[Part], words: &[&str], at: usize) -> BTreeSet<(usize, bool)> {
    let Some((part, rest)) = parts.split_first() else { return BTreeSet::from([(at, false)]) };
    let word = words.get(at).copied();
    let mut middles: BTreeSet<(usize, bool)> = match part {
        Part::Word(wanted) => word.filter(|word| word == wanted).map(|_| (at + 1, true)).into_iter().collect(),
        Part::Prefix(prefix) => {
            word.filter(|word| word.starts_with(prefix)).map(|_| (at + 1, true)).into_iter().collect()
        }
        Part::Gap => (at..=(at + GAP_MAX).min(words.len())).map(|end| (end, false)).collect(),
        Part::OneOf(patterns) | Part::Maybe(patterns) => {
            patterns.iter().flat_map(|pattern| ends(&pattern.parts, words, at)).collect()
        }
    };
    if matches!(part, Part::Maybe(_)) {
        middles.insert((at, false));
    }
    let after = |(middle, named): (usize, bool)| {
        ends(rest, words, middle).into_iter().map(move |(end, later)| (end, named || later))
    };
    middles.into_iter().flat_map(after).collect()
}

proptest::proptest! {
    /// The automaton finds a pattern exactly where trying everything finds it, alone or with others.
    #[test]
    fn the_automaton_agrees_with_trying_everything(
        written in proptest::collection::vec(WRITTEN, 1..4),
        message in "[abc]{1,2}( [abc]{1,2}){0,9}",
    ) {
        let patterns: Vec<Pattern> = written.iter().map(|written| pattern(written)).collect();
        let words: Vec<&str> = message.split(' ').collect();
        let hits = Phrases::new(&patterns).find(&Text::read(&message));
        for (at, pattern) in patterns.iter().enumerate() {
            let found = hits.iter().find(|hit| hit.phrase == at);
            let is_there = (0..words.len()).any(|begin| ends(&pattern.parts, &words, begin).iter().any(|(_, named)| *named));
            proptest::prop_assert_eq!(found.is_some(), is_there, "{} in {}", written[at], message);
            if let Some(hit) = found {
                let begin = message[..hit.range.start].matches(' ').count();
                let end = message[..hit.range.end].matches(' ').count() + 1;
                proptest::prop_assert!(ends(&pattern.parts, &words, begin).contains(&(end, true)));
            }
        }
    }
}

proptest::proptest! {
    /// What a pattern hears does not depend on the patterns beside it.
    #[test]
    fn patterns_do_not_disturb_each_other(
        written in proptest::collection::vec("(agents?|human|represent(ative|\\*)|cancel(lation|led|\\*)?|soo?n?)( (please|hum\\*|\\.\\.))?", 1..6),
        message in "((agents?|agnet|humann?|re?pr?e?sentatives?|cancel(l?ations?|l?ed)?|sooo+n?|pleas+e) ){1,6}",
    ) {
        let text = Text::read(&message);
        let patterns: Vec<Pattern> = written.iter().map(|written| pattern(written)).collect();
        let together = Phrases::new(&patterns).find(&text);
        for (at, pattern) in patterns.iter().enumerate() {
            let alone: Vec<_> = Phrases::new([pattern]).find(&text).into_iter().map(|hit| hit.range).collect();
            let beside: Vec<_> = together.iter().filter(|hit| hit.phrase == at).map(|hit| hit.range.clone()).collect();
            proptest::prop_assert_eq!(alone, beside, "{} in {}", written[at], message);
        }
    }

    /// Any message can be read; every word can be quoted.
    #[test]
    fn any_message_can_be_read(message in "(\\PC|[a-z' .!?\n’áñ0-9]){0,60}") {
        let text = Text::read(&message);
        let words: Vec<Word> = text.words().collect();
        for pair in words.windows(2) {
            proptest::prop_assert!(pair[0].sentence <= pair[1].sentence && pair[1].sentence <= pair[0].sentence + 1);
            proptest::prop_assert!(pair[0].range.start <= pair[1].range.start);
        }
        for word in &words {
            proptest::prop_assert!(message.get(word.range.clone()).is_some_and(|quote| !quote.is_empty()));
            proptest::prop_assert!(!word.text.is_empty() && word.text.chars().all(char::is_alphanumeric));
        }
        let sketch = Sketch::of(&text);
        proptest::prop_assert_eq!(likeness(&sketch, &sketch), if sketch.says_enough() { 1000 } else { 0 });
        let _ = (shouts(&message), repeats_punctuation(&message));
    }
}

const WRITTEN: &str =
    r"(a|b|c|aa\*|\.\.|\[a\]|\(a b\|c\)|\[b c\|\.\.\]|\(\[a\] c\|b\))( (a|b|c|b\*|\.\.|\[b\]|\(a\|b \.\. c\))){0,4}";

/// The pattern reader of these tests; the language has its own, with positions.
fn pattern(written: &str) -> Pattern {
    let spaced = ["(", ")", "[", "]", "|"]
        .iter()
        .fold(written.to_owned(), |text, mark| text.replace(mark, &format!(" {mark} ")));
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let mut patterns = alternatives(&tokens, &mut at);
    assert!(at == tokens.len() && patterns.len() == 1, "{written}");
    patterns.remove(0)
}

fn alternatives(tokens: &[&str], at: &mut usize) -> Vec<Pattern> {
    let mut patterns = vec![Pattern { parts: Vec::new() }];
    while let Some(token) = tokens.get(*at) {
        let part = match *token {
            ")" | "]" => break,
            "|" => {
                *at += 1;
                patterns.push(Pattern { parts: Vec::new() });
                continue;
            }
            "(" | "[" => {
                *at += 1;
                let inner = alternatives(tokens, at);
                if *token == "(" { Part::OneOf(inner) } else { Part::Maybe(inner) }
            }
            ".." => Part::Gap,
            word => {
                word.strip_suffix('*').map_or_else(|| Part::Word(word.into()), |prefix| Part::Prefix(prefix.into()))
            }
        };
        *at += 1;
        patterns.last_mut().expect("one at least").parts.push(part);
    }
    patterns
}
