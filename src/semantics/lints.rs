//! Lints: what works and is probably not meant.
//!
//! In: a resolved [`Policy`] and the tree it came from. Out: warnings (and the one
//! lint that is an error). Each lint is one file and one entry of `ALL`; its
//! name reads well after `allow`.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostics, Problem};
use crate::policy::{Policy, Situation};
use crate::semantics::scope::Kind;
use crate::source::{FileId, Span};
use crate::syntax::ast::{self, Item};

mod allow;
mod assumed_gender;
mod doubled_unit;
mod expired_rule;
mod failure_framing;
mod idle_step;
mod missing_bare_message;
mod missing_team_title;
mod missing_translation;
mod personal_data;
mod promise_past_the_end;
mod silenced;
mod stale_rates;
mod uneven_texts;
mod unfinished_category;
mod unkept_promise;
mod unused_name;

pub(crate) use allow::allowed;
pub use allow::{Allows, lint};

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

    /// Every text of the author's own messages.
    fn texts(&self) -> impl Iterator<Item = Said<'_>> {
        let messages = self.program.items.iter().filter_map(|item| match item {
            Item::Message(message) if !self.is_standard(message.name.span.file) => Some(message),
            _ => None,
        });
        messages.flat_map(|message| {
            message.variants.iter().flat_map(move |variant| {
                let named = |known: &Situation| variant.situations.iter().any(|name| name.text == known.as_str());
                let situations: Vec<Situation> = Situation::ALL.into_iter().filter(named).collect();
                let name = message.name.text.as_str();
                variant.lines.iter().map(move |(language, text)| Said {
                    message: name,
                    situations: situations.clone(),
                    language: &language.text,
                    text,
                })
            })
        })
    }

    /// Where some words stand in a text, in whatever case; the whole text if that is not plain.
    fn piece(&self, text: &ast::Text, words: &str) -> Span {
        let written = self.policy.sources.text(text.span);
        let lower = written.to_lowercase().replace('’', "'");
        let at = lower.find(&words.to_lowercase()).filter(|_| lower.len() == written.len());
        at.map_or(text.span, |at| {
            let start = text.span.start as usize + at;
            Span::new(text.span.file, start..start + words.len())
        })
    }
}

/// A text of a message.
struct Said<'a> {
    message: &'a str,
    situations: Vec<Situation>,
    language: &'a str,
    text: &'a ast::Text,
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
    Lint { code: Code::W0523, check: personal_data::check },
    Lint { code: Code::W0524, check: unfinished_category::check },
    Lint { code: Code::W0525, check: unkept_promise::check },
    Lint { code: Code::W0526, check: assumed_gender::check },
    Lint { code: Code::W0527, check: uneven_texts::check },
    Lint { code: Code::W0528, check: doubled_unit::check },
    Lint { code: Code::W0529, check: missing_team_title::check },
    Lint { code: Code::W0545, check: idle_step::check },
    Lint { code: Code::W0546, check: promise_past_the_end::check },
];

/// Runs every lint; `allow` lines silence what they name.
pub(crate) fn run(
    policy: &Policy,
    program: &ast::Program,
    used: &HashSet<(Kind, String)>,
    allows: &mut Allows,
    out: &mut Diagnostics,
) {
    let context = Context { policy, program, used };
    let mut found = Vec::new();
    for lint in ALL {
        (lint.check)(&context, &mut found);
    }
    let asked: Vec<Code> = ALL.iter().map(|lint| lint.code).collect();
    allows.settle(&asked, found, out);
}

/// Findings that depend on the day: `check --as-of`. `today` is in days since 1970-01-01.
pub fn as_of(policy: &Policy, today: i64, allows: &mut Allows, out: &mut Diagnostics) {
    let mut found = Vec::new();
    expired_rule::check(policy, today, &mut found);
    stale_rates::check(policy, today, &mut found);
    // Whether they come up depends on the day, so an `allow` that silences none of them today is not unused.
    allows.settle(&[], found, out);
}
