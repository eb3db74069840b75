//! A whole, checked policy as plain data: the waist between compiler and runtime.
//!
//! In: what `semantics` resolved. Out: ids for names, values for literals, sets
//! for categories. A [`Policy`] cannot hold an unresolved name, a wrong unit or
//! an action that does not exist.
//!
//! Conditions compare *facts* with constants. Everything a condition can ask is
//! a fact with an id: what the service sends, what the transcript tells, a view
//! of a signal, the length of a run of turns. A threshold is the one constant
//! that moves.
//!
//! # What is not here
//!
//! Meaning in motion: [`runtime`](crate::runtime) evaluates, this module holds.

use crate::source::{Sources, Span};
use crate::value::{Fixed, Type, Value};

mod built_in;
mod conversation;
mod course;
mod decide;
mod guarantee;
mod hours;
mod ladder;
mod package;
mod placeholder;
mod plural;
mod saying;
mod signal;
mod speak;
mod waiting;
pub use built_in::{BuiltIn, DecisionFact};
pub use conversation::{Conversation, Exempt, Offers, Returned, Transfers};
pub use course::{Course, OTHERWISE, StateAsk};
pub use decide::*;
pub use guarantee::{Demand, Direction, Guarantee, Instants, Wanted, WantedTo};
pub use hours::Hours;
pub use ladder::{
    AnyOf, Closed, End, EndKind, LadderStep, LevelAsked, LongWait, MayTake, Need, Owner, OwnerOf, Preference, Routing,
    Speaks, Times, WaitChoice,
};
pub use package::{Ending, Extract, Most, PackagePart, PackagePlan, Show, Shown};
pub use placeholder::{Placeholder, Situation, TEAM, TIMEZONE, Written, situation_words};
pub use plural::{Counted, Plural, name_and_words};
pub use saying::Saying;
pub use signal::{Detector, DetectorKind, Signal, View};
pub use speak::*;
pub use waiting::{Addition, Continuity, SameAs, Waiting};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {
        $($(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in the policy's list.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id of a position.
            pub fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).expect("every list of a policy is limited to far fewer"))
            }
        })*
    };
}

ids! {
    /// A fact, in [`Policy::facts`].
    FactId
    /// A signal, in [`Policy::signals`].
    SignalId
    /// A threshold, in [`Policy::thresholds`].
    ThresholdId
    /// A comparison, in [`Policy::comparisons`].
    ComparisonId
    /// A rule of any layer that decides, in [`Policy::rules`].
    RuleId
    /// An `also`, in [`Policy::alsos`].
    AlsoId
    /// Opening hours, in [`Policy::hours`].
    HoursId
    /// A queue, in [`Policy::queues`].
    QueueId
    /// A message, in [`Policy::messages`].
    MessageId
    /// An instruction, in [`Policy::instructions`].
    InstructionId
    /// A declared action of the service, in [`Policy::service_actions`].
    ServiceActionId
    /// A category, in [`Policy::categories`].
    CategoryId
}

/// A checked policy.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its title.
    pub title: String,
    /// Its version: 32 hex digits, the hash of what it means; empty until its table is made.
    pub hash: String,
    /// IANA name.
    pub timezone: String,
    /// Languages that its messages speak, ISO 639-1.
    pub languages: Vec<String>,
    /// The language of messages when the customer's is not among them.
    pub fallback: String,
    /// Whether the assistant promises a confidence with each answer.
    pub gives_confidence: bool,
    /// Where a handoff goes when no category says so.
    pub default_queue: QueueId,
    /// When no rule holds.
    pub otherwise: Outcome,
    /// Where the `otherwise` line stands.
    pub otherwise_span: Span,
    /// Where the customer goes when Baton itself cannot decide.
    pub on_failure: Target,
    /// `on problem`: a fact that cannot be read decides, unless a guard holds.
    pub on_problem: Option<Target>,
    /// Where the `on problem` line stands, if there is one.
    pub on_problem_span: Span,
    /// Constant exchange rates.
    pub rates: Option<Rates>,
    /// Every category, parents before children.
    pub categories: Vec<Category>,
    /// Every fact that can be asked or given.
    pub facts: Vec<Fact>,
    /// Signals, so ordered that each reads only those before it.
    pub signals: Vec<Signal>,
    /// Thresholds.
    pub thresholds: Vec<Threshold>,
    /// Every comparison of every condition; those that only guarantees make come last.
    pub comparisons: Vec<Comparison>,
    /// How many comparisons, from the first, something other than a guarantee may make.
    pub deciding_comparisons: usize,
    /// Guards, then overrides, then rules, each in the order of the text; watches stand in their place.
    pub rules: Vec<Rule>,
    /// What adds to any decision.
    pub alsos: Vec<Also>,
    /// Opening hours.
    pub hours: Vec<Hours>,
    /// Queues.
    pub queues: Vec<Queue>,
    /// Who of those who wait is taken first.
    pub waiting: Waiting,
    /// Who comes back to the same person; none: nobody because of that.
    pub continuity: Option<Continuity>,
    /// Messages.
    pub messages: Vec<Message>,
    /// Instructions.
    pub instructions: Vec<Note>,
    /// Actions that the service declares.
    pub service_actions: Vec<Note>,
    /// Shapes of numbers that are looked for in the customer's words.
    pub extracts: Vec<Extract>,
    /// The rules of a whole conversation.
    pub conversation: Conversation,
    /// What goes with a handoff.
    pub package: PackagePlan,
    /// What the author allows, for findings that depend on the day.
    pub allowed: Vec<Allowed>,
    /// Worked examples.
    pub tests: Vec<Test>,
    /// What must always hold.
    pub guarantees: Vec<Guarantee>,
    /// The texts, for source lines.
    pub sources: Sources,
}

