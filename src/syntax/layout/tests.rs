//! How texts fall apart into clauses, and what is said of those that do not.

use super::{Clause, Layout, layout};
use crate::diagnostic::Diagnostics;
use crate::source::FileId;

/// The clauses as `[head { … }]`, heads with one space between tokens; then the codes of problems.
fn split(text: &str) -> String {
    let mut out = Diagnostics::default();
    let layout = layout(text, FileId(0), &mut out);
    let codes: Vec<_> = out.iter().map(|problem| problem.code.as_str()).collect();
    let shown = show(&layout.clauses, &layout, text);
    if codes.is_empty() { shown } else { format!("{shown} {}", codes.join(" ")) }
}

fn show(clauses: &[Clause], layout: &Layout, text: &str) -> String {
    let one = |clause: &Clause| {
        let words: Vec<_> = clause.words(layout).map(|token| token.text(text)).collect();
        let block = clause.block.as_ref().map(|block| format!(" {{{}}}", show(&block.clauses, layout, text)));
        format!("[{}{}]", words.join(" "), block.unwrap_or_default())
    };
    clauses.iter().map(one).collect()
}

#[test]
fn newlines_end_clauses_unless_something_goes_on() {
    assert_eq!(split("a\nb;c;;d"), "[a][b][c][d]");
    assert_eq!(split("a,\nb"), "[a , b]");
    assert_eq!(split("a or\n\n# c\nb"), "[a or b]");
    assert_eq!(split("a\n# c\n\nand b"), "[a and b]");
    assert_eq!(split("a not\nb"), "[a not b]");
    assert_eq!(split("a (\nb\n) c\nd"), "[a ( b ) c][d]");
    assert_eq!(split("a\nandes"), "[a][andes]");
    assert_eq!(split("a # b, \nc"), "[a][c]");
    assert_eq!(split("a \"x\ny\""), "[a \"x][y \"] E0104 E0104");
}

#[test]
fn blocks_nest_and_a_separator_after_one_means_nothing() {
    assert_eq!(split("a { b { c, d }, e; f }; g"), "[a {[b {[c , d]}][e][f]}][g]");
    assert_eq!(split("a\n{ b }"), "[a {[b]}]");
    assert_eq!(split("a { } b"), "[a {}][b]");
    assert_eq!(split("a { \"}\" } # }"), "[a {[\"}\"]}]");
}

#[test]
fn a_missing_brace_is_found_by_the_margin() {
    assert_eq!(split("rule a {\n  b\nrule c {\n  d\n}"), "[rule a {[b]}][rule c {[d]}] E0105");
    assert_eq!(split("group g {\n  rule a {\n    b\n}\nrule c { }"), "[group g {[rule a {[b]}]}][rule c {}] E0105");
    // Without a margin nothing can be known: the innermost block is blamed.
    assert_eq!(split("a {\nb {\nc\n}"), "[a {[b {[c]}]}] E0105");
    assert_eq!(split("a }\nb"), "[a][b] E0106");
}

#[test]
fn what_dangles_is_blamed_where_it_stands() {
    assert_eq!(split("a,"), "[a ,] E0101");
    assert_eq!(split("x { a or }"), "[x {[a or]}] E0101");
    assert_eq!(split("when a or\nthen b"), "[when a or][then b] E0101");
    assert_eq!(split("given a,\nexpect b"), "[given a ,][expect b] E0101");
    assert_eq!(split("then clarify with a,\nthen hand off"), "[then clarify with a , then hand off]");
    assert_eq!(split("a; or b"), "[a][or b] E0101");
}

#[test]
fn parentheses_close_before_the_clause_ends() {
    assert_eq!(split("x { when (a\nthen b }"), "[x {[when ( a][then b]}] E0120");
    assert_eq!(split("(a; b)"), "[( a][b )] E0120");
    assert_eq!(split("((a)\nb"), "[( ( a )][b] E0120");
}
