//! `baton explain`: one decision at length, or all that applies to a category.

use std::path::PathBuf;

use owo_colors::Style;

use super::Exit;
use super::run::{Given, options, table};
use super::transcripts;
use super::ui::{Outcome, Stop, Ui, plain, spoken};
use crate::conversation::{Conversation, Speaker};
use crate::policy::{CategoryId, Policy};
use crate::runtime::nearest::{self, Changes};
use crate::runtime::{self, Options, Step, Table, explain};
use crate::value::show;

mod category;
mod changes;
mod json;

pub(super) use json::SCHEMA as EXPLANATION_SCHEMA;

/// Explain one decision, or all that applies to a category
///
/// Exit code 0: explained. 2: the policy has errors, or there is no such turn.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The policy
    #[arg(value_name = "POLICY")]
    policy: PathBuf,
    /// The transcript that has the conversation, or a folder of transcripts
    #[arg(value_name = "TRANSCRIPT", required_unless_present = "category", requires = "turn")]
    transcript: Option<PathBuf>,
    /// The turn, as `baton run` numbers it
    #[arg(long, value_name = "N", requires = "transcript")]
    turn: Option<usize>,
    /// The conversation (default: the first)
    #[arg(long, value_name = "ID")]
    conversation: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value = "human", conflicts_with = "category")]
    format: Form,
    /// Show all that applies to this category instead
    #[arg(long, value_name = "CATEGORY", conflicts_with = "transcript")]
    category: Option<String>,
    #[command(flatten)]
    given: Given,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people
    Human,
    /// One JSON document (`baton.explanation/1`)
    Json,
}

/// A decision and what would have changed it.
struct Explained<'s> {
    step: &'s Step,
    found: Changes,
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton explain policy.baton conversations.jsonl --turn 5
  baton explain policy.baton conversations --conversation c-17 --turn 3
  baton explain policy.baton conversations.jsonl --turn 5 --format json
  baton explain policy.baton --category billing.refund";

/// Most characters of a turn, or of words in it, that are shown.
const TURN_CHARS_SHOWN: usize = 1_000;

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let Some((table, _)) = table(&args.policy, ui)? else { return Ok(Exit::CouldNotRun) };
    if let Some(name) = &args.category {
        let category = category_named(table.policy(), name)?;
        category::print(table.policy(), category, ui)?;
        ui.flush()?;
        return Ok(Exit::Fine);
    }
    let (Some(path), Some(turn)) = (&args.transcript, args.turn) else {
        return Err(Stop::Said("say which turn: --turn N".to_owned()));
    };
    let options = options(&table, &args.given)?;
    let conversation = find(path, args.conversation.as_deref(), ui)?;
    let steps = runtime::replay(&table, &conversation, &options);
    let chosen: Vec<&Step> = steps.iter().filter(|step| step.turn + 1 == turn).collect();
    if chosen.is_empty() {
        let with: Vec<String> = steps.iter().map(|step| (step.turn + 1).to_string()).collect();
        let with = if with.is_empty() { "none".to_owned() } else { with.join(", ") };
        let id = plain(&conversation.id, 120);
        return Err(Stop::Said(format!("nothing is decided at turn {turn} of {id}; turns with a decision: {with}")));
    }
    let count = chosen.len();
    let answers = chosen.last().map_or(&[][..], |last| answers(&steps, &conversation, last));
    let told = search(&table, &conversation, &options, chosen.into_iter().chain(answers));
    let policy = table.policy();
    match args.format {
        Form::Json => ui.line(json::document(policy, &conversation, &steps, &told))?,
        Form::Human => {
            for (at, explained) in told.iter().enumerate() {
                let answer = (at >= count).then_some(explained.step.turn + 1);
                decision(policy, &conversation, explained.step, answer, ui)?;
                changes::print(policy, &explained.found, ui)?;
            }
        }
    }
    ui.flush()?;
    Ok(Exit::Fine)
}

/// What would have changed some decisions of a conversation, which goes on once more for it.
fn search<'s>(
    table: &Table,
    conversation: &Conversation,
    options: &Options,
    wanted: impl Iterator<Item = &'s Step>,
) -> Vec<Explained<'s>> {
    let wanted: Vec<&Step> = wanted.collect();
    let mut told = Vec::new();
    runtime::replay_seeing(table, conversation, options, &mut |step, session| {
        let point = step.decision.point;
        let found = wanted.iter().find(|known| known.turn == step.turn && known.decision.point == point);
        if let Some(step) = found {
            let found = changes::ordered(table.policy(), &step.decision, nearest::changes(session, point));
            told.push(Explained { step, found });
        }
    });
    told
}

