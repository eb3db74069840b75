//! Amounts with their currency, as they are written in English and in Spanish.
//!
//! In: tokens. Out: `1249.00 EUR` for `€1,249.00`, `1.249,00 €` and `1249 euros`. A number
//! without a currency is no amount.

use super::{Extracted, Kind, span};
use crate::redact::tokens::{Token, What};

/// Words and signs of currencies.
const CURRENCIES: &[(&str, &[&str])] = &[
    ("EUR", &["eur", "euro", "euros", "€"]),
    ("USD", &["usd", "dollar", "dollars", "dólar", "dólares", "dolares", "$"]),
    ("GBP", &["gbp", "pounds", "quid", "libras", "£"]),
    ("CHF", &["chf"]),
    ("MXN", &["mxn"]),
    ("COP", &["cop"]),
    ("BRL", &["brl"]),
    ("JPY", &["jpy", "yen", "¥"]),
];

/// Most parts of a number between its signs: `1.249,00` has three.
const PARTS_MAX: usize = 8;

/// Finds amounts.
pub(super) fn find(tokens: &[Token<'_>], found: &mut Vec<Extracted>) {
    let mut at = 0;
    while at < tokens.len() {
        match amount(tokens, at) {
            Some((last, value)) => {
                found.push(Extracted { kind: Kind::Amount, range: span(tokens, at, last), value });
                at = last + 1;
            }
            None => at += 1,
        }
    }
}

/// The last token and the written form of an amount that begins at a token.
fn amount(tokens: &[Token<'_>], at: usize) -> Option<(usize, String)> {
    if let Some(currency) = currency(&tokens[at]) {
        let is_sign = tokens[at].what == What::Sign;
        let is_code = tokens[at].text.len() == 3 && tokens[at].text.bytes().all(|byte| byte.is_ascii_uppercase());
        let (last, number) = number(tokens, at + 1).filter(|_| is_sign || is_code)?;
        return Some((last, format!("{number} {currency}")));
    }
    let inside = at.checked_sub(1).is_some_and(|before| {
        !tokens[at].spaced
            && (tokens[before].what == What::Word || tokens[before].is_sign(&['.', ',', '/', '-', '#', ':']))
    });
    // `1 249,00 €` may be one number or two: better none than a wrong one.
    let grouped = tokens[at].text.len() == 3
        && at
            .checked_sub(1)
            .is_some_and(|before| !tokens[at].new_line && tokens[before].is_digits() && tokens[before].text.len() <= 3);
    let (last, number) = number(tokens, at).filter(|_| !inside && !grouped)?;
    let currency = currency(tokens.get(last + 1)?)?;
    Some((last + 1, format!("{number} {currency}")))
}

fn currency(token: &Token<'_>) -> Option<&'static str> {
    let is = |words: &[&str]| token.is_one_of(words) || token.what == What::Sign && words.contains(&token.text);
    CURRENCIES.iter().find(|(_, words)| is(words)).map(|(code, _)| *code)
}

/// The last token of a number that begins at a token, and the number with a point before its cents.
fn number(tokens: &[Token<'_>], first: usize) -> Option<(usize, String)> {
    let mut parts = vec![tokens.get(first).filter(|token| token.is_digits())?.text];
    let mut signs = Vec::new();
    let mut last = first;
    while let Some(part) = tokens.get(last + 2).filter(|part| !part.spaced && part.is_digits()) {
        let sign = &tokens[last + 1];
        if sign.spaced || !sign.is_sign(&['.', ',']) {
            break;
        }
        if parts.len() == PARTS_MAX {
            return None;
        }
        signs.push(sign.text);
        parts.push(part.text);
        last += 2;
    }
    let cents = match parts.as_slice() {
        [_] => None,
        [.., end] if end.len() == 3 && signs.iter().all(|sign| *sign == signs[0]) => None,
        [.., end] if end.len() <= 2 => parts.pop(),
        _ => return None,
    };
    let grouped = parts.iter().skip(1).all(|part| part.len() == 3) && (parts.len() == 1 || parts[0].len() <= 3);
    let whole = parts.concat();
    let whole = if whole.trim_start_matches('0').is_empty() { "0" } else { whole.trim_start_matches('0') };
    let value = cents.map_or_else(|| whole.to_owned(), |cents| format!("{whole}.{cents:0<2}"));
    (grouped && value.len() <= 18).then_some((last, value))
}
