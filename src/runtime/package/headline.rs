//! A headline without a language model: the issue, what the assistant found, what contradicts it.
//!
//! In: the talk. Out: up to three sentences, each put together from words that stand in
//! the conversation, and left out when they do not stand there. So a headline has no
//! number, date or name that nobody mentioned. The service's own headline, the fact
//! `headline`, goes before.

use super::claims;
use super::{HeadlineBy, Talk, cut};
use crate::conversation::Speaker;
use crate::extract::Kind;

/// What customers write about, as they say it and as the headline does.
const ISSUES: &[(&str, &[&str])] = &[
    ("charge", &["charge", "charged", "charges", "cargo", "cobro", "cobrado", "cobraron"]),
    ("refund", &["refund", "refunded", "reembolso", "devolución"]),
    ("invoice", &["invoice", "invoices", "factura", "facturas"]),
    ("payment", &["payment", "payments", "pago", "pagos"]),
    ("cancellation", &["cancellation", "cancelación"]),
    ("subscription", &["subscription", "suscripción"]),
    ("delivery", &["delivery", "delivered", "parcel", "package", "entrega", "paquete", "envío"]),
    ("order", &["order", "pedido"]),
    ("password", &["password", "contraseña"]),
    ("login", &["login", "log", "sign", "sesión"]),
    ("outage", &["outage", "down", "caído", "caída"]),
    ("error", &["error", "errors", "errores"]),
    ("import", &["import", "importación"]),
    ("export", &["export", "exportación"]),
];
/// How results begin that can follow `AI`.
const FOUND: &[&str] = &[
    "confirmed",
    "found",
    "saw",
    "sent",
    "explained",
    "verified",
    "checked",
    "offered",
    "gave",
    "updated",
    "issued",
    "reset",
    "opened",
    "located",
    "established",
];

/// How results begin in Spanish. They are quoted as they stand.
const FOUND_IN_SPANISH: &[&str] = &[
    "confirmó",
    "confirmado",
    "confirmada",
    "encontró",
    "encontrado",
    "encontrada",
    "envió",
    "enviado",
    "enviada",
    "explicó",
    "explicado",
    "verificó",
    "verificado",
    "verificada",
    "comprobó",
    "comprobado",
    "comprobada",
    "ofreció",
    "ofrecido",
    "actualizó",
    "actualizado",
    "actualizada",
    "restableció",
    "restablecido",
    "restablecida",
    "abrió",
    "localizó",
    "localizado",
];
/// Words by which a result says that something is lacking.
const LACKS: &[&str] = &["no", "not", "nothing", "sin", "nada", "ningún", "ninguna", "ninguno"];

/// The headline, and where it comes from.
pub(super) fn of(talk: &Talk<'_>, left_out: &mut Vec<String>) -> (String, HeadlineBy) {
    let most = talk.policy.package.headline_max as usize;
    if let Some(text) = talk.fact("headline").and_then(|value| value.as_str()).filter(|text| !text.trim().is_empty()) {
        let text = talk.clean(text);
        if text.chars().count() > most {
            left_out.push("the end of the headline".to_owned());
        }
        return (cut(&text, most), HeadlineBy::Service);
    }
    let mut parts = [issue(talk), found(talk), claims::contradictions(talk).into_iter().next()];
    let length =
        |parts: &[Option<String>; 3]| parts.iter().flatten().map(|part| part.chars().count() + 1).sum::<usize>();
    // What contradicts a finding says more than the finding.
    for (at, what) in [(1, "what the assistant found"), (2, "what contradicts it"), (0, "the issue")] {
        if length(&parts) > most + 1 && parts[at].take().is_some() {
            left_out.push(format!("{what}, in the headline"));
        }
    }
    let headline = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    if !headline.is_empty() {
        return (headline, HeadlineBy::Baton);
    }
    if let Some(text) = &talk.policy.package.headline_else {
        return (cut(text, most), HeadlineBy::Policy);
    }
    let last = talk.of(Speaker::Customer).next_back().map_or("", |(_, text)| text);
    (cut(last, most), HeadlineBy::LastMessage)
}

/// `Customer reporting billing charge (invoice 1041) from March 15.`
fn issue(talk: &Talk<'_>) -> Option<String> {
    let category =
        talk.fact("category").and_then(|value| value.as_str()).and_then(|name| talk.policy.find_category(name));
    let path = category.map(|id| talk.policy.categories[id.index()].path.replace('_', " "));
    let (first, text) = talk
        .of(Speaker::Customer)
        .find(|(at, text)| thing(text).is_some() || !talk.found[*at].is_empty())
        .or_else(|| talk.of(Speaker::Customer).next())?;
    let about = match (path, thing(text)) {
        (Some(path), Some(thing)) => {
            let root = path.split('.').next().unwrap_or_default();
            if root.split(' ').any(|word| word == thing) { root.to_owned() } else { format!("{root} {thing}") }
        }
        (Some(path), None) => path.replace('.', " "),
        (None, Some(thing)) => thing.to_owned(),
        (None, None) => return None,
    };
    let find = |kind: Kind| talk.found[first].iter().find(|one| one.kind == kind);
    let number = [(Kind::Invoice, "invoice"), (Kind::Order, "order"), (Kind::ErrorCode, "error")]
        .into_iter()
        .find_map(|(kind, word)| Some(format!(" ({word} {})", find(kind)?.value)));
    // `March 15` stays as it was said; `yesterday` would mean another day to whoever reads it later.
    let date = find(Kind::Date).map(|date| {
        let said = &text[date.range.clone()];
        let said = if said.contains(|c: char| c.is_ascii_digit()) && !said.contains("ago") && !said.contains("hace") {
            said
        } else {
            &date.value
        };
        format!(" from {said}")
    });
    Some(format!("Customer reporting {about}{}{}.", number.unwrap_or_default(), date.unwrap_or_default()))
}

/// What a text is about: of the issues that it names, the one that stands first in the list.
fn thing(text: &str) -> Option<&'static str> {
    let words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
    let is_named = |said: &[&str]| words.iter().any(|word| said.contains(&word.as_str()));
    ISSUES.iter().find(|(_, said)| is_named(said)).map(|(thing, _)| *thing)
}

/// `AI confirmed charge is valid subscription renewal.`: the last result that is not about what is lacking.
fn found(talk: &Talk<'_>) -> Option<String> {
    let results = talk.tried.iter().rev().filter_map(|one| one.result.as_deref());
    let begins = |result: &str, words: &[&str]| {
        let first = result.split_whitespace().next().unwrap_or_default().to_lowercase();
        words.contains(&first.as_str())
    };
    let lacks = |result: &str| result.split_whitespace().any(|word| LACKS.contains(&word.to_lowercase().as_str()));
    let mut fit =
        results.filter(|result| (begins(result, FOUND) || begins(result, FOUND_IN_SPANISH)) && !lacks(result));
    let result = fit.next()?.trim().trim_end_matches(['.', '!']);
    if begins(result, FOUND_IN_SPANISH) {
        return Some(format!("AI: \"{result}\"."));
    }
    let (head, rest) = result.split_at(result.chars().next().map_or(0, char::len_utf8));
    Some(format!("AI {}{rest}.", head.to_lowercase()))
}
