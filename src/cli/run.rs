//! `baton run`: a dry run of a policy on recorded conversations.
//!
//! Conversations are read, decided and printed one at a time, so memory does not
//! grow with the transcript.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::problems;
use super::ui::{Outcome, Stop, Ui};
use super::{Exit, disk};
use crate::conversation::Conversation;
use crate::io::transcript::{self, Reader};
use crate::policy::FactId;
use crate::runtime::{self, Engine, Options, Step};
use crate::value::Value;

mod summary;
mod timeline;

use summary::Summary;

/// Show what a policy would have decided in recorded conversations
///
/// A timeline on a terminal, one JSON decision a line in a pipe. What follows a
/// handoff is marked and not counted. Exit code 0: done. 1: some lines could not
/// be read. 2: the policy has errors, or a file could not be read.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The policy
    #[arg(value_name = "POLICY")]
    policy: PathBuf,
    /// Transcripts: JSON Lines or CSV, or folders of them; - for standard input
    #[arg(value_name = "TRANSCRIPT", required = true)]
    transcripts: Vec<PathBuf>,
    /// Print only the summary
    #[arg(long)]
    summary: bool,
    /// In which form; a terminal gets a timeline, a pipe gets json
    #[arg(long, value_enum)]
    format: Option<Form>,
    /// Only the conversation with this id
    #[arg(long, value_name = "ID")]
    conversation: Option<String>,
    #[command(flatten)]
    given: Given,
    /// Stop at the first line that cannot be read
    #[arg(long)]
    strict: bool,
}

/// What the user sets, whatever the transcript says.
#[derive(Debug, clap::Args)]
pub(super) struct Given {
    /// Set a fact or switch throughout
    #[arg(long = "set", value_name = "FACT=VALUE")]
    set: Vec<String>,
    /// Take this as the present instant, such as 2026-12-24T10:00:00Z
    #[arg(long, value_name = "MOMENT")]
    now: Option<jiff::Timestamp>,
}

/// How `run` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Form {
    /// For people
    Timeline,
    /// One decision a line
    Json,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let Some(engine) = engine(&args.policy, ui)? else { return Ok(Exit::CouldNotRun) };
    let options = options(&engine, &args.given)?;
    let form = args.format.unwrap_or(if ui.is_terminal { Form::Timeline } else { Form::Json });
    let started = std::time::Instant::now();
    let mut summary = Summary::new(&engine);
    let mut exit = Exit::Fine;
    for path in &transcripts(&args.transcripts)? {
        let unread = each(path, args.strict, ui, &mut |conversation, ui| {
            if args.conversation.as_ref().is_some_and(|id| *id != conversation.id) {
                return Ok(());
            }
            let steps = runtime::replay(&engine, conversation, &options);
            summary.add(conversation, &steps);
            print(&engine, conversation, &steps, args.summary, form, ui)
        })?;
        summary.unread += unread;
        if unread > 0 {
            exit = Exit::Findings;
        }
    }
    if let Some(id) = args.conversation.as_ref().filter(|_| summary.conversations == 0) {
        return Err(Stop::Said(format!("no conversation has the id `{id}`")));
    }
    match (args.summary, form) {
        (true, Form::Json) => ui.line(summary.as_json())?,
        (true, Form::Timeline) | (false, Form::Timeline) => summary.print(started.elapsed(), ui)?,
        (false, Form::Json) => {}
    }
    ui.flush()?;
    Ok(exit)
}

fn print(
    engine: &Engine,
    conversation: &Conversation,
    steps: &[Step],
    only_summary: bool,
    form: Form,
    ui: &mut Ui,
) -> Outcome<()> {
    match form {
        _ if only_summary => Ok(()),
        Form::Timeline => timeline::print(engine.policy(), conversation, steps, ui),
        Form::Json => {
            for step in steps {
                ui.line(timeline::as_json(engine.policy(), conversation, step, steps))?;
            }
            Ok(())
        }
    }
}

/// The transcripts that are meant: a folder means every transcript in it, in the order of names.
fn transcripts(paths: &[PathBuf]) -> Outcome<Vec<PathBuf>> {
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
            return Err(Stop::Said(format!("{}: there is no transcript in this folder", path.display())));
        }
        inside.sort();
        found.append(&mut inside);
    }
    Ok(found)
}

fn is_transcript(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    path.is_file() && transcript::FORMATS.iter().any(|format| format.extensions().contains(&ending.as_str()))
}

/// A policy made ready; none when it has errors, which are printed.
pub(super) fn engine(path: &Path, ui: &mut Ui) -> Outcome<Option<Engine>> {
    let loaded = disk::load(path)?;
    match loaded.policy {
        Some(policy) => Ok(Some(Engine::new(policy))),
        None => {
            problems::print(&loaded.problems, &loaded.sources, problems::Format::Human, ui)?;
            ui.flush()?;
            ui.complain(&format!("{}: the policy has errors, so nothing was run", path.display()));
            Ok(None)
        }
    }
}

/// What `--set` and `--now` say, with the policy's types.
pub(super) fn options(engine: &Engine, given: &Given) -> Outcome<Options> {
    let mut set = Vec::new();
    for assignment in &given.set {
        set.push(assigned(engine, assignment)?);
    }
    Ok(Options { set, now: given.now.map(jiff::Timestamp::as_second) })
}

fn assigned(engine: &Engine, assignment: &str) -> Outcome<(FactId, Option<Value>)> {
    let Some((name, text)) = assignment.split_once('=') else {
        return Err(Stop::Said(format!("--set {assignment}: write it as FACT=VALUE, such as --set known_outage=true")));
    };
    let json = serde_json::from_str(text).unwrap_or_else(|_| serde_json::Value::String(text.to_owned()));
    runtime::bind::bind(engine.policy(), name, &json).map_err(|problem| {
        let known = engine.policy().facts.iter().map(|fact| fact.name.as_str());
        let near = crate::diagnostic::nearest(name, known).filter(|near| *near != name);
        let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Stop::Said(format!("--set {}: {}{near}", problem.fact, problem.message))
    })
}

/// Calls `take` with each conversation of a transcript; says on standard error what could not be read, and how many.
pub(super) fn each(
    path: &Path,
    strict: bool,
    ui: &mut Ui,
    take: &mut dyn FnMut(&Conversation, &mut Ui) -> Outcome<()>,
) -> Outcome<usize> {
    let name = path.display().to_string();
    let input: Box<dyn BufRead> = if name == "-" {
        Box::new(BufReader::new(io::stdin()))
    } else {
        let file = File::open(path).map_err(|error| Stop::Said(format!("{name}: {}", disk::why(&error))))?;
        Box::new(BufReader::with_capacity(1 << 16, file))
    };
    let name = if name == "-" { "standard input".to_owned() } else { name };
    let mut reader = Reader::new(name, input);
    let mut unread = 0;
    while let Some(result) = reader.next() {
        match result {
            Ok(conversation) => take(&conversation, ui)?,
            Err(error) if strict => return Err(Stop::Said(said(&error))),
            Err(error) => {
                unread += 1;
                ui.complain(&said(&error));
            }
        }
    }
    for note in reader.notes() {
        ui.complain(&format!("note: {note}"));
    }
    Ok(unread)
}

fn said(error: &transcript::TranscriptError) -> String {
    error.help.as_ref().map_or_else(|| error.to_string(), |help| format!("{error}\n  help: {help}"))
}
