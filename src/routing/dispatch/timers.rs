//! What is due when.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Something that waits for an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Due {
    /// A conversation, by position.
    Conversation(u32),
    /// Units that an agent has free again, by position.
    Agent(u32),
    /// The opening hours of a kind of case.
    Shape(u32),
}

/// Instants in order. Each thing waits for at most one: a new one takes the place of the old.
#[derive(Clone, Debug, Default)]
pub(super) struct Timers {
    heap: BinaryHeap<Reverse<(i64, Due)>>,
    current: BTreeMap<Due, i64>,
}

impl Timers {
    pub(super) fn set(&mut self, due: Due, at: Option<i64>) {
        match at {
            None => {
                self.current.remove(&due);
            }
            Some(at) => {
                if self.current.insert(due, at) != Some(at) {
                    self.heap.push(Reverse((at, due)));
                }
            }
        }
    }

    /// The first instant that anything waits for.
    pub(super) fn next(&mut self) -> Option<i64> {
        while let Some(Reverse((at, due))) = self.heap.peek().copied() {
            if self.current.get(&due) == Some(&at) {
                return Some(at);
            }
            self.heap.pop();
        }
        None
    }

    /// The next thing that is due at an instant, taken out.
    pub(super) fn pop(&mut self, now: i64) -> Option<Due> {
        self.next().filter(|at| *at <= now)?;
        let Reverse((_, due)) = self.heap.pop()?;
        self.current.remove(&due);
        Some(due)
    }

    /// Forgets all kinds of cases: they are made anew.
    pub(super) fn forget_shapes(&mut self) {
        self.current.retain(|due, _| !matches!(due, Due::Shape(_)));
    }

    /// Forgets all agents: they have other positions.
    pub(super) fn forget_agents(&mut self) {
        self.current.retain(|due, _| !matches!(due, Due::Agent(_)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_instant_takes_the_place_of_the_old() {
        let mut timers = Timers::default();
        let (one, two) = (Due::Conversation(1), Due::Agent(2));
        timers.set(one, Some(10));
        timers.set(two, Some(20));
        timers.set(one, Some(30));
        assert_eq!((timers.next(), timers.pop(19)), (Some(20), None));
        assert_eq!((timers.pop(30), timers.pop(30), timers.pop(30)), (Some(two), Some(one), None));
        timers.set(one, Some(5));
        timers.set(one, None);
        assert_eq!(timers.next(), None);
        timers.set(one, Some(5));
        timers.set(one, Some(5));
        assert_eq!((timers.pop(5), timers.pop(5)), (Some(one), None));
    }
}
