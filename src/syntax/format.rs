//! The canonical layout of a text.
//!
//! In: a text. Out: the same clauses and comments with two spaces for each block,
//! one between words, one clause a line, at most one blank line in a row. Only
//! layout is looked at, so a text with unreadable clauses keeps them as they are.
//! The cells of a table stand below each other. Formatting twice gives what
//! formatting once gave.
//!
//! # What is not here
//!
//! Other alignment in columns, and the spelling of names.

use super::layout::{Block, Clause, Layout, Token, TokenKind, Trivia, layout};
use crate::diagnostic::Diagnostics;
use crate::source::FileId;

/// A block that stood on one line stays there if the line is no longer.
const WIDTH: usize = 100;
/// Spaces for a block; a line that goes on a clause gets twice as many more.
const STEP: usize = 2;

/// `text` in canonical layout.
///
/// # Errors
///
/// What is wrong with its braces, quotes or parentheses; such a text stays as it is.
pub fn format(text: &str) -> Result<String, Diagnostics> {
    let mut problems = Diagnostics::default();
    let layout = layout(text, FileId::default(), &mut problems);
    if problems.has_errors() {
        return Err(problems);
    }
    let mut printer = Printer { text, layout: &layout, printed: String::with_capacity(text.len()) };
    printer.clauses(&layout.clauses, &layout.trailing, 0);
    Ok(printer.printed)
}

struct Printer<'a> {
    text: &'a str,
    layout: &'a Layout,
    printed: String,
}

