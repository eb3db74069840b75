//! Who works and who can be called, now; and when that changes next.

use super::set::AgentSet;
use crate::roster::{AgentId, Duty, Roster, Timetable};

/// How far ahead duties are worked out at once, in seconds: five weeks.
const AHEAD: i64 = 35 * 86_400;

/// The duties of everybody at one instant.
#[derive(Clone, Debug)]
pub(super) struct Duties {
    table: Timetable,
    pub(super) on_shift: AgentSet,
    pub(super) on_call: AgentSet,
    /// When something changes next, or is to be worked out further.
    next: i64,
}

impl Duties {
    pub(super) fn at(roster: &Roster, now: i64) -> Self {
        let agents = roster.agents().len();
        let nobody = AgentSet::of(agents);
        let table = roster.timetable(now, now.saturating_add(AHEAD));
        let mut duties = Self { table, on_shift: nobody.clone(), on_call: nobody, next: now };
        duties.look(roster, now);
        duties
    }

    pub(super) fn next(&self) -> i64 {
        self.next
    }

    /// Moves to an instant. Who works or can be called now and did not, or the other way round, in the order of ids.
    pub(super) fn go_to(&mut self, roster: &Roster, now: i64) -> Vec<AgentId> {
        if now < self.next {
            return Vec::new();
        }
        let before = self.clone_sets();
        if self.table.within().to - AHEAD / 2 <= now {
            self.table = roster.timetable(now, now.saturating_add(AHEAD));
        }
        self.look(roster, now);
        let changed = before.0.either(&self.on_shift).chain(before.1.either(&self.on_call));
        let mut changed: Vec<AgentId> = changed.collect();
        changed.sort_unstable();
        changed.dedup();
        changed
    }

    fn clone_sets(&self) -> (AgentSet, AgentSet) {
        (self.on_shift.clone(), self.on_call.clone())
    }

    fn look(&mut self, roster: &Roster, now: i64) {
        for agent in roster.ids() {
            self.on_shift.set(agent, self.table.on(Duty::Shift, agent, now));
            self.on_call.set(agent, self.table.on(Duty::Call, agent, now));
        }
        let further = self.table.within().to - AHEAD / 2;
        self.next = self.table.next_change(now).map_or(further, |change| change.min(further));
    }
}
