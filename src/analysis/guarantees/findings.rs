//! Verdicts → problems.

use super::said;
use super::{Breach, Guarantees, Verdict};
use crate::analysis::Example;
use crate::decision::{DecidedBy, Decision};
use crate::diagnostic::{Code, Problem};
use crate::policy::{Demand, Effect, Guarantee, Policy};
use crate::runtime::explain;
use crate::source::Span;
use crate::value::{Value, show};

/// What is wrong with guarantees, in their order; nothing of those that are proved.
pub fn problems(guarantees: &Guarantees, verdicts: &[Verdict]) -> Vec<Problem> {
    let policy = guarantees.policy();
    let of_one = |(guarantee, verdict)| problem(policy, guarantee, verdict);
    policy.guarantees.iter().zip(verdicts).filter_map(of_one).collect()
}

fn problem(policy: &Policy, guarantee: &Guarantee, verdict: &Verdict) -> Option<Problem> {
    let (title, span) = (&guarantee.title, guarantee.span);
    Some(match verdict {
        Verdict::Proved | Verdict::OfTheCalendar => return None,
        Verdict::NothingFits => {
            let message = format!("nothing can break the guarantee \"{title}\", because no input fits it");
            let problem = Problem::new(Code::W0535, message, span, "what it speaks of cannot be");
            problem.help("write a condition that can hold, or remove the guarantee")
        }
        Verdict::Broken(breach) if breach.examples.iter().all(|example| example.message_known) => {
            let message = format!("the guarantee \"{title}\" is broken: {}", happens(policy, guarantee, breach));
            broken(policy, guarantee, breach, Problem::new(Code::E0415, message, span, demands(policy, guarantee)))
        }
        Verdict::Broken(breach) => {
            let message = format!(
                "the guarantee \"{title}\" may be broken: {}, and no message is known that sets these signals",
                happens(policy, guarantee, breach)
            );
            broken(policy, guarantee, breach, Problem::new(Code::W0537, message, span, demands(policy, guarantee)))
        }
        Verdict::NoExample => {
            let message =
                format!("the guarantee \"{title}\" may be broken, and no conversation was found that shows it");
            let problem = Problem::new(Code::W0537, message, span, demands(policy, guarantee));
            problem.help("write a test for the case that worries you; the rules alone do not rule it out")
        }
        Verdict::Undecided => {
            let message = format!("it is not decided whether the guarantee \"{title}\" holds");
            let problem = Problem::new(Code::W0536, message, span, "too many cases for the time there is");
            problem.help("make it several guarantees, each with a narrower `when`")
        }
    })
}

fn demands(policy: &Policy, guarantee: &Guarantee) -> String {
    format!("demanded: {}", said::demand(policy, &guarantee.demand))
}

/// What the conversations show, in a few words.
pub fn happens(policy: &Policy, guarantee: &Guarantee, breach: &Breach) -> String {
    match (&guarantee.demand, breach.examples.as_slice(), breach.thresholds.as_slice()) {
        (Demand::Threshold(.., threshold, _), _, [before, after]) => {
            let kind = &policy.fact(policy.thresholds[threshold.index()].fact).kind;
            let shown = |value| show(&Value::Number(value), kind);
            format!("it goes from {} to {}", shown(*before), shown(*after))
        }
        (_, [before, after], _) => {
            format!("{} becomes {}", decided(policy, &before.decision), decided(policy, &after.decision))
        }
        (Demand::AtMost(action, times), ..) => format!("`{}` is decided {} times", action.as_str(), times + 1),
        (Demand::Within(rounds, _), ..) => format!("{rounds} rounds pass without such a decision"),
        (_, [only], _) => {
            let effects = effects(policy, guarantee, &only.decision);
            format!("{} decides `{}`{effects}", by(policy, &only.decision), explain::action(policy, &only.decision))
        }
        _ => "a rule decides otherwise".to_owned(),
    }
}

/// What a decision lacks, where a guarantee names an effect.
fn effects(policy: &Policy, guarantee: &Guarantee, decision: &Decision) -> String {
    match &guarantee.demand {
        Demand::Everyone(within) => {
            format!(" without {}", explain::effect(policy, &Effect::EveryoneWithLanguage(*within, false)))
        }
        Demand::Always(wanted) if wanted.actions.contains(&decision.action) => match &wanted.effect {
            Some(effect) => format!(" without {}", explain::effect(policy, effect)),
            None => String::new(),
        },
        _ => String::new(),
    }
}

fn decided(policy: &Policy, decision: &Decision) -> String {
    format!("`{}` by {}", explain::action(policy, decision), by(policy, decision))
}

fn by(policy: &Policy, decision: &Decision) -> String {
    match decision.decided_by {
        DecidedBy::Rule(rule) => format!("`{}`", policy.rule(rule).name),
        DecidedBy::Otherwise => "`otherwise`".to_owned(),
        DecidedBy::Problem => "`on problem`".to_owned(),
    }
}

/// The rules responsible, and the conversations as tests.
fn broken(policy: &Policy, guarantee: &Guarantee, breach: &Breach, problem: Problem) -> Problem {
    let mut problem = problem;
    let mut labelled: Vec<Span> = Vec::new();
    let is_about_threshold = matches!(guarantee.demand, Demand::Threshold(..));
    for example in breach.examples.iter().filter(|_| !is_about_threshold) {
        if !labelled.contains(&example.decision.source) {
            labelled.push(example.decision.source);
            let label = format!("decides `{}`", explain::action(policy, &example.decision));
            problem = problem.label(example.decision.source, label);
        }
    }
    if let Demand::Threshold(.., threshold, _) = guarantee.demand {
        problem = problem.label(policy.thresholds[threshold.index()].span, "this threshold");
    }
    if !breach.events.is_empty() {
        return problem
            .help("play this conversation with `baton step`, one event a line, and decide what should happen")
            .example(breach.events.join("\n"));
    }
    let count = if breach.examples.len() == 1 { "a test" } else { "two tests" };
    problem
        .help(format!("paste this into the policy as {count}, and decide what should happen"))
        .example(tests(guarantee, &breach.examples))
}

/// The conversations as tests to paste.
fn tests(guarantee: &Guarantee, examples: &[Example]) -> String {
    let ends = if examples.len() == 1 { ["broken", ""] } else { ["before", "after"] };
    let test = |(example, end): (&Example, &str)| example.test(&format!("{}: {end}", guarantee.title));
    examples.iter().zip(ends).map(test).collect::<Vec<_>>().join("\n")
}
