//! Messages: sums of their language parts, situations, placeholders.

use std::collections::HashMap;

use crate::diagnostic::{Code, Problem, nearest};
use crate::policy::{Message, PLACEHOLDERS_ALWAYS, Situation, Variant};
use crate::semantics::operands;
use crate::semantics::scope::{Scope, list};
use crate::source::Span;
use crate::syntax::ast::{self, Item, Mode};
use crate::value::Type;

/// All messages, in the order of their first declarations.
pub(crate) fn resolve(program: &ast::Program, scope: &mut Scope<'_>) -> Vec<Message> {
    let mut messages: Vec<Message> = Vec::new();
    let mut index: HashMap<&str, usize> = HashMap::new();
    for item in &program.items {
        let Item::Message(node) = item else { continue };
        let at = *index.entry(&node.name.text).or_insert_with(|| {
            messages.push(Message { name: node.name.text.clone(), variants: Vec::new(), span: node.name.span });
            messages.len() - 1
        });
        if node.mode == Mode::Replace {
            messages[at].variants.clear();
        }
        let taken = repeated(node, &messages[at]);
        if let Some(language) = &taken {
            again(node, language, messages[at].span, scope);
        }
        for variant in &node.variants {
            add(variant, &mut messages[at], taken.is_some(), scope);
        }
        messages[at].variants.sort_by_key(|variant| (variant.situation.is_none(), variant.situation));
    }
    messages
}

/// The first language of which an earlier declaration has the same text already.
fn repeated(node: &ast::Message, message: &Message) -> Option<String> {
    node.variants.iter().find_map(|variant| {
        let words = variant.situation.as_ref().map(|name| name.text.as_str());
        let known = message.variants.iter().find(|known| known.situation.map(Situation::as_str) == words)?;
        let taken = |language: &str| known.texts.iter().any(|(other, _)| other == language);
        variant.lines.iter().map(|(language, _)| &language.text).find(|language| taken(language)).cloned()
    })
}

fn again(node: &ast::Message, language: &str, first: Span, scope: &mut Scope<'_>) {
    let name = &node.name.text;
    let problem = Problem::new(
        Code::E0202,
        format!("`{name}` has a text in `{language}` twice"),
        node.name.span,
        "declared again here",
    );
    scope.report(
        problem
            .label(first, "first declared here")
            .help(format!("write `replace message {name}` to say something else, or give it another name")),
    );
}

/// Adds the texts of a variant; of a declaration that was reported as `repeated`, those that are new.
fn add(node: &ast::Variant, message: &mut Message, repeated: bool, scope: &mut Scope<'_>) {
    let situation = match &node.situation {
        Some(name) => match situation(name, scope) {
            Some(situation) => Some(situation),
            None => return,
        },
        None => None,
    };
    let at = match message.variants.iter().position(|variant| variant.situation == situation) {
        Some(at) => at,
        None => {
            message.variants.push(Variant { situation, texts: Vec::new() });
            message.variants.len() - 1
        }
    };
    for (language, text) in &node.lines {
        if operands::language(&language.text, language.span, scope).is_none() {
            continue;
        }
        check_placeholders(text, situation, scope);
        let texts = &mut message.variants[at].texts;
        if texts.iter().all(|(known, _)| *known != language.text) {
            texts.push((language.text.clone(), text.text.clone()));
        } else if !repeated {
            let message = format!("`{}` has a text in `{}` twice", message.name, language.text);
            let problem = Problem::new(Code::E0202, message, language.span, "given again here");
            scope.report(problem.help("keep one of them"));
        }
    }
}

fn situation(name: &ast::Name, scope: &mut Scope<'_>) -> Option<Situation> {
    let found = Situation::ALL.into_iter().find(|situation| situation.as_str() == name.text);
    if found.is_none() {
        let known = Situation::ALL.map(Situation::as_str);
        let near = nearest(&name.text, known);
        let problem = Problem::new(
            Code::E0201,
            format!("no situation `{}`", name.text),
            name.span,
            "messages do not know this situation",
        );
        scope.report(problem.did_you_mean(near, name.span, || format!("situations are {}", list(&known))));
    }
    found
}

