//! A clause that was not read, and a phrase of another language in it → what to write.
//!
//! The phrases themselves are in `syntax/foreign.rs`. Only a phrase at the place
//! where reading stopped is the cause; one further away may be a name.

use super::Reader;
use super::forms::Place;
use crate::diagnostic::{Code, Problem};
use crate::syntax::foreign::{self, Stands};
use crate::syntax::layout::{Clause, Token, TokenKind};

/// How far from the place where reading stopped a phrase may begin or end, in words.
const REACH: usize = 2;

impl Reader<'_> {
    /// A line that begins with words of another language.
    pub(super) fn foreign_line(&self, clause: &Clause, place: Place) -> Option<Problem> {
        let tokens: Vec<&Token> = clause.words(self.layout).collect();
        let words: Vec<&str> = tokens.iter().map(|token| token.text(self.text)).collect();
        let own = match place {
            Place::Rule => foreign::find(&words, Stands::RuleLine),
            Place::Test => foreign::find(&words, Stands::TestLine),
            _ => None,
        };
        let comment = || {
            let start = ["//", "/*", "--"].into_iter().find(|sign| words[0].starts_with(sign))?;
            foreign::find(&[start], Stands::Line)
        };
        let (known, _, length) = own.or_else(|| if words.is_empty() { None } else { comment() })?;
        let span = tokens[0].span(self.file).to(tokens[length - 1].span(self.file));
        let message = format!("`{}` is not a word of the language", words[..length].join(" "));
        let problem = Problem::new(Code::E0102, message, span, "not known here").help(known.help());
        Some(if known.is_edit() { problem.edit(span, known.ours) } else { problem })
    }

    /// `en says "x"` in a signal, `default 60%` in a threshold: a line with a word too few or too many.
    pub(super) fn half_a_line(&self, clause: &Clause, place: Place, words: &[&str]) -> Option<Problem> {
        let first = clause.words(self.layout).next()?.span(self.file);
        match (place, words) {
            (Place::Signal, [language, "says", ..]) if language.len() == 2 => {
                let problem = Problem::new(
                    Code::E0102,
                    format!("a language without `in`, `{language}`"),
                    first,
                    "not known here",
                );
                Some(problem.help(format!("write `in {language} says \"…\"`")).edit(first, format!("in {language}")))
            }
            (Place::Threshold, ["default" | "base" | "is", value, ..]) => {
                let second = clause.words(self.layout).nth(1)?.span(self.file);
                let message = format!("`{}` is not a word of a threshold", words[0]);
                let problem = Problem::new(Code::E0102, message, first, "not known here");
                Some(problem.help(format!("write `{value}` alone")).edit(first.to(second), *value))
            }
            _ => None,
        }
    }

    /// A phrase of another language where the clause stopped making sense, at its token number `reached`.
    pub(super) fn foreign_phrase(&self, clause: &Clause, reached: usize) -> Option<Problem> {
        let tokens: Vec<&Token> = clause.words(self.layout).collect();
        let words: Vec<&str> = tokens.iter().map(|token| token.text(self.text)).collect();
        if let ["says", text, ..] = words.as_slice()
            && text.starts_with('"')
        {
            let (span, meant) = (tokens[0].span(self.file), "in en says");
            let problem = Problem::new(Code::E0101, "`says` without a language", span, "in which language?");
            return Some(problem.help(format!("write `{meant} \"…\"`")).edit(span, meant));
        }
        let from = reached.saturating_sub(REACH + 1);
        let near = words.get(from..)?;
        let stands: &[Stands] = match words.first()? {
            &"then" | &"expect" | &"otherwise" => &[Stands::Action],
            &"fact" => &[Stands::Kind],
            _ => &[Stands::Condition],
        };
        if !matches!(words[0], "fact" | "then" | "expect")
            && let Some((at, (written, length))) =
                (0..near.len()).find_map(|at| Some((at, foreign::amount(&near[at..])?)))
            && from + at <= reached
        {
            let span = tokens[from + at].span(self.file).to(tokens[from + at + length - 1].span(self.file));
            let shown = near[at..at + length].join(" ");
            let problem = Problem::new(
                Code::E0121,
                format!("`{shown}` is not how an amount is written"),
                span,
                "a number, then its unit",
            );
            return Some(problem.help(format!("write `{written}`")).edit(span, written));
        }
        let (known, at, length) = stands.iter().find_map(|stands| foreign::find(near, *stands))?;
        let (first, last) = (from + at, from + at + length - 1);
        if first == 0 || first > reached || last + REACH < reached || tokens[first].kind != TokenKind::Word {
            return None;
        }
        let span = tokens[first].span(self.file).to(tokens[last].span(self.file));
        let message = format!("`{}` is not a word of the language", words[first..=last].join(" "));
        let problem = Problem::new(Code::E0101, message, span, "not known here").help(known.help());
        Some(if known.is_edit() { problem.edit(span, known.ours) } else { problem })
    }
}
