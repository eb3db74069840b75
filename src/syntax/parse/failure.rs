//! A clause that the grammar could not read → what a person should be told.
//!
//! pest gives the furthest byte it reached and the rules it would have liked
//! there. The message quotes what the author wrote at that place; the causes that
//! are known from experience come first, and the clause's usage line is the help.

use pest::error::{Error, ErrorVariant, InputLocation};

use super::Reader;
use super::forms::{Form, Place};
use super::literal::{UNITS, comma, has_comma};
use super::words::words;
use crate::diagnostic::{Code, Problem, nearest};
use crate::source::Span;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::{Clause, Token, TokenKind};

/// Signs of other languages, and the words that Baton has for them.
const SIGNS: [(&str, &str); 11] = [
    (">=", "at least"),
    ("<=", "at most"),
    ("==", "is"),
    ("!=", "is not"),
    ("&&", "and"),
    ("||", "or"),
    (">", "above"),
    ("<", "below"),
    ("=", "is"),
    ("!", "not"),
    (":", "a space"),
];

/// A clause that stopped making sense, and where.
struct Failure<'a> {
    /// Its tokens before that place.
    before: Vec<&'a Token>,
    /// The token there; none at the end.
    here: Option<&'a Token>,
    /// What is left of that token from the place on.
    rest: Span,
    text: &'a str,
    expected: Vec<&'static str>,
}

impl<'a> Reader<'a> {
    /// The one problem of a clause that `form` could not read.
    pub(super) fn explain(&self, clause: &Clause, form: &Form, place: Place, error: &Error<Rule>) -> Problem {
        let span = self.span(clause);
        let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
        let failure = self.locate(clause, span, span.range().start + at, expected(error));
        failure.known_cause(place, self).unwrap_or_else(|| failure.plain(form))
    }

    fn locate(&self, clause: &Clause, span: Span, at: usize, expected: Vec<&'static str>) -> Failure<'a> {
        let tokens: Vec<_> = clause.words(self.layout).collect();
        let reached = tokens.partition_point(|token| token.end as usize <= at);
        let here = tokens.get(reached).copied();
        let rest = match here {
            Some(token) => {
                let inside = token.kind == TokenKind::Word && token.start as usize <= at;
                Span::new(self.file, if inside { at } else { token.start as usize }..token.end as usize)
            }
            None => Span { start: span.end, ..span },
        };
        Failure { before: tokens[..reached].to_vec(), here, rest, text: self.text, expected }
    }
}

/// What pest would have liked, in words, each once; what ends a clause comes last.
fn expected(error: &Error<Rule>) -> Vec<&'static str> {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return Vec::new() };
    let mut all: Vec<_> = positives.iter().map(|rule| words(*rule)).filter(|word| *word != "something else").collect();
    let mut seen = Vec::new();
    all.retain(|word| {
        !seen.contains(word) && {
            seen.push(word);
            true
        }
    });
    all.sort_by_key(|word| *word == words(Rule::EOI));
    all
}

