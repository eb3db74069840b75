//! `baton inspect`: what is inside a compiled policy, and whether it is as it was written.

use std::path::{Path, PathBuf};

use owo_colors::Style;

use super::compile::{failing, size};
use super::ui::{Outcome, Stop, Ui, plain};
use super::{Exit, disk};
use crate::artifact::{self, Contents, Damage, FailureLine, FailureTarget};
use crate::rows::{Column, ColumnSource};
use crate::runtime::{Table, versions};

/// Show what is inside a compiled policy
///
/// Exit code 0: it can be used. 1: a test of the policy fails. 2: it is damaged, or of another version of Baton.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The compiled policy
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// List the columns of the table too
    #[arg(long)]
    columns: bool,
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton inspect policy.table
  baton inspect policy.table --columns";

/// What is said of a file that is no artifact.
fn unusable(path: &Path, damage: &Damage) -> Stop {
    Stop::Said(format!("{}: {damage}", path.display()))
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let bytes = disk::bytes(&args.file)?;
    let line = artifact::failure_line(&bytes);
    let contents = match artifact::contents(&bytes) {
        Ok(contents) => contents,
        Err(damage) => {
            if let Ok(line) = &line {
                failure(line, ui)?;
                ui.flush()?;
            }
            return Err(unusable(&args.file, &damage));
        }
    };
    if let Ok(line) = &line {
        field("policy", plain(&line.title, 120), ui)?;
    }
    head(&contents, ui)?;
    if let Ok(line) = &line {
        failure(line, ui)?;
    }
    sections(&contents, ui)?;
    let table = match artifact::decode(&bytes) {
        Ok(artifact) => Table::new(artifact),
        Err(damage) => {
            ui.flush()?;
            return Err(unusable(&args.file, &damage));
        }
    };
    counts(&contents, ui)?;
    if args.columns {
        columns(&table, ui)?;
    }
    let exit = tests(&table, ui)?;
    ui.flush()?;
    Ok(exit)
}

fn field(name: &str, value: impl std::fmt::Display, ui: &mut Ui) -> Outcome<()> {
    ui.line(format!("{name:<11}{value}"))
}

fn head(contents: &Contents, ui: &mut Ui) -> Outcome<()> {
    let version = contents.meaning_hash.as_deref().unwrap_or("unknown: a section that means something is damaged");
    field("version", version, ui)?;
    field("file", format!("{} · {}", contents.file_hash, size(contents.length)), ui)?;
    let (major, minor) = contents.format;
    let Some(meta) = &contents.meta else { return field("format", format!("{major}.{minor}"), ui) };
    field("format", format!("{major}.{minor}, written by Baton {}", meta.compiler), ui)?;
    let ours = versions();
    let data = [
        ("time zones", &meta.versions.timezones, &ours.timezones),
        ("word lists", &meta.versions.lexicon, &ours.lexicon),
    ];
    for (name, theirs, ours) in data {
        let other = if theirs == ours { String::new() } else { format!(" (this Baton has {ours})") };
        field(name, format!("{}{other}", plain(theirs, 60)), ui)?;
    }
    Ok(())
}

/// Where customers go when nothing can be decided.
fn failure(line: &FailureLine, ui: &mut Ui) -> Outcome<()> {
    let to = match &line.to {
        FailureTarget::Queues(queues) => queues.join(" or "),
        FailureTarget::NamedAgent => "the named agent".to_owned(),
        FailureTarget::Category(queue) => format!("the queue of the category, or else {queue}"),
    };
    let level = line.level.as_ref().map_or_else(String::new, |level| format!(" at {level}"));
    field("on failure", plain(&format!("hand off to {to}{level}"), 200), ui)
}

fn sections(contents: &Contents, ui: &mut Ui) -> Outcome<()> {
    ui.line("")?;
    ui.line(ui.paint(&format!("{:<11}{:>10}  {:<9} {}", "section", "bytes", "", "checksum"), Style::new().bold()))?;
    for section in &contents.sections {
        let required = if section.is_required { "required" } else { "optional" };
        let state = if section.is_intact {
            ui.paint("right", Style::new().green())
        } else {
            ui.paint("WRONG", Style::new().red().bold())
        };
        ui.line(format!("{:<11}{:>10}  {required:<9} {state}", section.name, section.length))?;
    }
    ui.line("")
}

fn counts(contents: &Contents, ui: &mut Ui) -> Outcome<()> {
    let Some(meta) = &contents.meta else { return Ok(()) };
    let counts = meta.counts;
    let all = [
        ("categories", counts.categories),
        ("facts", counts.facts),
        ("signals", counts.signals),
        ("thresholds", counts.thresholds),
        ("rules", counts.rules),
        ("alsos", counts.alsos),
        ("queues", counts.queues),
        ("messages", counts.messages),
        ("columns", counts.columns),
        ("rows", counts.rows),
    ];
    let all = all.into_iter().chain(contents.guarantees.filter(|count| *count > 0).map(|count| ("guarantees", count)));
    let text: Vec<String> = all.map(|(name, count)| format!("{name} {count}")).collect();
    ui.wrapped(&text.join(" · "), "", "  ")
}

fn columns(table: &Table, ui: &mut Ui) -> Outcome<()> {
    ui.line("")?;
    ui.line(ui.paint(&format!("{:>6}  column", "cells"), Style::new().bold()))?;
    for column in &table.rows().columns {
        ui.line(format!("{:>6}  {}", column.cells(), name(table, column)))?;
    }
    ui.line("")
}

/// What a column holds, in words.
fn name(table: &Table, column: &Column) -> String {
    let policy = table.policy();
    match &column.source {
        ColumnSource::Fact(fact) => policy.fact(*fact).words.clone(),
        ColumnSource::Member(fact, word) => format!("{} {word}", policy.fact(*fact).words),
        ColumnSource::Margin(threshold) => {
            let threshold = &policy.thresholds[threshold.index()];
            format!("{} minus {}", policy.fact(threshold.fact).words, threshold.name)
        }
    }
}

fn tests(table: &Table, ui: &mut Ui) -> Outcome<Exit> {
    let (all, failing) = (table.policy().tests.len(), failing(table));
    let titles: Vec<String> = failing.iter().map(|test| plain(&test.title, 60)).collect();
    if titles.is_empty() {
        ui.line(format!("tests {all}, all pass"))?;
        return Ok(Exit::Fine);
    }
    ui.wrapped(&format!("tests {all}, {} fail: {}", titles.len(), titles.join(", ")), "", "  ")?;
    Ok(Exit::Findings)
}
