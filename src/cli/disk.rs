//! Files of a policy on disk: the edge that implements [`Files`].
//!
//! A policy may only read below its own folder; the loader checks the path as
//! written, this file checks where links lead.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::problems::Proof;
use super::ui::{Outcome, Stop};
use crate::artifact::{self, Artifact};
use crate::diagnostic::Diagnostics;
use crate::policy::Policy;
use crate::semantics::lints::Allows;
use crate::settings;
use crate::source::{Files, Source, Sources};

/// What a policy's own file is called in its folder.
pub(crate) const POLICY_FILE: &str = "policy.baton";

/// How much of a file tells whether it is a compiled policy.
const MAGIC_BYTES: u64 = 8;

/// Files below one folder.
#[derive(Debug)]
pub(crate) struct Disk<'o> {
    folder: PathBuf,
    /// Texts that take the place of those on disk.
    over: &'o Texts,
}

/// Texts by the path that a policy knows its files by.
pub(crate) type Texts = BTreeMap<String, String>;

impl Files for Disk<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        let full = self.folder.join(path);
        let real = full.canonicalize().map_err(|error| why(&error))?;
        let folder = self.folder.canonicalize().map_err(|error| why(&error))?;
        if !real.starts_with(&folder) {
            return Err("it leads out of the policy's folder".to_owned());
        }
        match self.over.get(path) {
            Some(text) => Ok(text.clone()),
            None => std::fs::read_to_string(real).map_err(|error| why(&error)),
        }
    }
}

/// An error of the operating system, in words.
pub(crate) fn why(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "reading it is not permitted".to_owned(),
        std::io::ErrorKind::InvalidData => "it is not UTF-8 text".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}

/// A policy as loaded: what it is, and everything there is to say about it.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// Its own texts are named from its folder, so that it gives the same bytes wherever it lies.
    pub(crate) artifact: Option<Artifact>,
    /// The same texts, named so that a person or an editor can open them from here.
    pub(crate) sources: Sources,
    /// What the policy calls each of them.
    pub(crate) names: Vec<String>,
    pub(crate) problems: Diagnostics,
    /// Its `allow` lines and levels, for findings that are made later.
    pub(crate) allows: Allows,
    /// How many questions of proofs were left undecided.
    pub(crate) undecided: usize,
    /// What became of its guarantees.
    pub(crate) proofs: Vec<Proof>,
    /// What is proved of every conversation, and of people over a year.
    pub(crate) promises: Vec<String>,
    /// What is known of the people, if a roster was given.
    pub(crate) people: Option<People>,
}

/// What a check says of people beside problems and promises.
#[derive(Debug)]
pub(crate) struct People {
    /// Sentences.
    pub(crate) notes: Vec<String>,
    /// All of it, as one object of `baton.problems/1`.
    pub(crate) document: serde_json::Value,
}

/// Reads the policy at `path`, or what it was compiled into; a folder means its `policy.baton`.
pub(crate) fn load(path: &Path) -> Outcome<Loaded> {
    load_over(path, &Texts::new())
}

/// As [`load`], with some of its texts changed.
pub(crate) fn load_over(path: &Path, over: &Texts) -> Outcome<Loaded> {
    let path = file(path);
    if starts_as_artifact(&path) {
        return compiled(&path);
    }
    let shown = folder(&path);
    let (name, disk) = door(&path, over)?;
    let set = settings(&disk, shown)?;
    let (levels, wrong) = set.as_deref().map(settings::read).unwrap_or_default();
    let compiled = crate::compile_with(name, &disk, &levels);
    let (mut sources, mut problems) = (openable(&compiled.sources, shown), compiled.problems);
    let mut names: Vec<String> = compiled.sources.all().iter().map(|source| source.name.clone()).collect();
    let is_clear = wrong.is_empty();
    if let Some(text) = set {
        let file = sources.add(Source::new(shown.join(settings::FILE).display().to_string(), text));
        names.push(settings::FILE.to_owned());
        for problem in wrong {
            problems.push(problem.moved_to(file));
        }
    }
    // With settings that cannot be read nobody knows which findings are errors.
    let artifact = compiled.artifact.filter(|_| is_clear);
    Ok(Loaded {
        artifact,
        sources,
        names,
        problems,
        allows: compiled.allows,
        undecided: 0,
        proofs: Vec::new(),
        promises: Vec::new(),
        people: None,
    })
}

