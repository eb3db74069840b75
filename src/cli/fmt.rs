//! `baton fmt`: the one layout.

use std::path::{Path, PathBuf};

use super::ui::{Outcome, Stop, Ui};
use super::{Exit, changes, disk, problems};
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::source::Sources;
use crate::syntax;

/// Write policies in the one layout
///
/// Exit code 0: done, or nothing to do. 1: --check or --diff found a file that would change,
/// or a file has errors. 2: a file could not be read or written.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Files, or folders whose .baton files are meant
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Change nothing; name the files that would change
    #[arg(long)]
    check: bool,
    /// Change nothing; show what would change
    #[arg(long)]
    diff: bool,
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton fmt policy.baton
  baton fmt --check policies
  baton fmt --diff policy.baton";

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let mut exit = Exit::Fine;
    for path in &args.paths {
        for file in files(path)? {
            exit = exit.max(format(&file, args, ui)?);
        }
    }
    ui.flush()?;
    Ok(exit)
}

/// The path itself, or every `.baton` file below a folder, sorted.
fn files(path: &Path) -> Outcome<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries =
        std::fs::read_dir(path).map_err(|error| Stop::Said(format!("{}: {}", path.display(), disk::why(&error))))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "baton") {
            found.push(path);
        }
    }
    Ok(found)
}

fn format(path: &Path, args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Stop::Said(format!("{}: {}", path.display(), disk::why(&error))))?;
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let name = path.display().to_string();
    // Only what cannot be read stands in the way; names may be wrong, and may stand in other files.
    syntax::parse(&name, &text, &mut sources, &mut found);
    found.retain(|problem| problem.severity == Severity::Error && problem.code != Code::E0118);
    let formatted = match syntax::format(&text) {
        Ok(formatted) if found.is_empty() => formatted,
        _ => {
            problems::draw(&found, &sources, ui)?;
            ui.line(format!("{name}: left as it is, because it cannot be read"))?;
            return Ok(Exit::Findings);
        }
    };
    if formatted == text {
        return Ok(Exit::Fine);
    }
    if args.diff {
        changes::print(&name, "formatted", &text, &formatted, ui)?;
    } else if args.check {
        ui.line(format!("{name}: would change"))?;
    } else {
        std::fs::write(path, formatted).map_err(|error| Stop::Said(format!("{name}: {}", disk::why(&error))))?;
        ui.line(format!("{name}: formatted"))?;
        return Ok(Exit::Fine);
    }
    Ok(Exit::Findings)
}
