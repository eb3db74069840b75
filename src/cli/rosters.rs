//! The people of a command line: files of a roster, of absences, of bindings.
//!
//! In: paths. Out: what `roster::files` reads of them; the year that is looked at.

use std::path::{Path, PathBuf};

use super::disk;
use super::ui::{Outcome, Stop};
use crate::policy::Policy;
use crate::reach::Year;
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

/// The people of a year, if there are any.
#[derive(Debug, clap::Args)]
pub(crate) struct OfAYear {
    /// The people: a file in TOML, CSV or JSON
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
    #[command(flatten)]
    beside: Beside,
    /// The year that is looked at, in the policy's time zone (default: this one)
    #[arg(long, value_parser = clap::value_parser!(i16).range(1970..=2198))]
    year: Option<i16>,
}

impl OfAYear {
    /// Reads the people.
    pub(crate) fn read(&self) -> Outcome<Option<Read>> {
        self.roster.as_deref().map(|roster| self.beside.read(roster)).transpose()
    }

    /// Whether a year or its people are named.
    pub(crate) fn is_given(&self) -> bool {
        self.roster.is_some() || self.year.is_some()
    }

    /// The year as it is written, `2026`. `today` is in days since 1970-01-01.
    pub(crate) fn number(&self, today: i64) -> i16 {
        self.year.unwrap_or_else(|| year_of(today))
    }

    /// The year. `today` is in days since 1970-01-01.
    pub(crate) fn year(&self, policy: &Policy, today: i64) -> Outcome<Year> {
        let year = self.number(today);
        let worked_out = Year::of(policy, year);
        worked_out.ok_or_else(|| Stop::Said(format!("the year {year} cannot be worked out in {}", policy.timezone)))
    }
}

/// The year of a day.
fn year_of(today: i64) -> i16 {
    crate::calendar::day(today).split('-').next().and_then(|year| year.parse().ok()).unwrap_or(1970)
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
