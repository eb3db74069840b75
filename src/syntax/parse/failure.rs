//! A clause that the grammar could not read → what a person should be told.
//!
//! pest gives the furthest byte it reached and the rules it would have liked
//! there. The message quotes what the author wrote at that place; the causes that
//! are known from experience come first, and the clause's usage line is the help.

use pest::error::{Error, ErrorVariant, InputLocation};

use super::Reader;
use super::forms::{Form, Place};
use super::guarantee;
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

/// How effects begin.
const EFFECTS: [&str; 15] = [
    "priority",
    "raise priority by",
    "tag",
    "need skill",
    "need language",
    "need level",
    "notify",
    "instruct",
    "reply within",
    "due in",
    "wording",
    "offer to all at once",
    "no choice",
    "do",
    "everyone with the language",
];

/// How types begin.
const TYPES: [&str; 17] = [
    "true or false",
    "count",
    "number",
    "share",
    "score",
    "money in",
    "duration",
    "time",
    "weekday",
    "date",
    "moment",
    "one of",
    "tags",
    "a language",
    "a country",
    "an agent",
    "text",
];

/// The phrase that was probably meant by what was written.
fn meant<'p>(written: &str, known: impl Iterator<Item = &'p str>) -> Option<&'p str> {
    nearest(written, known).filter(|near| *near != written)
}

