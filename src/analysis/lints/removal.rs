//! What of a text goes when something needless is taken out: a block, a part of a condition, a line.
//!
//! In: a place in a text. Out: what to delete, so that the rest stands as an author
//! would have written it; none where that is not plain. A comment that stands directly
//! above a block goes with it.
//!
//! # What is not here
//!
//! Whether the policy still means the same: who makes the edit compiles it and proves it.

use crate::diagnostic::Problem;
use crate::source::{Sources, Span};

/// What is taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The declaration with this head, up to the brace that closes its block.
    Block,
    /// One of several parts that are joined by this word.
    Part(&'static str),
    /// The line.
    Line,
}

/// Gives a problem the edit that takes it out, if it is plain which one.
pub(super) fn removing(problem: Problem, sources: &Sources, place: Span, what: What) -> Problem {
    let text = sources.file(place.file).text.as_str();
    let range = match what {
        What::Block => block(text, &place.range()),
        What::Part(word) => part(text, place.range(), word),
        What::Line => line(text, place.range()),
    };
    match range {
        Some(range) => problem.edit(Span::new(place.file, range), "").same_decisions(),
        None => problem,
    }
}

/// Bytes of a text.
pub(in crate::analysis) type Range = std::ops::Range<usize>;

/// Where the line of a byte begins, and where the next one does.
pub(in crate::analysis) fn lines(text: &str, range: &Range) -> Range {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at + 1);
    start..end
}

/// From the comment above the head to the line of the closing brace, both alone on theirs.
pub(in crate::analysis) fn whole(text: &str, head: &Range) -> Option<Range> {
    let start = lines(text, head).start;
    let close = closing(text, head.end)?;
    let end = lines(text, &(close..close + 1)).end;
    let is_alone = text[start..head.start].trim().is_empty() && text[close + 1..end].trim().is_empty();
    is_alone.then(|| commented(text, start)..end)
}

/// A whole block; one of two blank lines around it goes too.
pub(in crate::analysis) fn block(text: &str, head: &Range) -> Option<Range> {
    let Range { start, end } = whole(text, head)?;
    let is_blank_before = start == 0 || is_below_blank(text, start);
    let next = lines(text, &(end..end));
    let is_blank_behind = end < text.len() && text[next.clone()].trim().is_empty();
    Some(start..if is_blank_before && is_blank_behind { next.end } else { end })
}

/// Whether the line that begins here stands below an empty one.
pub(in crate::analysis) fn is_below_blank(text: &str, start: usize) -> bool {
    text[..start].trim_end_matches([' ', '\t']).ends_with("\n\n")
}

/// Where the comment directly above a line begins; without one the line itself. A heading speaks of more than one
/// clause, and so does what a file begins with.
pub(in crate::analysis) fn commented(text: &str, line: usize) -> usize {
    let mut start = line;
    while let Some(newline) = start.checked_sub(1) {
        let above = lines(text, &(newline..newline));
        let words = text[above.clone()].trim();
        let is_heading =
            words.trim_start_matches('#').trim_start().starts_with("--") || !words.contains(char::is_alphanumeric);
        if !words.starts_with('#') || is_heading {
            return start;
        }
        start = above.start;
    }
    line
}

/// What structures a text: braces, semicolons and line ends, with their places. Those in texts and comments do not
/// count, but for the line end after a comment.
///
/// One after another, so that whoever looks for the first brace reads no further.
pub(in crate::analysis) fn marks(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let (mut is_quoted, mut is_comment, mut is_escaped) = (false, false, false);
    text.char_indices().filter(move |(_, c)| {
        is_comment &= *c != '\n';
        if is_quoted {
            is_quoted = *c != '"' || is_escaped;
            is_escaped = *c == '\\' && !is_escaped;
            return false;
        }
        let is_mark = !is_comment && matches!(c, '{' | '}' | ';' | '\n');
        is_quoted = *c == '"' && !is_comment;
        is_comment |= *c == '#';
        is_mark
    })
}

