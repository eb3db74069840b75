//! The tree that reading yields: one node per clause of the language.
//!
//! Parsing promises shape only. Names are unresolved, units unchecked, numbers
//! are as written. Every node has a span. What could not be read is absent and
//! was reported.

use crate::source::{FileId, Span};
use crate::value::Fixed;

/// All items of a policy, `use` files inserted where they stand.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// The items, in textual order.
    pub items: Vec<Item>,
    /// Declarations that were not read whole: later stages do not call these names unknown.
    pub unread: Vec<Name>,
    /// The file the policy began with.
    pub root: FileId,
}

/// A name as written: `billing`, `customer.tier`, `far_below`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The text, without quotes.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// A quoted text, escapes resolved. The span includes the quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Where, quotes included.
    pub span: Span,
}

/// One top-level declaration.
#[derive(Clone, Debug)]
pub enum Item {
    /// `policy "Title" { … }`
    Policy(Policy),
    /// `category billing "Billing" { refund, dispute }`
    Category(Category),
    /// `fact customer.tier is one of free, pro default free`
    Fact(Fact),
    /// `list vip from "vip.csv" column account_id`
    List(List),
    /// `switch known_outage "Known outage"`
    Switch(Switch),
    /// `signal asks_for_human { … }`
    Signal(Signal),
    /// `threshold confidence { … }`
    Threshold(Threshold),
    /// `guard`, `override`, `rule`, `also`, `watch`
    Rule(Rule),
    /// `group NAME … { … }` or `for CATEGORY { … }`
    Group(Group),
    /// `queue billing "Billing specialists" { handles billing }`
    Queue(Queue),
    /// `message vip_connect { … }`
    Message(Message),
    /// `instruction silent "Stop answering"`
    Instruction(Note),
    /// `action subscribe "Subscribe to updates"`: something the service does
    Action(Note),
    /// `test "third billing contact" { … }`
    Test(Test),
    /// `allow unused_name because "…"`, for the whole policy
    Allow(Allow),
}

/// The header.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its title.
    pub title: Text,
    /// Its lines, in order.
    pub lines: Vec<PolicyLine>,
    /// The head, `policy "Title"`.
    pub span: Span,
}

/// One line of the header.
#[derive(Clone, Debug)]
pub struct PolicyLine {
    /// What it says.
    pub kind: PolicyLineKind,
    /// The whole line.
    pub span: Span,
}

/// What a header line says.
#[derive(Clone, Debug)]
pub enum PolicyLineKind {
    /// `timezone "Europe/Madrid"`
    Timezone(Text),
    /// `languages en, es`
    Languages(Vec<Name>),
    /// `fallback en`
    Fallback(Name),
    /// `assistant gives confidence, category`; empty for `assistant gives no confidence`
    AssistantGives(Vec<Name>),
    /// `default queue general`
    DefaultQueue(Name),
    /// `otherwise stay`
    Otherwise(Then),
    /// `on failure hand off to general`
    OnFailure(Target),
    /// `on problem hand off to general`
    OnProblem(Target),
    /// `rates to EUR { USD 0.92; as of 2026-11-01 }`
    Rates {
        /// The currency that amounts are converted to.
        to: Name,
        /// One unit of the named currency in `to`.
        rates: Vec<(Name, Literal)>,
        /// `as of DATE`
        as_of: Option<Literal>,
    },
}

/// A category and what is below it.
#[derive(Clone, Debug)]
pub struct Category {
    /// One segment.
    pub name: Name,
    /// For people.
    pub title: Option<Text>,
    /// `also called "refund_request"`: what services and data call it.
    pub aliases: Vec<Text>,
    /// Below it.
    pub children: Vec<Category>,
}

/// A fact that the service gives.
#[derive(Clone, Debug)]
pub struct Fact {
    /// A dotted name.
    pub name: Name,
    /// For people.
    pub title: Option<Text>,
    /// What it may hold.
    pub kind: Kind,
    /// `default free`
    pub default: Option<Operand>,
    /// `sent as 0 to 100`
    pub scale: Option<(Literal, Literal)>,
    /// The clause.
    pub span: Span,
}

/// A type as written.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Which.
    pub kind: KindName,
    /// Where.
    pub span: Span,
}

