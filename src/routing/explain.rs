//! An assignment in sentences.

use super::assignment::{Away, Because, Decided, Notice, Reason};
use crate::policy::{Policy, QueueId};
use crate::roster::{AgentId, Roster};
use crate::runtime::explain;

/// What is to be done, in a sentence.
pub fn sentence(policy: &Policy, roster: &Roster, decided: &Decided) -> String {
    let name = |agent: &AgentId| {
        let agent = roster.agent(*agent);
        format!("{} ({})", agent.name, agent.id)
    };
    let names = |agents: &[AgentId]| agents.iter().map(name).collect::<Vec<_>>().join(", ");
    match decided {
        Decided::Offer { agents, because, notice, .. } => {
            format!("ask {}{}{}", names(agents), why(*because), notice.as_ref().map_or_else(String::new, told))
        }
        Decided::Hold { agent, because, .. } => format!("keep it for {}{}", name(agent), why(*because)),
        Decided::Page(agents) => format!("page {}, who is on call", names(agents)),
        Decided::Wait => "nobody can take it now".to_owned(),
        Decided::End { kind, owner } => {
            format!("the ladder has ended: {}; owner {}", kind.as_str(), explain::owner(policy, owner))
        }
        Decided::Closed { kind, owner, .. } => {
            format!("closed: {}; owner {}", kind.as_str(), explain::owner(policy, owner))
        }
        Decided::Elsewhere { helpdesk: true } => "the helpdesk finds the person: routed by helpdesk".to_owned(),
        Decided::Elsewhere { helpdesk: false } => {
            "whoever runs the queue finds the person: the policy does not say how".to_owned()
        }
    }
}

/// That whoever the customer named is away, in a sentence; instants are shown by `clock`.
pub fn away(roster: &Roster, away: Away, clock: &dyn Fn(i64) -> String) -> String {
    let agent = roster.agent(away.agent);
    let back =
        away.back.map_or_else(|| "no shift of theirs is known".to_owned(), |at| format!("back at {}", clock(at)));
    format!("{} ({}), whom the customer named, is not at work; {back}", agent.name, agent.id)
}

/// Why somebody comes before others.
fn why(because: Because) -> String {
    match because {
        Because::Named => ", whom the customer named".to_owned(),
        Because::GaveBack => ", who gave it back".to_owned(),
        Because::AccountManager => ", who manages the account".to_owned(),
        Because::Last => ", who handled the customer last".to_owned(),
        Because::Preferred(None) => String::new(),
        Because::Preferred(Some(first)) => format!(", first by {}", first.as_str()),
        Because::Id => ", first by id, all else being equal".to_owned(),
        Because::Everybody => " at once".to_owned(),
    }
}

fn told(notice: &Notice) -> String {
    match &notice.speaks {
        Some(code) => format!("; both are told that they speak {code}"),
        None => "; both are told that they do not share the customer's language".to_owned(),
    }
}

/// What keeps somebody from it, in words; instants are shown by `clock`.
pub fn reason(reason: Reason, clock: &dyn Fn(i64) -> String) -> String {
    match reason {
        Reason::Needs => "no step takes them: they lack what is needed".to_owned(),
        Reason::Language => "no step takes them: they do not speak the language well enough".to_owned(),
        Reason::Later(Some(at)) => format!("their step comes at {}", clock(at)),
        Reason::Later(None) => "their step never comes: its business time has no hours".to_owned(),
        Reason::OffShift => "not on shift".to_owned(),
        Reason::NotHere => "on shift, and not here".to_owned(),
        Reason::Exclusive => "busy with something that takes everything".to_owned(),
        Reason::NotIdle => "the work takes everything, and they have other work".to_owned(),
        Reason::Full { wanted, free, .. } => format!("the work takes {wanted} units; free: {free}"),
        Reason::InTraining => "in training, and not for this work".to_owned(),
        Reason::Declined => "declined it, or did not answer".to_owned(),
        Reason::Avoid => "marked: not for this customer".to_owned(),
        Reason::Lent => "their own queue needs them while its wait is long".to_owned(),
    }
}

/// A step by its words: `billing, after 45s`.
pub fn step(policy: &Policy, queue: QueueId, at: usize) -> String {
    let queue = policy.queue(queue);
    match queue.routing.steps.get(at) {
        Some(step) if step.after == crate::policy::Times::AT_ONCE => format!("{}, at once", queue.name),
        Some(step) => format!("{}, after {}", queue.name, explain::times(step.after)),
        None => format!("{}, everyone with the language", queue.name),
    }
}
