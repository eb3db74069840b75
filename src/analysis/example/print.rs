//! A script as the lines of a `test` block.

use crate::decision::{DecidedBy, Decision};
use crate::policy::{ActionName, Effect, ExpectedKind, Given, Policy, TestLine};
use crate::runtime::explain;
use crate::value::{Fixed, Type, Value, show};
use std::fmt::Write as _;

/// How many characters a line of given facts has at most.
const WIDTH: usize = 96;

/// What a test expects of this decision: action, to whom, by which rule.
pub(super) fn expected(policy: &Policy, decision: &Decision) -> Vec<ExpectedKind> {
    let mut all = vec![ExpectedKind::Action(decision.action)];
    let goes = matches!(decision.action, ActionName::HandOff | ActionName::Offer);
    if decision.to_named_agent {
        all.push(ExpectedKind::NamedAgent);
    } else if goes && !decision.queues.is_empty() && policy.queues.len() > 1 {
        all.push(ExpectedKind::Queues(decision.queues.clone()));
    }
    match decision.decided_by {
        DecidedBy::Rule(rule) => all.push(ExpectedKind::By(rule)),
        DecidedBy::Otherwise => all.push(ExpectedKind::NoRule),
        DecidedBy::Problem => {}
    }
    all
}

/// In which order expectations are written.
pub(super) fn rank(kind: &ExpectedKind) -> u8 {
    match kind {
        ExpectedKind::Action(_) => 0,
        ExpectedKind::Queues(_) | ExpectedKind::NamedAgent => 1,
        ExpectedKind::Level(_) => 2,
        ExpectedKind::By(_) | ExpectedKind::NoRule => 3,
        _ => 4,
    }
}

/// Of a decision that goes where another does: reason, message, effects that the other has not; of the other's effects the
/// tags that this has not.
pub(super) fn differing(decision: &Decision, other: &Decision) -> Vec<ExpectedKind> {
    let mut all = Vec::new();
    let whither = |one: &Decision| (one.action, one.to_named_agent, one.queues.clone());
    if whither(decision) != whither(other) {
        return all;
    }
    if decision.level != other.level {
        all.extend(decision.level.clone().map(ExpectedKind::Level));
    }
    let only = |of: &'_ Decision, other: &Decision| -> Vec<Effect> {
        of.effects.iter().filter(|effect| !other.effects.contains(effect)).cloned().collect()
    };
    all.extend(only(decision, other).into_iter().map(ExpectedKind::Effect));
    all.extend(only(other, decision).into_iter().filter_map(|effect| match effect {
        Effect::Tag(tag) => Some(ExpectedKind::NoTag(tag)),
        _ => None,
    }));
    if decision.message != other.message {
        all.extend(decision.message.map(ExpectedKind::Say));
    }
    if decision.reason != other.reason {
        all.extend(decision.reason.clone().map(ExpectedKind::Because));
    }
    all
}

/// The lines of a test; none if something of it cannot be written.
pub(super) fn lines(policy: &Policy, example: &crate::policy::Test) -> Option<String> {
    let mut text = String::new();
    for line in &example.lines {
        match line {
            TestLine::Given(facts) => {
                let parts: Vec<String> = facts.iter().map(|one| given(policy, one)).collect::<Option<_>>()?;
                for line in wrapped(&parts) {
                    writeln!(text, "  given {line}").ok()?;
                }
            }
            TestLine::Customer(words, _) => writeln!(text, "  customer \"{words}\"").ok()?,
            TestLine::Assistant(words, _) => writeln!(text, "  assistant \"{words}\"").ok()?,
            TestLine::At(_) => return None,
            TestLine::Expect(expected) => {
                let kinds: Vec<&ExpectedKind> = expected.iter().map(|one| &one.kind).collect();
                writeln!(text, "  expect {}", expectation(policy, &kinds)?).ok()?;
            }
        }
    }
    Some(text)
}

/// Facts on as few lines as fit.
fn wrapped(parts: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut().filter(|line| line.chars().count() + part.chars().count() < WIDTH) {
            Some(line) => {
                line.push_str(", ");
                line.push_str(part);
            }
            None => lines.push(part.clone()),
        }
    }
    lines
}

/// `customer.tier is pro`, `not customer in vip`, `plan.renews_in is missing`.
fn given(policy: &Policy, one: &Given) -> Option<String> {
    let fact = policy.fact(one.fact);
    let words = &fact.words;
    Some(match &one.value {
        None => format!("{words} is missing"),
        Some(Value::Truth(true)) => words.clone(),
        Some(Value::Truth(false)) => format!("not {words}"),
        Some(Value::Words(tags)) => match tags.as_slice() {
            [only] => format!("{words} is {}", quoted(only)),
            _ => return None,
        },
        Some(Value::Word(word)) if matches!(fact.kind, Type::Text | Type::Agent) => {
            format!("{words} is \"{}\"", escaped(word))
        }
        Some(Value::Word(word)) => format!("{words} is {}", quoted(word)),
        Some(Value::Number(_)) if fact.kind == Type::Moment => return None,
        // A service may send a debt; the language has no negative amounts.
        Some(Value::Number(number)) if matches!(fact.kind, Type::Money { .. }) && *number < Fixed::ZERO => return None,
        // The language writes whole seconds.
        Some(Value::Number(number)) if fact.kind == Type::Duration && !number.is_whole() => return None,
        Some(value) => format!("{words} is {}", show(value, &fact.kind)),
    })
}

/// A word; in quotes if it would not be read as one.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.';
    let upper = word.len() == 2 && word.chars().all(|c| c.is_ascii_uppercase());
    let begins = word.starts_with(|c: char| c.is_ascii_lowercase());
    let reserved = ["is", "not", "and", "or", "known", "missing", "true", "false"].contains(&word);
    if upper || begins && word.chars().all(plain) && !reserved {
        word.to_owned()
    } else {
        format!("\"{}\"", escaped(word))
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// `hand off to billing by refund`
fn expectation(policy: &Policy, kinds: &[&ExpectedKind]) -> Option<String> {
    let mut text = String::new();
    for kind in kinds {
        match kind {
            ExpectedKind::Action(action) => text.push_str(action.as_str()),
            ExpectedKind::NamedAgent => text.push_str(" to the named agent"),
            ExpectedKind::Queues(queues) => {
                let names: Vec<&str> = queues.iter().map(|queue| policy.queue(*queue).name.as_str()).collect();
                write!(text, " to {}", names.join(" or ")).ok()?;
            }
            ExpectedKind::By(rule) => write!(text, " by {}", policy.rule(*rule).name).ok()?,
            ExpectedKind::NoRule => text.push_str(", no rule"),
            ExpectedKind::Level(level) => write!(text, " at {level}").ok()?,
            ExpectedKind::Effect(effect) => write!(text, ", {}", explain::effect(policy, effect)).ok()?,
            ExpectedKind::NoTag(tag) => write!(text, ", no tag {tag}").ok()?,
            ExpectedKind::Say(message) => write!(text, ", say {}", policy.message(*message).name).ok()?,
            ExpectedKind::Because(reason) => write!(text, ", because \"{}\"", escaped(reason)).ok()?,
            _ => return None,
        }
    }
    Some(text)
}
