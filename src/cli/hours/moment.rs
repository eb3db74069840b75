//! Who is on shift and who on call at an instant.

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::words::instant;
use super::{Args, Format, html};
use crate::calendar;
use crate::cli::Exit;
use crate::cli::ui::{Outcome, Ui};
use crate::policy::Policy;
use crate::roster::{AgentId, Duty, Roster};
use owo_colors::Style;

/// The form.
const FORM: &str = "baton.on_duty/1";

/// An instant, and who is there.
pub(super) struct Moment<'a> {
    pub(super) policy: &'a Policy,
    pub(super) roster: &'a Roster,
    pub(super) at: i64,
    /// On shift, on call, away.
    pub(super) groups: [(&'static str, Vec<AgentId>); 3],
    /// Opening hours, and whether they are open.
    pub(super) hours: Vec<(&'a str, bool)>,
    /// When somebody's duty changes next, within a year.
    pub(super) next: Option<i64>,
}

impl<'a> Moment<'a> {
    pub(super) fn of(policy: &'a Policy, roster: &'a Roster, queue: Option<&str>, at: Timestamp) -> Self {
        let at = at.as_second();
        let is_in = |agent: &AgentId| queue.is_none_or(|queue| roster.agent(*agent).is_in(queue));
        let who = |duty| roster.who(duty, at).into_iter().filter(is_in).collect();
        let away = roster.ids().filter(is_in).filter(|agent| roster.is_absent(*agent, at)).collect();
        let groups = [(Duty::Shift.as_str(), who(Duty::Shift)), (Duty::Call.as_str(), who(Duty::Call)), ("away", away)];
        let hours =
            policy.hours.iter().filter_map(|hours| Some((hours.name.as_str(), hours.calendar.ready()?.is_open(at))));
        // Mostly it is near; a year is looked through only when it is not.
        let within = |days: i64| roster.timetable(at - 1, at + days * 86_400).next_change(at);
        let next = within(8).or_else(|| within(366));
        Self { policy, roster, at, groups, hours: hours.collect(), next }
    }
}

/// Prints it.
pub(super) fn show(moment: &Moment<'_>, args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    match args.format {
        Format::Human => human(moment, ui)?,
        Format::Json => ui.line(format!("{:#}", json(moment)))?,
        Format::Html => ui.text(&html::moment(moment))?,
    }
    Ok(Exit::Fine)
}

fn human(moment: &Moment<'_>, ui: &mut Ui) -> Outcome<()> {
    let title = format!("{} · {}", moment.policy.title, instant(moment.at));
    ui.line(ui.paint(&title, Style::new().bold()))?;
    for (name, is_open) in &moment.hours {
        ui.line(format!("{name} is {}", if *is_open { "open" } else { "closed" }))?;
    }
    for (group, agents) in &moment.groups {
        if agents.is_empty() && *group == "away" {
            continue;
        }
        let count = if agents.is_empty() { "nobody".to_owned() } else { agents.len().to_string() };
        ui.line(format!("{group}: {count}"))?;
        for agent in agents {
            let person = moment.roster.agent(*agent);
            let clock = calendar::local(moment.at, moment.roster.zone(*agent));
            ui.wrapped(&format!("{} {} · {clock} {}", person.id, person.name, person.shift.zone), "  ", "    ")?;
        }
    }
    match moment.next {
        Some(next) => ui.line(format!("next change: {}", instant(next))),
        None => Ok(()),
    }
}

fn json(moment: &Moment<'_>) -> Json {
    let ids = |at: usize| {
        let agents = moment.groups[at].1.iter();
        agents.map(|agent| moment.roster.agent(*agent).id.clone()).collect::<Vec<_>>()
    };
    let hours = moment.hours.iter().map(|(name, is_open)| json!({ "name": name, "open": is_open }));
    json!({
        "schema": FORM,
        "policy": moment.policy.title,
        "hash": moment.policy.hash,
        "time_zones": Roster::timezones(),
        "at": instant(moment.at),
        "hours": hours.collect::<Vec<_>>(),
        "on_shift": ids(0),
        "on_call": ids(1),
        "away": ids(2),
        "next_change": moment.next.map(instant),
    })
}
