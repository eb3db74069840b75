//! `baton diff`: what an edit changes, for certain.

use std::path::{Path, PathBuf};

use super::ui::{Outcome, Ui};
use super::{Exit, disk, problems};
use crate::analysis::diff::Diff;
use crate::artifact::Artifact;
use computed::Computed;

mod computed;
mod human;
mod json;
mod markdown;

/// Show for which inputs two policies decide differently, for certain
///
/// Every input is looked at, not a sample: what is not listed is proved to be the same. Exit code 0: nobody can notice a
/// difference. 1: a decision is another, or what is heard, read or said; or a transcript could not be read whole. 2: a
/// policy has errors or cannot be read. 3: no difference was found, and some questions were left undecided.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The policy as it was: a file, compiled or not, or a folder with a policy.baton
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The policy as it is now
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Count what differs in these recorded conversations: JSON Lines or CSV, or folders of them
    #[arg(long, value_name = "TRANSCRIPT", num_args = 1..)]
    on: Vec<PathBuf>,
    /// How to print what differs
    #[arg(long, value_enum, default_value = "human")]
    format: Form,
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton diff old.baton new.baton
  baton diff old.baton new.baton --on conversations
  baton diff live.table support --format markdown > comment.md";

/// The JSON Schema (draft 7) of what differs.
pub(super) const SCHEMA: &str = include_str!("../../docs/schema/diff.schema.json");

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// Sentences
    Human,
    /// One JSON document (`baton.diff/1`)
    Json,
    /// For a merge request
    Markdown,
}

/// What is printed.
struct Report<'d> {
    old: &'d Artifact,
    new: &'d Artifact,
    diff: Diff,
    computed: Option<Computed>,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let (Some(old), Some(new)) = (read(&args.old, ui)?, read(&args.new, ui)?) else { return Ok(Exit::CouldNotRun) };
    let computed = if args.on.is_empty() { None } else { Some(computed::on(&old, &new, &args.on, ui)?) };
    let report = Report { diff: Diff::of(&old, &new), old: &old, new: &new, computed };
    match args.format {
        Form::Human => human::print(&report, ui)?,
        Form::Json => ui.line(json::of(&report))?,
        Form::Markdown => markdown::print(&report, ui)?,
    }
    ui.flush()?;
    Ok(report.exit())
}

/// A policy; none when it has errors, which are printed.
fn read(path: &Path, ui: &mut Ui) -> Outcome<Option<Artifact>> {
    let loaded = disk::load(path)?;
    if loaded.artifact.is_none() {
        problems::draw(&loaded.problems, &loaded.sources, ui)?;
        ui.flush()?;
        ui.complain(&format!("{}: the policy has errors, so nothing was compared", path.display()));
    }
    Ok(loaded.artifact)
}

impl Report<'_> {
    fn exit(&self) -> Exit {
        // As `run` and `check` say it: what could not be read was not counted.
        let unread = self.computed.as_ref().is_some_and(|computed| computed.unread > 0);
        match (self.diff.is_noticeable() || unread, self.diff.undecided) {
            (true, _) => Exit::Findings,
            (false, 0) => Exit::Fine,
            (false, _) => Exit::Undecided,
        }
    }
}
