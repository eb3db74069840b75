//! A clause whose first words choose no form: in the wrong place, misspelt, or unknown.

use super::Reader;
use super::forms::{self, Form, Place};
use crate::diagnostic::{Code, Problem, nearest};
use crate::source::Span;
use crate::syntax::layout::Clause;

impl Reader<'_> {
    /// Reports a clause that begins with `words`, which begin nothing here.
    pub(super) fn unknown(&mut self, clause: &Clause, place: Place, words: &[&str]) {
        let first = words.first().copied().unwrap_or("");
        if let Some(problem) = self.foreign_line(clause, place).or_else(|| self.half_a_line(clause, place, words)) {
            return self.fail(problem);
        }
        let stands_in = |other: &Place| other.forms().iter().any(|form| form.words.first() == Some(&first));
        let elsewhere = Place::ALL.into_iter().find(|other| *other != place && stands_in(other));
        match elsewhere {
            Some(elsewhere) => self.misplaced(clause, first, place, elsewhere),
            None => self.misspelt(clause, place, words),
        }
    }

    fn misplaced(&mut self, clause: &Clause, word: &str, place: Place, elsewhere: Place) {
        let message = format!("`{word}` belongs {}", elsewhere.words());
        let span = self.word_span(clause, 0);
        let problem = Problem::new(Code::E0103, message, span, format!("not {}", place.words()));
        self.fail(match elsewhere {
            Place::Top => problem.help("move it out of the braces"),
            elsewhere => problem.help(format!("move it: it only has a meaning {}", elsewhere.words())),
        });
    }

    fn misspelt(&mut self, clause: &Clause, place: Place, words: &[&str]) {
        let known = || place.forms().iter().filter_map(|form| form.words.first().copied());
        let last = forms::words_before(place, words);
        let near = (0..=last).rev().find_map(|at| Some((at, nearest(words.get(at)?, known())?)));
        let at = near.map_or(0, |(at, _)| at);
        let span = self.word_span(clause, at);
        let message = format!("no line {} begins with `{}`", place.words(), words.get(at).unwrap_or(&""));
        let problem = Problem::new(Code::E0102, message, span, "not known here");
        self.fail(match near {
            Some((_, near)) => problem.help(format!("did you mean `{near}`?")).edit(span, near),
            None => {
                let openings: Vec<_> = place.forms().iter().map(opening).collect();
                problem.help(format!("what can stand here: {}", openings.join(", ")))
            }
        });
    }

    /// Where the word number `at` of a clause stands.
    fn word_span(&self, clause: &Clause, at: usize) -> Span {
        clause.words(self.layout).nth(at).map_or(self.span(clause), |token| token.span(self.file))
    }
}

/// How a form begins; one without first words is shown whole.
fn opening(form: &Form) -> String {
    if form.words.is_empty() { form.usage.to_owned() } else { form.words.join(" ") }
}

/// The first word of a clause that `word` was probably meant to be.
pub(super) fn meant(word: &str, place: Place) -> Option<&'static str> {
    let known = || place.forms().iter().filter_map(|form| form.words.first().copied());
    known().find(|known| *known == word).or_else(|| nearest(word, known()))
}
