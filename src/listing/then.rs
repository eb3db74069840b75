//! What comes of a row: action, queues, what goes with it.

use super::{Accepts, Reading, words};
use crate::policy::{Action, ActionName, Effect, MessageId, Outcome as Written, QueueId, Target, To};
use crate::rows::{Cells, ColumnId, FallbackCourse, Outcome, Whither};
use crate::value::{Fixed, show_duration};

/// What comes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Then<'a> {
    /// The action; none for what only adds.
    pub action: Option<ActionName>,
    /// To whom: `billing or retention`, `the category's queue`; empty for nobody.
    pub to: String,
    /// The queue's level.
    pub level: Option<&'a str>,
    /// How long the customer may be silent before a question becomes a handoff.
    pub silence: Option<String>,
    /// What is said: the message's name.
    pub says: Option<&'a str>,
    /// Whether that is what such an action says when the author names no message.
    pub says_the_usual: bool,
    /// What goes with it, as the language writes it.
    pub effects: Vec<String>,
}

/// What decides when no rule does.
#[derive(Clone, Debug)]
pub struct Fallback<'a> {
    /// `otherwise`, `on problem`, `on failure`
    pub name: &'static str,
    /// When it decides.
    pub when: String,
    /// What it decides.
    pub then: Then<'a>,
    /// `because`
    pub because: Option<&'a str>,
    /// Where it is written.
    pub source: String,
}

impl<'a> Then<'a> {
    /// What only adds.
    pub(super) fn added(effects: Vec<String>) -> Self {
        Self { action: None, to: String::new(), level: None, silence: None, says: None, says_the_usual: false, effects }
    }

    /// An outcome of the table, and what the author wrote.
    pub(super) fn decided(reading: &Reading<'a>, outcome: &'a Outcome, written: Option<&Written>) -> Self {
        let effects: &[Effect] = written.map_or(&[], |written| &written.effects);
        let is_named = outcome.action == ActionName::Clarify || written.is_some_and(|written| written.say.is_some());
        let to = match &outcome.whither {
            Whither::Nobody => String::new(),
            Whither::Category => reading.queue_of_category(),
            Whither::Queues(queues) => reading.names(queues),
            Whither::NamedAgent => NAMED_AGENT.to_owned(),
        };
        Self {
            action: Some(outcome.action),
            to,
            level: outcome.level.as_deref(),
            silence: silence(outcome.silence),
            says: outcome.message.map(|id| reading.message(id)),
            says_the_usual: outcome.message.is_some() && !is_named,
            effects: reading.effects(effects),
        }
    }

    /// An outcome that is not in the table: a watch's.
    pub(super) fn written(reading: &Reading<'a>, written: &'a Written) -> Self {
        let (action, target, says) = match &written.action {
            Action::Stay => (ActionName::Stay, None, written.say),
            Action::Close => (ActionName::Close, None, written.say),
            Action::Offer(target) => (ActionName::Offer, Some(target), written.say),
            Action::HandOff(target) => (ActionName::HandOff, Some(target), written.say),
            Action::Clarify { message, target, .. } => (ActionName::Clarify, Some(target), Some(*message)),
        };
        let after = match written.action {
            Action::Clarify { silence, .. } => silence,
            _ => None,
        };
        Self {
            action: Some(action),
            to: target.map_or_else(String::new, |target| reading.to(target)),
            level: target.and_then(|target| target.level.as_deref()),
            silence: silence(after),
            says: says.map(|id| reading.message(id)),
            says_the_usual: false,
            effects: reading.effects(&written.effects),
        }
    }

    /// All of it: `hand off to security, priority urgent, say security`.
    pub fn sentence(&self) -> String {
        let action = self.action.map(|_| self.action());
        action.into_iter().chain(self.with()).collect::<Vec<_>>().join(", ")
    }

    /// What goes with the action: effects, and the message unless it is the usual one.
    pub fn with(&self) -> impl Iterator<Item = String> {
        let says = self.says.filter(|_| !self.says_the_usual).map(|name| format!("say {name}"));
        self.effects.iter().cloned().chain(says)
    }

