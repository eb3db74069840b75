//! `W0528` doubled unit: a text adds a unit, or a word for *roughly*, to a length that brings its own.
//!
//! It fires for a unit of time right behind a placeholder that is a length (`{wait} minutes`),
//! and for *about* or *unos* right in front of one. It stays silent for a name that is
//! no length, and for *about* in front of what is exact.

use super::{Context, Said};
use crate::diagnostic::{Code, Problem};
use crate::policy::{Placeholder, Written};
use crate::semantics::messages::placeholders;

/// Units of time, in lower case, up to their plural.
const UNITS: &[&str] = &["second", "minute", "min", "hour", "day", "segundo", "minuto", "hora", "día", "dia"];

/// By language, words for *roughly*; in other languages nobody looks.
const ROUGHLY: &[&str] = &["about", "around", "roughly", "unos", "unas", "aproximadamente", "alrededor de"];

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Problem>) {
    for said in context.texts() {
        found.extend(doubled(&said, context));
    }
}

/// The first place of a text that says a unit, or *roughly*, twice.
fn doubled(said: &Said<'_>, context: &Context<'_>) -> Option<Problem> {
    let text = &said.text.text;
    placeholders(text).into_iter().find_map(|(at, name)| {
        let written = Placeholder::find(name)?.written;
        let end = at + text[at..].find('}')? + 1;
        let problem = |words: &str, label: &str, help: String| {
            let message = format!("message `{}` says \"{words}\" in `{}`", said.message, said.language);
            Problem::new(Code::W0528, message, context.piece(said.text, words), label).help(help)
        };
        if !matches!(written, Written::Wait | Written::AboutWait | Written::Length) {
            return None;
        }
        if let Some(unit) = unit(&text[end..]) {
            let help = format!("write `{{{name}}}` alone: it is written with its unit, such as \"5 minutes\"");
            return Some(problem(&text[at..end + unit], "customers read the unit twice", help));
        }
        let word = roughly(&text[..at]).filter(|_| written != Written::Length)?;
        let words = &text[at - word..end];
        let (label, help) = match name {
            "about_wait" => ("customers read it twice", "write `{about_wait}` alone: it says \"about\" itself"),
            "wait" => {
                ("the right word depends on the wait", "write `{about_wait}`: \"about 3 minutes\", \"unas 2 horas\"")
            }
            _ => ("the right word depends on the wait", "write `{about_wait}`: \"about 5 to 8 minutes\""),
        };
        Some(problem(words, label, help.to_owned()))
    })
}

/// How many bytes of white space and a unit a text begins with.
fn unit(rest: &str) -> Option<usize> {
    let trimmed = rest.trim_start();
    let length = trimmed.find(|c: char| !c.is_alphabetic()).unwrap_or(trimmed.len());
    let word = trimmed[..length].to_lowercase();
    let singular = word.strip_suffix('s').unwrap_or(&word);
    UNITS.contains(&singular).then(|| rest.len() - trimmed.len() + length)
}

/// How many bytes of a word for *roughly* and white space a text ends with.
fn roughly(before: &str) -> Option<usize> {
    let trimmed = before.trim_end();
    let lower = trimmed.to_lowercase();
    let word = ROUGHLY.iter().find(|word| {
        let start = lower.strip_suffix(**word);
        start.is_some_and(|start| !start.ends_with(char::is_alphanumeric))
    })?;
    let same_bytes = lower.len() == trimmed.len();
    same_bytes.then(|| before.len() - trimmed.len() + word.len())
}
