//! How each queue finds a person, on one clock: a timeline in words, and its JSON.

use super::json::place;
use crate::policy::{Closed, End, LadderStep, Policy, Queue};
use crate::runtime::explain;
use crate::source::Span;
use crate::value::show_duration;
use serde_json::{Value as Json, json};

/// A queue's way to a person.
#[derive(Clone, Debug)]
pub struct Timeline<'a> {
    /// The queue.
    pub queue: &'a Queue,
    /// Who finds the person.
    pub finder: Finder,
    /// What its people have: one sentence for each line of needs, and for each level.
    pub people: Vec<String>,
    /// What happens when, first things first; the end last.
    pub moments: Vec<Moment>,
    /// What holds all the while.
    pub meanwhile: Vec<String>,
}

/// Who finds the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finder {
    /// Baton, by the queue's ladder.
    Ladder,
    /// The helpdesk: `routed by helpdesk`.
    Helpdesk,
    /// The queue does not say; whoever takes the decision finds the person.
    Unsaid,
}

impl Finder {
    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Finder::Ladder => "ladder",
            Finder::Helpdesk => "helpdesk",
            Finder::Unsaid => "unsaid",
        }
    }

    /// In a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Finder::Ladder => "Baton finds the person",
            Finder::Helpdesk => "routed by helpdesk: the helpdesk finds the person and answers for the wait",
            Finder::Unsaid => "the policy does not say how a person is found: whoever runs the queue does",
        }
    }
}

/// Something that happens on a queue's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Since the decision: `at once`, `45s`; none for an end that comes once nobody is left to ask.
    pub at: Option<String>,
    /// What happens.
    pub what: String,
    /// When it does; none: always.
    pub when: Option<String>,
    /// Where it is written.
    pub span: Span,
}

/// The timeline of a queue.
pub fn timeline<'a>(policy: &'a Policy, queue: &'a Queue) -> Timeline<'a> {
    let routing = &queue.routing;
    let finder = match (queue.routed_by_helpdesk, routing.is_ladder()) {
        (true, _) => Finder::Helpdesk,
        (false, true) => Finder::Ladder,
        (false, false) => Finder::Unsaid,
    };
    let steps = routing.steps.iter().map(|step| moment(policy, queue, step));
    let end = routing.end.iter().map(|end| self::end(policy, end));
    Timeline {
        queue,
        finder,
        people: people(queue),
        moments: steps.chain(end).collect(),
        meanwhile: meanwhile(policy, queue),
    }
}

/// Every queue's timeline.
pub fn timelines(policy: &Policy) -> Vec<Timeline<'_>> {
    policy.queues.iter().map(|queue| timeline(policy, queue)).collect()
}

fn people(queue: &Queue) -> Vec<String> {
    let routing = &queue.routing;
    let needs = routing.needs.iter().map(|any| format!("its people have {}", explain::any_need(any)));
    let levels = queue.levels.iter().zip(&routing.level_needs).filter(|(_, any)| !any.is_empty());
    let levels = levels.map(|(level, any)| format!("{level} has {}", explain::any_need(any)));
    let mut said: Vec<String> = needs.chain(levels).collect();
    if said.is_empty() && routing.is_ladder() {
        said.push("its people are everyone in the roster".to_owned());
    }
    said
}

fn moment(policy: &Policy, queue: &Queue, step: &LadderStep) -> Moment {
    let at =
        if step.after == crate::policy::Times::AT_ONCE { "at once".to_owned() } else { explain::times(step.after) };
    let who: Vec<String> = step.who.iter().map(|who| explain::may_take(policy, queue, who)).collect();
    let asks = step.who.iter().any(explain::asks_language);
    let speaks = if asks { format!(", speaking {}", explain::speaks(&step.speaks)) } else { String::new() };
    let what = format!("{}{speaks}", who.join(" and "));
    Moment { at: Some(at), what, when: explain::step_when(policy, &step.when), span: step.span }
}

fn end(policy: &Policy, end: &End) -> Moment {
    let what = format!("{}; owner {}", end.kind.as_str(), explain::owner(policy, &end.owner));
    Moment { at: end.after.map(explain::times), what, when: None, span: end.span }
}

