//! `baton route` with a roster: who gets one recorded conversation, and why.

use std::path::Path;

use super::super::Exit;
use super::super::disk;
use super::super::explain::find;
use super::super::problems;
use super::super::run::options;
use super::super::ui::{Outcome, Stop, Ui, plain};
use super::{Args, Form};
use crate::conversation::Conversation;
use crate::decision::Decision;
use crate::policy::{ActionName, Policy};
use crate::roster::Roster;
use crate::routing::{self, Assignment, Case, Considered, Now, Present, Reason, Told, explain};
use crate::runtime::{self, Table};
use crate::value::Fixed;
use owo_colors::Style;
use serde_json::Value as Json;

pub(super) fn run(args: &Args, table: &Table, ui: &mut Ui) -> Outcome<Exit> {
    let policy = table.policy();
    let Some(roster) = roster(args, ui)? else { return Ok(Exit::CouldNotRun) };
    let transcript = args.transcript.as_deref().expect("the arguments demand one");
    let conversation = find(transcript, args.conversation.as_deref(), ui)?;
    let mut told = args.presence.as_deref().map(now_of).transpose()?.unwrap_or_default();
    let found = decided(args, table, &conversation, &told)?;
    let at = args.at.map_or(found.case.decided_at, jiff::Timestamp::as_second);
    if args.presence.is_none() {
        everyone_is_here(&roster, at, &mut told);
    }
    let made = routing::route(policy, &found.case, &told.customer, &told.asked, &roster, &told.presence, at);
    match args.format {
        Form::Text => print(policy, &roster, &conversation, &found, &made, at, ui)?,
        Form::Json => ui.line(format!("{:#}", routing::to_json(policy, &roster, &made, at)))?,
    }
    ui.flush()?;
    Ok(Exit::Fine)
}

/// The people; none when their files have errors, which are drawn.
fn roster(args: &Args, ui: &mut Ui) -> Outcome<Option<Roster>> {
    let path = args.roster.as_deref().expect("the arguments demand one");
    let read = args.beside.read(path)?;
    if read.roster.is_none() {
        problems::draw(&read.problems, &read.sources, ui)?;
        ui.flush()?;
    }
    Ok(read.roster)
}

/// What the service tells.
fn now_of(path: &Path) -> Outcome<Now> {
    let stop = |why: String| Stop::Said(format!("{}: {why}", path.display()));
    let json: Json =
        serde_json::from_slice(&disk::bytes(path)?).map_err(|error| stop(format!("this is no JSON: {error}")))?;
    routing::from_json(&json).map_err(stop)
}

/// Everyone on shift, without work.
fn everyone_is_here(roster: &Roster, at: i64, told: &mut Now) {
    for agent in roster.ids().filter(|agent| roster.on_shift(*agent, at)) {
        let present = Present { here: true, ..Present::default() };
        told.presence.agents.insert(roster.agent(agent).id.clone(), present);
    }
}

/// A decision with what routing needs of it.
struct Found {
    turn: usize,
    decision: Decision,
    case: Case,
}

/// The handoff that is asked about.
fn decided(args: &Args, table: &Table, conversation: &Conversation, told: &Now) -> Outcome<Found> {
    let policy = table.policy();
    let options = options(table, &args.given)?;
    let given = args.at.map(jiff::Timestamp::as_second);
    let mut found: Option<Found> = None;
    let mut is_timeless = false;
    runtime::replay_seeing(table, conversation, &options, &mut |step, session| {
        let wanted = match args.turn {
            Some(turn) => step.turn + 1 == turn,
            None => found.is_none(),
        };
        if !wanted || step.decision.action != ActionName::HandOff {
            return;
        }
        let turn = conversation.turns[step.turn].at;
        let said = conversation.started.zip(turn).and_then(|(started, at)| started.checked_add(at));
        let Some(decided_at) = told.decided_at.or(said).or(given) else {
            is_timeless = true;
            return;
        };
        let told = Told { decided_at, asked_at: told.asked_at, is_async: told.is_async, work: told.work.clone() };
        let case = Case::of(policy, session.facts(step.decision.point), &step.decision, &told);
        found = Some(Found { turn: step.turn, decision: step.decision.clone(), case });
    });
    let id = plain(&conversation.id, 120);
    found.ok_or_else(|| {
        Stop::Said(match args.turn {
            _ if is_timeless => format!("the transcript does not say when {id} took place; say it with --at"),
            Some(turn) => format!("no handoff is decided at turn {turn} of {id}; `baton run` shows the decisions"),
            None => format!("{id} is not handed off"),
        })
    })
}

