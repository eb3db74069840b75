//! The command line: arguments in, text and an exit code out.
//!
//! One file per command, each holding its arguments and one function. A command
//! reads arguments, calls the library, prints, and returns an [`Exit`].
//!
//! # What is not here
//!
//! Meaning. Whatever a command shows was worked out by the library.

use clap::{Parser, Subcommand};

mod ask;
mod changes;
mod check;
mod compile;
mod diff;
mod disk;
mod evaluate;
mod dispatch;
mod explain;
mod facts;
mod fit;
mod fix;
mod fmt;
mod hours;
mod inspect;
mod lines;
mod mend;
mod messages;
mod new;
mod package;
mod problems;
mod progress;
mod rosters;
mod route;
mod run;
mod say;
mod schema;
mod step;
mod table;
mod test;
mod transcripts;
mod ui;

use ui::Ui;

/// Exit codes, the same for every command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing at or above the fail level.
    Fine = 0,
    /// Findings, failing tests, or a file that would be changed.
    Findings = 1,
    /// The command could not run: arguments, files, or a policy with errors.
    CouldNotRun = 2,
    /// A question was not decided.
    Undecided = 3,
}

/// Handoff policies as code.
#[derive(Debug, Parser)]
#[command(name = "baton", version, about, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "Start with `baton new support`. `baton help COMMAND` says more, with examples.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::Args),
    Check(check::Args),
    Fmt(fmt::Args),
    Run(run::Args),
    Explain(explain::Args),
    Package(package::Args),
    Route(route::Args),
    Messages(messages::Args),
    Test(test::Args),
    Ask(ask::Args),
    Diff(diff::Args),
    Evaluate(evaluate::Args),
    Fit(fit::Args),
    Facts(facts::Args),
    Hours(hours::Args),
    Compile(compile::Args),
    Inspect(inspect::Args),
    Table(table::Args),
    Step(step::Args),
    Dispatch(dispatch::Args),
    Say(say::Args),
    Schema(schema::Args),
}

/// Runs the command that the arguments name. A closed pipe ends it quietly.
pub fn run() -> Exit {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { Exit::CouldNotRun } else { Exit::Fine };
        }
    };
    let mut ui = Ui::from_environment();
    let result = match &arguments.command {
        Command::New(args) => new::run(args, &mut ui),
        Command::Check(args) => check::run(args, &mut ui),
        Command::Fmt(args) => fmt::run(args, &mut ui),
        Command::Run(args) => run::run(args, &mut ui),
        Command::Explain(args) => explain::run(args, &mut ui),
        Command::Package(args) => package::run(args, &mut ui),
        Command::Route(args) => route::run(args, &mut ui),
        Command::Messages(args) => messages::run(args, &mut ui),
        Command::Ask(args) => ask::run(args, &mut ui),
        Command::Diff(args) => diff::run(args, &mut ui),
        Command::Evaluate(args) => evaluate::run(args, &mut ui),
        Command::Fit(args) => fit::run(args, &mut ui),
        Command::Test(args) => test::run(args, &mut ui),
        Command::Hours(args) => hours::run(args, &mut ui),
        Command::Facts(args) => facts::run(args, &mut ui),
        Command::Compile(args) => compile::run(args, &mut ui),
        Command::Inspect(args) => inspect::run(args, &mut ui),
        Command::Table(args) => table::run(args, &mut ui),
        Command::Step(args) => step::run(args, &mut ui),
        Command::Dispatch(args) => dispatch::run(args, &mut ui),
        Command::Say(args) => say::run(args, &mut ui),
        Command::Schema(args) => schema::run(args, &mut ui),
    };
    match result {
        Ok(exit) => exit,
        Err(ui::Stop::Pipe) => Exit::Fine,
        Err(ui::Stop::Said(message)) => {
            ui.complain(&message);
            Exit::CouldNotRun
        }
    }
}
