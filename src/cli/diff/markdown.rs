//! What differs, as a comment on a merge request.

use super::{Report, computed, human};
use crate::analysis::diff::{Differing, Effect};
use crate::cli::check::many;
use crate::cli::ui::{Outcome, Ui};

/// Regions that stand in the table.
const SHOWN: usize = 25;
/// Exceptions that one region names.
const UNLESS_SHOWN: usize = 3;

pub(super) fn print(report: &Report<'_>, ui: &mut Ui) -> Outcome<()> {
    let diff = &report.diff;
    let count = diff.regions.len() + diff.more_regions;
    ui.line(format!("### Policy diff: {}\n", cell(&report.new.policy.title)))?;
    ui.line(match (count, diff.undecided) {
        (0, 0) => "Every input is **decided as before** (proved).".to_owned(),
        (0, open) => format!("**Not decided**: no difference was found; {} left undecided.", many(open, "question")),
        (count, 0) => format!(
            "Decisions **differ in {}**; every other input is decided as before (proved).",
            many(count, "region")
        ),
        (count, open) => {
            format!("Decisions **differ in {}**; {} left undecided.", many(count, "region"), many(open, "question"))
        }
    })?;
    if count > 0 {
        table(&diff.regions, ui)?;
        if count > SHOWN {
            ui.line(format!("\n… and {}.", many(count - SHOWN, "more region")))?;
        }
        examples(&diff.regions, ui)?;
    }
    let nothing = diff.edits.iter().filter(|edit| edit.effect == Effect::Nothing);
    list("Edits that change nothing (proved)", nothing.map(human::edit), ui)?;
    let other = diff.edits.iter().filter(|edit| edit.effect != Effect::Nothing);
    list("Edits", other.map(human::edit), ui)?;
    list("Definitions", diff.changes.iter().map(human::change), ui)?;
    list("Guarantees", diff.guarantees.iter().map(human::promise), ui)?;
    let Some((heading, lines)) = computed::section(report) else { return Ok(()) };
    ui.line(format!("\n#### {heading}"))?;
    ui.line(lines.iter().map(|line| format!("\n- {}", cell(line))).collect::<String>().trim_end())
}

fn table(regions: &[Differing], ui: &mut Ui) -> Outcome<()> {
    ui.line("\n| | when | was | is |\n| --- | --- | --- | --- |")?;
    for (at, region) in regions.iter().take(SHOWN).enumerate() {
        let unless = human::unless(&region.unless, UNLESS_SHOWN);
        let unless = unless.map_or_else(String::new, |text| format!("<br>{}", cell(&text)));
        let when = cell(&region.when);
        ui.line(format!("| {} | {when}{unless} | {} | {} |", at + 1, cell(&region.old), cell(&region.new)))?;
    }
    Ok(())
}

fn examples(regions: &[Differing], ui: &mut Ui) -> Outcome<()> {
    let shown = regions.iter().take(SHOWN).enumerate();
    let tests: Vec<String> = shown
        .filter_map(|(at, region)| {
            let [_, new] = region.examples.as_ref()?;
            Some(format!("# {}\n{}", at + 1, new.test(&region.title)))
        })
        .collect();
    if tests.is_empty() {
        return Ok(());
    }
    ui.line("\n<details><summary>One conversation of each region, as tests of the new policy</summary>\n")?;
    ui.line(format!("```baton\n{}```\n\n</details>", tests.join("\n")))
}

fn list(title: &str, lines: impl Iterator<Item = String>, ui: &mut Ui) -> Outcome<()> {
    let lines: Vec<String> = lines.map(|line| format!("- {}", cell(&line))).collect();
    if lines.is_empty() {
        return Ok(());
    }
    ui.line(format!("\n#### {title}\n\n{}", lines.join("\n")))
}

/// Text that stays in its place: no new lines, no bars, no tags.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace('\n', " ")
}