/// The brace that closes the first block from here on.
pub(in crate::analysis) fn closing(text: &str, from: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in marks(&text[from..]) {
        match c {
            '{' => depth += 1,
            '}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(from + at);
                }
            }
            _ => {}
        }
    }
    None
}

/// A part with the word that joins it to what stands before, or else to what stands behind.
fn part(text: &str, mut part: Range, word: &str) -> Option<Range> {
    // Parentheses around it alone go too.
    while text[..part.start].ends_with('(') && text[part.end..].starts_with(')') {
        part = part.start - 1..part.end + 1;
    }
    let before = text[..part.start].trim_end();
    let is_whole_word = |rest: &str| rest.ends_with(char::is_whitespace);
    if let Some(rest) = before.strip_suffix(word).filter(|rest| is_whole_word(rest)) {
        return Some(rest.trim_end().len()..part.end);
    }
    let behind = text[part.end..].trim_start();
    let rest = behind.strip_prefix(word).filter(|rest| rest.starts_with(char::is_whitespace))?;
    // What stands before a first part, such as `not`, would take the next one.
    let opens = before.ends_with('(') || before.ends_with("when") || before.ends_with("only");
    opens.then(|| part.start..text.len() - rest.trim_start().len())
}

/// A line without braces.
fn line(text: &str, place: Range) -> Option<Range> {
    let line = lines(text, &place);
    (!text[line.clone()].contains(['{', '}', ';'])).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::{block, line, part};

    fn of(text: &str, word: &str) -> std::ops::Range<usize> {
        let start = text.find(word).expect("it is there");
        start..start + word.len()
    }

    #[test]
    fn a_block_goes_with_one_of_two_blank_lines() {
        let text = "a {\n}\n\nrule b \"{\" {\n  # }\n  x \"\\\"}\"\n}\n\nc {\n}\n";
        let range = block(text, &of(text, "rule b")).expect("it is plain");
        assert_eq!([&text[..range.start], &text[range.end..]].concat(), "a {\n}\n\nc {\n}\n");
        assert_eq!(block("rule b { } rule c { }", &(0..6)), None);
        assert_eq!(block("rule b {\n", &(0..6)), None);
    }

    #[test]
    fn the_comment_directly_above_goes_with_a_block() {
        let rest = |above: &str| {
            let text = format!("{above}rule b {{\n}}\n");
            let range = block(&text, &of(&text, "rule b")).expect("it is plain");
            [&text[..range.start], &text[range.end..]].concat()
        };
        assert_eq!(rest("a {\n} # of a\n# of b\n  # and more\n"), "a {\n} # of a\n");
        assert_eq!(rest("a\n# of nothing\n\n# of b\n"), "a\n# of nothing\n\n");
        assert_eq!(rest("a\n\n# -- rules --\n# of b\n"), "a\n\n# -- rules --\n");
        assert_eq!(rest("# what this file is\n"), "# what this file is\n");
    }

    #[test]
    fn a_part_goes_with_the_word_beside_it() {
        let cut = |text: &str, word: &str, join: &str| {
            part(text, of(text, word), join).map(|range| [&text[..range.start], &text[range.end..]].concat())
        };
        assert_eq!(cut("when a and bb and c", "bb", "and").as_deref(), Some("when a and c"));
        assert_eq!(cut("when a\n    and bb", "bb", "and").as_deref(), Some("when a"));
        assert_eq!(cut("when bb and c", "bb", "and").as_deref(), Some("when c"));
        assert_eq!(cut("when x and (bb or c)", "bb", "or").as_deref(), Some("when x and (c)"));
        assert_eq!(cut("when x and (bb)", "bb", "and").as_deref(), Some("when x"));
        assert_eq!(cut("when not bb and c", "bb", "and"), None);
        assert_eq!(cut("when island bb", "bb", "and"), None);
    }

    #[test]
    fn a_line_goes_if_it_is_only_a_line() {
        assert_eq!(line("a\nb by 5\nc", 2..3), Some(2..9));
        assert_eq!(line("a { b by 5 }", 4..5), None);
    }
}
