//! A question to a policy: the lines of a guarantee, in one sentence.
//!
//! In: `when customer.tier is enterprise, can it hand off`. Out: a guarantee that
//! would hold if the answer were no, or of `then always …` the one that is asked for.
//! The sentence is cut at `except when` and where its demand begins; a comma before
//! these belongs to neither part.

use super::forms::Place;
use super::{Reader, broken_later};
use crate::diagnostic::{Code, Diagnostics, Problem};
use crate::source::{FileId, Span};
use crate::syntax::ast::{Guarantee, Text};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::{Clause, Token, TokenKind, layout};

/// How a question may end.
const ENDINGS: &str = "`can it hand off`, `then never one of stay, offer`, `then always hand off to QUEUE`, \
    `as FACT rises, the outcome never moves towards stay` or `someone eligible for QUEUE at every instant`";

/// Reads a question; none if it was reported what is wrong with it.
pub(in crate::syntax) fn question(text: &str, file: FileId, out: &mut Diagnostics) -> Option<Guarantee> {
    let laid = layout(text, file, out);
    if out.has_errors() {
        return None;
    }
    let breaks = broken_later(&laid);
    let parts = parts(text, &laid.tokens);
    let mut reader =
        Reader { text, file, layout: &laid, breaks, out, unread: Vec::new(), allows: Vec::new(), failures: 0 };
    reader.question(&parts)
}

/// Where the parts of a question stand among its tokens.
fn parts(text: &str, tokens: &[Token]) -> Vec<std::ops::Range<usize>> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text(text));
    let moves = tokens.iter().any(|token| matches!(token.text(text), "rises" | "falls"));
    let begins_demand = |at: usize| match word(at) {
        "then" => true,
        "can" => word(at + 1) == "it",
        "as" => moves,
        "someone" => word(at + 1) == "eligible",
        "never" => word(at + 1) == "closed",
        _ => false,
    };
    let demand = (0..tokens.len()).find(|at| begins_demand(*at)).unwrap_or(tokens.len());
    let begins = |at: usize| at == demand || at < demand && (word(at), word(at + 1)) == ("except", "when");
    let mut starts: Vec<usize> = (1..tokens.len()).filter(|at| begins(*at)).collect();
    starts.insert(0, 0);
    let ends = starts.iter().skip(1).copied().chain([tokens.len()]);
    let joins =
        |at: usize| matches!(tokens[at].kind, TokenKind::Comma | TokenKind::Semicolon) || !tokens[at].is_significant();
    let trimmed = |(start, mut end): (usize, usize)| {
        while end > start && joins(end - 1) {
            end -= 1;
        }
        start..end
    };
    starts.iter().copied().zip(ends).map(trimmed).filter(|part| !part.is_empty()).collect()
}

impl Reader<'_> {
    fn question(&mut self, parts: &[std::ops::Range<usize>]) -> Option<Guarantee> {
        let whole = Span::new(self.file, 0..self.text.trim_end().len());
        let (mut when, mut except, mut demand) = (Vec::new(), Vec::new(), None);
        for part in parts {
            let clause = Clause { tokens: part.clone(), ..Clause::default() };
            let Some(found) = self.read(&clause, Place::Question) else { continue };
            let Some(node) = found.node else { continue };
            match found.form.rule {
                Rule::when => when.extend(self.build(&node.the(Rule::when_part), Self::condition_of)),
                Rule::bare => when.extend(self.build(&node, Self::condition_of)),
                Rule::except => except.extend(self.build(&node.the(Rule::except_part), Self::condition_of)),
                _ => demand = self.build(&node, Self::demand),
            }
        }
        if self.failures > 0 {
            return None;
        }
        let Some(demand) = demand else {
            let end = Span { start: whole.end, ..whole };
            let problem = Problem::new(Code::E0116, "the question asks nothing", end, "what is asked?");
            self.fail(problem.help(format!("end it with {ENDINGS}")));
            return None;
        };
        let title = Text { text: self.text.trim().to_owned(), span: whole };
        Some(Guarantee { title, when, except, demand: Some(demand), span: whole })
    }
}
