//! `baton explain`: one decision at length, or all that applies to a category.

use std::path::PathBuf;

use owo_colors::Style;

use super::Exit;
use super::run::{Given, each, engine, options};
use super::ui::{Outcome, Stop, Ui};
use crate::conversation::Conversation;
use crate::policy::{CategoryId, Check, Condition, FactId, Policy, Rule, RuleId};
use crate::runtime::{self, Step, explain};
use crate::value::{Value, show};

/// Explain one decision, or all that applies to a category
///
/// Exit code 0: explained. 2: the policy has errors, or there is no such turn.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The policy
    #[arg(value_name = "POLICY")]
    policy: PathBuf,
    /// The transcript that has the conversation
    #[arg(value_name = "TRANSCRIPT", required_unless_present = "category", requires = "turn")]
    transcript: Option<PathBuf>,
    /// The turn, as `baton run` numbers it
    #[arg(long, value_name = "N", requires = "transcript")]
    turn: Option<usize>,
    /// The conversation (default: the first)
    #[arg(long, value_name = "ID")]
    conversation: Option<String>,
    /// Show all that applies to this category instead
    #[arg(long, value_name = "CATEGORY", conflicts_with = "transcript")]
    category: Option<String>,
    #[command(flatten)]
    given: Given,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let Some(engine) = engine(&args.policy, ui)? else { return Ok(Exit::CouldNotRun) };
    if let Some(name) = &args.category {
        let Some(category) = engine.policy().find_category(name) else {
            let known = engine.policy().categories.iter().map(|category| category.path.as_str());
            let near = crate::diagnostic::nearest(name, known)
                .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(Stop::Said(format!("no category named `{name}`{near}")));
        };
        about_category(engine.policy(), category, ui)?;
        ui.flush()?;
        return Ok(Exit::Fine);
    }
    let (Some(path), Some(turn)) = (&args.transcript, args.turn) else {
        return Err(Stop::Said("say which turn: --turn N".to_owned()));
    };
    let options = options(&engine, &args.given)?;
    let conversation = find(path, args.conversation.as_deref(), ui)?;
    let steps = runtime::replay(&engine, &conversation, &options);
    let chosen: Vec<&Step> = steps.iter().filter(|step| step.turn + 1 == turn).collect();
    if chosen.is_empty() {
        let with: Vec<String> = steps.iter().map(|step| (step.turn + 1).to_string()).collect();
        return Err(Stop::Said(format!(
            "nothing is decided at turn {turn} of {}; decisions stand at turns {}",
            conversation.id,
            with.join(", ")
        )));
    }
    for step in chosen {
        decision(engine.policy(), &conversation, step, ui)?;
    }
    ui.flush()?;
    Ok(Exit::Fine)
}

/// The conversation that was asked for, or the first.
fn find(path: &std::path::Path, id: Option<&str>, ui: &mut Ui) -> Outcome<Conversation> {
    let mut found = None;
    each(path, false, ui, &mut |conversation, _| {
        if found.is_none() && id.is_none_or(|id| id == conversation.id) {
            found = Some(conversation.clone());
        }
        Ok(())
    })?;
    found.ok_or_else(|| {
        let which = id.map_or_else(String::new, |id| format!(" with the id `{id}`"));
        Stop::Said(format!("{}: no conversation{which}", path.display()))
    })
}

fn decision(policy: &Policy, conversation: &Conversation, step: &Step, ui: &mut Ui) -> Outcome<()> {
    let decision = &step.decision;
    let bold = Style::new().bold();
    ui.line(
        ui.paint(&format!("{}, turn {}, on the {}", conversation.id, step.turn + 1, decision.point.as_str()), bold),
    )?;
    ui.wrapped(&format!("{}”", conversation.turns[step.turn].text), "  “", "   ")?;
    let by = format!("{} ({})", explain::decided_by(policy, decision), explain::source_line(policy, decision));
    ui.line(format!("\n{}  by {by}", ui.paint(&explain::action(policy, decision), bold)))?;
    for why in explain::why(policy, decision) {
        ui.wrapped(&why, "  because ", "          ")?;
    }
    for heard in &decision.heard {
        ui.wrapped(&explain::heard(policy, heard), "  heard ", "        ")?;
    }
    for effect in &decision.effects {
        ui.wrapped(&explain::effect(policy, effect), "  with ", "       ")?;
    }
    for trace in &decision.thresholds {
        let threshold = &policy.thresholds[trace.threshold.index()];
        let of = &policy.fact(threshold.fact).words;
        ui.wrapped(&explain::threshold(policy, trace), &format!("  {} of {of}: ", threshold.name), "      ")?;
    }
    values(policy, step, ui)?;
    others(policy, step, ui)
}

