//! Tokens → the tree of clauses.
//!
//! Braces are first matched as they stand. If some are missing, the text is read
//! once more with its indentation taken for what the author meant; that reading is
//! kept if it explains exactly the braces that are missing. The same is done for a
//! `{` that is missing at the end of a line, when a `}` is left over.

use super::balance::nested_too_deeply;
use super::joints::{BEGINS, DECLARATIONS, JOINS_BEFORE, JOINS_NEXT, OPENERS};
use super::{Block, CLAUSES_MAX, Clause, DEPTH_MAX, Layout, Token, TokenKind, Trivia};
use crate::diagnostic::{Code, Diagnostics, Problem};
use crate::source::{FileId, Span};

/// The tree of `tokens`. `matched` tells the parentheses that have a partner.
pub(super) fn grow(text: &str, file: FileId, tokens: Vec<Token>, matched: &[bool], out: &mut Diagnostics) -> Layout {
    let next = next_significant(&tokens);
    let read = |braces| {
        let mut grower = Grower { file, braces, ..Grower::new(text, &tokens, matched, &next) };
        grower.run();
        grower
    };
    let mut grown = read(Braces::AsWritten);
    if grown.unclosed > 0 {
        let other = read(Braces::CloseByIndent);
        if other.unclosed == grown.unclosed && !other.stray {
            grown = other;
        }
    } else if grown.stray {
        let other = read(Braces::OpenByIndent);
        if other.unclosed == 0 && !other.stray {
            grown = other;
        }
    }
    for problem in grown.problems.drain(..) {
        out.push(problem);
    }
    let Frame { clauses, pending, .. } = grown.frames.pop().unwrap_or_default();
    Layout { clauses, trailing: pending, tokens }
}

/// For every token the next one after it that is neither newline nor comment.
fn next_significant(tokens: &[Token]) -> Vec<usize> {
    let mut next = vec![tokens.len(); tokens.len()];
    for at in (1..tokens.len()).rev() {
        next[at - 1] = if tokens[at].is_significant() { at } else { next[at] };
    }
    next
}

/// A block being read, the outermost one included.
#[derive(Default)]
struct Frame {
    clauses: Vec<Clause>,
    /// Comments and blank lines not yet given to a clause.
    pending: Vec<Trivia>,
    /// First and last token of the clause being read.
    head: Option<(usize, usize)>,
    /// The `{`; none for the outermost.
    open: Option<usize>,
    comment: Option<usize>,
    /// A block has just ended, so a `,` or `;` means nothing.
    after_block: bool,
}

/// Which braces count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Braces {
    AsWritten,
    /// A line at the margin of a block also ends it.
    CloseByIndent,
    /// A declaration that the next line is indented under also opens a block.
    OpenByIndent,
}

struct Grower<'a> {
    text: &'a str,
    file: FileId,
    tokens: &'a [Token],
    matched: &'a [bool],
    next: &'a [usize],
    braces: Braces,
    frames: Vec<Frame>,
    depth: usize,
    clauses: usize,
    /// Blocks without `}`.
    unclosed: usize,
    /// Whether a `}` closed nothing.
    stray: bool,
    problems: Vec<Problem>,
    too_deep: bool,
}

impl<'a> Grower<'a> {
    fn new(text: &'a str, tokens: &'a [Token], matched: &'a [bool], next: &'a [usize]) -> Self {
        Self {
            text,
            file: FileId::default(),
            tokens,
            matched,
            next,
            braces: Braces::AsWritten,
            frames: vec![Frame::default()],
            depth: 0,
            clauses: 0,
            unclosed: 0,
            stray: false,
            problems: Vec::new(),
            too_deep: false,
        }
    }

    fn run(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() {
            at = self.token(at);
            if self.clauses > CLAUSES_MAX {
                self.too_many(at);
                break;
            }
        }
        self.finish_clause(None);
        let innermost = self.frames.last().and_then(|frame| frame.open);
        if let Some(open) = innermost {
            let all = self.frames.len() - 1;
            self.close_frames(all, None);
            self.problems.push(unclosed_block(self.tokens, open, None, self.file));
        }
    }

