//! One conversation with the decision at every point: a timeline, or JSON.

use owo_colors::Style;
use serde_json::Value as Json;
use textwrap::core::display_width;

use super::super::ui::{Outcome, Ui, plain, spoken};
use crate::conversation::{Conversation, Speaker, Turn};
use crate::decision::{DecidedBy, Decision, Point};
use crate::policy::{ActionName, Policy};
use crate::runtime::{Step, explain, record};

/// Most characters of a turn that are shown.
const TURN_CHARS_SHOWN: usize = 300;
/// Most characters of a tool's output that are shown.
const TOOL_CHARS_SHOWN: usize = 60;
/// Most characters of a problem with the input that are shown.
const PROBLEM_CHARS_SHOWN: usize = 200;
/// Most characters of a conversation's id that are shown.
const ID_CHARS_SHOWN: usize = 120;
/// Columns in front of what is said.
const MARGIN: &str = "                ";
/// Columns in front of the second line of a detail.
const DETAIL_HANG: &str = "          ";

/// Prints a conversation, each decision where it is taken.
pub(super) fn print(policy: &Policy, conversation: &Conversation, steps: &[Step], ui: &mut Ui) -> Outcome<()> {
    head(conversation, ui)?;
    let ended = steps.iter().find(|step| matches!(step.decision.action, ActionName::HandOff | ActionName::Close));
    let mut steps = steps.iter().peekable();
    let mut before: Option<&Step> = None;
    let mut marked = false;
    for (at, turn) in conversation.turns.iter().enumerate() {
        let step = steps.next_if(|step| step.turn == at);
        if !marked && let Some(which) = over(turn, ended.filter(|step| step.turn < at)) {
            marked = true;
            let line = format!("  ── {which}: what follows is not counted ──");
            ui.line(ui.paint(&line, Style::new().dimmed()))?;
        }
        // An answer is judged before it is sent, so its decision stands before it.
        let is_answer = turn.speaker == Speaker::Assistant;
        if let Some(step) = step.filter(|step| is_answer && is_news(step, before)) {
            decision(policy, step, before, ui)?;
        }
        let is_held = is_answer && step.or(before).is_some_and(|step| holds(step, at));
        say(at + 1, turn, is_held, ui)?;
        let answered = steps.peek().is_some_and(|next| {
            next.decision.point == Point::Answer && step.is_some_and(|step| is_over(step) == is_over(next))
        });
        if let Some(step) = step.filter(|step| !is_answer && is_news(step, before) && !(answered && is_quiet(step))) {
            decision(policy, step, before, ui)?;
        }
        before = step.or(before);
    }
    ui.line("")
}

/// Why the assistant's part is over when this turn begins; none if it is not.
fn over(turn: &Turn, ended: Option<&Step>) -> Option<&'static str> {
    match ended.map(|step| step.decision.action) {
        Some(ActionName::Close) => Some("after the end"),
        Some(_) => Some("after the handoff"),
        None => (turn.speaker == Speaker::Agent).then_some("a person has it"),
    }
}

/// Whether a step says something that the one before it did not.
fn is_news(step: &Step, before: Option<&Step>) -> bool {
    let same = before.is_some_and(|before| before.decision.same(&step.decision));
    let same = same && (is_over(step) || before.is_some_and(|before| !is_over(before)));
    match step.decision.point {
        _ if is_over(step) => !same && !is_quiet(step),
        // Staying is said once for a message and its answer.
        Point::Answer => !same || is_quiet(step),
        Point::Message => true,
    }
}

/// Whether the assistant's part had ended before this step.
pub(super) fn is_over(step: &Step) -> bool {
    step.after.is_some() || step.with_person
}

/// Whether a step keeps the draft at `turn` from being sent; the step may stand at the customer's turn before it.
fn holds(step: &Step, turn: usize) -> bool {
    let is_its_draft = step.turn == turn || step.turn + 1 == turn;
    is_its_draft && !is_over(step) && step.decision.send_draft == Some(false)
}

/// Whether nothing but `otherwise` decided.
fn is_quiet(step: &Step) -> bool {
    step.decision.decided_by == DecidedBy::Otherwise
}

/// One decision as a line of `baton.decision/1`.
pub(in crate::cli) fn as_json(policy: &Policy, conversation: &Conversation, step: &Step, steps: &[Step]) -> Json {
    let at = conversation.turns[step.turn].at.and_then(|seconds| Some(conversation.started? + seconds));
    let occasion = record::Occasion { conversation: &conversation.id, turn: step.turn + 1, event: None, at };
    let mut json = record::json(policy, &step.decision, &occasion);
    if let Some(after) = step.after {
        json["after_handoff_at_turn"] = Json::from(steps[after].turn + 1);
    }
    json
}

