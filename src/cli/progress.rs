//! How far long work has come: one line on standard error, written anew.
//!
//! Only on a terminal, and only after a second; a pipe never sees it.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Work that is done sooner shows nothing.
const QUIET: Duration = Duration::from_secs(1);
/// The line is not written more often than this.
const PAUSE: Duration = Duration::from_millis(200);
/// From the start of the line to its end, everything is removed.
const CLEAR_LINE: &str = "\r\x1b[K";

/// A counter of conversations.
#[derive(Debug)]
pub(crate) struct Progress {
    is_on: bool,
    started: Instant,
    count: usize,
    drawn: Option<Instant>,
}

impl Progress {
    /// Shows nothing until it is turned on.
    pub(crate) fn off() -> Self {
        Self { is_on: false, started: Instant::now(), count: 0, drawn: None }
    }

    /// Counts from now on, if somebody can see it.
    pub(crate) fn turn_on(&mut self) {
        *self = Self { is_on: io::stderr().is_terminal(), ..Self::off() };
    }

    /// One more.
    pub(crate) fn count(&mut self) {
        self.count += 1;
        if !self.is_on {
            return;
        }
        let now = Instant::now();
        let is_due = self.drawn.map_or(now - self.started > QUIET, |drawn| now - drawn > PAUSE);
        if is_due {
            self.drawn = Some(now);
            let seconds = (now - self.started).as_secs();
            let mut out = io::stderr();
            let _ = write!(out, "{CLEAR_LINE}  {} conversations, {seconds} s", self.count);
            let _ = out.flush();
        }
    }

    /// Removes the line, so that something else can be printed.
    pub(crate) fn clear(&mut self) {
        if self.drawn.is_some() {
            let _ = write!(io::stderr(), "{CLEAR_LINE}");
            // It comes back with the next one that is due.
            self.drawn = Some(Instant::now());
        }
    }
}
