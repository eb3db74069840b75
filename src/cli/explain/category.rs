//! All that applies to one category: queue, thresholds with their steps, rules with their conditions.

use owo_colors::Style;

use super::super::ui::{Outcome, Ui};
use crate::policy::{
    Action, CategoryId, Check, Condition, FactId, Outcome as Decided, Policy, Rule, StepGroup, Target, Threshold, To,
};
use crate::runtime::explain;
use crate::source::Span;
use crate::value::{Fixed, Value, show, show_duration};

/// Prints it, in the order in which it counts.
pub(super) fn print(policy: &Policy, id: CategoryId, ui: &mut Ui) -> Outcome<()> {
    let category = &policy.categories[id.index()];
    let title = category.title.as_ref().map_or_else(String::new, |title| format!(" ({title})"));
    ui.line(ui.paint(&format!("{}{title}", category.path), Style::new().bold()))?;
    let queue = policy.queue(policy.queue_for(Some(id)));
    let chosen = if queue.routed_by_helpdesk { "; the helpdesk picks the person" } else { "" };
    let line = format!("handed off to {} ({}) when a rule names no queue{chosen}", queue.name, queue.title);
    ui.wrapped(&line, "  ", "    ")?;
    for each in &policy.thresholds {
        threshold(policy, each, id, ui)?;
    }
    let can_hold = |rule: &&Rule| fits(&rule.condition, policy, policy.find_fact("category"), &category.path);
    let (watches, rules): (Vec<&Rule>, Vec<&Rule>) = policy.rules.iter().filter(can_hold).partition(|rule| rule.watch);
    heading("rules that can decide, in the order they are asked", ui)?;
    for each in rules {
        rule(policy, each, id, ui)?;
    }
    let (file, line, _) = policy.sources.position(policy.otherwise_span);
    ui.wrapped(&format!("otherwise: {} ({file}:{line})", outcome(policy, &policy.otherwise, id)), "  ", "    ")?;
    let alsos: Vec<_> = policy
        .alsos
        .iter()
        .filter(|also| fits(&also.condition, policy, policy.find_fact("category"), &category.path))
        .collect();
    if !alsos.is_empty() {
        heading("what can add to a decision", ui)?;
    }
    for also in alsos {
        let effects: Vec<String> = also.effects.iter().map(|effect| explain::effect(policy, effect)).collect();
        entry(policy, &format!("also {}: {}", also.name, effects.join(", ")), also.span, &also.condition, ui)?;
    }
    if !watches.is_empty() {
        heading("only watched", ui)?;
    }
    for each in watches {
        rule(policy, each, id, ui)?;
    }
    heading("the whole conversation", ui)?;
    for (about, says) in explain::conversation(policy) {
        ui.wrapped(&format!("{about}: {says}"), "  ", "    ")?;
    }
    Ok(())
}

fn heading(text: &str, ui: &mut Ui) -> Outcome<()> {
    ui.line(ui.paint(&format!("\n{text}"), Style::new().bold()))
}

/// A threshold: the base line of the category, its steps, its limits.
fn threshold(policy: &Policy, threshold: &Threshold, id: CategoryId, ui: &mut Ui) -> Outcome<()> {
    let fact = policy.fact(threshold.fact);
    let number = |value| show(&Value::Number(value), &fact.kind);
    let words = if threshold.name == "threshold" { "threshold" } else { &format!("threshold {}", threshold.name) };
    heading(&format!("{words} of {}: {}", fact.words, number(base(policy, threshold, id))), ui)?;
    for (at, group) in threshold.groups.iter().enumerate() {
        // A lone step is a group that bears its name.
        if let [step] = &group.steps[..]
            && step.name == group.name
        {
            ui.wrapped(&named(group, at, 0, &step_text(policy, step.span)), "  ", "    ")?;
            continue;
        }
        let unnamed = group.name == format!("step {}", at + 1);
        let name = if unnamed { String::new() } else { format!("{}, ", group.name) };
        ui.line(format!("  {name}the highest of"))?;
        for (inside, step) in group.steps.iter().enumerate() {
            ui.wrapped(&named(group, at, inside, &step_text(policy, step.span)), "    ", "      ")?;
        }
    }
    for (limit, word) in [(threshold.low, "never below"), (threshold.high, "never above")] {
        if let Some(limit) = limit {
            ui.line(format!("  {word} {}", number(limit)))?;
        }
    }
    Ok(())
}

