//! A calendar year on the clocks of a zone, and what of it is not known.

use crate::calendar::{Interval, first};
use crate::policy::Policy;
use crate::roster::{AgentId, Roster};
use jiff::civil::date;
use jiff::tz::TimeZone;

/// A calendar year.
#[derive(Clone, Debug)]
pub struct Year {
    /// Which.
    pub year: i16,
    /// From its first instant to its end.
    pub within: Interval,
    /// On whose clocks.
    pub zone: TimeZone,
}

impl Year {
    /// A year in the time zone of a policy; none if it is beyond what a calendar can hold.
    pub fn of(policy: &Policy, year: i16) -> Option<Self> {
        let zone = TimeZone::get(&policy.timezone).ok()?;
        let at = |year: i16| first(&zone, date(year, 1, 1).into());
        let within = (1970..=2198).contains(&year).then_some(Interval { from: at(year)?, to: at(year + 1)? })?;
        Some(Self { year, within, zone })
    }
}

/// Regions of these agents and of the policy's hours whose holidays are not known for a year.
pub fn unknown_holidays(
    policy: &Policy,
    roster: &Roster,
    agents: impl IntoIterator<Item = AgentId>,
    year: i16,
) -> Vec<String> {
    let named: std::collections::BTreeSet<&str> =
        agents.into_iter().flat_map(|agent| &roster.agent(agent).regions).map(String::as_str).collect();
    let of_roster = roster.regions().iter().filter(|region| named.contains(region.code.as_str()));
    let of_policy = policy.hours.iter().flat_map(|hours| &hours.regions);
    let is_known = |first: u16, last: u16| (i32::from(first)..=i32::from(last)).contains(&i32::from(year));
    let mut found: Vec<String> = of_roster
        .chain(of_policy)
        .filter(|region| !is_known(region.first, region.last))
        .map(|region| {
            if region.first == region.last {
                format!("{} (known: {})", region.code, region.first)
            } else {
                format!("{} (known: {} to {})", region.code, region.first, region.last)
            }
        })
        .collect();
    found.sort();
    found.dedup();
    found
}
