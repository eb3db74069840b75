//! Who covers a time: its gaps, and where one person alone holds it.
//!
//! In: a [`Timetable`], some agents, and the time that is to be covered. Out: what of it
//! nobody is on shift for, who can be called then, and what hangs on one agent.

use super::{AgentId, Duty, Timetable};
use crate::calendar::{Interval, Intervals};

/// How a time is covered by some agents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// What is to be covered.
    pub open: Intervals,
    /// What of it nobody is on shift for.
    pub gaps: Vec<Gap>,
    /// What of it one agent alone is on shift for, with the agent.
    pub alone: Vec<(AgentId, Interval)>,
}

/// A time at which nobody is on shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// From when to when.
    pub span: Interval,
    /// Who can be called for all of it; a gap ends where that changes.
    pub on_call: Vec<AgentId>,
}

impl Cover {
    /// The cover of `open` by `agents`.
    pub fn of(timetable: &Timetable, agents: &[AgentId], open: &Intervals) -> Self {
        let open = open.within(timetable.within());
        let on_shift = timetable.of_any(Duty::Shift, agents.iter().copied());
        let mut gaps = Vec::new();
        for gap in open.without(&on_shift).spans() {
            for span in pieces(timetable, Duty::Call, agents, *gap) {
                gaps.push(Gap { span, on_call: who(timetable, Duty::Call, agents, span.from) });
            }
        }
        let people = agents.iter().map(|agent| (*agent, timetable.of_agent(Duty::Shift, *agent)));
        let alone = alone(people).into_iter().flat_map(|(agent, span)| {
            let spans = open.within(span);
            spans.spans().iter().map(|span| (agent, *span)).collect::<Vec<_>>()
        });
        let alone = alone.collect();
        Self { open, gaps, alone }
    }

    /// Seconds of gaps in which nobody can be called either.
    pub fn unreachable(&self) -> i64 {
        self.gaps.iter().filter(|gap| gap.on_call.is_empty()).map(|gap| gap.span.seconds()).sum()
    }

    /// Seconds of gaps.
    pub fn uncovered(&self) -> i64 {
        self.gaps.iter().map(|gap| gap.span.seconds()).sum()
    }
}

/// When one agent alone is there, in order: a sweep over all beginnings and ends, with how many there are and the sum of
/// who. Each agent stands once.
pub fn alone<'t>(people: impl IntoIterator<Item = (AgentId, &'t Intervals)>) -> Vec<(AgentId, Interval)> {
    let mut edges: Vec<(i64, i64, i64)> = Vec::new();
    for (agent, times) in people {
        for span in times.spans() {
            edges.extend([(span.from, 1, i64::from(agent.0)), (span.to, -1, -i64::from(agent.0))]);
        }
    }
    edges.sort_unstable();
    let (mut count, mut sum) = (0, 0);
    let mut alone: Vec<(AgentId, Interval)> = Vec::new();
    for (at, (from, one, who)) in edges.iter().enumerate() {
        (count, sum) = (count + one, sum + who);
        let to = edges.get(at + 1).map_or(*from, |(next, ..)| *next);
        let (1, Ok(agent)) = (count, u32::try_from(sum)) else { continue };
        let agent = AgentId(agent);
        match alone.last_mut() {
            _ if *from == to => {}
            Some((last, before)) if *last == agent && before.to == *from => before.to = to,
            _ => alone.push((agent, Interval { from: *from, to })),
        }
    }
    alone
}

/// Which of these agents have a duty at an instant.
fn who(timetable: &Timetable, duty: Duty, agents: &[AgentId], at: i64) -> Vec<AgentId> {
    agents.iter().copied().filter(|agent| timetable.on(duty, *agent, at)).collect()
}

/// A span cut where the duty of any of these agents begins or ends.
fn pieces(timetable: &Timetable, duty: Duty, agents: &[AgentId], span: Interval) -> Vec<Interval> {
    let mut cuts = vec![span.from, span.to];
    for agent in agents {
        for own in timetable.of_agent(duty, *agent).within(span).spans() {
            cuts.extend([own.from, own.to]);
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2).map(|pair| Interval { from: pair[0], to: pair[1] }).collect()
}
