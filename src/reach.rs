//! Who can be reached when: every handover that a policy can decide, held against a roster, over a year.
//!
//! In: a policy, its [`Handovers`], a [`Roster`] under the policy's names, a [`Year`]. Out:
//! for each queue, and each set of queues that a rule names together, when nobody can take
//! which customers, and when one person alone can; steps of ladders that let nobody in;
//! rest between shifts that is too short. [`findings`] makes problems of it.
//!
//! # Guarantees
//!
//! Times are exact intervals, worked out from the calendars with the time-zone database
//! of this build and the holidays that are known. Who is counted can take the conversation
//! whoever the customer is: account managers, and people who are lent while a wait is
//! short, are not. Sick leave that nobody told is not in a roster, and neither is load.
//!
//! # What is not here
//!
//! Queues whose person the helpdesk picks: whether that finds somebody is the helpdesk's.

use crate::analysis::{DecidedSo, Handover, Handovers, Spoken};
use crate::calendar::{Interval, Intervals};
use crate::policy::{Need, Policy, QueueId};
use crate::roster::{AgentId, Duty, Roster};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

pub mod findings;
pub mod guarantees;
mod people;
mod rest;
mod steps;
mod times;
mod words;
mod year;

use people::Staff;
pub use rest::{LEAST as REST_LEAST, ShortRest};
pub use steps::IdleStep;
pub use year::{Year, unknown_holidays};

/// What is found of a policy and its people in a year.
#[derive(Debug)]
pub struct Reach<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The people.
    pub roster: &'a Roster,
    /// The year.
    pub year: Year,
    /// Every handover that can be decided.
    handovers: &'a Handovers,
    /// When everybody is there.
    staff: Staff<'a>,
    /// Queues that find their person themselves, and sets of them, in the order of their first.
    pub routes: Vec<Route>,
    /// Steps of ladders that add nobody.
    pub idle: Vec<IdleStep>,
    /// Agents who rest too little between shifts.
    pub rests: Vec<ShortRest>,
    /// Seconds of rest that there should be.
    pub rest_least: i64,
    /// Queues whose person the helpdesk picks, and those that say nothing of it.
    pub elsewhere: Vec<QueueId>,
    /// Regions whose holidays are not known for all of the year.
    pub unknown: Vec<String>,
    /// How many combinations were not decided and are supposed to be possible.
    pub supposed: usize,
}

/// A queue, or several of which any will do.
#[derive(Clone, Debug)]
pub struct Route {
    /// Which.
    pub queues: Vec<QueueId>,
    /// On whose clocks times are shown.
    pub zone: TimeZone,
    /// When it is open: by its opening hours, or else while one of its people is on shift.
    pub open: Intervals,
    /// Whether opening hours say when.
    pub has_hours: bool,
    /// What is asked of its people.
    pub asks: Vec<Ask>,
}

/// What customers of a route ask of whoever takes them, and who can.
#[derive(Clone, Debug)]
pub struct Ask {
    /// What they speak.
    pub language: Spoken,
    /// The level.
    pub level: Option<String>,
    /// What else whoever takes it must have.
    pub needs: Vec<Need>,
    /// What asks so.
    pub decided: DecidedSo,
    /// Who can, at some time; whatever lines with a `when` hold.
    pub people: Vec<(AgentId, Duty)>,
    /// When nobody can, while it is open.
    pub gaps: Intervals,
    /// When one person alone can, while it is open.
    pub alone: Vec<(AgentId, Interval)>,
    /// Whether nobody ever can.
    pub is_never_served: bool,
}

impl<'a> Reach<'a> {
    /// Works it out. `rest_least`: seconds that should lie between shifts of a person; 0: any will do.
    pub fn of(policy: &'a Policy, handovers: &'a Handovers, roster: &'a Roster, year: Year, rest_least: i64) -> Self {
        let staff = Staff::new(policy, roster, year.within);
        let mut by_route: BTreeMap<&[QueueId], Vec<(&Handover, DecidedSo)>> = BTreeMap::new();
        for (handover, decided) in &handovers.all {
            by_route.entry(&handover.queues).or_default().push((handover, *decided));
        }
        let finds = |queue: &QueueId| policy.queue(*queue).routing.is_ladder();
        let finds = |queue: &QueueId| finds(queue) && !policy.queue(*queue).routed_by_helpdesk;
        let routes = by_route.iter().filter(|(queues, _)| queues.iter().all(finds));
        let elsewhere = (0..policy.queues.len()).map(QueueId::from_index);
        Self {
            routes: routes.map(|(queues, asked)| route(&staff, queues, asked, &year)).collect(),
            idle: steps::idle(&staff, handovers),
            rests: rest::short(&staff, rest_least),
            rest_least,
            elsewhere: elsewhere.filter(|queue| !finds(queue)).collect(),
            unknown: unknown_holidays(policy, roster, roster.ids(), year.year),
            supposed: handovers.supposed,
            handovers,
            staff,
            policy,
            roster,
            year,
        }
    }
}

