//! What the customer says happened, and what the systems show.
//!
//! In: the talk. Out: claims in the third person (`they cancelled subscription in
//! February`) from English sentences that begin with `I` and a verb of the past, and
//! the findings that say `no …`. A claim and such a finding about the same thing are a
//! contradiction. In other languages there are none: better none than a wrong one.

use super::Talk;
use crate::conversation::Speaker;

/// Most words of a claim.
const WORDS_MAX: usize = 14;
/// Letters that two words about the same thing share at their beginning.
const STEM: usize = 5;
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

/// The customer's claims in the third person, in order.
fn claims(talk: &Talk<'_>) -> Vec<String> {
    if talk.language != "en" {
        return Vec::new();
    }
    talk.of(Speaker::Customer).flat_map(|(_, text)| split(text)).filter_map(claim).collect()
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

/// `I cancelled my subscription in February` as `they cancelled subscription in February`.
fn claim(sentence: &str) -> Option<String> {
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

/// What the systems do not have: `no cancellation record`, from results and from tools.
fn lacking(talk: &Talk<'_>) -> Vec<String> {
    let results = talk.tried.iter().filter_map(|one| one.result.as_deref());
    let tools = talk.of(Speaker::Tool).map(|(_, text)| text);
    let all = results.chain(tools).flat_map(split);
    all.filter_map(|clause| {
        let words: Vec<&str> = clause.split_whitespace().collect();
        let at = words.iter().position(|word| word.eq_ignore_ascii_case("no"))?;
        let rest = &words[at + 1..];
        (at <= 3 && (1..=6).contains(&rest.len())).then(|| format!("no {}", rest.join(" ")))
    })
    .collect()
}

/// Whether two phrases speak of the same thing: a word of each begins alike.
fn alike(one: &str, other: &str) -> bool {
    let stems = |text: &str| -> Vec<String> {
        let words =
            text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
        words.filter(|word| word.chars().count() >= STEM).map(|word| word.chars().take(STEM).collect()).collect()
    };
    let others = stems(other);
    stems(one).iter().any(|stem| others.contains(stem))
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