/// Reads a policy's text with a question in the place of its guarantees. The texts are named from the policy's folder.
pub(crate) fn with_question(path: &Path, question: &str) -> Outcome<(Option<Policy>, Diagnostics, Sources)> {
    let path = file(path);
    let over = Texts::new();
    let (name, disk) = door(&path, &over)?;
    Ok(crate::compile_question(name, &disk, question))
}

/// The file that a path means.
fn file(path: &Path) -> PathBuf {
    if path.is_dir() { path.join(POLICY_FILE) } else { path.to_owned() }
}

fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

/// The name of a file that can be read, and the door to its folder.
fn door<'a>(path: &'a Path, over: &'a Texts) -> Outcome<(&'a str, Disk<'a>)> {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return Err(Stop::Said(format!("{}: this is not the path of a file", path.display())));
    };
    let shown = folder(path);
    let disk = Disk { folder: if shown == Path::new("") { PathBuf::from(".") } else { shown.to_owned() }, over };
    match disk.read(name) {
        Err(reason) => Err(Stop::Said(format!("{}: {reason}", path.display()))),
        Ok(_) => Ok((name, disk)),
    }
}

/// The text of the settings beside a policy, if there are any.
fn settings(disk: &Disk<'_>, shown: &Path) -> Outcome<Option<String>> {
    let path = shown.join(settings::FILE);
    if !path.exists() {
        return Ok(None);
    }
    disk.read(settings::FILE).map(Some).map_err(|reason| Stop::Said(format!("{}: {reason}", path.display())))
}

/// Whether a file begins as a compiled policy does.
pub(crate) fn starts_as_artifact(path: &Path) -> bool {
    let mut start = Vec::new();
    let file = std::fs::File::open(path).map(|file| file.take(MAGIC_BYTES));
    file.and_then(|mut file| file.read_to_end(&mut start)).is_ok() && artifact::is_artifact(&start)
}

/// The bytes of a file.
pub(crate) fn bytes(path: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(path).map_err(|error| Stop::Said(format!("{}: {}", path.display(), why(&error))))
}

/// A compiled policy. Its texts are those that it was compiled from.
fn compiled(path: &Path) -> Outcome<Loaded> {
    let artifact =
        artifact::decode(&bytes(path)?).map_err(|damage| Stop::Said(format!("{}: {damage}", path.display())))?;
    let sources = artifact.policy.sources.clone();
    let (problems, allows) = (Diagnostics::default(), Allows::default());
    Ok(Loaded {
        artifact: Some(artifact),
        sources,
        names: Vec::new(),
        problems,
        allows,
        undecided: 0,
        proofs: Vec::new(),
        promises: Vec::new(),
        people: None,
    })
}

/// The texts of a policy in `folder`, under names that can be opened; standard files keep theirs.
fn openable(sources: &Sources, folder: &Path) -> Sources {
    let mut named = Sources::default();
    for file in sources.all() {
        let is_standard = file.name.starts_with("std/") && Path::new(&file.name).extension().is_none();
        let name = if is_standard { file.name.clone() } else { folder.join(&file.name).display().to_string() };
        named.add(Source::new(name, file.text.clone()));
    }
    named
}

/// The policies that a path means: a file, a folder with a `policy.baton`, or every `policy.baton` below a folder.
pub(crate) fn policies(path: &Path) -> Outcome<Vec<PathBuf>> {
    if !path.is_dir() || path.join(POLICY_FILE).is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let (mut found, mut folders) = (Vec::new(), vec![path.to_owned()]);
    while let Some(folder) = folders.pop() {
        let entries =
            std::fs::read_dir(&folder).map_err(|error| Stop::Said(format!("{}: {}", folder.display(), why(&error))))?;
        for entry in entries.filter_map(Result::ok) {
            // The kind of the entry itself: a link to a folder above would lead in a circle.
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder && !entry.file_name().to_string_lossy().starts_with('.') {
                folders.push(entry.path());
            } else if entry.file_name() == POLICY_FILE {
                found.push(entry.path());
            }
        }
    }
    if found.is_empty() {
        return Err(Stop::Said(format!("{}: there is no {POLICY_FILE} in this folder or below", path.display())));
    }
    found.sort();
    Ok(found)
}
