//! `W0523` personal data: a message carries what belongs to one person.
//!
//! It fires for card numbers, bank accounts and national identifiers, told as they are
//! when they are redacted; for addresses at a free mail provider; and for placeholders of
//! facts that are secrets by their names. It stays silent for phone numbers, for
//! addresses of a company, for mailboxes such as `support@`, and for case numbers.

use super::Context;
use crate::diagnostic::{Code, Problem};
use crate::redact::{self, Kind};
use crate::semantics::messages::placeholders;
use std::ops::Range;

/// Last segments of facts that nobody repeats in a chat.
const SECRETS: &[&str] =
    &["card_number", "cvc", "cvv", "iban", "national_id", "one_time_code", "passport_number", "password", "pin", "ssn"];

/// Free mail providers, by the first label of their domains.
const FREE_MAIL: &[&str] = &[
    "aol",
    "gmail",
    "gmx",
    "googlemail",
    "hotmail",
    "icloud",
    "live",
    "msn",
    "outlook",
    "proton",
    "protonmail",
    "yahoo",
    "ymail",
];

/// Parts of the names of mailboxes that are no person's.
const SHARED: &[&str] = &[
    "atencion", "ayuda", "billing", "clientes", "contact", "hello", "help", "hola", "info", "office", "sales",
    "service", "shop", "soporte", "support", "team", "ventas",
];

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Problem>) {
    for said in context.texts() {
        let text = &said.text.text;
        let Some((what, piece)) = number(text).or_else(|| mail(text)).or_else(|| secret(text)) else { continue };
        let message = format!("message `{}` says {what} in `{}`", said.message, said.language);
        let problem =
            Problem::new(Code::W0523, message, context.piece(said.text, &text[piece]), "belongs to one person");
        found.push(problem.help("take it out: chats are stored, exported and read by many"));
    }
}

type Piece = (String, Range<usize>);

/// A number that belongs to one person: what the words around it say does not count.
fn number(text: &str) -> Option<Piece> {
    let mut all = redact::find(text).into_iter();
    let one = all.find(|one| matches!(one.kind, Kind::CardNumber | Kind::Iban | Kind::NationalId))?;
    let article = if one.kind == Kind::Iban { "an" } else { "a" };
    Some((format!("{article} {}", one.kind.one()), one.range))
}

/// A placeholder of a fact that is a secret.
fn secret(text: &str) -> Option<Piece> {
    let is_secret = |fact: &str| fact.rsplit('.').next().is_some_and(|last| SECRETS.contains(&last));
    let (open, fact) = placeholders(text).into_iter().find(|(_, fact)| is_secret(fact))?;
    let start = open + text[open..].find(fact)?;
    Some((format!("the fact `{fact}`"), start..start + fact.len()))
}

/// An address of a person at a free mail provider.
fn mail(text: &str) -> Option<Piece> {
    text.match_indices('@').find_map(|(at, _)| {
        let is_name = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
        let is_host = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
        let name = &text[text[..at].trim_end_matches(is_name).len()..at];
        let host = text[at + 1..].split(|c| !is_host(c)).next()?.trim_end_matches(['.', '-']);
        let (provider, _) = host.split_once('.')?;
        let is_shared = SHARED.iter().any(|word| name.to_lowercase().contains(word));
        let is_free = FREE_MAIL.contains(&provider.to_lowercase().as_str());
        let is_one = !name.is_empty() && is_free && !is_shared;
        is_one.then(|| ("a personal mail address".to_owned(), at - name.len()..at + 1 + host.len()))
    })
}
