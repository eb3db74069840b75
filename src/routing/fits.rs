//! Whether somebody has what is needed, and how much more than that.

use crate::policy::{AnyOf, LevelAsked, MayTake, Need, Policy, Queue, Speaks};
use crate::roster::Agent;
use crate::value::Fluency;

/// How far an agent's skills lie above what is needed; the less, the more specialists stay free.
pub(crate) type Surplus = u32;

/// Whether an agent has a need, and how far above it they are; none if not.
fn need(agent: &Agent, need: &Need) -> Option<Surplus> {
    match need {
        Need::Skill(skill, level) => {
            let has = u32::from(agent.skill(skill)?);
            let wants = level.unwrap_or(1);
            has.checked_sub(wants)
        }
        Need::Team(team) => agent.is_in(team).then_some(0),
        Need::Mark(mark) => agent.marks.contains(mark).then_some(0),
        Need::Language(code, level) => speaks(agent, code, *level).then_some(0),
    }
}

/// Whether an agent speaks a language so well.
pub(crate) fn speaks(agent: &Agent, code: &str, level: Option<Fluency>) -> bool {
    agent.language(code).is_some_and(|has| level.is_none_or(|level| level <= has))
}

/// One of several needs is enough; the one that an agent just has counts. Nothing is what everybody has.
pub(crate) fn any(agent: &Agent, any: &[Need]) -> Option<Surplus> {
    if any.is_empty() { Some(0) } else { any.iter().filter_map(|one| need(agent, one)).min() }
}

/// All of several lines.
pub(crate) fn all<'n>(agent: &Agent, lines: impl IntoIterator<Item = &'n [Need]>) -> Option<Surplus> {
    lines.into_iter().try_fold(0_u32, |sum, line| Some(sum.saturating_add(any(agent, line)?)))
}

/// What everybody of a queue has.
fn lines(queue: &Queue) -> impl Iterator<Item = &[Need]> {
    queue.routing.needs.iter().map(Vec::as_slice)
}

/// Whether an agent is one of a queue's people at a level, and how far above it.
pub(crate) fn member(agent: &Agent, queue: &Queue, level: Option<usize>) -> Option<Surplus> {
    let own = all(agent, lines(queue))?;
    let of_level = match level {
        Some(at) => queue.routing.level_needs.get(at).map_or(Some(0), |needs| any(agent, needs)),
        None => {
            let levels: Vec<&AnyOf> = queue.routing.level_needs.iter().filter(|needs| !needs.is_empty()).collect();
            // The least that would have done is what counts: so a specialist stands far above it.
            if levels.is_empty() { Some(0) } else { levels.into_iter().filter_map(|needs| any(agent, needs)).max() }
        }
    };
    Some(own.saturating_add(of_level?))
}

/// Whether a word of a step lets an agent in, on-call and account managers left aside; and how far above it.
pub(crate) fn lets_in(
    policy: &Policy,
    queue: &Queue,
    asked: Option<&str>,
    who: &MayTake,
    agent: &Agent,
) -> Option<Surplus> {
    let named = |name: &str| queue.levels.iter().position(|level| level == name);
    match who {
        MayTake::Level(LevelAsked::Any) => member(agent, queue, None),
        MayTake::Level(LevelAsked::Named(at)) => member(agent, queue, Some(*at as usize)),
        MayTake::Level(LevelAsked::Rules) => member(agent, queue, asked.and_then(named)),
        MayTake::Skilled(skills) => Some(all(agent, lines(queue))?.saturating_add(any(agent, skills)?)),
        MayTake::Also { queue: other, speak, while_wait: _ } => {
            let fits = speak.as_ref().is_none_or(|code| speaks(agent, code, None));
            if fits { member(agent, policy.queue(*other), None) } else { None }
        }
        MayTake::AccountManager | MayTake::OnCall { .. } => None,
    }
}

/// Whether an agent speaks what a step asks for. A language that is not known keeps nobody out.
pub(crate) fn language(agent: &Agent, asked: &Speaks, customers: Option<&str>) -> bool {
    match asked {
        Speaks::Any { .. } => true,
        Speaks::Customers(level) => customers.is_none_or(|code| speaks(agent, code, *level)),
        Speaks::Named(code) => speaks(agent, code, None),
    }
}
