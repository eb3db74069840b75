//! Categories, facts, the header: what exists, and of which kind.

use super::{Checked, ascends, ensure, of, within};
use crate::policy::{BuiltIn, DecisionFact, Fact, Origin, Policy, View};
use crate::value::{Type, Value};
use jiff::tz::TimeZone;

/// Checks the header, categories and facts; not the conditions that facts hold.
pub(super) fn check(policy: &Policy) -> Checked {
    within("default queue", policy.default_queue.index(), policy.queues.len())?;
    ensure(TimeZone::get(&policy.timezone).is_ok(), || format!("time zone `{}` is not known", policy.timezone))?;
    for (at, category) in policy.categories.iter().enumerate() {
        let parent = category.parent.map_or(Ok(()), |parent| within("parent", parent.index(), at));
        of(format_args!("category {at}"), parent)?;
        let queue = category.queue.map_or(Ok(()), |queue| within("queue", queue.index(), policy.queues.len()));
        of(format_args!("category {at}"), queue)?;
    }
    for (at, fact) in policy.facts.iter().enumerate() {
        of(format_args!("fact {at} `{}`", fact.name), self::fact(policy, fact))?;
    }
    Ok(())
}

fn fact(policy: &Policy, fact: &Fact) -> Checked {
    ensure(is_of_its_kind(policy, fact)?, || "a type that it cannot have".to_owned())?;
    if let Type::Number { low: Some(low), high: Some(high) } = &fact.kind {
        ensure(low <= high, || "limits without a number between them".to_owned())?;
    }
    if let Some(default) = &fact.default {
        ensure(fits(default, &fact.kind), || "a default of another type".to_owned())?;
    }
    if let Some((low, high)) = fact.scale {
        ensure(low < high, || "a scale without a number in it".to_owned())?;
    }
    Ok(())
}

/// Whether its type is one that its origin can give. Ids in the origin are checked on the way.
fn is_of_its_kind(policy: &Policy, fact: &Fact) -> Result<bool, String> {
    Ok(match &fact.origin {
        Origin::Given => true,
        Origin::Switch => fact.kind == Type::Truth,
        Origin::List { column, entries } => {
            within("fact", column.index(), policy.facts.len())?;
            let column = policy.fact(*column);
            let is_plain = matches!(column.origin, Origin::Given | Origin::BuiltIn(_));
            ensure(column.kind == Type::Text && is_plain, || "a column that is no text".to_owned())?;
            ensure(ascends(entries), || "entries that are not sorted".to_owned())?;
            fact.kind == Type::Truth
        }
        Origin::BuiltIn(built_in) => {
            match built_in {
                BuiltIn::WaitOf(queue) => within("queue", queue.index(), policy.queues.len())?,
                BuiltIn::Said(message) => within("message", message.index(), policy.messages.len())?,
                _ => {}
            }
            is_built_in(built_in, &fact.kind)
        }
        Origin::Signal(signal, view) => {
            within("signal", signal.index(), policy.signals.len())?;
            match view {
                View::Now if policy.signals[signal.index()].is_score => fact.kind == Type::Score,
                View::Now | View::Earlier | View::InTheConversation => fact.kind == Type::Truth,
                View::Times => fact.kind == Type::Count,
            }
        }
        Origin::Run(_) => fact.kind == Type::Count,
        Origin::Decision(DecisionFact::Action | DecisionFact::Queue | DecisionFact::Priority) => {
            matches!(fact.kind, Type::OneOf { .. })
        }
        Origin::Decision(DecisionFact::DecidedBy) => fact.kind == Type::Tags,
    })
}

/// Whether a built-in fact has such values. A declaration may give it other limits or words.
fn is_built_in(built_in: &BuiltIn, kind: &Type) -> bool {
    use BuiltIn as B;
    match built_in {
        B::Category => *kind == Type::Category,
        B::Confidence | B::Rollout(_) | B::ThresholdRiseSinceTheOffer | B::LikenessToEarlierTurns => {
            *kind == Type::Share
        }
        B::Sentiment | B::LowestSentiment | B::SentimentTrend => matches!(kind, Type::Number { .. }),
        B::Language => *kind == Type::Language,
        B::Channel | B::LastQueue | B::OfferedBy => *kind == Type::Text,
        B::TimeSinceLastReply | B::WaitOf(_) | B::WaitHere | B::TimeSinceReturned => *kind == Type::Duration,
        B::Weekday | B::Phase => matches!(kind, Type::OneOf { .. }),
        B::Today => *kind == Type::Date,
        B::Now => *kind == Type::Moment,
        B::SameIssueInDays(_)
        | B::AssistantFailed
        | B::AssistantRepeatsItself
        | B::Clarified
        | B::OfferAccepted
        | B::OfferDeclined
        | B::OfferAllowed
        | B::LastQueueHere => *kind == Type::Truth,
        B::Attempted
        | B::Turns
        | B::Rounds
        | B::TurnsWithoutProgress
        | B::ContactsInDays(_)
        | B::SameQuestion
        | B::Hour
        | B::AssistantErrorsInARow
        | B::Offers
        | B::RoundsSinceTheOffer
        | B::Transfers
        | B::Said(_) => *kind == Type::Count,
    }
}

/// Whether a value is of a type, limits and lists of words apart.
pub(super) fn fits(value: &Value, kind: &Type) -> bool {
    match value {
        Value::Truth(_) => *kind == Type::Truth,
        Value::Number(_) => kind.is_ordered(),
        Value::Word(_) => holds_a_word(kind),
        Value::Words(words) => *kind == Type::Tags && ascends(words),
    }
}

/// Whether a value of this type is one word.
pub(super) fn holds_a_word(kind: &Type) -> bool {
    matches!(kind, Type::OneOf { .. } | Type::Language | Type::Country | Type::Agent | Type::Text | Type::Category)
}
