//! What the customer says happened, and what the systems show.
//!
//! In: the talk. Out: claims, and findings that say that something is lacking. A claim and such
//! a finding about the same thing are a contradiction. English claims are put into the third
//! person, Spanish ones are quoted. In other languages there are none: better none than a wrong one.

use super::Talk;
use crate::conversation::Speaker;

mod english;
mod spanish;

pub(super) use spanish::is_future;

/// Most words of a claim.
const WORDS_MAX: usize = 14;
/// Words that a finding may have after the one that denies.
const LACKING_WORDS: std::ops::RangeInclusive<usize> = 1..=6;
/// Letters that two words about the same thing share at their beginning.
const STEM: usize = 5;
/// Words about the same thing that begin otherwise, or are shorter.
const KIN: &[(&str, &str)] = &[
    ("paid", "payment"),
    ("paid", "payments"),
    ("pagué", "pago"),
    ("pagué", "pagos"),
    ("pagado", "pago"),
    ("pagado", "pagos"),
    ("devuelto", "devolución"),
];

/// The customer's claims, in order.
fn claims(talk: &Talk<'_>) -> Vec<String> {
    let claim = match talk.language.as_str() {
        "en" => english::claim,
        "es" => spanish::claim,
        _ => return Vec::new(),
    };
    talk.of(Speaker::Customer).flat_map(|(_, text)| split(text)).filter_map(claim).collect()
}

/// What the systems do not have, from results and from tools.
fn lacking(talk: &Talk<'_>) -> Vec<String> {
    let results = talk.tried.iter().filter_map(|one| one.result.as_deref());
    let tools = talk.of(Speaker::Tool).map(|(_, text)| text);
    let all = results.chain(tools).flat_map(split);
    // Services write their results in their own language, whatever the customer's.
    all.filter_map(|clause| spanish::lacking(clause).or_else(|| english::lacking(clause))).collect()
}

/// Clauses of a text.
fn split(text: &str) -> Vec<&str> {
    let ends = |c: char| matches!(c, '!' | '?' | ';' | '\n' | ',');
    // A point ends a sentence only before white space or at the end: amounts and addresses have points inside.
    let mut all = Vec::new();
    for clause in text.split(ends) {
        let mut rest = clause;
        while let Some(at) = rest.find(". ") {
            all.push(&rest[..at]);
            rest = &rest[at + 2..];
        }
        all.push(rest.trim_end_matches('.'));
    }
    all.into_iter().map(str::trim).filter(|clause| !clause.is_empty()).collect()
}

/// Whether two phrases speak of the same thing: a word of each begins alike.
fn alike(one: &str, other: &str) -> bool {
    let stems = |text: &str| -> Vec<String> {
        let words =
            text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
        words.filter(|word| word.chars().count() >= STEM).map(|word| word.chars().take(STEM).collect()).collect()
    };
    let others = stems(other);
    let says =
        |text: &str, word: &str| text.split(|c: char| !c.is_alphanumeric()).any(|one| one.eq_ignore_ascii_case(word));
    let kin =
        |(left, right): &(&str, &str)| says(one, left) && says(other, right) || says(one, right) && says(other, left);
    stems(one).iter().any(|stem| others.contains(stem)) || KIN.iter().any(kin)
}

/// Claim and finding against it, as one sentence each.
pub(super) fn contradictions(talk: &Talk<'_>) -> Vec<String> {
    let lacking = lacking(talk);
    let mut all = Vec::new();
    for claim in claims(talk).iter().rev() {
        let against = lacking.iter().rev().find(|record| alike(record, claim));
        let sentence = against.map(|record| format!("Customer states {claim} but system shows {record}."));
        all.extend(sentence.filter(|sentence| !all.contains(sentence)));
    }
    all
}
