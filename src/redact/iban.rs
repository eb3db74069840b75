//! Account numbers, as ISO 13616 has them.
//!
//! In: tokens. Out: runs of letters and digits that begin with a country, have the
//! length of its accounts, and whose check digits fit (mod 97).

use super::tokens::{Token, next_group};
use super::{Found, Kind};

/// Its check digits.
pub(super) const DIGITS_MIN: usize = 2;

/// Country and length. *Source*: the registry of ISO 13616.
const LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BI", 27),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DJ", 27),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MN", 20),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NI", 28),
    ("NL", 18),
    ("NO", 15),
    ("OM", 23),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("RU", 33),
    ("SA", 24),
    ("SC", 31),
    ("SD", 18),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("SO", 23),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
    ("YE", 30),
];

/// Finds account numbers.
pub(super) fn find(text: &str, tokens: &[Token<'_>], found: &mut Vec<Found>) {
    let mut at = 0;
    while at < tokens.len() {
        match number(tokens, at) {
            Some(last) => {
                let range = tokens[at].start..tokens[last].end();
                debug_assert!(text.get(range.clone()).is_some(), "tokens stand in their text");
                found.push(Found { range, kind: Kind::Iban });
                at = last + 1;
            }
            None => at += 1,
        }
    }
}

/// The last group of the account number that begins at a token.
fn number(tokens: &[Token<'_>], first: usize) -> Option<usize> {
    let start = tokens[first].text;
    let country = [0, 1].map(|at| start.as_bytes().get(at).map(u8::to_ascii_uppercase));
    let [Some(first_letter), Some(second_letter)] = country else { return None };
    let wanted = [first_letter, second_letter];
    let found = LENGTHS.binary_search_by_key(&wanted.as_slice(), |(code, _)| code.as_bytes()).ok()?;
    let length = LENGTHS[found].1;
    // `ES 91 …` has its country apart.
    let is_start = start.len() == 2 || start.get(2..4).is_some_and(|check| check.bytes().all(|b| b.is_ascii_digit()));
    let mut all = String::new();
    let mut at = first;
    while is_start && tokens[at].text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        all += tokens[at].text;
        if all.len() >= length {
            return (all.len() == length && fits(&all)).then_some(at);
        }
        at = next_group(tokens, at + 1)?;
    }
    None
}

/// The first four at the end, letters as 10 to 35, the remainder by 97 is 1.
fn fits(account: &str) -> bool {
    let (head, tail) = account.split_at(4);
    let digits = tail.chars().chain(head.chars()).filter_map(|c| c.to_digit(36));
    digits.fold(0, |rest: u32, digit| (rest * if digit > 9 { 100 } else { 10 } + digit) % 97) == 1
}

#[cfg(test)]
mod tests {
    use super::LENGTHS;

    #[test]
    fn countries_are_in_order_and_each_is_there_once() {
        assert!(LENGTHS.is_sorted_by(|one, next| one.0 < next.0));
    }
}
