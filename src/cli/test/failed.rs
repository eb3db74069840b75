//! A failing test on the screen: what was expected, what came, who won, and what kept the expected rule from winning.

use owo_colors::Style;
use serde_json::{Value as Json, json};

use crate::cli::ui::{Outcome, Ui, plain};
use crate::decision::Decision;
use crate::policy::{Action, ActionName, Expected, ExpectedKind, Policy, Rule, RuleId, Test, TestLine, To};
use crate::runtime::{explain, worked};
use crate::source::Sources;
use crate::value::{Fixed, Type, Value, show};

/// Columns in front of what a report says.
const HANG: &str = "              ";
/// Most characters of the customer's words that are shown.
const WORDS_CHARS_SHOWN: usize = 200;
/// Where no rule is named: most rules that would have decided as expected, and are shown with what kept them.
const CANDIDATES_SHOWN: usize = 3;

/// The customer's last words before a test's expectation, of which there is one a decision.
fn last_words(test: &Test, decision: usize) -> Option<&str> {
    let mut expects = test.lines.iter().enumerate().filter(|(_, line)| matches!(line, TestLine::Expect(_)));
    let (at, _) = expects.nth(decision)?;
    test.lines[..at].iter().rev().find_map(|line| match line {
        TestLine::Customer(words, _) => Some(words.as_str()),
        _ => None,
    })
}

/// A failing test: the customer's words, what was expected, what came, which rule won, why the expected one did not.
pub(super) fn report(
    policy: &Policy,
    sources: &Sources,
    test: &Test,
    outcome: &worked::Outcome,
    ui: &mut Ui,
) -> Outcome<()> {
    let head = ui.paint(&format!("FAILED {}", test.title), Style::new().red().bold());
    ui.wrapped(&head, "", "  ")?;
    let mut quoted = None;
    for failure in &outcome.failures {
        let decision = &outcome.decisions[failure.decision];
        let (file, line, _) = sources.position(failure.expected.span);
        ui.line(format!("  {file}:{line}"))?;
        let is_new = quoted.replace(failure.decision) != Some(failure.decision);
        if let Some(words) = last_words(test, failure.decision).filter(|_| is_new) {
            ui.wrapped(&format!("“{}”", plain(words, WORDS_CHARS_SHOWN)), "    customer  ", HANG)?;
        }
        ui.wrapped(&expected(policy, decision, &failure.expected), "    expected  ", HANG)?;
        let found: Vec<String> = failure.found.iter().map(|kind| described(policy, decision, kind)).collect();
        let found = if found.is_empty() { "nothing of the kind".to_owned() } else { found.join(", ") };
        ui.wrapped(&found, "    found     ", HANG)?;
        if let ExpectedKind::By(rule) | ExpectedKind::Watch(rule) = failure.expected.kind
            && let Some(why_not) = explain::why_not(policy, decision, rule)
        {
            ui.wrapped(&format!("{}: {why_not}", policy.rule(rule).name), "    why not   ", HANG)?;
        }
    }
    let Some(failure) = outcome.failures.first() else { return Ok(()) };
    let decision = &outcome.decisions[failure.decision];
    for rule in candidates(policy, outcome, failure.decision) {
        if let Some(why_not) = explain::why_not(policy, decision, rule) {
            ui.wrapped(&format!("{}: {why_not}", policy.rule(rule).name), "    why not   ", HANG)?;
        }
    }
    let (file, line, _) = sources.position(decision.source);
    let (action, by) = (explain::action(policy, decision), explain::decided_by(policy, decision));
    ui.wrapped(&format!("{action} by {by} ({file}:{line})"), "    decided   ", HANG)?;
    for why in explain::why(policy, decision) {
        ui.wrapped(&why, "      because ", HANG)?;
    }
    Ok(())
}

/// A failing test in `baton.tests/1`.
pub(super) fn as_json(policy: &Policy, sources: &Sources, test: &Test, outcome: &worked::Outcome) -> Json {
    let failures: Vec<Json> = outcome
        .failures
        .iter()
        .map(|failure| {
            let decision = &outcome.decisions[failure.decision];
            let (file, line, column) = sources.position(failure.expected.span);
            let found: Vec<String> = failure.found.iter().map(|kind| described(policy, decision, kind)).collect();
            let why_not = match failure.expected.kind {
                ExpectedKind::By(rule) | ExpectedKind::Watch(rule) => explain::why_not(policy, decision, rule),
                _ => None,
            };
            json!({
                "file": file, "line": line, "column": column,
                "expected": expected(policy, decision, &failure.expected),
                "found": found,
                "decided_by": explain::decided_by(policy, decision),
                "why_not": why_not,
            })
        })
        .collect();
    json!({"test": test.title, "failures": failures})
}

