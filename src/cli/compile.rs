//! `baton compile`: a policy as one file that services load.

use std::path::{Path, PathBuf};

use super::check::{many, proved};
use super::disk::Texts;
use super::ui::{Outcome, Stop, Ui};
use super::{Exit, disk, problems};
use crate::artifact::{Artifact, encode};
use crate::listing;
use crate::policy::Test;
use crate::runtime::{Table, versions, worked};

/// Compile a policy into the table that services load
///
/// The policy's tests go with it: an engine runs them before it uses the table. If one fails, or a guarantee
/// is broken, nothing is written.
///
/// Exit code 0: written. 1: a test fails. 2: the policy has errors, or a file could not be read or written.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The policy: a file, or a folder with a policy.baton
    #[arg(value_name = "POLICY")]
    policy: PathBuf,
    /// Where to write it (default: beside the policy, ending in .table or .json)
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// In which form
    #[arg(long, value_enum, default_value = "table")]
    emit: Form,
}

/// The form of a compiled policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// The file that services load
    Table,
    /// The decision table as JSON, in the form baton.table/1, for other programs
    Json,
}

impl Form {
    /// The ending of its file.
    fn ending(self) -> &'static str {
        match self {
            Form::Table => "table",
            Form::Json => "json",
        }
    }

    /// The bytes of an artifact.
    fn bytes(self, artifact: &Artifact) -> Vec<u8> {
        match self {
            Form::Table => encode(artifact, &versions()),
            Form::Json => format!("{:#}\n", listing::json(artifact)).into_bytes(),
        }
    }
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton compile policy.baton
  baton compile policies/support --output dist/support.table
  baton compile policy.baton --emit json";

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let loaded = proved(&args.policy, &Texts::new())?;
    let Some(artifact) = loaded.artifact.filter(|_| !loaded.problems.has_errors()) else {
        problems::draw(&loaded.problems, &loaded.sources, ui)?;
        ui.flush()?;
        ui.complain(&format!("{}: the policy has errors. Nothing was written.", args.policy.display()));
        return Ok(Exit::CouldNotRun);
    };
    let table = Table::new(artifact);
    let failing = failing(&table);
    if !failing.is_empty() {
        ui.complain(&format!(
            "{}: {} of {} fail: {}; `baton test` says more. Nothing was written.",
            args.policy.display(),
            failing.len(),
            many(table.policy().tests.len(), "test"),
            failing.iter().map(|test| format!("\"{}\"", test.title)).collect::<Vec<_>>().join(", "),
        ));
        return Ok(Exit::Findings);
    }
    let bytes = args.emit.bytes(table.artifact());
    let path = args.output.clone().unwrap_or_else(|| beside(&args.policy, args.emit));
    std::fs::write(&path, &bytes).map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such folder".to_owned(),
            _ => disk::why(&error),
        };
        Stop::Said(format!("{}: cannot be written: {why}", path.display()))
    })?;
    let summary = summary(&path, table.artifact(), bytes.len());
    ui.wrapped(&summary, "", "  ")?;
    ui.flush()?;
    Ok(Exit::Fine)
}

/// The tests of a policy that fail.
pub(super) fn failing(table: &Table) -> Vec<&Test> {
    table.policy().tests.iter().filter(|test| !worked::run(table, test).failures.is_empty()).collect()
}

/// Where a table goes when nobody says: beside its policy.
fn beside(policy: &Path, form: Form) -> PathBuf {
    let file = if policy.is_dir() { policy.join(disk::POLICY_FILE) } else { policy.to_owned() };
    file.with_extension(form.ending())
}

fn summary(path: &Path, artifact: &Artifact, bytes: usize) -> String {
    let Artifact { policy, rows } = artifact;
    format!(
        "{}: {} in {}, {}, {}, {} · version {}",
        path.display(),
        many(policy.rules.len(), "rule"),
        many(rows.rules.len() + rows.watches.len(), "row"),
        many(rows.columns.len(), "column"),
        many(policy.tests.len(), "test"),
        size(bytes as u64),
        policy.hash,
    )
}

/// `812 bytes`, `14 KB`.
pub(super) fn size(bytes: u64) -> String {
    if bytes < 10_000 { format!("{bytes} bytes") } else { format!("{} KB", bytes.div_ceil(1_000)) }
}
