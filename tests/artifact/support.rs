//! Policies of the repository → artifacts.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use baton::artifact::{Artifact, Versions, encode};
use baton::policy::Policy;
use baton::source::Files;
use baton::{compile, lower};

/// Files below a folder.
struct Disk(PathBuf);

impl Files for Disk {
    fn read(&self, path: &str) -> Result<String, String> {
        std::fs::read_to_string(self.0.join(path)).map_err(|error| error.to_string())
    }
}

/// Files in memory.
pub(crate) struct Texts<'a>(pub(crate) &'a [(&'a str, &'a str)]);

impl Files for Texts<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        let found = self.0.iter().find(|(name, _)| *name == path);
        found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| "there is no such file".to_owned())
    }
}

/// The policy at a path, named as the command names it: from its own folder.
pub(crate) fn policy_at(path: &Path) -> Policy {
    let folder = path.parent().expect("a file stands in a folder").to_owned();
    let name = path.file_name().and_then(|name| name.to_str()).expect("names of the repository are plain");
    compiled(name, &Disk(folder))
}

/// The policy of these files.
pub(crate) fn compiled(path: &str, files: &dyn Files) -> Policy {
    let (artifact, problems, _) = compile(path, files);
    artifact.unwrap_or_else(|| panic!("{path}: {:?}", problems.sorted())).policy
}

/// The policy of one text, which may use the list of [`SMALL`].
pub(crate) fn policy(text: &str) -> Policy {
    compiled("policy.baton", &Texts(&[("policy.baton", text), ("vip.csv", "account_id\na1\nb2\n")]))
}

/// A policy with its table.
pub(crate) fn artifact(policy: Policy) -> Artifact {
    let rows = lower(&policy).expect("the policies of the repository fit a table");
    Artifact { policy, rows }
}

/// What every test is compiled against.
pub(crate) fn versions() -> Versions {
    Versions { timezones: "2026b".to_owned(), lexicon: "0123456789abcdef".to_owned() }
}

/// The bytes of an artifact.
pub(crate) fn bytes(artifact: &Artifact) -> Vec<u8> {
    encode(artifact, &versions())
}

/// Every policy of the repository that stands alone, with its table and path. They are compiled once.
pub(crate) fn artifacts() -> &'static [(PathBuf, Artifact)] {
    static ALL: LazyLock<Vec<(PathBuf, Artifact)>> = LazyLock::new(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let corpus = std::fs::read_dir(root.join("tests/corpus/meaning")).expect("the corpus is there");
        let corpus = corpus.map(|entry| entry.expect("the corpus can be read").path());
        let named =
            ["examples/acme", "examples/public", "examples/solvana", "rules/starters/saas", "rules/starters/shop"];
        let named = named.map(|folder| root.join(folder).join("policy.baton"));
        let mut paths: Vec<PathBuf> = corpus.chain(named).chain([root.join("rules/std/tests/signals.baton")]).collect();
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "baton"));
        paths.sort();
        paths.into_iter().map(|path| (path.clone(), artifact(policy_at(&path)))).collect()
    });
    &ALL
}

/// A policy that uses every part of the language, and is short.
pub(crate) const SMALL: &str = include_str!("small.baton");

/// [`SMALL`] with its table. It is compiled once.
pub(crate) fn small() -> Artifact {
    static ONE: LazyLock<Artifact> = LazyLock::new(|| artifact(policy(SMALL)));
    ONE.clone()
}

/// The bytes of [`SMALL`].
pub(crate) fn small_file() -> &'static [u8] {
    static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| bytes(&small()));
    &FILE
}
