//! The closed list of facts that nobody declares, and how each is written.
//!
//! [`PHRASES`] is the one place: matching, "did you mean", `baton facts` and the
//! test of `docs/facts.md` all read it.

use crate::policy::BuiltIn;
use crate::value::{Fixed, Type, Value};

/// One built-in fact as the language writes it.
#[derive(Clone, Copy, Debug)]
pub struct BuiltInPhrase {
    /// Its words; `N` stands for a whole number, `QUEUE` and `MESSAGE` for names, `TEXT` for a quoted text.
    pub words: &'static str,
    /// Its one name in JSON, with the same placeholders.
    pub name: &'static str,
    /// Whether it exists only when an answer does.
    pub on_answer: bool,
    /// What it tells, for people.
    pub about: &'static str,
}

const fn phrase(words: &'static str, name: &'static str, about: &'static str) -> BuiltInPhrase {
    BuiltInPhrase { words, name, on_answer: false, about }
}

const fn answer(words: &'static str, name: &'static str, about: &'static str) -> BuiltInPhrase {
    BuiltInPhrase { words, name, on_answer: true, about }
}

/// Every built-in fact.
pub const PHRASES: &[BuiltInPhrase] = &[
    phrase("category", "category", "what the conversation is about"),
    answer("confidence", "confidence", "how sure the assistant is of its draft answer"),
    answer("attempted", "attempted", "how many things the assistant tried for this answer"),
    phrase("sentiment", "sentiment", "how the customer's words feel, from -1 to 1"),
    phrase("lowest sentiment", "lowest_sentiment", "the lowest sentiment of the conversation so far"),
    phrase("sentiment trend", "sentiment_trend", "sentiment now minus its mean in earlier turns"),
    phrase("language", "language", "the customer's language"),
    phrase("channel", "channel", "the channel, such as \"chat\""),
    phrase("turns", "turns", "messages so far, of customer and assistant"),
    phrase("rounds", "rounds", "customer turns that the assistant answered or is answering"),
    phrase("turns without progress", "turns_without_progress", "turns in a row without progress, as the service says"),
    phrase("contacts in N days", "contacts_in_N_days", "earlier conversations started in the N days before this one"),
    phrase(
        "same issue within N days",
        "same_issue_within_N_days",
        "whether an earlier conversation was about the same",
    ),
    phrase("same question", "same_question", "how often the customer has asked this, now included"),
    phrase(
        "likeness to earlier turns",
        "likeness_to_earlier_turns",
        "how alike the customer's words are to the most alike of their earlier turns",
    ),
    phrase("time since last reply", "time_since_last_reply", "since the last answer to the customer"),
    phrase("wait of QUEUE", "wait_of_QUEUE", "how long the queue makes people wait (p80), from the service"),
    phrase("wait here", "wait_here", "the wait of the queue that handles the category"),
    phrase("rollout TEXT", "rollout_TEXT", "a fixed share from 0% to below 100% for each conversation"),
    phrase("hour", "hour", "the hour of the day, 0 to 23, in the policy's time zone"),
    phrase("weekday", "weekday", "the day of the week, in the policy's time zone"),
    phrase("today", "today", "the day, in the policy's time zone"),
    phrase("now", "now", "this instant"),
    phrase("assistant failed", "assistant_failed", "the assistant gave an error, nothing, or no promised confidence"),
    phrase("assistant errors in a row", "assistant_errors_in_a_row", "failed answers in a row"),
    phrase(
        "assistant repeats itself",
        "assistant_repeats_itself",
        "the assistant's last answer says what an earlier one said",
    ),
    phrase("phase", "phase", "where the conversation stands"),
    phrase("clarified", "clarified", "the clarifying question was asked"),
    phrase("offers", "offers", "offers made so far"),
    phrase("offer accepted", "offer_accepted", "the customer accepted an offer"),
    phrase("offer declined", "offer_declined", "the customer declined an offer"),
    phrase("offer allowed", "offer_allowed", "an offer may be made now"),
    phrase("offered by", "offered_by", "the rule that made the last offer"),
    phrase("rounds since the offer", "rounds_since_the_offer", "rounds since the last offer"),
    phrase(
        "threshold rise since the offer",
        "threshold_rise_since_the_offer",
        "how much the threshold rose since the last offer",
    ),
    phrase("transfers", "transfers", "transfers between teams so far"),
    phrase("last queue", "last_queue", "the queue that last had the conversation"),
    phrase(
        "last queue here",
        "last_queue_here",
        "whether the queue that handles the category had the conversation last",
    ),
    phrase("time since returned", "time_since_returned", "since a person gave the conversation back"),
    phrase("said MESSAGE", "said_MESSAGE", "how often this message was said"),
];

/// Days that `same issue` looks back when no number is given; the form without one is not offered.
pub(crate) const WINDOW_DAYS_MAX: u32 = 3_660;

/// What a matched phrase's placeholder held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// Nothing: the phrase has no placeholder.
    None,
    /// `N`
    Number(u32),
    /// `QUEUE`, `MESSAGE` or `TEXT`
    Text(String),
}

