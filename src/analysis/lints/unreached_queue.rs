//! `W0521` unreached queue: no decision brings a customer to a queue.
//!
//! It fires for a queue that no line names and that handles nothing, and where the rules
//! that hand over by category never do so with a category of this queue, because others
//! decide first. It stays silent when a single input leads there, when the queue is the
//! usual one, takes what fails, gets notes, or helps another queue; and where another finding says it already:
//! a rule for it never decides, an `also` waits for it.

use super::{names, never};
use crate::analysis::guarantees::decisions::Decisions;
use crate::analysis::study::{Reach, Study};
use crate::analysis::{Answer, Region};
use crate::diagnostic::{Code, Problem};
use crate::policy::{
    Action, Check, DecisionFact, Demand, Effect, MayTake, Origin, Outcome, OwnerOf, Queue, QueueId, To, WantedTo,
};
use crate::rows::Whither;
use std::collections::HashSet;

pub(super) fn check(study: &Study<'_>, found: &mut Vec<Problem>) {
    let decisions = Decisions::new(&study.space, &study.side);
    let reached = reached(study, &decisions);
    for (at, queue) in study.policy.queues.iter().enumerate() {
        let id = QueueId::from_index(at);
        if reached.contains(&id) || has_other_work(study, id) {
            continue;
        }
        let handles = study.policy.categories.iter().any(|category| category.queue == Some(id));
        match covers(study, &decisions, id) {
            None => {}
            Some(covers) if covers.is_empty() && handles => {}
            Some(covers) if covers.is_empty() => found.push(unnamed(queue)),
            Some(covers) => found.push(covered(study, queue, covers, found.len())),
        }
    }
}

/// The queues of the inputs for which rules are known to decide: most of all, found without another question.
fn reached(study: &Study<'_>, decisions: &Decisions<'_, '_>) -> HashSet<QueueId> {
    let mut reached = HashSet::new();
    for (id, _) in study.rules() {
        let Reach::Decides(row, point) = study.reach(id) else { continue };
        let cases = decisions.cases(*row as usize, &study.space.around(point));
        reached.extend(cases.into_iter().flat_map(|case| case.queues));
    }
    reached
}

/// Nothing could bring anybody there.
fn unnamed(queue: &Queue) -> Problem {
    let message = format!("no customer comes to queue `{}`", queue.name);
    Problem::new(Code::W0521, message, queue.span, "it handles no category, and no rule hands over to it")
        .help("let it handle a category, name it in a rule, or remove it")
}

/// Handoffs by category would, and rules before them decide.
fn covered(study: &Study<'_>, queue: &Queue, covers: Vec<(Region, Vec<u32>)>, found: usize) -> Problem {
    let rules = never::earlier(study, covers, found);
    let words: Vec<&str> = rules.iter().map(|rule| study.policy.rule(*rule).name.as_str()).collect();
    let message = format!("no customer comes to queue `{}`", queue.name);
    let decide = if words.len() == 1 { "decides" } else { "decide" };
    let label = format!("{} {decide} first, whatever it handles", names(&words));
    let mut problem = Problem::new(Code::W0521, message, queue.span, label);
    for rule in rules.iter().take(3) {
        problem = problem.label(study.policy.rule(*rule).span, "decides first");
    }
    problem.help("hand over to it there, or remove it")
}

/// Every way to the queue that rules before it close, with those rows; none if one is open, if that is not known, or if
/// it is a rule that never decides, of which that is said.
fn covers(study: &Study<'_>, decisions: &Decisions<'_, '_>, queue: QueueId) -> Option<Vec<(Region, Vec<u32>)>> {
    let mut covers = Vec::new();
    for row in 0..decisions.deciders {
        match &decisions.outcome(row).whither {
            Whither::Queues(queues) if queues.contains(&queue) => {}
            Whither::Category => {}
            _ => continue,
        }
        // What a problem decides leads to one queue, by name.
        let own = study.space.fitting(&study.space.everything(), &decisions.list, row);
        for case in decisions.cases(row, &own) {
            if !case.queues.contains(&queue) || study.space.is_void(&case.region) {
                continue;
            }
            let rule = study.side.rule(study.deciders.of[row]);
            if rule.is_some_and(|rule| matches!(study.reach(rule), Reach::Never(_))) {
                return None;
            }
            let mut region = case.region;
            decisions.free_decision(&mut region);
            match study.ask(&region, &study.deciders, &study.deciders.before(row)) {
                Answer::Covered(rows) if rows.is_empty() => {}
                Answer::Covered(rows) => covers.push((region, rows)),
                Answer::Found(_) | Answer::Undecided => return None,
            }
        }
    }
    Some(covers)
}

/// Whether it is there for more than what rules decide.
fn has_other_work(study: &Study<'_>, queue: QueueId) -> bool {
    let policy = study.policy;
    let is_to = |to: &To| matches!(to, To::Queues(queues) if queues.contains(&queue));
    let outcomes = policy.rules.iter().map(|rule| &rule.outcome).chain([&policy.otherwise]);
    let effects = outcomes.flat_map(|outcome| &outcome.effects);
    let mut effects = effects.chain(policy.alsos.iter().flat_map(|also| &also.effects));
    let name = &policy.queue(queue).name;
    let asks = policy.comparisons.iter().any(|comparison| {
        let (Check::OneOf(words) | Check::Has(words)) = &comparison.test else { return false };
        policy.fact(comparison.fact).origin == Origin::Decision(DecisionFact::Queue) && words.contains(name)
    });
    let watches = policy.rules.iter().filter(|rule| rule.watch).any(|rule| names_queue(&rule.outcome, queue));
    queue == policy.default_queue
        || is_to(&policy.on_failure.to)
        || policy.on_problem.as_ref().is_some_and(|target| is_to(&target.to))
        || effects.any(|effect| *effect == Effect::Notify(queue))
        || policy.guarantees.iter().any(|guarantee| speaks_of(&guarantee.demand, queue))
        || asks
        || watches
        || policy.queues.iter().any(|one| one.name != *name && helps(one, queue))
}

/// Whether a queue's ladder asks the people of another, or leaves it what nobody took.
fn helps(queue: &Queue, other: QueueId) -> bool {
    let routing = &queue.routing;
    let mut who = routing.steps.iter().flat_map(|step| &step.who);
    let lends = |who: &MayTake| matches!(who, MayTake::Also { queue, .. } if *queue == other);
    let mut owners = routing.end.iter().map(|end| &end.owner).chain(routing.closed.iter().map(|closed| &closed.owner));
    who.any(lends) || owners.any(|owner| owner.of == OwnerOf::Queue(other))
}

fn speaks_of(demand: &Demand, queue: QueueId) -> bool {
    match demand {
        Demand::Always(wanted) | Demand::Never(wanted) => {
            matches!(&wanted.to, Some(WantedTo::Queues(queues)) if queues.contains(&queue))
        }
        Demand::Someone(queues, _) | Demand::NeverClosed(queues) => queues.contains(&queue),
        _ => false,
    }
}

fn names_queue(outcome: &Outcome, queue: QueueId) -> bool {
    let (Action::HandOff(target) | Action::Offer(target) | Action::Clarify { target, .. }) = &outcome.action else {
        return false;
    };
    matches!(&target.to, To::Queues(queues) if queues.contains(&queue))
}
