//! Counts with words: `{dispute.invoices: one invoice, other invoices}`.
//!
//! In: a text and its language. Out: problems for what is no count, for words that cannot be
//! read, and for plurals of the language that have none.

use super::{placeholder_span, whole_placeholders};
use crate::diagnostic::{Code, Problem, nearest};
use crate::plurals;
use crate::policy::{Counted, Placeholder, Plural, name_and_words};
use crate::semantics::scope::{Scope, list};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Type;

/// Checks every placeholder of a text that has words.
pub(super) fn check(text: &ast::Text, language: &str, scope: &mut Scope<'_>) {
    for (_, placeholder) in whole_placeholders(&text.text) {
        let (name, Some(words)) = name_and_words(placeholder) else { continue };
        if name.is_empty() || !is_count(name, placeholder_span(text, name, scope), scope) {
            continue;
        }
        let span = placeholder_span(text, words, scope);
        match Counted::read(words) {
            Ok(counted) => check_plurals(name, &counted, language, span, scope),
            Err(part) => unreadable(part, language, span, scope),
        }
    }
}

/// Whether a name is that of a count; reports what is something else. What is no name at all is reported elsewhere.
fn is_count(name: &str, span: Span, scope: &mut Scope<'_>) -> bool {
    let fact = scope.fact_names.get(name).map(|id| &scope.facts[id.index()]);
    if fact.is_some_and(|fact| fact.kind == Type::Count) {
        return true;
    }
    if fact.is_some() || Placeholder::find(name).is_some() {
        let message = format!("`{name}` is no count");
        let problem = Problem::new(Code::E0301, message, span, "only a count has words for each plural");
        let help = match Placeholder::find(name) {
            Some(_) => format!("write `{{{name}}}` alone"),
            None => format!("write `{{{name}}}` alone, or declare `fact {name} is count`"),
        };
        scope.report(problem.help(help));
    }
    false
}

fn unreadable(part: &str, language: &str, span: Span, scope: &mut Scope<'_>) {
    let message = if part.is_empty() {
        "words for a plural are missing".to_owned()
    } else {
        format!("`{part}` is no plural with its words")
    };
    let problem = Problem::new(Code::E0123, message, span, "this cannot be read");
    let names = Plural::ALL.map(Plural::as_str);
    let word = part.split_whitespace().next().unwrap_or_default();
    let near = nearest(word, names).filter(|near| *near != word);
    let example: Vec<String> =
        plurals::all(language).into_iter().map(|(plural, _)| format!("{} …", plural.as_str())).collect();
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write the plurals of `{language}` with their words: `{}`", example.join(", ")),
    };
    scope.report(problem.help(help));
}

fn check_plurals(name: &str, counted: &Counted, language: &str, span: Span, scope: &mut Scope<'_>) {
    let all = plurals::all(language);
    let names: Vec<&str> = all.iter().map(|(plural, _)| plural.as_str()).collect();
    for (at, (plural, _)) in counted.0.iter().enumerate() {
        let twice = counted.0[..at].iter().any(|(before, _)| before == plural);
        let message = if twice {
            format!("`{}` twice", plural.as_str())
        } else if names.contains(&plural.as_str()) {
            continue;
        } else {
            format!("no number is `{}` in `{language}`", plural.as_str())
        };
        let problem = Problem::new(Code::E0123, message, span, "these words would never be read");
        scope.report(
            problem.help(format!("give each plural its words once; those of `{language}` are {}", list(&names))),
        );
        return;
    }
    let lacking = |(plural, _): &&(Plural, u64)| counted.0.iter().all(|(known, _)| known != plural);
    if let Some((plural, number)) = all.iter().find(lacking) {
        let plural = plural.as_str();
        let message = format!("`{{{name}}}` has no words for `{plural}` in `{language}`");
        let problem = Problem::new(Code::E0308, message, span, format!("what follows {number}?"));
        scope.report(problem.help(format!("add `{plural} …`: the words behind {number}")));
    }
}