/// The types one can write after `is`.
#[derive(Clone, Debug)]
pub enum KindName {
    /// `true or false`
    Truth,
    /// `count`
    Count,
    /// `number [from LOW to HIGH]`
    Number(Option<(Literal, Literal)>),
    /// `share`
    Share,
    /// `score`
    Score,
    /// `money in EUR[, converted]`
    Money {
        /// The currency.
        currency: Name,
        /// Whether other currencies are converted.
        converted: bool,
    },
    /// `duration`
    Duration,
    /// `time`
    Time,
    /// `weekday`
    Weekday,
    /// `date`
    Date,
    /// `moment`
    Moment,
    /// `one of a, b [or other]`
    OneOf {
        /// The words.
        values: Vec<Name>,
        /// `or other`
        open: bool,
    },
    /// `tags`
    Tags,
    /// `a language`
    Language,
    /// `a country`
    Country,
    /// `an agent`
    Agent,
    /// `text`
    Text,
}

/// `list vip from "vip.csv" column account_id`
#[derive(Clone, Debug)]
pub struct List {
    /// The list's name; the fact is `customer in NAME`.
    pub name: Name,
    /// For people.
    pub title: Option<Text>,
    /// Where the entries stand.
    pub path: Text,
    /// The column that holds them, and the name after `customer.` that is looked up.
    pub column: Name,
    /// The file's text, if it could be read. Filled in by loading.
    pub file: Option<FileId>,
    /// The clause.
    pub span: Span,
}

/// `switch known_outage "Known outage: give status"`
#[derive(Clone, Debug)]
pub struct Switch {
    /// The yes/no fact; off unless flipped.
    pub name: Name,
    /// For people.
    pub title: Option<Text>,
    /// The clause.
    pub span: Span,
}

/// How a declaration meets an earlier one of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// New, or another language part.
    Declare,
    /// `replace`: takes the place of the inserted one.
    Replace,
    /// `extend`: adds to it.
    Extend,
}

/// What the customer's words tell.
#[derive(Clone, Debug)]
pub struct Signal {
    /// `replace`, `extend` or neither.
    pub mode: Mode,
    /// Its name.
    pub name: Name,
    /// For people.
    pub title: Option<Text>,
    /// Its detectors.
    pub detectors: Vec<Detector>,
    /// `fades by half every N turns`: N.
    pub fades: Option<Literal>,
    /// `allow` lines.
    pub allows: Vec<Allow>,
    /// The head.
    pub span: Span,
}

/// One line of a signal.
#[derive(Clone, Debug)]
pub struct Detector {
    /// The weight in front, which makes the signal a score.
    pub weight: Option<Literal>,
    /// What it listens for.
    pub kind: DetectorKind,
    /// The line.
    pub span: Span,
}

/// What a detector listens for.
#[derive(Clone, Debug)]
pub enum DetectorKind {
    /// `in en says "pattern"`
    Says {
        /// The language part.
        language: Name,
        /// The pattern.
        pattern: PatternText,
    },
    /// `in en unless "pattern"`
    Unless {
        /// The language part.
        language: Name,
        /// The pattern.
        pattern: PatternText,
    },
    /// `shouts`
    Shouts,
    /// `repeats punctuation`
    RepeatsPunctuation,
    /// `says the same again`
    SaysTheSameAgain,
    /// `messages shrink`
    MessagesShrink,
    /// `assistant repeats itself`
    AssistantRepeatsItself,
    /// `when CONDITION`
    When(Condition),
}

/// A pattern as written, and as read (absent when unreadable, and reported).
#[derive(Clone, Debug)]
pub struct PatternText {
    /// As written.
    pub text: Text,
    /// As read.
    pub pattern: Option<crate::pattern::Pattern>,
}

/// `threshold confidence { … }` or `threshold strict of confidence { … }`
#[derive(Clone, Debug)]
pub struct Threshold {
    /// The name of a second threshold.
    pub name: Option<Name>,
    /// The fact it is compared with.
    pub fact: Subject,
    /// `60%` and `80% for billing`
    pub bases: Vec<Base>,
    /// Steps and `highest of` blocks.
    pub steps: Vec<StepOrHighest>,
    /// `never below 20%`
    pub never_below: Option<Literal>,
    /// `never above 95%`
    pub never_above: Option<Literal>,
    /// The head.
    pub span: Span,
}

/// `80% for billing`
#[derive(Clone, Debug)]
pub struct Base {
    /// The value.
    pub value: Literal,
    /// The categories; none for the bare line.
    pub categories: Vec<Name>,
    /// The line.
    pub span: Span,
}

/// A line of a threshold that moves it.
#[allow(clippy::large_enum_variant, reason = "nearly every line is a step, and there are few")]
#[derive(Clone, Debug)]
pub enum StepOrHighest {
    /// One step.
    Step(Step),
    /// `[NAME] highest of { steps }`
    Highest {
        /// Its name.
        name: Option<Name>,
        /// Its steps.
        steps: Vec<Step>,
        /// The head.
        span: Span,
    },
}

