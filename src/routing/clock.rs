//! When something is due: on the clock, or in the business time of a queue.

use crate::calendar::{Interval, Intervals};
use crate::policy::{Deadline, Policy, Queue, Times};
use crate::roster::{AgentId, Duty, Roster};
use crate::value::Fixed;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// How far ahead business time is looked for, in seconds: first a month, then two years.
const AHEAD: [i64; 2] = [31 * 86_400, 2 * 366 * 86_400];

/// A day that is long enough for any change of clocks.
const LONG_DAY: i64 = 2 * 86_400;

/// The clock of one queue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock<'a> {
    pub(super) policy: &'a Policy,
    pub(super) queue: &'a Queue,
    pub(super) roster: &'a Roster,
    pub(super) is_live: bool,
    /// When it started.
    pub(super) from: i64,
    /// When the queue is open, in a span of time, if that was worked out before.
    pub(super) known: Option<&'a (Interval, Intervals)>,
}

impl Clock<'_> {
    /// When a time since the start is reached; none if it never is: business time of a queue that never opens.
    pub(super) fn at(&self, times: Times) -> Option<i64> {
        self.due(if self.is_live { times.live } else { times.asynchronous })
    }

    fn due(&self, deadline: Deadline) -> Option<i64> {
        let found = |open: &Intervals| match deadline {
            Deadline::Seconds(seconds) => self.from.checked_add(seconds.whole()),
            Deadline::BusinessHours(hours) => after_hours(open, seconds_of(hours)),
            Deadline::BusinessDays(days) => self.after_days(open, days.whole().max(1)),
        };
        if let Deadline::Seconds(_) = deadline {
            return found(&Intervals::default());
        }
        AHEAD.into_iter().find_map(|ahead| {
            let end = self.from.checked_add(ahead)?;
            // What lies at the end of what was looked at may go on behind it.
            found(&self.open(self.from, end)).filter(|at| *at < end - LONG_DAY)
        })
    }

    /// At the same time of day so many open days later; no later than that day closes, no earlier than it opens.
    fn after_days(&self, open: &Intervals, days: i64) -> Option<i64> {
        let zone = self.zone();
        let local = |at: i64| Timestamp::from_second(at).ok().map(|at| at.to_zoned(zone.clone()));
        let start = local(self.from)?;
        let mut seen = None;
        let mut counted = 0;
        for span in open.spans() {
            let opens = local(span.from)?;
            if opens.date() <= start.date() || Some(opens.date()) == seen {
                continue;
            }
            seen = Some(opens.date());
            counted += 1;
            if counted == days {
                let same = opens.date().to_zoned(zone.clone()).ok()?.with().time(start.time()).build().ok()?;
                let day_ends = opens.date().tomorrow().ok()?.to_zoned(zone.clone()).ok()?.timestamp().as_second();
                let closes = open.spans().iter().filter(|one| one.from < day_ends).map(|one| one.to).max()?;
                return Some(same.timestamp().as_second().clamp(span.from, closes.max(span.from)));
            }
        }
        None
    }

    /// When the queue is open between two instants: by its opening hours, or else while one of its people is on shift.
    pub(super) fn open(&self, from: i64, to: i64) -> Intervals {
        if let Some((span, open)) = self.known.filter(|(span, _)| span.from <= from && to <= span.to) {
            return if span.to == to { open.clone() } else { open.within(Interval { from, to }) };
        }
        match self.queue.routing.open.and_then(|at| self.policy.hours[at as usize].calendar.ready()) {
            Some(ready) => ready.between(from, to),
            None => self.staffed(from, to),
        }
    }

    fn staffed(&self, from: i64, to: i64) -> Intervals {
        let people =
            self.roster.ids().filter(|id| super::fits::member(self.roster.agent(*id), self.queue, None).is_some());
        let spans = people.map(|id| self.roster.between(Duty::Shift, id, from, to));
        spans.fold(Intervals::default(), |all, one| all.or(&one))
    }

    /// Whether it is open at an instant.
    pub(super) fn is_open(&self, at: i64) -> bool {
        match self.queue.routing.open.and_then(|hours| self.policy.hours[hours as usize].calendar.ready()) {
            Some(ready) => ready.is_open(at),
            None => {
                let works = |id| {
                    self.roster.on_shift(id, at)
                        && super::fits::member(self.roster.agent(id), self.queue, None).is_some()
                };
                self.roster.ids().any(works)
            }
        }
    }

    /// When it opens next.
    pub(super) fn next_open(&self, at: i64) -> Option<i64> {
        AHEAD.into_iter().find_map(|ahead| {
            let open = self.open(at, at.checked_add(ahead)?);
            open.spans().iter().map(|span: &Interval| span.from).find(|from| at < *from)
        })
    }

    fn zone(&self) -> TimeZone {
        let own = self.queue.routing.open.map(|at| self.policy.hours[at as usize].calendar.zone.as_str());
        TimeZone::get(own.unwrap_or(&self.policy.timezone)).unwrap_or(TimeZone::UTC)
    }
}

/// When somebody's next shift begins.
pub(super) fn next_shift(roster: &Roster, agent: AgentId, now: i64) -> Option<i64> {
    AHEAD.into_iter().find_map(|ahead| {
        let shifts = roster.between(Duty::Shift, agent, now, now.checked_add(ahead)?);
        shifts.spans().iter().map(|span| span.from).find(|from| now < *from)
    })
}

/// So many seconds of opening hours later.
fn after_hours(open: &Intervals, wanted: i64) -> Option<i64> {
    let mut left = wanted;
    for span in open.spans() {
        if left <= span.seconds() {
            return Some(span.from + left);
        }
        left -= span.seconds();
    }
    None
}

fn seconds_of(hours: Fixed) -> i64 {
    hours.times(3_600).whole()
}
