//! Lints that are proved: each asks about all inputs at once.
//!
//! In: an artifact without errors. Out: warnings, and how many questions were left
//! undecided. Each lint is one file and one entry of `ALL`; its name reads well after
//! `allow`.

use super::guarantees::{self, Verdict};
use super::promises;
use super::study::Study;
use crate::artifact::Artifact;
use crate::diagnostic::{Code, Diagnostics, Problem};
use crate::semantics::lints::Allows;

mod held_in_question;
mod hidden_base;
mod idle_also;
mod idle_watch;
mod never;
mod only_if_missing;
mod redundant_condition;
mod redundant_rule;
mod redundant_step;
pub(super) mod removal;
mod stuck_limit;
mod suppressed_by_words;
mod unasked_question;
mod unreachable_rule;
mod unreached_queue;

/// One lint.
pub(crate) struct Lint {
    /// Its code.
    pub(crate) code: Code,
    check: fn(&Study<'_>, &mut Vec<Problem>),
}

/// Every lint.
pub(crate) const ALL: &[Lint] = &[
    Lint { code: Code::W0511, check: unreachable_rule::check },
    Lint { code: Code::W0512, check: only_if_missing::check },
    Lint { code: Code::W0513, check: redundant_condition::check },
    Lint { code: Code::W0514, check: redundant_rule::check },
    Lint { code: Code::W0515, check: redundant_step::check },
    Lint { code: Code::W0516, check: stuck_limit::check },
    Lint { code: Code::W0518, check: suppressed_by_words::check },
    Lint { code: Code::W0519, check: idle_also::check },
    Lint { code: Code::W0520, check: idle_watch::check },
    Lint { code: Code::W0521, check: unreached_queue::check },
    Lint { code: Code::W0522, check: unasked_question::check },
    Lint { code: Code::W0538, check: hidden_base::check },
    Lint { code: Code::W0539, check: held_in_question::check },
];

/// How a check went.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Questions whose budget ended before the answer, guarantees included.
    pub undecided: usize,
    /// What became of each guarantee, in order, and what it says; empty when none could be asked.
    pub guarantees: Vec<(Verdict, String)>,
    /// What is proved of every conversation, whether or not a guarantee demands it.
    pub promises: Vec<String>,
}

/// Finds what can be said for certain of a policy; `allow` lines silence what they name.
pub fn check(artifact: &Artifact, allows: &mut Allows, out: &mut Diagnostics) -> Checked {
    let study = Study::new(artifact);
    let mut found = Vec::new();
    for lint in ALL {
        (lint.check)(&study, &mut found);
    }
    let guarantees = guarantees::check(&artifact.policy, &mut found);
    // What a guarantee says too is said once.
    let is_said = |promise: &String| guarantees.iter().any(|(_, sentence)| sentence == promise);
    let promises = promises::proved(&study).into_iter().filter(|promise| !is_said(promise)).collect();
    let open = study.undecided();
    // While a question is open, nobody knows whether an `allow` is needed.
    let asked = ALL.iter().map(|lint| lint.code).filter(|_| open == 0).chain(guarantees::LINTS);
    allows.settle(&asked.collect::<Vec<_>>(), found, out);
    let is_open = |(verdict, _): &&(Verdict, String)| matches!(verdict, Verdict::Undecided);
    Checked { undecided: open + guarantees.iter().filter(is_open).count(), guarantees, promises }
}

/// Names in a sentence: at most three, and how many more there are.
pub(super) fn names(all: &[&str]) -> String {
    let quoted: Vec<String> = all.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [one, other, third] => format!("{one}, {other} and {third}"),
        [one, other, third, more @ ..] => format!("{one}, {other}, {third} and {} more", more.len()),
    }
}
