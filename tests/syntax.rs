//! Reading: what the tree holds, and what is said of texts that cannot be read.

use baton::diagnostic::{Diagnostics, Problem};
use baton::source::{FileId, Sources};
use baton::syntax;

/// One problem on a few plain lines: code and place, message, labels, help, edits.
fn render(problem: &Problem, sources: &Sources) -> String {
    let place = |span| {
        let (_, line, column) = sources.position(span);
        format!("{line}:{column}")
    };
    let mut text = format!("{} {} {}\n", problem.code.as_str(), place(problem.span()), problem.message);
    for label in &problem.labels {
        text +=
            &format!("    {} `{}`: {}\n", place(label.span), sources.text(label.span).replace('\n', "⏎"), label.text);
    }
    if let Some(help) = &problem.help {
        text += &format!("    help: {help}\n");
    }
    for edit in &problem.edits {
        text += &format!(
            "    edit {}: `{}` → `{}`\n",
            place(edit.span),
            sources.text(edit.span),
            edit.text.replace('\n', "⏎")
        );
    }
    text
}

fn problems(text: &str) -> String {
    let (mut sources, mut out) = (Sources::default(), Diagnostics::default());
    syntax::parse("policy.baton", text, &mut sources, &mut out);
    out.sorted().iter().map(|problem| render(problem, &sources)).collect()
}

/// Every file of the corpus, with what is said of it.
#[test]
fn corpus() {
    insta::glob!("corpus/syntax/*.baton", |path| {
        let text = std::fs::read_to_string(path).expect("the corpus is readable");
        insta::assert_snapshot!(problems(&text));
    });
}

fn formatted(text: &str) -> String {
    let mut out = Diagnostics::default();
    syntax::format(text, FileId(0), &mut out).unwrap_or_else(|| panic!("not formatted: {out:?}\n{text}"))
}

/// The tree without places: what must not change when a text is formatted.
fn tree(text: &str) -> String {
    let (mut sources, mut out) = (Sources::default(), Diagnostics::default());
    let program = syntax::parse("policy.baton", text, &mut sources, &mut out);
    let shown = format!("{program:?}");
    let mut pieces = shown.split("Span { file: FileId(");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |all, piece| all + "Span" + piece.split_once('}').map_or("", |(_, rest)| rest))
}

#[test]
fn layout_is_canonical() {
    let cases = [
        ("a   b ,c", "a b, c\n"),
        ("when  ( a  and b )or c", "when (a and b) or c\n"),
        ("\n\n# top\n\n\n\na # one\n\n\n", "# top\n\na  # one\n"),
        ("rule x{\n\n  when a;then b\n\n}", "rule x {\n  when a\n  then b\n}\n"),
        ("category x{a,b}", "category x { a, b }\n"),
        ("category x { a { b, c }, d }", "category x { a { b, c }, d }\n"),
        ("rule x { when a ; then b } # end", "rule x { when a; then b }  # end\n"),
        ("queue x {}", "queue x {}\n"),
        ("x { # first\n a }", "x {  # first\n  a\n}\n"),
        ("x {\n a\n # last\n\n}", "x {\n  a\n  # last\n}\n"),
        ("when a\n      or b\n # why\n or c", "when a\n    or b\n    # why\n    or c\n"),
        ("when a,  # first\n b", "when a,  # first\n    b\n"),
        ("when x is  above 3 and y is at   least 2", "when x above 3 and y at least 2\n"),
        ("when x is at home", "when x is at home\n"),
        ("rule x\n{\n a\n}\nb", "rule x {\n  a\n}\nb\n"),
        ("a \"x  # y\" # z", "a \"x  # y\"  # z\n"),
        ("", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(formatted(text), expected, "{text:?}");
        assert_eq!(formatted(expected), expected, "twice: {text:?}");
    }
}

#[test]
fn a_line_beyond_the_width_is_split() {
    let names = ["a_rather_long_name"; 5].join(", ");
    let text = format!("category {names_of_category} {{ {names} }}", names_of_category = "another_long_name");
    assert_eq!(formatted(&text), format!("category another_long_name {{\n  {names}\n}}\n"));
}

#[test]
fn texts_out_of_order_are_not_formatted() {
    for text in ["a {", "}", "a \"b", "(a", "a “b”"] {
        let mut out = Diagnostics::default();
        assert_eq!(syntax::format(text, FileId(0), &mut out), None, "{text}");
        assert!(out.has_errors(), "{text}");
    }
}

#[test]
fn formatting_keeps_the_tree_and_the_comments() {
    let text = complete();
    let once = formatted(&text);
    assert_eq!(formatted(&once), once);
    assert_eq!(tree(&once), tree(&text));
    assert_eq!(once.matches('#').count(), text.matches('#').count());
    insta::assert_snapshot!(once);
}

fn complete() -> String {
    std::fs::read_to_string("tests/corpus/syntax/complete.baton").expect("the corpus is readable")
}

#[test]
fn every_prefix_is_read() {
    let text = complete();
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)).step_by(7) {
        problems(&text[..end]);
    }
}

/// Reading `text` ends; if it can be formatted, that changes nothing but white space, and twice is once.
fn holds_up(text: &str) {
    problems(text);
    let mut out = Diagnostics::default();
    let Some(once) = syntax::format(text, FileId(0), &mut out) else { return };
    let twice = syntax::format(&once, FileId(0), &mut out);
    assert_eq!(twice.as_ref(), Some(&once), "formatting twice of {text:?}");
    assert_eq!(tree(&once), tree(text), "the tree of {text:?} formatted as {once:?}");
}

const FRAGMENTS: [&str; 46] = [
    "rule",
    "x",
    "{",
    "}",
    "(",
    ")",
    ",",
    "and",
    "or",
    "not",
    "\n",
    ";",
    "# c\n",
    "\"s\"",
    "is",
    "above",
    "3",
    "at",
    "least",
    "10,000",
    "-0.4",
    "é",
    "\n\n",
    "when ",
    "then ",
    "stay",
    " ",
    "category",
    "category a { b }",
    "80%",
    "\"",
    "“",
    "for",
    "threshold",
    "in en says ",
    "\"(a|b\"",
    "test \"t\" {",
    "expect",
    "hand off",
    "given",
    "fact f is",
    "one of",
    "2026-02-30",
    "\r\n",
    "baton 1\n",
    "а",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 120, failure_persistence: None, ..Default::default() })]

    #[test]
    fn fragments_in_any_order_hold_up(picks in proptest::collection::vec((0..FRAGMENTS.len(), proptest::bool::ANY), 0..60)) {
        let text: String = picks.iter().map(|(at, space)| FRAGMENTS[*at].to_owned() + if *space { " " } else { "" }).collect();
        holds_up(&text);
    }

    #[test]
    fn a_damaged_policy_holds_up(at in 0..10_000_usize, length in 0..12_usize, pick in 0..FRAGMENTS.len(), whole_line in proptest::bool::ANY) {
        let text = complete();
        let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let (mut start, mut end) = (boundary(at % text.len()), boundary(at % text.len() + length));
        if whole_line {
            start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
            end = text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1);
        }
        holds_up(&format!("{}{}{}", &text[..start], FRAGMENTS[pick], &text[end..]));
    }
}
