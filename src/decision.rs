//! What was decided and why: the runtime's answer.
//!
//! In: one evaluation. Out: a [`Decision`] that carries its own explanation;
//! rendering it evaluates nothing again.
//!
//! *Two decisions are the same* when action, queues, needs, priority, tags,
//! effects, message and reason are equal; the rule's name and position are not
//! part of it ([`Decision::same`]).

use crate::policy::{
    ActionName, AlsoId, ComparisonId, Effect, FactId, MessageId, QueueId, RuleId, SignalId, ThresholdId,
};
use crate::source::Span;
use crate::value::{Fixed, Value};

/// When a decision is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Point {
    /// The customer has written and no answer exists.
    Message,
    /// A draft exists and has not been sent.
    Answer,
}

impl Point {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Point::Message => "message",
            Point::Answer => "answer",
        }
    }
}

/// A decision and its trace.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a key of its own in the published form")]
pub struct Decision {
    /// On the message, or on the answer.
    pub point: Point,
    /// What to do.
    pub action: ActionName,
    /// Whether to send the draft: yes for stay and offer; none on the message.
    pub send_draft: Option<bool>,
    /// Who decided.
    pub decided_by: DecidedBy,
    /// The policy line that decided.
    pub source: Span,
    /// `because`
    pub reason: Option<String>,
    /// To whom, in order; empty for stay and close, and for the named agent.
    pub queues: Vec<QueueId>,
    /// To the colleague whom the customer named.
    pub to_named_agent: bool,
    /// The queue's level, if one is asked for.
    pub level: Option<String>,
    /// The rule asks a question that was asked already, so it hands off.
    pub clarified_before: bool,
    /// It would have been one transfer too many, so it goes where the policy says.
    pub diverted: bool,
    /// To the agent who gave the conversation back.
    pub to_same_agent: bool,
    /// After how many seconds of silence a clarifying question becomes a handoff.
    pub silence: Option<Fixed>,
    /// Everything the decision brings with it: priority, tags, needs, notes; sorted, united.
    pub effects: Vec<Effect>,
    /// What is said to the customer.
    pub message: Option<MessageId>,
    /// In which language.
    pub language: String,
    /// Its words for every situation, when all of them are known at this point and written the same in all languages.
    pub text: Option<String>,
    /// What is known of its placeholders, by name, sorted.
    pub told: Vec<(String, Value)>,
    /// The thresholds that comparisons read, with their parts.
    pub thresholds: Vec<ThresholdTrace>,
    /// What each live rule and watch came to, in the order they are asked.
    pub trace: Vec<RuleTrace>,
    /// The comparisons that made the deciding rule hold, in the order of the text.
    pub because_of: Vec<ComparisonId>,
    /// Later rules that held too.
    pub also_fitted: Vec<RuleId>,
    /// The `also`s that held.
    pub alsos: Vec<AlsoId>,
    /// The watches that would have decided.
    pub watches: Vec<RuleId>,
    /// The values of all facts that a live rule or an `also` that held asked for, in the order of the policy; none
    /// when missing.
    pub read: Vec<(FactId, Option<Value>)>,
    /// As `read`, of watches and of every `also`: for explanations.
    pub read_aside: Vec<(FactId, Option<Value>)>,
    /// As `thresholds`, those that only watches and `also`s read.
    pub thresholds_aside: Vec<ThresholdTrace>,
    /// What fired in this customer turn, and on which words.
    pub heard: Vec<Heard>,
    /// The signals that fired in an earlier customer turn.
    pub heard_before: Vec<SignalId>,
    /// The values of facts that the package shows, whether or not a rule asks for them; none when missing.
    pub shown: Vec<(FactId, Option<Value>)>,
    /// Input that could not be used.
    pub problems: Vec<InputProblem>,
}

impl Decision {
    /// Whether two decisions are the same to everyone but the policy's author.
    pub fn same(&self, other: &Decision) -> bool {
        let of = |d: &Decision| {
            (
                d.action,
                d.queues.clone(),
                d.to_named_agent,
                d.level.clone(),
                d.silence,
                d.effects.clone(),
                d.message,
                d.reason.clone(),
            )
        };
        of(self) == of(other)
    }

    /// The deciding rule, if a rule decided.
    pub fn rule(&self) -> Option<RuleId> {
        self.decided_by.rule()
    }
}

/// Who decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecidedBy {
    /// A guard, override or rule.
    Rule(RuleId),
    /// No rule held.
    Otherwise,
    /// `on problem`: the value of a fact could not be used, and no guard held.
    Problem,
}

impl DecidedBy {
    /// A rule, or `otherwise`.
    pub fn of(rule: Option<RuleId>) -> Self {
        rule.map_or(DecidedBy::Otherwise, DecidedBy::Rule)
    }

    /// The rule, if it is one.
    pub fn rule(self) -> Option<RuleId> {
        match self {
            DecidedBy::Rule(rule) => Some(rule),
            DecidedBy::Otherwise | DecidedBy::Problem => None,
        }
    }
}

/// What one rule came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleTrace {
    /// The rule.
    pub rule: RuleId,
    /// What it came to.
    pub verdict: Verdict,
}

/// Whether a rule held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Its condition holds.
    Holds,
    /// Its condition holds, but the conversation's state forbids its action.
    Blocked(Blocked),
    /// This comparison is the first that kept it from holding; none when an exception did.
    Fails(Option<ComparisonId>),
}

/// What keeps an action from being taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// An offer is not allowed now.
    Offer,
    /// It would go to the queue that has just given the conversation back.
    Returned,
}

/// How a threshold came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThresholdTrace {
    /// Which.
    pub threshold: ThresholdId,
    /// The base line that counted.
    pub base: Fixed,
    /// The parts that counted: index into the threshold's groups, index of the step, what it added.
    pub parts: Vec<(usize, usize, Fixed)>,
    /// Base plus parts.
    pub sum: Fixed,
    /// After the limits.
    pub value: Fixed,
}

impl ThresholdTrace {
    /// What the limits took off (positive) or put on (negative).
    pub fn unused(&self) -> Fixed {
        self.sum - self.value
    }
}

/// A detector that fired in the current customer turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The signal.
    pub signal: SignalId,
    /// Its detector, by position in [`Signal::detectors`](crate::policy::Signal::detectors).
    pub detector: usize,
    /// The customer's words that a phrase matched; none for detectors that hear no words.
    pub quote: Option<String>,
}

/// Input that could not be used. The fact is missing, not its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputProblem {
    /// The name that was sent.
    pub fact: String,
    /// What is wrong with it, in words: `"gold" is not one of free, pro, enterprise`.
    pub message: String,
    /// Whether `on problem` decides on it: a fact that the policy has was sent with a value that cannot be used.
    pub decides: bool,
}
