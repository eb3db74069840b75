//! Policies to try everything on.

use baton::Artifact;
use baton::source::Files;
use std::path::PathBuf;

use crate::support::root;

/// The paths of the policies, below the repository.
pub(crate) const POLICIES: &[&str] = &[
    "examples/acme/policy.baton",
    "examples/solvana/policy.baton",
    "examples/public/policy.baton",
    "docs/tour/policy.baton",
    "tests/corpus/cli/files/everything.baton",
    "tests/corpus/cli/files/small.baton",
    "tests/corpus/cli/files/wordy.baton",
    "tests/corpus/cli/files/odd.baton",
    "tests/corpus/cli/files/problem.baton",
    "tests/artifact/small.baton",
];

/// A folder of the repository.
struct Folder(PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> Result<String, String> {
        let listed = "account_id\nA-1\nA-2\n";
        let text = std::fs::read_to_string(self.0.join(path)).map_err(|error| error.to_string());
        if path == "vip.csv" { text.or(Ok(listed.to_owned())) } else { text }
    }
}

/// A policy of the repository, compiled.
pub(crate) fn compiled(path: &str) -> Artifact {
    let (folder, name) = path.rsplit_once('/').expect("it lies in a folder");
    let (artifact, problems, _texts) = baton::compile(name, &Folder(root().join(folder)));
    artifact.unwrap_or_else(|| panic!("{path}: {problems:?}"))
}