/// The category that the user means.
pub(super) fn category_named(policy: &Policy, name: &str) -> Outcome<CategoryId> {
    policy.find_category(name).ok_or_else(|| {
        let known = policy.categories.iter().map(|category| category.path.as_str());
        let near = match crate::diagnostic::nearest(name, known.clone()) {
            Some(near) => format!("; did you mean `{near}`?"),
            None => format!("; there are {}", known.collect::<Vec<_>>().join(", ")),
        };
        Stop::Said(format!("no category named `{name}`{near}"))
    })
}

/// The decisions on what the assistant answered to a customer's turn.
fn answers<'s>(steps: &'s [Step], conversation: &Conversation, asked: &Step) -> &'s [Step] {
    let is_said_by = |step: &Step, speaker| conversation.turns[step.turn].speaker == speaker;
    if !is_said_by(asked, Speaker::Customer) {
        return &[];
    }
    let after = &steps[steps.partition_point(|step| step.turn <= asked.turn)..];
    let end = after.iter().position(|step| !is_said_by(step, Speaker::Assistant)).unwrap_or(after.len());
    &after[..end]
}

/// The conversation that was asked for, or the first.
pub(super) fn find(path: &std::path::Path, id: Option<&str>, ui: &mut Ui) -> Outcome<Conversation> {
    let mut found = None;
    for path in transcripts::find(&[path.to_owned()])? {
        transcripts::each(&path, false, &mut transcripts::Ids::default(), ui, &mut |conversation, _| {
            if found.is_none() && id.is_none_or(|id| id == conversation.id) {
                found = Some(conversation.clone());
            }
            Ok(())
        })?;
    }
    found.ok_or_else(|| {
        let which = id.map_or_else(String::new, |id| format!(" with the id `{id}`"));
        Stop::Said(format!("{}: no conversation{which}", path.display()))
    })
}

/// One decision; `answer` is the turn of the answer when the customer's turn was asked about.
fn decision(
    policy: &Policy,
    conversation: &Conversation,
    step: &Step,
    answer: Option<usize>,
    ui: &mut Ui,
) -> Outcome<()> {
    let decision = &step.decision;
    let bold = Style::new().bold();
    let id = plain(&conversation.id, 120);
    let head = match answer {
        Some(turn) => format!("on the answer (turn {turn})"),
        None => format!("{id}, turn {}, on the {}", step.turn + 1, decision.point.as_str()),
    };
    ui.wrapped(&ui.paint(&head, bold), "", "    ")?;
    ui.wrapped(&format!("{}”", spoken(&conversation.turns[step.turn].text, TURN_CHARS_SHOWN)), "  “", "   ")?;
    let by = format!("{} ({})", explain::decided_by(policy, decision), explain::source_line(policy, decision));
    let decided = format!("{}  by {by}", ui.paint(&explain::action(policy, decision), bold));
    ui.line("")?;
    ui.wrapped(&decided, "", "  ")?;
    for why in explain::why(policy, decision) {
        ui.wrapped(&why, "  because ", "          ")?;
    }
    for heard in explain::telling(policy, decision) {
        ui.wrapped(&plain(&explain::heard(policy, heard), TURN_CHARS_SHOWN), "  heard ", "        ")?;
    }
    for effect in &decision.effects {
        ui.wrapped(&explain::effect(policy, effect), "  with ", "       ")?;
    }
    if let Some(said) = explain::says(policy, decision) {
        ui.wrapped(&said, "  says ", "       ")?;
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
        let value = spoken(&value, TURN_CHARS_SHOWN);
        ui.wrapped(&format!("{}: {value}", fact.words), "  ", "    ")?;
    }
    for problem in &step.decision.problems {
        let text = plain(&format!("{}: {}", problem.fact, problem.message), TURN_CHARS_SHOWN);
        ui.wrapped(&text, "  not used: ", "    ")?;
    }
    Ok(())
}

fn others(policy: &Policy, step: &Step, ui: &mut Ui) -> Outcome<()> {
    ui.line(ui.paint("\nin the order they are asked", Style::new().bold()))?;
    for trace in &step.decision.trace {
        let rule = policy.rule(trace.rule);
        let kind = if rule.watch { "watch" } else { rule.layer.as_str() };
        let name = match rule.groups.as_slice() {
            [] => rule.name.clone(),
            groups => format!("{} (in {})", rule.name, groups.join(", ")),
        };
        let text = match explain::why_not(policy, &step.decision, trace.rule) {
            None => ui.paint(&format!("{kind} {name} decided"), Style::new().bold()),
            Some(why_not) => format!("{kind} {name}: {why_not}"),
        };
        ui.wrapped(&text, "  ", "    ")?;
    }
    for also in &step.decision.alsos {
        ui.wrapped(&format!("also {} added its effects", policy.alsos[also.index()].name), "  ", "    ")?;
    }
    ui.line("")
}