/// `repeat raise by 15 points when contacts in 14 days at least 2`
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub name: Option<Name>,
    /// `lower` rather than `raise`.
    pub lowers: bool,
    /// By how much.
    pub by: Literal,
    /// `for each N F after A, up to L`
    pub each: Option<Each>,
    /// `when CONDITION`
    pub when: Option<Condition>,
    /// The line.
    pub span: Span,
}

/// `for each 1 turns after 5, up to 20 points`
#[derive(Clone, Debug)]
pub struct Each {
    /// N.
    pub every: Literal,
    /// F.
    pub fact: Subject,
    /// A, 0 if absent.
    pub after: Option<Literal>,
    /// L.
    pub up_to: Literal,
}

/// Which part of the policy a rule belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// Asked first.
    Guard,
    /// Asked second.
    Override,
    /// Asked last.
    Rule,
    /// Adds to any decision.
    Also,
}

/// A guard, override, rule or also; a watch is one that only records.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its layer.
    pub layer: Layer,
    /// `watch [guard|override|rule]`
    pub watch: bool,
    /// Its name.
    pub name: Name,
    /// For people.
    pub title: Option<Text>,
    /// `from DATE`
    pub from: Option<Literal>,
    /// `until DATE`
    pub until: Option<Literal>,
    /// `when CONDITION`; several lines must all hold.
    pub when: Vec<Condition>,
    /// `except when CONDITION`
    pub except: Vec<Condition>,
    /// `then …`
    pub then: Option<Then>,
    /// `say MESSAGE`
    pub say: Option<Name>,
    /// `because "…"`
    pub because: Option<Text>,
    /// `allow LINT because "…"`
    pub allows: Vec<Allow>,
    /// The head, `rule NAME "Title"`.
    pub span: Span,
}

/// `allow silenced_guard because "…"`
#[derive(Clone, Debug)]
pub struct Allow {
    /// The lint's name or code.
    pub lint: Name,
    /// Why.
    pub because: Text,
    /// The line.
    pub span: Span,
}

/// `group NAME "Title" when C except when D { … }` or `for a, b { … }`
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name; none for `for`.
    pub name: Option<Name>,
    /// For people.
    pub title: Option<Text>,
    /// `for CATEGORY, …`
    pub categories: Vec<Name>,
    /// `when CONDITION`
    pub when: Option<Condition>,
    /// `except when CONDITION`
    pub except: Option<Condition>,
    /// Rules and groups.
    pub items: Vec<Item>,
    /// The head.
    pub span: Span,
}

/// `then ACTION, EFFECT, …`
#[derive(Clone, Debug)]
pub struct Then {
    /// The action; absent in `also`.
    pub action: Option<Action>,
    /// The effects.
    pub effects: Vec<Effect>,
    /// The clause.
    pub span: Span,
}

/// What to do with the conversation.
#[derive(Clone, Debug)]
pub struct Action {
    /// Which.
    pub kind: ActionKind,
    /// Where.
    pub span: Span,
}

/// The five actions.
#[derive(Clone, Debug)]
pub enum ActionKind {
    /// `stay`
    Stay,
    /// `clarify with M [, silence D], then hand off [to Q]`
    Clarify {
        /// The question.
        message: Name,
        /// How long silence lasts before the handoff.
        silence: Option<Literal>,
        /// To whom, afterwards.
        target: Target,
    },
    /// `offer [hand off to Q]`
    Offer(Target),
    /// `hand off [to Q]`
    HandOff(Target),
    /// `close`
    Close,
}

/// `to Q or R`, `to the named agent`, `at LEVEL`
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// The queues; none means the one that handles the category.
    pub queues: Vec<Name>,
    /// `to the named agent`
    pub named_agent: bool,
    /// `at L2`
    pub level: Option<Name>,
    /// Where.
    pub span: Span,
}

/// One effect.
#[derive(Clone, Debug)]
pub struct Effect {
    /// Which.
    pub kind: EffectKind,
    /// Where.
    pub span: Span,
}

