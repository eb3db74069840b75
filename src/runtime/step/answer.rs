//! What Baton says to an event.
//!
//! In: a decision, or why there is none. Out: an [`Answer`], as JSON in the form
//! `baton.step/1`. The published schema is [`SCHEMA`].

use super::Refused;
use super::event::Event;
use super::outcome::Outcome;
use super::state::State;
use crate::artifact::{FailureLine, FailureTarget};
use crate::decision::{Decision, InputProblem};
use crate::policy::Policy;
use crate::runtime::case::Case;
use crate::runtime::record::{self, Occasion, parts};
use crate::runtime::session::desk::Phase;
use crate::runtime::tree::{Tree, list, object};
use serde_json::{Value as Json, json};
use std::borrow::Cow;

/// The JSON Schema (draft 7) of an answer.
pub const SCHEMA: &str = include_str!("../../../docs/schema/step.schema.json");

const FORM: &str = "baton.step/1";

/// What Baton says to an event.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The event's id.
    pub event: String,
    /// The conversation's id.
    pub conversation: String,
    /// The decision; none when Baton stays quiet.
    pub decision: Option<Decision>,
    /// What whoever finds the person needs of it; none if nobody is to be found here.
    pub case: Option<Case>,
    /// Why there is none, in words.
    pub quiet: Option<String>,
    /// The phase behind the event.
    pub phase: Phase,
    /// When to send `silence` if nothing comes, in seconds since 1970-01-01T00:00:00Z.
    pub silence_at: Option<i64>,
    /// What was sent and not taken, with the reason.
    pub ignored: Vec<InputProblem>,
    /// Facts whose words are too long to be remembered: send them again with each event that needs them.
    pub not_remembered: Vec<String>,
    /// What the event tells of how the conversation went; none when it tells nothing.
    pub outcome: Option<Outcome>,
    at: Option<i64>,
}

impl Answer {
    pub(super) fn decided(event: &Event, decision: Decision, case: Option<Case>, silence_at: Option<i64>) -> Self {
        Self { decision: Some(decision), case, silence_at, ..Self::quiet_one(event) }
    }

    pub(super) fn quiet(event: &Event, why: &str) -> Self {
        Self { quiet: Some(why.to_owned()), ..Self::quiet_one(event) }
    }

    fn quiet_one(event: &Event) -> Self {
        Self {
            event: event.id.clone(),
            conversation: event.conversation.clone(),
            decision: None,
            case: None,
            quiet: None,
            phase: Phase::default(),
            silence_at: None,
            ignored: Vec::new(),
            not_remembered: Vec::new(),
            outcome: None,
            at: event.at,
        }
    }

    /// The answer, with the state that the service keeps.
    pub fn json(&self, policy: &Policy, state: &State) -> Json {
        let mut json = self.tree(policy).json();
        json["state"] = state.to_json();
        json
    }

    /// The same as a line.
    pub fn line(&self, policy: &Policy, state: &State) -> String {
        let mut line = self.tree(policy).text();
        // The state is the last key, and is text already.
        line.truncate(line.len() - "null}".len());
        line + state.text() + "}"
    }

    /// All but the state.
    fn tree<'a>(&'a self, policy: &'a Policy) -> Tree<'a> {
        let decision = self.decision.as_ref().map(|decision| {
            let occasion =
                Occasion { conversation: &self.conversation, turn: 0, event: Some(&self.event), at: self.at };
            record::tree(policy, decision, &occasion)
        });
        let outcome = self.outcome.as_ref().map(|one| one.json(policy, &self.conversation, &self.event));
        object([
            ("schema", FORM.into()),
            ("conversation", self.conversation.as_str().into()),
            ("event", self.event.as_str().into()),
            ("phase", self.phase.as_str().into()),
            ("decision", decision.into()),
            ("case", self.case.as_ref().map(|case| Tree::Json(Cow::Owned(case.to_json(policy)))).into()),
            ("quiet", self.quiet.as_deref().into()),
            ("silence_at", self.silence_at.and_then(parts::instant).into()),
            ("ignored", list(self.ignored.iter().map(record::problem))),
            ("not_remembered", list(self.not_remembered.iter().map(String::as_str))),
            ("outcome", outcome.into()),
            ("refused", Tree::Null),
            ("state", Tree::Null),
        ])
    }
}

/// The answer to a line that was not taken: why, and, where nothing could be decided, where the customer goes.
pub fn refused(conversation: Option<&str>, event: Option<&str>, code: &str, why: &str, failure: &FailureLine) -> Json {
    let to = match &failure.to {
        FailureTarget::Queues(queues) => json!(queues),
        FailureTarget::Category(queue) => json!([queue]),
        FailureTarget::NamedAgent => json!([]),
    };
    json!({
        "schema": FORM,
        "conversation": conversation,
        "event": event,
        "phase": null,
        "decision": null,
        "case": null,
        "quiet": null,
        "silence_at": null,
        "ignored": [],
        "not_remembered": [],
        "outcome": null,
        "refused": { "code": code, "message": why, "on_failure": { "action": "hand off", "queues": to, "level": failure.level } },
        "state": null,
    })
}

impl Refused {
    /// The refusal as an answer.
    pub fn json(&self, event: &Event, failure: &FailureLine) -> Json {
        refused(Some(&event.conversation), Some(&event.id), self.code(), &self.to_string(), failure)
    }
}