    fn too_many(&mut self, at: usize) {
        let span = self.tokens.get(at).or(self.tokens.last()).map(|token| token.span(self.file)).unwrap_or_default();
        let message = format!("more than {CLAUSES_MAX} clauses in one file");
        self.problems.push(Problem::new(Code::E0111, message, span, "reading stops here"));
        self.frames.truncate(1);
    }

    fn frame(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("the outermost frame is never popped")
    }

    /// Takes the token at `at` and gives the position of the next one to take.
    fn token(&mut self, at: usize) -> usize {
        let kind = self.tokens[at].kind;
        let after_block = self.frame().head.is_none() && self.frame().after_block;
        match kind {
            TokenKind::Newline => self.newline(at),
            TokenKind::Comment => self.comment(at),
            TokenKind::Semicolon => {
                self.frame().after_block = false;
                self.finish_clause(None);
            }
            TokenKind::Comma if after_block => self.frame().after_block = false,
            TokenKind::Open => return self.open(at),
            TokenKind::Close => self.close(at),
            _ => self.extend(at),
        }
        at + 1
    }

    fn extend(&mut self, at: usize) {
        if self.frame().head.is_none() {
            self.end_blocks_by_indent(at);
        }
        match self.tokens[at].kind {
            TokenKind::ParenOpen if self.matched[at] => self.depth += 1,
            TokenKind::ParenClose if self.matched[at] => self.depth -= 1,
            _ => {}
        }
        let frame = self.frame();
        frame.after_block = false;
        frame.head = Some((frame.head.map_or(at, |(first, _)| first), at));
    }

    fn newline(&mut self, at: usize) {
        if self.frame().head.is_none() {
            if at > 0 && self.tokens[at - 1].kind == TokenKind::Newline || at == 0 {
                self.frame().pending.push(Trivia::Blank);
            }
        } else if self.ends_here(at) {
            self.end_of_line(at, None);
        }
    }

    /// Ends the clause being read, or opens the block that its `{` should have opened.
    fn end_of_line(&mut self, at: usize, comment: Option<usize>) {
        let head = self.frame().head;
        match head {
            Some((first, last)) if self.braces == Braces::OpenByIndent && self.opens_by_indent(first, at) => {
                self.supply(first, last);
            }
            _ => self.finish_clause(comment),
        }
    }

    /// Whether the clause that begins with token `first` opens a block, and the line after `at` is indented under it.
    fn opens_by_indent(&self, first: usize, at: usize) -> bool {
        let head = self.tokens[first];
        let opens = |token: Option<&Token>| token.is_some_and(|token| OPENERS.contains(&token.text(self.text)));
        let next = self.tokens.get(self.next[at]).filter(|next| next.kind == TokenKind::Word && next.first);
        let is_opener = opens(Some(&head)) || opens(self.tokens.get(first + 1));
        head.first && is_opener && next.is_some_and(|next| next.indent > head.indent)
    }

    /// Opens a block at the last token of the clause, in the place of the `{` that is missing.
    fn supply(&mut self, first: usize, last: usize) {
        let (head, end) = (self.tokens[first], self.tokens[last]);
        if self.tokens[first..=last].iter().all(|token| !token.broken) {
            let word = head.text(self.text);
            let span = head.span(self.file).to(end.span(self.file));
            let after = Span { start: span.end, ..span };
            let message = format!("`{word}` without the `{{` of its block");
            let problem = Problem::new(Code::E0114, message, span, "the lines under it belong to it");
            self.problems.push(problem.help("write `{` at the end of this line").edit(after, " {"));
        }
        self.open(last);
    }

    fn comment(&mut self, at: usize) {
        if self.frame().head.is_some() {
            if self.ends_here(at) {
                self.end_of_line(at, Some(at));
            }
            return;
        }
        let first = self.tokens[at].first;
        let frame = self.frame();
        match frame.clauses.last_mut() {
            _ if first => frame.pending.push(Trivia::Comment(at)),
            Some(clause) if clause.comment.is_none() => clause.comment = Some(at),
            None if frame.open.is_some() && frame.comment.is_none() => frame.comment = Some(at),
            _ => frame.pending.push(Trivia::Comment(at)),
        }
    }

