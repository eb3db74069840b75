//! Lints: what works and is probably not meant.
//!
//! In: a resolved [`Policy`] and the tree it came from. Out: warnings (and the one
//! lint that is an error). Each lint is one file and one entry of `ALL`; its
//! name reads well after `allow`.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostics, Problem, nearest};
use crate::policy::{Allowed, Policy};
use crate::semantics::scope::Kind;
use crate::source::{FileId, Span};
use crate::syntax::ast::{self, Item};

mod expired_rule;
mod failure_framing;
mod missing_bare_message;
mod missing_translation;
mod silenced;
mod stale_rates;
mod unused_name;

/// What a lint may look at.
pub(crate) struct Context<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) program: &'a ast::Program,
    pub(crate) used: &'a HashSet<(Kind, String)>,
}

impl Context<'_> {
    /// Whether a file came with Baton: its authors are not the ones to warn.
    pub(crate) fn is_standard(&self, file: FileId) -> bool {
        self.policy.sources.file(file).name.starts_with("std/")
    }
}

/// One lint.
pub(crate) struct Lint {
    /// Its code.
    pub(crate) code: Code,
    check: fn(&Context<'_>, &mut Vec<Problem>),
}

/// Every lint.
pub(crate) const ALL: &[Lint] = &[
    Lint { code: Code::E0402, check: silenced::guards },
    Lint { code: Code::W0501, check: silenced::rules },
    Lint { code: Code::W0502, check: unused_name::check },
    Lint { code: Code::W0503, check: missing_translation::check },
    Lint { code: Code::W0504, check: missing_bare_message::check },
    Lint { code: Code::W0505, check: failure_framing::check },
];

/// Runs every lint; `allow` lines silence what they name.
pub(crate) fn run(policy: &Policy, program: &ast::Program, used: &HashSet<(Kind, String)>, out: &mut Diagnostics) {
    let context = Context { policy, program, used };
    let mut found = Vec::new();
    for lint in ALL {
        (lint.check)(&context, &mut found);
    }
    let allows = allows(program, out);
    let mut spent = vec![false; allows.len()];
    for problem in found {
        // An `allow` of an unknown name was reported; what it was meant to silence follows from that.
        let silencing = allows
            .iter()
            .position(|allow| allow.code.is_none_or(|code| code == problem.code) && allow.covers(&problem));
        match silencing {
            Some(at) => spent[at] = true,
            None => out.push(problem),
        }
    }
    for (allow, spent) in allows.iter().zip(spent) {
        // Whether a finding of the day comes up depends on the day; what is proved comes later.
        if !spent && allow.code.is_some_and(|code| !OF_THE_DAY.contains(&code) && !PROVED.contains(&code)) {
            out.push(silences_nothing(allow.span));
        }
    }
}

fn silences_nothing(allow: Span) -> Problem {
    let problem = Problem::new(Code::W0506, "this `allow` silences nothing", allow, "nothing to allow here");
    problem.help("remove the line")
}

/// What can be said of `allow` lines when the policy could not be resolved.
pub(crate) fn unresolved(program: &ast::Program, out: &mut Diagnostics) {
    allows(program, out);
}

/// Lints that depend on the day.
const OF_THE_DAY: [Code; 2] = [Code::W0508, Code::W0510];

/// Lints that ask about all inputs at once, once there is a table: the lints of `analysis`.
pub(crate) const PROVED: &[Code] =
    &[Code::W0511, Code::W0512, Code::W0513, Code::W0514, Code::W0515, Code::W0516, Code::W0518];

/// Pushes what was proved and is not allowed. With `complete`, an `allow` of what is proved that silences nothing is
/// reported too.
pub(crate) fn sift(policy: &Policy, found: Vec<Problem>, complete: bool, out: &mut Diagnostics) {
    let names = |allowed: &Allowed, code: Code| [code.name(), code.as_str()].contains(&allowed.lint.as_str());
    let mut spent = vec![false; policy.allowed.len()];
    for problem in found {
        let covers = |allowed: &Allowed| {
            let mut labels = problem.labels.iter();
            names(allowed, problem.code)
                && allowed
                    .head
                    .is_none_or(|head| labels.any(|label| label.span == head || within(label.span, allowed.span, head)))
        };
        match policy.allowed.iter().position(covers) {
            Some(at) => spent[at] = true,
            None => out.push(problem),
        }
    }
    for (allowed, spent) in policy.allowed.iter().zip(spent) {
        if complete && !spent && PROVED.iter().any(|code| names(allowed, *code)) {
            out.push(silences_nothing(allowed.span));
        }
    }
}

/// Findings that depend on the day: `check --as-of`. `today` is in days since 1970-01-01.
pub fn as_of(policy: &Policy, today: i64, out: &mut Diagnostics) {
    let mut found = Vec::new();
    expired_rule::check(policy, today, &mut found);
    stale_rates::check(policy, today, &mut found);
    let is_allowed = |problem: &Problem| {
        policy.allowed.iter().any(|allowed| {
            let named = [problem.code.name(), problem.code.as_str()].contains(&allowed.lint.as_str());
            named && allowed.head.is_none_or(|head| problem.labels.iter().any(|label| label.span == head))
        })
    };
    found.into_iter().filter(|problem| !is_allowed(problem)).for_each(|problem| out.push(problem));
}

/// What the author allows, for later stages.
pub(crate) fn allowed(program: &ast::Program) -> Vec<Allowed> {
    let mut found = Vec::new();
    gather(&program.items, &mut found);
    let allowed =
        |(allow, head): (&ast::Allow, Option<Span>)| Allowed { lint: allow.lint.text.clone(), head, span: allow.span };
    found.into_iter().map(allowed).collect()
}

/// One `allow` line and what it covers.
struct Allowing {
    code: Option<Code>,
    span: Span,
    /// The heads it covers; none for the whole policy.
    heads: Option<Span>,
}

impl Allowing {
    fn covers(&self, problem: &Problem) -> bool {
        self.heads.is_none_or(|head| {
            problem.labels.iter().any(|label| label.span == head || within(label.span, self.span, head))
        })
    }
}

/// Whether a label lies between a declaration's head and its `allow` line or close behind it, in one file.
fn within(label: Span, allow: Span, head: Span) -> bool {
    label.file == head.file && label.start >= head.start && label.start <= allow.end
}

fn allows(program: &ast::Program, out: &mut Diagnostics) -> Vec<Allowing> {
    let mut found = Vec::new();
    gather(&program.items, &mut found);
    found.into_iter().map(|(allow, head)| Allowing { code: lint(allow, out), span: allow.span, heads: head }).collect()
}

fn gather<'a>(items: &'a [Item], found: &mut Vec<(&'a ast::Allow, Option<Span>)>) {
    for item in items {
        match item {
            Item::Allow(allow) => found.push((allow, None)),
            Item::Rule(rule) => found.extend(rule.allows.iter().map(|allow| (allow, Some(rule.span)))),
            Item::Signal(signal) => found.extend(signal.allows.iter().map(|allow| (allow, Some(signal.span)))),
            Item::Message(message) => found.extend(message.allows.iter().map(|allow| (allow, Some(message.span)))),
            Item::Group(group) => gather(&group.items, found),
            _ => {}
        }
    }
}

fn lint(allow: &ast::Allow, out: &mut Diagnostics) -> Option<Code> {
    let known = || ALL.iter().map(|lint| lint.code).chain(OF_THE_DAY).chain(PROVED.iter().copied());
    let found = known().find(|code| code.name() == allow.lint.text || code.as_str() == allow.lint.text);
    if found.is_none() {
        let names: Vec<&str> = known().map(Code::name).collect();
        let near = nearest(&allow.lint.text, names.iter().copied());
        let problem = Problem::new(
            Code::E0216,
            format!("nothing is called `{}` that could be allowed", allow.lint.text),
            allow.lint.span,
            "no such lint",
        );
        out.push(
            problem.did_you_mean(near, allow.lint.span, || {
                format!("what can be allowed is {}", super::scope::list(&names))
            }),
        );
    }
    found
}
