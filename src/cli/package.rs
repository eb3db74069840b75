//! `baton package`: what a person would get with a handoff.

use std::path::PathBuf;

use super::Exit;
use super::explain::find;
use super::run::{Given, options, table};
use super::ui::{Outcome, Stop, Ui, plain};
use crate::policy::ActionName;
use crate::runtime::{self, Step, package};

/// Show what a person would get with a handoff
///
/// Headline, reason, the customer's words, what was tried, what was found, mood, promises,
/// the last turns; without card numbers, passwords and codes. Exit code 0: shown. 2: the
/// policy has errors, or there is no such decision.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The policy
    #[arg(value_name = "POLICY")]
    policy: PathBuf,
    /// The transcript that has the conversation, or a folder of transcripts
    #[arg(value_name = "TRANSCRIPT")]
    transcript: PathBuf,
    /// The turn, as `baton run` numbers it (default: the first handoff)
    #[arg(long, value_name = "N")]
    turn: Option<usize>,
    /// The conversation (default: the first)
    #[arg(long, value_name = "ID")]
    conversation: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value = "markdown")]
    format: Form,
    #[command(flatten)]
    given: Given,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// A note for the person
    Markdown,
    /// A page
    Html,
    /// One JSON document (`baton.package/1`)
    Json,
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton package policy.baton conversations.jsonl
  baton package policy.baton conversations --conversation c-17 --turn 3
  baton package policy.baton conversations.jsonl --format html > handoff.html";

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let Some((table, _)) = table(&args.policy, ui)? else { return Ok(Exit::CouldNotRun) };
    let options = options(&table, &args.given)?;
    let conversation = find(&args.transcript, args.conversation.as_deref(), ui)?;
    let steps = runtime::replay(&table, &conversation, &options);
    let wanted = |step: &&Step| match args.turn {
        Some(turn) => step.turn + 1 == turn,
        None => step.decision.action == ActionName::HandOff,
    };
    let Some(step) = steps.iter().find(wanted) else {
        let id = plain(&conversation.id, 120);
        return Err(Stop::Said(match args.turn {
            Some(turn) => {
                format!("nothing is decided at turn {turn} of {id}; `baton run` shows the turns with a decision")
            }
            None => format!("{id} is not handed off; --turn N shows the package of another decision"),
        }));
    };
    let made = package::package(table.policy(), &conversation, step.turn, &step.decision);
    match args.format {
        Form::Markdown => ui.text(&package::markdown(&made))?,
        Form::Html => ui.text(&package::html(&made))?,
        Form::Json => ui.line(package::json(&made))?,
    }
    ui.flush()?;
    Ok(Exit::Fine)
}
