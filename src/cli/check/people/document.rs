//! What is known of people in a year, as an object of `baton.problems/1`.

use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

use super::super::super::problems::spans::json as span;
use crate::analysis::Spoken;
use crate::calendar::{Interval, Intervals, instant};
use crate::policy::QueueId;
use crate::reach::{Ask, Reach, Route};
use crate::roster::{AgentId, Duty, Roster};
use crate::runtime::explain;

/// The object; the path of the policy is added where it is printed.
pub(super) fn of(reach: &Reach<'_>) -> Json {
    json!({
        "path": "",
        "year": reach.year.year,
        "from": instant(reach.year.within.from),
        "to": instant(reach.year.within.to),
        "time_zones": Roster::timezones(),
        "agents": reach.roster.agents().len(),
        "holidays_not_known": reach.unknown,
        "supposed": reach.supposed,
        "elsewhere": names(reach, &reach.elsewhere),
        "idle_steps": reach.idle.iter().map(|one| json!({
            "queue": reach.policy.queue(one.queue).name,
            "step": one.step + 1,
            "adds": if one.is_empty { "nobody" } else { "nobody_new" },
        })).collect::<Vec<_>>(),
        "rest_least": reach.rest_least,
        "short_rests": reach.rests.iter().map(|one| {
            let zone = reach.roster.zone(one.agent);
            let all = |spans: &[Interval]| spans.iter().map(|of| span(*of, zone)).collect::<Vec<_>>();
            json!({ "agent": reach.roster.agent(one.agent).id, "rests": all(&one.rests), "stretches": all(&one.stretches) })
        }).collect::<Vec<_>>(),
        "routes": reach.routes.iter().map(|one| route(reach, one)).collect::<Vec<_>>(),
    })
}

fn names(reach: &Reach<'_>, queues: &[QueueId]) -> Vec<String> {
    queues.iter().map(|queue| reach.policy.queue(*queue).name.clone()).collect()
}

fn route(reach: &Reach<'_>, route: &Route) -> Json {
    json!({
        "queues": names(reach, &route.queues),
        "has_hours": route.has_hours,
        "timezone": route.zone.iana_name(),
        "seconds_open": route.open.seconds(),
        "asks": route.asks.iter().map(|one| ask(reach, one, &route.zone)).collect::<Vec<_>>(),
    })
}

fn ask(reach: &Reach<'_>, ask: &Ask, zone: &TimeZone) -> Json {
    let id = |agent: AgentId| reach.roster.agent(agent).id.clone();
    let of = |duty: Duty| {
        let people = ask.people.iter().filter(|(_, own)| *own == duty);
        people.map(|(agent, _)| id(*agent)).collect::<Vec<_>>()
    };
    let alone = ask.alone.iter().map(|(agent, of)| {
        let mut written = self::span(*of, zone);
        written["agent"] = id(*agent).into();
        written
    });
    json!({
        "language": match &ask.language { Spoken::Known(code) => Some(code), Spoken::Other => None },
        "level": ask.level,
        "needs": ask.needs.iter().map(explain::need).collect::<Vec<_>>(),
        "rule": ask.decided.rule.map(|rule| reach.policy.rule(rule).name.clone()),
        "people": of(Duty::Shift),
        "on_call": of(Duty::Call),
        "never": ask.is_never_served,
        "seconds_uncovered": ask.gaps.seconds(),
        "seconds_alone": ask.alone.iter().map(|(_, span)| span.seconds()).sum::<i64>(),
        "gaps": all(&ask.gaps, zone),
        "alone": alone.collect::<Vec<_>>(),
    })
}

fn all(intervals: &Intervals, zone: &TimeZone) -> Vec<Json> {
    intervals.spans().iter().map(|one| span(*one, zone)).collect()
}
