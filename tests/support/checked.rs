//! A policy's texts → what `baton check` finds in them, and each finding on plain lines.
//!
//! In: the text of a policy and the files that it uses. Out: findings in the order
//! of the text. The day is fixed, so that lints that ask for it stay reproducible.

use std::fmt::Write as _;

use baton::diagnostic::{Code, Problem, Severity};
use baton::source::{Files, Source, Sources};
use baton::{Compiled, analysis, compile_with, semantics, settings};

/// The day on which every test takes place, 2026-12-20, in days since 1970-01-01.
pub(crate) const TODAY: i64 = 20_807;

/// What stands around a text that is not a whole policy; docs/errors/README.md shows it.
pub(crate) const FRAME: &str = r#"baton 1

policy "Example" {
  timezone "Europe/Madrid"
  languages en
  assistant gives confidence, category
  default queue general
  otherwise stay
  on failure hand off to general
}

use "std/signals/en"
use "std/messages/en"

category billing { refund, dispute }
category account { password_reset }

queue billing "Billing" { handles billing }
queue general "Support" { handles everything else }
"#;

/// A finding with its place resolved.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) code: Code,
    pub(crate) severity: Severity,
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) problem: Problem,
    /// `file:line:col: severity[CODE]: message`, labels and help below it.
    pub(crate) plain: String,
}

impl Found {
    /// Everything that a person reads of it.
    pub(crate) fn said(&self) -> impl Iterator<Item = &str> {
        let labels = self.problem.labels.iter().map(|label| label.text.as_str());
        std::iter::once(self.problem.message.as_str()).chain(labels).chain(self.problem.help.as_deref())
    }
}

/// Files in memory.
pub(crate) struct Folder<'a>(pub(crate) &'a [(&'a str, &'a str)]);

impl Files for Folder<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        let found = self.0.iter().find(|(name, _)| *name == path);
        found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| "there is no such file".to_owned())
    }
}

/// Everything that is found in `policy.baton`, which may use `files`; `baton.toml` among them sets levels.
pub(crate) fn check(text: &str, files: &[(&str, &str)]) -> Vec<Found> {
    let mut all = files.to_vec();
    all.push(("policy.baton", text));
    let set = files.iter().find(|(name, _)| *name == settings::FILE).map(|(_, text)| *text);
    let (levels, wrong) = set.map(settings::read).unwrap_or_default();
    let Compiled { artifact, problems: mut out, mut sources, mut allows } =
        compile_with("policy.baton", &Folder(&all), &levels);
    if let Some(artifact) = artifact {
        analysis::check(&artifact, &mut allows, &mut out);
        semantics::lints::as_of(&artifact.policy, TODAY, &mut allows, &mut out);
    }
    allows.end(&mut out);
    if let Some(text) = set {
        let file = sources.add(Source::new(settings::FILE, text));
        for problem in wrong {
            out.push(problem.moved_to(file));
        }
    }
    out.sorted().into_iter().map(|problem| found(problem, &sources)).collect()
}

fn found(problem: &Problem, sources: &Sources) -> Found {
    let (file, line, column) = sources.position(problem.span());
    Found {
        code: problem.code,
        severity: problem.severity,
        file: file.to_owned(),
        line,
        column,
        problem: problem.clone(),
        plain: plain(problem, sources),
    }
}

/// One finding on plain lines.
fn plain(problem: &Problem, sources: &Sources) -> String {
    let mut text = String::new();
    let place = |span| {
        let (file, line, column) = sources.position(span);
        format!("{file}:{line}:{column}")
    };
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    };
    let code = problem.code.as_str();
    let mut line = |words: String| writeln!(text, "{words}").expect("writing to a string cannot fail");
    line(format!("{}: {severity}[{code}]: {}", place(problem.span()), problem.message));
    for label in &problem.labels {
        let pointed = sources.text(label.span).replace('\n', "⏎");
        line(format!("    {} `{pointed}`: {}", place(label.span), label.text));
    }
    if let Some(help) = &problem.help {
        line(format!("    help: {help}"));
    }
    for edit in &problem.edits {
        let old = sources.text(edit.span).replace('\n', "⏎");
        line(format!("    edit {}: `{old}` → `{}`", place(edit.span), edit.text.replace('\n', "⏎")));
    }
    for words in problem.example.iter().flat_map(|tests| tests.lines()) {
        writeln!(text, "    | {words}").expect("writing to a string cannot fail");
    }
    text
}
