//! Guarantees: what they speak of is there. Their conditions are looked at with all others.

use super::outcomes::{effect, queues};
use super::{Checked, ascends, ensure, of, within};
use crate::policy::{ActionName, Demand, Direction, Effect, FactId, Instants, Policy, Wanted, WantedTo};

/// Checks what guarantees demand.
pub(super) fn check(policy: &Policy) -> Checked {
    for guarantee in &policy.guarantees {
        of(format_args!("guarantee \"{}\"", guarantee.title), demand(policy, &guarantee.demand))?;
    }
    Ok(())
}

fn demand(policy: &Policy, demand: &Demand) -> Checked {
    match demand {
        Demand::Always(wanted) | Demand::Never(wanted) => self::wanted(policy, wanted),
        Demand::Outcome(fact, Direction::Rises | Direction::Falls) => moves(policy, *fact),
        Demand::Threshold(fact, _, threshold, _) => {
            moves(policy, *fact)?;
            within("threshold", threshold.index(), policy.thresholds.len())
        }
        Demand::AtMost(action, times) => {
            let is_counted = matches!(action, ActionName::Clarify | ActionName::Offer);
            ensure(is_counted, || "how often something is done that nobody counts".to_owned())?;
            count(*times)
        }
        Demand::Within(rounds, actions) => {
            count(*rounds)?;
            ensure(!actions.is_empty() && ascends(actions), || "actions that are not sorted".to_owned())
        }
        Demand::Everyone(within) => effect(policy, &Effect::EveryoneWithLanguage(*within, false)),
        Demand::Someone(of, Instants::All | Instants::OfItsHours) | Demand::NeverClosed(of) => {
            ensure(!of.is_empty() && ascends(of), || "queues that are not sorted".to_owned())?;
            queues(policy, of)
        }
    }
}

fn count(number: u32) -> Checked {
    ensure((1..=Demand::COUNT_MAX).contains(&number), || "a number beyond its limits".to_owned())
}

fn wanted(policy: &Policy, wanted: &Wanted) -> Checked {
    ensure(!wanted.actions.is_empty() && ascends(&wanted.actions), || "actions that are not sorted".to_owned())?;
    if let Some(WantedTo::Queues(to)) = &wanted.to {
        queues(policy, to)?;
    }
    wanted.effect.as_ref().map_or(Ok(()), |one| effect(policy, one))
}

fn moves(policy: &Policy, fact: FactId) -> Checked {
    within("fact", fact.index(), policy.facts.len())?;
    ensure(policy.fact(fact).kind.is_ordered(), || "a movement of what has no order".to_owned())
}
