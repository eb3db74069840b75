//! Files of a policy on disk: the edge that implements [`Files`].
//!
//! A policy may only read below its own folder; the loader checks the path as
//! written, this file checks where links lead.

use std::path::{Path, PathBuf};

use super::ui::{Outcome, Stop};
use crate::diagnostic::Diagnostics;
use crate::policy::Policy;
use crate::source::{Files, Sources};

/// Files below one folder.
#[derive(Debug)]
pub(crate) struct Disk {
    folder: PathBuf,
}

impl Files for Disk {
    fn read(&self, path: &str) -> Result<String, String> {
        let full = self.folder.join(path);
        let real = full.canonicalize().map_err(|error| why(&error))?;
        let folder = self.folder.canonicalize().map_err(|error| why(&error))?;
        if !real.starts_with(&folder) {
            return Err("it leads out of the policy's folder".to_owned());
        }
        std::fs::read_to_string(real).map_err(|error| why(&error))
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
    pub(crate) policy: Option<Policy>,
    pub(crate) sources: Sources,
    pub(crate) problems: Diagnostics,
}

/// Reads and resolves the policy at `path`; a folder means its `policy.baton`.
pub(crate) fn load(path: &Path) -> Outcome<Loaded> {
    let path = if path.is_dir() { path.join("policy.baton") } else { path.to_owned() };
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return Err(Stop::Said(format!("{}: this is not the path of a file", path.display())));
    };
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .map_or_else(|| PathBuf::from("."), Path::to_owned);
    let disk = Disk { folder };
    if let Err(reason) = disk.read(name) {
        return Err(Stop::Said(format!("{}: {reason}", path.display())));
    }
    let (policy, problems, sources) = crate::compile(name, &disk);
    Ok(Loaded { policy, sources, problems })
}
