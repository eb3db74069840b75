//! Rest between shifts that is too short.
//!
//! Breaks of a split shift are no rest between shifts: both parts start on the same day. Being
//! on call is not counted as work: what comes of it nobody knows ahead.

use super::people::Staff;
use crate::calendar::{Interval, Intervals};
use crate::roster::{AgentId, Duty};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Seconds of rest that everybody has between two days of work, unless somebody says otherwise: 11 hours.
///
/// *Source*: Directive 2003/88/EC of the European Parliament and of the Council, article 3.
pub const LEAST: i64 = 11 * 3_600;

/// An agent who rests too little.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortRest {
    /// Who.
    pub agent: AgentId,
    /// Times between shifts that are shorter than the least.
    pub rests: Vec<Interval>,
    /// Times at work, without a break, that leave less than the least of a day.
    pub stretches: Vec<Interval>,
}

/// All of them, in the order of agents.
pub(super) fn short(staff: &Staff<'_>, least: i64) -> Vec<ShortRest> {
    let roster = staff.roster;
    let of = |agent: AgentId| {
        let work = staff.timetable.of_agent(Duty::Shift, agent);
        let found = ShortRest {
            agent,
            rests: rests(work, roster.zone(agent), least),
            stretches: work.spans().iter().copied().filter(|span| span.seconds() > 24 * 3_600 - least).collect(),
        };
        (!found.rests.is_empty() || !found.stretches.is_empty()).then_some(found)
    };
    if least == 0 { Vec::new() } else { roster.ids().filter_map(of).collect() }
}

fn rests(work: &Intervals, zone: &TimeZone, least: i64) -> Vec<Interval> {
    let day = |at: i64| Timestamp::from_second(at).unwrap_or_default().to_zoned(zone.clone()).date();
    let pairs = work.spans().windows(2).filter(|pair| day(pair[0].from) != day(pair[1].from));
    let between = pairs.map(|pair| Interval { from: pair[0].to, to: pair[1].from });
    between.filter(|rest| rest.seconds() < least).collect()
}