/// A step as written, with its name in front: `mood raise by 10 points when …`.
fn named(group: &StepGroup, at: usize, inside: usize, text: &str) -> String {
    let name = &group.steps[inside].name;
    let is_generated = *name == format!("step {}", at + 1) || *name == format!("step {}", inside + 1);
    if name.is_empty() || is_generated || text.starts_with(&format!("{name} ")) {
        text.to_owned()
    } else {
        format!("{name} {text}")
    }
}

fn step_text(policy: &Policy, span: Span) -> String {
    policy.sources.text(span).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn rule(policy: &Policy, rule: &Rule, id: CategoryId, ui: &mut Ui) -> Outcome<()> {
    let text = format!("{} {}: {}", rule.layer.as_str(), rule.name, outcome(policy, &rule.outcome, id));
    entry(policy, &text, rule.span, &rule.condition, ui)
}

/// What decides or adds with its place, and below it when.
fn entry(policy: &Policy, text: &str, span: Span, condition: &Condition, ui: &mut Ui) -> Outcome<()> {
    let (file, line, _) = policy.sources.position(span);
    ui.wrapped(&format!("{text} ({file}:{line})"), "  ", "    ")?;
    ui.wrapped(&explain::condition(policy, condition), "    when ", "      ")
}

/// What is done and what goes with it, with the queue that the category leads to.
fn outcome(policy: &Policy, outcome: &Decided, id: CategoryId) -> String {
    let to = |target: &Target| {
        let names = match &target.to {
            To::Category => policy.queue(policy.queue_for(Some(id))).name.clone(),
            To::NamedAgent => "the named agent".to_owned(),
            To::Queues(queues) => {
                queues.iter().map(|queue| policy.queue(*queue).name.as_str()).collect::<Vec<_>>().join(" or ")
            }
        };
        target.level.as_ref().map_or(names.clone(), |level| format!("{names} at {level}"))
    };
    let mut parts = vec![match &outcome.action {
        Action::Stay => "stay".to_owned(),
        Action::Close => "close".to_owned(),
        Action::Offer(target) => format!("offer to {}", to(target)),
        Action::HandOff(target) => format!("hand off to {}", to(target)),
        Action::Clarify { message, silence, target } => {
            let after =
                silence.map_or_else(String::new, |silence| format!(" or {} of silence", show_duration(silence)));
            format!(
                "clarify with {}, then after the answer{after} hand off to {}",
                policy.message(*message).name,
                to(target)
            )
        }
    }];
    parts.extend(outcome.effects.iter().map(|effect| explain::effect(policy, effect)));
    parts.extend(outcome.say.map(|message| format!("say {}", policy.message(message).name)));
    parts.join(", ")
}

/// The base line that counts for a category.
fn base(policy: &Policy, threshold: &Threshold, id: CategoryId) -> Fixed {
    let mut next = Some(id);
    while let Some(id) = next {
        if let Some((_, base)) = threshold.bases.iter().find(|(category, _)| *category == id) {
            return *base;
        }
        next = policy.categories[id.index()].parent;
    }
    threshold.base
}

/// Whether no comparison that must hold rules the category out.
fn fits(condition: &Condition, policy: &Policy, category: Option<FactId>, path: &str) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| fits(part, policy, category, path)),
        Condition::Any(parts) => parts.iter().any(|part| fits(part, policy, category, path)),
        // It says that something does not hold, which a category alone can only tell of a lone comparison.
        Condition::Except(inner) => match &**inner {
            Condition::Compare(id) => match &policy.comparison(*id).test {
                Check::OneOf(words) if Some(policy.comparison(*id).fact) == category => {
                    words.iter().any(|word| word == path) == policy.comparison(*id).negated
                }
                _ => true,
            },
            _ => true,
        },
        Condition::Compare(id) => {
            let comparison = policy.comparison(*id);
            match &comparison.test {
                Check::OneOf(words) if Some(comparison.fact) == category => {
                    words.iter().any(|word| word == path) != comparison.negated
                }
                Check::Missing if Some(comparison.fact) == category => comparison.negated,
                _ => true,
            }
        }
    }
}
