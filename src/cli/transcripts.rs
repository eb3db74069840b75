//! Transcripts on disk or standard input: which are meant, and their conversations one at a time.
//!
//! In: paths as typed. Out: each conversation, and on standard error what could
//! not be read, the first few of a file one by one and the rest as a number. One
//! conversation is held at a time.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::check::many;
use super::disk;
use super::ui::{Outcome, Stop, Ui, plain};
use crate::conversation::Conversation;
use crate::io::transcript::limits::RECENT_IDS_MAX;
use crate::io::transcript::{self, Reader, TranscriptError};

/// Errors of one file that are printed one by one.
const ERRORS_SHOWN: usize = 5;
/// Most characters of a conversation's id that are shown.
const ID_CHARS_SHOWN: usize = 120;

/// The transcripts that are meant: a folder means every transcript in it, in the order of names.
pub(super) fn find(paths: &[PathBuf]) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let cannot = |error: io::Error| Stop::Said(format!("{}: {}", path.display(), disk::why(&error)));
        let entries = std::fs::read_dir(path).map_err(cannot)?;
        let mut inside: Vec<PathBuf> =
            entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| is_transcript(path)).collect();
        if inside.is_empty() {
            let endings: Vec<String> = endings().map(|ending| format!(".{ending}")).collect();
            let text = format!("{}: there is no transcript in this folder ({})", path.display(), endings.join(", "));
            return Err(Stop::Said(text));
        }
        inside.sort();
        found.append(&mut inside);
    }
    Ok(found)
}

fn endings() -> impl Iterator<Item = &'static str> {
    transcript::FORMATS.iter().flat_map(|format| format.extensions().iter().copied())
}

fn is_transcript(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    path.is_file() && endings().any(|known| known == ending)
}

/// How many conversations of a transcript were read, and how many could not be.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counted {
    pub(super) read: usize,
    pub(super) unread: usize,
}

/// Hashes of the ids of the first conversations, to see two with the same one; beyond [`RECENT_IDS_MAX`] no more are remembered.
#[derive(Debug, Default)]
pub(super) struct Ids(HashSet<u128>);

impl Ids {
    /// Whether the id was there before.
    fn has_already(&mut self, id: &str) -> bool {
        let hash = xxhash_rust::xxh3::xxh3_128(id.as_bytes());
        if self.0.len() < RECENT_IDS_MAX { !self.0.insert(hash) } else { self.0.contains(&hash) }
    }
}

/// Ids that stand on more than one conversation: the first of them, and how many conversations.
#[derive(Debug, Default)]
struct Twice {
    first: Option<String>,
    count: usize,
}

/// Calls `take` with each conversation of a transcript and counts them.
pub(super) fn each(
    path: &Path,
    strict: bool,
    ids: &mut Ids,
    ui: &mut Ui,
    take: &mut dyn FnMut(&Conversation, &mut Ui) -> Outcome<()>,
) -> Outcome<Counted> {
    let (name, input) = open(path)?;
    let mut reader = Reader::new(name.clone(), input);
    let (mut read, mut unread, mut helps, mut twice) = (0, 0, Vec::new(), Twice::default());
    for result in reader.by_ref() {
        match result {
            Ok(conversation) => {
                read += 1;
                if ids.has_already(&conversation.id) {
                    twice.count += 1;
                    twice.first.get_or_insert_with(|| conversation.id.clone());
                }
                take(&conversation, ui)?;
                ui.count_conversation();
            }
            Err(error) if strict => return Err(Stop::Said(said(&error, &mut helps))),
            Err(error) => {
                unread += 1;
                if unread <= ERRORS_SHOWN {
                    ui.complain(&said(&error, &mut helps));
                }
            }
        }
    }
    if unread > ERRORS_SHOWN {
        ui.complain(&format!("{name}: … and {} more that could not be read", unread - ERRORS_SHOWN));
    }
    for note in reader.notes() {
        ui.complain(&format!("note: {note}"));
    }
    if let Some(id) = &twice.first {
        let (id, times) = (plain(id, ID_CHARS_SHOWN), many(twice.count, "time"));
        ui.complain(&format!("note: {name}: an id stands on more than one conversation: `{id}` ({times})"));
    }
    match (read, unread) {
        (0, 0) => ui.complain(&format!("{name}: there is no conversation in it")),
        // One error says it all.
        (0, 1) => {}
        (0, _) => ui.complain(&format!("{name}: nothing in it could be read; is it a transcript?")),
        _ if unread > 0 => ui.complain(&format!("{name}: {} read, {unread} not", many(read, "conversation"))),
        _ => {}
    }
    Ok(Counted { read, unread })
}

/// The name that messages show, and the text; `-` is standard input.
fn open(path: &Path) -> Outcome<(String, Box<dyn BufRead>)> {
    let name = path.display().to_string();
    if name == "-" {
        return Ok(("standard input".to_owned(), Box::new(BufReader::new(io::stdin()))));
    }
    let file = File::open(path).map_err(|error| Stop::Said(format!("{name}: {}", disk::why(&error))))?;
    Ok((name, Box::new(BufReader::with_capacity(1 << 16, file))))
}

/// An error with its help, which is said once.
fn said(error: &TranscriptError, helps: &mut Vec<String>) -> String {
    match &error.help {
        Some(help) if !helps.contains(help) => {
            helps.push(help.clone());
            format!("{error}\n  help: {help}")
        }
        _ => error.to_string(),
    }
}
