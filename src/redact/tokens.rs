//! A text as words, signs and labels, with where each stands.
//!
//! In: a text. Out: its tokens in order. A label of our own is one token: its words
//! are nobody's, so a text that was redacted holds nothing new.

use super::{ENDING_DIGITS, Kind};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// Letters and digits.
    Word,
    /// A single sign.
    Sign,
    /// A label such as `[card number]`.
    Label,
}

/// A word, a sign or a label.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'t> {
    pub(crate) text: &'t str,
    /// Where it begins, in bytes.
    pub(crate) start: usize,
    pub(crate) what: What,
    /// White space stands before it.
    pub(crate) spaced: bool,
    /// A new line begins before it.
    pub(crate) new_line: bool,
}

impl Token<'_> {
    /// Where it ends, in bytes.
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Digits 0 to 9 and nothing else.
    pub(crate) fn is_digits(&self) -> bool {
        self.what == What::Word && self.text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether it is one of these words, whatever the case.
    pub(crate) fn is_one_of(&self, words: &[&str]) -> bool {
        let is = |word: &str| {
            word.len() == self.text.len()
                && (self.text.eq_ignore_ascii_case(word)
                    || !self.text.is_ascii() && self.text.chars().flat_map(char::to_lowercase).eq(word.chars()))
        };
        self.what == What::Word && words.iter().any(|word| is(word))
    }

    pub(crate) fn is_sign(&self, signs: &[char]) -> bool {
        self.what == What::Sign && self.text.chars().all(|c| signs.contains(&c))
    }
}

/// The tokens of a text.
pub(crate) fn read(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut spaced, mut new_line) = (true, true);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if c.is_whitespace() {
            spaced = true;
            new_line |= c == '\n';
            at += c.len_utf8();
            continue;
        }
        let (what, length) = match label(rest) {
            Some(length) => (What::Label, length),
            None if is_letter(c) => (What::Word, rest.find(|c| !is_letter(c)).unwrap_or(rest.len())),
            None => (What::Sign, c.len_utf8()),
        };
        tokens.push(Token { text: &rest[..length], start: at, what, spaced, new_line });
        (spaced, new_line) = (false, false);
        at += length;
    }
    tokens
}

/// The bytes of a label at the beginning of a text: `[card number]`, `[card number ending 1881]`.
fn label(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('[')?;
    let kind = Kind::ALL.into_iter().find(|kind| inner.starts_with(kind.one()))?;
    let rest = &inner[kind.one().len()..];
    if rest.starts_with(']') {
        return Some(kind.label().len());
    }
    let ending = rest.strip_prefix(" ending ").filter(|_| kind.has_ending())?;
    let digits = ending.bytes().take_while(u8::is_ascii_digit).count();
    let ends = digits == ENDING_DIGITS && ending[digits..].starts_with(']');
    ends.then(|| text.len() - ending.len() + digits + 1)
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The joint between the groups of one number: white space, or a dash without any; none otherwise. `at` is the
/// position after the group; the answer is where the next group stands.
pub(crate) fn next_group(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let next = tokens.get(at)?;
    if next.new_line {
        return None;
    }
    if next.what == What::Word && next.spaced {
        return Some(at);
    }
    let after = tokens.get(at + 1)?;
    let is_dash = next.is_sign(&['-', '–', '‑']);
    (is_dash && next.spaced == after.spaced && !after.new_line && after.what == What::Word).then_some(at + 1)
}

/// Whether a letter, a digit, or a sign that joins them stands at this end of a number: then it is part of another word.
pub(crate) fn is_joined(tokens: &[Token<'_>], first: usize, last: usize) -> bool {
    let glued_before = first > 0
        && !tokens[first].spaced
        && tokens[first - 1].is_sign(&['.', ',', '/', '@', '&', '='])
        && first > 1
        && !tokens[first - 1].spaced
        && tokens[first - 2].what != What::Sign;
    let after = tokens.get(last + 1).filter(|sign| !sign.spaced && sign.is_sign(&['.', ',', '/', '@', '%']));
    let glued_after =
        after.is_some() && tokens.get(last + 2).is_some_and(|next| !next.spaced && next.what != What::Sign);
    glued_before || glued_after
}

/// The word that a dash joins to the beginning of a number: `ORD` of `ORD-4012…`. With digits in it, it may be a number that
/// is taken out itself, and names nothing.
pub(crate) fn prefix<'s, 't>(tokens: &'s [Token<'t>], first: usize) -> Option<&'s Token<'t>> {
    let [word, dash] = tokens.get(first.checked_sub(2)?..first)? else { return None };
    let is_joined = dash.is_sign(&['-', '–', '‑']) && !dash.spaced && !tokens[first].spaced;
    let is_name = word.what == What::Word && !word.text.bytes().any(|byte| byte.is_ascii_digit());
    (is_joined && is_name).then_some(word)
}
