//! Where text comes from and where in it something stands.
//!
//! In: names and texts of files. Out: [`Sources`], the texts of one policy, and
//! [`Span`], a range of bytes in one of them. Everything a person may be shown
//! carries a span, so any later stage can point at the author's words.
//!
//! # What is not here
//!
//! Reading. [`Files`] is the only door to a disk, and the edges implement it.

use std::ops::Range;
use std::sync::OnceLock;

/// One text of a policy, by its position in [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in one file. `start` and `end` stand on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `range`, in bytes, in `file`.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let byte = |at: usize| u32::try_from(at).expect("files are limited to less than 4 GiB");
        Self { file, start: byte(range.start), end: byte(range.end) }
    }

    /// The bytes it covers.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// From the start of `self` to the end of `other`, in the same file.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { end: other.end.max(self.end), ..self }
    }
}

/// A named text.
#[derive(Clone, Debug)]
pub struct Source {
    /// As the user would write it: a path, or `std/signals/en`.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// Found at the first question: most texts of a loaded policy are never asked about.
    line_starts: OnceLock<Vec<usize>>,
}

impl Source {
    /// Takes a text under the name that messages show.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), line_starts: OnceLock::new() }
    }

    fn line_starts(&self) -> &[usize] {
        let breaks = || self.text.match_indices('\n').map(|(at, _)| at + 1);
        self.line_starts.get_or_init(|| std::iter::once(0).chain(breaks()).collect())
    }

    /// Line and column of a byte, both counted from 1, columns in characters.
    pub fn position(&self, byte: usize) -> (usize, usize) {
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start <= byte);
        let start = starts[line - 1];
        let column = self.text.get(start..byte).map_or(1, |before| before.chars().count() + 1);
        (line, column)
    }

    /// The text of line `line`, counted from 1, without its line break.
    pub fn line(&self, line: usize) -> &str {
        let before = line.checked_sub(1);
        let start = before.and_then(|at| self.line_starts().get(at).copied()).unwrap_or(self.text.len());
        self.text[start..].lines().next().unwrap_or("")
    }
}

/// The texts of one policy, in the order in which they were first used.
///
/// A policy may be loaded without its texts; then every span stands for nothing.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a text and gives its id.
    pub fn add(&mut self, source: Source) -> FileId {
        self.files.push(source);
        FileId(u32::try_from(self.files.len() - 1).expect("a policy has few files"))
    }

    /// The file with this id, which [`Sources::add`] gave.
    pub fn file(&self, id: FileId) -> &Source {
        &self.files[id.0 as usize]
    }

    /// The file of this name, if it has been added.
    pub fn find(&self, name: &str) -> Option<FileId> {
        self.files.iter().position(|file| file.name == name).map(|at| FileId(u32::try_from(at).expect("few files")))
    }

    /// All files, in order.
    pub fn all(&self) -> &[Source] {
        &self.files
    }

    /// The text that a span covers; empty when the file is not there.
    pub fn text(&self, span: Span) -> &str {
        self.files.get(span.file.0 as usize).and_then(|file| file.text.get(span.range())).unwrap_or_default()
    }

    /// File name, line and column of where a span starts; an empty name and zeros when the file is not there.
    pub fn position(&self, span: Span) -> (&str, usize, usize) {
        let Some(file) = self.files.get(span.file.0 as usize) else { return ("", 0, 0) };
        let (line, column) = file.position(span.start as usize);
        (&file.name, line, column)
    }
}

/// The door to other files of a policy. `path` uses `/` and is relative to the
/// policy's folder.
pub trait Files {
    /// The text of a file, or a sentence that says why it cannot be had.
    fn read(&self, path: &str) -> Result<String, String>;
}

/// No other files: for policies that stand alone.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _path: &str) -> Result<String, String> {
        Err("this policy was given without a folder".to_owned())
    }
}
