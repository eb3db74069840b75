//! A policy and a roster, held against each other: what one names and the other does not have.
//!
//! In: names of a policy with their places, and a roster under the same names. Out:
//! problems. What the policy asks for and nobody has is an error: those customers would
//! wait for nobody. What the roster has and the policy never names is a warning.

use super::Roster;
use crate::diagnostic::{Code, Problem, nearest};
use crate::policy::{Effect, Need, Policy};
use crate::source::Span;
use crate::value::Fluency;
use std::collections::BTreeSet;

/// A name of a policy, and where it stands.
pub type Named = (String, Span);

/// What a policy names of the people who take conversations.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Queues that Baton routes, by name.
    pub queues: Vec<Named>,
    /// Queues whose person the helpdesk picks: nobody of the roster need be in them.
    pub elsewhere: Vec<Named>,
    /// Levels of queues.
    pub levels: Vec<Named>,
    /// Skills that somebody must have, with the level.
    pub skills: Vec<(Named, u8)>,
    /// Languages that somebody must speak, with the level if one is asked for.
    pub languages: Vec<(Named, Option<Fluency>)>,
}

impl Names {
    /// What the rules and queues of a policy name.
    pub fn of(policy: &Policy) -> Self {
        let mut names = Self::default();
        for queue in &policy.queues {
            let list = if queue.routed_by_helpdesk { &mut names.elsewhere } else { &mut names.queues };
            list.push((queue.name.clone(), queue.span));
            names.levels.extend(queue.levels.iter().map(|level| (level.clone(), queue.span)));
        }
        for queue in &policy.queues {
            let lines = queue.routing.needs.iter().chain(&queue.routing.level_needs);
            // Of several that would do, none must be there.
            for need in lines.filter_map(|any| if let [only] = any.as_slice() { Some(only) } else { None }) {
                match need {
                    Need::Skill(skill, level) => {
                        let level = level.and_then(|level| u8::try_from(level).ok()).unwrap_or(1);
                        names.skills.push(((skill.clone(), queue.span), level));
                    }
                    Need::Language(language, level) => {
                        names.languages.push(((language.clone(), queue.span), *level));
                    }
                    Need::Team(_) | Need::Mark(_) => {}
                }
            }
        }
        let rules = policy.rules.iter().filter(|rule| !rule.watch).map(|rule| (&rule.outcome.effects, rule.span));
        for (effects, span) in rules.chain(policy.alsos.iter().map(|also| (&also.effects, also.span))) {
            for effect in effects {
                match effect {
                    Effect::NeedSkill(skill, level) => {
                        let level = level.and_then(|level| u8::try_from(level).ok()).unwrap_or(1);
                        names.skills.push(((skill.clone(), span), level));
                    }
                    Effect::NeedLanguage(language, level) => {
                        let level = level.as_deref().and_then(Fluency::find);
                        names.languages.push(((language.clone(), span), level));
                    }
                    _ => {}
                }
            }
        }
        names
    }
}

/// What one names and the other does not have. Problems of the roster stand at `roster_at`.
pub fn compare(names: &Names, roster: &Roster, roster_at: Span) -> Vec<Problem> {
    let mut found = Vec::new();
    skills(names, roster, &mut found);
    languages(names, roster, &mut found);
    teams(names, roster, roster_at, &mut found);
    let asked: BTreeSet<&str> = names.skills.iter().map(|((name, _), _)| name.as_str()).collect();
    let known: BTreeSet<&str> =
        roster.agents().iter().flat_map(|agent| &agent.skills).map(|(name, _)| name.as_str()).collect();
    for skill in known.difference(&asked) {
        // Only what looks like a slip: a skill that no rule asks for is no fault of the roster.
        if let Some(near) = nearest(skill, asked.difference(&known).copied()) {
            let message = format!("the policy never asks for the skill `{skill}`");
            let problem = Problem::new(Code::W0605, message, roster_at, "somebody in this roster has it");
            found.push(problem.help(format!("did you mean `{near}`?")));
        }
    }
    found
}