/// The rules that would have decided as expected, where the test names none of them; none when they are many.
fn candidates(policy: &Policy, outcome: &worked::Outcome, decision: usize) -> Vec<RuleId> {
    let failed: Vec<&ExpectedKind> = outcome
        .failures
        .iter()
        .filter(|failure| failure.decision == decision)
        .map(|failure| &failure.expected.kind)
        .collect();
    let names_rule = failed.iter().any(|kind| matches!(kind, ExpectedKind::By(_) | ExpectedKind::NoRule));
    let action =
        failed.iter().find_map(|kind| if let ExpectedKind::Action(action) = kind { Some(*action) } else { None });
    let Some(action) = action.filter(|_| !names_rule) else { return Vec::new() };
    let fits = |rule: &Rule| {
        !rule.watch
            && action_of(&rule.outcome.action) == action
            && failed.iter().all(|kind| match kind {
                ExpectedKind::Queues(queues) => {
                    goes_to(&rule.outcome.action).is_none_or(|to| *to == To::Queues(queues.clone()))
                }
                _ => true,
            })
    };
    let found: Vec<RuleId> =
        (0..policy.rules.len()).map(RuleId::from_index).filter(|id| fits(policy.rule(*id))).collect();
    if found.len() > CANDIDATES_SHOWN { Vec::new() } else { found }
}

fn action_of(action: &Action) -> ActionName {
    match action {
        Action::Stay => ActionName::Stay,
        Action::Close => ActionName::Close,
        Action::Offer(_) => ActionName::Offer,
        Action::HandOff(_) => ActionName::HandOff,
        Action::Clarify { .. } => ActionName::Clarify,
    }
}

fn goes_to(action: &Action) -> Option<&To> {
    match action {
        Action::Stay | Action::Close => None,
        Action::Offer(target) | Action::HandOff(target) | Action::Clarify { target, .. } => Some(&target.to),
    }
}

fn expected(policy: &Policy, decision: &Decision, expected: &Expected) -> String {
    described(policy, decision, &expected.kind)
}

/// One expectation in the words of the language.
fn described(policy: &Policy, decision: &Decision, kind: &ExpectedKind) -> String {
    let amount = |amount: Fixed| show(&Value::Number(amount), &threshold_kind(policy, decision));
    match kind {
        ExpectedKind::Action(action) => action.as_str().to_owned(),
        ExpectedKind::Queues(queues) => {
            let names: Vec<&str> = queues.iter().map(|queue| policy.queue(*queue).name.as_str()).collect();
            format!("to {}", names.join(" or "))
        }
        ExpectedKind::NamedAgent => "to the named agent".to_owned(),
        ExpectedKind::Level(level) => format!("at {level}"),
        ExpectedKind::By(rule) => format!("by {}", policy.rule(*rule).name),
        ExpectedKind::NoRule => "no rule".to_owned(),
        ExpectedKind::Threshold(value) => format!("threshold {}", amount(*value)),
        ExpectedKind::Capped => "capped".to_owned(),
        ExpectedKind::Unused(value) => format!("{} points unused", value.times(100)),
        ExpectedKind::Say(message) => format!("say {}", policy.message(*message).name),
        ExpectedKind::Because(reason) => format!("because \"{reason}\""),
        ExpectedKind::Watch(rule) => format!("watch {}", policy.rule(*rule).name),
        ExpectedKind::NoHandoff => "no handoff".to_owned(),
        ExpectedKind::NoTag(tag) => format!("no tag {tag}"),
        ExpectedKind::Effect(effect) => explain::effect(policy, effect),
    }
}

fn threshold_kind(policy: &Policy, decision: &Decision) -> Type {
    let first = decision.thresholds.first().map(|trace| trace.threshold);
    first.map_or(Type::Share, |id| policy.fact(policy.thresholds[id.index()].fact).kind.clone())
}
