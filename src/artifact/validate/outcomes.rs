//! Rules, `also`s and worked examples: what they bring about is there.

use super::facts::fits;
use super::{Checked, ensure, of, within};
use crate::extract::{Kind, Shape};
use crate::policy::{
    Action, Conversation, Effect, ExpectedKind, Given, Most, Offers, Outcome, PackagePlan, Policy, QueueId, Shown,
    Target, TestLine, To, Transfers,
};
use crate::value::Fixed;

/// Checks what is decided; not the conditions.
pub(super) fn check(policy: &Policy) -> Checked {
    of("otherwise", outcome(policy, &policy.otherwise))?;
    of("on failure", target(policy, &policy.on_failure))?;
    of("on problem", policy.on_problem.as_ref().map_or(Ok(()), |to| target(policy, to)))?;
    ensure(policy.rules.is_sorted_by_key(|rule| rule.layer), || "its layers are not in order".to_owned())?;
    for rule in &policy.rules {
        of(format_args!("rule `{}`", rule.name), outcome(policy, &rule.outcome))?;
    }
    for also in &policy.alsos {
        of(format_args!("also `{}`", also.name), effects(policy, &also.effects))?;
    }
    of("conversation", conversation(policy))?;
    package(policy)
}

/// The rules of a whole conversation: limits are kept, queues are there.
fn conversation(policy: &Policy) -> Checked {
    let Conversation { turn_within, offers, transfers, returned } = &policy.conversation;
    let counts = offers.most.is_none_or(|most| (1..=Offers::COUNT_MAX).contains(&most))
        && (1..=Offers::COUNT_MAX).contains(&offers.rounds)
        && transfers.as_ref().is_none_or(|limit| (1..=Transfers::COUNT_MAX).contains(&limit.most));
    let is_time = |seconds: Fixed| Fixed::ZERO < seconds && seconds <= Conversation::TIME_MAX;
    let times = turn_within.is_none_or(is_time) && returned.as_ref().is_none_or(|one| is_time(one.within));
    let rise = offers.rose.is_none_or(|rose| Fixed::ZERO < rose && rose <= Fixed::ONE);
    ensure(counts && times && rise, || "beyond its limits".to_owned())?;
    transfers.as_ref().map_or(Ok(()), |limit| queues(policy, &[limit.then]))
}

/// What goes with a handoff: references lead somewhere, shapes are shapes, limits are kept.
fn package(policy: &Policy) -> Checked {
    for extract in &policy.extracts {
        ensure(Shape::new(&extract.shape).is_ok(), || format!("extract `{}`: no shape", extract.name))?;
    }
    let plan = &policy.package;
    let fits = plan.headline_max <= PackagePlan::HEADLINE_MAX
        && plan.attempted_max.max(plan.quotes).max(plan.turns) <= PackagePlan::ITEMS_MAX
        && plan.headline_max.min(plan.attempted_max).min(plan.quotes).min(plan.turns) > 0;
    ensure(fits && plan.shows.len() <= PackagePlan::SHOWS_MAX, || "package: beyond its limits".to_owned())?;
    for at in &plan.hidden {
        within("extract", *at as usize, policy.extracts.len())?;
    }
    for show in &plan.shows {
        match &show.what {
            Shown::Fact(fact) => within("fact", fact.index(), policy.facts.len())?,
            Shown::Extract(at) => within("extract", *at as usize, policy.extracts.len())?,
            Shown::Field { within, .. } => {
                ensure(*within <= PackagePlan::PATIENCE_MAX, || "package: beyond its limits".to_owned())?;
            }
            Shown::Named(kind) => {
                let is_one = Kind::BUILT_IN.iter().any(|one| one.name() == Some(kind));
                ensure(is_one, || format!("package: no kind `{kind}`"))?;
            }
            Shown::Part(_) => {}
        }
        let is_within = match show.most {
            None => true,
            Some(Most::Characters(most)) => (1..=PackagePlan::VALUE_MAX).contains(&most),
            Some(Most::Items(most)) => (1..=PackagePlan::ITEMS_MAX).contains(&most),
        };
        ensure(is_within, || "package: beyond its limits".to_owned())?;
        if !show.queues.is_empty() {
            queues(policy, &show.queues)?;
        }
    }
    for ending in &plan.endings {
        queues(policy, &ending.queues)?;
    }
    Ok(())
}

