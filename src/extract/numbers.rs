//! Order and invoice numbers, and codes of errors: what follows a word that names them.
//!
//! In: a text and its tokens. Out: the number, with the letters and dashes that are
//! part of it, and those that follow in a list (`invoices 1041, 1042 and 1043`).

use super::{Extracted, Kind, whole};
use crate::redact::tokens::{Token, What};

const ORDER: &[&str] = &["order", "orders", "pedido", "pedidos"];
const INVOICE: &[&str] = &["invoice", "invoices", "factura", "facturas"];
const ERROR: &[&str] = &["error", "errors", "http", "exception", "errores"];
/// Words between the name and the number.
const BETWEEN: &[&str] = &[
    "number", "numbers", "no", "nr", "num", "número", "numero", "números", "núm", "n", "nº", "id", "code", "código",
    "codigo", "is", "es", "con", "el", "la", "the", "with",
];
/// What counts things: the number before it is none of an order.
const COUNTED: &[&str] = &[
    "items",
    "item",
    "units",
    "unit",
    "pieces",
    "times",
    "days",
    "hours",
    "weeks",
    "months",
    "years",
    "people",
    "eur",
    "euros",
    "usd",
    "dollars",
    "pounds",
    "percent",
    "unidades",
    "artículos",
    "articulos",
    "veces",
    "días",
    "dias",
    "horas",
    "semanas",
    "meses",
    "años",
    "personas",
    "of",
    "more",
];
/// Verbs that end like the things that a short number counts: `order 200 shirts`.
const NO_PLURALS: &[&str] =
    &["does", "this", "goes", "says", "comes", "keeps", "shows", "arrives", "needs", "was", "has", "tras", "pues"];
/// Fewest digits of a number without letters.
const DIGITS_MIN: usize = 3;
/// Prefixes that say themselves what they number.
const PREFIXES: &[(&str, Kind)] =
    &[("ord", Kind::Order), ("ped", Kind::Order), ("inv", Kind::Invoice), ("fac", Kind::Invoice)];

/// Finds numbers and codes.
pub(super) fn find(text: &str, tokens: &[Token<'_>], found: &mut Vec<Extracted>) {
    let mut at = 0;
    while at < tokens.len() {
        let next = named(text, tokens, at, found).or_else(|| prefixed(text, tokens, at, found));
        at = next.unwrap_or(at + 1);
    }
}

/// After a word that names it; the answer is where to go on.
fn named(text: &str, tokens: &[Token<'_>], at: usize, found: &mut Vec<Extracted>) -> Option<usize> {
    let word = &tokens[at];
    let kind = match () {
        () if word.is_one_of(ORDER) => Kind::Order,
        () if word.is_one_of(INVOICE) => Kind::Invoice,
        () if word.is_one_of(ERROR) => Kind::ErrorCode,
        () => return None,
    };
    let filler = |token: &Token<'_>| token.is_one_of(BETWEEN) || token.is_sign(&['#', ':', '.', 'º', '°', '"', '(']);
    let mut first = (at + 1..tokens.len()).take(5).find(|next| !filler(&tokens[*next]))?;
    let mut end = None;
    while let Some(last) = number(tokens, first, kind).filter(|_| !tokens[first].new_line) {
        found.push(whole(text, kind, tokens[first].start..tokens[last].end()));
        end = Some(last + 1);
        // A list goes on after a comma or `and`.
        let joint =
            |token: &Token<'_>| token.is_sign(&[',', '#', '&']) || token.is_one_of(&["and", "y", "e", "or", "o"]);
        match (last + 1..tokens.len()).take(4).find(|next| !joint(&tokens[*next])) {
            Some(next) if next > last + 1 && kind != Kind::ErrorCode => first = next,
            _ => break,
        }
    }
    end
}

/// `ORD-2048`, `INV-2026-00031`, `#10423`; the answer is where to go on.
fn prefixed(text: &str, tokens: &[Token<'_>], at: usize, found: &mut Vec<Extracted>) -> Option<usize> {
    let word = &tokens[at];
    let prefix = PREFIXES.iter().find(|(prefix, _)| word.is_one_of(&[prefix]));
    let (first, kind) = match prefix {
        Some((_, kind)) if tokens.get(at + 1).is_some_and(|dash| !dash.spaced && dash.is_sign(&['-'])) => (at, *kind),
        _ if word.text.starts_with("ERR_") => (at, Kind::ErrorCode),
        _ if word
            .text
            .strip_prefix('E')
            .is_some_and(|code| code.len() >= 3 && code.bytes().all(|b| b.is_ascii_digit())) =>
        {
            (at, Kind::ErrorCode)
        }
        _ => return None,
    };
    let last = number(tokens, first, kind).or_else(|| (kind == Kind::ErrorCode).then_some(at))?;
    found.push(whole(text, kind, tokens[first].start..tokens[last].end()));
    Some(last + 1)
}

/// The last token of a number that begins at a token: words joined by dashes or slashes, a digit among them.
fn number(tokens: &[Token<'_>], first: usize, kind: Kind) -> Option<usize> {
    let is_part = |at: usize| tokens.get(at).is_some_and(|token| token.what == What::Word);
    if !is_part(first) {
        return None;
    }
    let mut last = first;
    while tokens.get(last + 1).is_some_and(|sign| !sign.spaced && sign.is_sign(&['-', '/', '_']))
        && is_part(last + 2)
        && !tokens[last + 2].spaced
    {
        last += 2;
    }
    let all: Vec<&Token<'_>> = (first..=last).map(|at| &tokens[at]).collect();
    let digits: usize = all.iter().map(|token| token.text.bytes().filter(u8::is_ascii_digit).count()).sum();
    let counts = |next: &Token<'_>| {
        let is_plural = next.what == What::Word && next.text.len() > 3 && next.text.ends_with('s');
        let is_short = tokens[first].text.len() <= DIGITS_MIN && next.spaced && kind != Kind::ErrorCode;
        next.is_one_of(COUNTED) || is_short && is_plural && !next.is_one_of(NO_PLURALS)
    };
    let is_counted = last == first && tokens[first].is_digits() && tokens.get(last + 1).is_some_and(counts);
    let is_day =
        last == first && tokens[first].text.len() <= 4 && tokens[first].text.ends_with(['h', 'd', 'm', 's', 'k']);
    let goes_on =
        tokens.get(last + 1).is_some_and(|sign| !sign.spaced && sign.is_sign(&['.', ',', ':', '%', '€', '$', '@']))
            && tokens.get(last + 2).is_some_and(|next| !next.spaced && next.what == What::Word);
    let is_time = tokens.get(last + 1).is_some_and(|sign| sign.is_sign(&['€', '$', '£', '%']));
    let enough = if kind == Kind::ErrorCode { 2 } else { DIGITS_MIN };
    let is_other = is_counted || is_day || is_time || goes_on;
    (digits >= enough && !is_other).then_some(last)
}