fn head(conversation: &Conversation, ui: &mut Ui) -> Outcome<()> {
    let known = conversation.facts.iter().filter_map(|(name, value)| match name.as_str() {
        "language" | "channel" | "category" | "customer.tier" => value.as_str(),
        _ => None,
    });
    let about: Vec<String> = known.map(|word| plain(word, 40)).collect();
    let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
    let id = ui.paint(&plain(&conversation.id, ID_CHARS_SHOWN), Style::new().bold());
    ui.wrapped(&format!("{id}{about}"), "", "    ")
}

fn say(number: usize, turn: &Turn, is_held: bool, ui: &mut Ui) -> Outcome<()> {
    let (who, style, most) = match turn.speaker {
        Speaker::Customer => ("customer", Style::new().cyan(), TURN_CHARS_SHOWN),
        Speaker::Assistant => ("assistant", Style::new(), TURN_CHARS_SHOWN),
        Speaker::Agent => ("agent", Style::new().magenta(), TURN_CHARS_SHOWN),
        Speaker::Tool => ("tool", Style::new().dimmed(), TOOL_CHARS_SHOWN),
    };
    let style = if is_held { style.dimmed() } else { style };
    let first = ui.paint(&format!("{number:>3} {who:<10}  "), style);
    let text = spoken(&turn.text, most);
    let text = if text.is_empty() { "(says nothing)" } else { &text };
    if is_held {
        let text = ui.paint(&format!("(not sent) {text}"), style);
        return ui.wrapped(&text, &first, MARGIN);
    }
    ui.wrapped(text, &first, MARGIN)
}

fn decision(policy: &Policy, step: &Step, before: Option<&Step>, ui: &mut Ui) -> Outcome<()> {
    let decision = &step.decision;
    let (mark, style) = match decision.action {
        ActionName::Stay => ("·", Style::new().green()),
        ActionName::Offer | ActionName::Clarify => ("?", Style::new().yellow().bold()),
        ActionName::HandOff => ("▶", Style::new().red().bold()),
        ActionName::Close => ("■", Style::new().red().bold()),
    };
    let style = if is_over(step) { Style::new().dimmed() } else { style };
    let what = format!("{mark} {}", explain::action(policy, decision));
    let by = if is_quiet(step) {
        explain::decided_by(policy, decision)
    } else {
        format!("{} ({})", explain::decided_by(policy, decision), explain::source_line(policy, decision))
    };
    let by = if decision.point == Point::Answer { by + ", on the answer" } else { by };
    let fits = 4 + display_width(&what) + 2 + display_width(&by) <= ui.width;
    let (what, dim_by) = (ui.paint(&what, style), ui.paint(&by, Style::new().dimmed()));
    if fits {
        ui.line(format!("    {what}  {dim_by}"))?;
    } else {
        ui.wrapped(&what, "    ", "      ")?;
        ui.wrapped(&dim_by, "        ", DETAIL_HANG)?;
    }
    let repeats = before
        .is_some_and(|before| before.decision.same(decision) && before.decision.decided_by == decision.decided_by);
    if is_over(step) || (repeats && decision.point == Point::Answer) {
        return Ok(());
    }
    for line in details(policy, decision) {
        ui.wrapped(&line, "        ", DETAIL_HANG)?;
    }
    Ok(())
}

/// Why, what else fitted, what goes with it, what is said.
fn details(policy: &Policy, decision: &Decision) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(reason) = &decision.reason {
        lines.push(if reason.ends_with(|c: char| c.is_ascii_punctuation()) {
            reason.clone()
        } else {
            format!("{reason}.")
        });
    }
    let why = explain::why(policy, decision);
    if !why.is_empty() {
        lines.push(format!("because {}", why.join("; ")));
    }
    let heard = explain::heard_for(policy, decision);
    if !heard.is_empty() {
        lines.push(format!("heard {}", heard.join(", ")));
    }
    if decision.clarified_before {
        lines.push("the question was asked before, so this hands off".to_owned());
    }
    if decision.diverted {
        lines.push("no transfer is left, so it goes where the policy sends the next one".to_owned());
    }
    if decision.to_same_agent {
        lines.push("to the agent who gave the conversation back".to_owned());
    }
    if !decision.also_fitted.is_empty() {
        let names: Vec<&str> = decision.also_fitted.iter().map(|rule| policy.rule(*rule).name.as_str()).collect();
        lines.push(format!("{} also fitted", names.join(", ")));
    }
    if !decision.effects.is_empty() {
        let effects: Vec<String> = decision.effects.iter().map(|effect| explain::effect(policy, effect)).collect();
        lines.push(format!("with {}", effects.join(", ")));
    }
    for watch in &decision.watches {
        let rule = policy.rule(*watch);
        lines.push(format!("watch {} would have decided: {}", rule.name, explain::outcome(policy, &rule.outcome)));
    }
    if let Some(said) = explain::says(policy, decision) {
        lines.push(format!("says {said}"));
    }
    for problem in &decision.problems {
        lines.push(plain(&format!("problem: {}: {}", problem.fact, problem.message), PROBLEM_CHARS_SHOWN));
    }
    lines
}