    /// Action and queue as the language writes them: `hand off to billing at L2`, `clarify, silence 60s, then hand off to
    /// the category's queue`.
    pub fn action(&self) -> String {
        let level = self.level.map_or_else(String::new, |level| format!(" at {level}"));
        let to = if self.to.is_empty() { String::new() } else { format!(" to {}{level}", self.to) };
        match self.action {
            None => String::new(),
            Some(action @ (ActionName::Stay | ActionName::Close)) => action.as_str().to_owned(),
            Some(ActionName::HandOff) => format!("hand off{to}"),
            Some(ActionName::Offer) => format!("offer hand off{to}"),
            Some(ActionName::Clarify) => {
                let silence = self.silence.as_ref().map_or_else(String::new, |after| format!(", silence {after}"));
                format!("clarify{silence}, then hand off{to}")
            }
        }
    }
}

/// Who takes a handoff to somebody whom the customer named.
const NAMED_AGENT: &str = "the named agent";

fn silence(silence: Option<Fixed>) -> Option<String> {
    silence.map(show_duration)
}

impl<'a> Reading<'a> {
    fn queue_of_category(&self) -> String {
        match self.category {
            None => "the category's queue".to_owned(),
            category => self.policy.queue(self.policy.queue_for(category)).name.clone(),
        }
    }

    fn to(&self, target: &Target) -> String {
        match &target.to {
            To::Category => self.queue_of_category(),
            To::Queues(queues) => self.names(queues),
            To::NamedAgent => NAMED_AGENT.to_owned(),
        }
    }

    fn names(&self, queues: &[QueueId]) -> String {
        queues.iter().map(|queue| self.policy.queue(*queue).name.as_str()).collect::<Vec<_>>().join(" or ")
    }

    fn message(&self, id: MessageId) -> &'a str {
        &self.policy.message(id).name
    }
}

/// What decides when no rule does: `otherwise`, and what comes in the place of rules when something is wrong.
pub(super) fn fallbacks<'a>(reading: &Reading<'a>) -> Vec<Fallback<'a>> {
    let Reading { policy, rows, .. } = *reading;
    let because = policy.otherwise.because.as_deref();
    let source = reading.source(policy.otherwise_span);
    let otherwise = |outcome: u32, when: &str| {
        let then = Then::decided(reading, rows.outcomes.get(outcome as usize)?, Some(&policy.otherwise));
        Some(Fallback { name: "otherwise", when: when.to_owned(), then, because, source: source.clone() })
    };
    let while_ = |course: &FallbackCourse| {
        let ask = |(id, cells): &(ColumnId, Cells)| {
            let column = rows.column(*id);
            words::test(policy, column, &Accepts::of(policy, column, cells.ranges()), usize::MAX)
        };
        let asks: Vec<String> = course.when.iter().map(ask).collect();
        let and = if asks.first().is_some_and(|ask| ask.starts_with("except ")) { "" } else { "and " };
        otherwise(course.outcome, &format!("no rule holds, {and}{}", asks.join(" and ")))
    };
    let courses = &rows.otherwise.courses;
    let last = if courses.is_empty() { "no rule holds" } else { "no rule holds, nor any of these" };
    let mut all: Vec<Fallback<'a>> = courses.iter().filter_map(while_).collect();
    all.extend(otherwise(rows.otherwise.outcome, last));
    all.extend(rows.on_problem.and_then(|at| rows.outcomes.get(at as usize)).map(|outcome| Fallback {
        name: "on problem",
        when: "a fact cannot be read, and no guard holds".to_owned(),
        then: Then::decided(reading, outcome, None),
        because: None,
        source: reading.source(policy.on_problem_span),
    }));
    let failure = &policy.on_failure;
    all.push(Fallback {
        name: "on failure",
        when: "Baton itself cannot decide".to_owned(),
        then: Then {
            action: Some(ActionName::HandOff),
            to: reading.to(failure),
            level: failure.level.as_deref(),
            ..Then::added(Vec::new())
        },
        because: None,
        source: String::new(),
    });
    all
}
