//! Layout: a text → a tree of clauses, before any grammar looks at it.
//!
//! In: a text. Out: [`Layout`]: tokens, and the clauses that newlines, `;` and
//! braces make of them, with the comments and blank lines between. Nothing is
//! lost, so the formatter prints from the same tree.
//!
//! It knows only texts in quotes, comments, braces, parentheses, commas, newlines
//! and three words (`and`, `or`, `not`). Because the extent of every clause is
//! known here, a bad clause is one problem and hides no other. Work is linear and
//! nesting is bounded before a recursive parser sees anything.

use crate::diagnostic::{Code, Diagnostics, Problem};
use crate::source::{FileId, Span};

mod balance;
mod confusable;
pub(super) mod joints;
mod scan;
mod tree;

/// No text may be longer, in bytes.
pub(super) const TEXT_MAX: usize = 4 * 1024 * 1024;
/// No text may have more clauses.
pub(super) const CLAUSES_MAX: usize = 100_000;
/// Blocks and parentheses may not be nested deeper.
pub(super) const DEPTH_MAX: usize = 64;

/// A text, taken apart.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// Every token, newlines and comments included.
    pub(super) tokens: Vec<Token>,
    /// The outermost clauses.
    pub(super) clauses: Vec<Clause>,
    /// Comments and blank lines after the last of them.
    pub(super) trailing: Vec<Trivia>,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A run of anything else: a word, a number, an operator.
    Word,
    /// `"…"`, quotes included.
    Text,
    /// `# …`, without the newline.
    Comment,
    Newline,
    Open,
    Close,
    ParenOpen,
    ParenClose,
    Comma,
    Semicolon,
}

/// A piece of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: u32,
    pub(super) end: u32,
    /// A problem with it was reported; its clause cannot be read.
    pub(super) broken: bool,
    /// Whether only white space stands before it on its line.
    pub(super) first: bool,
    /// White space before the first token of its line, in bytes.
    pub(super) indent: u32,
}

impl Token {
    /// Its text.
    pub(super) fn text<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start as usize..self.end as usize]
    }

    /// Where it stands.
    pub(super) fn span(&self, file: FileId) -> Span {
        Span { file, start: self.start, end: self.end }
    }

    /// Whether it is neither newline nor comment.
    pub(super) fn is_significant(&self) -> bool {
        !matches!(self.kind, TokenKind::Newline | TokenKind::Comment)
    }
}

/// A clause: its own tokens, and a block if braces follow.
#[derive(Debug, Default)]
pub(super) struct Clause {
    /// Its tokens, from the first to the last significant one.
    pub(super) tokens: std::ops::Range<usize>,
    /// `{ … }` after it.
    pub(super) block: Option<Block>,
    /// Comments and blank lines before it.
    pub(super) leading: Vec<Trivia>,
    /// The comment at the end of its last line.
    pub(super) comment: Option<usize>,
    /// A problem was reported; do not read it.
    pub(super) broken: bool,
}

/// What stands in braces.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The `{`.
    pub(super) open: usize,
    /// The `}`, unless it is missing.
    pub(super) close: Option<usize>,
    /// The comment after `{` on its line.
    pub(super) comment: Option<usize>,
    /// The clauses within.
    pub(super) clauses: Vec<Clause>,
    /// Comments and blank lines after the last of them.
    pub(super) trailing: Vec<Trivia>,
}

/// What stands between clauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trivia {
    /// An empty line.
    Blank,
    /// A comment on a line of its own, by token.
    Comment(usize),
}

impl Clause {
    /// Where its own tokens stand.
    pub(super) fn span(&self, layout: &Layout, file: FileId) -> Span {
        let tokens = &layout.tokens[self.tokens.clone()];
        match (tokens.first(), tokens.last(), &self.block) {
            (Some(first), Some(last), _) => Span { file, start: first.start, end: last.end },
            (_, _, Some(block)) => layout.tokens[block.open].span(file),
            _ => Span { file, ..Span::default() },
        }
    }

    /// Where it stands with its block.
    pub(super) fn extent(&self, layout: &Layout, file: FileId) -> Span {
        let close = self.block.as_ref().and_then(|block| block.close);
        let own = self.span(layout, file);
        close.map_or(own, |close| own.to(layout.tokens[close].span(file)))
    }

    /// The clauses of its block, if there is one.
    pub(super) fn inner(&self) -> &[Clause] {
        self.block.as_ref().map_or(&[], |block| &block.clauses)
    }

    /// Its words: every token that is neither newline nor comment.
    pub(super) fn words<'a>(&self, layout: &'a Layout) -> impl Iterator<Item = &'a Token> + use<'a> {
        layout.tokens[self.tokens.clone()].iter().filter(|token| token.is_significant())
    }
}

/// Takes `text` apart. Problems are pushed; what could be made out is returned.
pub(super) fn layout(text: &str, file: FileId, out: &mut Diagnostics) -> Layout {
    if text.len() > TEXT_MAX {
        let message = format!("a file of {} bytes is too large", text.len());
        let start = Span { file, start: 0, end: 0 };
        let problem = Problem::new(Code::E0111, message, start, format!("at most {TEXT_MAX} bytes are read"));
        out.push(problem.help("split the policy into several files and join them with `use`"));
        return Layout::default();
    }
    confusable::report_bidirectional(text, file, out);
    let mut tokens = scan::scan(text, file, out);
    let matched = balance::parentheses(&mut tokens, file, out);
    tree::grow(text, file, tokens, &matched, out)
}

#[cfg(test)]
mod tests;