fn outcome(policy: &Policy, outcome: &Outcome) -> Checked {
    match &outcome.action {
        Action::Stay | Action::Close => {}
        Action::Offer(to) | Action::HandOff(to) => target(policy, to)?,
        Action::Clarify { message, silence: _, target: to } => {
            within("message", message.index(), policy.messages.len())?;
            target(policy, to)?;
        }
    }
    if let Some(message) = outcome.say {
        within("message", message.index(), policy.messages.len())?;
    }
    effects(policy, &outcome.effects)
}

fn target(policy: &Policy, target: &Target) -> Checked {
    match &target.to {
        To::Category | To::NamedAgent => Ok(()),
        To::Queues(queues) => self::queues(policy, queues),
    }
}

pub(super) fn queues(policy: &Policy, queues: &[QueueId]) -> Checked {
    ensure(!queues.is_empty(), || "a handoff to no queue".to_owned())?;
    queues.iter().try_for_each(|queue| within("queue", queue.index(), policy.queues.len()))
}

fn effects(policy: &Policy, effects: &[Effect]) -> Checked {
    effects.iter().try_for_each(|one| effect(policy, one))
}

pub(super) fn effect(policy: &Policy, effect: &Effect) -> Checked {
    match effect {
        Effect::Notify(queue) => within("queue", queue.index(), policy.queues.len()),
        Effect::Instruct(id) => within("instruction", id.index(), policy.instructions.len()),
        Effect::Do(id) => within("action", id.index(), policy.service_actions.len()),
        Effect::Priority(_)
        | Effect::RaisePriority(_)
        | Effect::Tag(_)
        | Effect::NeedSkill(..)
        | Effect::NeedLanguage(..)
        | Effect::NeedLevel(_)
        | Effect::ReplyWithin(_)
        | Effect::DueIn(_)
        | Effect::Wording(_)
        | Effect::OfferToAll
        | Effect::NoChoice
        | Effect::EveryoneWithLanguage(..) => Ok(()),
    }
}

/// Checks worked examples.
pub(super) fn check_tests(policy: &Policy) -> Checked {
    for test in &policy.tests {
        let lines = test.lines.iter().try_for_each(|one| line(policy, one));
        of(format_args!("test \"{}\"", test.title), lines)?;
    }
    Ok(())
}

fn line(policy: &Policy, line: &TestLine) -> Checked {
    match line {
        TestLine::Given(facts) | TestLine::Customer(_, facts) | TestLine::Assistant(_, facts) => {
            facts.iter().try_for_each(|one| given(policy, one))
        }
        TestLine::At(_) => Ok(()),
        TestLine::Expect(all) => all.iter().try_for_each(|one| expected(policy, &one.kind)),
    }
}

fn given(policy: &Policy, given: &Given) -> Checked {
    within("fact", given.fact.index(), policy.facts.len())?;
    let fact = policy.fact(given.fact);
    let fits = given.value.as_ref().is_none_or(|value| fits(value, &fact.kind));
    ensure(fits, || format!("a value that does not fit `{}`", fact.name))
}

fn expected(policy: &Policy, expected: &ExpectedKind) -> Checked {
    match expected {
        ExpectedKind::Queues(queues) => self::queues(policy, queues),
        ExpectedKind::By(rule) | ExpectedKind::Watch(rule) => within("rule", rule.index(), policy.rules.len()),
        ExpectedKind::Say(message) => within("message", message.index(), policy.messages.len()),
        ExpectedKind::Effect(one) => effect(policy, one),
        ExpectedKind::Action(_)
        | ExpectedKind::NamedAgent
        | ExpectedKind::Level(_)
        | ExpectedKind::NoRule
        | ExpectedKind::NoHandoff
        | ExpectedKind::NoTag(_)
        | ExpectedKind::Threshold(_)
        | ExpectedKind::Capped
        | ExpectedKind::Unused(_)
        | ExpectedKind::Because(_) => Ok(()),
    }
}
