//! What is found → problems.

use super::times;
use super::words::{customers, demands, hours, person, short};
use super::{Ask, IdleStep, Reach, Route, ShortRest};
use crate::analysis::Spoken;
use crate::calendar::{Interval, Intervals, length};
use crate::diagnostic::{Code, Problem};
use crate::policy::Need;
use crate::roster::{Agent, AgentId, Roster};
use crate::routing::fits;
use crate::runtime::explain;
use crate::source::Span;
use std::collections::BTreeMap;

/// What is asked.
pub const LINTS: [Code; 4] = [Code::W0606, Code::W0607, Code::W0608, Code::W0609];

/// Most lines about people who hold a queue alone.
const ALONE_SHOWN: usize = 5;

/// Problems of queues, in the order of routes. What somebody must have and nobody has, of `lacking`, is said already.
pub fn problems(reach: &Reach<'_>, lacking: &[Need]) -> Vec<Problem> {
    let mut found = Vec::new();
    for route in &reach.routes {
        nobody(reach, route, lacking, &mut found);
        gaps(reach, route, &mut found);
        found.extend(alone(reach, route));
    }
    found.extend(reach.idle.iter().map(|idle| idle_step(reach, *idle)));
    found
}

/// A step that adds nobody.
fn idle_step(reach: &Reach<'_>, idle: IdleStep) -> Problem {
    let queue = reach.policy.queue(idle.queue);
    let step = &queue.routing.steps[idle.step];
    if idle.is_empty && step.span == queue.span {
        let message = format!("nobody of the roster can take anything from `{}`", queue.name);
        let problem = Problem::new(Code::W0609, message, queue.span, "its only step lets in nobody");
        return problem.help("add somebody to the roster whom it lets in, or remove the queue");
    }
    let (message, label) = if idle.is_empty {
        ("this step lets in nobody of the roster", "nobody fits it, whoever the customer is")
    } else {
        (
            "this step lets in nobody of the roster who was not in already",
            "all of them may take it from an earlier step on",
        )
    };
    let problem = Problem::new(Code::W0609, message, step.span, label).label(queue.span, "of this queue");
    problem.help("add somebody to the roster who comes in here, or remove the step")
}

/// Agents who rest too little; `place` says where an agent stands.
pub fn rests(reach: &Reach<'_>, place: &dyn Fn(&Agent) -> Span) -> Vec<Problem> {
    let least = length(reach.rest_least);
    let of_one = |short: &ShortRest| {
        let agent = reach.roster.agent(short.agent);
        let (zone, name) = (reach.roster.zone(short.agent), person(reach.roster, short.agent));
        let shortest = short.rests.iter().map(|rest| rest.seconds()).min();
        let (message, all) = match shortest {
            Some(shortest) => {
                let times =
                    if short.rests.len() == 1 { "once".to_owned() } else { format!("{} times", short.rests.len()) };
                (
                    format!(
                        "{name} rests less than {least} between shifts, {times} {}: the shortest rest is {}",
                        reach.in_year(),
                        length(shortest)
                    ),
                    &short.rests,
                )
            }
            None => {
                let longest = short.stretches.iter().map(|span| span.seconds()).max().unwrap_or_default();
                (
                    format!(
                        "{name} works {} without a break, which leaves less than {least} of a day to rest",
                        length(longest)
                    ),
                    &short.stretches,
                )
            }
        };
        let problem = Problem::new(Code::W0610, message, place(agent), "the shifts of this agent");
        problem.help(format!("{}\nmove a shift; or say what is enough: `--rest 9h`", times::listed(all, zone)))
    };
    reach.rests.iter().map(of_one).collect()
}

/// What holds for all of the year.
pub fn promises(reach: &Reach<'_>) -> Vec<String> {
    let is_whole = |route: &&Route| !route.open.is_empty() && route.asks.iter().all(|ask| ask.gaps.is_empty());
    let whole = reach.routes.iter().filter(is_whole).map(|route| {
        let when = if route.has_hours { "while it is open" } else { "while one of its people is on shift" };
        format!(
            "somebody can take every customer of {} at every instant of {} {when} ({})",
            reach.queues(&route.queues),
            reach.year.year,
            length(route.open.seconds())
        )
    });
    whole.collect()
}

/// Where it stands: the queue, or the first of several.
fn place(reach: &Reach<'_>, route: &Route) -> Span {
    reach.policy.queue(route.queues[0]).span
}