/// The placeholders of a text, with the bytes at which each stands; `{{` is a brace.
pub(crate) fn placeholders(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|open| at + open) {
        if text[open + 1..].starts_with('{') {
            at = open + 2;
            continue;
        }
        let Some(close) = text[open..].find('}').map(|close| open + close) else {
            found.push((open, ""));
            break;
        };
        found.push((open, text[open + 1..close].trim()));
        at = close + 1;
    }
    found
}

fn check_placeholders(text: &ast::Text, situation: Option<Situation>, scope: &mut Scope<'_>) {
    for (_, name) in placeholders(&text.text) {
        if name.is_empty() {
            let problem = Problem::new(
                Code::E0123,
                "a placeholder is empty or not closed",
                text.span,
                "a `{` without a name and `}`",
            );
            scope.report(problem.help("write `{team}`, or `{{` for a brace"));
            continue;
        }
        let filled = PLACEHOLDERS_ALWAYS.contains(&name)
            || situation.is_some_and(|situation| situation.placeholders().contains(&name));
        if !filled && !scope.is_unread(name) && !is_always_known(name, scope) {
            unfillable(name, situation, placeholder_span(text, name, scope), scope);
        }
    }
}

/// A fact with a default is always there to fill a placeholder.
fn is_always_known(name: &str, scope: &mut Scope<'_>) -> bool {
    let Some(id) = scope.fact_names.get(name).copied() else { return false };
    let fact = &scope.facts[id.index()];
    let known = fact.default.is_some() && !matches!(fact.kind, Type::Truth | Type::Tags);
    if known {
        scope.used.insert((super::scope::Kind::Fact, name.to_owned()));
    }
    known
}

/// Where a placeholder stands in the file; the whole text when escapes hide it.
fn placeholder_span(text: &ast::Text, name: &str, scope: &Scope<'_>) -> Span {
    let written = scope.sources.text(text.span);
    written.find(name).map_or(text.span, |at| {
        let start = text.span.start as usize + at;
        Span::new(text.span.file, start..start + name.len())
    })
}

fn unfillable(name: &str, situation: Option<Situation>, span: Span, scope: &mut Scope<'_>) {
    let filled_by = Situation::ALL.into_iter().find(|situation| situation.placeholders().contains(&name));
    let mut known: Vec<&str> = PLACEHOLDERS_ALWAYS.to_vec();
    for placeholder in Situation::ALL.iter().flat_map(|situation| situation.placeholders()) {
        if !known.contains(placeholder) {
            known.push(placeholder);
        }
    }
    let is_fact = scope.fact_names.contains_key(name);
    let near = nearest(name, known.iter().copied()).filter(|_| filled_by.is_none() && !is_fact);
    let help = match (filled_by, near) {
        (Some(needed), _) => format!(
            "put this text under `when {} {{ … }}`, and give the message a text without it for all other cases",
            needed.as_str()
        ),
        _ if is_fact => format!("give the fact `{name}` a default, so that there is always something to say"),
        (None, Some(near)) => format!("did you mean `{{{near}}}`?"),
        (None, None) => format!("placeholders are {}, and facts with a default", list(&known)),
    };
    let when = situation.map_or("always".to_owned(), |situation| format!("when {}", situation.as_str()));
    let problem = Problem::new(
        Code::E0409,
        format!("nothing fills `{{{name}}}` here"),
        span,
        format!("this text is said {when}"),
    );
    let problem = problem.help(help);
    scope.report(match near {
        Some(near) => problem.edit(span, near),
        None => problem,
    });
}

#[cfg(test)]
mod tests {
    use super::placeholders;

    #[test]
    fn placeholders_are_found_and_braces_escaped() {
        assert_eq!(placeholders("Hi {a.b}, {{no}} { c }"), [(3, "a.b"), (17, "c")]);
        assert_eq!(placeholders("open {x"), [(5, "")]);
        assert_eq!(placeholders("{}"), [(0, "")]);
    }
}
