//! `baton evaluate`: how well a policy hears and decides, against labels.

use std::path::{Path, PathBuf};

use super::transcripts::Ids;
use super::ui::{Outcome, Stop, Ui};
use super::{Exit, disk, problems, run as runs, transcripts};
use crate::evaluation::{Observer, Report, Target, map};
use crate::policy::Policy;
use crate::runtime::Table;

mod html;
pub(super) mod human;
mod json;

/// Measure how well a policy hears and decides, on labelled conversations
///
/// Precision, recall, F1, AUC and the rate of false alarms of each signal and decision that has a
/// label, with 95 % intervals; which lines helped and which hurt; the messages behind the mistakes.
/// Labels stand in `labels` of a turn or a conversation (JSON Lines). Exit code 0: measured. 1: a
/// target has no label in the data, or some lines could not be read. 2: the policy or the map has
/// errors, or a file could not be read.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The policy: a file, compiled or not, or a folder with a policy.baton
    #[arg(value_name = "POLICY")]
    policy: PathBuf,
    /// Labelled conversations: JSON Lines, or folders of them; each file is a set
    #[arg(value_name = "DATA", required = true)]
    data: Vec<PathBuf>,
    /// Which label stands for what (without it, labels have the names of signals and actions)
    #[arg(long, value_name = "MAP.toml")]
    map: Option<PathBuf>,
    /// How many false alarms and how many misses to show of each
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(0..=10_000))]
    errors: u16,
    /// How much more a late handoff costs than an early one in Golden Transfer, above -1 and below 1
    #[arg(long, value_name = "NUMBER", default_value_t = 0.0, value_parser = lambda, allow_negative_numbers = true)]
    lambda: f64,
    /// How to print it
    #[arg(long, value_enum, default_value = "human")]
    format: Form,
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton evaluate policy.baton labelled.jsonl
  baton evaluate policy.baton chats.jsonl --map labels.toml --errors 50
  baton evaluate policy.baton labelled --format html > report.html";

/// The JSON Schema (draft 7) of what was measured.
pub(super) const SCHEMA: &str = include_str!("../../docs/schema/evaluate.schema.json");

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// Tables and sentences
    Human,
    /// One JSON document (`baton.evaluate/1`)
    Json,
    /// One page
    Html,
}

fn lambda(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.abs() < 1.0);
    number.ok_or_else(|| "write a number above -1 and below 1, such as 0.5".to_owned())
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let Some((table, _)) = runs::table(&args.policy, ui)? else { return Ok(Exit::CouldNotRun) };
    let targets = targets(args.map.as_deref(), table.policy(), ui)?;
    let mut observer = Observer::new(&table, targets, args.lambda, usize::from(args.errors));
    let (mut ids, mut unread) = (Ids::default(), 0);
    ui.show_progress();
    for path in &transcripts::find(&args.data)? {
        observer.set(path.display().to_string());
        let counted = transcripts::each(path, false, &mut ids, ui, &mut |conversation, _| {
            observer.add(conversation);
            Ok(())
        })?;
        unread += counted.unread;
    }
    ui.end_progress();
    let report = observer.report();
    let report = if args.map.is_none() { labelled(report) } else { report };
    if report.conversations == 0 {
        // What went wrong is said; a report of nothing would hide it.
        return Ok(Exit::Findings);
    }
    if report.results.is_empty() {
        return Err(Stop::Said(no_labels(&report)));
    }
    let lacking = lacking(&report, table.policy(), ui);
    print(args.format, &report, &table, ui)?;
    ui.flush()?;
    Ok(if lacking || unread > 0 { Exit::Findings } else { Exit::Fine })
}

fn print(form: Form, report: &Report, table: &Table, ui: &mut Ui) -> Outcome<()> {
    match form {
        Form::Human => human::print(report, table.policy(), ui),
        Form::Json => ui.line(json::of(report, table.policy())),
        Form::Html => ui.text(&html::page(report, table.policy())),
    }
}

/// What is scored: as the map says, else every signal and action against the label of its name. What is wrong with a map
/// is printed.
pub(super) fn targets(path: Option<&Path>, policy: &Policy, ui: &mut Ui) -> Outcome<Vec<Target>> {
    let Some(path) = path else { return Ok(map::by_name(policy)) };
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| Stop::Said(format!("{name}: {}", disk::why(&error))))?;
    let read = map::read(&name, &text, policy);
    if read.problems.is_empty() {
        return Ok(read.targets);
    }
    problems::draw(&read.problems, &read.sources, ui)?;
    ui.flush()?;
    Err(Stop::Said(format!("{name}: the map has errors, so nothing was measured")))
}

/// Without a map, what has no label was not asked for.
fn labelled(report: Report) -> Report {
    let results = report.results.into_iter().filter(|result| result.all.conversations > 0 || result.unreadable > 0);
    Report { results: results.collect(), ..report }
}

fn no_labels(report: &Report) -> String {
    let names: Vec<String> = report.labels.iter().take(12).map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => "nothing in the data has a label; `labels` of a turn or a conversation holds them, such as \
               {\"asks_for_human\": true}"
            .to_owned(),
        names => format!(
            "no label of the data has the name of a signal or an action; there are {}; --map MAP.toml says what they \
             stand for",
            names.join(", ")
        ),
    }
}

/// Says which targets could not be scored; whether there is one.
fn lacking(report: &Report, policy: &Policy, ui: &mut Ui) -> bool {
    let mut lacking = false;
    for result in &report.results {
        let (name, label) = (result.target.what.name(policy), &result.target.label);
        let scored = result.all.conversations > 0;
        if !scored && result.unreadable == 0 && result.undecided == 0 {
            let near = crate::diagnostic::nearest(label, report.labels.iter().map(String::as_str));
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            let place = result.target.on.as_str();
            ui.complain(&format!("`{name}`: no {place} has the label `{label}`{near}"));
            lacking = true;
        }
        if result.unreadable > 0 {
            let count = result.unreadable;
            ui.complain(&format!(
                "`{name}`: {count} of the labels `{label}` are of another kind than the map says; they are not scored"
            ));
            lacking |= !scored;
        }
        if result.undecided > 0 {
            let count = result.undecided;
            ui.complain(&format!(
                "note: `{name}`: {count} of the labels `{label}` stand where nothing is decided; they are not scored"
            ));
            lacking |= !scored;
        }
    }
    lacking
}