fn skills(names: &Names, roster: &Roster, found: &mut Vec<Problem>) {
    let known: BTreeSet<&str> =
        roster.agents().iter().flat_map(|agent| &agent.skills).map(|(name, _)| name.as_str()).collect();
    let mut said = BTreeSet::new();
    for ((skill, span), level) in &names.skills {
        let best = roster.agents().iter().filter_map(|agent| agent.skill(skill)).max();
        if best.is_some_and(|best| best >= *level) || !said.insert((skill, *level)) {
            continue;
        }
        let problem = match best {
            Some(best) => {
                let message = format!("nobody in the roster has the skill `{skill}` at level {level}");
                Problem::new(Code::E0604, message, *span, "asked for here")
                    .help(format!("the best has level {best}: ask for less, or raise a level in the roster"))
            }
            None => lacking("has the skill", skill, *span, known.iter().copied()),
        };
        found.push(problem);
    }
}

fn languages(names: &Names, roster: &Roster, found: &mut Vec<Problem>) {
    let known: BTreeSet<&str> =
        roster.agents().iter().flat_map(|agent| &agent.languages).map(|(code, _)| code.as_str()).collect();
    let mut said = BTreeSet::new();
    // What is not a code of two letters is the customer's language, whichever that is.
    for ((language, span), level) in names.languages.iter().filter(|((language, _), _)| language.len() == 2) {
        let best = roster.agents().iter().filter_map(|agent| agent.language(language)).max();
        if best.is_some_and(|best| level.is_none_or(|level| best >= level)) || !said.insert((language, *level)) {
            continue;
        }
        let problem = match best.zip(*level) {
            Some((best, level)) => {
                let message = format!("nobody in the roster speaks `{language}` at {}", level.as_str());
                Problem::new(Code::E0604, message, *span, "asked for here")
                    .help(format!("the best has {}: ask for less, or raise a level in the roster", best.as_str()))
            }
            None => lacking("speaks", language, *span, known.iter().copied()),
        };
        found.push(problem);
    }
}

fn teams(names: &Names, roster: &Roster, roster_at: Span, found: &mut Vec<Problem>) {
    let queues: Vec<&str> = names.queues.iter().chain(&names.elsewhere).map(|(name, _)| name.as_str()).collect();
    let mut said = BTreeSet::new();
    for agent in roster.agents() {
        for membership in &agent.teams {
            let team = membership.team.as_str();
            if !queues.contains(&team) && said.insert((team, None)) {
                let message = format!("agent `{}` is in the team `{team}`, which is no queue of the policy", agent.id);
                let problem = Problem::new(Code::W0605, message, roster_at, "a team of this roster");
                let near = nearest(team, queues.iter().copied());
                found.push(
                    problem.help(match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => {
                            "name a queue, or bind the name: `[queues]` and `QUEUE = \"TEAM\"` in a file of bindings"
                                .to_owned()
                        }
                    }),
                );
            }
            let Some(level) = membership.level.as_deref() else { continue };
            if !names.levels.iter().any(|(known, _)| known == level) && said.insert((team, Some(level))) {
                let message = format!("agent `{}` is in `{team}` at `{level}`, a level that no queue has", agent.id);
                let problem = Problem::new(Code::W0605, message, roster_at, "a team of this roster");
                let near = nearest(level, names.levels.iter().map(|(name, _)| name.as_str()));
                found.push(problem.help(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("declare it in the queue: `level {level}`"),
                }));
            }
        }
    }
}

fn lacking<'n>(what: &str, name: &str, span: Span, known: impl Iterator<Item = &'n str>) -> Problem {
    let problem = Problem::new(Code::E0604, format!("nobody in the roster {what} `{name}`"), span, "asked for here");
    let near = nearest(name, known);
    problem.help(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "give it to somebody in the roster, or bind the name that the helpdesk has".to_owned(),
    })
}
