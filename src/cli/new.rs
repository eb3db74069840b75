//! `baton new`: a starter policy with tests and conversations, ready to run.

use std::path::{Path, PathBuf};

use super::ui::{Outcome, Stop, Ui};
use super::{Exit, disk};

/// Start a policy in a new folder
///
/// Exit code 0: written. 2: the folder is there and not empty, or cannot be written.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The folder to make
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// What the policy is for
    #[arg(long, value_enum, default_value = "saas")]
    starter: Starter,
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton new support
  baton new shop --starter shop";

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Starter {
    /// Software by subscription
    Saas,
    /// A shop with orders and returns
    Shop,
}

macro_rules! starter {
    ($name:literal, $($file:literal)*) => {
        &[$(($file, include_str!(concat!("../../rules/starters/", $name, "/", $file))),)*]
    };
}

/// Names and texts of a starter's files.
fn files(starter: Starter) -> &'static [(&'static str, &'static str)] {
    match starter {
        Starter::Saas => starter!("saas", "policy.baton" "conversations.jsonl" "roster.toml" "README.md"),
        Starter::Shop => starter!("shop", "policy.baton" "conversations.jsonl" "roster.toml" "README.md"),
    }
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let folder = &args.folder;
    let is_empty = std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty || folder.is_file() {
        return Err(Stop::Said(format!("{}: it is there and not empty; choose a new folder", folder.display())));
    }
    std::fs::create_dir_all(folder).map_err(|error| cannot(folder, &error))?;
    for (name, text) in files(args.starter) {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|error| cannot(&path, &error))?;
        ui.line(format!("  {}", path.display()))?;
    }
    let show = folder.display();
    ui.line(format!("\nTry it:\n  baton check {show}/policy.baton\n  baton test {show}/policy.baton\n  baton run {show}/policy.baton {show}/conversations.jsonl\n  baton hours {show}/policy.baton --roster {show}/roster.toml"))?;
    ui.flush()?;
    Ok(Exit::Fine)
}

fn cannot(path: &Path, error: &std::io::Error) -> Stop {
    Stop::Said(format!("{}: {}", path.display(), disk::why(error)))
}
