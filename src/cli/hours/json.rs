//! A year as `baton.hours/1`.

use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

use super::super::problems::spans::json as span;
use super::report::{Covered, Open, Report};
use super::words::{instant, is_in, spans, week};
use crate::calendar::{self, Calendar, Intervals};
use crate::roster::{AgentId, Duty, Roster};

/// The form.
pub(super) const FORM: &str = "baton.hours/1";

/// The document.
pub(super) fn year(report: &Report<'_>) -> Json {
    json!({
        "schema": FORM,
        "policy": report.policy.title,
        "hash": report.policy.hash,
        "time_zones": Roster::timezones(),
        "timezone": report.policy.timezone,
        "year": report.year,
        "from": instant(report.within.from),
        "to": instant(report.within.to),
        "hours": report.hours.iter().map(|one| hours(one, report.year)).collect::<Vec<_>>(),
        "agents": report.agents.iter().map(|one| agent(*one, report)).collect::<Vec<_>>(),
        "cover": report.covers.iter().map(|one| cover(one, report.roster)).collect::<Vec<_>>(),
        "absent": report.away.iter().map(|(id, span)| {
            json!({ "agent": id, "from": instant(span.from), "to": instant(span.to) })
        }).collect::<Vec<_>>(),
        "holidays_not_known": report.unknown,
    })
}

fn hours(open: &Open<'_>, year: i16) -> Json {
    let mut written = of_calendar(&open.hours.calendar, year);
    written["name"] = open.hours.name.clone().into();
    written["title"] = open.hours.title.clone().into();
    written["seconds"] = open.times.seconds().into();
    written["open"] = all(&open.times, &open.zone);
    written
}

/// The week, and what the year has beside it.
fn of_calendar(calendar: &Calendar, year: i16) -> Json {
    let holidays = calendar.holidays.iter().filter(|one| is_in(one.day, year));
    let dated = calendar.dated.iter().filter(|one| is_in(one.day, year));
    json!({
        "timezone": calendar.zone,
        "week": week(calendar),
        "dated": dated.map(|one| {
            json!({ "date": calendar::day(one.day), "times": spans(&one.spans), "because": one.because })
        }).collect::<Vec<_>>(),
        "holidays": holidays.map(|one| {
            json!({ "date": calendar::day(one.day), "name": one.name, "region": one.region })
        }).collect::<Vec<_>>(),
    })
}

fn agent(agent: AgentId, report: &Report<'_>) -> Json {
    let person = report.roster.agent(agent);
    let zone = report.roster.zone(agent);
    let duty = |duty| report.timetable.of_agent(duty, agent);
    let mut written = of_calendar(&person.shift, report.year);
    written["agent"] = person.id.clone().into();
    written["name"] = person.name.clone().into();
    written["teams"] = person.teams.iter().map(|one| one.team.clone()).collect::<Vec<_>>().into();
    written["on_call_week"] = week(&person.on_call).into();
    written["seconds_on_shift"] = duty(Duty::Shift).seconds().into();
    written["seconds_on_call"] = duty(Duty::Call).seconds().into();
    written["on_shift"] = all(duty(Duty::Shift), zone);
    written["on_call"] = all(duty(Duty::Call), zone);
    written
}

fn cover(covered: &Covered<'_>, roster: &Roster) -> Json {
    let ids = |agents: &[AgentId]| agents.iter().map(|agent| roster.agent(*agent).id.clone()).collect::<Vec<_>>();
    let gaps = covered.cover.gaps.iter().map(|gap| {
        let mut written = span(gap.span, &covered.zone);
        written["on_call"] = ids(&gap.on_call).into();
        written
    });
    let alone = covered.cover.alone.iter().map(|(agent, of)| {
        let mut written = span(*of, &covered.zone);
        written["agent"] = roster.agent(*agent).id.clone().into();
        written
    });
    json!({
        "queue": covered.queue,
        "hours": covered.hours.map(|hours| hours.name.clone()),
        "agents": ids(&covered.agents),
        "seconds_open": covered.cover.open.seconds(),
        "seconds_uncovered": covered.cover.uncovered(),
        "seconds_unreachable": covered.cover.unreachable(),
        "gaps": gaps.collect::<Vec<_>>(),
        "gaps_because_of_absent": all(&covered.new_gaps, &covered.zone),
        "alone": alone.collect::<Vec<_>>(),
    })
}

fn all(intervals: &Intervals, zone: &TimeZone) -> Json {
    intervals.spans().iter().map(|one| span(*one, zone)).collect::<Vec<_>>().into()
}
