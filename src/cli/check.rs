//! `baton check`: every problem of a policy in one run.

use std::path::{Path, PathBuf};

mod count;

use super::problems::{self, Format, Proof};
use super::ui::{Outcome, Stop, Ui};
use super::{Exit, disk};

use crate::analysis::guarantees::{self, Verdict};
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::policy::Guarantee;
use crate::semantics;

/// Check policies and print every problem found
///
/// Exit code 0: nothing at or above the fail level. 1: problems. 2: a file could not be read.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Policies: files, or folders with a policy.baton in them or below
    #[arg(required_unless_present = "explain", value_name = "POLICY")]
    paths: Vec<PathBuf>,
    /// How to print problems
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// The least severity that gives exit code 1
    #[arg(long, value_enum, default_value = "error")]
    fail_level: FailLevel,
    /// The day for lints that depend on it, as 2026-12-24 (default: today)
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<i64>,
    /// Count the conversations of these transcripts that break a guarantee
    #[arg(long, value_name = "TRANSCRIPT")]
    on: Vec<PathBuf>,
    /// Print the page of a code, such as E0201
    #[arg(long, value_name = "CODE", conflicts_with = "paths")]
    explain: Option<String>,
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton check policy.baton
  baton check policies --format short --fail-level warning
  baton check --explain E0201";

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum FailLevel {
    Error,
    Warning,
}

/// A calendar day in days since 1970-01-01.
fn day(text: &str) -> Result<i64, String> {
    let date: jiff::civil::Date = text.parse().map_err(|_| "write a day as 2026-12-24".to_owned())?;
    let midnight = date.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| "write a day as 2026-12-24".to_owned())?;
    Ok(midnight.timestamp().as_second().div_euclid(86_400))
}

/// The present day. The edges may read the clock; the library may not.
fn today() -> i64 {
    jiff::Timestamp::now().as_second().div_euclid(86_400)
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    if let Some(code) = &args.explain {
        return explain(code, ui);
    }
    let mut exit = Exit::Fine;
    let mut document = problems::Document::default();
    for path in &args.paths {
        let checked = disk::policies(path).and_then(|policies| {
            policies.iter().try_fold(Exit::Fine, |exit, path| Ok(exit.max(check(path, args, &mut document, ui)?)))
        });
        exit = exit.max(match checked {
            // The other policies are checked nevertheless.
            Err(Stop::Said(message)) => {
                ui.complain(&message);
                Exit::CouldNotRun
            }
            checked => checked?,
        });
    }
    if args.format == Format::Json {
        ui.line(document.into_json())?;
    }
    ui.flush()?;
    Ok(exit)
}

fn check(path: &Path, args: &Args, document: &mut problems::Document, ui: &mut Ui) -> Outcome<Exit> {
    if disk::starts_as_artifact(path) {
        return Err(Stop::Said(format!(
            "{}: this is a compiled policy; check the text that it was made of",
            path.display()
        )));
    }
    let mut loaded = disk::load(path)?;
    if let Some(artifact) = &loaded.artifact {
        semantics::lints::as_of(&artifact.policy, args.as_of.unwrap_or_else(today), &mut loaded.problems);
    }
    let mut proofs = prove(&mut loaded);
    if let Some(artifact) = loaded.artifact.as_ref().filter(|_| !args.on.is_empty()) {
        count::on(artifact, &args.on, &mut proofs, ui)?;
    }
    problems::print(&loaded.problems, &loaded.sources, args.format, ui)?;
    match args.format {
        Format::Json => {
            document.add(&loaded.problems, &loaded.sources);
            document.prove(&proofs, &loaded.sources);
        }
        Format::Human => {
            let summary = summary(path, &loaded, &proofs, ui);
            ui.wrapped(&summary, "", "  ")?;
            for proof in proofs.iter().filter(|proof| proof.is_proved()) {
                ui.wrapped(&format!("proved: {}", proof.sentence), "  ", "    ")?;
            }
            for said in proofs.iter().filter_map(Proof::computed) {
                ui.wrapped(&format!("computed: {said}"), "  ", "    ")?;
            }
        }
        Format::Short => {}
    }
    let least = match args.fail_level {
        FailLevel::Error => Severity::Error,
        FailLevel::Warning => Severity::Warning,
    };
    let fails = loaded.problems.iter().any(|problem| problem.severity >= least);
    Ok(if fails { Exit::Findings } else { Exit::Fine })
}

/// Asks the guarantees of a policy.
fn prove(loaded: &mut disk::Loaded) -> Vec<Proof> {
    let Some(artifact) = &loaded.artifact else { return Vec::new() };
    let policy = &artifact.policy;
    let verdicts = guarantees::check(policy, &mut loaded.problems);
    let proof = |(guarantee, (verdict, sentence)): (&Guarantee, (Verdict, String))| Proof {
        title: guarantee.title.clone(),
        span: guarantee.span,
        sentence,
        verdict,
        hits: None,
    };
    policy.guarantees.iter().zip(verdicts).map(proof).collect()
}

/// One line: what was found, or what the policy holds.
fn summary(path: &Path, loaded: &disk::Loaded, proofs: &[Proof], ui: &Ui) -> String {
    let count = |severity| loaded.problems.iter().filter(|problem| problem.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let found = found(errors, warnings, &loaded.problems);
    match loaded.artifact.as_ref().map(|artifact| &artifact.policy) {
        None => format!("{}: {}", path.display(), ui.paint(&found, owo_colors::Style::new().red().bold())),
        Some(policy) => {
            let fine = if errors + warnings == 0 { "no problems".to_owned() } else { found };
            let style = owo_colors::Style::new();
            let style = if errors == 0 { style.green() } else { style.red() };
            let proved = match proofs.iter().filter(|proof| proof.is_proved()).count() {
                0 => String::new(),
                count => format!(" · {} proved", many(count, "guarantee")),
            };
            format!(
                "{}: {} · {}, {}, {}, {}{proved}",
                path.display(),
                ui.paint(&fine, style.bold()),
                many(policy.rules.len(), "rule"),
                many(policy.asked().len(), "fact"),
                many(policy.queues.len(), "queue"),
                many(policy.tests.len(), "test"),
            )
        }
    }
}

fn found(errors: usize, warnings: usize, problems: &Diagnostics) -> String {
    let codes: std::collections::BTreeSet<&str> = problems.iter().map(|problem| problem.code.as_str()).collect();
    let hint = codes.first().map_or_else(String::new, |code| format!(" (`baton check --explain {code}` says more)"));
    match (errors, warnings) {
        (0, warnings) => format!("{}{hint}", many(warnings, "warning")),
        (errors, 0) => format!("{}{hint}", many(errors, "error")),
        (errors, warnings) => format!("{}, {}{hint}", many(errors, "error"), many(warnings, "warning")),
    }
}

/// `1 rule`, `3 rules`.
pub(super) fn many(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn explain(code: &str, ui: &mut Ui) -> Outcome<Exit> {
    let Some(found) = Code::find(code) else {
        let all = Code::ALL.iter().map(|code| code.as_str());
        let near =
            crate::diagnostic::nearest(code, all).map_or_else(String::new, |near| format!("; did you mean {near}?"));
        return Err(Stop::Said(format!("no problem has the code `{code}`{near}")));
    };
    ui.text(found.page())?;
    ui.flush()?;
    Ok(Exit::Fine)
}
