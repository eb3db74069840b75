//! What became of a conversation: a record for each event that tells it.
//!
//! In: an event, the session before and behind it. Out: an [`Outcome`], as JSON in the
//! form `baton.outcome/1`. It holds ids, instants, names, scores and words from closed
//! lists, and nothing that anybody said. The published schema is [`SCHEMA`].
//!
//! Together with the decisions, these records are enough for what a handoff is judged
//! by: preparation time, time to resolution, how content customers are with it and
//! without it, and which fields people missed.

use super::Refused;
use super::event::{Event, EventKind};
use super::report::{Feedback, Rating};
use crate::decision::Decision;
use crate::policy::{ActionName, Policy};
use crate::runtime::record::{Occasion, parts};
use crate::runtime::session::Session;
use crate::runtime::session::desk::Phase;
use crate::runtime::session::handoff::Handoff;
use serde_json::{Value as Json, json};

/// The JSON Schema (draft 7) of a record.
pub const SCHEMA: &str = include_str!("../../../docs/schema/outcome.schema.json");

/// The form of a record.
const FORM: &str = "baton.outcome/1";

/// What an event tells of how a conversation went.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The event's word; `reopened` where a customer writes into what was closed.
    pub kind: &'static str,
    /// When, in seconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// When the conversation started, in the same; none if nobody has written in it.
    pub started: Option<i64>,
    /// How content somebody was.
    pub rating: Option<Rating>,
    /// What somebody says of the handoff.
    pub feedback: Option<Feedback>,
    handoff: Option<Handoff>,
}

impl Outcome {
    /// The record.
    pub(super) fn json(&self, policy: &Policy, conversation: &str, event: &str) -> Json {
        let instant = |at: Option<i64>| at.and_then(parts::instant);
        json!({
            "schema": FORM,
            "type": self.kind,
            "conversation": conversation,
            "event": event,
            "at": instant(Some(self.at)),
            "policy": { "title": policy.title, "hash": policy.hash },
            "started_at": instant(self.started),
            "handoff": self.handoff.as_ref().map(|handoff| {
                let event = Some(handoff.event.as_str());
                let occasion = Occasion { conversation, turn: 0, event, at: Some(handoff.at) };
                json!({
                    "id": occasion.id(handoff.point),
                    "at": instant(Some(handoff.at)),
                    "queue": handoff.queue,
                    "passed_to": handoff.passed_to,
                    "accepted_at": instant(handoff.accepted_at),
                    "first_reply_at": instant(handoff.first_reply_at),
                })
            }),
            "rating": self.rating.as_ref().map(|rating| json!({
                "score": parts::number(rating.score),
                "scale": [parts::number(rating.lowest), parts::number(rating.highest)],
                "share": parts::number(rating.share()),
                "by": rating.by.as_str(),
            })),
            "feedback": self.feedback.as_ref().map(|feedback| json!({
                "complaints": feedback.complaints.iter().map(|one| one.as_str()).collect::<Vec<_>>(),
                "right_queue": feedback.right_queue,
                "missing": feedback.missing,
                "unused": feedback.unused,
                "edited": feedback.edited,
            })),
        })
    }
}

/// Whether feedback can be taken: it is about a handoff, and names queues of the policy.
pub(super) fn check(session: &Session<'_>, feedback: &Feedback) -> Result<(), Refused> {
    let policy = session.table().policy();
    if session.handoff().is_none() {
        let why = "feedback is about a handoff, and nothing was handed off in this conversation";
        return Err(Refused::Impossible(why.to_owned()));
    }
    feedback.right_queue.as_ref().map_or(Ok(()), |queue| is_queue(policy, queue))
}

/// Refuses an event that names a queue which the policy does not have.
pub(super) fn is_queue(policy: &Policy, queue: &str) -> Result<(), Refused> {
    if policy.queues.iter().any(|known| known.name == queue) {
        return Ok(());
    }
    let names: Vec<&str> = policy.queues.iter().map(|queue| queue.name.as_str()).collect();
    Err(Refused::Impossible(format!("the policy has no queue `{queue}`: there are {}", names.join(", "))))
}

/// Notes how far people have come with the handoff, and what an event that was taken tells of it.
pub(super) fn note(
    session: &mut Session<'_>,
    before: Phase,
    event: &Event,
    decision: Option<&Decision>,
    now: i64,
) -> Option<Outcome> {
    let at = event.at.unwrap_or(now);
    let former = session.handoff().cloned();
    if let Some(decision) = decision.filter(|decision| decision.action == ActionName::HandOff) {
        let queue = decision.queues.first().map(|queue| session.table().policy().queue(*queue).name.clone());
        *session.handoff_mut() = Some(Handoff {
            event: event.id.clone(),
            point: decision.point,
            at,
            queue,
            passed_to: None,
            accepted_at: None,
            first_reply_at: None,
        });
    }
    let is_news = session.handoff_mut().as_mut().is_none_or(|handoff| come_on(handoff, &event.kind, at));
    let phase = session.desk().phase;
    let kind = match &event.kind {
        EventKind::AgentReplied(_) if session.handoff().is_none() || !is_news => return None,
        EventKind::CustomerMessage(_) if before == Phase::Closed && phase != Phase::Closed => "reopened",
        kind if kind.is_outcome() => kind.as_str(),
        _ => return None,
    };
    let (rating, feedback) = match &event.kind {
        EventKind::Rated(rating) => (Some(rating.clone()), None),
        EventKind::Feedback(feedback) => (None, Some(feedback.clone())),
        _ => (None, None),
    };
    // What is reopened was settled before this event decided anything.
    let handoff = if kind == "reopened" { former } else { session.handoff().cloned() };
    Some(Outcome { kind, at, started: session.start(), rating, feedback, handoff })
}

/// How far people have come with a handoff. Whether the event tells anything new: of replies, the first of substance does.
fn come_on(handoff: &mut Handoff, event: &EventKind, at: i64) -> bool {
    match event {
        EventKind::AgentAccepted if handoff.first_reply_at.is_none() => {
            handoff.accepted_at = handoff.accepted_at.or(Some(at));
        }
        EventKind::AgentReplied(reply) => {
            let is_first = reply.is_substantive() && handoff.first_reply_at.is_none();
            handoff.first_reply_at = handoff.first_reply_at.or(is_first.then_some(at));
            return is_first;
        }
        EventKind::Transferred(queue) => {
            // The next person begins anew.
            (handoff.accepted_at, handoff.first_reply_at) = (None, None);
            handoff.passed_to = Some(queue.clone());
        }
        _ => {}
    }
    true
}
