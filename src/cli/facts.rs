//! `baton facts`: what a service must send, for people and for their compilers.

use std::path::PathBuf;

use textwrap::core::display_width;

use super::ui::{Outcome, Ui, layout};
use super::{Exit, disk, problems};
use crate::policy::{Action, BuiltIn, CategoryId, Fact, FactId, Origin, Policy, QueueId};
use crate::value::show;

mod code;

/// Show what a service sends for a policy
///
/// Exit code 0: shown. 2: the policy has errors or could not be read.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The policy
    #[arg(value_name = "POLICY")]
    path: PathBuf,
    /// In which form
    #[arg(long, value_enum, default_value = "table")]
    format: Form,
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton facts policy.baton
  baton facts policy.baton --format typescript > facts.ts";

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people
    Table,
    /// JSON Schema, draft 7
    JsonSchema,
    /// A TypeScript interface
    Typescript,
    /// A typed dictionary in Python
    Python,
}

/// A fact that has no value when it is not sent.
const MISSING: &str = "missing";

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let loaded = disk::load(&args.path)?;
    let Some(policy) = loaded.artifact.as_ref().map(|artifact| &artifact.policy) else {
        problems::draw(&loaded.problems, &loaded.sources, ui)?;
        ui.flush()?;
        return Ok(Exit::CouldNotRun);
    };
    let facts = sendable(policy);
    match args.format {
        Form::Table => table(&facts, ui)?,
        Form::JsonSchema => ui.line(format!("{:#}", code::schema(policy, &facts)))?,
        Form::Typescript => ui.text(&code::typescript(policy, &facts))?,
        Form::Python => ui.text(&code::python(policy, &facts))?,
    }
    ui.flush()?;
    Ok(Exit::Fine)
}

/// The facts that a service may send and that something asks for, in the order of names.
fn sendable(policy: &Policy) -> Vec<&Fact> {
    let mut asked = policy.asked();
    if asked.iter().any(|id| policy.fact(*id).origin == Origin::BuiltIn(BuiltIn::WaitHere)) {
        asked.extend(waits(policy));
    }
    asked.extend(state(policy).into_iter().filter_map(|name| policy.find_fact(name)));
    let columns: Vec<FactId> = policy
        .facts
        .iter()
        .filter_map(|fact| if let Origin::List { column, .. } = fact.origin { Some(column) } else { None })
        .collect();
    let mut facts: Vec<&Fact> = (0..policy.facts.len())
        .map(FactId::from_index)
        .filter(|id| asked.contains(id) || columns.contains(id))
        .map(|id| policy.fact(id))
        .filter(|fact| matches!(fact.origin, Origin::Given | Origin::Switch | Origin::BuiltIn(_)))
        .collect();
    facts.sort_by(|a, b| a.name.cmp(&b.name));
    facts
}

/// What a service that keeps the state of conversations itself must send, by what the policy decides.
fn state(policy: &Policy) -> Vec<&'static str> {
    let actions = || policy.rules.iter().map(|rule| &rule.outcome.action).chain([&policy.otherwise.action]);
    let mut names = Vec::new();
    if actions().any(|action| matches!(action, Action::Clarify { .. })) {
        names.push("clarified");
    }
    if actions().any(|action| matches!(action, Action::Offer(_))) {
        names.push("offer_allowed");
    }
    names
}

/// The waits that `wait here` is worked out from: of the queues that a category can lead to.
fn waits(policy: &Policy) -> Vec<FactId> {
    let categories = (0..policy.categories.len()).map(|at| Some(CategoryId::from_index(at)));
    let queues: Vec<QueueId> = categories.chain([None]).map(|category| policy.queue_for(category)).collect();
    let is_one =
        |fact: &Fact| matches!(&fact.origin, Origin::BuiltIn(BuiltIn::WaitOf(queue)) if queues.contains(queue));
    (0..policy.facts.len()).map(FactId::from_index).filter(|id| is_one(policy.fact(*id))).collect()
}

