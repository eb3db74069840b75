//! `baton test`: the worked examples of policies.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use owo_colors::Style;

use super::check::many;
use super::run::table;
use super::ui::{Outcome, Stop, Ui, plain};
use super::{Exit, disk};
use crate::decision::Decision;
use crate::policy::{Expected, ExpectedKind, Policy, RuleId, Test, TestLine};
use crate::runtime::worked;
use crate::runtime::{Table, explain};
use crate::source::Sources;
use crate::value::{Fixed, Type, Value, show};

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

/// Columns in front of what a report says.
const HANG: &str = "              ";
/// Most characters of the customer's words that are shown.
const WORDS_CHARS_SHOWN: usize = 200;

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
        report(policy, sources, test, &outcome, ui)?;
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

/// The customer's last words before a test's expectation, of which there is one a decision.
fn last_words(test: &Test, decision: usize) -> Option<&str> {
    let mut expects = test.lines.iter().enumerate().filter(|(_, line)| matches!(line, TestLine::Expect(_)));
    let (at, _) = expects.nth(decision)?;
    test.lines[..at].iter().rev().find_map(|line| match line {
        TestLine::Customer(words, _) => Some(words.as_str()),
        _ => None,
    })
}

/// A failing test: the customer's words, what was expected, what came, which rule won, why the expected one did not.
fn report(policy: &Policy, sources: &Sources, test: &Test, outcome: &worked::Outcome, ui: &mut Ui) -> Outcome<()> {
    let head = ui.paint(&format!("FAILED {}", test.title), Style::new().red().bold());
    ui.wrapped(&head, "", "  ")?;
    let mut quoted = None;
    for failure in &outcome.failures {
        let decision = &outcome.decisions[failure.decision];
        let (file, line, _) = sources.position(failure.expected.span);
        ui.line(format!("  {file}:{line}"))?;
        let is_new = quoted.replace(failure.decision) != Some(failure.decision);
        if let Some(words) = last_words(test, failure.decision).filter(|_| is_new) {
            ui.wrapped(&format!("“{}”", plain(words, WORDS_CHARS_SHOWN)), "    customer  ", HANG)?;
        }
        ui.wrapped(&expected(policy, decision, &failure.expected), "    expected  ", HANG)?;
        let found: Vec<String> = failure.found.iter().map(|kind| described(policy, decision, kind)).collect();
        let found = if found.is_empty() { "nothing of the kind".to_owned() } else { found.join(", ") };
        ui.wrapped(&found, "    found     ", HANG)?;
        if let ExpectedKind::By(rule) | ExpectedKind::Watch(rule) = failure.expected.kind
            && let Some(why_not) = explain::why_not(policy, decision, rule)
        {
            ui.wrapped(&format!("{}: {why_not}", policy.rule(rule).name), "    why not   ", HANG)?;
        }
    }
    let Some(failure) = outcome.failures.first() else { return Ok(()) };
    let decision = &outcome.decisions[failure.decision];
    let (file, line, _) = sources.position(decision.source);
    let (action, by) = (explain::action(policy, decision), explain::decided_by(policy, decision));
    ui.wrapped(&format!("{action} by {by} ({file}:{line})"), "    decided   ", HANG)?;
    for why in explain::why(policy, decision) {
        ui.wrapped(&why, "      because ", HANG)?;
    }
    Ok(())
}

fn expected(policy: &Policy, decision: &Decision, expected: &Expected) -> String {
    described(policy, decision, &expected.kind)
}

/// One expectation in the words of the language.
fn described(policy: &Policy, decision: &Decision, kind: &ExpectedKind) -> String {
    let amount = |amount: Fixed| show(&Value::Number(amount), &threshold_kind(policy, decision));
    match kind {
        ExpectedKind::Action(action) => action.as_str().to_owned(),
        ExpectedKind::Queues(queues) => {
            let names: Vec<&str> = queues.iter().map(|queue| policy.queue(*queue).name.as_str()).collect();
            format!("to {}", names.join(" or "))
        }
        ExpectedKind::NamedAgent => "to the named agent".to_owned(),
        ExpectedKind::Level(level) => format!("at {level}"),
        ExpectedKind::By(rule) => format!("by {}", policy.rule(*rule).name),
        ExpectedKind::NoRule => "no rule".to_owned(),
        ExpectedKind::Threshold(value) => format!("threshold {}", amount(*value)),
        ExpectedKind::Capped => "capped".to_owned(),
        ExpectedKind::Unused(value) => format!("{} points unused", value.times(100)),
        ExpectedKind::Say(message) => format!("say {}", policy.message(*message).name),
        ExpectedKind::Because(reason) => format!("because \"{reason}\""),
        ExpectedKind::Watch(rule) => format!("watch {}", policy.rule(*rule).name),
        ExpectedKind::Effect(effect) => explain::effect(policy, effect),
    }
}

fn threshold_kind(policy: &Policy, decision: &Decision) -> Type {
    let first = decision.thresholds.first().map(|trace| trace.threshold);
    first.map_or(Type::Share, |id| policy.fact(policy.thresholds[id.index()].fact).kind.clone())
}
