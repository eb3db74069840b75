//! The facts that every policy has, without declaring them.
//!
//! A service may send any of them under its JSON name; what it does not send the
//! runtime computes from the transcript, the contact history and the clock where
//! it can. How the language writes each one is the compiler's matter
//! (`semantics::built_ins`), the table for people is `docs/facts.md`.

use super::{MessageId, QueueId};

/// A built-in fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BuiltIn {
    /// What the conversation is about. Known from an earlier answer, it stays known.
    Category,
    /// How sure the assistant is of its draft (share; answer).
    Confidence,
    /// How many things the assistant tried for this answer (count; answer).
    Attempted,
    /// How the customer's words feel, from -1 to 1 (number). From the service, else the built-in lexicon.
    Sentiment,
    /// The lowest sentiment of the conversation so far (number).
    LowestSentiment,
    /// Sentiment now minus the mean of the earlier customer turns (number).
    SentimentTrend,
    /// The customer's language.
    Language,
    /// The channel (text).
    Channel,
    /// Messages so far, of customer and assistant, this one included (count).
    Turns,
    /// Customer turns so far, this one included, that the assistant answered or is answering (count).
    Rounds,
    /// Customer turns in a row without progress, as the service says (count).
    TurnsWithoutProgress,
    /// Earlier conversations started in the N × 24 h before this one started (count).
    ContactsInDays(u32),
    /// Whether an earlier conversation within N days was about the same (yes/no).
    SameIssueInDays(u32),
    /// How often the customer has asked what they ask now, this time included (count).
    SameQuestion,
    /// How alike this customer turn is to the most alike of the earlier ones (share).
    LikenessToEarlierTurns,
    /// Seconds since the assistant's or agent's last message (duration).
    TimeSinceLastReply,
    /// The p80 wait of a queue, from the service (duration).
    WaitOf(QueueId),
    /// The wait of the queue that handles the category (duration).
    WaitHere,
    /// A share from 0 % to below 100 %, by a hash of the salt and the conversation's id.
    Rollout(String),
    /// The hour of the day, 0 to 23, in the policy's zone (count).
    Hour,
    /// The day of the week, in the policy's zone (one of mon … sun).
    Weekday,
    /// The day, in the policy's zone (date).
    Today,
    /// The present instant (moment).
    Now,
    /// The assistant gave an error, no answer, or no promised confidence (yes/no).
    AssistantFailed,
    /// Failed answers in a row (count).
    AssistantErrorsInARow,
    /// The assistant's last answer says what an earlier one said (yes/no).
    AssistantRepeatsItself,
    /// State: `assistant`, `clarifying`, `offered`, `waiting`, `with_a_person`, `closed`.
    Phase,
    /// State: the clarifying question was asked (yes/no).
    Clarified,
    /// State: offers made (count).
    Offers,
    /// State: the customer accepted an offer (yes/no).
    OfferAccepted,
    /// State: the customer declined an offer (yes/no).
    OfferDeclined,
    /// State: an offer may be made now (yes/no).
    OfferAllowed,
    /// State: the rule that made the last offer, or `otherwise` (text).
    OfferedBy,
    /// State: rounds since the last offer (count).
    RoundsSinceTheOffer,
    /// State: how much the threshold rose since the last offer (share).
    ThresholdRiseSinceTheOffer,
    /// State: transfers between teams so far (count).
    Transfers,
    /// State: the queue that last had the conversation (text).
    LastQueue,
    /// State: whether the queue that handles the category had the conversation last (yes/no).
    LastQueueHere,
    /// State: since a person returned the conversation (duration).
    TimeSinceReturned,
    /// State: how often a message was said (count).
    Said(MessageId),
}

impl BuiltIn {
    /// Whether it is a state fact: what the conversation remembers of handing over.
    pub fn is_state(&self) -> bool {
        matches!(
            self,
            BuiltIn::Phase
                | BuiltIn::Clarified
                | BuiltIn::Offers
                | BuiltIn::OfferAccepted
                | BuiltIn::OfferDeclined
                | BuiltIn::OfferAllowed
                | BuiltIn::OfferedBy
                | BuiltIn::RoundsSinceTheOffer
                | BuiltIn::ThresholdRiseSinceTheOffer
                | BuiltIn::Transfers
                | BuiltIn::LastQueue
                | BuiltIn::LastQueueHere
                | BuiltIn::TimeSinceReturned
                | BuiltIn::Said(_)
        )
    }
}

/// What an `also`, or a step of a ladder, may ask of the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionFact {
    /// `action is hand off`: one of `stay`, `clarify`, `offer`, `hand off`, `close`.
    Action,
    /// `queue is billing`: any of the decision's queues.
    Queue,
    /// `decided by NAME`, or a layer: `guard`, `override`, `rule`, `otherwise`. Tags: the rule's name and its layer.
    DecidedBy,
    /// `priority is urgent`: a word of [`Priority`](super::Priority), missing if no effect names one. Only routing asks
    /// it: what `also`s add is known then.
    Priority,
}