fn values(policy: &Policy, step: &Step, ui: &mut Ui) -> Outcome<()> {
    ui.line(ui.paint("\nwhat the rules read", Style::new().bold()))?;
    for (fact, value) in &step.decision.read {
        let fact = policy.fact(*fact);
        let value = value.as_ref().map_or_else(|| "missing".to_owned(), |value| show(value, &fact.kind));
        ui.wrapped(&format!("{}: {value}", fact.words), "  ", "    ")?;
    }
    for problem in &step.decision.problems {
        ui.wrapped(&format!("{}: {}", problem.fact, problem.message), "  not used: ", "    ")?;
    }
    Ok(())
}

fn others(policy: &Policy, step: &Step, ui: &mut Ui) -> Outcome<()> {
    ui.line(ui.paint("\nin the order they are asked", Style::new().bold()))?;
    for trace in &step.decision.trace {
        let rule = policy.rule(trace.rule);
        let kind = if rule.watch { "watch" } else { rule.layer.as_str() };
        let text = match explain::why_not(policy, &step.decision, trace.rule) {
            None => ui.paint(&format!("{kind} {} decided", rule.name), Style::new().bold()),
            Some(why_not) => format!("{kind} {}: {why_not}", rule.name),
        };
        ui.wrapped(&text, "  ", "    ")?;
    }
    for also in &step.decision.alsos {
        ui.wrapped(&format!("also {} added its effects", policy.alsos[also.index()].name), "  ", "    ")?;
    }
    ui.line("")
}

/// Queue, thresholds and rules of a category.
fn about_category(policy: &Policy, id: CategoryId, ui: &mut Ui) -> Outcome<()> {
    let category = &policy.categories[id.index()];
    let bold = Style::new().bold();
    let title = category.title.as_ref().map_or_else(String::new, |title| format!(" ({title})"));
    ui.line(ui.paint(&format!("{}{title}", category.path), bold))?;
    let queue = policy.queue(policy.queue_for(Some(id)));
    ui.line(format!("  handed off to {} ({}) when a rule names no queue", queue.name, queue.title))?;
    for threshold in &policy.thresholds {
        let kind = &policy.fact(threshold.fact).kind;
        let number = |value| show(&Value::Number(value), kind);
        ui.line(format!(
            "\n{} of {}: {}",
            threshold.name,
            policy.fact(threshold.fact).words,
            number(base(policy, threshold, id))
        ))?;
        for step in threshold.groups.iter().flat_map(|group| &group.steps) {
            let text = policy.sources.text(step.span).split_whitespace().collect::<Vec<_>>().join(" ");
            ui.wrapped(&text, "  ", "    ")?;
        }
        for (limit, word) in [(threshold.low, "never below"), (threshold.high, "never above")] {
            if let Some(limit) = limit {
                ui.line(format!("  {word} {}", number(limit)))?;
            }
        }
    }
    ui.line(ui.paint("\nrules that can decide, in the order they are asked", bold))?;
    for rule in (0..policy.rules.len()).map(RuleId::from_index).map(|id| policy.rule(id)) {
        if can_hold(policy, rule, &category.path) {
            let (file, line, _) = policy.sources.position(rule.span);
            let kind = if rule.watch { "watch" } else { rule.layer.as_str() };
            ui.wrapped(
                &format!("{kind} {}: {} ({file}:{line})", rule.name, explain::outcome(policy, &rule.outcome)),
                "  ",
                "    ",
            )?;
        }
    }
    Ok(())
}

/// The base line that counts for a category.
fn base(policy: &Policy, threshold: &crate::policy::Threshold, id: CategoryId) -> crate::value::Fixed {
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
fn can_hold(policy: &Policy, rule: &Rule, path: &str) -> bool {
    fits(&rule.condition, policy, policy.find_fact("category"), path)
}

fn fits(condition: &Condition, policy: &Policy, category: Option<FactId>, path: &str) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| fits(part, policy, category, path)),
        Condition::Any(parts) => parts.iter().any(|part| fits(part, policy, category, path)),
        Condition::Except(_) => true,
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
