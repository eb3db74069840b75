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
        let at = instant(text, notes)?;
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

/// An RFC 3339 instant, in seconds since 1970-01-01T00:00:00Z. Without an offset it is of UTC, which is noted.
pub(super) fn instant(text: &str, notes: &mut Notes) -> Result<i64, Problem> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        return Ok(instant.as_second());
    }
    let instant = of_utc(text).ok_or_else(|| {
        Problem::new(format!("`{}` is no time", shown(text)))
            .help("write it with its offset from UTC: 2026-03-15T10:00:00Z or 2026-03-15T11:00:00+01:00")
    })?;
    notes.add("a time without its offset from UTC is read as UTC");
    Ok(instant)
}

/// A date and a time of day. A date alone is no instant, and a zone in brackets would be lost.
fn of_utc(text: &str) -> Option<i64> {
    const DATE_BYTES: usize = 10;
    if text.len() <= DATE_BYTES || text.contains('[') {
        return None;
    }
    let local: jiff::civil::DateTime = text.parse().ok()?;
    let instant = jiff::tz::Offset::UTC.to_timestamp(local).ok()?;
    Some(instant.as_second())
}

#[cfg(test)]
mod tests {
    use super::{Notes, instant};

    #[test]
    fn a_time_without_an_offset_is_of_utc_and_noted() {
        let mut notes = Notes::new("t.csv".to_owned());
        let at = instant("2026-11-02T09:00:00Z", &mut notes);
        assert_eq!(instant("2026-11-02T10:00+01:00", &mut notes), at);
        assert!(notes.all().is_empty());
        for text in ["2026-11-02T09:00:00", "2026-11-02 09:00", " 2026-11-02 09:00:00.5 "] {
            assert_eq!(instant(text, &mut notes), at, "{text}");
        }
        assert_eq!((notes.all().len(), notes.all()[0].count), (1, 3));
        for text in
            ["2026-11-02", "09:00", "2026-11-02T09:00[Europe/Madrid]", "2026-11-02 25:00", "9999-12-31T23:59:59"]
        {
            assert!(instant(text, &mut notes).is_err(), "{text}");
        }
    }
}
