//! `W0545` idle step: a step of a ladder that lets nobody in.
//!
//! It fires where everybody whom a step lets in was let in by an earlier step that is always
//! there, because the step says the same again or asks for more. It stays silent for steps
//! whose earlier ones have a `when`, and for skills and levels that only a roster can compare.

use super::Context;
use crate::diagnostic::{Code, Problem};
use crate::policy::{Condition, LadderStep, LevelAsked, MayTake, Need, Queue, QueueId, Speaks};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Problem>) {
    for (at, queue) in context.policy.queues.iter().enumerate() {
        let steps = &queue.routing.steps;
        for (position, step) in steps.iter().enumerate() {
            let earlier: Vec<&LadderStep> =
                steps[..position].iter().filter(|one| one.when == Condition::ALWAYS).collect();
            let own = QueueId::from_index(at);
            let covering = step.who.iter().map(|who| covering(queue, own, who, &step.speaks, &earlier));
            let Some(covering) = covering.collect::<Option<Vec<&LadderStep>>>() else { continue };
            let Some(first) = covering.first() else { continue };
            let same = step.who.iter().all(|who| first.who.contains(who)) && first.speaks == step.speaks;
            let label = if same { "says the same again" } else { "asks for more than a step above" };
            let problem =
                Problem::new(Code::W0545, "this step lets nobody in who was not in already", step.span, label)
                    .label(first.span, "they may take it from here on");
            found.push(
                problem.help(
                    "steps only widen, and whoever is in stays in: remove the step, or put the narrower one first",
                ),
            );
        }
    }
}

/// An earlier step that lets in everybody whom this word lets in.
fn covering<'s>(
    queue: &Queue,
    own: QueueId,
    who: &MayTake,
    speaks: &Speaks,
    earlier: &[&'s LadderStep],
) -> Option<&'s LadderStep> {
    let covers = |step: &&&LadderStep| {
        step.who.iter().any(|wider| {
            let asks = !matches!(who, MayTake::AccountManager | MayTake::OnCall { .. });
            is_within(queue, own, who, wider) && (!asks || speaks_within(speaks, &step.speaks))
        })
    };
    earlier.iter().find(covers).copied()
}

/// Whether everybody of one is of the other, whatever the roster.
fn is_within(queue: &Queue, own: QueueId, who: &MayTake, wider: &MayTake) -> bool {
    let needs = |level: u32| queue.routing.level_needs.get(level as usize);
    match (who, wider) {
        (MayTake::OnCall { again: true }, _) => false,
        (MayTake::Level(_), MayTake::Level(LevelAsked::Any)) => true,
        (MayTake::Also { queue: other, .. }, MayTake::Level(LevelAsked::Any)) => *other == own,
        (MayTake::Level(LevelAsked::Named(one)), MayTake::Level(LevelAsked::Named(two))) => {
            one == two || needs(*one).zip(needs(*two)).is_some_and(|(one, two)| Need::any_implies(one, two))
        }
        (MayTake::Skilled(one), MayTake::Skilled(two)) => Need::any_implies(one, two),
        (MayTake::Also { queue: one, .. }, MayTake::Also { queue: two, speak: None, while_wait: None }) => one == two,
        (one, two) => one == two,
    }
}

/// Whether whoever speaks this fits the other too.
fn speaks_within(one: &Speaks, wider: &Speaks) -> bool {
    match (one, wider) {
        (_, Speaks::Any { .. }) => true,
        (Speaks::Customers(one), Speaks::Customers(two)) => one >= two,
        (one, two) => one == two,
    }
}
