//! What differs, in sentences.

use super::{Report, computed};
use crate::analysis::diff::{Change, Differing, Edit, EditKind, Effect, Exception, Promise, Standing};
use crate::cli::check::many;
use crate::cli::ui::{Outcome, Ui};
use owo_colors::Style;

/// Regions that are shown one by one.
const SHOWN: usize = 12;
/// Exceptions that one region names.
const UNLESS_SHOWN: usize = 4;

pub(super) fn print(report: &Report<'_>, ui: &mut Ui) -> Outcome<()> {
    ui.wrapped(&summary(report, ui), "", "  ")?;
    for (at, region) in report.diff.regions.iter().take(SHOWN).enumerate() {
        ui.line("")?;
        self::region(at + 1, region, ui)?;
    }
    let more = report.diff.regions.len().saturating_sub(SHOWN) + report.diff.more_regions;
    if more > 0 {
        ui.line(format!("\n… and {}; `--format json` has up to 100", many(more, "more region")))?;
    }
    let nothing = |edit: &&Edit| edit.effect == Effect::Nothing;
    section("What changes nothing (proved)", report.diff.edits.iter().filter(nothing).map(edit), ui)?;
    section("Edits", report.diff.edits.iter().filter(|one| !nothing(one)).map(edit), ui)?;
    section("Definitions", report.diff.changes.iter().map(change), ui)?;
    section("Guarantees", report.diff.guarantees.iter().map(promise), ui)?;
    let Some((heading, lines)) = computed::section(report) else { return Ok(()) };
    ui.line("")?;
    ui.wrapped(&ui.paint(&heading, Style::new().bold()), "", "  ")?;
    for line in lines {
        ui.wrapped(&line, "  ", "    ")?;
    }
    Ok(())
}

/// What it comes to in a sentence.
fn summary(report: &Report<'_>, ui: &Ui) -> String {
    let diff = &report.diff;
    let count = diff.regions.len() + diff.more_regions;
    let word = |text: &str, style: Style| ui.paint(text, style.bold());
    let undecided = match diff.undecided {
        0 => String::new(),
        count => format!("; {} left undecided", many(count, "question")),
    };
    match (count, diff.undecided) {
        (0, 0) if diff.is_noticeable() => {
            let same = word("same decisions", Style::new().green());
            format!(
                "{same} (proved), for every value of facts and signals; what is heard, read or said is not the same"
            )
        }
        (0, 0) => format!("{} (proved): every input is decided as before", word("same", Style::new().green())),
        (0, _) => format!("{}: no difference was found{undecided}", word("not decided", Style::new().yellow())),
        (count, 0) => {
            let different = word("different", Style::new().red());
            format!("{different} in {}; every other input is decided as before (proved)", many(count, "region"))
        }
        (count, _) => format!("{} in {}{undecided}", word("different", Style::new().red()), many(count, "region")),
    }
}

fn region(number: usize, region: &Differing, ui: &mut Ui) -> Outcome<()> {
    let head = format!("{number}. {} -> {}", region.old, region.new);
    let head = ui.paint(&head, Style::new().bold());
    ui.wrapped(&head, "", "   ")?;
    ui.wrapped(&format!("when {}", region.when), "   ", "     ")?;
    if let Some(unless) = unless(&region.unless, UNLESS_SHOWN) {
        ui.wrapped(&unless, "   ", "     ")?;
    }
    match &region.examples {
        None => ui.wrapped("No conversation is known that shows it.", "   ", "   "),
        Some([old, new]) => {
            if !new.message_known {
                ui.wrapped("No message is known that sets these signals; they are given as facts.", "   ", "   ")?;
            }
            ui.line("")?;
            ui.text(&indented(&new.test(&region.title)))?;
            let given = |example: &crate::analysis::Example| {
                example.lines().filter(|line| line.starts_with("given")).map(str::to_owned).collect::<Vec<_>>()
            };
            if given(old) != given(new) {
                ui.wrapped(&format!("The old policy was {}.", also_given(&given(old))), "   ", "   ")?;
            }
            Ok(())
        }
    }
}

fn also_given(lines: &[String]) -> String {
    if lines.is_empty() { "given nothing".to_owned() } else { lines.join(", ") }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("   {line}\n")).collect()
}

/// ``unless `vip` (new), `security` or `legal` decides first``
pub(super) fn unless(all: &[Exception], most: usize) -> Option<String> {
    let name = |one: &Exception| match one.only {
        Some(side) => format!("`{}` ({side})", one.name),
        None => format!("`{}`", one.name),
    };
    let listed = |adds: bool, does: &str| {
        let mut names: Vec<String> = all.iter().filter(|one| one.adds == adds).map(name).collect();
        if names.len() > most + 1 {
            let rest = names.split_off(most).len();
            names.push(format!("one of {rest} more"));
        }
        let last = names.pop()?;
        Some(if names.is_empty() { format!("{last} {does}") } else { format!("{} or {last} {does}", names.join(", ")) })
    };
    let parts: Vec<String> = listed(false, "decides first").into_iter().chain(listed(true, "adds it")).collect();
    (!parts.is_empty()).then(|| format!("unless {}", parts.join(" or ")))
}

fn section(title: &str, lines: impl Iterator<Item = String>, ui: &mut Ui) -> Outcome<()> {
    let mut first = true;
    for line in lines {
        if std::mem::take(&mut first) {
            ui.line(ui.paint(&format!("\n{title}"), Style::new().bold()))?;
        }
        ui.wrapped(&line, "  ", "    ")?;
    }
    Ok(())
}

/// `rule wants_a_person moved: changes nothing`
pub(super) fn edit(edit: &Edit) -> String {
    let effect = match (edit.effect, &edit.kind) {
        (Effect::Nothing, EditKind::Added) => "; where it decides, the decision was the same before",
        (Effect::Nothing, EditKind::Removed) => "; where it decided, the decision is the same now",
        (Effect::Nothing, _) => "",
        (Effect::Some, _) => "; changes decisions",
        (Effect::Unknown, _) => "; not decided whether it changes a decision",
        (Effect::Records, _) => "; only records",
    };
    let to = match &edit.kind {
        EditKind::Renamed(name) => format!(" to `{name}`"),
        _ => String::new(),
    };
    format!("{} `{}` {}{to}{effect}", edit.what, edit.name, edit.kind.as_str())
}

/// ``signal `asks_for_human`: hears other words``
pub(super) fn change(change: &Change) -> String {
    if change.subject == crate::analysis::diff::Subject::Policy {
        return change.text.clone();
    }
    format!("{} `{}`: {}", change.subject.as_str(), change.name, change.text)
}

/// `held, is broken now: whenever …`
pub(super) fn promise(promise: &Promise) -> String {
    format!("{}: {}", standing(promise), promise.sentence)
}

pub(super) fn standing(promise: &Promise) -> &'static str {
    match (promise.old, promise.new) {
        (Standing::Holds, Standing::Broken) => "held, is broken now",
        (Standing::Holds, Standing::Undecided) => "held, is not decided now",
        (Standing::Holds, Standing::Absent) => "lost, held before",
        (_, Standing::Absent) => "lost, was not proved before",
        (Standing::Absent, Standing::Holds) => "gained, proved",
        (Standing::Absent, Standing::Broken) => "gained, broken",
        (Standing::Absent, _) => "gained, not decided",
        (Standing::Undecided, Standing::Holds) => "was not decided, is proved now",
        (_, Standing::Holds) => "was broken, is proved now",
        (_, Standing::Broken) => "was not decided, is broken now",
        (_, Standing::Undecided) => "was broken, is not decided now",
    }
}
