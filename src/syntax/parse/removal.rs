//! What goes when a clause is removed.
//!
//! In: a text and where the clause stands, with its block. Out: the bytes to cut so
//! that nothing of it is left: whole lines when it has them for itself, or else one
//! `;`. A comment on its last line stays.

use crate::source::Span;

/// All that goes with the clause at `span`.
pub(super) fn whole(text: &str, span: Span) -> Span {
    let (before, after) = (&text[..span.range().start], &text[span.range().end..]);
    let blanks = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
    let indent = before.len() - before.trim_end_matches([' ', '\t']).len();
    let (start, end) = (span.range().start - indent, span.range().end + blanks(after));
    let (left, right) = (&text[..start], &text[end..]);
    let begins_line = left.is_empty() || left.ends_with('\n');
    let line_break = if right.starts_with("\r\n") { 2 } else { usize::from(right.starts_with('\n')) };
    let range = if begins_line && (line_break > 0 || right.is_empty()) {
        start..end + line_break
    } else if begins_line && right.starts_with('#') {
        span.range().start..end
    } else if let Some(rest) = right.strip_prefix(';') {
        span.range().start..end + 1 + blanks(rest)
    } else if left.ends_with(';') {
        start - 1..span.range().end
    } else {
        span.range()
    };
    Span::new(span.file, range)
}

#[cfg(test)]
mod tests {
    use super::whole;
    use crate::source::{FileId, Span};

    #[test]
    fn nothing_of_a_clause_is_left() {
        for (text, left) in [
            ("a\n  cut\nb\n", "a\nb\n"),
            ("a\r\n  cut  \r\nb\r\n", "a\r\nb\r\n"),
            ("{ a; cut; b }", "{ a; b }"),
            ("{ cut; b }", "{ b }"),
            ("{ a; cut }", "{ a }"),
            ("{ cut }", "{  }"),
            ("a\n  cut # why\nb", "a\n  # why\nb"),
            ("cut", ""),
        ] {
            let start = text.find("cut").expect("it is there");
            let span = whole(text, Span::new(FileId(0), start..start + 3));
            assert_eq!(format!("{}{}", &text[..span.range().start], &text[span.range().end..]), left);
        }
    }
}
