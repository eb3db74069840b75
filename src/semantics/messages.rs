//! Messages: sums of their language parts, situations, placeholders.

use std::collections::HashMap;

use crate::diagnostic::{Code, Problem, nearest};
use crate::policy::{Message, Placeholder, Situation, Variant, name_and_words, situation_words};
use crate::semantics::operands;
use crate::semantics::scope::{Scope, list};
use crate::source::Span;
use crate::syntax::ast::{self, Item, Mode};
use crate::value::Type;

mod counted;

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
            messages[at].span = node.name.span;
        }
        let taken = repeated(node, &messages[at]);
        if let Some(language) = &taken {
            again(node, language, messages[at].span, scope);
        }
        for variant in &node.variants {
            add(variant, &mut messages[at], taken.is_some(), scope);
        }
    }
    messages
}

/// The first language of which an earlier declaration has the same text already.
fn repeated(node: &ast::Message, message: &Message) -> Option<String> {
    node.variants.iter().find_map(|variant| {
        let known = message.variants.iter().find(|known| known.situations == named(variant))?;
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

/// The situations that a variant names, sorted, each once; names that are none are left out.
fn named(node: &ast::Variant) -> Vec<Situation> {
    let is_named = |one: &Situation| node.situations.iter().any(|name| name.text == one.as_str());
    let mut named: Vec<Situation> = Situation::ALL.into_iter().filter(is_named).collect();
    named.sort_unstable();
    named
}

/// Adds the texts of a variant; of a declaration that was reported as `repeated`, those that are new.
fn add(node: &ast::Variant, message: &mut Message, repeated: bool, scope: &mut Scope<'_>) {
    if !check_situations(node, scope) {
        return;
    }
    let at = place(named(node), &mut message.variants);
    for (language, text) in &node.lines {
        if operands::language(&language.text, language.span, scope).is_none() {
            continue;
        }
        check_placeholders(text, &named(node), scope);
        counted::check(text, &language.text, scope);
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

/// Where the texts for these situations stand among the others. They are asked in the order of the text; what
/// asks for more goes before what asks for less, since it could never be said behind it.
fn place(situations: Vec<Situation>, variants: &mut Vec<Variant>) -> usize {
    if let Some(at) = variants.iter().position(|variant| variant.situations == situations) {
        return at;
    }
    let covers = |less: &Variant| less.situations.iter().all(|one| situations.iter().any(|more| more.implies(*one)));
    let at = variants.iter().position(covers).unwrap_or(variants.len());
    variants.insert(at, Variant { situations, texts: Vec::new() });
    at
}

/// Whether the situations of a text are known and can hold together; reports what is wrong.
fn check_situations(node: &ast::Variant, scope: &mut Scope<'_>) -> bool {
    let mut fine = true;
    for (at, name) in node.situations.iter().enumerate() {
        fine &= check_situation(name, scope);
        if let Some(first) = node.situations[..at].iter().find(|first| first.text == name.text) {
            let problem = Problem::new(Code::E0117, format!("`{}` twice", name.text), name.span, "named again here");
            scope.report(problem.label(first.span, "named first here").help("name it once"));
            fine = false;
        }
    }
    let of = |situation: Situation| node.situations.iter().find(|name| name.text == situation.as_str());
    if let (Some(known), Some(unknown)) = (of(Situation::WaitKnown), of(Situation::WaitUnknown)) {
        let message = "a wait that is known and unknown at once".to_owned();
        let problem = Problem::new(Code::E0405, message, unknown.span, "this can never hold with the other");
        scope.report(problem.label(known.span, "the other").help("write two texts, one for each"));
        return false;
    }
    fine
}

fn check_situation(name: &ast::Name, scope: &mut Scope<'_>) -> bool {
    let known = Situation::ALL.map(Situation::as_str);
    if known.contains(&name.text.as_str()) {
        return true;
    }
    let near = nearest(&name.text, known);
    let message = format!("no situation `{}`", name.text);
    let problem = Problem::new(Code::E0201, message, name.span, "messages do not know this situation");
    scope.report(problem.did_you_mean(near, name.span, || format!("situations are {}", list(&known))));
    false
}

/// The names of a text's placeholders, with the bytes at which each stands; `{{` is a brace.
pub(crate) fn placeholders(text: &str) -> Vec<(usize, &str)> {
    whole_placeholders(text).into_iter().map(|(at, whole)| (at, name_and_words(whole).0)).collect()
}

/// What stands between the braces of a text, with the bytes at which each begins.
fn whole_placeholders(text: &str) -> Vec<(usize, &str)> {
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

fn check_placeholders(text: &ast::Text, situations: &[Situation], scope: &mut Scope<'_>) {
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
        let filled = Placeholder::find(name)
            .is_some_and(|one| one.by.is_empty() || one.by.iter().any(|by| situations.contains(by)));
        if !filled && !scope.is_unread(name) && !is_always_known(name, scope) {
            unfillable(name, situations, placeholder_span(text, name, scope), scope);
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

fn unfillable(name: &str, situations: &[Situation], span: Span, scope: &mut Scope<'_>) {
    let filled_by = Placeholder::find(name).and_then(|placeholder| placeholder.by.first());
    let known: Vec<&str> = Placeholder::ALL.iter().map(|placeholder| placeholder.name).collect();
    let is_fact = scope.fact_names.contains_key(name);
    let near = nearest(name, known.iter().copied()).filter(|_| filled_by.is_none() && !is_fact);
    let help = match (filled_by, near) {
        (Some(needed), _) if situations.is_empty() => format!(
            "put this text under `when {} {{ … }}`, and give the message a text without it for all other cases",
            needed.as_str()
        ),
        (Some(needed), _) => {
            let both = situation_words(&[situations, &[*needed]].concat());
            format!("write `when {both} {{ … }}`, and keep a text without it for all other cases")
        }
        _ if is_fact => format!("give the fact `{name}` a default, so that there is always something to say"),
        (None, Some(near)) => format!("did you mean `{{{near}}}`?"),
        (None, None) => format!("placeholders are {}, and facts with a default", list(&known)),
    };
    let when =
        if situations.is_empty() { "always".to_owned() } else { format!("when {}", situation_words(situations)) };
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
