//! The numbers of payment cards.
//!
//! In: tokens. Out: runs of digits in the layout of a card, with the beginning and
//! length of a known issuer, whose check digit fits (ISO/IEC 7812, Luhn).

use super::tokens::{Token, next_group, prefix};
use super::{Found, Kind};

/// Digits of a card number.
const DIGITS: std::ops::RangeInclusive<usize> = 13..=19;
/// The fewest digits of one.
pub(super) const DIGITS_MIN: usize = *DIGITS.start();

/// Words that a dash may join to a card number; any other makes it the number of something else: `ORD-4012…`.
const NAMES: &[&str] = &[
    "card",
    "visa",
    "mastercard",
    "maestro",
    "amex",
    "diners",
    "discover",
    "jcb",
    "debit",
    "credit",
    "no",
    "number",
    "tarjeta",
    "débito",
    "debito",
    "crédito",
    "credito",
    "número",
    "numero",
    "num",
];

/// Finds card numbers.
pub(super) fn find(tokens: &[Token<'_>], found: &mut Vec<Found>) {
    let mut at = 0;
    while at < tokens.len() {
        match number(tokens, at).filter(|_| !is_of_another(tokens, at)) {
            Some(last) => {
                found.push(Found { range: tokens[at].start..tokens[last].end(), kind: Kind::CardNumber });
                at = last + 1;
            }
            None => at += 1,
        }
    }
}

/// Whether letters that name no card are joined to the beginning.
fn is_of_another(tokens: &[Token<'_>], first: usize) -> bool {
    prefix(tokens, first).is_some_and(|word| word.text.contains(char::is_alphabetic) && !word.is_one_of(NAMES))
}

/// Where the next group of a card number stands: as of any number, or behind a point without white space.
fn next(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let by_point = || {
        let (point, after) = (tokens.get(at)?, tokens.get(at + 1)?);
        (point.is_sign(&['.', '·']) && !point.spaced && !after.spaced).then_some(at + 1)
    };
    next_group(tokens, at).or_else(by_point)
}

/// The last group of the longest card number that begins at a token.
fn number(tokens: &[Token<'_>], first: usize) -> Option<usize> {
    let mut digits = String::new();
    let mut groups = Vec::new();
    let mut at = first;
    let mut best = None;
    while let Some(token) = tokens.get(at).filter(|token| token.is_digits()) {
        digits += token.text;
        groups.push(token.text.len());
        if digits.len() > *DIGITS.end() {
            break;
        }
        if DIGITS.contains(&digits.len()) && is_laid_out(&groups) && is_issued(&digits) && fits(&digits) {
            best = Some(at);
        }
        match next(tokens, at + 1) {
            Some(next) => at = next,
            None => break,
        }
    }
    best
}

/// As cards are printed and typed: in one piece, by fours, by twos, digit by digit, in halves, or as American Express
/// and Diners Club print theirs.
fn is_laid_out(groups: &[usize]) -> bool {
    let by = |size: usize| match groups.split_last() {
        Some((last, others)) => others.iter().all(|group| *group == size) && (1..=size).contains(last),
        None => false,
    };
    groups.len() == 1 || by(4) || by(2) || by(1) || by(8) || groups == [4, 6, 5] || groups == [4, 6, 4]
}

/// Whether an issuer's numbers begin so and have this length.
fn is_issued(digits: &str) -> bool {
    let first = |count: usize| digits.get(..count).and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
    let length = digits.len();
    match first(2) {
        40..=49 => matches!(length, 13 | 16 | 19),
        51..=55 => length == 16,
        22..=27 => length == 16 && (2221..=2720).contains(&first(4)),
        34 | 37 => length == 15,
        36 | 38 | 39 => (14..=19).contains(&length),
        30 => (14..=19).contains(&length) && (300..=305).contains(&first(3)),
        35 => length >= 16 && (3528..=3589).contains(&first(4)),
        60 => length >= 16 && first(4) == 6011,
        64 => length >= 16 && (644..=649).contains(&first(3)),
        62 | 65 => length >= 16,
        50 | 56..=58 => true,
        63 => first(4) == 6304,
        67 => matches!(first(4), 6759 | 6761..=6763),
        _ => false,
    }
}

/// Luhn: from the right, every second digit doubled, the digits' sum a multiple of ten.
fn fits(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .map(|byte| u32::from(byte - b'0'))
        .enumerate()
        .map(|(at, digit)| match (at % 2, digit * 2) {
            (0, _) => digit,
            (_, twice) if twice > 9 => twice - 9,
            (_, twice) => twice,
        })
        .sum();
    sum.is_multiple_of(10)
}
