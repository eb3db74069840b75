//! When things were said: seconds since the start, or instants.

use super::error::{Problem, shown};
use super::limits::TURN_SECONDS_MAX;
use super::notes::Notes;

/// Turns the times of one conversation into seconds since its start.
pub(super) struct Clock {
    started: Option<i64>,
    counted: bool,
    latest: i64,
}

impl Clock {
    /// Starts at an instant, if it is known; else the first instant that is seen is the start.
    pub(super) fn new(started: Option<i64>) -> Self {
        Self { started, counted: false, latest: 0 }
    }

    /// When the conversation started, as far as is known by now.
    pub(super) fn started(&self) -> Option<i64> {
        self.started
    }

    /// A time written as a number of seconds since the start.
    pub(super) fn seconds(&mut self, seconds: f64, notes: &mut Notes) -> Result<i64, Problem> {
        #[expect(clippy::cast_precision_loss, reason = "ten years in seconds is far below 2^52")]
        let limit = TURN_SECONDS_MAX as f64;
        if !(-limit..=limit).contains(&seconds) {
            let help =
                "a number is the seconds since the conversation started; write an instant as 2026-03-15T10:00:00Z";
            return Err(Problem::new("a time is more than ten years from the start of its conversation").help(help));
        }
        self.counted = true;
        #[expect(clippy::cast_possible_truncation, reason = "within the limit, and whole")]
        let whole = seconds.floor() as i64;
        Ok(self.pass(whole, notes))
    }

    /// A time written as an instant.
    pub(super) fn instant(&mut self, text: &str, notes: &mut Notes) -> Result<i64, Problem> {
        let at = instant(text)?;
        if self.started.is_none() && self.counted {
            let help = "use one of the two in a conversation, or say when it `started`";
            return Err(Problem::new("seconds and instants stand in one conversation").help(help));
        }
        let seconds = at - *self.started.get_or_insert(at);
        if seconds.abs() > TURN_SECONDS_MAX {
            return Err(Problem::new("a time is more than ten years from the start of its conversation"));
        }
        Ok(self.pass(seconds, notes))
    }

    fn pass(&mut self, at: i64, notes: &mut Notes) -> i64 {
        if at < self.latest {
            notes.add("time goes backwards");
        }
        self.latest = at;
        at
    }
}

/// An RFC 3339 instant, in seconds since 1970-01-01T00:00:00Z.
pub(super) fn instant(text: &str) -> Result<i64, Problem> {
    let parsed = text.trim().parse::<jiff::Timestamp>();
    parsed.map(jiff::Timestamp::as_second).map_err(|_| {
        Problem::new(format!("`{}` is no time", shown(text)))
            .help("write it with its offset from UTC: 2026-03-15T10:00:00Z or 2026-03-15T11:00:00+01:00")
    })
}