impl Printer<'_> {
    fn token(&self, at: usize) -> &Token {
        &self.layout.tokens[at]
    }

    fn clauses(&mut self, clauses: &[Clause], trailing: &[Trivia], indent: usize) {
        let mut first = true;
        let mut table = Widths::default();
        for (at, clause) in clauses.iter().enumerate() {
            self.trivia(&clause.leading, indent, &mut first);
            match self.cells(clause) {
                Some(cells) => {
                    if at == 0 || self.cells(&clauses[at - 1]).is_none() {
                        table = Widths::of(clauses[at..].iter().map_while(|row| self.cells(row)));
                    }
                    self.row(&cells, &table, clause, indent);
                }
                None => self.clause(clause, indent),
            }
            first = false;
        }
        let end = trailing.iter().rposition(|trivia| *trivia != Trivia::Blank).map_or(0, |last| last + 1);
        self.trivia(&trailing[..end], indent, &mut first);
    }

    /// Comments, and one blank line for any number of them, but none at the start of a block.
    fn trivia(&mut self, all: &[Trivia], indent: usize, first: &mut bool) {
        for (at, trivia) in all.iter().enumerate() {
            match trivia {
                Trivia::Blank if *first || at > 0 && all[at - 1] == Trivia::Blank => {}
                Trivia::Blank => self.printed.push('\n'),
                Trivia::Comment(token) => {
                    self.indent(indent);
                    self.comment_text(*token);
                    self.printed.push('\n');
                    *first = false;
                }
            }
        }
    }

    fn clause(&mut self, clause: &Clause, indent: usize) {
        self.indent(indent);
        let start = self.printed.len();
        self.head(clause, indent);
        if let Some(block) = &clause.block {
            if self.printed.len() > start {
                self.printed.push(' ');
            }
            self.block(block, indent);
        }
        self.comment(clause.comment);
        self.printed.push('\n');
    }

    /// The cells of a row of a table; none for any other clause, and for a row that goes over lines.
    fn cells(&self, clause: &Clause) -> Option<Vec<String>> {
        let tokens = &self.layout.tokens[clause.tokens.clone()];
        let is_bar = |token: &Token| token.text(self.text) == "|";
        let is_one_line = tokens.iter().all(Token::is_significant);
        if !tokens.first().is_some_and(is_bar) || clause.block.is_some() || !is_one_line {
            return None;
        }
        let mut cells = Vec::new();
        for cell in tokens[1..].split(is_bar) {
            cells.push(on_a_line(cell, self.text));
        }
        Some(cells)
    }

    /// A row: every cell as wide as the widest of its column.
    fn row(&mut self, cells: &[String], table: &Widths, clause: &Clause, indent: usize) {
        self.indent(indent);
        // Behind the last bar there is no cell.
        let (last, cells) = cells.split_last().map_or(("", cells), |(last, rest)| (last.as_str(), rest));
        for (cell, width) in cells.iter().zip(&table.0) {
            self.printed.push_str("| ");
            self.printed.push_str(cell);
            self.indent(width.saturating_sub(cell.chars().count()) + 1);
        }
        self.printed.push('|');
        if !last.is_empty() {
            self.printed.push(' ');
            self.printed.push_str(last);
        }
        self.comment(clause.comment);
        self.printed.push('\n');
    }

    /// The clause's own tokens. Line breaks stay where they were.
    fn head(&mut self, clause: &Clause, indent: usize) {
        let mut previous: Option<TokenKind> = None;
        for at in clause.tokens.clone() {
            let token = *self.token(at);
            match token.kind {
                TokenKind::Newline => {
                    let broken = matches!(previous, None | Some(TokenKind::Newline));
                    if !broken {
                        self.printed.push('\n');
                        self.indent(indent + 2 * STEP);
                    }
                    previous = Some(TokenKind::Newline);
                    continue;
                }
                TokenKind::Comment if previous != Some(TokenKind::Newline) => self.comment(Some(at)),
                TokenKind::Comment => self.comment_text(at),
                _ if self.is_superfluous(clause, at) => continue,
                kind => {
                    if previous.is_some_and(|previous| spaced(previous, kind)) {
                        self.printed.push(' ');
                    }
                    self.printed.push_str(token.text(self.text));
                }
            }
            previous = Some(token.kind);
        }
    }

    /// The `is` of `is above`, `is below`, `is at least`, `is at most`, `is between`.
    fn is_superfluous(&self, clause: &Clause, at: usize) -> bool {
        let word = |token: &Token| if token.kind == TokenKind::Word { token.text(self.text) } else { "" };
        if word(self.token(at)) != "is" || at == clause.tokens.start {
            return false;
        }
        let mut next = self.layout.tokens[at + 1..clause.tokens.end].iter();
        let following = (next.next().map_or("", word), next.next().map_or("", word));
        matches!(following, ("above" | "below" | "between", _) | ("at", "least" | "most"))
    }

    fn block(&mut self, block: &Block, indent: usize) {
        if let Some(line) = self.one_line(block) {
            let start = self.printed.rfind('\n').map_or(0, |newline| newline + 1);
            if self.printed[start..].chars().count() + line.chars().count() <= WIDTH {
                self.printed.push_str(&line);
                return;
            }
        }
        self.printed.push('{');
        self.comment(block.comment);
        self.printed.push('\n');
        self.clauses(&block.clauses, &block.trailing, indent + STEP);
        self.indent(indent);
        self.printed.push('}');
    }

    /// The block on one line, if it stood on one.
    fn one_line(&self, block: &Block) -> Option<String> {
        let close = block.close?;
        let within = &self.layout.tokens[block.open..close];
        if within.iter().any(|token| matches!(token.kind, TokenKind::Newline | TokenKind::Comment)) {
            return None;
        }
        let mut line = Printer { text: self.text, layout: self.layout, printed: String::from("{") };
        for (at, clause) in block.clauses.iter().enumerate() {
            line.printed.push_str(if at == 0 { " " } else { self.separator(&block.clauses[at - 1]) });
            line.head(clause, 0);
            if let Some(inner) = &clause.block {
                if !clause.tokens.is_empty() {
                    line.printed.push(' ');
                }
                line.printed.push_str(&self.one_line(inner)?);
            }
        }
        line.printed.push_str(if block.clauses.is_empty() { "}" } else { " }" });
        Some(line.printed)
    }

    /// What stands after `clause` on one line: a comma only where the author put one after a block.
    fn separator(&self, clause: &Clause) -> &'static str {
        let after = clause.block.as_ref().and_then(|block| self.layout.tokens.get(block.close? + 1));
        match after {
            Some(token) if token.kind == TokenKind::Comma => ", ",
            _ => "; ",
        }
    }

    fn indent(&mut self, spaces: usize) {
        self.printed.extend(std::iter::repeat_n(' ', spaces));
    }

    /// A comment at the end of a line.
    fn comment(&mut self, token: Option<usize>) {
        if let Some(token) = token {
            self.printed.push_str("  ");
            self.comment_text(token);
        }
    }

    fn comment_text(&mut self, token: usize) {
        let comment = self.token(token).text(self.text);
        self.printed.push_str(comment);
    }
}

/// How wide each column of a table is, in characters.
#[derive(Debug, Default)]
struct Widths(Vec<usize>);

impl Widths {
    fn of(rows: impl Iterator<Item = Vec<String>>) -> Self {
        let mut widths = Vec::new();
        for row in rows {
            widths.resize(row.len().max(widths.len()), 0);
            for (width, cell) in widths.iter_mut().zip(&row) {
                *width = cell.chars().count().max(*width);
            }
        }
        Self(widths)
    }
}

/// Words without quotation marks, spaced as they are printed: what they say does not hang on how they are laid out.
pub(super) fn bare_words(text: &str) -> String {
    let layout = layout(text, FileId(0), &mut Diagnostics::default());
    on_a_line(&layout.tokens, text)
}

fn on_a_line(tokens: &[Token], text: &str) -> String {
    let mut printed = String::new();
    let mut previous: Option<TokenKind> = None;
    for token in tokens {
        if previous.is_some_and(|previous| spaced(previous, token.kind)) {
            printed.push(' ');
        }
        printed.push_str(token.text(text));
        previous = Some(token.kind);
    }
    printed
}

/// Whether a space stands between two kinds of tokens on one line.
fn spaced(before: TokenKind, after: TokenKind) -> bool {
    let opens = matches!(before, TokenKind::ParenOpen | TokenKind::Newline);
    !opens && !matches!(after, TokenKind::ParenClose | TokenKind::Comma)
}
