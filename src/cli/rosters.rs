//! The people of a command line: files of a roster, of absences, of bindings.
//!
//! In: paths. Out: what `roster::files` reads of them.

use std::path::{Path, PathBuf};

use super::disk;
use super::ui::{Outcome, Stop};
use crate::roster::files::{self, Read, Texts};

/// What stands beside a roster; each command says of its own `--roster` whether it must be there.
#[derive(Debug, clap::Args)]
pub(crate) struct Beside {
    /// Who is away when: a CSV file with the columns agent, from, until, reason
    #[arg(long, value_name = "FILE", requires = "roster")]
    absences: Option<PathBuf>,
    /// What the helpdesk calls the policy's queues, skills and marks: a TOML file
    #[arg(long, value_name = "FILE", requires = "roster")]
    bindings: Option<PathBuf>,
}

impl Beside {
    /// Reads a roster with it. It is there unless it has errors.
    pub(crate) fn read(&self, roster: &Path) -> Outcome<Read> {
        let named = |path: &Path| {
            let text = std::fs::read_to_string(path);
            let text = text.map_err(|error| Stop::Said(format!("{}: {}", path.display(), disk::why(&error))))?;
            Ok::<_, Stop>((path.display().to_string(), text))
        };
        let roster = named(roster)?;
        let absences = self.absences.as_deref().map(named).transpose()?;
        let bindings = self.bindings.as_deref().map(named).transpose()?;
        Ok(files::read(&Texts {
            roster: (&roster.0, &roster.1),
            absences: absences.as_ref().map(|(name, text)| (name.as_str(), text.as_str())),
            bindings: bindings.as_ref().map(|(name, text)| (name.as_str(), text.as_str())),
        }))
    }
}
