//! Sentiment of a customer message, for services that send none.
//!
//! In: the text of one message and its language. Out: a [`Fixed`] from −1 (as
//! unhappy as words get) to 1. The same text gives the same number everywhere.
//!
//! **What it hears.** Words, emoticons and emoji of a list, each with the mean of
//! what its raters felt; negation up to three words before ("not at all happy"),
//! intensifiers ("very", "barely"), words in capitals among words that are not,
//! "but" (what comes after counts more), exclamation and question marks, a few
//! phrases ("to die for"). The English rules and numbers are those published as
//! VADER (Hutto & Gilbert 2014), and agree with its Python release 3.3.2.
//!
//! **What it does not.** Irony, comparison with what was promised, anything said
//! without a listed word ("third time I call"), spelling mistakes, who the feeling
//! is about ("my father died" is sad, not angry). VADER's emoji are read by their
//! official names, so 👍 and 😡 ("pouting face") say nothing in English. Help is a
//! happy word in its list, so "I need help" is mildly positive. A policy does well
//! to ask for a clear −0.4, for some turns running, or to have the service send
//! its own figure.
//!
//! **How well.** `cargo test --test sentiment -- --nocapture` prints both: all 1,334
//! sentences kept with the tests score as in the release, to the last decimal, and
//! on 463 review sentences (every eighth of a set) Pearson r with the mean of 20
//! raters each is 0.594; on all 3,708 of the set it is 0.590. Spanish has not been
//! measured against raters: only how some sixty sentences lean is tested.
//!
//! **Where it differs from the Python release, on purpose.** Typographic quotes,
//! dots and emoji selectors, which phones insert, are read as a keyboard would
//! have typed them, so "don’t" negates. After "but" every word counts 1.5 times, as
//! published; the release now and then halves an earlier word again instead,
//! when two values happen to be equal. And customers are not film critics
//! (`rules/lexicon/en-customers.txt`): "PO" is a box or an order and "Kia" a car, so
//! neither says anything; the "no" of a number ("flight no 345") and of a polite
//! answer ("no sir, thank you", "nothing else, great") denies nothing. All other
//! sentences kept with the tests must score as in the release.

mod lexicon;
mod rules;
mod words;

pub(in crate::runtime) use lexicon::texts;

use crate::value::Fixed;
use lexicon::Lexicon;
use words::Words;

/// Longest text that is read, in bytes; what follows is not heard.
pub const TEXT_BYTES_MAX: usize = 20_000;

/// Sentiment of an English `text`, from −1 to 1.
///
/// Rounded once, half to even, to four decimals: that is how the release it is
/// measured against prints its compound score.
///
/// ```
/// use baton::runtime::sentiment::sentiment;
/// assert_eq!(sentiment("This is not good at all.").to_string(), "-0.3412");
/// ```
pub fn sentiment(text: &str) -> Fixed {
    sentiment_in(text, "en")
}

/// Sentiment of a `text` in `language` (`"es"`, `"es-MX"`); English when there is no list for it.
pub fn sentiment_in(text: &str, language: &str) -> Fixed {
    let lexicon = Lexicon::of(language);
    let heard = words::spelled_out(cut(text), lexicon);
    let words = Words::read(&heard, lexicon);
    let sum: f64 = rules::valences(&words).iter().sum();
    if sum == 0.0 {
        return Fixed::ZERO;
    }
    rounded(squashed(sum + emphasis(&heard).copysign(sum)))
}

/// Whether there is a list for a language, so that a text in it can be measured.
pub fn is_measured(language: &str) -> bool {
    Lexicon::has(language)
}

/// `text` up to the last whole character within [`TEXT_BYTES_MAX`].
fn cut(text: &str) -> &str {
    let mut end = text.len().min(TEXT_BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// What the marks of the whole text add to a sum that is not nought.
fn emphasis(text: &str) -> f64 {
    /// For each exclamation mark, four at most.
    const EXCLAMATION: f64 = 0.292;
    /// For each of two or three question marks.
    const QUESTION: f64 = 0.18;
    /// For more question marks than that, however many.
    const QUESTIONS: f64 = 0.96;

    let questions = match text.matches('?').count() {
        0 | 1 => 0.0,
        2 => 2.0 * QUESTION,
        3 => 3.0 * QUESTION,
        _ => QUESTIONS,
    };
    let exclamations: f64 = text.matches('!').take(4).map(|_| EXCLAMATION).sum();
    exclamations + questions
}

/// Any sum brought between −1 and 1; 15 is the published constant.
fn squashed(sum: f64) -> f64 {
    (sum / (sum * sum + 15.0).sqrt()).clamp(-1.0, 1.0)
}

/// Four decimals.
#[expect(clippy::cast_possible_truncation, reason = "at most 10,000 either way, and whole")]
fn rounded(compound: f64) -> Fixed {
    Fixed::from_millionths((compound * 10_000.0).round_ties_even() as i64 * 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let text = format!("x{}", "é".repeat(TEXT_BYTES_MAX));
        assert_eq!(cut(&text).len(), TEXT_BYTES_MAX - 1);
        assert_eq!(cut("short"), "short");
    }

    #[test]
    fn what_stands_after_the_cut_is_not_heard() {
        let padding = " ".repeat(TEXT_BYTES_MAX - "good".len());
        assert_eq!(sentiment(&format!("good{padding}")), sentiment("good"));
        assert_eq!(sentiment(&format!("{padding}good terrible")), sentiment("good"));
        assert_eq!(sentiment(&format!("{padding} good")), sentiment("goo"));
    }
}
