//! Identifiers that a state gives to a person.
//!
//! In: tokens. Out: Spain's DNI and NIE and Ireland's PPS where the check letter
//! fits, the US's social security number within its ranges, the UK's national
//! insurance number in its letters. Without dashes a social security number is nine
//! digits like any other, so only after words that name it.

use super::tokens::{Token, is_joined, next_group, prefix};
use super::{Found, Kind};

/// The UK's has six digits, all others more.
pub(super) const DIGITS_MIN: usize = 6;
/// Most groups an identifier is written in.
const GROUPS_MAX: usize = 5;
/// Most words between the name of a number and the number.
const WORDS_BETWEEN: usize = 4;

/// Words that name an identifier.
const NAMES: &[&str] =
    &["dni", "nie", "nif", "ssn", "pps", "ppsn", "nino", "ni", "insurance", "security", "identity", "identidad", "id"];
/// Words that name a number of another sort.
const OTHER: &[&str] = &[
    "order",
    "booking",
    "reference",
    "ref",
    "ticket",
    "invoice",
    "tracking",
    "flight",
    "part",
    "product",
    "serial",
    "sku",
    "model",
    "case",
    "pedido",
    "reserva",
    "referencia",
    "factura",
    "seguimiento",
    "vuelo",
    "pieza",
    "producto",
    "serie",
    "modelo",
    "caso",
];
/// Most tokens between such a word and the number.
const OTHER_WORDS_BETWEEN: usize = 3;

/// Finds national identifiers.
pub(super) fn find(text: &str, tokens: &[Token<'_>], found: &mut Vec<Found>) {
    let mut at = 0;
    while at < tokens.len() {
        match identifier(text, tokens, at) {
            Some(last) => {
                found.push(Found { range: tokens[at].start..tokens[last].end(), kind: Kind::NationalId });
                at = last + 1;
            }
            None => at += 1,
        }
    }
}

/// The last group of the longest identifier that begins at a token.
fn identifier(text: &str, tokens: &[Token<'_>], first: usize) -> Option<usize> {
    let mut all = String::new();
    let mut sizes = Vec::new();
    let (mut at, mut best) = (first, None);
    for _ in 0..GROUPS_MAX {
        let is_plain = |token: &&Token<'_>| token.text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let Some(token) = tokens.get(at).filter(is_plain) else { break };
        all.extend(token.text.chars().map(|c| c.to_ascii_uppercase()));
        sizes.push(token.text.len());
        if all.len() > 9 {
            break;
        }
        let written = &text[tokens[first].start..token.end()];
        let is_one = is_dni(&all, &sizes)
            || is_pps(&all, &sizes)
            || is_nino(&all, &sizes)
            || is_ssn(&all, &sizes, written, &tokens[..first]);
        if is_one && !is_joined(tokens, first, at) && !is_of_another(tokens, first, at) {
            best = Some(at);
        }
        // `12.345.678-Z`
        let dotted = tokens.get(at + 1).filter(|sign| !sign.spaced && sign.is_sign(&['.'])).and(tokens.get(at + 2));
        let dotted = dotted.filter(|next| !next.spaced && next.is_digits()).map(|_| at + 2);
        match dotted.or_else(|| next_group(tokens, at + 1)) {
            Some(next) => at = next,
            None => break,
        }
    }
    best
}

/// Whether a dash joins it to something that names no identifier, or words say that it numbers something else.
fn is_of_another(tokens: &[Token<'_>], first: usize, last: usize) -> bool {
    let is_longer = tokens.get(last + 1).is_some_and(|dash| !dash.spaced && dash.is_sign(&['-']))
        && tokens.get(last + 2).is_some_and(|next| !next.spaced && next.is_digits());
    let near = &tokens[first.saturating_sub(OTHER_WORDS_BETWEEN)..first];
    let is_other = near.iter().any(|word| word.is_one_of(OTHER)) && !near.iter().any(|word| word.is_one_of(NAMES));
    is_longer || is_other || prefix(tokens, first).is_some_and(|word| !word.is_one_of(NAMES))
}

/// Eight digits, or X, Y or Z and seven, and the letter that their remainder by 23 chooses.
fn is_dni(all: &str, sizes: &[usize]) -> bool {
    const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let laid_out = matches!(sizes, [9] | [8, 1] | [1, 7, 1] | [1, 8] | [2, 3, 3, 1] | [2, 3, 4] | [1, 1, 3, 3, 1]);
    let Some((number, letter)) = all.split_at_checked(8).filter(|_| all.len() == 9 && laid_out) else { return false };
    let (first, rest) = number.split_at(1);
    let first = match first {
        "X" => "0",
        "Y" => "1",
        "Z" => "2",
        other => other,
    };
    let is_digits = number[1..].bytes().all(|byte| byte.is_ascii_digit());
    let number = format!("{first}{rest}").parse::<usize>().ok().filter(|_| is_digits);
    number.is_some_and(|number| letter.as_bytes() == [LETTERS[number % 23]])
}

/// Seven digits, the letter that their weighted sum chooses, and sometimes one more letter.
fn is_pps(all: &str, sizes: &[usize]) -> bool {
    let laid_out = matches!(sizes, [8 | 9] | [7, 1 | 2] | [7, 1, 1]);
    let Some((digits, letters)) = all.split_at_checked(7).filter(|_| laid_out) else { return false };
    let place = |letter: u8| usize::from(letter - b'A' + 1);
    let second = match letters.as_bytes() {
        [_] | [_, b'W' | b'T' | b'X'] => 0,
        [_, letter @ b'A'..=b'I'] => place(*letter) * 9,
        _ => return false,
    };
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let sum: usize = digits.bytes().zip((2..=8).rev()).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    let wanted = match (sum + second) % 23 {
        0 => b'W',
        rest => b'A' + u8::try_from(rest - 1).unwrap_or(0),
    };
    letters.as_bytes()[0] == wanted
}

/// Two letters of those in use, six digits, and A to D.
fn is_nino(all: &str, sizes: &[usize]) -> bool {
    let laid_out = matches!(sizes, [9] | [2, 6, 1] | [2, 7] | [2, 2, 2, 2, 1] | [2, 2, 2, 3] | [8, 1]);
    let &[first, second, ref digits @ .., last] = all.as_bytes() else { return false };
    laid_out
        && digits.len() == 6
        && digits.iter().all(u8::is_ascii_digit)
        && first.is_ascii_uppercase()
        && second.is_ascii_uppercase()
        && !b"DFIQUV".contains(&first)
        && !b"DFIOQUV".contains(&second)
        && !["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"].contains(&&all[..2])
        && (b'A'..=b'D').contains(&last)
}

/// Area, group and serial within their ranges, by dashes; otherwise only after words that name it.
fn is_ssn(all: &str, sizes: &[usize], written: &str, before: &[Token<'_>]) -> bool {
    if all.len() != 9 || !all.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(sizes, [9] | [3, 2, 4]) {
        return false;
    }
    let (area, rest) = all.split_at(3);
    let (group, serial) = rest.split_at(2);
    let in_range = area != "000" && area != "666" && !area.starts_with('9') && group != "00" && serial != "0000";
    let is_dashed = sizes.len() == 3 && !written.contains(char::is_whitespace);
    in_range && (is_dashed || is_named(before))
}

/// Whether `SSN` or `social security` stands a few words before.
fn is_named(before: &[Token<'_>]) -> bool {
    let near = &before[before.len().saturating_sub(WORDS_BETWEEN)..];
    near.iter().any(|token| token.is_one_of(&["ssn", "security"]))
}
