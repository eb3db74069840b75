//! `baton schema`: the JSON Schemas of what Baton reads and writes.

use super::explain::EXPLANATION_SCHEMA;
use super::run::SUMMARY_SCHEMA;
use super::ui::{Outcome, Ui};
use super::{Exit, problems};

/// Print the JSON Schema of a form that Baton reads or writes
///
/// The facts of one policy: `baton facts POLICY --format json-schema`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Which form
    #[arg(value_enum, value_name = "NAME")]
    name: Name,
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton schema transcript > transcript.schema.json";

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Name {
    /// One line of a transcript, as `run` reads it
    Transcript,
    /// One decision, as `run` writes it in a pipe
    Decision,
    /// One line that `step` reads
    Event,
    /// One line that `step` writes
    Step,
    /// One line that `say` reads
    Say,
    /// One line that `say` writes
    Said,
    /// What `step` writes of how a conversation went, as `outcome` of an answer
    Outcome,
    /// What `hours --format json` writes
    Hours,
    /// The people who take conversations, as JSON
    Roster,
    /// One line of a service's log of decisions
    Record,
    /// What `check --format json` writes
    Problems,
    /// What `ask --format json` writes
    Answer,
    /// What `diff --format json` writes
    Diff,
    /// What `evaluate --format json` writes
    Evaluate,
    /// What `run --summary --format json` writes
    Summary,
    /// What `explain --format json` writes
    Explanation,
    /// What `package --format json` writes
    Package,
    /// What `messages --format json` writes
    Messages,
    /// What `route --format json` writes of one conversation
    Assignment,
    /// What `route` is told of the moment: who is here, the customer
    Presence,
    /// What whoever finds the person needs of a decision, as `case` of an answer of `step`
    Case,
    /// One line that `dispatch` reads
    DispatchEvent,
    /// One line that `dispatch` writes
    Orders,
    /// What `route --timeline --format json` writes
    Timeline,
    /// A compiled policy as JSON
    Table,
    /// What `test --format json` writes
    Tests,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    ui.text(match args.name {
        Name::Transcript => crate::io::transcript::SCHEMA,
        Name::Decision => crate::runtime::record::SCHEMA,
        Name::Event => crate::runtime::step::EVENT_SCHEMA,
        Name::Step => crate::runtime::step::ANSWER_SCHEMA,
        Name::Say => super::say::REQUEST_SCHEMA,
        Name::Said => super::say::ANSWER_SCHEMA,
        Name::Outcome => crate::runtime::step::OUTCOME_SCHEMA,
        Name::Hours => super::hours::SCHEMA,
        Name::Roster => crate::roster::SCHEMA,
        Name::Record => crate::runtime::log::SCHEMA,
        Name::Problems => problems::SCHEMA,
        Name::Explanation => EXPLANATION_SCHEMA,
        Name::Answer => super::ask::SCHEMA,
        Name::Diff => super::diff::SCHEMA,
        Name::Evaluate => super::evaluate::SCHEMA,
        Name::Summary => SUMMARY_SCHEMA,
        Name::Package => crate::runtime::package::SCHEMA,
        Name::Messages => super::messages::SCHEMA,
        Name::Assignment => crate::routing::SCHEMA,
        Name::Presence => crate::routing::PRESENCE_SCHEMA,
        Name::Case => crate::routing::dispatch::CASE_SCHEMA,
        Name::DispatchEvent => crate::routing::dispatch::EVENT_SCHEMA,
        Name::Orders => crate::routing::dispatch::SCHEMA,
        Name::Timeline => super::route::TIMELINE_SCHEMA,
        Name::Table => crate::listing::SCHEMA,
        Name::Tests => super::test::SCHEMA,
    })?;
    ui.flush()?;
    Ok(Exit::Fine)
}