fn table(facts: &[&Fact], ui: &mut Ui) -> Outcome<()> {
    let head = ["fact", "type", "when it is not sent"].map(str::to_owned);
    let rows: Vec<[String; 3]> = facts.iter().map(|fact| [fact.name.clone(), kind(fact), left_out(fact)]).collect();
    // A name longer than this has a line of its own, so that it does not push the others aside.
    let name_most = ui.width * 2 / 5;
    let widest = |at: usize, most: usize| {
        rows.iter().chain([&head]).map(|row| display_width(&row[at])).filter(|width| *width <= most).max().unwrap_or(0)
    };
    let (first, last) = (widest(0, name_most), widest(2, 26));
    let middle = widest(1, usize::MAX).min(ui.width.saturating_sub(first + last + 4)).max(12);
    let widths = [first, middle, last];
    for line in wrapped_row(&head, widths) {
        ui.line(ui.paint(&line, owo_colors::Style::new().bold()))?;
    }
    for row in &rows {
        for line in wrapped_row(row, widths) {
            ui.line(line)?;
        }
    }
    if rows.iter().any(|row| row[2] == MISSING) {
        ui.wrapped("With a missing fact no comparison holds and no `not` does, only `is missing`.", "\n", "")?;
    }
    Ok(())
}

/// A row of a table on as many lines as its highest cell needs. A name is to be copied, so it is never cut.
fn wrapped_row(row: &[String; 3], widths: [usize; 3]) -> Vec<String> {
    if display_width(&row[0]) > widths[0] {
        let rest = wrapped_row(&[String::new(), row[1].clone(), row[2].clone()], widths);
        return std::iter::once(row[0].clone()).chain(rest).collect();
    }
    let cells: Vec<Vec<_>> = row.iter().zip(widths).map(|(cell, width)| textwrap::wrap(cell, layout(width))).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let line = |at: usize| {
        let mut line = String::new();
        for (cell, width) in cells.iter().zip(widths) {
            let text = cell.get(at).map_or("", |text| text.as_ref());
            line += text;
            line += &" ".repeat((width + 2).saturating_sub(display_width(text)));
        }
        line.trim_end().to_owned()
    };
    (0..height).map(line).collect()
}

/// The type, with the scale that the service uses.
fn kind(fact: &Fact) -> String {
    let scale = fact.scale.map_or_else(String::new, |(low, high)| format!(", sent as {low} to {high}"));
    let answer = if fact.on_answer { ", with each answer" } else { "" };
    format!("{}{scale}{answer}", fact.kind)
}

fn left_out(fact: &Fact) -> String {
    match (&fact.default, &fact.origin) {
        (_, Origin::Switch) => "off (a switch)".to_owned(),
        (_, Origin::BuiltIn(_)) if !needs_service(fact) => "worked out by Baton".to_owned(),
        (Some(default), _) => format!("taken as {}", show(default, &fact.kind)),
        (None, _) => MISSING.to_owned(),
    }
}

/// Whether a built-in only exists, or only changes, when the service sends it.
fn needs_service(fact: &Fact) -> bool {
    use BuiltIn as B;
    let Origin::BuiltIn(built_in) = &fact.origin else { return true };
    matches!(
        built_in,
        B::Category
            | B::Confidence
            | B::Attempted
            | B::Language
            | B::Channel
            | B::TurnsWithoutProgress
            | B::WaitOf(_)
            | B::Phase
            | B::Clarified
            | B::Offers
            | B::OfferAccepted
            | B::OfferDeclined
            | B::OfferAllowed
            | B::OfferedBy
            | B::RoundsSinceTheOffer
            | B::ThresholdRiseSinceTheOffer
            | B::Transfers
            | B::LastQueue
            | B::LastQueueHere
            | B::TimeSinceReturned
            | B::Said(_)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::source::Sources;

    #[test]
    fn wait_here_asks_the_service_for_the_waits_that_a_category_can_lead_to() {
        let text = r#"baton 1
policy "P" {
  timezone "Europe/Madrid"; languages en; assistant gives category
  default queue general; otherwise stay; on failure hand off to general
}
category refund
queue general { handles everything else }
queue billing { handles refund }
queue security
rule busy { when wait here above 10m or wait here is missing; then hand off to security }
"#;
        let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
        let program = crate::syntax::parse("p.baton", text, &mut sources, &mut found);
        let policy = crate::semantics::resolve(&program, &sources, &mut found).expect("a policy without errors");
        let names: Vec<&str> = sendable(&policy).iter().map(|fact| fact.name.as_str()).collect();
        assert_eq!(names, ["wait_here", "wait_of_billing", "wait_of_general"]);
    }
}