fn print(
    policy: &Policy,
    roster: &Roster,
    conversation: &Conversation,
    found: &Found,
    made: &Assignment,
    at: i64,
    ui: &mut Ui,
) -> Outcome<()> {
    let id = plain(&conversation.id, 120);
    let decision = &found.decision;
    let action = runtime::explain::action(policy, decision);
    let by = runtime::explain::decided_by(policy, decision);
    ui.wrapped(&format!("{id}, turn {}: {action}, by {by}", found.turn + 1), "", "  ")?;
    let sentence = explain::sentence(policy, roster, &made.decided);
    ui.wrapped(&ui.paint(&sentence, Style::new().bold()), "  ", "    ")?;
    let clock = |instant: i64| format!("{} ({})", routing::instant(instant), since(found.case.decided_at, instant));
    if let Some(step) = made.step {
        field("step", &explain::step(policy, step.queue, step.step), ui)?;
    }
    field("now", &clock(at), ui)?;
    match &made.decided {
        routing::Decided::Offer { until: Some(until), .. } => field("to accept by", &clock(*until), ui)?,
        routing::Decided::Hold { until, .. } => field("kept until", &clock(*until), ui)?,
        routing::Decided::Closed { next_open: Some(open), .. } => field("opens", &clock(*open), ui)?,
        _ => {}
    }
    if found.case.minutes != Fixed::ZERO {
        field("priority", &format!("{} minutes on top of those waited", found.case.minutes), ui)?;
    }
    if let Some(away) = made.away {
        field("to be told", &explain::away(roster, away, &clock), ui)?;
    }
    if !made.choices.is_empty() {
        let choices: Vec<&str> = made.choices.iter().map(|one| one.as_str()).collect();
        field("the customer may choose", &choices.join(", "), ui)?;
    }
    if let Some(next) = made.next_at {
        field("asked again", &clock(next), ui)?;
    }
    others(policy, roster, made, &clock, ui)
}

fn field(name: &str, text: &str, ui: &mut Ui) -> Outcome<()> {
    ui.wrapped(&format!("{name}: {text}"), "  ", "    ")
}

/// Everybody else, and why not.
fn others(
    policy: &Policy,
    roster: &Roster,
    made: &Assignment,
    clock: &dyn Fn(i64) -> String,
    ui: &mut Ui,
) -> Outcome<()> {
    let chosen: &[crate::roster::AgentId] = match &made.decided {
        routing::Decided::Offer { agents, .. } | routing::Decided::Page(agents) => agents,
        routing::Decided::Hold { agent, .. } => std::slice::from_ref(agent),
        _ => &[],
    };
    ui.line("  the others")?;
    let is_never = |reason: &Reason| matches!(reason, Reason::Needs | Reason::Language);
    let (never, rest): (Vec<&Considered>, Vec<&Considered>) = made
        .considered
        .iter()
        .filter(|one| !chosen.contains(&one.agent))
        .partition(|one| one.reasons.iter().any(is_never));
    for one in rest {
        let agent = roster.agent(one.agent);
        let why = match one.reasons.as_slice() {
            [] if chosen.is_empty() => "could take it".to_owned(),
            [] => "could take it, and comes after".to_owned(),
            reasons => reasons.iter().map(|one: &Reason| explain::reason(*one, clock)).collect::<Vec<_>>().join("; "),
        };
        let from = one.from.map_or_else(String::new, |at| format!(" ({})", explain::step(policy, at.queue, at.step)));
        ui.wrapped(&format!("{} {}{from}: {why}", agent.id, agent.name), "    ", "      ")?;
    }
    for reason in [Reason::Language, Reason::Needs] {
        let ids =
            never.iter().filter(|one| one.reasons.contains(&reason)).map(|one| roster.agent(one.agent).id.as_str());
        let ids: Vec<&str> = ids.collect();
        if !ids.is_empty() {
            ui.wrapped(&format!("{}: {}", ids.join(", "), explain::reason(reason, clock)), "    ", "      ")?;
        }
    }
    Ok(())
}

/// `+45s`
fn since(start: i64, at: i64) -> String {
    let seconds = at.saturating_sub(start);
    let sign = if seconds < 0 { "-" } else { "+" };
    format!("{sign}{}", crate::value::show_duration(Fixed::from_whole(seconds.abs())))
}
