//! `baton test`: the worked examples of policies.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use owo_colors::Style;

use super::check::many;
use super::run::table;
use super::ui::{Outcome, Stop, Ui};
use super::{Exit, disk};
use crate::decision::Decision;
use crate::policy::{Policy, RuleId, Test};
use crate::runtime::{Table, worked};
use crate::source::Sources;

mod failed;

/// Run the tests of policies
///
/// Exit code 0: all passed. 1: some failed. 2: a policy has errors or could not be read.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Policies: files, or folders with a policy.baton in them or below
    #[arg(required = true, value_name = "POLICY")]
    paths: Vec<PathBuf>,
    /// Only tests whose title contains this
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton test policy.baton
  baton test policies --only refund";

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let mut exit = Exit::Fine;
    let is_wanted = |test: &Test| args.only.as_ref().is_none_or(|text| test.title.contains(text.as_str()));
    let mut wanted = 0;
    for path in &args.paths {
        for path in &disk::policies(path)? {
            exit = exit.max(match table(path, ui)? {
                Some((table, sources)) => {
                    let tests: Vec<&Test> = table.policy().tests.iter().filter(|test| is_wanted(test)).collect();
                    wanted += tests.len();
                    policy(path, &table, &sources, &tests, args.only.is_none(), ui)?
                }
                None => Exit::CouldNotRun,
            });
        }
    }
    if let Some(only) = args.only.as_ref().filter(|_| wanted == 0 && exit == Exit::Fine) {
        return Err(Stop::Said(format!("--only {only}: no test has this in its title")));
    }
    ui.flush()?;
    Ok(exit)
}

/// Runs tests of one policy; a policy that has none of those that were asked for is passed over.
fn policy(path: &Path, table: &Table, sources: &Sources, tests: &[&Test], are_all: bool, ui: &mut Ui) -> Outcome<Exit> {
    if tests.is_empty() && !are_all {
        return Ok(Exit::Fine);
    }
    let policy = table.policy();
    let mut decided: BTreeSet<RuleId> = BTreeSet::new();
    let (mut passed, mut failed) = (0, 0);
    for test in tests {
        let outcome = worked::run(table, test);
        decided.extend(outcome.decisions.iter().filter_map(Decision::rule));
        if outcome.failures.is_empty() {
            passed += 1;
            continue;
        }
        failed += 1;
        failed::report(policy, sources, test, &outcome, ui)?;
    }
    let style = if failed == 0 { Style::new().green().bold() } else { Style::new().red().bold() };
    let result = ui.paint(&format!("{passed} passed, {failed} failed"), style);
    ui.line(format!("{}: {result}", path.display()))?;
    if are_all {
        untested(policy, &decided, ui)?;
    }
    Ok(if failed == 0 { Exit::Fine } else { Exit::Findings })
}

/// Which rules no test saw decide.
fn untested(policy: &Policy, decided: &BTreeSet<RuleId>, ui: &mut Ui) -> Outcome<()> {
    let live: Vec<RuleId> =
        (0..policy.rules.len()).map(RuleId::from_index).filter(|id| !policy.rule(*id).watch).collect();
    let never: Vec<&str> =
        live.iter().filter(|id| !decided.contains(id)).map(|id| policy.rule(*id).name.as_str()).collect();
    let all = many(live.len(), "rule");
    if never.is_empty() {
        return ui.line(format!("  every rule ({all}) decides in a test"));
    }
    ui.wrapped(
        &format!("{} of {all} decide in a test; not: {}", live.len() - never.len(), never.join(", ")),
        "  ",
        "    ",
    )
}
