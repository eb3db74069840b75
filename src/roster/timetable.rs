//! Who has which duty when, worked out once: an answer is a search in a sorted list.

use super::{AgentId, Duty, Roster};
use crate::calendar::{Interval, Intervals};

/// The duties of everyone between two instants.
#[derive(Clone, Debug)]
pub struct Timetable {
    within: Interval,
    /// Of each agent: on shift, on call.
    agents: Vec<[Intervals; 2]>,
    /// Instants at which anything changes, in order, each once.
    changes: Vec<i64>,
}

impl Timetable {
    pub(super) fn of(roster: &Roster, within: Interval) -> Self {
        let of = |agent| Duty::ALL.map(|duty| roster.between(duty, agent, within.from, within.to));
        let agents: Vec<[Intervals; 2]> = roster.ids().map(of).collect();
        let spans = agents.iter().flatten().flat_map(Intervals::spans);
        let mut changes: Vec<i64> = spans.flat_map(|span| [span.from, span.to]).collect();
        // Where its knowledge begins and ends nothing changes.
        changes.retain(|change| within.from < *change && *change < within.to);
        changes.sort_unstable();
        changes.dedup();
        Self { within, agents, changes }
    }

    /// From where to where it knows anything.
    pub fn within(&self) -> Interval {
        self.within
    }

    /// Whether an agent has a duty at an instant; not outside of what it knows.
    pub fn on(&self, duty: Duty, agent: AgentId, at: i64) -> bool {
        self.agents[agent.index()][duty as usize].contains(at)
    }

    /// When an agent has a duty.
    pub fn of_agent(&self, duty: Duty, agent: AgentId) -> &Intervals {
        &self.agents[agent.index()][duty as usize]
    }

    /// When any of these agents has a duty.
    pub fn of_any(&self, duty: Duty, agents: impl IntoIterator<Item = AgentId>) -> Intervals {
        let spans = agents.into_iter().flat_map(|agent| self.of_agent(duty, agent).spans().iter().copied());
        Intervals::of(spans)
    }

    /// The first instant after `at` at which somebody's duty begins or ends.
    pub fn next_change(&self, at: i64) -> Option<i64> {
        self.changes.get(self.changes.partition_point(|change| *change <= at)).copied()
    }
}
