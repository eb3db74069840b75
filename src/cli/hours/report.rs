//! What `baton hours` shows of a year: worked out once, printed in three forms.

use jiff::tz::TimeZone;

use std::collections::{BTreeMap, BTreeSet};

use super::Staff;
use super::words::is_in;
use crate::calendar::{Holiday, Interval, Intervals};
use crate::policy::{Hours, Policy};
use crate::reach::{Year, unknown_holidays};
use crate::roster::{AgentId, Cover, Duty, Roster, Timetable};

/// A year.
pub(super) struct Report<'a> {
    pub(super) policy: &'a Policy,
    pub(super) roster: &'a Roster,
    pub(super) year: i16,
    /// The year, on the clocks of the policy.
    pub(super) within: Interval,
    pub(super) zone: TimeZone,
    pub(super) timetable: Timetable,
    /// The people who are looked at, in the order of ids.
    pub(super) agents: Vec<AgentId>,
    pub(super) hours: Vec<Open<'a>>,
    /// Everyone, then each queue that has people, in each time that is to be covered.
    pub(super) covers: Vec<Covered<'a>>,
    pub(super) away: &'a [(String, Interval)],
    /// Regions whose holidays are not known for all of the year.
    pub(super) unknown: Vec<String>,
}

/// Opening hours in the year.
pub(super) struct Open<'a> {
    pub(super) hours: &'a Hours,
    pub(super) zone: TimeZone,
    pub(super) times: Intervals,
}

/// How a time is covered by some people.
pub(super) struct Covered<'a> {
    /// The queue; none: everyone.
    pub(super) queue: Option<&'a str>,
    pub(super) agents: Vec<AgentId>,
    /// The opening hours that are to be covered; none: all of the year.
    pub(super) hours: Option<&'a Hours>,
    /// On whose clocks gaps are shown.
    pub(super) zone: TimeZone,
    pub(super) cover: Cover,
    /// What of the gaps there is because somebody is said to be away.
    pub(super) new_gaps: Intervals,
}

impl<'a> Report<'a> {
    /// Works it out; none if there is no such year.
    pub(super) fn of(policy: &'a Policy, staff: &'a Staff, queue: Option<&str>, year: i16) -> Option<Self> {
        let Year { within, zone, .. } = Year::of(policy, year)?;
        let roster = &staff.without;
        let timetable = roster.timetable(within.from, within.to);
        let before = staff.full.timetable(within.from, within.to);
        let is_in = |agent: &AgentId| queue.is_none_or(|queue| roster.agent(*agent).is_in(queue));
        let agents: Vec<AgentId> = roster.ids().filter(is_in).collect();
        let open = |hours: &'a Hours| {
            let ready = hours.calendar.ready()?;
            let times = ready.between(within.from, within.to);
            Some(Open { hours, zone: ready.zone().clone(), times })
        };
        let hours: Vec<Open<'a>> = policy.hours.iter().filter_map(open).collect();
        let groups = groups(policy, roster, &agents, queue);
        let mut covers = Vec::new();
        for (queue, agents) in groups {
            for (hours, zone, open) in frames(&hours, &zone, within) {
                let cover = Cover::of(&timetable, &agents, &open);
                let now = Intervals::of(cover.gaps.iter().map(|gap| gap.span));
                let then = Cover::of(&before, &agents, &open).gaps;
                let new_gaps = now.without(&Intervals::of(then.iter().map(|gap| gap.span)));
                covers.push(Covered { queue, agents: agents.clone(), hours, zone, cover, new_gaps });
            }
        }
        let unknown = unknown_holidays(policy, roster, agents.iter().copied(), year);
        Some(Self { policy, roster, year, within, zone, timetable, agents, hours, covers, away: &staff.away, unknown })
    }

    /// The holidays of the year that count for somebody, by region.
    pub(super) fn holidays(&self) -> BTreeMap<&str, BTreeSet<&Holiday>> {
        let mut all: BTreeMap<&str, BTreeSet<&Holiday>> = BTreeMap::new();
        let of_agents = self.agents.iter().flat_map(|agent| &self.roster.agent(*agent).regions);
        let of_hours = self.hours.iter().flat_map(|open| &open.hours.regions).map(|region| &region.code);
        for region in of_agents.chain(of_hours) {
            all.entry(region.as_str()).or_default();
        }
        let of_hours = self.hours.iter().flat_map(|open| &open.hours.calendar.holidays);
        for holiday in self.roster.holidays().iter().chain(of_hours).filter(|one| is_in(one.day, self.year)) {
            if let Some(days) = all.get_mut(holiday.region.as_str()) {
                days.insert(holiday);
            }
        }
        all
    }

    /// Whether anything is not covered.
    pub(super) fn has_gaps(&self) -> bool {
        self.covers.iter().any(|covered| !covered.cover.gaps.is_empty())
    }

    /// Seconds of a duty of an agent in the year.
    pub(super) fn seconds(&self, duty: Duty, agent: AgentId) -> i64 {
        self.timetable.of_agent(duty, agent).seconds()
    }
}

/// Everyone, and the people of each queue.
fn groups<'a>(
    policy: &'a Policy,
    roster: &Roster,
    agents: &[AgentId],
    only: Option<&str>,
) -> Vec<(Option<&'a str>, Vec<AgentId>)> {
    if agents.is_empty() && only.is_none() {
        return Vec::new();
    }
    let everyone = only.is_none().then(|| (None, agents.to_vec()));
    let queues = policy.queues.iter().filter(|queue| only.is_none_or(|only| only == queue.name));
    let of = queues.filter_map(|queue| {
        let people: Vec<AgentId> = agents.iter().copied().filter(|one| roster.agent(*one).is_in(&queue.name)).collect();
        (!people.is_empty() || only.is_some()).then_some((Some(queue.name.as_str()), people))
    });
    everyone.into_iter().chain(of).collect()
}

/// The times that are to be covered: opening hours, or else all of the year.
fn frames<'a>(hours: &[Open<'a>], zone: &TimeZone, within: Interval) -> Vec<(Option<&'a Hours>, TimeZone, Intervals)> {
    if hours.is_empty() {
        return vec![(None, zone.clone(), Intervals::of([within]))];
    }
    hours.iter().map(|open| (Some(open.hours), open.zone.clone(), open.times.clone())).collect()
}
