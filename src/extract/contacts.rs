//! E-mail addresses and telephone numbers.
//!
//! In: a text and its tokens. Out: addresses with a domain that has a point; numbers
//! with their country, with an area in parentheses, or after words that name a phone.

use super::{Extracted, Kind, whole};
use crate::redact::tokens::{Token, next_group};

/// Words that name a telephone.
const PHONE: &[&str] = &[
    "phone",
    "telephone",
    "tel",
    "mobile",
    "cell",
    "whatsapp",
    "call",
    "ring",
    "teléfono",
    "telefono",
    "móvil",
    "movil",
    "llámame",
    "llamadme",
    "llámenme",
    "llamar",
];
/// Digits of the longest telephone number (ITU-T E.164).
const DIGITS_MAX: usize = 15;
/// Most tokens between such a word and the number.
const WORDS_BETWEEN: usize = 5;

/// E-mail addresses.
pub(super) fn emails(text: &str) -> Vec<Extracted> {
    let mut found: Vec<Extracted> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let is_local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
        let is_domain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
        let local = text[..at]
            .rfind(|c| !is_local(c))
            .map_or(0, |end| end + text[end..].chars().next().map_or(1, char::len_utf8));
        let after = &text[at + 1..];
        let domain = &after[..after.find(|c| !is_domain(c)).unwrap_or(after.len())];
        let domain = domain.trim_end_matches(['.', '-']);
        let local = local + (text[local..at].len() - text[local..at].trim_start_matches(['.', '-']).len());
        let top = domain.rsplit_once('.').filter(|(name, _)| !name.is_empty() && !name.starts_with(['.', '-']));
        let is_top = top.is_some_and(|(_, top)| top.chars().count() >= 2 && top.chars().all(char::is_alphabetic));
        if local < at && is_top && found.last().is_none_or(|last| last.range.end <= local) {
            found.push(whole(text, Kind::Email, local..at + 1 + domain.len()));
        }
    }
    found
}

/// Telephone numbers.
pub(super) fn phones(text: &str, tokens: &[Token<'_>], found: &mut Vec<Extracted>) {
    let mut at = 0;
    while at < tokens.len() {
        let Some((first, last)) = phone(tokens, at) else {
            at += 1;
            continue;
        };
        found.push(whole(text, Kind::Phone, tokens[first].start..tokens[last].end()));
        at = last + 1;
    }
}

/// First and last token of a number that begins at a token.
fn phone(tokens: &[Token<'_>], at: usize) -> Option<(usize, usize)> {
    let sign = |at: usize, c: char| tokens.get(at).is_some_and(|token| token.is_sign(&[c]));
    if sign(at, '+') {
        let (last, digits) = digits(tokens, at + 1)?;
        return (8..=15).contains(&digits).then_some((at, last));
    }
    if sign(at, '(') && tokens.get(at + 1)?.is_digits() && sign(at + 2, ')') {
        let (last, rest) = digits(tokens, at + 3)?;
        return (9..=11).contains(&(rest + tokens[at + 1].text.len())).then_some((at, last));
    }
    if !tokens[at].is_digits() || at.checked_sub(1).is_some_and(|before| tokens[before].is_digits()) {
        return None;
    }
    let near = &tokens[at.saturating_sub(WORDS_BETWEEN)..at];
    let (last, count) = digits(tokens, at)?;
    (near.iter().any(|word| word.is_one_of(PHONE)) && (9..=13).contains(&count)).then_some((at, last))
}

/// The last of the groups of digits that begin at a token, and how many digits they have; none of more than a telephone
/// number has.
fn digits(tokens: &[Token<'_>], first: usize) -> Option<(usize, usize)> {
    let mut at = first;
    let mut count = tokens.get(at).filter(|token| token.is_digits())?.text.len();
    while let Some(next) = next_group(tokens, at + 1).filter(|next| tokens[*next].is_digits()) {
        count += tokens[next].text.len();
        if count > DIGITS_MAX {
            return None;
        }
        at = next;
    }
    Some((at, count))
}
