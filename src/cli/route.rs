//! `baton route`: who gets a conversation and why; who takes it from when on, and how its ladder ends.

use std::path::PathBuf;

use super::Exit;
use super::rosters::Beside;
use super::run::{Given, table};
use super::ui::{Outcome, Stop, Ui};
use crate::diagnostic::nearest;
use crate::listing::{self, Finder, Timeline};
use crate::policy::Policy;
use crate::runtime::explain;
use owo_colors::Style;
use serde_json::{Value as Json, json};

mod one;

/// Show who gets a conversation and why, or who may take one from when on
///
/// With a roster: who is asked for the first handoff of a recorded conversation, from
/// which step, why they and why not the others; or nobody, why, and when that changes.
/// With --timeline: each queue's ladder on one clock, which starts with the decision.
/// Exit code 0: shown. 2: a file has errors, or there is no such queue or handoff.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The policy
    #[arg(value_name = "POLICY")]
    policy: PathBuf,
    /// The transcript that has the conversation, or a folder of transcripts
    #[arg(value_name = "TRANSCRIPT", required_unless_present = "timeline", conflicts_with = "timeline")]
    transcript: Option<PathBuf>,
    /// Print each queue's ladder as a timeline
    #[arg(long)]
    timeline: bool,
    /// Only this queue
    #[arg(long, value_name = "NAME", requires = "timeline")]
    queue: Option<String>,
    /// The people: a file in TOML, CSV or JSON
    #[arg(long, value_name = "FILE", required_unless_present = "timeline")]
    roster: Option<PathBuf>,
    #[command(flatten)]
    beside: Beside,
    /// Who is here and how busy, and the customer: a JSON file (`baton schema presence`). Without it everyone on shift
    /// is here and free
    #[arg(long, value_name = "FILE", requires = "roster")]
    presence: Option<PathBuf>,
    /// The present, such as `2026-10-27T14:30Z` (default: when it was decided)
    #[arg(long, value_name = "INSTANT", requires = "roster")]
    at: Option<jiff::Timestamp>,
    /// The turn, as `baton run` numbers it (default: the first handoff)
    #[arg(long, value_name = "N", requires = "roster")]
    turn: Option<usize>,
    /// The conversation (default: the first)
    #[arg(long, value_name = "ID", requires = "roster")]
    conversation: Option<String>,
    #[command(flatten)]
    given: Given,
    /// In which form
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people
    Text,
    /// One JSON document (`baton.assignment/1`, `baton.timeline/1`)
    Json,
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton route policy.baton conversations.jsonl --roster roster.toml --at 2026-10-27T14:30Z
  baton route policy.baton conversations.jsonl --roster roster.toml --presence now.json
  baton route policy.baton --timeline
  baton route policy.baton --timeline --queue billing --format json";

/// The JSON Schema (draft 7) of the JSON form.
pub(super) const TIMELINE_SCHEMA: &str = include_str!("../../docs/schema/timeline.schema.json");

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let Some((table, _)) = table(&args.policy, ui)? else { return Ok(Exit::CouldNotRun) };
    if !args.timeline {
        return one::run(args, &table, ui);
    }
    let policy = table.policy();
    let shown = timelines(policy, args.queue.as_deref())?;
    match args.format {
        Form::Text => {
            print(policy, &shown, ui)?;
            if args.queue.is_none() {
                all_queues(policy, ui)?;
            }
        }
        Form::Json => ui.line(format!("{:#}", as_json(policy, &shown)))?,
    }
    ui.flush()?;
    Ok(Exit::Fine)
}

fn timelines<'p>(policy: &'p Policy, wanted: Option<&str>) -> Outcome<Vec<Timeline<'p>>> {
    let all = listing::timelines(policy);
    let Some(name) = wanted else { return Ok(all) };
    let names: Vec<&str> = all.iter().map(|one| one.queue.name.as_str()).collect();
    if !names.contains(&name) {
        let near = nearest(name, names).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return Err(Stop::Said(format!("the policy has no queue `{name}`{near}")));
    }
    Ok(all.into_iter().filter(|one| one.queue.name == name).collect())
}

fn print(policy: &Policy, shown: &[Timeline<'_>], ui: &mut Ui) -> Outcome<()> {
    for (at, timeline) in shown.iter().enumerate() {
        if at > 0 {
            ui.line("")?;
        }
        let name = ui.paint(&timeline.queue.name, Style::new().bold());
        ui.line(format!("{name}  {}", timeline.queue.title))?;
        if timeline.finder != Finder::Ladder {
            ui.wrapped(timeline.finder.sentence(), "  ", "    ")?;
        }
        for sentence in &timeline.people {
            ui.wrapped(sentence, "  ", "    ")?;
        }
        moments(policy, timeline, ui)?;
        for sentence in &timeline.meanwhile {
            ui.wrapped(sentence, "  ", "    ")?;
        }
    }
    Ok(())
}

/// What holds for all queues.
fn all_queues(policy: &Policy, ui: &mut Ui) -> Outcome<()> {
    ui.line("")?;
    ui.line(ui.paint("taken first", Style::new().bold()))?;
    ui.wrapped("whoever has waited most minutes, and to those minutes add", "  ", "    ")?;
    for line in explain::waiting(policy) {
        ui.wrapped(&line, "    ", "      ")?;
    }
    let Some(plan) = &policy.continuity else { return Ok(()) };
    ui.line("")?;
    ui.line(ui.paint("the same person again", Style::new().bold()))?;
    for line in explain::continuity(plan) {
        ui.wrapped(&line, "  ", "    ")?;
    }
    Ok(())
}

/// The clock on the left, what happens on the right; the end is marked.
fn moments(policy: &Policy, timeline: &Timeline<'_>, ui: &mut Ui) -> Outcome<()> {
    let clock = |at: &Option<String>| at.clone().unwrap_or_else(|| "in the end".to_owned());
    let wide = timeline.moments.iter().map(|moment| clock(&moment.at).chars().count()).max().unwrap_or(0);
    let last = timeline.moments.len().saturating_sub(1);
    for (at, moment) in timeline.moments.iter().enumerate() {
        let mark = match at {
            0 => "┌",
            at if at == last => "└",
            _ => "├",
        };
        let when = moment.when.as_ref().map_or_else(String::new, |when| format!(", when {when}"));
        let is_bare = policy.sources.all().is_empty();
        let line = if is_bare { String::new() } else { format!("  (line {})", policy.sources.position(moment.span).1) };
        let first = format!("  {mark} {:<wide$}  ", clock(&moment.at));
        let hang = format!("  {} {:<wide$}    ", if at == last { " " } else { "│" }, "");
        ui.wrapped(&format!("{}{when}{line}", moment.what), &first, &hang)?;
    }
    Ok(())
}

fn as_json(policy: &Policy, shown: &[Timeline<'_>]) -> Json {
    let queue = |timeline: &Timeline<'_>| {
        let moments = timeline.moments.iter().map(|one| json!({ "at": one.at, "what": one.what, "when": one.when }));
        json!({
            "queue": timeline.queue.name,
            "title": timeline.queue.title,
            "found_by": timeline.finder.as_str(),
            "people": timeline.people,
            "moments": moments.collect::<Vec<_>>(),
            "meanwhile": timeline.meanwhile,
            "ladder": listing::ladder_json(policy, timeline.queue),
        })
    };
    json!({
        "schema": "baton.timeline/1",
        "policy": policy.hash,
        "queues": shown.iter().map(queue).collect::<Vec<_>>(),
        "priority": explain::waiting(policy),
        "continuity": policy.continuity.as_ref().map(explain::continuity),
    })
}