/// The phrase that these words are, as words or as the `snake_case` name.
///
/// A phrase whose placeholder holds something impossible (a number too large) does not match.
pub(crate) fn find(words: &[&str]) -> Option<(&'static BuiltInPhrase, Slot)> {
    PHRASES.iter().find_map(|phrase| {
        let as_words = match_parts(phrase.words.split(' '), words.iter().copied());
        let as_name = || match words {
            [one] => match_name(phrase.name, one),
            _ => None,
        };
        as_words.or_else(as_name).map(|slot| (phrase, slot))
    })
}

fn match_parts<'a>(template: impl Iterator<Item = &'static str>, words: impl Iterator<Item = &'a str>) -> Option<Slot> {
    let (mut template, mut words) = (template, words);
    let mut slot = Slot::None;
    loop {
        match (template.next(), words.next()) {
            (None, None) => return Some(slot),
            (Some("N"), Some(word)) => slot = Slot::Number(window(word)?),
            (Some("QUEUE" | "MESSAGE" | "TEXT"), Some(word)) => slot = Slot::Text(word.to_owned()),
            (Some(expected), Some(word)) if expected == word => {}
            _ => return None,
        }
    }
}

fn match_name(template: &str, name: &str) -> Option<Slot> {
    for placeholder in ["N", "QUEUE", "MESSAGE", "TEXT"] {
        let Some((before, after)) = template.split_once(placeholder) else { continue };
        let held = name.strip_prefix(before)?.strip_suffix(after)?;
        return match placeholder {
            _ if held.is_empty() => None,
            "N" => window(held).map(Slot::Number),
            _ => Some(Slot::Text(held.to_owned())),
        };
    }
    (template == name).then_some(Slot::None)
}

fn window(text: &str) -> Option<u32> {
    text.parse().ok().filter(|days| (1..=WINDOW_DAYS_MAX).contains(days))
}

/// What phases there are.
const PHASES: [&str; 6] = ["assistant", "clarifying", "offered", "waiting", "with_a_person", "closed"];

/// The type of a built-in.
pub(crate) fn kind(built_in: &BuiltIn) -> Type {
    use BuiltIn as B;
    match built_in {
        B::Category => Type::Category,
        B::Confidence | B::Rollout(_) | B::ThresholdRiseSinceTheOffer | B::LikenessToEarlierTurns => Type::Share,
        B::Sentiment | B::LowestSentiment => {
            Type::Number { low: Some(Fixed::from_whole(-1)), high: Some(Fixed::from_whole(1)) }
        }
        B::SentimentTrend => Type::Number { low: Some(Fixed::from_whole(-2)), high: Some(Fixed::from_whole(2)) },
        B::Language => Type::Language,
        B::Channel | B::LastQueue | B::OfferedBy => Type::Text,
        B::TimeSinceLastReply | B::WaitOf(_) | B::WaitHere | B::TimeSinceReturned => Type::Duration,
        B::Weekday => Type::OneOf { values: super::WEEKDAYS.map(str::to_owned).to_vec(), open: false },
        B::Phase => Type::OneOf { values: PHASES.map(str::to_owned).to_vec(), open: false },
        B::Today => Type::Date,
        B::Now => Type::Moment,
        B::SameIssueInDays(_)
        | B::AssistantFailed
        | B::AssistantRepeatsItself
        | B::Clarified
        | B::OfferAccepted
        | B::OfferDeclined
        | B::OfferAllowed
        | B::LastQueueHere => Type::Truth,
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
        | B::Said(_) => Type::Count,
    }
}

/// What holds at the start of a conversation when the service says nothing.
pub(crate) fn default(built_in: &BuiltIn) -> Option<Value> {
    use BuiltIn as B;
    match built_in {
        B::Clarified | B::OfferAccepted | B::OfferDeclined | B::AssistantFailed => Some(Value::Truth(false)),
        B::OfferAllowed => Some(Value::Truth(true)),
        B::Offers | B::Transfers | B::Said(_) | B::AssistantErrorsInARow => Some(Value::Number(Fixed::ZERO)),
        B::Phase => Some(Value::Word("assistant".to_owned())),
        _ => None,
    }
}

/// Whether the runtime always has a value for it while a conversation goes on.
pub(crate) fn is_always_known(built_in: &BuiltIn) -> bool {
    use BuiltIn as B;
    default(built_in).is_some()
        || matches!(
            built_in,
            B::Turns | B::Rounds | B::SameQuestion | B::LikenessToEarlierTurns | B::AssistantRepeatsItself
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_names_mean_the_same_phrase() {
        let found = |words: &[&str]| find(words).map(|(phrase, slot)| (phrase.words, slot));
        assert_eq!(found(&["contacts", "in", "14", "days"]), Some(("contacts in N days", Slot::Number(14))));
        assert_eq!(found(&["contacts_in_14_days"]), Some(("contacts in N days", Slot::Number(14))));
        assert_eq!(found(&["wait", "of", "billing"]), Some(("wait of QUEUE", Slot::Text("billing".to_owned()))));
        assert_eq!(found(&["contacts", "in", "0", "days"]), None);
        assert_eq!(found(&["contacts", "in", "days"]), None);
        assert_eq!(found(&["said_"]), None);
    }
}
