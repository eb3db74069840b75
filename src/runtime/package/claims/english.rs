//! Claims and findings in English.
//!
//! In: a clause. Out: what the customer says they did, in the third person (`they cancelled
//! subscription in February`), from `I` and a verb of the past; what a finding says is lacking.

use super::{LACKING_WORDS, WORDS_MAX};

/// Verbs of the past that do not end in `-ed`.
const PAST: &[&str] =
    &["paid", "sent", "told", "bought", "got", "returned", "gave", "wrote", "made", "took", "chose", "left", "put"];
/// What may stand before a claim.
const BEFORE: &[&str] = &["but", "and", "no", "well", "look", "so", "hi", "hello", "however", "yes", "as", "because"];
/// Verbs that say what the customer feels or wonders, not what happened.
const FEELS: &[&str] = &[
    "need", "tried", "wanted", "wondered", "noticed", "expected", "asked", "hoped", "used", "liked", "loved", "hated",
    "called",
];

/// `I cancelled my subscription in February` as `they cancelled subscription in February`.
pub(super) fn claim(sentence: &str) -> Option<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let lower = |word: &str| word.to_lowercase();
    let start = words.iter().position(|word| !BEFORE.contains(&lower(word).as_str()))?;
    let mut rest = &words[start..];
    if !matches!(lower(rest.first()?).as_str(), "i" | "we" | "i've" | "i’ve") {
        return None;
    }
    rest = &rest[1..];
    while rest.first().is_some_and(|word| ["already", "have", "just", "also"].contains(&lower(word).as_str())) {
        rest = &rest[1..];
    }
    let verb = lower(rest.first()?);
    let is_past =
        (verb.ends_with("ed") && verb.len() > 4 || PAST.contains(&verb.as_str())) && !FEELS.contains(&verb.as_str());
    if !is_past || rest.len() < 2 || rest.len() > WORDS_MAX || sentence.contains('"') {
        return None;
    }
    let third = rest.iter().filter_map(|word| match lower(word).as_str() {
        "my" | "our" => None,
        "i" | "we" => Some("they"),
        "me" | "us" => Some("them"),
        _ => Some(*word),
    });
    Some(format!("they {}", third.collect::<Vec<_>>().join(" ")))
}

/// `no cancellation record`
pub(super) fn lacking(clause: &str) -> Option<String> {
    let words: Vec<&str> = clause.split_whitespace().collect();
    let at = words.iter().position(|word| word.eq_ignore_ascii_case("no"))?;
    let rest = &words[at + 1..];
    (at <= 3 && LACKING_WORDS.contains(&rest.len())).then(|| format!("no {}", rest.join(" ")))
}
