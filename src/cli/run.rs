//! `baton run`: a dry run of a policy on recorded conversations.
//!
//! Conversations are read, decided and printed one at a time, so memory does not
//! grow with the transcript.

use std::path::{Path, PathBuf};

use super::transcripts::Ids;
use super::ui::{Outcome, Stop, Ui};
use super::{Exit, disk, problems, transcripts};
use crate::conversation::Conversation;
use crate::policy::FactId;
use crate::runtime::{self, Options, Step, Table};
use crate::source::Sources;
use crate::value::Value;

mod filter;
mod summary;
mod timeline;

use filter::{Filter, Only};
pub(super) use summary::SCHEMA as SUMMARY_SCHEMA;
use summary::Summary;
pub(super) use summary::category;
pub(super) use timeline::as_json;

/// Show what a policy would have decided in recorded conversations
///
/// A timeline on a terminal, one JSON decision a line in a pipe. What follows a
/// handoff is marked and not counted; the summary counts every conversation that
/// was run, shown or not. Exit code 0: done. 1: some lines could not be read, or
/// there was no conversation. 2: the policy has errors, or a file could not be read.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The policy: a file, or a folder with a policy.baton
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
    only: Only,
    #[command(flatten)]
    given: Given,
    /// Stop at the first line that cannot be read
    #[arg(long)]
    strict: bool,
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton run policy.baton conversations.jsonl
  baton run policy.baton conversations --summary
  baton run policy.baton conversations --rule wants_a_person
  baton run policy.baton conversations --action 'hand off,clarify'
  baton run policy.baton today.csv --conversation c-17 --set known_outage=true
  tail -n 100 log.jsonl | baton run policy.baton - | jq .action";

/// What the user sets, whatever the transcript says.
#[derive(Debug, clap::Args)]
pub(super) struct Given {
    /// Set a fact or switch throughout
    #[arg(long = "set", value_name = "FACT=VALUE")]
    set: Vec<String>,
    /// Take this as the present instant, such as 2026-12-24T10:00:00Z
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    now: Option<i64>,
}

/// An instant in seconds since 1970-01-01T00:00:00Z.
fn moment(text: &str) -> Result<i64, String> {
    let instant: Result<jiff::Timestamp, _> = text.parse();
    instant.map(jiff::Timestamp::as_second).map_err(|_| "write an instant as 2026-12-24T10:00:00Z".to_owned())
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
    let Some((table, _)) = table(&args.policy, ui)? else { return Ok(Exit::CouldNotRun) };
    let options = options(&table, &args.given)?;
    let form = args.format.unwrap_or(if ui.is_terminal { Form::Timeline } else { Form::Json });
    let filter = Filter::new(table.policy(), &args.only)?;
    let started = std::time::Instant::now();
    let mut summary = Summary::new(&table);
    let mut ids = Ids::default();
    let (mut read, mut shown) = (0, 0);
    if args.summary || !ui.is_terminal {
        ui.show_progress();
    }
    for path in &transcripts::find(&args.transcripts)? {
        let counted = transcripts::each(path, args.strict, &mut ids, ui, &mut |conversation, ui| {
            if args.conversation.as_ref().is_some_and(|id| *id != conversation.id) {
                return Ok(());
            }
            let steps = runtime::replay(&table, conversation, &options);
            summary.add(conversation, &steps);
            if !filter.takes(&steps) {
                return Ok(());
            }
            shown += 1;
            print(&table, conversation, &steps, args.summary, form, ui)
        })?;
        read += counted.read;
        summary.unread += counted.unread;
    }
    ui.end_progress();
    if read == 0 {
        // What went wrong is said; a report of nothing would hide it.
        return Ok(Exit::Findings);
    }
    if let Some(id) = args.conversation.as_ref().filter(|_| summary.conversations == 0) {
        return Err(Stop::Said(format!("no conversation has the id `{id}`")));
    }
    if shown == 0 && filter.asks() {
        ui.complain("note: no conversation has such a decision");
    }
    match (args.summary, form) {
        (true, Form::Json) => ui.line(summary.as_json())?,
        (_, Form::Timeline) => summary.print(started.elapsed(), ui)?,
        (false, Form::Json) => {}
    }
    ui.flush()?;
    Ok(if summary.unread > 0 { Exit::Findings } else { Exit::Fine })
}

fn print(
    table: &Table,
    conversation: &Conversation,
    steps: &[Step],
    only_summary: bool,
    form: Form,
    ui: &mut Ui,
) -> Outcome<()> {
    match form {
        _ if only_summary => Ok(()),
        Form::Timeline => timeline::print(table.policy(), conversation, steps, ui),
        Form::Json => {
            for step in steps {
                ui.line(timeline::as_json(table.policy(), conversation, step, steps))?;
            }
            // Whoever feeds us line by line waits for the answer.
            ui.flush()
        }
    }
}

/// A policy made ready, and its texts under names that can be opened; none when it has errors, which are printed.
pub(super) fn table(path: &Path, ui: &mut Ui) -> Outcome<Option<(Table, Sources)>> {
    let loaded = disk::load(path)?;
    match loaded.artifact {
        Some(artifact) => Ok(Some((Table::new(artifact), loaded.sources))),
        None => {
            problems::draw(&loaded.problems, &loaded.sources, ui)?;
            ui.flush()?;
            ui.complain(&format!("{}: the policy has errors, so nothing was run", path.display()));
            Ok(None)
        }
    }
}

/// What `--set` and `--now` say, with the policy's types.
pub(super) fn options(table: &Table, given: &Given) -> Outcome<Options> {
    let mut set = Vec::new();
    for assignment in &given.set {
        set.push(assigned(table, assignment)?);
    }
    Ok(Options { set, now: given.now })
}

fn assigned(table: &Table, assignment: &str) -> Outcome<(FactId, Option<Value>)> {
    let Some((name, text)) = assignment.split_once('=') else {
        return Err(Stop::Said(format!("--set {assignment}: write it as FACT=VALUE, such as --set known_outage=true")));
    };
    let json = serde_json::from_str(text).unwrap_or_else(|_| serde_json::Value::String(text.to_owned()));
    runtime::bind::bind(table.policy(), name, &json).map_err(|problem| {
        let known = table.policy().facts.iter().map(|fact| fact.name.as_str());
        let near = crate::diagnostic::nearest(name, known).filter(|near| *near != name);
        let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Stop::Said(format!("--set {}: {}{near}", problem.fact, problem.message))
    })
}
