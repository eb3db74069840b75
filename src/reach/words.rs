//! How customers, people and times are named in findings.

use super::{Ask, Reach, Route};
use crate::analysis::Spoken;
use crate::calendar::length;
use crate::policy::{Need, Policy, QueueId};
use crate::roster::{AgentId, Roster};
use crate::runtime::explain;

impl Reach<'_> {
    /// `billing`, `duty_lead or trained`
    pub fn queues(&self, queues: &[QueueId]) -> String {
        let names: Vec<String> = queues.iter().map(|queue| format!("`{}`", self.policy.queue(*queue).name)).collect();
        names.join(" or ")
    }

    /// `in 2027`
    pub(super) fn in_year(&self) -> String {
        format!("in {}", self.year.year)
    }
}

/// `a03 Lucía Ferrer`
pub(super) fn person(roster: &Roster, agent: AgentId) -> String {
    let person = roster.agent(agent);
    if person.name == person.id { person.id.clone() } else { format!("{} {}", person.id, person.name) }
}

/// `a customer who speaks es`; of all languages of the policy `anybody`.
pub(super) fn customers(policy: &Policy, languages: &[&Spoken]) -> String {
    let codes: Vec<String> = languages.iter().filter_map(|one| quoted(one)).collect();
    match codes.as_slice() {
        [] => "a customer who speaks another language".to_owned(),
        all if all.len() == policy.languages.len() && all.len() > 1 => "anybody".to_owned(),
        all => format!("a customer who speaks {}", all.join(" or ")),
    }
}

fn quoted(language: &Spoken) -> Option<String> {
    match language {
        Spoken::Known(code) => Some(format!("`{code}`")),
        Spoken::Other => None,
    }
}

/// What is asked beside the language: ` at L2, with skill disputes at level 4`.
pub(super) fn demands(ask: &Ask) -> String {
    demands_of(ask.level.as_ref(), &ask.needs)
}

/// The same of its parts.
pub(super) fn demands_of(level: Option<&String>, needs: &[Need]) -> String {
    let level = level.map_or_else(String::new, |level| format!(" at {level}"));
    let needs: Vec<String> = needs.iter().map(explain::need).collect();
    if needs.is_empty() { level } else { format!("{level} with {}", needs.join(" and ")) }
}

/// Languages and what is asked beside them, for a list: `en, es at L2 with skill disputes at level 4`.
pub(super) fn short(languages: &[&Spoken], ask: &Ask) -> String {
    let code = |language: &&Spoken| match language {
        Spoken::Known(code) => code.clone(),
        Spoken::Other => "another language".to_owned(),
    };
    let codes: Vec<String> = languages.iter().map(code).collect();
    format!("{}{}", codes.join(", "), demands(ask))
}

/// When a route is open, in a few words.
pub(super) fn hours(route: &Route) -> String {
    let open = length(route.open.seconds());
    if route.has_hours {
        format!("open for {open} of the year")
    } else {
        format!("without opening hours; one of its people is on shift for {open} of the year")
    }
}