fn route(staff: &Staff<'_>, queues: &[QueueId], asked: &[(&Handover, DecidedSo)], year: &Year) -> Route {
    let open = queues.iter().fold(Intervals::default(), |all, queue| all.or(&staff.open(*queue)));
    let hours = queues.iter().find_map(|queue| staff.policy.queue(*queue).routing.open);
    let named = hours.map(|at| staff.policy.hours[at as usize].calendar.zone.as_str());
    let zone = named.and_then(|zone| TimeZone::get(zone).ok()).unwrap_or_else(|| year.zone.clone());
    let mut asks: Vec<Ask> = Vec::new();
    let mut at = 0;
    while let Some((first, decided)) = asked.get(at) {
        let same = |other: &Handover| {
            other.language == first.language && other.level == first.level && other.needs == first.needs
        };
        let count = asked[at..].iter().take_while(|(other, _)| same(other)).count();
        let ways: Vec<&Handover> = asked[at..at + count].iter().map(|(one, _)| *one).collect();
        asks.push(ask(staff, &ways, *decided, &open));
        at += count;
    }
    Route { queues: queues.to_vec(), zone, open, has_hours: hours.is_some(), asks }
}

/// What one kind of customer finds, whichever steps are there for them.
fn ask(staff: &Staff<'_>, ways: &[&Handover], decided: DecidedSo, open: &Intervals) -> Ask {
    let Handover { language, level, needs, .. } = ways[0].clone();
    let mut found = Ask {
        language,
        level,
        needs,
        decided,
        people: Vec::new(),
        gaps: Intervals::default(),
        alone: Vec::new(),
        is_never_served: false,
    };
    for (at, way) in narrowest(ways).into_iter().enumerate() {
        let people = staff.who(way);
        let cover = staff.cover(&people);
        found.is_never_served |= cover.served.is_empty();
        found.gaps = found.gaps.or(&open.without(&cover.served));
        let inside = cover.alone.iter().flat_map(|(agent, span)| {
            open.within(*span).spans().iter().map(|span| (*agent, *span)).collect::<Vec<_>>()
        });
        found.alone.extend(inside);
        found.people =
            if at == 0 { people } else { found.people.iter().copied().filter(|one| people.contains(one)).collect() };
    }
    // What one way leaves to nobody hangs on nobody.
    let gaps = found.gaps.clone();
    found.alone = joined(found.alone.into_iter().flat_map(|(agent, span)| {
        let left = Intervals::of([span]).without(&gaps);
        left.spans().iter().map(|span| (agent, *span)).collect::<Vec<_>>()
    }));
    found
}

/// The ways of which no other has only some of the steps: whoever is served by fewer steps is served by more.
fn narrowest<'h>(ways: &[&'h Handover]) -> Vec<&'h Handover> {
    let has_less = |one: &Handover, other: &Handover| {
        let pairs = one.steps.iter().flatten().zip(other.steps.iter().flatten());
        one.steps != other.steps && pairs.into_iter().all(|(one, other)| one <= other)
    };
    let is_narrowest = |way: &&&Handover| !ways.iter().any(|other| has_less(other, way));
    ways.iter().filter(is_narrowest).copied().collect()
}

/// Spans of each agent, those that touch together, in order.
fn joined(spans: impl Iterator<Item = (AgentId, Interval)>) -> Vec<(AgentId, Interval)> {
    let mut of_agent: BTreeMap<AgentId, Vec<Interval>> = BTreeMap::new();
    for (agent, span) in spans {
        of_agent.entry(agent).or_default().push(span);
    }
    let all = of_agent.into_iter().flat_map(|(agent, spans)| {
        let spans = Intervals::of(spans);
        spans.spans().iter().map(|span| (agent, *span)).collect::<Vec<_>>()
    });
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|(agent, span)| (*span, *agent));
    all
}
