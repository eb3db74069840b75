//! Patterns as read, and where their problems point.

use super::read;
use crate::pattern::{Part, Pattern};
use crate::source::{FileId, Span};

fn parse(quoted: &str) -> Result<Pattern, (String, String)> {
    let span = Span::new(FileId(0), 0..quoted.len());
    match read(quoted, span) {
        (Some(pattern), None) => Ok(pattern),
        (_, Some(problem)) => Err((problem.message.clone(), quoted[problem.span().range()].to_owned())),
        (None, None) => panic!("neither pattern nor problem"),
    }
}

fn word(text: &str) -> Part {
    Part::Word(text.to_owned())
}

fn one(text: &str) -> Pattern {
    Pattern { parts: vec![word(text)] }
}

#[test]
fn every_kind_of_part_is_read() {
    let parts = vec![
        Part::OneOf(vec![one("talk"), Pattern { parts: vec![word("get"), word("through")] }]),
        Part::Maybe(vec![one("a"), one("some")]),
        Part::Gap,
        Part::Prefix("human".to_owned()),
    ];
    assert_eq!(parse("\"(talk|get through) [a|some] .. human*\""), Ok(Pattern { parts }));
}

#[test]
fn words_are_lower_case_without_accents_and_with_straight_apostrophes() {
    assert_eq!(parse("\"No SÉ\""), Ok(Pattern { parts: vec![word("no"), word("se")] }));
    assert_eq!(parse("\"don’t\""), parse("\"don't\""));
    assert_eq!(parse("\"man\u{303}ana\""), Ok(one("manana")));
    assert_eq!(parse("\"e-mail\""), Ok(Pattern { parts: vec![word("e"), word("mail")] }));
}

#[test]
fn problems_point_into_the_text() {
    let cases = [
        ("\"a (b\"", "a `(` without an end", "("),
        ("\"a b)\"", "a `)` that closes nothing", ")"),
        ("\"(a]\"", "`(` is closed by `]`", "]"),
        ("\"(a|) b\"", "an empty alternative", ")"),
        ("\"[] b\"", "an empty alternative", "]"),
        ("\"a|b\"", "a `|` outside brackets", "|"),
        ("\"a*\"", "a `*` without a word", "*"),
        ("\"ab*c\"", "a `*` inside a word", "*"),
        ("\"[a] [b]\"", "a pattern that fits every message", "\"[a] [b]\""),
        ("\".. a\"", "a gap at an end of a pattern", ".."),
        ("\"a [..]\"", "a gap at an end of a pattern", ".."),
        ("\"a.\"", "a single dot", "."),
        ("\"really?\"", "`?` in a pattern", "?"),
        ("\"say \\\"x\\\" (\"", "`\"` in a pattern", "\\\""),
        ("\"\"", "an empty pattern", "\"\""),
        ("\"(((((((((a)))))))))\"", "brackets nested more than 8 deep", "("),
    ];
    for (text, message, place) in cases {
        assert_eq!(parse(text), Err((message.to_owned(), place.to_owned())), "{text}");
    }
}