    /// Whether the clause being read ends at the newline (or the comment before it) at `at`.
    fn ends_here(&mut self, at: usize) -> bool {
        if self.depth > 0 {
            return false;
        }
        let Some((_, last)) = self.frame().head else { return true };
        if self.tokens.get(at + 1).is_some_and(|token| token.kind == TokenKind::Open) {
            return false;
        }
        let next = self.tokens.get(self.next[at]);
        let next_word = next.filter(|token| token.kind == TokenKind::Word).map(|token| token.text(self.text));
        let last = self.tokens[last];
        let word = if last.kind == TokenKind::Word { last.text(self.text) } else { "" };
        let comma = last.kind == TokenKind::Comma;
        if !comma && !JOINS_NEXT.contains(&word) {
            return !next_word.is_some_and(|word| JOINS_BEFORE.contains(&word));
        }
        let ended = next.is_none_or(|token| matches!(token.kind, TokenKind::Close | TokenKind::Semicolon));
        let begins = next_word
            .is_some_and(|word| BEGINS.contains(&word) || !comma && matches!(word, "then" | "when" | "except"));
        ended || begins
    }

    /// Ends the clause being read, if any, and reports one that stops in the middle.
    fn finish_clause(&mut self, comment: Option<usize>) {
        self.depth = 0;
        let Some((first, last)) = self.frame().head.take() else { return };
        let broken = self.is_broken(first, last);
        self.clauses += 1;
        let frame = self.frame();
        let leading = std::mem::take(&mut frame.pending);
        frame.clauses.push(Clause { tokens: first..last + 1, block: None, leading, comment, broken });
    }

    /// Whether the tokens from `first` to `last` cannot be read as a clause. What was not yet said of them is reported.
    fn is_broken(&mut self, first: usize, last: usize) -> bool {
        if self.tokens[first..=last].iter().any(|token| token.broken) {
            return true;
        }
        let problem = self.leading_joiner(first).or_else(|| self.dangling(last));
        let broken = problem.is_some();
        self.problems.extend(problem);
        broken
    }

    /// Reports a block without a declaration. Always broken.
    fn headless(&mut self, open: usize) -> bool {
        let span = self.tokens[open].span(self.file);
        let problem =
            Problem::new(Code::E0101, "a block that belongs to nothing", span, "no declaration stands before it");
        self.problems.push(problem.help("a `{` stands on the line of its declaration"));
        true
    }

    /// A clause that begins with what should join it to something.
    fn leading_joiner(&self, first: usize) -> Option<Problem> {
        let token = self.tokens[first];
        let text = token.text(self.text);
        let joins = token.kind == TokenKind::Comma || token.kind == TokenKind::Word && JOINS_BEFORE.contains(&text);
        joins.then(|| {
            let message = format!("nothing stands before `{text}`");
            let problem = Problem::new(Code::E0101, message, token.span(self.file), "a clause cannot begin so");
            problem.help(format!("remove `{text}`, or the `;` or brace before it"))
        })
    }

    fn dangling(&self, last: usize) -> Option<Problem> {
        let token = self.tokens[last];
        let text = token.text(self.text);
        let joins = token.kind == TokenKind::Comma || token.kind == TokenKind::Word && JOINS_NEXT.contains(&text);
        let message = format!("nothing follows `{text}`");
        let label = "the clause stops here in the middle";
        joins.then(|| {
            Problem::new(Code::E0101, message, token.span(self.file), label)
                .help(format!("remove `{text}`, or write what belongs after it"))
        })
    }

    /// `{`: the clause being read gets a block. Beyond the limit it is skipped whole.
    fn open(&mut self, at: usize) -> usize {
        if self.frames.len() > DEPTH_MAX {
            if !std::mem::replace(&mut self.too_deep, true) {
                self.problems.push(nested_too_deeply(&self.tokens[at], self.file));
            }
            return self.skip_block(at);
        }
        self.depth = 0;
        self.frames.push(Frame { open: Some(at), ..Frame::default() });
        at + 1
    }

    fn skip_block(&mut self, at: usize) -> usize {
        let mut depth = 0_usize;
        for (offset, token) in self.tokens[at..].iter().enumerate() {
            match token.kind {
                TokenKind::Open => depth += 1,
                TokenKind::Close => depth -= 1,
                _ => continue,
            }
            if depth == 0 {
                self.finish_clause(None);
                if let Some(clause) = self.frame().clauses.last_mut() {
                    clause.broken = true;
                }
                return at + offset + 1;
            }
        }
        self.unclosed += depth;
        self.tokens.len()
    }

