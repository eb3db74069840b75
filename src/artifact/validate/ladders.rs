//! Queues: what their ladders name is there, and limits are kept.

use super::{Checked, ensure, of, within};
use crate::policy::{
    AnyOf, Continuity, Deadline, LadderStep, LevelAsked, LongWait, MayTake, Need, Owner, OwnerOf, Policy, Queue,
    QueueId, Routing, Times, Waiting,
};
use crate::value::Fixed;

/// Checks how each queue finds a person; not the conditions of its steps.
pub(super) fn check(policy: &Policy) -> Checked {
    of("priority", waiting(policy))?;
    of("continuity", policy.continuity.as_ref().map_or(Ok(()), continuity))?;
    policy.queues.iter().try_for_each(|queue| of(format_args!("queue `{}`", queue.name), routing(policy, queue)))
}

/// Minutes are within their limits, and facts that are counted are there.
fn waiting(policy: &Policy) -> Checked {
    let Waiting { words, additions } = &policy.waiting;
    let minutes = words.iter().chain(additions.iter().map(|addition| &addition.minutes));
    let fits = |minutes: &Fixed| Fixed::ZERO <= *minutes && *minutes <= Waiting::MINUTES_MAX;
    ensure(minutes.into_iter().all(fits) && additions.len() <= Waiting::ADDITIONS_MAX, || {
        "beyond its limits".to_owned()
    })?;
    for each in additions.iter().filter_map(|addition| addition.each.as_ref()) {
        within("fact", each.fact.index(), policy.facts.len())?;
        let counts = Fixed::ZERO < each.every && Fixed::ZERO < each.up_to;
        ensure(counts && policy.fact(each.fact).kind.is_ordered(), || "a fact that cannot be counted".to_owned())?;
    }
    Ok(())
}

fn continuity(plan: &Continuity) -> Checked {
    time(plan.within)?;
    plan.hold.into_iter().chain(plan.hold_named).try_for_each(times)?;
    ensure(plan.never_marked.len() <= Continuity::MARKS_MAX, || "beyond its limits".to_owned())
}

fn routing(policy: &Policy, queue: &Queue) -> Checked {
    let own = &queue.routing;
    let lists = own.needs.iter().chain(&own.level_needs);
    let fits = own.level_needs.len() <= queue.levels.len()
        && own.needs.len() <= Routing::NEEDS_MAX
        && own.steps.len() <= Routing::STEPS_MAX
        && lists.clone().all(|any| any.len() <= Routing::NEEDS_MAX);
    ensure(fits, || "beyond its limits".to_owned())?;
    lists.into_iter().try_for_each(needs)?;
    ensure(!own.is_ladder() || own.end.is_some(), || "a ladder without an end".to_owned())?;
    own.open.map_or(Ok(()), |at| within("hours", at as usize, policy.hours.len()))?;
    own.accept_within.map_or(Ok(()), time)?;
    own.answer_within.map_or(Ok(()), times)?;
    own.steps.iter().try_for_each(|one| step(policy, queue, one))?;
    if let Some(LongWait { above, .. }) = own.long_wait {
        time(above)?;
    }
    if let Some((every, say)) = own.updates {
        time(every)?;
        within("message", say.index(), policy.messages.len())?;
    }
    if let Some(end) = &own.end {
        end.after.map_or(Ok(()), times)?;
        owner(policy, &end.owner)?;
    }
    if let Some(closed) = &own.closed {
        closed.say.map_or(Ok(()), |say| within("message", say.index(), policy.messages.len()))?;
        owner(policy, &closed.owner)?;
    }
    Ok(())
}

fn step(policy: &Policy, queue: &Queue, step: &LadderStep) -> Checked {
    if step.after != Times::AT_ONCE {
        times(step.after)?;
    }
    ensure(!step.who.is_empty() && step.who.len() <= Routing::NEEDS_MAX, || "a step for nobody".to_owned())?;
    step.who.iter().try_for_each(|who| match who {
        MayTake::Level(LevelAsked::Named(at)) => within("level", *at as usize, queue.levels.len()),
        MayTake::Level(_) | MayTake::AccountManager | MayTake::OnCall { .. } => Ok(()),
        MayTake::Skilled(skills) => {
            ensure(!skills.is_empty() && skills.len() <= Routing::NEEDS_MAX, || "a step for nobody".to_owned())?;
            needs(skills)
        }
        MayTake::Also { queue, speak: _, while_wait } => {
            self::queue(policy, *queue)?;
            while_wait.map_or(Ok(()), |(of, below)| {
                self::queue(policy, of)?;
                time(below)
            })
        }
    })
}

fn needs(any: &AnyOf) -> Checked {
    let is_level = |need: &Need| match need {
        Need::Skill(_, level) => level.is_none_or(|level| (1..=10).contains(&level)),
        _ => true,
    };
    ensure(any.iter().all(is_level), || "a skill beyond its levels".to_owned())
}

fn owner(policy: &Policy, owner: &Owner) -> Checked {
    match owner.of {
        OwnerOf::AccountManager => Ok(()),
        OwnerOf::Queue(id) => {
            queue(policy, id)?;
            let levels = &policy.queue(id).levels;
            let is_there = owner.level.as_ref().is_none_or(|level| levels.contains(level));
            ensure(is_there, || "an owner at a level that is not there".to_owned())
        }
    }
}

fn queue(policy: &Policy, id: QueueId) -> Checked {
    within("queue", id.index(), policy.queues.len())
}

fn times(times: Times) -> Checked {
    times.both().into_iter().try_for_each(|one| match one {
        Deadline::Seconds(seconds) => ensure(is_within(seconds, Routing::TIME_MAX), beyond),
        Deadline::BusinessHours(count) | Deadline::BusinessDays(count) => {
            ensure(is_within(count, Routing::BUSINESS_MAX), beyond)
        }
    })
}

fn time(seconds: Fixed) -> Checked {
    ensure(is_within(seconds, Routing::TIME_MAX), beyond)
}

fn is_within(length: Fixed, most: Fixed) -> bool {
    Fixed::ZERO < length && length <= most
}

fn beyond() -> String {
    "a time beyond its limits".to_owned()
}