/// The closed list of effects.
#[derive(Clone, Debug)]
pub enum EffectKind {
    /// `priority urgent`
    Priority(Name),
    /// `raise priority by 20`
    RaisePriority(Literal),
    /// `tag churn_risk`
    Tag(Name),
    /// `need skill billing [at level 3]`
    NeedSkill {
        /// The skill.
        skill: Name,
        /// Its least level.
        level: Option<Literal>,
    },
    /// `need language es [at B2]`
    NeedLanguage {
        /// The language.
        language: Name,
        /// Its least level.
        level: Option<Name>,
    },
    /// `need level L2`
    NeedLevel(Name),
    /// `notify account_managers`
    Notify(Name),
    /// `instruct silent`
    Instruct(Name),
    /// `reply within 1 business day`
    ReplyWithin(Literal),
    /// `due in 30 days`
    DueIn(Literal),
    /// `wording calm`
    Wording(Name),
    /// `offer to all at once`
    OfferToAll,
    /// `no choice`
    NoChoice,
    /// `do subscribe`
    Do(Name),
    /// `everyone with the language within 150s of asking [, else offer callback]`
    EveryoneWithLanguage {
        /// The bound.
        within: Literal,
        /// `else offer callback`
        else_callback: bool,
    },
}

/// A condition.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Which.
    pub kind: ConditionKind,
    /// Where.
    pub span: Span,
}

/// Comparisons joined by `and`, `or`, `not`; the two are never mixed in one list.
#[derive(Clone, Debug)]
pub enum ConditionKind {
    /// `a and b and c`
    And(Vec<Condition>),
    /// `a or b or c`
    Or(Vec<Condition>),
    /// `not a`
    Not(Box<Condition>),
    /// One comparison.
    Compare(Comparison),
}

/// `SUBJECT [TEST] [for N turns running]`
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What is compared.
    pub subject: Subject,
    /// With what; absent when a yes/no fact stands alone.
    pub test: Option<Versus>,
    /// `for N turns running`
    pub running: Option<Literal>,
    /// Where.
    pub span: Span,
}

/// A fact, signal or built-in as written: a run of words, numbers and quoted texts,
/// such as `contacts in 14 days`, `wait of billing`, `customer in vip`,
/// `asks_for_human in the conversation`, `rollout "spring"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The words.
    pub words: Vec<Word>,
    /// Where.
    pub span: Span,
}

/// One word of a subject or value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As written, quotes removed.
    pub text: String,
    /// Whether it stood in quotes.
    pub quoted: bool,
    /// Where.
    pub span: Span,
}

/// What a subject is compared with.
#[derive(Clone, Debug)]
pub struct Versus {
    /// Which comparison.
    pub op: Op,
    /// Its right-hand side: none for known/missing, two for `between`, any number for `one of`.
    pub operands: Vec<Operand>,
    /// Where.
    pub span: Span,
}

/// The comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `is V`
    Is,
    /// `is not V`
    IsNot,
    /// `is one of V, W`
    OneOf,
    /// `is not one of V, W`
    NotOneOf,
    /// `is known`
    Known,
    /// `is missing`
    Missing,
    /// `above V`
    Above,
    /// `below V`
    Below,
    /// `at least V`
    AtLeast,
    /// `at most V`
    AtMost,
    /// `between V and W`, both included
    Between,
    /// `has V`: for tags
    Has,
}

/// The right-hand side of a comparison.
#[derive(Clone, Debug)]
pub struct Operand {
    /// Which.
    pub kind: OperandKind,
    /// Where.
    pub span: Span,
}

/// A literal, a word or words, or a threshold with an offset.
#[derive(Clone, Debug)]
pub enum OperandKind {
    /// `80%`, `30 days`, `-0.4`, `"ES"`, `2026-12-24`
    Literal(Literal),
    /// `enterprise`, `billing.dispute`, `hand off`, `strict`, `a guard`; one or more bare words
    Words(Vec<Name>),
    /// `threshold [minus|plus N points]` or `NAME minus|plus N points`
    Threshold {
        /// The threshold's name; none for the fact's own.
        name: Option<Name>,
        /// The sign included.
        offset: Option<Literal>,
        /// Whether the offset is taken off.
        minus: bool,
    },
}

/// A literal as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// Which.
    pub kind: LiteralKind,
    /// Where.
    pub span: Span,
}

/// The literals of the language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LiteralKind {
    /// `12`, `-0.4`, `10_000`
    Number(Fixed),
    /// `80%`: as a share, so 0.8
    Percent(Fixed),
    /// `10 points`: as a share, so 0.1
    Points(Fixed),
    /// `10_000 EUR`
    Money(Fixed, String),
    /// `45s`, `30 days`, `1h30m`: in seconds
    Duration(Fixed),
    /// `1 business day`: in hours of business time or business days
    BusinessTime {
        /// How many.
        count: Fixed,
        /// Days rather than hours.
        days: bool,
    },
    /// `2026-12-24`: days since 1970-01-01
    Date(i64),
    /// `08:00`: seconds since midnight
    Time(i64),
    /// `"ES"`
    Text(String),
    /// `true` or `false`
    Truth(bool),
}

