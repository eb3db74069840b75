//! Names of a policy and what the helpdesk calls the same, for one environment.

use super::Roster;

/// What a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// A queue of the policy, a team of the helpdesk.
    Queue,
    /// A skill.
    Skill,
    /// A mark.
    Mark,
}

impl Bound {
    /// All, in the order of the file's tables.
    pub const ALL: [Bound; 3] = [Bound::Queue, Bound::Skill, Bound::Mark];

    /// The table that holds them.
    pub fn as_str(self) -> &'static str {
        match self {
            Bound::Queue => "queues",
            Bound::Skill => "skills",
            Bound::Mark => "marks",
        }
    }
}

/// Names of a policy and of a helpdesk, one to one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bindings {
    names: Vec<(Bound, String, String)>,
}

impl Bindings {
    /// Adds a pair; false if one of the two is bound already.
    pub fn bind(&mut self, bound: Bound, policy: &str, helpdesk: &str) -> bool {
        let is_free = self.names.iter().all(|(of, one, other)| *of != bound || one != policy && other != helpdesk);
        if is_free {
            self.names.push((bound, policy.to_owned(), helpdesk.to_owned()));
        }
        is_free
    }

    /// What the helpdesk calls something; what is not bound has one name.
    pub fn helpdesk<'n>(&'n self, bound: Bound, policy: &'n str) -> &'n str {
        let found = self.names.iter().find(|(of, name, _)| *of == bound && name == policy);
        found.map_or(policy, |(.., name)| name)
    }

    /// What the policy calls something; what is not bound has one name.
    pub fn policy<'n>(&'n self, bound: Bound, helpdesk: &'n str) -> &'n str {
        let found = self.names.iter().find(|(of, _, name)| *of == bound && name == helpdesk);
        found.map_or(helpdesk, |(_, name, _)| name)
    }

    /// Every pair: what it is of, the policy's name, the helpdesk's.
    pub fn all(&self) -> impl Iterator<Item = (Bound, &str, &str)> {
        self.names.iter().map(|(bound, policy, helpdesk)| (*bound, policy.as_str(), helpdesk.as_str()))
    }
}

impl Roster {
    /// The same people, teams, skills and marks under the policy's names.
    #[must_use]
    pub fn named_by(mut self, bindings: &Bindings) -> Self {
        for agent in &mut self.agents {
            for membership in &mut agent.teams {
                membership.team = bindings.policy(Bound::Queue, &membership.team).to_owned();
            }
            for (skill, _) in &mut agent.skills {
                *skill = bindings.policy(Bound::Skill, skill).to_owned();
            }
            agent.skills.sort();
            for mark in &mut agent.marks {
                *mark = bindings.policy(Bound::Mark, mark).to_owned();
            }
        }
        self
    }
}
