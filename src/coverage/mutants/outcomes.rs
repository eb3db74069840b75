//! Another action, another queue.

use crate::policy::{Action, Outcome, Policy, QueueId, Target, To};

/// What else a rule could decide: one other action, one other queue.
pub(super) fn others(policy: &Policy, outcome: &Outcome) -> Vec<Outcome> {
    let mut actions = vec![other_action(&outcome.action)];
    actions.extend(other_queue(policy, &outcome.action));
    actions.into_iter().map(|action| Outcome { action, ..outcome.clone() }).collect()
}

fn other_action(action: &Action) -> Action {
    match action {
        Action::Stay => Action::HandOff(Target { to: To::Category, level: None }),
        _ => Action::Stay,
    }
}

fn other_queue(policy: &Policy, action: &Action) -> Option<Action> {
    let mut other = action.clone();
    let (Action::Clarify { target, .. } | Action::Offer(target) | Action::HandOff(target)) = &mut other else {
        return None;
    };
    target.to = match &target.to {
        To::NamedAgent => To::Category,
        To::Category => To::Queues(vec![other_than(policy, &[policy.default_queue])?]),
        To::Queues(queues) => To::Queues(vec![other_than(policy, queues)?]),
    };
    Some(other)
}

/// The first queue that is none of these.
fn other_than(policy: &Policy, queues: &[QueueId]) -> Option<QueueId> {
    (0..policy.queues.len()).map(QueueId::from_index).find(|queue| !queues.contains(queue))
}
