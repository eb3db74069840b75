//! Guarantees over the calendar: proved over a year, or the times at which they do not hold.
//!
//! In: a guarantee, a year, and a roster if there is one. Out: what became of it. What
//! opening hours alone decide needs no roster.

use super::Reach;
use super::people::Staff;
use super::times;
use super::words::{customers, demands_of, person};
use super::year::Year;
use crate::analysis::guarantees::said;
use crate::analysis::{Handover, Handovers, Spoken};
use crate::calendar::{Interval, Intervals, length};
use crate::diagnostic::{Code, Problem};
use crate::policy::{Condition, Demand, Guarantee, Instants, MayTake, Policy, Queue, QueueId};
use crate::roster::{AgentId, Duty, Roster};
use jiff::tz::TimeZone;
use std::collections::BTreeSet;

/// What became of a guarantee over the calendar.
#[derive(Clone, Debug)]
pub enum Held {
    /// It holds at every instant of the year.
    Proved,
    /// It does not, in these queues.
    Lapses(Vec<Lapse>),
    /// Nobody knows without the people.
    NeedsRoster,
    /// Somebody else picks who takes this queue.
    Elsewhere(QueueId),
}

/// When a guarantee does not hold for a queue.
#[derive(Clone, Debug)]
pub struct Lapse {
    /// Which.
    pub queue: QueueId,
    /// On whose clocks times are shown.
    pub zone: TimeZone,
    /// When.
    pub times: Intervals,
    /// For whom; none: for everybody.
    pub whom: Option<Handover>,
    /// Who can at other times.
    pub others: Vec<AgentId>,
    /// Whether the queue is closed then, whoever works.
    pub is_closed: bool,
}

/// What becomes of a guarantee in a year; none if it is not about the calendar.
pub fn held(policy: &Policy, guarantee: &Guarantee, year: &Year, reach: Option<&Reach<'_>>) -> Option<Held> {
    let asking = Asking { policy, year, staff: reach.map(|reach| (reach.handovers, &reach.staff)) };
    let of_queue = |queue: &QueueId| match &guarantee.demand {
        Demand::Someone(_, instants) => asking.someone(*queue, *instants),
        _ => asking.never_closed(*queue),
    };
    let (Demand::Someone(queues, _) | Demand::NeverClosed(queues)) = &guarantee.demand else { return None };
    let mut lapses = Vec::new();
    let mut open = None;
    for found in queues.iter().map(of_queue) {
        match found {
            Held::Proved => {}
            Held::Lapses(more) => lapses.extend(more),
            other => open = open.or(Some(other)),
        }
    }
    Some(if lapses.is_empty() { open.unwrap_or(Held::Proved) } else { Held::Lapses(lapses) })
}

struct Asking<'a> {
    policy: &'a Policy,
    year: &'a Year,
    staff: Option<(&'a Handovers, &'a Staff<'a>)>,
}

impl Asking<'_> {
    fn someone(&self, id: QueueId, instants: Instants) -> Held {
        let queue = self.policy.queue(id);
        if !queue.routing.is_ladder() || queue.routed_by_helpdesk {
            return Held::Elsewhere(id);
        }
        let Some((handovers, staff)) = self.staff else { return Held::NeedsRoster };
        let all = match instants {
            Instants::All => Intervals::of([self.year.within]),
            Instants::OfItsHours => staff.open(id),
        };
        let ways = self.ways(id, handovers);
        let without: Vec<(Handover, Intervals, Vec<AgentId>)> = ways
            .into_iter()
            .map(|way| {
                let people = staff.who(&way);
                let there = people.iter().filter(|one| !staff.times(**one).is_empty()).map(|(agent, _)| *agent);
                let there: BTreeSet<AgentId> = there.collect();
                (way, all.without(&staff.cover(&people).served), there.into_iter().collect())
            })
            .collect();
        let Some((_, first, others)) = without.first() else { return Held::Proved };
        let common = without.iter().fold(first.clone(), |common, (_, times, _)| common.and(times));
        if !common.is_empty() {
            return self.lapse(id, common, None, others.clone());
        }
        // Who asks for less shows more.
        let asks = |one: &Handover| (one.needs.len(), one.level.is_some());
        let broken = without.iter().filter(|(_, times, _)| !times.is_empty()).min_by_key(|(way, ..)| asks(way));
        broken.map_or(Held::Proved, |(way, times, others)| {
            self.lapse(id, times.clone(), Some(way.clone()), others.clone())
        })
    }

    fn never_closed(&self, id: QueueId) -> Held {
        let queue = self.policy.queue(id);
        let ready = queue.routing.open.and_then(|at| self.policy.hours[at as usize].calendar.ready());
        let Some(ready) = ready else { return self.someone(id, Instants::All) };
        let Interval { from, to } = self.year.within;
        let mut closed = Intervals::of([self.year.within]).without(&ready.between(from, to));
        if !closed.is_empty() && pages(queue) {
            let Some((handovers, staff)) = self.staff else { return Held::NeedsRoster };
            let ways = self.ways(id, handovers);
            let called = ways.iter().flat_map(|way| staff.who(way)).filter(|(_, duty)| *duty == Duty::Call);
            let called = called.flat_map(|one| staff.times(one).spans().to_vec());
            closed = closed.without(&Intervals::of(called));
        }
        if closed.is_empty() {
            return Held::Proved;
        }
        let zone = ready.zone().clone();
        let lapse = Lapse { queue: id, zone, times: closed, whom: None, others: Vec::new(), is_closed: true };
        Held::Lapses(vec![lapse])
    }

    /// Who can come to a queue, as if to this queue alone; where nothing leads there, a customer in each language.
    fn ways(&self, id: QueueId, handovers: &Handovers) -> Vec<Handover> {
        let alone = |one: &Handover| {
            let at = one.queues.iter().position(|queue| *queue == id)?;
            Some(Handover { queues: vec![id], steps: vec![one.steps[at].clone()], ..one.clone() })
        };
        let found: BTreeSet<Handover> = handovers.all.keys().filter_map(alone).collect();
        if !found.is_empty() {
            return found.into_iter().collect();
        }
        let steps: Vec<bool> =
            self.policy.queue(id).routing.steps.iter().map(|step| step.when == Condition::ALWAYS).collect();
        let plain = |code: &String| Handover {
            queues: vec![id],
            language: Spoken::Known(code.clone()),
            level: None,
            needs: Vec::new(),
            steps: vec![steps.clone()],
        };
        self.policy.languages.iter().map(plain).collect()
    }

    fn lapse(&self, queue: QueueId, times: Intervals, whom: Option<Handover>, others: Vec<AgentId>) -> Held {
        let hours = self.policy.queue(queue).routing.open;
        let named = hours.map(|at| self.policy.hours[at as usize].calendar.zone.as_str());
        let zone = named.and_then(|zone| TimeZone::get(zone).ok()).unwrap_or_else(|| self.year.zone.clone());
        Held::Lapses(vec![Lapse { queue, zone, times, whom, others, is_closed: false }])
    }
}

