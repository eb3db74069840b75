//! What a package shows beside what every one has: `show …` and `require … else "…"`.
//!
//! In: a line. Out: one [`Show`] for each thing that it names, with its limit, its
//! audience and what stands in its place.

use super::{extract, queues, up_to};
use crate::diagnostic::{Code, Problem, nearest};
use crate::extract::Kind as Found;
use crate::policy::{Extract, FactId, Most, PackagePart, PackagePlan, Show, Shown};
use crate::semantics::built_ins;
use crate::semantics::scope::{Kind, Scope};
use crate::semantics::subjects::{self, Place};
use crate::syntax::ast::{Name, PackageLineKind as Line, Subject, Text};
use crate::value::Type;

/// What a line shows.
pub(super) fn of(line: &Line, extracts: &[Extract], scope: &mut Scope<'_>) -> Vec<Show> {
    let Line::Show { what, substitute, most, from, audience } = line else { return Vec::new() };
    let queues = queues(&audience.queues, scope);
    let within = from.as_ref().map(|(source, patience)| (source, self::patience(patience, scope)));
    let limit = most.as_ref().map(|(number, is_items)| {
        let (most, kind): (u32, fn(u32) -> Most) =
            if *is_items { (PackagePlan::ITEMS_MAX, Most::Items) } else { (PackagePlan::VALUE_MAX, Most::Characters) };
        kind(up_to(Some(number), most, most, scope))
    });
    let mut all = Vec::new();
    for subject in what {
        let name = words(subject);
        let shown = match &within {
            Some((source, within)) => {
                Some(Shown::Field { name: name.text.clone(), source: source.text.clone(), within: *within })
            }
            None => shown(subject, &name, extracts, scope),
        };
        let Some(what) = shown else { continue };
        if let (Some(limit), Some((written, _))) = (limit, most) {
            fits(&what, limit, written, scope);
        }
        if let Shown::Part(part) = what {
            self::part(part, &name, substitute.as_ref(), &audience.queues, scope);
        }
        all.push(Show {
            what,
            substitute: substitute.as_ref().map(|text| text.text.clone()),
            most: limit,
            queues: queues.clone(),
            is_not_for: audience.is_not,
        });
    }
    all
}

/// A part of every package has words of its own, and some are for everybody.
fn part(part: PackagePart, name: &Name, substitute: Option<&Text>, audience: &[Name], scope: &mut Scope<'_>) {
    if let Some(text) = substitute.filter(|_| part != PackagePart::Promises) {
        let message = format!("`{}` is never without words of its own", name.text);
        let problem = Problem::new(Code::E0303, message, text.span, "this would never be shown");
        scope.report(problem.help(format!("write `show {}`, or leave the line out", name.text)));
    }
    if let (PackagePart::Urgency | PackagePart::Language, Some(first)) = (part, audience.first()) {
        let message = format!("everybody who takes over sees `{}`", name.text);
        let problem = Problem::new(Code::E0303, message, first.span, "it is not for some alone");
        scope.report(problem.help("put it into a line without `for`, or leave it out"));
    }
}

/// Several words as one name.
fn words(subject: &Subject) -> Name {
    let words: Vec<&str> = subject.words.iter().map(|word| word.text.as_str()).collect();
    Name { text: words.join(" "), span: subject.span }
}

/// A part of every package, an extract, or any fact.
fn shown(subject: &Subject, name: &Name, extracts: &[Extract], scope: &mut Scope<'_>) -> Option<Shown> {
    if let Some((_, part)) = PackagePart::WORDS.iter().find(|(words, _)| *words == name.text) {
        return Some(Shown::Part(*part));
    }
    if Found::BUILT_IN.iter().any(|kind| kind.name() == Some(name.text.as_str())) {
        return Some(Shown::Named(name.text.clone()));
    }
    if extracts.iter().any(|one| one.name == name.text) {
        return extract(name, extracts, scope).map(Shown::Extract);
    }
    // A single name that nothing has: it may be meant to come from elsewhere.
    let is_known = scope.fact_names.contains_key(&name.text) || scope.declares(Kind::Signal, &name.text);
    let texts: Vec<&str> = subject.words.iter().map(|word| word.text.as_str()).collect();
    let is_built_in = built_ins::find(&texts).is_some();
    if subject.words.len() > 1 || is_known || is_built_in {
        return subjects::resolve(subject, Place::Rule, scope).map(|found| Shown::Fact(found.fact));
    }
    if scope.is_unread(&name.text) {
        return None;
    }
    let facts: Vec<String> =
        scope.names(Kind::Fact).chain(extracts.iter().map(|one| one.name.as_str())).map(str::to_owned).collect();
    let near = nearest(&name.text, facts.iter().map(String::as_str));
    let problem =
        Problem::new(Code::E0201, format!("there is no fact or extract `{}`", name.text), name.span, "not declared");
    scope.report(problem.did_you_mean(near, name.span, || {
        "declare it as a `fact` or an `extract`, or say where it comes from: `from SYSTEM within 800ms`".to_owned()
    }));
    None
}

/// Items are of lists, characters of anything that is one text.
fn fits(what: &Shown, limit: Most, written: &Name, scope: &mut Scope<'_>) {
    let is_tags = |fact: &FactId| scope.facts[fact.index()].kind == Type::Tags;
    let (items, characters) = match what {
        Shown::Fact(fact) => (is_tags(fact), true),
        Shown::Extract(_) | Shown::Field { .. } => (true, true),
        Shown::Named(_) => (true, false),
        Shown::Part(part) => (part.is_list(), false),
    };
    let (fits, message, help) = match limit {
        Most::Items(_) => (items, "this is not a list, so it has no items", "limit its length: `up to 200 characters`"),
        Most::Characters(_) => (characters, "this is no single text", "limit a list: `up to 5 items`; nothing else"),
    };
    if !fits {
        scope.report(Problem::new(Code::E0303, message, written.span, "does not fit").help(help));
    }
}

/// `800ms`, `2s` in milliseconds.
fn patience(written: &Name, scope: &mut Scope<'_>) -> u32 {
    let text = &written.text;
    let value = match text.strip_suffix("ms") {
        Some(number) => number.parse::<u32>().ok(),
        None => text.strip_suffix('s').and_then(|number| number.parse::<u32>().ok()?.checked_mul(1_000)),
    };
    match value.filter(|value| (1..=PackagePlan::PATIENCE_MAX).contains(value)) {
        Some(value) => value,
        None => {
            let problem = Problem::new(Code::E0303, "a source may take up to 30s", written.span, "not in that range");
            scope.report(problem.help("a person waits for the package: write a time such as `800ms`"));
            PackagePlan::PATIENCE_MAX
        }
    }
}
