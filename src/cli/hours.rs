//! `baton hours`: when queues are open, who works when, and where nobody does.

use std::path::PathBuf;

use super::check::today;
use super::disk::{self, Loaded};
use super::problems;
use super::rosters::OfAYear;
use super::ui::{Outcome, Stop, Ui};
use super::{Exit, problems::draw_one};
use crate::calendar::Interval;
use crate::policy::Policy;
use crate::roster::versus::{self, Names};
use crate::roster::{Absence, Roster};
use crate::source::{FileId, Sources, Span};

mod html;
mod human;
mod json;
mod moment;
mod report;
mod words;

/// The JSON Schema of `hours --format json`.
pub(super) const SCHEMA: &str = include_str!("../../docs/schema/hours.schema.json");

/// Show when queues are open, who works when, and where nobody does
///
/// Every time is shown on the clocks of its zone and in UTC. A gap is a time at which queues are open and nobody is on
/// shift; without opening hours in the policy, all of the year counts as open.
///
/// Exit code 0: shown. 1: with `--gaps`, there are gaps. 2: a file has errors or could not be read.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The policy
    #[arg(value_name = "POLICY")]
    path: PathBuf,
    #[command(flatten)]
    people: OfAYear,
    /// Only the people of this queue
    #[arg(long, value_name = "QUEUE", requires = "roster")]
    queue: Option<String>,
    /// List every gap, and nothing else
    #[arg(long, requires = "roster")]
    gaps: bool,
    /// As if these agents were away, on the day of `--on`
    #[arg(long, value_name = "AGENT", requires = "roster", requires = "on")]
    absent: Vec<String>,
    /// The day of `--absent`: `2026-11-04`, on the clocks of the agent
    #[arg(long, value_name = "DATE", requires = "absent")]
    on: Option<jiff::civil::Date>,
    /// Who is on shift and who on call at this instant: `2026-10-27T14:30Z`
    #[arg(long, value_name = "INSTANT", requires = "roster", conflicts_with_all = ["year", "gaps"])]
    at: Option<jiff::Timestamp>,
    /// In which form
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton hours policy.baton
  baton hours policy.baton --roster roster.toml --year 2027 --gaps
  baton hours policy.baton --roster roster.toml --queue billing --absent a03 --on 2026-11-04
  baton hours policy.baton --roster roster.toml --at 2026-10-27T14:30Z
  baton hours policy.baton --roster roster.toml --format html > hours.html";

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people, in a terminal
    Human,
    /// One JSON document (`baton.hours/1`)
    Json,
    /// A page that stands alone
    Html,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let loaded = disk::load(&args.path)?;
    let Some(policy) = loaded.artifact.as_ref().map(|artifact| &artifact.policy) else {
        problems::draw(&loaded.problems, &loaded.sources, ui)?;
        ui.flush()?;
        return Ok(Exit::CouldNotRun);
    };
    let Some(roster) = roster(args, policy, &loaded, ui)? else {
        ui.flush()?;
        return Ok(Exit::CouldNotRun);
    };
    queue(args, policy)?;
    let exit = match args.at {
        Some(at) => moment::show(&moment::Moment::of(policy, &roster.without, args.queue.as_deref(), at), args, ui)?,
        None => year(args, policy, &roster, ui)?,
    };
    ui.flush()?;
    Ok(exit)
}

/// A roster, and the same without those who are said to be away.
struct Staff {
    full: Roster,
    without: Roster,
    /// Who is away, and when.
    away: Vec<(String, Interval)>,
}

fn year(args: &Args, policy: &Policy, staff: &Staff, ui: &mut Ui) -> Outcome<Exit> {
    let year = args.people.number(today());
    let report = report::Report::of(policy, staff, args.queue.as_deref(), year)
        .ok_or_else(|| Stop::Said(format!("the year {year} cannot be worked out in {}", policy.timezone)))?;
    match args.format {
        Format::Human if args.gaps => human::gaps(&report, ui)?,
        Format::Human => human::all(&report, ui)?,
        Format::Json => ui.line(format!("{:#}", json::year(&report)))?,
        Format::Html => ui.text(&html::page(&report))?,
    }
    Ok(if args.gaps && report.has_gaps() { Exit::Findings } else { Exit::Fine })
}

/// The roster; none when it has errors, which are drawn. Without a file nobody is in it.
fn roster(args: &Args, policy: &Policy, loaded: &Loaded, ui: &mut Ui) -> Outcome<Option<Staff>> {
    let Some(read) = args.people.read()? else {
        return Ok(Some(Staff { full: Roster::default(), without: Roster::default(), away: Vec::new() }));
    };
    let Some(full) = read.roster else {
        problems::draw(&read.problems, &read.sources, ui)?;
        return Ok(None);
    };
    if args.format == Format::Human {
        compared(policy, &full, &loaded.sources, &read.sources, ui)?;
    }
    let (without, away) = absent(args, &full)?;
    Ok(Some(Staff { full, without, away }))
}

/// Draws what policy and roster do not have of each other.
fn compared(policy: &Policy, roster: &Roster, of_policy: &Sources, of_roster: &Sources, ui: &mut Ui) -> Outcome<()> {
    let first_line = of_roster.all().first().map_or(0, |file| file.text.find('\n').unwrap_or(file.text.len()));
    let at = Span::new(FileId(0), 0..first_line);
    for problem in versus::compare(&Names::of(policy), roster, at) {
        let is_of_roster = problem.code == crate::diagnostic::Code::W0605;
        draw_one(&problem, if is_of_roster { of_roster } else { of_policy }, ui)?;
    }
    Ok(())
}

/// The roster without those who are said to be away.
fn absent(args: &Args, full: &Roster) -> Outcome<(Roster, Vec<(String, Interval)>)> {
    let (mut without, mut away) = (full.clone(), Vec::new());
    for id in &args.absent {
        let Some(agent) = full.find(id) else {
            let ids: Vec<&str> = full.agents().iter().map(|agent| agent.id.as_str()).collect();
            let near = crate::diagnostic::nearest(id, ids.iter().copied());
            let help = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            return Err(Stop::Said(format!("no agent has the id `{id}`{help}")));
        };
        let day = args.on.zip(args.on.and_then(|day| day.tomorrow().ok()));
        let zone = full.zone(agent);
        let span = day.and_then(|(day, next)| {
            let at = |day: jiff::civil::Date| crate::calendar::first(zone, day.into());
            Some(Interval { from: at(day)?, to: at(next)? })
        });
        let span = span.ok_or_else(|| Stop::Said("the day of `--on` is too far from today".to_owned()))?;
        without = without.with_absence(agent, Absence { span, reason: None });
        away.push((id.clone(), span));
    }
    Ok((without, away))
}

/// The queue that is asked about must be one.
fn queue(args: &Args, policy: &Policy) -> Outcome<()> {
    let Some(name) = &args.queue else { return Ok(()) };
    if policy.queues.iter().any(|queue| queue.name == *name) {
        return Ok(());
    }
    let names: Vec<&str> = policy.queues.iter().map(|queue| queue.name.as_str()).collect();
    let near = crate::diagnostic::nearest(name, names.iter().copied());
    let help =
        near.map_or_else(|| format!("; there are {}", names.join(", ")), |near| format!("; did you mean `{near}`?"));
    Err(Stop::Said(format!("the policy has no queue `{name}`{help}")))
}
