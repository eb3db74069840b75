//! How problems are written: for people, for terminals, for other programs.
//!
//! In: what was found in each policy, one after the other. Out: lines, or one
//! document at the end. One file for each [`Format`].
//!
//! # What is not here
//!
//! The exit code. It is the same whatever the format.

use std::path::Path;

use super::disk::People;
use super::ui::{Outcome, Ui};
use crate::analysis::{Gaps, Overlaps};
use crate::diagnostic::{Diagnostics, Problem, Severity};
use crate::policy::Policy;
use crate::source::Sources;

mod gaps;
mod github;
mod human;
mod json;
mod junit;
mod overlaps;
mod proof;
mod sarif;
mod short;
pub(crate) mod spans;

pub(crate) use human::{draw, draw_one};
pub(crate) use json::{SCHEMA, write_json};
pub(crate) use proof::{Hits, Proof};

/// How to print problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// Drawn in the text
    Human,
    /// One line each
    Short,
    /// One JSON document (`baton.problems/1`)
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// XML as of `JUnit`, for the test reports of CI servers
    Junit,
}

impl Format {
    /// What writes it. Problems below `least` fail nothing.
    pub(crate) fn report(self, least: Severity) -> Box<dyn Report> {
        match self {
            Format::Human => Box::new(human::Human),
            Format::Short => Box::new(short::Short),
            Format::Json => Box::new(json::Document::default()),
            Format::Sarif => Box::new(sarif::Log::default()),
            Format::Github => Box::new(github::Annotations::default()),
            Format::Junit => Box::new(junit::Suites::new(least)),
        }
    }
}

/// What was found in one policy.
pub(crate) struct Checked<'a> {
    /// Its path, as given.
    pub(crate) path: &'a Path,
    pub(crate) problems: &'a Diagnostics,
    pub(crate) sources: &'a Sources,
    /// The policy, unless it has errors.
    pub(crate) policy: Option<&'a Policy>,
    /// How many questions about it were left undecided.
    pub(crate) undecided: usize,
    /// What became of its guarantees, in the order of its text.
    pub(crate) proofs: &'a [Proof],
    /// What is proved of every conversation under it, and of its people.
    pub(crate) promises: &'a [String],
    /// What is known of its people, if a roster was given.
    pub(crate) people: Option<&'a People>,
    /// What only `otherwise` decides, if that was asked.
    pub(crate) gaps: Option<Gaps>,
    /// Pairs of rules whose order matters, if that was asked.
    pub(crate) overlaps: Option<Overlaps>,
}

impl Checked<'_> {
    /// How many recorded conversations show a problem, if that was counted.
    fn hits(&self, problem: &Problem) -> Option<Hits> {
        self.proofs.iter().find(|proof| proof.span == problem.span())?.hits
    }
}

/// A format at work.
pub(crate) trait Report {
    /// Takes what was found in one policy.
    fn policy(&mut self, checked: &Checked<'_>, ui: &mut Ui) -> Outcome<()>;

    /// Takes a policy that could not be read; the reason is said on standard error too.
    fn unread(&mut self, _path: &Path, _reason: &str) {}

    /// There are no more.
    fn end(&mut self, _ui: &mut Ui) -> Outcome<()> {
        Ok(())
    }
}

/// The line that stands for problems that were not kept.
fn say_dropped(problems: &Diagnostics, ui: &mut Ui) -> Outcome<()> {
    match problems.dropped() {
        0 => Ok(()),
        dropped => ui.line(format!("… and {dropped} more problems")),
    }
}

/// Whether a file came with Baton: there is none of this name to open.
fn is_standard(name: &str) -> bool {
    name.starts_with("std/") && Path::new(name).extension().is_none()
}

/// The severity as printed.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    }
}
