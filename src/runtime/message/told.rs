//! What is known of the placeholders of messages.
//!
//! In: JSON of a service, by placeholder and fact names. Out: values of the right
//! types, and a problem for each that cannot be used; that one is then unknown.

use super::{Fill, FillAs, Piece, pieces};
use crate::decision::InputProblem;
use crate::policy::{Placeholder, Policy, Situation, TEAM, TIMEZONE};
use crate::runtime::bind;
use crate::value::{Type, Value};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// Most values that are read for one message.
pub const TOLD_MAX: usize = 256;

/// What is known of placeholders, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    values: BTreeMap<String, Value>,
}

impl Told {
    /// Reads what a service sends: an object with the names of placeholders and facts.
    pub fn from_json(policy: &Policy, json: &Map<String, Json>) -> (Self, Vec<InputProblem>) {
        let mut told = Self::default();
        let mut problems = Vec::new();
        if json.len() > TOLD_MAX {
            let message = format!("{} values; at most {TOLD_MAX} are read", json.len());
            problems.push(InputProblem { fact: "values".to_owned(), message, decides: false });
        }
        for (name, json) in json.iter().take(TOLD_MAX) {
            match read(policy, name, json) {
                Ok(Some(value)) => told.set(name, value),
                Ok(None) => {}
                Err(problem) => problems.push(problem),
            }
        }
        if told.number("wait_low") > told.number("wait_high") && told.number("wait_high").is_some() {
            let message = "it is above wait_high, so neither is used".to_owned();
            problems.push(InputProblem { fact: "wait_low".to_owned(), message, decides: false });
            told.values.remove("wait_low");
            told.values.remove("wait_high");
        }
        (told, problems)
    }

    /// Every placeholder with its sample.
    pub fn sample() -> Self {
        let mut told = Self::default();
        for placeholder in Placeholder::ALL.iter().filter(|placeholder| placeholder.from.is_none()) {
            let sample = Json::from(placeholder.sample);
            if let Ok(Some(value)) = bind::of_type(&placeholder.written.kind(), &sample) {
                told.set(placeholder.name, value);
            }
        }
        told
    }

    /// Sets a value.
    pub fn set(&mut self, name: &str, value: Value) {
        self.values.insert(name.to_owned(), value);
    }

    /// Takes a value away.
    pub fn forget(&mut self, name: &str) {
        self.values.remove(name);
    }

    /// The value of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// Every name with its value, in the order of names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Whether a situation holds.
    pub fn holds(&self, situation: Situation) -> bool {
        let is_told = |name: &&str| self.get(name).is_some() || (**name == *"wait" && self.range().is_some());
        let told = situation.told_by().iter().any(is_told);
        told != (situation == Situation::WaitUnknown)
    }

    /// What stands in the place of a placeholder, if it is known.
    fn fill(&self, policy: &Policy, language: &str, name: &str) -> Option<Fill> {
        let Some(placeholder) = Placeholder::find(name) else {
            let kind = policy.fact(policy.find_fact(name)?).kind.clone();
            let value = self.get(name)?.clone();
            return Some(Fill { name: name.to_owned(), written: FillAs::Fact(kind), value, to: None });
        };
        let source = placeholder.from.unwrap_or(name);
        let (value, to) = match self.range().filter(|_| source == "wait") {
            Some((low, high)) => (low.clone(), Some(high.clone())),
            None if name == TIMEZONE => (Value::Word(self.zone(policy).to_owned()), None),
            None if name == TEAM => (Value::Word(self.team(policy, language)?.to_owned()), None),
            None => (self.get(source)?.clone(), None),
        };
        Some(Fill { name: name.to_owned(), written: FillAs::Placeholder(placeholder.written), value, to })
    }

    /// A text with its placeholders filled, or the names that have no value.
    pub fn pieces(&self, policy: &Policy, language: &str, text: &str) -> Result<Vec<Piece>, Vec<String>> {
        pieces::fill(text, |name| self.fill(policy, language, name))
    }

    /// In whose time zone times are written: the customer's, or else the policy's.
    pub fn zone<'a>(&'a self, policy: &'a Policy) -> &'a str {
        match self.get(TIMEZONE) {
            Some(Value::Word(zone)) => zone,
            _ => &policy.timezone,
        }
    }

    /// The title in this language of the queue that is told by its name, or the title that is told.
    fn team<'a>(&'a self, policy: &'a Policy, language: &str) -> Option<&'a str> {
        let Some(Value::Word(told)) = self.get(TEAM) else { return None };
        let queue = policy.queues.iter().find(|queue| queue.name == *told);
        Some(queue.map_or(told, |queue| queue.title_in(language)))
    }

    /// From where to where the wait goes, if both are known.
    fn range(&self) -> Option<(&Value, &Value)> {
        self.get("wait_low").zip(self.get("wait_high"))
    }

    fn number(&self, name: &str) -> Option<crate::value::Fixed> {
        match self.get(name) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }
}

/// The type of a value, by the name of its placeholder or fact.
pub(in crate::runtime) fn kind_of(policy: &Policy, name: &str) -> Option<Type> {
    match Placeholder::find(name) {
        Some(placeholder) => Some(placeholder.written.kind()),
        None => policy.find_fact(name).map(|fact| policy.fact(fact).kind.clone()),
    }
}

fn read(policy: &Policy, name: &str, json: &Json) -> Result<Option<Value>, InputProblem> {
    let Some(placeholder) = Placeholder::find(name) else {
        return bind::bind(policy, name, json).map(|(_, value)| value);
    };
    let problem = |message| InputProblem { fact: name.to_owned(), message, decides: false };
    if let Some(source) = placeholder.from {
        return Err(problem(format!("it is made from `{source}`; send that")));
    }
    let value = bind::of_type(&placeholder.written.kind(), json).map_err(problem)?;
    match &value {
        Some(Value::Word(zone)) if name == TIMEZONE && jiff::tz::TimeZone::get(zone).is_err() => {
            Err(problem("it is no time zone such as `Europe/Madrid`".to_owned()))
        }
        _ => Ok(value),
    }
}
