//! One conversation, event by event: state and event in, state and answer out.
//!
//! In: a table, the state so far, an event, the present. Out: the new state and an
//! [`Answer`]: a decision, or that Baton stays quiet, and why.
//!
//! # Guarantees
//!
//! [`step`] is a pure function: equal arguments give equal answers. The state is at
//! most [`STATE_BYTES_MAX`] long, holds no words of the customer, and survives
//! another policy. The latest event, sent again, gets the same answer and changes
//! nothing; older ones are refused. A refusal leaves the state as it was.

mod answer;
mod event;
mod moves;
mod outcome;
mod report;
mod state;

pub use answer::{Answer, SCHEMA as ANSWER_SCHEMA, refused};
pub use event::{Choice, Event, EventKind, Misread, Reply, SCHEMA as EVENT_SCHEMA};
pub use outcome::{Outcome, SCHEMA as OUTCOME_SCHEMA};
pub use report::{Complaint, Feedback, Rater, Rating};
pub use state::{STATE_BYTES_MAX, State};

use super::session::Session;
use super::table::Table;
use std::fmt;

/// Why an event was not taken. The state stays as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The state cannot be read. Nothing can be decided: do what the policy's failure line says.
    State(String),
    /// The event is of another conversation than the state.
    OtherConversation,
    /// Its number is not above that of the latest event.
    OutOfOrder {
        /// The number of the latest event.
        latest: u64,
    },
    /// It was handled before, and others have come since.
    Repeated,
    /// An event of this id was handled, and said something else.
    SameIdOtherEvent,
    /// It cannot happen now.
    Impossible(String),
    /// The state would grow beyond its limit, in bytes.
    TooLarge(usize),
}

impl Refused {
    /// The word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Refused::State(_) => "state",
            Refused::OtherConversation => "other_conversation",
            Refused::OutOfOrder { .. } => "out_of_order",
            Refused::Repeated => "repeated",
            Refused::SameIdOtherEvent => "same_id",
            Refused::Impossible(_) => "impossible",
            Refused::TooLarge(_) => "too_large",
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::State(why) => write!(f, "{why}; do what the policy's failure line says"),
            Refused::OtherConversation => f.write_str("the state is that of another conversation"),
            Refused::OutOfOrder { latest } => {
                write!(f, "its `seq` is not above {latest}, that of the latest event; it came too late")
            }
            Refused::Repeated => f.write_str("it was handled before, and other events have come since"),
            Refused::SameIdOtherEvent => f.write_str(
                "an event with this id was handled and said something else; give each event an id of its own",
            ),
            Refused::Impossible(why) => f.write_str(why),
            Refused::TooLarge(bytes) => write!(
                f,
                "the state would have {bytes} bytes, more than {STATE_BYTES_MAX}; send facts with long words only with the \
                 events that need them"
            ),
        }
    }
}

impl std::error::Error for Refused {}

/// Takes an event. `now`: seconds since 1970-01-01T00:00:00Z.
///
/// # Errors
///
/// The event is refused, and the state stays as it was.
pub fn step(table: &Table, state: &State, event: &Event, now: i64) -> Result<(State, Answer), Refused> {
    if state.conversation().is_some_and(|known| known != event.conversation) {
        return Err(Refused::OtherConversation);
    }
    let print = event.print();
    match state.seen(event, print) {
        state::Seen::Never => {}
        state::Seen::Latest => {
            // What was answered follows from the state before; the present of then is part of the state.
            let before = state.before().map_err(Refused::State)?;
            let (_, answer) = take(table, &before, event, print, state.now().unwrap_or(now))?;
            return Ok((state.clone(), answer));
        }
        state::Seen::Other => return Err(Refused::SameIdOtherEvent),
        state::Seen::Earlier => return Err(Refused::Repeated),
    }
    if let (Some(seq), Some(latest)) = (event.seq, state.seq())
        && seq <= latest
    {
        return Err(Refused::OutOfOrder { latest });
    }
    take(table, state, event, print, now)
}

fn take(table: &Table, state: &State, event: &Event, print: u64, now: i64) -> Result<(State, Answer), Refused> {
    let mut session = Session::resume(table, &event.conversation, state.memory()).map_err(Refused::State)?;
    let before = session.desk().phase;
    if let EventKind::Feedback(feedback) = &event.kind {
        outcome::check(&session, feedback)?;
    }
    let mut answer = if event.kind.looks_back() {
        Answer::quiet(event, "noted; it changes no decision")
    } else {
        moves::take(&mut session, event, now)?
    };
    answer.outcome = outcome::note(&mut session, before, event, answer.decision.as_ref(), now);
    session.rest();
    let mut left_out = Vec::new();
    let memory = session.memory(&mut left_out);
    answer.not_remembered = left_out;
    answer.phase = session.desk().phase;
    let state = state.after(event, print, table, memory, now);
    match state.bytes() {
        bytes if bytes > STATE_BYTES_MAX => Err(Refused::TooLarge(bytes)),
        _ => Ok((state, answer)),
    }
}
