//! `baton test`: the worked examples of policies.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use owo_colors::Style;
use serde_json::{Value as Json, json};

use super::check::many;
use super::run::table;
use super::ui::{Outcome, Stop, Ui};
use super::{Exit, disk};
use crate::coverage::{Coverage, Item, Suggestion};
use crate::decision::Decision;
use crate::policy::{Policy, RuleId, Test};
use crate::runtime::{Table, worked};
use crate::source::Sources;

mod coverage;
mod failed;
mod mutants;
mod suggest;

/// The JSON Schema (draft 7) of what `--format json` writes.
pub(crate) const SCHEMA: &str = include_str!("../../docs/schema/tests.schema.json");

/// Run the tests of policies
///
/// Exit code 0: all passed, and as much is covered as is required. 1: not so. 2: a policy has errors or could not be read.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Policies: files, or folders with a policy.baton in them or below
    #[arg(required = true, value_name = "POLICY")]
    paths: Vec<PathBuf>,
    /// Only tests whose title contains this
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Count which rules, conditions and boundaries the tests go through
    #[arg(long)]
    coverage: bool,
    /// How much must be covered: 100%, or rules=100%, conditions=90%, boundaries=80%
    #[arg(long, value_name = "SHARE")]
    require: Vec<coverage::Required>,
    /// Write the tests that are missing, found by proof: what they expect is what the policy decides today
    #[arg(long)]
    suggest: bool,
    /// Change each rule and threshold in small ways, and list the changes that no test notices
    #[arg(long)]
    mutate: bool,
    /// How to print
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON document (`baton.tests/1`)
    Json,
}

impl Args {
    fn counts(&self) -> bool {
        self.coverage || self.suggest || !self.require.is_empty()
    }
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton test policy.baton
  baton test policies --only refund
  baton test policy.baton --coverage
  baton test policy.baton --require rules=100% --require conditions=90%
  baton test policy.baton --mutate";

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let mut exit = Exit::Fine;
    let is_wanted = |test: &Test| args.only.as_ref().is_none_or(|text| test.title.contains(text.as_str()));
    let mut wanted = 0;
    let mut documents = Vec::new();
    for path in &args.paths {
        for path in &disk::policies(path)? {
            let Some((table, sources)) = table(path, ui)? else {
                exit = Exit::CouldNotRun;
                continue;
            };
            let tests: Vec<&Test> = table.policy().tests.iter().filter(|test| is_wanted(test)).collect();
            wanted += tests.len();
            // A policy that has none of those that were asked for is passed over.
            if tests.is_empty() && args.only.is_some() {
                continue;
            }
            let tested = Tested { path, table: &table, sources: &sources, tests: &tests };
            exit = exit.max(match args.format {
                Format::Human => tested.print(args, ui)?,
                Format::Json => {
                    let (document, exit) = tested.as_json(args);
                    documents.push(document);
                    exit
                }
            });
        }
    }
    if let Some(only) = args.only.as_ref().filter(|_| wanted == 0 && exit == Exit::Fine) {
        return Err(Stop::Said(format!("--only {only}: no test has this in its title")));
    }
    if args.format == Format::Json {
        ui.line(json!({"schema": "baton.tests/1", "policies": documents}))?;
    }
    ui.flush()?;
    Ok(exit)
}

/// One policy and those of its tests that are run.
struct Tested<'a> {
    path: &'a Path,
    table: &'a Table,
    sources: &'a Sources,
    tests: &'a [&'a Test],
}

impl Tested<'_> {
    fn print(&self, args: &Args, ui: &mut Ui) -> Outcome<Exit> {
        let policy = self.table.policy();
        let mut decided: BTreeSet<RuleId> = BTreeSet::new();
        let (mut passed, mut failed) = (0, 0);
        for test in self.tests {
            let outcome = worked::run(self.table, test);
            decided.extend(outcome.decisions.iter().filter_map(Decision::rule));
            if outcome.failures.is_empty() {
                passed += 1;
                continue;
            }
            failed += 1;
            failed::report(policy, self.sources, test, &outcome, ui)?;
        }
        let style = if failed == 0 { Style::new().green().bold() } else { Style::new().red().bold() };
        let result = ui.paint(&format!("{passed} passed, {failed} failed"), style);
        ui.line(format!("{}: {result}", self.path.display()))?;
        let mut is_short = false;
        if args.counts() {
            let (coverage, suggestions) = self.coverage();
            coverage::print(policy, self.sources, &coverage, ui)?;
            is_short = coverage::complain(&args.require, &coverage, ui)?;
            if args.suggest {
                suggest::print(policy, &suggestions, ui)?;
            }
        } else if args.only.is_none() {
            untested(policy, &decided, ui)?;
        }
        if args.mutate {
            let mutants = (failed == 0).then(|| crate::coverage::mutants(self.table, self.tests));
            mutants::print(policy, self.sources, mutants.as_ref(), ui)?;
        }
        Ok(if failed == 0 && !is_short { Exit::Fine } else { Exit::Findings })
    }

    /// What the tests go through, without what no input can, and what can be said of the rest.
    fn coverage(&self) -> (Coverage, Vec<(Item, Suggestion)>) {
        let mut coverage = Coverage::of(self.table.policy());
        for test in self.tests {
            coverage.run(self.table, test);
        }
        let suggestions = crate::coverage::suggest(self.table, &coverage);
        coverage.leave_out(&suggest::impossible(&suggestions));
        (coverage, suggestions)
    }

    fn as_json(&self, args: &Args) -> (Json, Exit) {
        let policy = self.table.policy();
        let mut failed = Vec::new();
        for test in self.tests {
            let outcome = worked::run(self.table, test);
            if !outcome.failures.is_empty() {
                failed.push(failed::as_json(policy, self.sources, test, &outcome));
            }
        }
        let (coverage, suggestions) = args.counts().then(|| self.coverage()).unzip();
        let mutants = (args.mutate && failed.is_empty()).then(|| crate::coverage::mutants(self.table, self.tests));
        let short = coverage
            .iter()
            .flat_map(|coverage| args.require.iter().flat_map(|required| required.falls_short(coverage)));
        let short: Vec<String> = short.collect();
        let exit = if failed.is_empty() && short.is_empty() { Exit::Fine } else { Exit::Findings };
        let document = json!({
            "path": self.path.display().to_string(),
            "title": policy.title,
            "version": policy.hash,
            "passed": self.tests.len() - failed.len(),
            "failed": failed,
            "coverage": coverage.map(|coverage| coverage::as_json(policy, self.sources, &coverage)),
            "suggestions": suggestions.filter(|_| args.suggest).map(|all| suggest::as_json(policy, &all)),
            "mutants": mutants.map(|mutants| mutants::as_json(policy, self.sources, &mutants)),
            "falls_short": short,
        });
        (document, exit)
    }
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
