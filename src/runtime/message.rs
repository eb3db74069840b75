//! The words of a message, when all of them are known at the decision.
//!
//! In: a message and the facts of the decision. Out: its language, and the text of
//! the variant that always fits, placeholders filled. A placeholder that routing fills later
//! (`{update_in}`) leaves the text open.

use super::values::{Values, built_in};
use crate::policy::{BuiltIn, Message, MessageId, Policy, QueueId, Variant};
use crate::value::show;

/// In which language a message is said, and its words if they are known now.
pub(super) fn said(
    policy: &Policy,
    facts: &Values,
    queues: &[QueueId],
    message: Option<MessageId>,
) -> (String, Option<String>) {
    let language = language(policy, facts, message);
    let text = message.and_then(|message| text(policy, facts, queues, message, &language));
    (language, text)
}

/// The customer's language, if the policy speaks it and the message has it; else the fallback, or what the message has.
fn language(policy: &Policy, facts: &Values, message: Option<MessageId>) -> String {
    let wanted = built_in(policy, &BuiltIn::Language).and_then(|language| facts.word(language));
    let spoken = |language: &&str| policy.languages.iter().any(|spoken| spoken == language);
    let said = |language: &&str| message.is_none_or(|message| speaks(policy.message(message), language));
    let fallback = Some(policy.fallback.as_str()).filter(said);
    let any = || policy.languages.iter().map(String::as_str).find(said);
    wanted.filter(spoken).filter(said).or(fallback).or_else(any).unwrap_or(&policy.fallback).to_owned()
}

/// Whether a message can always be said in this language: its bare text has it, or, where there is none, some text has.
fn speaks(message: &Message, language: &str) -> bool {
    let has = |variant: &&Variant| variant.texts.iter().any(|(of, _)| of == language);
    match message.variants.iter().find(|variant| variant.situation.is_none()) {
        Some(bare) => has(&bare),
        None => message.variants.iter().any(|variant| has(&variant)),
    }
}

/// What a message says, or nothing while a part of it is unknown.
fn text(policy: &Policy, facts: &Values, queues: &[QueueId], message: MessageId, language: &str) -> Option<String> {
    let bare = bare_text(policy, message, language)?;
    filled(bare, |name| match name {
        "team" => queues.first().map(|queue| policy.queue(*queue).title_in(language).to_owned()),
        fact => {
            let id = policy.find_fact(fact)?;
            facts.get(id).map(|value| show(value, &policy.fact(id).kind))
        }
    })
}

/// The text of the variant that always fits.
fn bare_text<'a>(policy: &'a Policy, id: MessageId, language: &str) -> Option<&'a str> {
    let bare = policy.message(id).variants.iter().find(|variant| variant.situation.is_none())?;
    bare.texts.iter().find(|(of, _)| of == language).map(|(_, text)| text.as_str())
}

/// The text with its placeholders filled and `{{` read as a brace; none when one cannot be filled yet.
fn filled(text: &str, fill: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, brace) = rest.split_at(at);
        out.push_str(before);
        let doubled = ["{{", "}}"].iter().any(|two| brace.starts_with(two));
        if doubled || brace.starts_with('}') {
            out.push_str(&brace[..1]);
            rest = &brace[if doubled { 2 } else { 1 }..];
            continue;
        }
        let end = brace.find('}')?;
        out.push_str(&fill(brace[1..end].trim())?);
        rest = &brace[end + 1..];
    }
    out.push_str(rest);
    Some(out)
}
