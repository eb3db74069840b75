//! `baton check`: every problem of a policy in one run.

use std::path::{Path, PathBuf};

mod count;
mod people;

use super::Exit;
use super::disk::{self, Loaded, Texts};
use super::fix::{self, Wanted};
use super::mend;
use super::problems::{Checked, Format, Proof, Report};
use super::ui::{Outcome, Stop, Ui};
use crate::analysis::guarantees::Verdict;
use crate::diagnostic::{Code, Severity};
use crate::policy::Guarantee;
use crate::{analysis, semantics};

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
    /// Make the edits that leave every decision the same
    #[arg(long)]
    fix: bool,
    /// With --fix: make the others too, such as misspelt names; look at them
    #[arg(long, requires = "fix")]
    unsafe_fixes: bool,
    /// With --fix: write nothing, show what would change (exit code 1 if something would)
    #[arg(long, visible_alias = "diff", requires = "fix")]
    dry_run: bool,
    /// Count the conversations of these transcripts that break a guarantee
    #[arg(long, value_name = "TRANSCRIPT")]
    on: Vec<PathBuf>,
    #[command(flatten)]
    maps: Maps,
    #[command(flatten)]
    staff: people::Given,
    /// Print the page of a code, such as E0201
    #[arg(long, value_name = "CODE", conflicts_with = "paths")]
    explain: Option<String>,
}

/// What is said beside problems when it is asked for.
#[derive(Debug, clap::Args)]
struct Maps {
    /// Say what only `otherwise` decides: at most ten regions, the largest first
    #[arg(long)]
    gaps: bool,
    /// List pairs of rules that can hold together and decide differently, so that their order matters
    #[arg(long)]
    overlaps: bool,
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton check policy.baton
  baton check policies --format short --fail-level warning
  baton check policy.baton --fix --dry-run
  baton check policy.baton --gaps --overlaps
  baton check policies --format sarif > baton.sarif
  baton check policy.baton --roster roster.toml --year 2027
  baton check --explain E0201";

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum FailLevel {
    Error,
    Warning,
}

impl FailLevel {
    fn severity(self) -> Severity {
        match self {
            FailLevel::Error => Severity::Error,
            FailLevel::Warning => Severity::Warning,
        }
    }
}

/// A calendar day in days since 1970-01-01.
fn day(text: &str) -> Result<i64, String> {
    let date: jiff::civil::Date = text.parse().map_err(|_| "write a day as 2026-12-24".to_owned())?;
    let midnight = date.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| "write a day as 2026-12-24".to_owned())?;
    Ok(midnight.timestamp().as_second().div_euclid(86_400))
}

/// The present day. The edges may read the clock; the library may not.
pub(super) fn today() -> i64 {
    jiff::Timestamp::now().as_second().div_euclid(86_400)
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    if let Some(code) = &args.explain {
        return explain(code, ui);
    }
    if (args.maps.gaps || args.maps.overlaps) && !matches!(args.format, Format::Human | Format::Json) {
        let message =
            "`--gaps` and `--overlaps` go with `--format human` and `--format json`; the other forms list problems";
        return Err(Stop::Said(message.to_owned()));
    }
    let mut exit = Exit::Fine;
    let mut report = args.format.report(args.fail_level.severity());
    for path in &args.paths {
        let checked = disk::policies(path).and_then(|policies| {
            policies.iter().try_fold(Exit::Fine, |exit, path| Ok(exit.max(check(path, args, &mut *report, ui)?)))
        });
        exit = exit.max(match checked {
            // The other policies are checked nevertheless.
            Err(Stop::Said(message)) => {
                report.unread(path, &message);
                ui.complain(&message);
                Exit::CouldNotRun
            }
            checked => checked?,
        });
    }
    if !args.dry_run {
        report.end(ui)?;
    }
    ui.flush()?;
    Ok(exit)
}

fn check(path: &Path, args: &Args, report: &mut dyn Report, ui: &mut Ui) -> Outcome<Exit> {
    if disk::starts_as_artifact(path) {
        return Err(Stop::Said(format!(
            "{}: this is a compiled policy; check the text that it was made of",
            path.display()
        )));
    }
    let today = args.as_of.unwrap_or_else(today);
    if args.fix {
        let wanted = if args.unsafe_fixes { Wanted::Unsafe } else { Wanted::Safe };
        let fixed = fix::fix(wanted, &|texts| match wanted {
            Wanted::Safe => found(path, texts, today),
            Wanted::Unsafe => mended(path, texts, today),
        })?;
        if args.dry_run {
            fixed.show("fixed", ui)?;
            return Ok(if fixed.is_empty() { Exit::Fine } else { Exit::Findings });
        }
        fixed.write()?;
        if !fixed.is_empty() {
            ui.note(&format!("{}: {}", path.display(), fixed.summary()));
        }
    }
    let mut loaded = mended(path, &Texts::new(), today)?;
    people::look(&args.staff, today, &mut loaded)?;
    let mut exit = Exit::Fine;
    if let Some(artifact) = loaded.artifact.as_ref().filter(|_| !args.on.is_empty()) {
        exit = count::on(artifact, &args.on, &mut loaded.proofs, ui)?;
    }
    report.policy(
        &Checked {
            path,
            problems: &loaded.problems,
            sources: &loaded.sources,
            policy: loaded.artifact.as_ref().map(|artifact| &artifact.policy),
            undecided: loaded.undecided,
            proofs: &loaded.proofs,
            promises: &loaded.promises,
            people: loaded.people.as_ref(),
            gaps: loaded.artifact.as_ref().filter(|_| args.maps.gaps).map(analysis::gaps),
            overlaps: loaded.artifact.as_ref().filter(|_| args.maps.overlaps).map(analysis::overlaps),
        },
        ui,
    )?;
    let least = args.fail_level.severity();
    let fails = loaded.problems.iter().any(|problem| problem.severity >= least);
    Ok(if fails { Exit::Findings } else { exit })
}

/// `1 rule`, `3 rules`.
pub(super) fn many(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// A policy and everything that is found in it, with some of its texts changed.
fn found(path: &Path, texts: &Texts, today: i64) -> Outcome<Loaded> {
    let mut loaded = proved(path, texts)?;
    if let Some(artifact) = &loaded.artifact {
        semantics::lints::as_of(&artifact.policy, today, &mut loaded.allows, &mut loaded.problems);
    }
    loaded.allows.end(&mut loaded.problems);
    Ok(loaded)
}

/// The same, with an edit for each broken guarantee where one is known that mends it.
fn mended(path: &Path, texts: &Texts, today: i64) -> Outcome<Loaded> {
    let mut loaded = found(path, texts, today)?;
    mend::offer(texts, &mut loaded, &|texts| found(path, texts, today));
    Ok(loaded)
}

/// A policy and what is found in it whatever the day, proofs included.
pub(super) fn proved(path: &Path, texts: &Texts) -> Outcome<Loaded> {
    let mut loaded = disk::load_over(path, texts)?;
    let Some(artifact) = &loaded.artifact else { return Ok(loaded) };
    let checked = analysis::check(artifact, &mut loaded.allows, &mut loaded.problems);
    let guarantees = artifact.policy.guarantees.iter().zip(checked.guarantees);
    let proof = |(guarantee, (verdict, sentence)): (&Guarantee, (Verdict, String))| Proof {
        title: guarantee.title.clone(),
        span: guarantee.span,
        sentence,
        verdict,
        held: None,
        hits: None,
    };
    loaded.proofs = guarantees.map(proof).collect();
    loaded.undecided = checked.undecided;
    loaded.promises = checked.promises;
    Ok(loaded)
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
