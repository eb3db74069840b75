//! The words of a message, when all of them are known at the decision.
//!
//! In: a message and the facts of the decision. Out: the text of the variant that
//! always fits, placeholders filled. A placeholder that routing fills later
//! (`{update_in}`) leaves the text open.

use super::facts::Facts;
use crate::policy::{MessageId, Policy, QueueId};
use crate::value::show;

/// What a message says, or nothing while a part of it is unknown.
pub(super) fn text(
    policy: &Policy,
    facts: &Facts,
    queues: &[QueueId],
    message: MessageId,
    language: &str,
) -> Option<String> {
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
