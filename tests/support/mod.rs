//! What several tests need: the repository's files, the fenced blocks of a page, the program itself.
//!
//! In: paths below the repository. Out: texts, blocks with their lines, and what a command printed.

#![allow(dead_code, reason = "each test file uses its part")]

#[cfg(unix)]
pub(crate) mod console;
pub(crate) mod rust;

use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a file, by its path below the repository.
pub(crate) fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file below a folder of the repository, by path, sorted. A folder that is not there has none.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.expect("the repository can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(relative(&path));
            }
        }
    }
    found.retain(|path| path.ends_with(ending));
    found.sort();
    found
}

fn relative(path: &Path) -> String {
    let path = path.strip_prefix(root()).expect("it was found below the root");
    path.to_str().expect("paths of the repository are plain").replace('\\', "/")
}

/// A fenced block of a page.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// The words after the fence: `baton,fails`.
    pub(crate) info: String,
    /// What it holds.
    pub(crate) text: String,
    /// The line of its first line, counted from 1.
    pub(crate) line: usize,
}

/// The fenced blocks of a page.
pub(crate) fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (at, line) in page.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (Some(_), Some("")) => blocks.extend(open.take()),
            (Some(block), _) => {
                block.text += line;
                block.text.push('\n');
            }
            (None, Some(info)) => open = Some(Block { info: info.to_owned(), text: String::new(), line: at + 2 }),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// The rows of every table of a page, without heads and rules, cell by cell; `\|` is a bar.
pub(crate) fn rows(page: &str) -> Vec<Vec<String>> {
    let lines: Vec<&str> = page.lines().collect();
    let is_row = |line: &str| line.starts_with('|');
    let is_rule = |line: &str| is_row(line) && line.chars().all(|c| matches!(c, '|' | '-' | ' ' | ':'));
    let is_head = |at: usize| lines.get(at + 1).is_some_and(|next| is_rule(next));
    let body = lines.iter().enumerate().filter(|(at, line)| is_row(line) && !is_rule(line) && !is_head(*at));
    body.map(|(_, line)| cells(line)).collect()
}

fn cells(line: &str) -> Vec<String> {
    let line = line.trim().trim_matches('|').replace("\\|", "\u{1}");
    line.split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect()
}

/// A text without the backticks around it.
pub(crate) fn code(cell: &str) -> &str {
    cell.trim_matches('`')
}

/// What a command line prints, both streams together, with the program first in the path. It runs in `folder`.
pub(crate) fn shell(line: &str, folder: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_baton")).parent().expect("the program lies in a folder");
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1; {line}")])
        .current_dir(folder)
        .env("PATH", path)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "80")
        .output()
        .expect("a shell is there");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