    fn close(&mut self, at: usize) {
        self.finish_clause(None);
        if self.braces == Braces::CloseByIndent && self.tokens[at].first {
            self.skip_to_indent(self.tokens[at].indent);
        }
        if self.frames.len() > 1 {
            self.close_frame(Some(at));
            return;
        }
        self.stray = true;
        let span = self.tokens[at].span(self.file);
        let problem = Problem::new(Code::E0106, "a `}` that closes nothing", span, "no block is open here");
        self.problems.push(problem.help("remove it, or look for a block above that ended too early").edit(span, ""));
    }

    /// A `}` under the first letter of an outer block's line closes that block, and says that inner ones were left open.
    fn skip_to_indent(&mut self, indent: u32) {
        let indents = |frame: &Frame| frame.open.map(|open| self.tokens[open].indent);
        let inner = self.frames.iter().rev().take_while(|frame| indents(frame).is_some_and(|own| own > indent)).count();
        let partner = self.frames.iter().rev().nth(inner).and_then(indents);
        if partner == Some(indent) && inner > 0 {
            let open = self.frame().open.expect("frames with a greater indentation have a brace");
            self.close_frames(inner, None);
            self.problems.push(unclosed_block(self.tokens, open, None, self.file));
        }
    }

    /// A declaration at the margin of an open block says that the block was left open.
    fn end_blocks_by_indent(&mut self, at: usize) {
        let token = self.tokens[at];
        if self.braces != Braces::CloseByIndent || !token.first {
            return;
        }
        // Within a declaration any line ends the blocks that are opened at its own margin or further in.
        let inner = self.frames.last().and_then(|frame| frame.open).map_or(0, |open| self.tokens[open].indent);
        let begins = DECLARATIONS.contains(&token.text(self.text)) || inner > 0 && inner == token.indent;
        if !begins {
            return;
        }
        let left = |frame: &&Frame| frame.open.is_some_and(|open| self.tokens[open].indent >= token.indent);
        let count = self.frames.iter().rev().take_while(left).count();
        if count == 0 {
            return;
        }
        let open = self.frame().open.expect("a counted frame has a brace");
        let comments = std::mem::take(&mut self.frame().pending);
        self.close_frames(count, None);
        self.frame().pending = comments;
        self.problems.push(unclosed_block(self.tokens, open, Some((token, self.text)), self.file));
    }

    fn close_frames(&mut self, count: usize, close: Option<usize>) {
        for _ in 0..count {
            self.finish_clause(None);
            self.close_frame(close);
            self.unclosed += 1;
        }
    }

    fn close_frame(&mut self, close: Option<usize>) {
        let Some(inner) = self.frames.pop() else { return };
        let Some(open) = inner.open else { return };
        let block = Block { open, close, comment: inner.comment, clauses: inner.clauses, trailing: inner.pending };
        self.clauses += 1;
        let head = self.frame().head.take();
        let broken = match head {
            Some((first, last)) => self.is_broken(first, last),
            None => self.headless(open),
        };
        let head = head.map_or(open..open, |(first, last)| first..last + 1);
        let frame = self.frame();
        let leading = std::mem::take(&mut frame.pending);
        frame.clauses.push(Clause { tokens: head, block: Some(block), leading, comment: None, broken });
        frame.after_block = true;
    }
}

fn unclosed_block(tokens: &[Token], open: usize, before: Option<(Token, &str)>, file: FileId) -> Problem {
    let span = tokens[open].span(file);
    let problem = Problem::new(Code::E0105, "a block without an end", span, "no `}` closes it");
    match before {
        Some((token, text)) => {
            let word = token.text(text);
            let at = Span { end: token.start, ..token.span(file) };
            problem
                .label(
                    token.span(file),
                    format!("`{word}` stands at the margin, so the block has probably ended before"),
                )
                .help(format!("write `}}` before `{word}`"))
                .edit(at, "}\n")
        }
        None => problem.help("close it with `}`"),
    }
}
