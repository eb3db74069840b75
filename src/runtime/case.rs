//! What routing needs of a decision: plain data, for whoever finds the person.

use super::record::parts::{instant, number};
use super::routing::{holds_of_decision, minutes, priority};
use super::values::Values;
use crate::decision::{DecidedBy, Decision};
use crate::policy::{BuiltIn, CategoryId, Condition, Effect, Layer, Need, Policy, Priority, QueueId};
use crate::value::{Fixed, Value};
use serde_json::{Value as Json, json};

/// A conversation that is to reach a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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

    /// In the form `baton.case/1`: names, so that whoever reads it needs no table; the steps of a ladder by position.
    pub fn to_json(&self, policy: &Policy) -> Json {
        let queue = |one: &CaseQueue| {
            let there = one.steps.iter().enumerate().filter(|(_, there)| **there).map(|(at, _)| at);
            json!({ "queue": policy.queue(one.id).name, "steps": there.collect::<Vec<_>>() })
        };
        json!({
            "schema": "baton.case/1",
            "policy": policy.hash,
            "decided_at": instant(self.decided_at),
            "asked_at": self.asked_at.and_then(instant),
            "live": self.is_live,
            "work": self.work,
            "language": self.language,
            "category": self.category,
            "queues": self.queues.iter().map(queue).collect::<Vec<_>>(),
            "to_named_agent": self.to_named_agent,
            "to_same_agent": self.to_same_agent,
            "level": self.level,
            "needs": self.needs.iter().map(need_json).collect::<Vec<_>>(),
            "priority": self.priority.as_str(),
            "minutes": number(self.minutes),
            "to_all": self.to_all,
            "may_choose": self.may_choose,
            "everyone": self.everyone.map(|(within, callback)| {
                json!({ "within": within.whole(), "else_callback": callback })
            }),
        })
    }
}

fn need_json(need: &Need) -> Json {
    let (kind, name, level) = match need {
        Need::Skill(name, level) => ("skill", name, level.map(|level| level.to_string())),
        Need::Team(name) => ("team", name, None),
        Need::Mark(name) => ("mark", name, None),
        Need::Language(name, level) => ("language", name, level.map(|level| level.as_str().to_owned())),
    };
    json!({ "kind": kind, "name": name, "level": level })
}

/// The name of the category that all of this belongs to.
pub(crate) fn outermost(policy: &Policy, id: CategoryId) -> String {
    let mut at = id;
    while let Some(parent) = policy.categories[at.index()].parent {
        at = parent;
    }
    policy.categories[at.index()].path.clone()
}