impl Policy {
    /// The fact with this id.
    pub fn fact(&self, id: FactId) -> &Fact {
        &self.facts[id.index()]
    }

    /// The comparison with this id.
    pub fn comparison(&self, id: ComparisonId) -> &Comparison {
        &self.comparisons[id.index()]
    }

    /// The rule with this id.
    pub fn rule(&self, id: RuleId) -> &Rule {
        &self.rules[id.index()]
    }

    /// The queue with this id.
    pub fn queue(&self, id: QueueId) -> &Queue {
        &self.queues[id.index()]
    }

    /// The opening hours with this id.
    pub fn opening(&self, id: HoursId) -> &Hours {
        &self.hours[id.index()]
    }

    /// The message with this id.
    pub fn message(&self, id: MessageId) -> &Message {
        &self.messages[id.index()]
    }

    /// The fact of this JSON name.
    pub fn find_fact(&self, name: &str) -> Option<FactId> {
        self.facts.iter().position(|fact| fact.name == name).map(FactId::from_index)
    }

    /// The comparisons that can change a decision.
    pub fn deciding(&self) -> &[Comparison] {
        self.comparisons.get(..self.deciding_comparisons).unwrap_or(&self.comparisons)
    }

    /// The facts that conditions and thresholds ask about, sorted; guarantees left out.
    pub fn asked(&self) -> Vec<FactId> {
        let compared = self.deciding().iter().map(|comparison| comparison.fact);
        let mut asked: Vec<FactId> = compared.chain(self.thresholds.iter().map(|threshold| threshold.fact)).collect();
        asked.sort();
        asked.dedup();
        asked
    }

    /// The category that a service or transcript means: a full path, an alias, or a
    /// last segment that is unique.
    pub fn find_category(&self, name: &str) -> Option<CategoryId> {
        let exact = self
            .categories
            .iter()
            .position(|category| category.path == name || category.aliases.iter().any(|alias| alias == name));
        let last_segment = || {
            let mut found =
                (0..self.categories.len()).filter(|at| self.categories[*at].path.rsplit('.').next() == Some(name));
            match (found.next(), found.next()) {
                (Some(only), None) => Some(only),
                _ => None,
            }
        };
        exact.or_else(last_segment).map(CategoryId::from_index)
    }

    /// The queue that handles the nearest enclosing category, else the default queue.
    pub fn queue_for(&self, category: Option<CategoryId>) -> QueueId {
        let mut next = category;
        while let Some(id) = next {
            let category = &self.categories[id.index()];
            if let Some(queue) = category.queue {
                return queue;
            }
            next = category.parent;
        }
        self.default_queue
    }
}

/// An `allow` line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// The name of what is allowed.
    pub lint: String,
    /// The declaration it stands in, with its block; none for the whole policy.
    pub inside: Option<Span>,
}

/// Constant exchange rates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rates {
    /// The currency converted to.
    pub to: String,
    /// One unit of each currency, in `to`.
    pub rates: Vec<(String, Fixed)>,
    /// The day they were taken, in days since 1970-01-01, and where it is written.
    pub as_of: Option<(i64, Span)>,
}

/// A category: what a conversation can be about.
#[derive(Clone, Debug)]
pub struct Category {
    /// `billing.refund`
    pub path: String,
    /// For people.
    pub title: Option<String>,
    /// What services and data call it.
    pub aliases: Vec<String>,
    /// The one above.
    pub parent: Option<CategoryId>,
    /// The queue that handles it, if one says so.
    pub queue: Option<QueueId>,
}

/// Anything a condition can ask about.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The one name in JSON and the API: `customer.tier`, `contacts_in_14_days`.
    pub name: String,
    /// As the language writes it: `contacts in 14 days`.
    pub words: String,
    /// For people.
    pub title: Option<String>,
    /// What it may hold.
    pub kind: Type,
    /// Where its value comes from.
    pub origin: Origin,
    /// What holds when nothing was given. Bad input does not become the default.
    pub default: Option<Value>,
    /// `sent as LOW to HIGH`: the scale of the service, mapped onto 0 to 1 (share, score) or the type's limits.
    pub scale: Option<(Fixed, Fixed)>,
    /// Whether it exists only when an answer does: comparisons with it hold only on the answer.
    pub on_answer: bool,
    /// Its declaration, or the first use of a built-in.
    pub span: Span,
}

