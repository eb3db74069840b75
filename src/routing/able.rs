//! Whether somebody can take it now: on shift, here, with room.

use super::assignment::Reason;
use super::case::Case;
use super::presence::{Presence, Present};
use crate::roster::{Agent, AgentId, Cost, Roster};
use std::cmp::Ordering;

/// What keeps somebody from taking a case now; nothing if nothing does. `even_if_full` asks for no room.
pub(super) fn obstacles(
    case: &Case,
    roster: &Roster,
    presence: &Presence,
    now: i64,
    agent: AgentId,
    even_if_full: bool,
) -> Vec<Reason> {
    let mut found = Vec::new();
    if !roster.on_shift(agent, now) {
        found.push(Reason::OffShift);
    }
    let person = roster.agent(agent);
    let is_on_shift = found.is_empty();
    match presence.agents.get(&person.id).filter(|present| present.here) {
        None => found.extend(is_on_shift.then_some(Reason::NotHere)),
        Some(_) if even_if_full => {}
        Some(present) => found.extend(no_room(case, roster, agent, present, now)),
    }
    found.extend(in_training(case, person, now));
    found
}

/// Why there is no room, if there is none.
fn no_room(case: &Case, roster: &Roster, agent: AgentId, present: &Present, now: i64) -> Option<Reason> {
    let person = roster.agent(agent);
    if present.exclusive {
        return Some(Reason::Exclusive);
    }
    let kind = case.work.as_ref().and_then(|name| roster.work().iter().find(|work| work.name == *name));
    let cost = case.work.as_ref().and_then(|name| roster.cost(agent, name)).unwrap_or(Cost::Units(1));
    let busy = present.busy(now);
    let (units, taken) = match kind {
        Some(kind) if kind.interruptible && person.interruptible_units > 0 => {
            (u32::from(person.interruptible_units), present.interruptible)
        }
        _ => (most(person, now), busy),
    };
    let wanted = match cost {
        Cost::All if taken > 0 => return Some(Reason::NotIdle),
        Cost::All => 0,
        Cost::Units(units) => u32::from(units),
    };
    let free = units.saturating_sub(taken);
    (wanted > free).then_some(Reason::Full { wanted, free, frees_at: present.frees_at(now) })
}

/// The units that somebody has: fewer while they learn.
pub(super) fn most(person: &Agent, now: i64) -> u32 {
    let own = u32::from(person.units);
    let training = person.training.as_ref().filter(|training| training.until.is_none_or(|until| now <= until));
    training.and_then(|training| training.units).map_or(own, |limit| own.min(u32::from(limit)))
}

fn in_training(case: &Case, person: &Agent, now: i64) -> Option<Reason> {
    let training = person.training.as_ref().filter(|training| training.until.is_none_or(|until| now <= until))?;
    let allowed = training.work.is_empty() || case.work.as_ref().is_some_and(|work| training.work.contains(work));
    (!allowed).then_some(Reason::InTraining)
}

/// Who of two has the larger share of their units free: that one first.
pub(super) fn freer(one: (&Agent, &Present), other: (&Agent, &Present), now: i64) -> Ordering {
    let share = |(person, present): (&Agent, &Present)| {
        let units = most(person, now);
        (u64::from(units.saturating_sub(present.busy(now))), u64::from(units.max(1)))
    };
    let ((free, of), (other_free, other_of)) = (share(one), share(other));
    (other_free * of).cmp(&(free * other_of))
}
