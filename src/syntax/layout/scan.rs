//! A text → its tokens, in one pass.
//!
//! Reports texts without an end and characters that look like others; such a
//! token is marked broken. A comma between two digits stays inside the number, so
//! that `10,000` can be explained.

use super::confusable::{QUOTES, report_word};
use super::{Token, TokenKind};
use crate::diagnostic::{Code, Diagnostics, Problem};
use crate::source::{FileId, Span};

/// All tokens of `text`.
pub(super) fn scan(text: &str, file: FileId, out: &mut Diagnostics) -> Vec<Token> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut scanner = Scanner {
        text,
        file,
        at: start,
        line: start,
        first: true,
        indent: 0,
        open: 0,
        in_row: false,
        tokens: Vec::new(),
    };
    while scanner.at < text.len() {
        scanner.step(out);
    }
    scanner.tokens
}

struct Scanner<'a> {
    text: &'a str,
    file: FileId,
    at: usize,
    /// Where the line starts.
    line: usize,
    first: bool,
    indent: usize,
    /// Braces opened and not closed on this line.
    open: usize,
    /// Whether the line begins with `|`.
    in_row: bool,
    tokens: Vec<Token>,
}

impl Scanner<'_> {
    fn step(&mut self, out: &mut Diagnostics) {
        let single = |kind| (kind, 1);
        let (kind, length) = match self.text.as_bytes()[self.at] {
            b' ' | b'\t' | b'\r' => {
                self.at += 1;
                return;
            }
            b'\n' => single(TokenKind::Newline),
            b'{' => single(TokenKind::Open),
            b'}' => single(TokenKind::Close),
            b'(' => single(TokenKind::ParenOpen),
            b')' => single(TokenKind::ParenClose),
            b',' => single(TokenKind::Comma),
            b';' => single(TokenKind::Semicolon),
            b'#' => (TokenKind::Comment, self.rest().trim_end().len()),
            b'"' => return self.quoted(out),
            _ => return self.word(out),
        };
        match kind {
            TokenKind::Open => self.open += 1,
            TokenKind::Close => self.open = self.open.saturating_sub(1),
            _ => {}
        }
        self.push(kind, length, false);
        if kind == TokenKind::Newline {
            (self.line, self.first, self.open, self.in_row) = (self.at, true, 0, false);
        }
    }

    /// The rest of the line.
    fn rest(&self) -> &str {
        let rest = &self.text[self.at..];
        rest.find('\n').map_or(rest, |end| &rest[..end])
    }

    fn push(&mut self, kind: TokenKind, length: usize, broken: bool) {
        if self.first {
            self.indent = self.at - self.line;
        }
        let span = Span::new(self.file, self.at..self.at + length);
        let indent = u32::try_from(self.indent).unwrap_or(u32::MAX);
        self.tokens.push(Token { kind, start: span.start, end: span.end, broken, first: self.first, indent });
        self.at += length;
        self.first = false;
    }

    /// `"…"`, which must end on its line.
    fn quoted(&mut self, out: &mut Diagnostics) {
        let mut escaped = false;
        let mut bytes = self.text[self.at..].bytes().take_while(|byte| *byte != b'\n').enumerate().skip(1);
        let end = bytes.find(|(_, byte)| {
            let ends = *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            ends
        });
        if let Some((end, _)) = end {
            return self.push(TokenKind::Text, end + 1, false);
        }
        let rest = self.rest();
        if let Some((end, wrong)) = rest.char_indices().skip(1).find(|(_, c)| QUOTES.contains(c)) {
            let span = Span::new(self.file, self.at + end..self.at + end + wrong.len_utf8());
            out.push(smart_quotes(wrong, span).edit(span, "\""));
            return self.push(TokenKind::Text, end + wrong.len_utf8(), true);
        }
        let mut length = rest.trim_end().len();
        if self.open > 0 {
            length = rest.trim_end_matches(|c: char| c == '}' || c.is_ascii_whitespace()).len().max(1);
        }
        let span = Span::new(self.file, self.at..self.at + length);
        let problem =
            Problem::new(Code::E0104, "a text without an end", span, "it begins here and the line ends first");
        let end = Span { start: span.end, ..span };
        out.push(
            problem
                .help("close it with `\"` on the same line; for a quotation mark inside, write `\\\"`")
                .edit(end, "\""),
        );
        self.push(TokenKind::Text, length, true);
    }

    fn word(&mut self, out: &mut Diagnostics) {
        // Not the rest of the line: a line may be as long as the text, and have as many words.
        let rest = &self.text[self.at..];
        if let Some(wrong) = rest.chars().next().filter(|c| QUOTES.contains(c)) {
            let length = smart_text(rest, wrong);
            let opening = Span::new(self.file, self.at..self.at + wrong.len_utf8());
            let mut problem = smart_quotes(wrong, opening).edit(opening, "\"");
            let last = rest[..length].chars().next_back().filter(|c| QUOTES.contains(c));
            if let Some(last) = last.filter(|_| length > wrong.len_utf8()) {
                let end = self.at + length;
                problem = problem.edit(Span::new(self.file, end - last.len_utf8()..end), "\"");
            }
            out.push(problem);
            return self.push(TokenKind::Text, length, true);
        }
        self.in_row |= self.first && rest.starts_with('|');
        // In a row of cells `||` is an empty cell.
        let length = if self.in_row && rest.starts_with('|') { 1 } else { word_length(rest) };
        let word = &rest[..length];
        let broken = !word.is_ascii() && report_word(word, self.at, self.file, out);
        self.push(TokenKind::Word, length, broken);
    }
}

fn smart_quotes(wrong: char, span: Span) -> Problem {
    let message = format!("`{wrong}` is not a quotation mark of the language");
    Problem::new(Code::E0112, message, span, "a typographic quotation mark")
        .help("write straight quotation marks: `\"`")
}

/// How long a text in typographic quotation marks is, `rest` beginning with one.
fn smart_text(rest: &str, first: char) -> usize {
    let mut line = rest.char_indices().skip(1).take_while(|(_, c)| *c != '\n');
    line.find(|(_, c)| QUOTES.contains(c) || *c == '"').map_or(first.len_utf8(), |(end, c)| end + c.len_utf8())
}

fn word_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    if rest.starts_with('|') {
        return bytes.iter().take_while(|byte| **byte == b'|').count();
    }
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b' ' | b'\t' | b'\r' | b'\n' | b'{' | b'}' | b'(' | b')' | b';' | b'#' | b'"' | b'|' => break,
            b',' if !(digit(at.checked_sub(1)) && digit(Some(at + 1))) => break,
            byte if byte >= 0x80 && rest[at..].starts_with(QUOTES) => break,
            byte if byte >= 0x80 => at += rest[at..].chars().next().map_or(1, char::len_utf8),
            _ => at += 1,
        }
    }
    at
}
