//! The people of a command line: files of a roster, of absences, of bindings.
//!
//! In: paths. Out: what `roster::files` reads of them.

use std::path::{Path, PathBuf};

use super::disk;
use super::ui::{Outcome, Stop};
use crate::roster::files::{self, Read, Texts};

/// Files of one roster.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Files<'a> {
    pub(crate) roster: &'a Path,
    pub(crate) absences: Option<&'a PathBuf>,
    pub(crate) bindings: Option<&'a PathBuf>,
}

/// Reads them. A roster is there unless it has errors.
pub(crate) fn read(of: Files<'_>) -> Outcome<Read> {
    let named = |path: &Path| {
        let text = std::fs::read_to_string(path);
        let text = text.map_err(|error| Stop::Said(format!("{}: {}", path.display(), disk::why(&error))))?;
        Ok::<_, Stop>((path.display().to_string(), text))
    };
    let roster = named(of.roster)?;
    let absences = of.absences.map(|path| named(path)).transpose()?;
    let bindings = of.bindings.map(|path| named(path)).transpose()?;
    Ok(files::read(&Texts {
        roster: (&roster.0, &roster.1),
        absences: absences.as_ref().map(|(name, text)| (name.as_str(), text.as_str())),
        bindings: bindings.as_ref().map(|(name, text)| (name.as_str(), text.as_str())),
    }))
}
