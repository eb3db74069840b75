//! `baton step`: a long-lived filter, one event a line in, one answer a line out.
//!
//! States come and go with the lines, or are kept in a folder: then each is written
//! whole beside the old one, made durable and moved into its place before the
//! answer is printed. So whoever has an answer can rely on it, and nobody ever
//! reads half a state.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::run as dry_run;
use super::ui::{Outcome, Stop, Ui};
use super::{Exit, lines};
use crate::artifact::FailureLine;
use crate::runtime::Table;
use crate::runtime::step::{self, Event, State, step};
use serde_json::Value as Json;
use xxhash_rust::xxh3::xxh3_128;

/// Decide event by event: one JSON event a line in, one JSON answer a line out
///
/// For services in any language: start it once, write an event, read the answer.
/// Each answer has the state of its conversation; send it back with the next event,
/// or let --state-dir keep it. `baton schema event` and `baton schema step` say what
/// stands in the lines. An event that is sent twice gets the same answer. Exit code
/// 0: the input has ended. 1: some lines were refused. 2: the table could not be used.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The compiled table; a policy works too
    #[arg(long, value_name = "FILE")]
    table: PathBuf,
    /// Keep states in this folder instead of sending them to and fro
    #[arg(long, value_name = "DIR")]
    state_dir: Option<PathBuf>,
}

/// Shown below the help.
const EXAMPLES: &str = "Example:
  baton compile policy.baton --output support.table
  baton step --table support.table --state-dir states
  {\"id\": \"e1\", \"conversation\": \"c-17\", \"type\": \"customer_message\", \"text\": \"I want a person\"}";

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let Some((table, _)) = dry_run::table(&args.table, ui)? else { return Ok(Exit::CouldNotRun) };
    let desk = Desk { failure: FailureLine::of(table.policy()), table, states: args.state_dir.clone() };
    if let Some(dir) = &desk.states {
        fs::create_dir_all(dir).map_err(|error| Stop::Said(format!("{}: {error}", dir.display())))?;
    }
    lines::filter(ui, |line| match line {
        Ok(line) => desk.answer(line),
        Err(why) => Ok(Err(desk.unreadable(None, &why))),
    })
}

struct Desk {
    table: Table,
    failure: FailureLine,
    states: Option<PathBuf>,
}

impl Desk {
    /// The answer to a line, or the refusal. An error is one of the disk: what could not be kept is not answered.
    fn answer(&self, line: &[u8]) -> Outcome<Result<String, Json>> {
        let mut json: Json = match serde_json::from_slice(line) {
            Ok(json) => json,
            Err(error) => return Ok(Err(self.unreadable(None, &format!("this is no JSON: {error}")))),
        };
        let beside: &[&str] = if self.states.is_some() { &[] } else { &["state"] };
        let event = match Event::from_json(&json, beside) {
            Ok(event) => event,
            Err(wrong) => return Ok(Err(self.unreadable(Some(&json), &wrong.0))),
        };
        let kept = match &self.states {
            Some(dir) => read(&path(dir, &event.conversation))?,
            None => json.get_mut("state").map(Json::take),
        };
        let state = match kept {
            None | Some(Json::Null) => State::new(),
            Some(kept) => match State::taken(kept) {
                Ok(state) => state,
                Err(why) => return Ok(Err(step::Refused::State(why).json(&event, &self.failure))),
            },
        };
        let now = event.at.unwrap_or_else(lines::clock);
        match step(&self.table, &state, &event, now) {
            Err(refused) => Ok(Err(refused.json(&event, &self.failure))),
            Ok((after, answer)) => {
                let policy = self.table.policy();
                let Some(dir) = &self.states else { return Ok(Ok(answer.line(policy, &after))) };
                if after != state {
                    keep(&path(dir, &event.conversation), &after)?;
                }
                Ok(Ok(answer.line(policy, &State::new())))
            }
        }
    }

    fn unreadable(&self, json: Option<&Json>, why: &str) -> Json {
        let word = |key: &str| json.and_then(|json| json.get(key)).and_then(Json::as_str);
        step::refused(word("conversation"), word("id"), "unreadable", why, &self.failure)
    }
}

/// Where a conversation's state lies: its id may hold anything, so its hash is the name.
fn path(dir: &Path, conversation: &str) -> PathBuf {
    dir.join(format!("{:032x}.json", xxh3_128(conversation.as_bytes())))
}

/// A state that was kept. What is on the disk and no JSON is a state that cannot be read, not a new conversation.
fn read(path: &Path) -> Outcome<Option<Json>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes).unwrap_or(Json::Bool(false)))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Stop::Said(format!("{}: {error}", path.display()))),
    }
}

fn keep(path: &Path, state: &State) -> Outcome<()> {
    let beside = path.with_extension("new");
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&beside)?;
        file.write_all(state.text().as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        // The folder has to know of the new name too; where folders cannot be opened, the system sees to it.
        path.parent().and_then(|dir| File::open(dir).ok()).map_or(Ok(()), |dir| dir.sync_all())
    };
    write().map_err(|error| Stop::Said(format!("{}: {error}; the event was not answered", path.display())))
}