/// `queue billing "Billing specialists" { handles billing; level L2 }`
#[derive(Clone, Debug)]
pub struct Queue {
    /// Its name.
    pub name: Name,
    /// For people; `{team}` in messages.
    pub title: Option<Text>,
    /// `handles a, b`
    pub handles: Vec<Name>,
    /// `handles everything else`
    pub everything_else: Option<Span>,
    /// `level L2`
    pub levels: Vec<Name>,
    /// `routed by helpdesk`
    pub routed_by_helpdesk: bool,
    /// The head.
    pub span: Span,
}

/// `message vip_connect { … }`
#[derive(Clone, Debug)]
pub struct Message {
    /// `replace`, `extend` or neither.
    pub mode: Mode,
    /// Its name.
    pub name: Name,
    /// Its texts by situation; the bare variant last or absent.
    pub variants: Vec<Variant>,
    /// `allow` lines.
    pub allows: Vec<Allow>,
    /// The head.
    pub span: Span,
}

/// The texts for one situation.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The words after `when`, such as `the agent is known`; none for the bare variant.
    pub situation: Option<Name>,
    /// Language and text.
    pub lines: Vec<(Name, Text)>,
}

/// A declared sentence under a name.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its name.
    pub name: Name,
    /// The sentence.
    pub text: Text,
    /// The clause.
    pub span: Span,
}

/// `test "third billing contact" { … }`
#[derive(Clone, Debug)]
pub struct Test {
    /// Its title.
    pub title: Text,
    /// Its lines, in order.
    pub lines: Vec<TestLine>,
    /// The head.
    pub span: Span,
}

/// One line of a test.
#[derive(Clone, Debug)]
pub struct TestLine {
    /// What it says.
    pub kind: TestLineKind,
    /// The line.
    pub span: Span,
}

/// What a line of a test says.
#[derive(Clone, Debug)]
pub enum TestLineKind {
    /// `given FACT is VALUE, …`
    Given(Vec<Given>),
    /// `customer "text" [FACT is VALUE, …]`
    Customer(Text, Vec<Given>),
    /// `assistant "text" [FACT is VALUE, …]`
    Assistant(Text, Vec<Given>),
    /// `at MOMENT`: `at 2026-12-24 10:00`, in the policy's zone
    At {
        /// The day.
        date: Literal,
        /// The time of day.
        time: Literal,
    },
    /// `expect …`
    Expect(Expect),
}

/// `FACT is VALUE`, `FACT is missing`, or a yes/no fact alone
#[derive(Clone, Debug)]
pub struct Given {
    /// The fact.
    pub subject: Subject,
    /// Its value; none for `is missing`. A fact that stands alone is true, after `not` false.
    pub value: Option<Operand>,
    /// Where.
    pub span: Span,
}

/// `expect hand off to billing by far_below, threshold 95%`
#[derive(Clone, Debug)]
pub struct Expect {
    /// What is expected of the decision, each of which must be so.
    pub parts: Vec<ExpectPart>,
}

/// One expectation.
#[derive(Clone, Debug)]
pub struct ExpectPart {
    /// Which.
    pub kind: ExpectKind,
    /// Where.
    pub span: Span,
}

/// What can be expected of a decision.
#[derive(Clone, Debug)]
pub enum ExpectKind {
    /// The action, and its queue if written; for clarify, the question if written.
    Action {
        /// Which action; the target's queues are empty when not written.
        action: ExpectAction,
        /// To whom.
        target: Target,
    },
    /// `by RULE`
    By(Name),
    /// `no rule`: `otherwise` decides
    NoRule,
    /// `threshold 95%`
    Threshold(Literal),
    /// `capped`
    Capped,
    /// `30 points unused`
    Unused(Literal),
    /// `say MESSAGE`
    Say(Name),
    /// `because "…"`
    Because(Text),
    /// `watch NAME`: the watch would have decided
    Watch(Name),
    /// Any effect of the closed list.
    Effect(Effect),
}

/// The action part of an expectation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectAction {
    /// `stay`
    Stay,
    /// `clarify`
    Clarify,
    /// `offer`
    Offer,
    /// `hand off`
    HandOff,
    /// `close`
    Close,
}
