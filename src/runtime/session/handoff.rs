//! The latest handoff of a conversation, and how far people have come with it.
//!
//! In: what `step` notes. Out: instants, for the records of outcomes. No fact and no
//! rule reads it, so it changes no decision.

use super::Session;
use crate::decision::Point;

/// The latest handoff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::runtime) struct Handoff {
    /// The id of the event that was decided on.
    pub(in crate::runtime) event: String,
    /// At which point.
    pub(in crate::runtime) point: Point,
    /// When, in seconds since 1970-01-01T00:00:00Z, as all instants here.
    pub(in crate::runtime) at: i64,
    /// Where it went; none for a named agent.
    pub(in crate::runtime) queue: Option<String>,
    /// Where a person passed it to since.
    pub(in crate::runtime) passed_to: Option<String>,
    /// When the person who has it took it.
    pub(in crate::runtime) accepted_at: Option<i64>,
    /// When they first wrote something of substance.
    pub(in crate::runtime) first_reply_at: Option<i64>,
}

impl Session<'_> {
    /// The latest handoff.
    pub(in crate::runtime) fn handoff(&self) -> Option<&Handoff> {
        self.handoff.as_ref()
    }

    /// Notes the latest handoff.
    pub(in crate::runtime) fn handoff_mut(&mut self) -> &mut Option<Handoff> {
        &mut self.handoff
    }

    /// When the conversation started, in seconds since 1970-01-01T00:00:00Z.
    pub(in crate::runtime) fn start(&self) -> Option<i64> {
        self.clock.started
    }
}
