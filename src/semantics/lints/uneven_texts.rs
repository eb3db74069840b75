//! `W0527` uneven texts: one language of a message was edited without another.
//!
//! It fires where two texts for one situation have other placeholders, or numbers that
//! cannot both be right. It stays silent for numbers up to twelve where the other text has
//! none for them, since those are written as words; and for phone numbers, addresses
//! and times of the day, which differ by language.

use std::collections::BTreeSet;

use super::Context;
use crate::diagnostic::{Code, Problem};
use crate::policy::{Message, Variant};
use crate::semantics::messages::placeholders;

/// Numbers that people write as words.
const WORDS_UP_TO: u64 = 12;

/// Digits in a row, with spaces and dashes between, of a phone number.
const PHONE_DIGITS: usize = 7;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Problem>) {
    for message in context.policy.messages.iter().filter(|message| !context.is_standard(message.span.file)) {
        found.extend(message.variants.iter().find_map(|variant| uneven(message, variant)));
    }
}

/// The first two languages of a variant that do not say the same.
fn uneven(message: &Message, variant: &Variant) -> Option<Problem> {
    let ((first, one), rest) = variant.texts.split_first()?;
    let (language, (here, there)) = rest.iter().find_map(|(language, other)| Some((language, differ(one, other)?)))?;
    let when = variant.when();
    let said = format!("message `{}` says other things in `{first}` and `{language}`{when}", message.name);
    let label = match (here, there) {
        (Some(here), Some(there)) => format!("{here} in `{first}`, {there} in `{language}`"),
        (Some(here), None) => format!("{here} in `{first}` only"),
        (None, there) => format!("{} in `{language}` only", there.unwrap_or_default()),
    };
    let problem = Problem::new(Code::W0527, said, message.span, label);
    Some(problem.help("one text was changed without the other: make both say the same"))
}

/// What stands in the first text only, and in the second only; none if they say the same.
fn differ(one: &str, other: &str) -> Option<(Option<String>, Option<String>)> {
    let names = |text: &str| -> BTreeSet<String> {
        placeholders(text).into_iter().map(|(_, name)| format!("`{{{name}}}`")).collect()
    };
    let only = |left: &BTreeSet<String>, right: &BTreeSet<String>| left.difference(right).next().cloned();
    let (here, there) = (names(one), names(other));
    if here != there {
        return Some((only(&here, &there), only(&there, &here)));
    }
    let (here, there) = (numbers(one)?, numbers(other)?);
    let counts = |own: &Vec<u64>, others: &Vec<u64>, number: &u64| {
        !others.contains(number) && (*number > WORDS_UP_TO || own.len() == others.len())
    };
    let only =
        |left: &Vec<u64>, right: &Vec<u64>| left.iter().find(|number| counts(left, right, number)).map(u64::to_string);
    match (only(&here, &there), only(&there, &here)) {
        (None, None) => None,
        found => Some(found),
    }
}

/// The numbers of a text, in order; none if it has times of the day. Placeholders, addresses and phone numbers left out.
fn numbers(text: &str) -> Option<Vec<u64>> {
    let mut plain = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let is_number = |word: &&str| !word.contains(['@', '/']) && !word.starts_with("www.");
    let words: Vec<&str> = plain.split_whitespace().filter(is_number).collect();
    let lower: Vec<String> =
        words.iter().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
    let tells_time = |word: &String| {
        let rest = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':' || c == '.');
        ["am", "pm", "a.m", "p.m", "h"].contains(&rest) || word.contains(':')
    };
    if lower.iter().any(tells_time) {
        return None;
    }
    let digits = |word: &&str| word.chars().filter(char::is_ascii_digit).count();
    let of_phone = |word: &&str| digits(word) > 0 && word.chars().all(|c| c.is_ascii_digit() || "+()-.,;".contains(c));
    let mut numbers = Vec::new();
    for run in words.chunk_by(|left, right| of_phone(left) && of_phone(right)) {
        if run.iter().map(digits).sum::<usize>() < PHONE_DIGITS {
            let parts = run.iter().flat_map(|word| word.split(|c: char| !c.is_ascii_digit()));
            numbers.extend(parts.filter_map(|part| part.parse::<u64>().ok()));
        }
    }
    Some(numbers)
}