/// A clause that stopped making sense, and where.
struct Failure<'a> {
    /// Its tokens before that place.
    before: Vec<&'a Token>,
    /// The token there; none at the end.
    here: Option<&'a Token>,
    /// The one after it.
    next: Option<&'a Token>,
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
        let tokens: Vec<_> = clause.words(self.layout).collect();
        failure
            .comma_in_number()
            .or_else(|| guarantee::misread(self.text, self.file, &tokens, form))
            .or_else(|| self.foreign_phrase(clause, failure.before.len()))
            .or_else(|| failure.known_cause(form, place))
            .unwrap_or_else(|| failure.plain(form))
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
        Failure {
            before: tokens[..reached].to_vec(),
            here,
            next: tokens.get(reached + 1).copied(),
            rest,
            text: self.text,
            expected,
        }
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
    fn known_cause(&self, form: &Form, place: Place) -> Option<Problem> {
        self.joined_lines(place)
            .or_else(|| self.new_clause(place))
            .or_else(|| self.negated_comparison())
            .or_else(|| self.sign())
            .or_else(|| self.hyphen())
            .or_else(|| self.list_in_words())
            .or_else(|| self.misspelt())
            .or_else(|| self.word_for_comma(form))
            .or_else(|| self.name_of_words(form))
            .or_else(|| self.missing_comma(form))
            .or_else(|| self.unit())
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
    fn joined_lines(&self, place: Place) -> Option<Problem> {
        let tokens: Vec<_> = self.before.iter().copied().chain(self.here).collect();
        let at = tokens.iter().rposition(|token| token.first).filter(|at| *at > 0)?;
        let (last, here) = (tokens[at - 1], tokens[at]);
        let begins = place.forms().iter().any(|form| form.words.first() == Some(&self.word(here)));
        if at < self.before.len() && !begins {
            return None;
        }
        let word = self.word(last);
        if last.kind != TokenKind::Comma && !matches!(word, "and" | "or" | "not") {
            return None;
        }
        let next = self.word(here);
        let message = format!("the `{word}` at the end of the line joins the next line, which does not go on with it");
        let problem = Problem::new(Code::E0101, message, self.span(last), "this line goes on");
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

    /// `is not above 3` is `at most 3`.
    fn negated_comparison(&self) -> Option<Problem> {
        let (last, here) = (*self.before.last()?, self.here?);
        let next = self.next.map_or("…", |next| self.word(next));
        let (wrong, right) = match (self.word(last), self.word(here), next) {
            ("not", "above", next) => (format!("not above {next}"), format!("at most {next}")),
            ("not", "below", next) => (format!("not below {next}"), format!("at least {next}")),
            ("not", "at", "least") => ("not at least …".to_owned(), "below …".to_owned()),
            ("not", "at", "most") => ("not at most …".to_owned(), "above …".to_owned()),
            _ => return None,
        };
        let span = self.span(last).to(self.span(here));
        let problem =
            Problem::new(Code::E0101, format!("`{wrong}` is not a comparison"), span, "`not` takes a value here");
        Some(problem.help(format!("write `{right}`")))
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

    /// `a, b or c`, `a, and b`, `)`: lists and parentheses that are not written so.
    fn list_in_words(&self) -> Option<Problem> {
        let here = self.here?;
        let new = |code, message, label| Problem::new(code, message, self.span(here), label);
        if here.kind == TokenKind::ParenClose {
            let problem = new(Code::E0120, "a `)` that closes nothing", "no `(` is open here");
            return Some(problem.help("remove it").edit(self.span(here), ""));
        }
        if let ([.., is, value], Some(next)) = (self.before.as_slice(), self.next)
            && here.kind == TokenKind::Comma
            && self.word(is) == "is"
            && self.expected.contains(&"`and`")
        {
            let meant = format!("is one of {}, {}", self.word(value), self.word(next));
            let problem = new(Code::E0101, "several values after `is`", "a list begins with `one of`");
            return Some(problem.help(format!("write `{meant}`")).edit(self.span(is).to(self.span(next)), meant));
        }
        if here.kind == TokenKind::Comma && self.expected.contains(&"`and`") {
            let problem = new(Code::E0101, "a comma does not join conditions", "only a list after `one of` has commas");
            return Some(problem.help("write `and` or `or`"));
        }
        if self.expected == ["`other`"] {
            let label = "after `or`, only `other` can stand here";
            let problem = new(Code::E0101, "a list has commas, also before its last word", label);
            return Some(problem.help("write `a, b, c`; `a, b or other` also takes words that are not in the list"));
        }
        None
    }

    /// A word, or two, that are nearly what could stand here.
    fn misspelt(&self) -> Option<Problem> {
        let here = self.here.filter(|token| token.kind == TokenKind::Word)?;
        let word = self.word(here);
        if word.chars().count() < 3 {
            return None;
        }
        let quoted = self.expected.iter().flat_map(|expected| expected.split('`').skip(1).step_by(2));
        let known: Vec<_> = quoted.chain(self.openings()).collect();
        let phrases = || known.iter().copied().filter(|phrase| phrase.contains(' '));
        let firsts = || known.iter().filter_map(|phrase| phrase.split(' ').next());
        let two = self.next.and_then(|next| {
            let written = format!("{word} {}", self.word(next));
            let near = meant(&written, phrases())?;
            Some((written, self.span(here).to(self.span(next)), near))
        });
        let one = || {
            let near = meant(word, known.iter().copied()).or_else(|| meant(word, firsts()))?;
            Some((word.to_owned(), self.span(here), near))
        };
        let (written, span, near) = two.or_else(one)?;
        let problem = Problem::new(Code::E0101, format!("`{written}` is not expected here"), span, self.label());
        Some(problem.help(format!("did you mean `{near}`?")).edit(span, near))
    }

    /// `hand off to legal with priority high`, `given tier is gold and n is 2`.
    fn word_for_comma(&self, form: &Form) -> Option<Problem> {
        let here = self.here.filter(|token| !token.first && matches!(self.word(token), "with" | "and" | "plus"))?;
        let (last, next) = (*self.before.last()?, self.next?);
        let acts = matches!(form.rule, Rule::then | Rule::expect | Rule::otherwise);
        if !self.expected.contains(&"`,`") || next.kind != TokenKind::Word || acts && !self.opens_effect(next) {
            return None;
        }
        let word = self.word(here);
        let message = format!("`{word}` where a comma belongs");
        let problem = Problem::new(Code::E0101, message, self.span(here), "these are listed with commas");
        let meant = format!("{}, {}", self.word(last), self.word(next));
        let gap = Span { start: last.end, end: here.end, ..self.rest };
        Some(problem.help(format!("write a comma instead of `{word}`: `{meant}`")).edit(gap, ","))
    }

    /// `category Gift Cards`, `rule big refund`: a name is one word.
    fn name_of_words(&self, form: &Form) -> Option<Problem> {
        let named = matches!(
            form.rule,
            Rule::category | Rule::fact | Rule::rule_head | Rule::queue | Rule::message | Rule::signal | Rule::switch
        );
        let here = self.here.filter(|token| named && token.kind == TokenKind::Word && !token.first)?;
        let name = *self.before.last().filter(|_| self.before.len() == form.words.len() + 1)?;
        let is_word = |token: &Token| self.word(token).chars().all(|c| c.is_alphanumeric() || c == '_');
        if name.kind != TokenKind::Word || !is_word(name) || !is_word(here) {
            return None;
        }
        let span = self.span(name).to(self.span(here));
        let written = format!("{} {}", self.word(name), self.word(here));
        let meant = written.to_lowercase().replace(' ', "_");
        let titled = written.starts_with(char::is_uppercase) && form.rule != Rule::fact;
        let meant = if titled { format!("{meant} \"{written}\"") } else { meant };
        let problem =
            Problem::new(Code::E0101, format!("a name of two words, `{written}`"), span, "a name is one word");
        Some(problem.help(format!("write `{meant}`")).edit(span, meant))
    }

    /// `priority high tag late`, `languages en es`.
    fn missing_comma(&self, form: &Form) -> Option<Problem> {
        let here = self.here.filter(|token| token.kind == TokenKind::Word && !token.first)?;
        let (last, word) = (*self.before.last()?, self.word(here));
        let number = self.word(last).starts_with(|c: char| c == '-' || c.is_ascii_digit());
        let opens_effect = self.opens_effect(here);
        let is_list_of_times = matches!(form.rule, Rule::hours_week | Rule::hours_dated);
        if matches!(form.rule, Rule::then | Rule::expect | Rule::otherwise) && !opens_effect || is_list_of_times {
            return None;
        }
        let is_unit = number && !opens_effect && (word.len() == 3 || nearest(word, UNITS).is_some());
        if !self.expected.contains(&"`,`") || is_unit || !word.starts_with(char::is_alphabetic) {
            return None;
        }
        let message = format!("a comma is missing before `{word}`");
        let problem = Problem::new(Code::E0101, message, self.span(here), "something new begins here");
        let after = Span { start: last.end, end: last.end, ..self.rest };
        Some(problem.help(format!("write `{}, {word}`", self.word(last))).edit(after, ","))
    }

    fn opens_effect(&self, token: &Token) -> bool {
        EFFECTS.iter().any(|effect| effect.split(' ').next() == Some(self.word(token)))
    }

    /// How the things begin that are expected by a general name.
    fn openings(&self) -> impl Iterator<Item = &'static str> {
        let effects: &[_] = if self.expected.contains(&"an effect") { &EFFECTS } else { &[] };
        let types: &[_] = if self.expected.contains(&"a type") { &TYPES } else { &[] };
        effects.iter().chain(types).copied()
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
        let clarify = form.rule == Rule::then && self.before.iter().any(|token| self.word(token) == "clarify");
        let text_said = form.rule == Rule::say && self.here.is_some_and(|here| here.kind == TokenKind::Text);
        if text_said {
            return problem.help("declare `message NAME { en \"…\" }`, and write `say NAME`");
        }
        let rest = self.text.get(self.rest.range()).unwrap_or_default();
        if rest == "." {
            return problem.help("remove it: a line ends without a sign").edit(self.rest, "");
        }
        let unsaid = form.rule == Rule::then && self.before.last().is_some_and(|last| self.word(last) == "off");
        if unsaid && rest.starts_with(char::is_alphabetic) {
            return problem.help(format!("write `hand off to {rest}`")).edit(self.rest, format!("to {rest}"));
        }
        let usage = if clarify { "then clarify with MESSAGE, silence 60s, then hand off to QUEUE" } else { form.usage };
        problem.help(format!("write it as `{usage}`"))
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