/// Where a fact's value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The service.
    Given,
    /// A switch: given at run time, off otherwise.
    Switch,
    /// Whether the text fact `column` is among `entries` (sorted). Missing when `column` is.
    List {
        /// The fact looked up, such as `customer.account_id`.
        column: FactId,
        /// The entries, sorted.
        entries: Vec<String>,
    },
    /// Given by the service under this name, or else computed by the runtime.
    BuiltIn(BuiltIn),
    /// A view of a signal.
    Signal(SignalId, View),
    /// How many customer turns, up to now, the condition has held without a break.
    Run(Condition),
    /// What was decided: only an `also` may ask.
    Decision(DecisionFact),
}

/// What a fact is compared with: base by category, steps, limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// `threshold`, or the name of a second one.
    pub name: String,
    /// The fact.
    pub fact: FactId,
    /// The base when the category is missing or none below fits.
    pub base: Fixed,
    /// The base of each category with a line of its own.
    pub bases: Vec<(CategoryId, Fixed)>,
    /// What moves it: the sum of all groups, of each group the largest step that holds (a lone step is a group of one).
    pub groups: Vec<StepGroup>,
    /// `never below`
    pub low: Option<Fixed>,
    /// `never above`
    pub high: Option<Fixed>,
    /// Its head.
    pub span: Span,
}

/// One line of a threshold: a step, or a `highest of`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepGroup {
    /// Its name, or a description such as `step 3`.
    pub name: String,
    /// Its steps; the largest that holds counts, none counts 0.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// What it adds; negative for `lower`.
    pub by: Fixed,
    /// `for each N F after A, up to L`.
    pub each: Option<Each>,
    /// When it counts.
    pub when: Condition,
    /// Its line.
    pub span: Span,
}

/// A step that grows with a fact: `min(floor((F − after) / every) × by, up_to)`, in the sign of `by`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Each {
    /// The fact.
    pub fact: FactId,
    /// N.
    pub every: Fixed,
    /// A.
    pub after: Fixed,
    /// L, in the direction of the step, not negative.
    pub up_to: Fixed,
}

/// A condition over comparisons; `not` has been pushed down to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// All hold; an empty list always holds.
    All(Vec<Condition>),
    /// One holds; an empty list never holds.
    Any(Vec<Condition>),
    /// A comparison holds.
    Compare(ComparisonId),
    /// `except when C`: C does not hold, that is, it is false or missing.
    Except(Box<Condition>),
}

impl Condition {
    /// The condition that always holds.
    pub const ALWAYS: Condition = Condition::All(Vec::new());

    /// The comparisons in it, in the order of the text.
    pub fn comparisons(&self) -> Vec<ComparisonId> {
        match self {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().flat_map(Condition::comparisons).collect(),
            Condition::Compare(id) => vec![*id],
            Condition::Except(inner) => inner.comparisons(),
        }
    }

    /// The facts that it reads, given the policy's comparisons.
    pub fn facts(&self, comparisons: &[Comparison]) -> Vec<FactId> {
        self.comparisons().into_iter().map(|id| comparisons[id.index()].fact).collect()
    }
}

/// A fact compared with a constant. With a missing fact neither it nor its negation holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The fact.
    pub fact: FactId,
    /// The comparison.
    pub test: Check,
    /// Whether it must be false, with the fact known.
    pub negated: bool,
    /// As written.
    pub span: Span,
}

/// What a comparison asks of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// It is true.
    True,
    /// It is one of these words, sorted; for a category, with everything below included.
    OneOf(Vec<String>),
    /// It has one of these tags, sorted.
    Has(Vec<String>),
    /// It lies between the bounds.
    Within {
        /// The lower bound, and whether it is included.
        low: Option<(Fixed, bool)>,
        /// The upper bound, and whether it is included.
        high: Option<(Fixed, bool)>,
    },
    /// There is a value.
    Known,
    /// There is none.
    Missing,
    /// It stands in this relation to a threshold plus an offset.
    Threshold {
        /// The threshold.
        threshold: ThresholdId,
        /// The relation.
        relation: Relation,
        /// Added to the limited threshold.
        offset: Fixed,
    },
}

/// An order between two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `>`
    Above,
    /// `<`
    Below,
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
}

impl Relation {
    /// Whether a number stands in this relation to a threshold plus an offset, however large they are.
    pub fn holds(self, number: Fixed, threshold: Fixed, offset: Fixed) -> bool {
        let exact = |number: Fixed| i128::from(number.millionths());
        let (left, right) = (exact(number), exact(threshold) + exact(offset));
        match self {
            Relation::Above => left > right,
            Relation::Below => left < right,
            Relation::AtLeast => left >= right,
            Relation::AtMost => left <= right,
        }
    }
}
