//! Where a conversation stands: its phase, and what was asked, offered and handed over.
//!
//! In: what `step` notes. Out: the state facts. Of the session, only `step`
//! writes it; a dry run has the desk of a new conversation throughout.

use crate::policy::{BuiltIn, OTHERWISE, Offers, Policy};
use crate::value::{Fixed, Value};
use std::collections::BTreeMap;

/// The signals that hear a customer take or refuse what is offered, by name.
pub(in crate::runtime) const ACCEPTS: &str = "accepts_offer";
pub(in crate::runtime) const DECLINES: &str = "declines_offer";

/// How far a conversation has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// The assistant has it.
    #[default]
    Assistant,
    /// The clarifying question was asked.
    Clarifying,
    /// The customer may choose a handoff.
    Offered,
    /// It was handed off and nobody has taken it.
    Waiting,
    /// A person has it.
    WithAPerson,
    /// It is over.
    Closed,
}

impl Phase {
    /// All, in the order of a conversation.
    pub const ALL: [Phase; 6] =
        [Phase::Assistant, Phase::Clarifying, Phase::Offered, Phase::Waiting, Phase::WithAPerson, Phase::Closed];

    /// The word, as the fact `phase` has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Phase::Assistant => "assistant",
            Phase::Clarifying => "clarifying",
            Phase::Offered => "offered",
            Phase::Waiting => "waiting",
            Phase::WithAPerson => "with_a_person",
            Phase::Closed => "closed",
        }
    }
}

/// What the conversation remembers of handing over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::runtime) struct Desk {
    pub(in crate::runtime) phase: Phase,
    pub(in crate::runtime) clarified: bool,
    pub(in crate::runtime) offers: i64,
    pub(in crate::runtime) accepted: bool,
    pub(in crate::runtime) declined: bool,
    /// The latest offer.
    pub(in crate::runtime) offer: Option<Offer>,
    /// Who asked or offered what is open: a rule's name, or none for `otherwise`.
    pub(in crate::runtime) promise: Option<Promise>,
    pub(in crate::runtime) transfers: i64,
    pub(in crate::runtime) last_queue: Option<String>,
    /// When a person gave it back, in seconds since 1970-01-01T00:00:00Z.
    pub(in crate::runtime) returned_at: Option<i64>,
    /// How often each message was said.
    pub(in crate::runtime) said: BTreeMap<String, i64>,
}

/// An offer as it was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::runtime) struct Offer {
    /// At which round.
    pub(in crate::runtime) round: i64,
    /// Where the threshold stood, if the policy has one.
    pub(in crate::runtime) threshold: Option<Fixed>,
    /// The rule; none for `otherwise`.
    pub(in crate::runtime) by: Option<String>,
}

/// A question or an offer that is open, and what it leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::runtime) struct Promise {
    /// The rule; none for `otherwise`.
    pub(in crate::runtime) rule: Option<String>,
    /// Of a question, when what it asks about was asked for, in seconds since 1970-01-01T00:00:00Z.
    pub(in crate::runtime) asked_at: Option<i64>,
    /// When silence counts as the answer, in seconds since 1970-01-01T00:00:00Z.
    pub(in crate::runtime) silence_at: Option<i64>,
}

impl Desk {
    /// Whether an offer was made.
    pub(super) fn has_offered(&self) -> bool {
        self.offer.is_some()
    }

    /// The value of a state fact; none for any other, and where there is none.
    pub(super) fn value(&self, policy: &Policy, asked: &BuiltIn, now: &Present) -> Option<Value> {
        let count = |number: i64| Fixed::checked_from_whole(number).map(Value::Number);
        match asked {
            BuiltIn::Phase => Some(Value::Word(self.phase.as_str().to_owned())),
            BuiltIn::Clarified => Some(Value::Truth(self.clarified)),
            BuiltIn::Offers => count(self.offers),
            BuiltIn::OfferAccepted => Some(Value::Truth(self.accepted)),
            BuiltIn::OfferDeclined => Some(Value::Truth(self.declined)),
            BuiltIn::OfferAllowed => Some(Value::Truth(self.offer_allowed(&policy.conversation.offers, now))),
            BuiltIn::OfferedBy => {
                let offer = self.offer.as_ref()?;
                Some(Value::Word(offer.by.clone().unwrap_or_else(|| OTHERWISE.to_owned())))
            }
            BuiltIn::RoundsSinceTheOffer => count(now.round - self.offer.as_ref()?.round),
            BuiltIn::ThresholdRiseSinceTheOffer => self.rise(now).map(Value::Number),
            BuiltIn::Transfers => count(self.transfers),
            BuiltIn::LastQueue => self.last_queue.clone().map(Value::Word),
            BuiltIn::TimeSinceReturned => count((now.instant? - self.returned_at?).max(0)),
            BuiltIn::Said(message) => count(self.said.get(&policy.message(*message).name).copied().unwrap_or(0)),
            _ => None,
        }
    }

    /// Whether an offer may be made, whatever the reason: none was; or enough rounds have passed, the threshold has
    /// risen, and not too many were made.
    fn offer_allowed(&self, offers: &Offers, now: &Present) -> bool {
        let Some(offer) = &self.offer else { return true };
        let few = offers.most.is_none_or(|most| self.offers < i64::from(most));
        let spaced = now.round - offer.round >= i64::from(offers.rounds);
        let risen = match offers.rose {
            Some(rose) => self.rise(now).is_some_and(|rise| rise >= rose),
            // Where only another reason is said to count, the same one is no ground for a second offer.
            None => !offers.other_reason,
        };
        few && spaced && risen
    }

    fn rise(&self, now: &Present) -> Option<Fixed> {
        Some(now.threshold? - self.offer.as_ref()?.threshold?)
    }
}

/// What a state fact is measured against.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::runtime) struct Present {
    /// The round.
    pub(in crate::runtime) round: i64,
    /// Where the threshold stands, if it is known.
    pub(in crate::runtime) threshold: Option<Fixed>,
    /// In seconds since 1970-01-01T00:00:00Z.
    pub(in crate::runtime) instant: Option<i64>,
}
