//! [`Words`]: a text as the rules see it.
//!
//! In: a customer's text. Out: its words, each looked up once, and whether capitals
//! mean anything in it. Time and space grow with the text and no faster.

use std::borrow::Cow;

use super::lexicon::{Entry, Lexicon, Role};

/// The words of one text.
pub(super) struct Words<'t> {
    /// In order.
    pub(super) list: Vec<Word<'t>>,
    /// Some words are in capitals and some are not, so capitals are emphasis.
    pub(super) capitals_stand_out: bool,
    /// Where they were looked up.
    pub(super) lexicon: &'static Lexicon,
}

/// One word or emoticon.
pub(super) struct Word<'t> {
    /// In lower case, without punctuation around it.
    pub(super) text: Cow<'t, str>,
    /// In capitals throughout.
    pub(super) capitals: bool,
    /// What the list says of it.
    pub(super) entry: Entry,
}

impl<'t> Words<'t> {
    /// Splits a text at white space and looks its words up.
    pub(super) fn read(text: &'t str, lexicon: &'static Lexicon) -> Self {
        let mut list: Vec<_> = text.split_whitespace().map(|token| word(bare(token), lexicon)).collect();
        for at in 0..list.len() {
            if denies_nothing(&list[at..], lexicon) {
                list[at].entry = Entry::default();
            }
        }
        let in_capitals = list.iter().filter(|word| word.capitals).count();
        let capitals_stand_out = in_capitals > 0 && in_capitals < list.len();
        Self { list, capitals_stand_out, lexicon }
    }
}

impl AsRef<str> for Word<'_> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// `text` as a keyboard would have typed it, with words in place of emoji; an ASCII text is that already.
///
/// Typographic quotes and dots become plain ones; emoji selectors and the marks that
/// open a Spanish sentence go. A name is set off from what stands before it.
pub(super) fn spelled_out<'t>(text: &'t str, lexicon: &Lexicon) -> Cow<'t, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '‘' | '’' => out.push('\''),
            '“' | '”' | '«' | '»' => out.push('"'),
            '…' => out.push_str("..."),
            '¡' | '¿' | '\u{fe0e}' | '\u{fe0f}' => {}
            _ if c.is_ascii() => out.push(c),
            _ => match lexicon.meaning(c) {
                Some(meaning) => {
                    if !out.is_empty() && !out.ends_with(' ') {
                        out.push(' ');
                    }
                    out.push_str(meaning);
                }
                None => out.push(c),
            },
        }
    }
    Cow::Owned(out)
}

/// A token without the punctuation around it, unless that leaves two characters or
/// fewer: then it may be an emoticon and stays whole.
fn bare(token: &str) -> &str {
    let inner = token.trim_matches(|c: char| c.is_ascii_punctuation());
    if inner.chars().nth(2).is_some() { inner } else { token }
}

fn word<'t>(token: &'t str, lexicon: &Lexicon) -> Word<'t> {
    // Most words are as the list spells them.
    if token.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Word { text: Cow::Borrowed(token), capitals: false, entry: lexicon.entry(token) };
    }
    let lower = if token.chars().all(|c| c.is_lowercase() || c.is_ascii() && !c.is_ascii_uppercase()) {
        Cow::Borrowed(token)
    } else {
        Cow::Owned(token.to_lowercase())
    };
    let text = lexicon.folded(lower);
    let entry = lexicon.entry(&text);
    Word { text, capitals: in_capitals(token), entry }
}

/// Whether the first of these words only seems to deny: the "no" of a number ("flight no 345") and of a polite
/// answer ("no sir", "nothing else, thanks").
fn denies_nothing(words: &[Word], lexicon: &Lexicon) -> bool {
    let [first, rest @ ..] = words else { return false };
    let is_number =
        |word: &Word| word.text.trim_start_matches(['#', '(', ':']).starts_with(|c: char| c.is_ascii_digit());
    let numbers = first.entry.does(Role::Denies) && rest.first().is_some_and(is_number);
    numbers || (first.entry.does(Role::Denies) || first.entry.does(Role::Negates)) && lexicon.answers(words)
}

fn in_capitals(token: &str) -> bool {
    token.chars().any(char::is_uppercase) && !token.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_goes_and_emoticons_stay() {
        let cases = [("(great!)", "great"), (":)", ":)"), ("ok.", "ok."), ("isn't,", "isn't"), ("!!", "!!"), ("", "")];
        for (token, expected) in cases {
            assert_eq!(bare(token), expected, "{token}");
        }
    }

    #[test]
    fn phone_typing_is_read_like_keyboard_typing() {
        let text = "“don’t”… I ❤\u{fe0f} it💔";
        assert_eq!(spelled_out(text, Lexicon::of("en")), "\"don't\"... I red heart it broken heart");
    }

    #[test]
    fn capitals_need_a_letter_and_nothing_in_lower_case() {
        assert_eq!(["WORST", "A1!", "Worst", ":-D", "123"].map(in_capitals), [true, true, false, true, false]);
    }
}