/// Whether a ladder pages who is on call.
fn pages(queue: &Queue) -> bool {
    queue.routing.steps.iter().flat_map(|step| &step.who).any(|who| matches!(who, MayTake::OnCall { .. }))
}

/// What is to be said of a guarantee that is not proved.
pub fn problem(
    policy: &Policy,
    guarantee: &Guarantee,
    held: &Held,
    year: i16,
    roster: Option<&Roster>,
) -> Option<Problem> {
    let (title, span) = (&guarantee.title, guarantee.span);
    let demanded = format!("demanded: {}", said::demand(policy, &guarantee.demand));
    let name = |queue: QueueId| format!("`{}`", policy.queue(queue).name);
    match held {
        Held::Proved => None,
        Held::NeedsRoster => {
            let message = format!("the guarantee \"{title}\" was not looked at: it speaks of people");
            let problem = Problem::new(Code::W0611, message, span, demanded);
            Some(problem.help("give them: `baton check POLICY --roster FILE`"))
        }
        Held::Elsewhere(queue) => {
            let message = format!(
                "it is not decided whether the guarantee \"{title}\" holds: somebody else picks who takes {}",
                name(*queue)
            );
            let problem = Problem::new(Code::W0536, message, span, demanded);
            let problem = problem.label(policy.queue(*queue).span, "it has no ladder here");
            Some(problem.help("whether it finds somebody is to be asked there; or give the queue a ladder"))
        }
        Held::Lapses(lapses) => {
            let message = format!("the guarantee \"{title}\" is broken: {} in {year}", happens(policy, lapses));
            let mut problem = Problem::new(Code::E0415, message, span, demanded);
            for lapse in lapses {
                problem = problem.label(policy.queue(lapse.queue).span, "not always");
            }
            Some(problem.help(shown(policy, lapses, roster)))
        }
    }
}

/// What lapses, in a sentence.
pub fn happens(policy: &Policy, lapses: &[Lapse]) -> String {
    lapses.iter().map(|lapse| lapses_so(policy, lapse)).collect::<Vec<_>>().join("; ")
}

/// When it does, and who is missed then, line by line.
pub fn shown(policy: &Policy, lapses: &[Lapse], roster: Option<&Roster>) -> String {
    let of = lapses.len();
    lapses.iter().map(|lapse| when(policy, lapse, of, roster)).collect::<Vec<_>>().join("\n")
}

fn lapses_so(policy: &Policy, lapse: &Lapse) -> String {
    let (queue, long) = (&policy.queue(lapse.queue).name, length(lapse.times.seconds()));
    match &lapse.whom {
        _ if lapse.is_closed => format!("`{queue}` is closed for {long}"),
        None => format!("nobody is eligible for `{queue}` for {long}"),
        Some(way) => format!(
            "nobody is eligible for {} in `{queue}`{} for {long}",
            customers(policy, &[&way.language]),
            demands_of(way.level.as_ref(), &way.needs)
        ),
    }
}

fn when(policy: &Policy, lapse: &Lapse, of: usize, roster: Option<&Roster>) -> String {
    let head = if of > 1 { format!("`{}`, ", policy.queue(lapse.queue).name) } else { String::new() };
    let times = times::listed(lapse.times.spans(), &lapse.zone);
    let missed = match roster.filter(|_| !lapse.is_closed) {
        None => "extend its hours, or say less".to_owned(),
        Some(_) if lapse.others.is_empty() => "nobody in the roster can at any time".to_owned(),
        Some(roster) => {
            let names: Vec<String> = lapse.others.iter().take(6).map(|agent| person(roster, *agent)).collect();
            let more = lapse.others.len().saturating_sub(names.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("who can at other times: {}{more}", names.join(", "))
        }
    };
    format!("{head}{times}\n{missed}")
}
