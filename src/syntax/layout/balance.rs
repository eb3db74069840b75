//! Which parentheses belong together, decided before clauses are cut.
//!
//! A parenthesis must close before the next brace or `;`. One that does not is
//! reported and counts for nothing, so that its clause ends with its line.

use super::{DEPTH_MAX, Token, TokenKind};
use crate::diagnostic::{Code, Diagnostics, Problem};
use crate::source::FileId;

/// Per token, whether it is a parenthesis that has its partner.
pub(super) fn parentheses(tokens: &mut [Token], file: FileId, out: &mut Diagnostics) -> Vec<bool> {
    let mut matched = vec![false; tokens.len()];
    let mut open: Vec<usize> = Vec::new();
    let mut blocks = 0_usize;
    let mut too_deep = false;
    for at in 0..tokens.len() {
        match tokens[at].kind {
            TokenKind::ParenOpen => {
                open.push(at);
                if open.len() + blocks > DEPTH_MAX {
                    tokens[at].broken = true;
                    if !std::mem::replace(&mut too_deep, true) {
                        out.push(nested_too_deeply(&tokens[at], file));
                    }
                }
            }
            TokenKind::ParenClose => {
                if let Some(partner) = open.pop() {
                    (matched[partner], matched[at]) = (true, true);
                }
            }
            TokenKind::Open => {
                unclosed(&open, tokens, file, out);
                open.clear();
                blocks += 1;
            }
            TokenKind::Close | TokenKind::Semicolon => {
                unclosed(&open, tokens, file, out);
                open.clear();
                blocks -= usize::from(tokens[at].kind == TokenKind::Close && blocks > 0);
            }
            _ => {}
        }
    }
    unclosed(&open, tokens, file, out);
    matched
}

/// What is said of the first brace or parenthesis beyond the limit.
pub(super) fn nested_too_deeply(token: &Token, file: FileId) -> Problem {
    let message = format!("nested more than {DEPTH_MAX} deep");
    Problem::new(Code::E0110, message, token.span(file), "one too many").help("split it into several clauses")
}

/// Reports the outermost of the parentheses that are still open.
fn unclosed(open: &[usize], tokens: &mut [Token], file: FileId, out: &mut Diagnostics) {
    let Some(first) = open.first() else { return };
    for at in open {
        tokens[*at].broken = true;
    }
    if open.len() > DEPTH_MAX {
        return;
    }
    let span = tokens[*first].span(file);
    let problem = Problem::new(Code::E0120, "a parenthesis without an end", span, "no `)` closes it");
    out.push(problem.help("close it with `)` before the clause ends"));
}
