//! Guarantees in sentences.
//!
//! In: a guarantee. Out: for which inputs it speaks, in the author's words, and what
//! it demands of them. A signal is *detected*: what people mean is another question.

use crate::policy::{
    ActionName, Check, Condition, Demand, Direction, Effect, Guarantee, Instants, Origin, Policy, QueueId, View,
    Wanted, WantedTo,
};
use crate::runtime::explain;

/// `whenever asks_for_human is detected, every decision is hand off or clarify`
pub fn sentence(policy: &Policy, guarantee: &Guarantee) -> String {
    let demand = demand(policy, &guarantee.demand);
    match condition(policy, &guarantee.condition) {
        Some(condition) => format!("whenever {condition}, {demand}"),
        None => demand,
    }
}

/// What a condition asks, in the author's words; none if it asks nothing.
fn condition(policy: &Policy, condition: &Condition) -> Option<String> {
    let comparisons = condition.comparisons();
    if let ([only], false) = (comparisons.as_slice(), has_exception(condition)) {
        let comparison = policy.comparison(*only);
        let heard = matches!(policy.fact(comparison.fact).origin, Origin::Signal(_, View::Now));
        if heard && comparison.test == Check::True && !comparison.negated {
            return Some(format!("`{}` is detected", policy.fact(comparison.fact).words));
        }
    }
    let spans = comparisons.iter().map(|id| policy.comparison(*id).span);
    let first = spans.clone().min_by_key(|span| span.start)?;
    let last = spans.max_by_key(|span| span.end)?;
    let written = policy.sources.text(first.to(last)).split_whitespace().collect::<Vec<_>>().join(" ");
    Some(if written.is_empty() { "its condition holds".to_owned() } else { format!("`{written}`") })
}

fn has_exception(condition: &Condition) -> bool {
    match condition {
        Condition::Except(_) => true,
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(has_exception),
        Condition::Compare(_) => false,
    }
}

/// What is demanded.
pub fn demand(policy: &Policy, demand: &Demand) -> String {
    match demand {
        Demand::Always(wanted) => format!("every decision is {}", self::wanted(policy, wanted)),
        Demand::Never(wanted) => format!("no decision is {}", self::wanted(policy, wanted)),
        Demand::Outcome(fact, direction) => {
            let words = &policy.fact(*fact).words;
            format!("as `{words}` {}, the outcome never moves towards `stay`", direction.as_str())
        }
        Demand::Threshold(fact, direction, threshold, never) => {
            let (words, threshold) = (&policy.fact(*fact).words, &policy.thresholds[threshold.index()]);
            let of = &policy.fact(threshold.fact).words;
            let named = if threshold.name == "threshold" { of } else { &threshold.name };
            let never = if *never == Direction::Falls { "falls" } else { "rises" };
            format!("as `{words}` {}, the threshold of `{named}` never {never}", direction.as_str())
        }
        Demand::AtMost(action, times) => {
            let times = if *times == 1 { "once".to_owned() } else { format!("{times} times") };
            format!("a conversation sees `{}` at most {times}", action.as_str())
        }
        Demand::Within(rounds, actions) => {
            let rounds = if *rounds == 1 { "1 round".to_owned() } else { format!("{rounds} rounds") };
            format!("within {rounds}, a decision is {}", any_of(actions))
        }
        Demand::Everyone(within) => {
            let effect = explain::effect(policy, &Effect::EveryoneWithLanguage(*within, false));
            format!("every handoff asks {effect}")
        }
        Demand::Someone(queues, instants) => {
            let when = match instants {
                Instants::All => "at every instant",
                Instants::OfItsHours => "at every instant of its hours",
            };
            format!("{when} someone is eligible for {}", named(policy, queues))
        }
        Demand::NeverClosed(queues) => format!("{} is never closed", named(policy, queues)),
    }
}

/// `hand off or clarify to billing with priority urgent`
fn wanted(policy: &Policy, wanted: &Wanted) -> String {
    let actions = any_of(&wanted.actions);
    let queue = |id: &QueueId| policy.queue(*id).name.clone();
    let to = match &wanted.to {
        None => String::new(),
        Some(WantedTo::NamedAgent) => " to the named agent".to_owned(),
        Some(WantedTo::Queues(queues)) => format!(" to {}", queues.iter().map(queue).collect::<Vec<_>>().join(" or ")),
    };
    let effect =
        wanted.effect.as_ref().map_or_else(String::new, |one| format!(" with {}", explain::effect(policy, one)));
    format!("{actions}{to}{effect}")
}

/// `billing` and `security`
fn named(policy: &Policy, queues: &[QueueId]) -> String {
    let names: Vec<String> = queues.iter().map(|queue| format!("`{}`", policy.queue(*queue).name)).collect();
    names.join(" and ")
}

/// `hand off or clarify`
fn any_of(actions: &[ActionName]) -> String {
    actions.iter().rev().map(|action| action.as_str()).collect::<Vec<_>>().join(" or ")
}
