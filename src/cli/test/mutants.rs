//! `--mutate`: what became of the policy's mutants, and for each that no test notices one that does.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::suggest::Titles;
use crate::cli::ui::{Outcome, Ui};
use crate::coverage::{Change, MUTANTS_MAX, Mutants, Survivor};
use crate::policy::Policy;
use crate::source::Sources;

/// Most tests that are shown; JSON has all.
const TESTS_SHOWN: usize = 40;
/// Most undecided mutants that are listed; JSON has all.
const LINES_SHOWN: usize = 20;

/// Prints the counts, and the tests that are missing as a text to paste into a policy.
pub(super) fn print(policy: &Policy, sources: &Sources, mutants: Option<&Mutants>, ui: &mut Ui) -> Outcome<()> {
    let Some(mutants) = mutants else {
        return ui.line("  mutants         not tried: first every test must pass");
    };
    let Mutants { killed, equivalent, survived, undecided, left_out } = mutants;
    let counts = format!(
        "{killed} killed, {} survived, {} equivalent (proved), {} undecided",
        survived.len(),
        equivalent.len(),
        undecided.len()
    );
    ui.wrapped(&counts, "  mutants         ", &" ".repeat(18))?;
    if *left_out > 0 {
        ui.line(format!("  {left_out} more were not tried: at most {MUTANTS_MAX} are"))?;
    }
    tests(policy, sources, survived, ui)?;
    if !undecided.is_empty() {
        ui.line("\n# No test notices these, and whether they change a decision is not known:")?;
        for change in undecided.iter().take(LINES_SHOWN) {
            ui.wrapped(&described(sources, change), "#   ", "#     ")?;
        }
        more(undecided.len(), LINES_SHOWN, ui)?;
    }
    Ok(())
}

fn tests(policy: &Policy, sources: &Sources, survived: &[Survivor], ui: &mut Ui) -> Outcome<()> {
    if survived.is_empty() {
        return Ok(());
    }
    ui.line("")?;
    let head = format!(
        "{} by no test. Each test here notices what stands above it. They expect what the policy decides today: look at each.",
        if survived.len() == 1 {
            "1 change is noticed".to_owned()
        } else {
            format!("{} changes are noticed", survived.len())
        }
    );
    ui.wrapped(&head, "# ", "# ")?;
    let mut titles = Titles::of(policy);
    let firsts: BTreeSet<usize> = survived.iter().map(|survivor| survivor.told_by).collect();
    for first in firsts.iter().take(TESTS_SHOWN) {
        let shown = &survived[*first];
        ui.line("")?;
        let told = survived.iter().enumerate().filter(|(_, survivor)| survivor.told_by == *first);
        let changes: Vec<&Survivor> = told.map(|(_, survivor)| survivor).collect();
        for survivor in &changes {
            ui.wrapped(&described(sources, &survivor.change), "# ", "#   ")?;
        }
        let whose = if changes.len() == 1 { "with this change" } else { "with the first change" };
        ui.wrapped(&format!("{whose}: {}", shown.instead), "#   ", "#   ")?;
        if !shown.tells {
            ui.wrapped("it only adds to the decision, which no `expect` can deny", "#   ", "#   ")?;
        }
        if !shown.example.message_known {
            ui.line("# No message is known that sets these signals, so they are given.")?;
        }
        ui.text(&shown.example.test(&titles.fresh(title(&shown.change))))?;
    }
    more(firsts.len(), TESTS_SHOWN, ui)
}

fn more(all: usize, shown: usize, ui: &mut Ui) -> Outcome<()> {
    match all.saturating_sub(shown) {
        0 => Ok(()),
        more => ui.line(format!("\n# and {more} more (--format json has all)")),
    }
}

/// `policy.baton:42: rule `unsure` is left out`
fn described(sources: &Sources, change: &Change) -> String {
    let (file, line, _) = sources.position(change.at);
    format!("{file}:{line}: {}", change.what)
}

fn title(change: &Change) -> String {
    format!("notices that {}", change.what.replace('`', ""))
}

/// The mutants of one policy in `baton.tests/1`.
pub(super) fn as_json(policy: &Policy, sources: &Sources, mutants: &Mutants) -> Json {
    let mut titles = Titles::of(policy);
    let placed = |change: &Change| {
        let (file, line, column) = sources.position(change.at);
        json!({"file": file, "line": line, "column": column, "change": change.what})
    };
    let survivors: Vec<Json> = mutants
        .survived
        .iter()
        .map(|survivor| {
            let mut one = placed(&survivor.change);
            let test = survivor.example.test(&titles.fresh(title(&survivor.change)));
            one["test"] = json!(test);
            one["tells"] = json!(survivor.tells);
            one["instead"] = json!(survivor.instead);
            one
        })
        .collect();
    json!({
        "killed": mutants.killed,
        "survived": mutants.survived.len(),
        "equivalent": mutants.equivalent.len(),
        "undecided": mutants.undecided.len(),
        "left_out": mutants.left_out,
        "survivors": survivors,
        "open": mutants.undecided.iter().map(placed).collect::<Vec<_>>(),
    })
}
