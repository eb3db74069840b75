//! Steps of ladders that let nobody of a roster in whom no earlier step lets in.

use super::people::Staff;
use crate::analysis::{Handover, Handovers, Spoken};
use crate::policy::{LadderStep, MayTake, Queue, QueueId, Speaks};
use crate::roster::{AgentId, Duty};
use std::collections::BTreeSet;

/// A step that adds nobody, whoever the customer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdleStep {
    /// Whose.
    pub queue: QueueId,
    /// Which.
    pub step: usize,
    /// Whether it lets nobody in at all.
    pub is_empty: bool,
}

/// All of them, in order.
pub(super) fn idle(staff: &Staff<'_>, handovers: &Handovers) -> Vec<IdleStep> {
    let mut found = Vec::new();
    for (at, queue) in staff.policy.queues.iter().enumerate() {
        let id = QueueId::from_index(at);
        let ways: Vec<(&Handover, &Vec<bool>)> = handovers
            .all
            .keys()
            .filter_map(|one| Some((one, one.steps.get(one.queues.iter().position(|queue| *queue == id)?)?)))
            .collect();
        for (step, own) in queue.routing.steps.iter().enumerate() {
            let of_this = || ways.iter().filter(|(_, there)| there[step]);
            if !depends_on_the_roster(own) || of_this().next().is_none() {
                continue;
            }
            let adds = |(way, there): &(&Handover, &Vec<bool>)| {
                // Somebody may speak a language that the policy does not.
                if way.language == Spoken::Other && matches!(own.speaks, Speaks::Customers(_)) {
                    return true;
                }
                let earlier = queue.routing.steps[..step].iter().zip(*there).filter(|(_, there)| **there);
                let known: BTreeSet<_> = earlier.flat_map(|(one, _)| staff.let_in(queue, one, way)).collect();
                lets_in(staff, queue, own, way).into_iter().any(|one| !known.contains(&one))
            };
            if !of_this().any(adds) {
                let is_empty = of_this().all(|(way, _)| lets_in(staff, queue, own, way).is_empty());
                found.push(IdleStep { queue: id, step, is_empty });
            }
        }
    }
    found
}

/// Whom a step lets in when nobody waits for those who may be lent, and who is ever there.
fn lets_in(staff: &Staff<'_>, queue: &Queue, step: &LadderStep, way: &Handover) -> Vec<(AgentId, Duty)> {
    let lent = |who: &MayTake| match who {
        MayTake::Also { queue, speak, .. } => MayTake::Also { queue: *queue, speak: speak.clone(), while_wait: None },
        who => who.clone(),
    };
    let step = LadderStep { who: step.who.iter().map(lent).collect(), ..step.clone() };
    let mut found = staff.let_in(queue, &step, way);
    found.retain(|one| !staff.times(*one).is_empty());
    found
}

/// Whether people alone say whom it adds: not the customer, and not that somebody is paged once more.
fn depends_on_the_roster(step: &LadderStep) -> bool {
    !step.who.iter().any(|who| matches!(who, MayTake::AccountManager | MayTake::OnCall { again: true }))
}