/// Customers whom nobody ever can take.
fn nobody(reach: &Reach<'_>, route: &Route, lacking: &[Need], found: &mut Vec<Problem>) {
    let never: Vec<&Ask> = route.asks.iter().filter(|ask| ask.is_never_served).collect();
    let is_said = |ask: &Ask| ask.needs.iter().any(|need| lacking.contains(need));
    // Whoever asks for less and finds nobody says it too.
    let fresh = never.iter().filter(|ask| !is_said(ask) && !never.iter().any(|other| asks_less(other, ask)));
    let fresh = fresh.map(|ask| (*ask, ()));
    for (ask, languages, ()) in together(fresh) {
        let message = format!(
            "nobody in the roster can ever take {} from {}{} {}",
            customers(reach.policy, &languages),
            reach.queues(&route.queues),
            demands(ask),
            reach.in_year()
        );
        let problem = Problem::new(Code::W0607, message, place(reach, route), "no step lets anybody in who works");
        found.push(asked_by(reach, ask, problem).help(whom_it_lacks(reach, route, ask)));
    }
}

/// Points at a rule that asks for more than the language, or that leads here by a way of its own.
fn asked_by(reach: &Reach<'_>, ask: &Ask, problem: Problem) -> Problem {
    let is_plain = ask.needs.is_empty() && ask.level.is_none() && !ask.decided.diverted;
    let Some(rule) = ask.decided.rule.filter(|_| !is_plain) else { return problem };
    let label = match (ask.decided.diverted, ask.needs.is_empty() && ask.level.is_none()) {
        (false, _) => "asks so",
        (true, true) => "leads here when it would be one transfer too many",
        (true, false) => "asks so, and leads here when it would be one transfer too many",
    };
    problem.label(reach.policy.rule(rule).span, label)
}

/// Asks that differ in nothing but the language, each with what was found of it, once with all their languages.
fn together<'r, T: PartialEq>(asks: impl Iterator<Item = (&'r Ask, T)>) -> Vec<(&'r Ask, Vec<&'r Spoken>, T)> {
    let mut all: Vec<(&Ask, Vec<&Spoken>, T)> = Vec::new();
    for (ask, found) in asks {
        let is_same = |(other, _, of): &&mut (&Ask, Vec<&Spoken>, T)| {
            (&other.level, &other.needs) == (&ask.level, &ask.needs) && *of == found
        };
        match all.iter_mut().find(is_same) {
            Some((_, languages, _)) => languages.push(&ask.language),
            None => all.push((ask, vec![&ask.language], found)),
        }
    }
    all
}

/// Whether one asks no more than another of the same customers, and not the same.
fn asks_less(one: &Ask, other: &Ask) -> bool {
    let needs = one.needs.iter().all(|need| other.needs.iter().any(|has| has.implies(need)));
    let level = one.level.is_none() || one.level == other.level;
    let differs = (&one.level, &one.needs) != (&other.level, &other.needs);
    one.language == other.language && needs && level && differs
}

/// Where the last of those who could drops out.
fn whom_it_lacks(reach: &Reach<'_>, route: &Route, ask: &Ask) -> String {
    let queue = reach.policy.queue(route.queues[0]);
    let level = ask.level.as_ref().and_then(|level| queue.levels.iter().position(|one| one == level));
    let all: Vec<AgentId> = reach.roster.ids().collect();
    let of = |agents: &[AgentId], keeps: &dyn Fn(&Agent) -> bool| -> Vec<AgentId> {
        agents.iter().copied().filter(|id| keeps(reach.roster.agent(*id))).collect()
    };
    let said = |before: &[AgentId], lacks: String| {
        let of = if before.len() == all.len() {
            "nobody of the roster".to_owned()
        } else {
            format!("of {} nobody", ids(before, reach.roster))
        };
        format!("{of} {lacks}: ask for less, let a step take others, or add somebody")
    };
    let members = of(&all, &|person| fits::member(person, queue, level).is_some());
    if members.is_empty() {
        let level = ask.level.as_ref().map_or_else(String::new, |level| format!(" at {level}"));
        return said(&all, format!("belongs to `{}`{level}", queue.name));
    }
    let able = of(&members, &|person| fits::all(person, ask.needs.iter().map(std::slice::from_ref)).is_some());
    if able.is_empty() {
        let needs: Vec<String> = ask.needs.iter().map(explain::need).collect();
        return said(&members, format!("has {}", needs.join(" and ")));
    }
    let speaking = of(&able, &|person| match &ask.language {
        Spoken::Known(code) => fits::speaks(person, code, None),
        Spoken::Other => false,
    });
    if speaking.is_empty() {
        return said(&able, "speaks the language".to_owned());
    }
    format!("{} would fit, and no step of the ladder lets them in while they work", ids(&speaking, reach.roster))
}

