//! The text of a pattern → [`Pattern`], with problems that point into the text.
//!
//! In: a text in quotes as it stands in the file. Out: the pattern, or one problem.
//! Words come out as the runtime hears them: lower case, accents folded.

use pest::Parser;
use pest::iterators::Pair;

use crate::diagnostic::{Code, Problem};
use crate::pattern::{Part, Pattern, fold_char};
use crate::source::Span;

mod grammar;
mod shape;

use grammar::{PatternGrammar, Rule};

/// Patterns may not be longer, in bytes.
const LENGTH_MAX: usize = 1_000;
/// Brackets may not be nested deeper.
const DEPTH_MAX: usize = 8;

/// A text without its quotes and escapes, and where each byte of it stands in the file.
struct Unquoted {
    text: String,
    /// For each byte of the text, and for its end, the offset from the opening quote.
    offsets: Vec<u32>,
    span: Span,
}

impl Unquoted {
    fn new(quoted: &str, span: Span) -> Self {
        let mut text = String::new();
        let mut offsets = Vec::new();
        let inner = quoted.len().saturating_sub(1);
        let mut characters = quoted.char_indices().skip(1).take_while(|(at, _)| *at < inner);
        while let Some((at, c)) = characters.next() {
            let c = if c == '\\' {
                characters.next().map_or(c, |(_, next)| if next == 'n' { ' ' } else { next })
            } else {
                c
            };
            text.push(c);
            offsets.resize(text.len(), u32::try_from(at).unwrap_or(u32::MAX));
        }
        offsets.push(u32::try_from(inner).unwrap_or(u32::MAX));
        Self { text, offsets, span }
    }

    /// Where the bytes from `start` to `end` stand in the file.
    fn at(&self, start: usize, end: usize) -> Span {
        let offset = |at: usize| self.span.start + self.offsets.get(at).or(self.offsets.last()).copied().unwrap_or(0);
        Span { file: self.span.file, start: offset(start), end: offset(end).max(offset(start)) }
    }
}

/// Reads the text `quoted`, quotes included, which stands at `span`.
pub(super) fn read(quoted: &str, span: Span) -> (Option<Pattern>, Option<Problem>) {
    let unquoted = Unquoted::new(quoted, span);
    match pattern(&unquoted) {
        Ok(pattern) => (Some(pattern), None),
        Err(problem) => (None, Some(problem)),
    }
}

fn pattern(unquoted: &Unquoted) -> Result<Pattern, Problem> {
    shape::check(unquoted)?;
    let text = &unquoted.text;
    let mut pairs = PatternGrammar::parse(Rule::pattern, text).map_err(|error| {
        let (pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _))) = error.location;
        let next = text[at..].chars().next().map_or(0, char::len_utf8);
        wrong("a pattern that cannot be read", unquoted.at(at, at + next), "not readable from here on")
    })?;
    let top = pairs.next().and_then(|pair| pair.into_inner().next()).expect("a pattern is one sequence");
    let pattern = sequence(top);
    if may_be_nothing(&pattern) {
        let problem = wrong("a pattern that fits every message", unquoted.span, "all of it may be left out");
        return Err(problem.help("at least one word must stand outside `[ ]`"));
    }
    if gap_at_edge(&pattern, true) || gap_at_edge(&pattern, false) {
        let at = text.find("..").unwrap_or(0);
        let at = if gap_at_edge(&pattern, true) { at } else { text.rfind("..").unwrap_or(0) };
        let problem = wrong("a gap at an end of a pattern", unquoted.at(at, at + 2), "`..` stands between words");
        return Err(problem.help("remove it: a pattern fits anywhere in a message"));
    }
    Ok(pattern)
}

fn wrong(message: impl Into<String>, span: Span, label: impl Into<String>) -> Problem {
    Problem::new(Code::E0115, message, span, label)
}

fn sequence(pair: Pair<Rule>) -> Pattern {
    Pattern { parts: pair.into_inner().map(part).collect() }
}

fn part(pair: Pair<Rule>) -> Part {
    match pair.as_rule() {
        Rule::gap => Part::Gap,
        Rule::one_of => Part::OneOf(pair.into_inner().map(sequence).collect()),
        Rule::maybe => Part::Maybe(pair.into_inner().map(sequence).collect()),
        Rule::prefix => Part::Prefix(folded(pair.as_str().trim_end_matches('*'))),
        _ => Part::Word(folded(pair.as_str())),
    }
}

/// A word as the runtime hears it.
fn folded(word: &str) -> String {
    word.chars().filter_map(fold_char).collect()
}

fn may_be_nothing(pattern: &Pattern) -> bool {
    pattern.parts.iter().all(|part| match part {
        Part::Word(_) | Part::Prefix(_) => false,
        Part::Gap | Part::Maybe(_) => true,
        Part::OneOf(several) => several.iter().any(may_be_nothing),
    })
}

/// Whether a gap can be what a match begins (or ends) with.
fn gap_at_edge(pattern: &Pattern, first: bool) -> bool {
    let mut parts: Vec<_> = pattern.parts.iter().collect();
    if !first {
        parts.reverse();
    }
    for part in parts {
        match part {
            Part::Gap => return true,
            Part::Word(_) | Part::Prefix(_) => return false,
            Part::OneOf(several) => return several.iter().any(|one| gap_at_edge(one, first)),
            Part::Maybe(several) if several.iter().any(|one| gap_at_edge(one, first)) => return true,
            Part::Maybe(_) => {}
        }
    }
    false
}

#[cfg(test)]
mod tests;