impl<'a> Failure<'a> {
    fn word(&self, token: &Token) -> &'a str {
        token.text(self.text)
    }

    fn span(&self, token: &Token) -> Span {
        token.span(self.rest.file)
    }

    /// What is known from experience, most certain first.
    fn known_cause(&self, place: Place, reader: &Reader) -> Option<Problem> {
        self.comma_in_number()
            .or_else(|| self.joined_lines(reader))
            .or_else(|| self.new_clause(place))
            .or_else(|| self.negated_comparison())
            .or_else(|| self.unit())
            .or_else(|| self.sign())
            .or_else(|| self.hyphen())
            .or_else(|| self.misspelt())
    }

    fn comma_in_number(&self) -> Option<Problem> {
        let token = self.before.iter().copied().chain(self.here).find(|token| {
            token.kind == TokenKind::Word
                && has_comma(self.word(token))
                && self.word(token).starts_with(|c: char| c == '-' || c.is_ascii_digit())
        })?;
        Some(comma(self.word(token), self.span(token)))
    }

    /// The line before ends with a comma, `and`, `or` or `not`, and this line does not go on with it.
    fn joined_lines(&self, reader: &Reader) -> Option<Problem> {
        let (last, here) = (*self.before.last()?, self.here.filter(|token| token.first)?);
        let word = self.word(last);
        if last.kind != TokenKind::Comma && !matches!(word, "and" | "or" | "not") {
            return None;
        }
        let next = self.word(here);
        let message = format!("the `{word}` at the end of the line joins the next line, which does not go on with it");
        let problem = Problem::new(Code::E0101, message, self.span(last), "this line goes on");
        let _ = reader;
        Some(
            problem
                .label(self.span(here), format!("`{next}` is read as its next part"))
                .help(format!("remove the `{word}`, or write what belongs after it")),
        )
    }

    fn new_clause(&self, place: Place) -> Option<Problem> {
        let here = self.here.filter(|_| !self.before.is_empty())?;
        let word = self.word(here);
        let form = place.forms().iter().find(|form| form.words.first() == Some(&word))?;
        let message = format!("`{word}` begins a line of its own");
        let problem = Problem::new(Code::E0101, message, self.span(here), "a new clause begins here");
        let at = Span { end: self.rest.start, ..self.rest };
        Some(problem.help(format!("write it on the next line, or after `;`: `{}`", form.usage)).edit(at, "; "))
    }

    fn negated_comparison(&self) -> Option<Problem> {
        let here = self.here?;
        let count = self.before.len();
        let ends_not = count >= 1 && self.word(self.before[count - 1]) == "not";
        let opposite = match (self.word(here), ends_not) {
            ("above", true) => "at most",
            ("below", true) => "at least",
            ("at", true) => "above` or `below",
            _ => return None,
        };
        let problem = Problem::new(
            Code::E0101,
            "a comparison is not turned round with `not`",
            self.span(here),
            "`is not` takes a value",
        );
        Some(problem.help(format!("write `{opposite}`")))
    }

    /// `30 dayz`, `10_000 eur`.
    fn unit(&self) -> Option<Problem> {
        let (last, here) = (*self.before.last()?, self.here?);
        let (number, unit) = (self.word(last), self.word(here));
        if here.kind != TokenKind::Word || !number.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
            return None;
        }
        let upper = unit.to_ascii_uppercase();
        let currency = unit.len() == 3 && unit.chars().all(|c| c.is_ascii_alphabetic()) && !UNITS.contains(&unit);
        let near = nearest(unit, UNITS).filter(|near| *near != unit);
        let meant = near.or(currency.then_some(upper.as_str()))?;
        let problem =
            Problem::new(Code::E0121, format!("`{unit}` is not a unit"), self.span(here), format!("after `{number}`"));
        Some(problem.help(format!("did you mean `{number} {meant}`?")).edit(self.span(here), meant))
    }

    fn sign(&self) -> Option<Problem> {
        let rest = self.text.get(self.rest.range())?;
        let (sign, meant) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign))?;
        let span = Span { end: self.rest.start + u32::try_from(sign.len()).ok()?, ..self.rest };
        let problem = Problem::new(
            Code::E0101,
            format!("`{sign}` is not a word of the language"),
            span,
            "signs are written as words",
        );
        match *meant {
            "a space" => Some(problem.help("remove it")),
            meant => Some(problem.help(format!("write `{meant}`")).edit(span, format!(" {meant} "))),
        }
    }

    fn hyphen(&self) -> Option<Problem> {
        let here = self.here?;
        let word = self.word(here);
        if !self.text.get(self.rest.range())?.starts_with('-')
            || word.starts_with('-')
            || !word.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_' || c == '.')
        {
            return None;
        }
        let meant = word.replace('-', "_");
        let problem = Problem::new(
            Code::E0101,
            format!("a hyphen in the name `{word}`"),
            self.span(here),
            "names have letters, digits, `_` and `.`",
        );
        Some(problem.help(format!("write `{meant}`")).edit(self.span(here), meant))
    }

    /// A word that is nearly one that could stand here.
    fn misspelt(&self) -> Option<Problem> {
        let here = self.here.filter(|token| token.kind == TokenKind::Word)?;
        let word = self.word(here);
        let known = self.expected.iter().filter_map(|expected| expected.strip_prefix('`')?.strip_suffix('`'));
        let firsts: Vec<_> = known.filter_map(|phrase| phrase.split(' ').next()).collect();
        let near = nearest(word, firsts.iter().copied()).filter(|near| *near != word)?;
        let problem =
            Problem::new(Code::E0101, format!("`{word}` is not expected here"), self.span(here), self.label());
        Some(problem.help(format!("did you mean `{near}`?")).edit(self.span(here), near))
    }

    fn plain(&self, form: &Form) -> Problem {
        let problem = match self.here {
            Some(token) => {
                let span = if self.rest.start == token.start { self.span(token) } else { self.rest };
                let shown = self.text.get(span.range()).unwrap_or_default();
                Problem::new(Code::E0101, format!("`{shown}` is not expected here"), span, self.label())
            }
            None => {
                let last = self.before.last().map_or(self.rest, |token| self.span(token));
                Problem::new(Code::E0101, "the clause ends too early", last, self.label())
            }
        };
        problem.help(format!("write it as `{}`", form.usage))
    }

    /// What could stand here.
    fn label(&self) -> String {
        let after = if self.here.is_none() { "after this, " } else { "" };
        match self.expected.as_slice() {
            [] => "not readable".to_owned(),
            [one] => format!("{after}expected {one}"),
            [all @ .., last] if all.len() <= 5 => format!("{after}expected {} or {last}", all.join(", ")),
            _ => "not readable from here on".to_owned(),
        }
    }
}
