//! What would have changed a decision, on the terminal: by outcome, nearest facts first, and never long.

use owo_colors::Style;

use super::super::check::many;
use super::super::ui::{Outcome, Ui, plain};
use crate::decision::Decision;
use crate::policy::{FactId, Policy};
use crate::runtime::explain;
use crate::runtime::nearest::{self, Change, Changes};

/// Outcomes that are shown.
const OUTCOMES_SHOWN: usize = 6;
/// Facts that are shown for each.
const FACTS_SHOWN: usize = 4;
/// Characters of one line.
const CHARS_SHOWN: usize = 400;

/// Puts first what made the deciding rule hold, then what any rule read.
pub(super) fn ordered(policy: &Policy, decision: &Decision, mut found: Changes) -> Changes {
    let because_of: Vec<FactId> = decision.because_of.iter().map(|id| policy.comparison(*id).fact).collect();
    let read: Vec<FactId> = decision.read.iter().map(|(fact, _)| *fact).collect();
    explain::in_order(&mut found.changes, &because_of, &read);
    found
}

/// Prints them.
pub(super) fn print(policy: &Policy, found: &Changes, ui: &mut Ui) -> Outcome<()> {
    ui.line(ui.paint("what would have changed it, one fact at a time", Style::new().bold()))?;
    let mut outcomes: Vec<&nearest::Outcome> = Vec::new();
    for change in &found.changes {
        if !outcomes.contains(&&change.outcome) {
            outcomes.push(&change.outcome);
        }
    }
    if outcomes.is_empty() {
        ui.line("  nothing: no other value of one fact leads to another action or queue")?;
    }
    for outcome in outcomes.iter().take(OUTCOMES_SHOWN) {
        ui.wrapped(&explain::would(policy, outcome), "  ", "    ")?;
        let changes: Vec<&Change> = found.changes.iter().filter(|change| change.outcome == **outcome).collect();
        for change in changes.iter().take(FACTS_SHOWN) {
            let text = format!("{}: {}", explain::change(policy, change), explain::decider(policy, change.by));
            ui.wrapped(&plain(&text, CHARS_SHOWN), "    if ", "      ")?;
        }
        if changes.len() > FACTS_SHOWN {
            ui.line(format!("    or by {}", many(changes.len() - FACTS_SHOWN, "other fact")))?;
        }
    }
    if outcomes.len() > OUTCOMES_SHOWN {
        ui.line(format!("  and {}", many(outcomes.len() - OUTCOMES_SHOWN, "more outcome")))?;
    }
    if found.not_tried > 0 {
        ui.line(format!("  not tried, because it would take too long: {}", many(found.not_tried, "fact")))?;
    }
    ui.line("")
}