fn ids(agents: &[AgentId], roster: &Roster) -> String {
    let names: Vec<&str> = agents.iter().take(6).map(|id| roster.agent(*id).id.as_str()).collect();
    let more = agents.len().saturating_sub(names.len());
    if more == 0 { names.join(", ") } else { format!("{} and {more} more", names.join(", ")) }
}

/// Times at which nobody can, while the route is open.
fn gaps(reach: &Reach<'_>, route: &Route, found: &mut Vec<Problem>) {
    let served: Vec<&Ask> = route.asks.iter().filter(|ask| !ask.is_never_served).collect();
    let Some(first) = served.first() else { return };
    let common = served.iter().fold(first.gaps.clone(), |all, ask| all.and(&ask.gaps));
    if !common.is_empty() {
        found.push(uncovered(reach, route, "nobody can take anybody", "", &common));
    }
    let more: Vec<(&Ask, Intervals)> = served.iter().map(|ask| (*ask, ask.gaps.without(&common))).collect();
    let is_said = |ask: &Ask, gaps: &Intervals| more.iter().any(|(one, own)| own == gaps && asks_less(one, ask));
    let fresh = more.iter().filter(|(ask, gaps)| !gaps.is_empty() && !is_said(ask, gaps));
    for (ask, languages, gaps) in together(fresh.map(|(ask, gaps)| (*ask, gaps))) {
        let whom = format!("nobody can take {}", customers(reach.policy, &languages));
        found.push(asked_by(reach, ask, uncovered(reach, route, &whom, &demands(ask), gaps)));
    }
}

fn uncovered(reach: &Reach<'_>, route: &Route, whom: &str, demands: &str, gaps: &Intervals) -> Problem {
    let message = format!(
        "{whom} from {}{demands} for {} {}",
        reach.queues(&route.queues),
        length(gaps.seconds()),
        reach.in_year()
    );
    let problem = Problem::new(Code::W0606, message, place(reach, route), hours(route));
    problem.help(format!(
        "{}\nlet a step take others, change the hours, or plan somebody for these times",
        times::listed(gaps.spans(), &route.zone)
    ))
}

/// Times at which all hangs on one person.
fn alone(reach: &Reach<'_>, route: &Route) -> Option<Problem> {
    let mut lines: Vec<(i64, String)> = Vec::new();
    let mut all = Intervals::default();
    let is_said = |ask: &Ask| route.asks.iter().any(|other| other.alone == ask.alone && asks_less(other, ask));
    let fresh = route.asks.iter().filter(|ask| !ask.alone.is_empty() && !is_said(ask));
    for (ask, languages, _) in together(fresh.map(|ask| (ask, &ask.alone))) {
        let mut of_agent: BTreeMap<AgentId, Vec<Interval>> = BTreeMap::new();
        for (agent, span) in &ask.alone {
            of_agent.entry(*agent).or_default().push(*span);
        }
        for (agent, spans) in of_agent {
            let seconds: i64 = spans.iter().map(|span| span.seconds()).sum();
            let first = times::one(spans[0], &route.zone);
            let line = format!(
                "{}: {} for {}, first {first}",
                short(&languages, ask),
                person(reach.roster, agent),
                length(seconds)
            );
            lines.push((seconds, line));
            all = all.or(&Intervals::of(spans));
        }
    }
    lines.sort_by_key(|(seconds, _)| std::cmp::Reverse(*seconds));
    lines.first()?;
    let mut help = vec![format!("on the clocks of {}, and in UTC:", route.zone.iana_name().unwrap_or("UTC"))];
    help.extend(lines.iter().take(ALONE_SHOWN).map(|(_, line)| line.clone()));
    if lines.len() > ALONE_SHOWN {
        help.push(format!("… and {} more: `--format json` lists all", lines.len() - ALONE_SHOWN));
    }
    help.push("when this person is ill, customers wait until the ladder ends".to_owned());
    let is_always = all.seconds() * 100 >= route.open.seconds() * 99;
    let message = format!(
        "{} {} on one person: for {} of {} {}",
        reach.queues(&route.queues),
        if is_always { "always hangs" } else { "sometimes hangs" },
        length(all.seconds()),
        length(route.open.seconds()),
        reach.in_year()
    );
    Some(Problem::new(Code::W0608, message, place(reach, route), hours(route)).help(help.join("\n")))
}
