//! What decides, and what a decision can do.

use super::{Condition, FactId, InstructionId, MessageId, QueueId, RuleId, ServiceActionId};
use crate::source::Span;
use crate::value::{Fixed, Value};

/// The three layers of deciding rules, in the order they are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Whatever else holds.
    Guard,
    /// Before the rules.
    Override,
    /// The rest.
    Rule,
}

impl Layer {
    /// The keyword.
    pub fn as_str(self) -> &'static str {
        match self {
            Layer::Guard => "guard",
            Layer::Override => "override",
            Layer::Rule => "rule",
        }
    }
}

/// A guard, override or rule, or a watch in one of these places.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// For people.
    pub title: Option<String>,
    /// Its layer.
    pub layer: Layer,
    /// Whether it only records that it would have decided.
    pub watch: bool,
    /// When it holds: its own conditions, those of its groups, its dates.
    pub condition: Condition,
    /// What it decides.
    pub outcome: Outcome,
    /// Its head.
    pub span: Span,
    /// The groups it stands in, outermost first.
    pub groups: Vec<String>,
}

/// What adds to any decision while its condition holds.
#[derive(Clone, Debug)]
pub struct Also {
    /// Its name.
    pub name: String,
    /// For people.
    pub title: Option<String>,
    /// When it holds. It may ask about the decision.
    pub condition: Condition,
    /// What it adds.
    pub effects: Vec<Effect>,
    /// Its head.
    pub span: Span,
}

/// What a rule, or `otherwise`, brings about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The action.
    pub action: Action,
    /// The effects.
    pub effects: Vec<Effect>,
    /// `say`
    pub say: Option<MessageId>,
    /// `because`
    pub because: Option<String>,
}

/// What to do with the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// The assistant keeps it.
    Stay,
    /// Ask once, then hand off. When the conversation was clarified already: hand off.
    Clarify {
        /// The question.
        message: MessageId,
        /// How long silence lasts before the handoff.
        silence: Option<Fixed>,
        /// To whom, afterwards.
        target: Target,
    },
    /// Let the customer choose. Its rule does not hold while `offer allowed` is false.
    Offer(Target),
    /// Hand it to a person.
    HandOff(Target),
    /// End it.
    Close,
}

/// To whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Who.
    pub to: To,
    /// `at L2`
    pub level: Option<String>,
}

/// Who takes a handoff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// The queue that handles the category, else the default queue.
    Category,
    /// Any of these queues, in order.
    Queues(Vec<QueueId>),
    /// The colleague whom the customer named.
    NamedAgent,
}

/// The closed list of effects.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// `priority urgent`
    Priority(Priority),
    /// `raise priority by 20`: minutes added to the minutes waited.
    RaisePriority(Fixed),
    /// `tag churn_risk`
    Tag(String),
    /// `need skill billing at level 3`
    NeedSkill(String, Option<u32>),
    /// `need language es at B2`
    NeedLanguage(String, Option<String>),
    /// `need level L2`
    NeedLevel(String),
    /// `notify account_managers`: a note; the assistant keeps the chat.
    Notify(QueueId),
    /// `instruct silent`
    Instruct(InstructionId),
    /// `reply within 1 business day`
    ReplyWithin(Deadline),
    /// `due in 30 days`
    DueIn(Deadline),
    /// `wording calm`
    Wording(String),
    /// `offer to all at once`
    OfferToAll,
    /// `no choice`
    NoChoice,
    /// `do subscribe`
    Do(ServiceActionId),
    /// `everyone with the language within D of asking [, else offer callback]`; seconds.
    EveryoneWithLanguage(Fixed, bool),
}

/// A length of time, on the clock or in business time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deadline {
    /// Seconds on the clock.
    Seconds(Fixed),
    /// Business hours.
    BusinessHours(Fixed),
    /// Business days.
    BusinessDays(Fixed),
}

/// How soon, in four words. Sorted from the least to the most urgent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// Can wait.
    Low,
    /// As usual.
    Normal,
    /// Before others.
    High,
    /// Now.
    Urgent,
}

impl Priority {
    /// All, from the least urgent.
    pub const ALL: [Priority; 4] = [Priority::Low, Priority::Normal, Priority::High, Priority::Urgent];

    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Priority::Low => "low",
            Priority::Normal => "normal",
            Priority::High => "high",
            Priority::Urgent => "urgent",
        }
    }
}

/// A worked example.
#[derive(Clone, Debug)]
pub struct Test {
    /// Its title.
    pub title: String,
    /// Its lines, in order.
    pub lines: Vec<TestLine>,
    /// Its head.
    pub span: Span,
}

/// One line of a test.
#[derive(Clone, Debug)]
pub enum TestLine {
    /// Facts of the service from here on.
    Given(Vec<Given>),
    /// The customer writes. The facts belong to this turn.
    Customer(String, Vec<Given>),
    /// The assistant drafts an answer. The facts belong to it.
    Assistant(String, Vec<Given>),
    /// The clock, in seconds since 1970-01-01T00:00:00Z.
    At(i64),
    /// What the last decision must be.
    Expect(Vec<Expected>),
}

/// A fact's value in a test; none for `is missing`.
#[derive(Clone, Debug)]
pub struct Given {
    /// The fact.
    pub fact: FactId,
    /// Its value.
    pub value: Option<Value>,
    /// As written.
    pub span: Span,
}

/// One expectation.
#[derive(Clone, Debug)]
pub struct Expected {
    /// Which.
    pub kind: ExpectedKind,
    /// As written.
    pub span: Span,
}

/// What can be expected of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedKind {
    /// The action.
    Action(ActionName),
    /// The queues, in order.
    Queues(Vec<QueueId>),
    /// To the colleague whom the customer named.
    NamedAgent,
    /// At this level.
    Level(String),
    /// Decided by this rule.
    By(RuleId),
    /// Decided by `otherwise`.
    NoRule,
    /// The threshold of the deciding rule's comparison, or of `confidence`.
    Threshold(Fixed),
    /// A limit hid part of the threshold.
    Capped,
    /// How much a limit hid.
    Unused(Fixed),
    /// The message.
    Say(MessageId),
    /// The reason.
    Because(String),
    /// This watch would have decided.
    Watch(RuleId),
    /// An effect.
    Effect(Effect),
    /// Any action but `hand off`.
    NoHandoff,
    /// Without this tag.
    NoTag(String),
}

/// An action without its details.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionName {
    /// `stay`
    Stay,
    /// `offer`
    Offer,
    /// `clarify`
    Clarify,
    /// `hand off`
    HandOff,
    /// `close`
    Close,
}

impl ActionName {
    /// All, in the order of outcomes, `close` apart.
    pub const ALL: [ActionName; 5] =
        [ActionName::Stay, ActionName::Offer, ActionName::Clarify, ActionName::HandOff, ActionName::Close];

    /// As the language writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            ActionName::Stay => "stay",
            ActionName::Offer => "offer",
            ActionName::Clarify => "clarify",
            ActionName::HandOff => "hand off",
            ActionName::Close => "close",
        }
    }
}
