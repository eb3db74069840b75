//! What routing needs of a decision, and of the customer.

use crate::decision::{DecidedBy, Decision};
use crate::policy::{BuiltIn, CategoryId, Condition, Effect, Layer, Need, Policy, Priority, QueueId};
use crate::runtime::{Values, holds_of_decision, minutes, priority};
use crate::value::{Fixed, Value};

/// A conversation that is to reach a person.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct Case {
    /// When it was decided, in seconds since 1970-01-01T00:00:00Z: the one clock starts here.
    pub decided_at: i64,
    /// When the customer asked for a person, if they did.
    pub asked_at: Option<i64>,
    /// Whether the customer is there and waits.
    pub is_live: bool,
    /// The kind of work, as the roster names it; none: one unit.
    pub work: Option<String>,
    /// The customer's language; none if it is not known: then it keeps nobody out.
    pub language: Option<String>,
    /// The outermost category, by name.
    pub category: Option<String>,
    /// To whom, in order.
    pub queues: Vec<CaseQueue>,
    /// To the colleague whom the customer named, first of all.
    pub to_named_agent: bool,
    /// To whoever gave the conversation back, first of all.
    pub to_same_agent: bool,
    /// The level that is asked for.
    pub level: Option<String>,
    /// What whoever takes it must have, whatever the queue.
    pub needs: Vec<Need>,
    /// How soon, in a word.
    pub priority: Priority,
    /// Minutes to add to those that were waited.
    pub minutes: Fixed,
    /// Whether everybody who may take it is asked at once.
    pub to_all: bool,
    /// Whether the customer may be given a choice while the wait is long.
    pub may_choose: bool,
    /// Everyone with the language is asked so many seconds after the customer asked; and whether a callback is offered
    /// if there is nobody.
    pub everyone: Option<(Fixed, bool)>,
}

/// A queue of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseQueue {
    /// Which.
    pub id: QueueId,
    /// Which steps of its ladder are there.
    pub steps: Vec<bool>,
}

/// What only the service knows of a decision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// When it was decided.
    pub decided_at: i64,
    /// When the customer asked for a person.
    pub asked_at: Option<i64>,
    /// Whether it is mail, or messages that nobody waits for.
    pub is_async: bool,
    /// The kind of work.
    pub work: Option<String>,
}

/// What is known of the customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Customer {
    /// Who manages the account.
    pub account_manager: Option<String>,
    /// Whom the customer named.
    pub named_agent: Option<String>,
    /// Who handled the customer last.
    pub last: Option<Handled>,
    /// Marks of agents with this customer, such as `avoid`.
    pub marks: Vec<(String, String)>,
}

/// A conversation that was handled before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handled {
    /// By whom.
    pub agent: String,
    /// When it ended, or that agent last wrote.
    pub at: i64,
    /// Whether it was about the same issue.
    pub same_issue: bool,
    /// What it was about: a category of the policy.
    pub category: Option<String>,
}

impl Case {
    /// The case of a decision that hands over, given the values that it was made on.
    pub fn of(policy: &Policy, values: &Values, decision: &Decision, told: &Told) -> Self {
        let read = |wanted: &BuiltIn| policy.built_in(wanted).and_then(|fact| values.get(fact));
        let word = |value: Option<&Value>| match value {
            Some(Value::Word(word)) => Some(word.clone()),
            _ => None,
        };
        let category = word(read(&BuiltIn::Category)).and_then(|path| policy.find_category(&path));
        let queues = match decision.queues.as_slice() {
            [] => vec![policy.queue_for(category)],
            queues => queues.to_vec(),
        };
        let holds = |condition: &Condition| holds_of_decision(policy, values, decision, condition);
        let queue = |id: QueueId| CaseQueue {
            id,
            steps: policy.queue(id).routing.steps.iter().map(|step| holds(&step.when)).collect(),
        };
        let effects = &decision.effects;
        let level =
            effects.iter().find_map(|one| if let Effect::NeedLevel(level) = one { Some(level.clone()) } else { None });
        let guard = matches!(decision.decided_by, DecidedBy::Rule(rule) if policy.rule(rule).layer == Layer::Guard);
        let everyone = effects.iter().find_map(|one| match one {
            Effect::EveryoneWithLanguage(within, callback) => Some((*within, *callback)),
            _ => None,
        });
        Self {
            decided_at: told.decided_at,
            asked_at: told.asked_at,
            is_live: !told.is_async,
            work: told.work.clone(),
            language: word(read(&BuiltIn::Language)),
            category: category.map(|id| outermost(policy, id)),
            queues: queues.into_iter().map(queue).collect(),
            to_named_agent: decision.to_named_agent,
            to_same_agent: decision.to_same_agent,
            level: decision.level.clone().or(level),
            needs: effects.iter().filter_map(Need::of).collect(),
            priority: priority(decision),
            minutes: minutes(policy, values, decision),
            to_all: effects.contains(&Effect::OfferToAll),
            may_choose: !guard && !effects.contains(&Effect::NoChoice),
            everyone,
        }
    }
}

/// The name of the category that all of this belongs to.
pub(super) fn outermost(policy: &Policy, id: CategoryId) -> String {
    let mut at = id;
    while let Some(parent) = policy.categories[at.index()].parent {
        at = parent;
    }
    policy.categories[at.index()].path.clone()
}