fn meanwhile(policy: &Policy, queue: &Queue) -> Vec<String> {
    let routing = &queue.routing;
    let mut said = Vec::new();
    if let Some(at) = routing.open {
        let hours = &policy.hours[at as usize];
        said.push(format!("open: {} ({})", hours.title, hours.name));
    }
    if !routing.prefer.is_empty() {
        let words: Vec<&str> = routing.prefer.iter().map(|one| one.as_str()).collect();
        said.push(format!("of several, prefer {}", words.join(", then ")));
    }
    if let Some(within) = routing.accept_within {
        said.push(format!("a person has {} to accept, then the next is asked", show_duration(within)));
    }
    if let Some(within) = routing.answer_within {
        said.push(format!("whoever accepted answers within {}, else it is taken back", explain::times(within)));
    }
    if let Some(wait) = &routing.long_wait {
        let choices: Vec<&str> = wait.choices.iter().map(|one| one.as_str()).collect();
        said.push(format!(
            "while the wait is above {}, the customer is offered {}",
            show_duration(wait.above),
            choices.join(", ")
        ));
    }
    if let Some((every, say)) = routing.updates {
        said.push(format!("every {} the customer is told {}", show_duration(every), policy.message(say).name));
    }
    if let Some(closed) = &routing.closed {
        said.push(format!("when closed: {}", self::closed(policy, closed)));
    }
    said
}

fn closed(policy: &Policy, closed: &Closed) -> String {
    let say = closed.say.map_or_else(String::new, |say| format!("say {}, ", policy.message(say).name));
    format!("{say}{}; owner {}", closed.kind.as_str(), explain::owner(policy, &closed.owner))
}

/// How a queue finds a person, as JSON; null if it says nothing.
pub fn ladder_json(policy: &Policy, queue: &Queue) -> Json {
    let routing = &queue.routing;
    if !routing.is_ladder() && routing.needs.is_empty() && routing.level_needs.iter().all(Vec::is_empty) {
        return Json::Null;
    }
    let any = |any: &crate::policy::AnyOf| any.iter().map(explain::need).collect::<Vec<_>>();
    let levels = queue.levels.iter().zip(&routing.level_needs);
    json!({
        "needs": routing.needs.iter().map(any).collect::<Vec<_>>(),
        "level_needs": levels.map(|(name, needs)| json!({ "level": name, "needs": any(needs) })).collect::<Vec<_>>(),
        "open": routing.open.map(|at| policy.hours[at as usize].name.as_str()),
        "prefer": routing.prefer.iter().map(|one| one.as_str()).collect::<Vec<_>>(),
        "accept_within": routing.accept_within.map(show_duration),
        "answer_within": routing.answer_within.map(times_json),
        "steps": routing.steps.iter().map(|step| step_json(policy, queue, step)).collect::<Vec<_>>(),
        "long_wait": routing.long_wait.as_ref().map(|wait| json!({
            "above": show_duration(wait.above),
            "choices": wait.choices.iter().map(|one| one.as_str()).collect::<Vec<_>>(),
        })),
        "updates": routing.updates.map(|(every, say)| json!({
            "every": show_duration(every),
            "say": policy.message(say).name,
        })),
        "end": routing.end.as_ref().map(|end| json!({
            "after": end.after.map(times_json),
            "what": end.kind.as_str(),
            "owner": explain::owner(policy, &end.owner),
        })),
        "closed": routing.closed.as_ref().map(|closed| json!({
            "say": closed.say.map(|say| policy.message(say).name.as_str()),
            "what": closed.kind.as_str(),
            "owner": explain::owner(policy, &closed.owner),
        })),
    })
}

fn step_json(policy: &Policy, queue: &Queue, step: &LadderStep) -> Json {
    json!({
        "after": times_json(step.after),
        "when": explain::step_when(policy, &step.when),
        "who": step.who.iter().map(|who| explain::may_take(policy, queue, who)).collect::<Vec<_>>(),
        "speaks": explain::speaks(&step.speaks),
        "source": place(policy, step.span),
    })
}

fn times_json(times: crate::policy::Times) -> Json {
    json!({ "live": explain::deadline(times.live), "async": explain::deadline(times.asynchronous) })
}
