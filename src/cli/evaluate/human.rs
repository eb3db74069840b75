//! What was measured, for people.

use owo_colors::Style;

use crate::cli::check::many;
use crate::cli::ui::{Outcome, Ui, plain, spoken};
use crate::evaluation::{Mistake, Place, Rate, Report, Result, Score, Use};
use crate::metrics::Interval;
use crate::policy::Policy;

/// Lines of a signal that are shown: those that hurt most, then those that helped most.
const LINES_SHOWN: usize = 12;
/// Most characters of a message that are shown.
const TEXT_SHOWN: usize = 200;

/// Prints a report.
pub(super) fn print(report: &Report, policy: &Policy, ui: &mut Ui) -> Outcome<()> {
    for result in &report.results {
        one(report, result, policy, ui)?;
    }
    let intervals = "In parentheses: 95 % intervals, Wilson's for shares, else by resampled conversations.";
    ui.wrapped(intervals, "", "")
}

fn one(report: &Report, result: &Result, policy: &Policy, ui: &mut Ui) -> Outcome<()> {
    let (kind, name) = (result.target.what.kind(), result.target.what.name(policy));
    let title = format!("{kind} {name}");
    ui.line(ui.paint(&title, Style::new().bold()))?;
    score(&result.all, report.lambda, ui)?;
    for by_set in &result.by_set {
        let set = by_set.set.map_or("", |set| &report.sets[set]);
        ui.line(format!("  {}", plain(set, 100)))?;
        ui.line(format!("    {}", line(by_set)))?;
    }
    lines(result, ui)?;
    let lines = |mistake: &Mistake| mistake.lines(result.target.what, policy).join(", ");
    mistakes("false alarms", result.all.counts.false_alarms, &result.false_alarms, &lines, ui)?;
    mistakes("misses", result.all.counts.misses, &result.misses, &lines, ui)?;
    ui.line("")
}

fn score(score: &Score, lambda: f64, ui: &mut Ui) -> Outcome<()> {
    let counts = score.counts;
    let (positives, negatives) = (counts.hits + counts.misses, counts.false_alarms + counts.rejections);
    let said = counts.hits + counts.false_alarms;
    ui.line(format!(
        "  {} in {}, {positives} of them yes",
        many(positives + negatives, "label"),
        many(score.conversations, "conversation"),
    ))?;
    for (name, rate, of) in [
        ("precision", score.precision, Some((counts.hits, said))),
        ("recall", score.recall, Some((counts.hits, positives))),
        ("F1", score.f1, None),
        ("false alarms", score.false_alarm_rate, Some((counts.false_alarms, negatives))),
        ("AUC", score.area, None),
    ] {
        let of = of.map_or_else(String::new, |(part, whole)| format!("{part} of {whole}"));
        let shown = if name == "false alarms" { share(rate) } else { number(rate) };
        ui.line(format!("  {name:13} {shown:24} {of}").trim_end())?;
    }
    for (tolerance, rate) in &score.transfer {
        ui.line(format!("  {:13} {}", format!("GTT-{tolerance}"), number(*rate)))?;
    }
    if !score.transfer.is_empty() {
        ui.wrapped(
            &format!(
                "GTT: Golden Transfer within 1, 2 and 3 turns, lambda {lambda}. One handoff on a golden turn scores \
                 1 whatever was missed: read it with F1."
            ),
            "  ",
            "  ",
        )?;
    }
    Ok(())
}

/// A set in one line.
fn line(score: &Score) -> String {
    let counts = score.counts;
    let yes = counts.hits + counts.misses;
    let labels = yes + counts.false_alarms + counts.rejections;
    let short = |rate: Rate| rate.value.map_or_else(|| "-".to_owned(), |value| format!("{value:.2}"));
    format!(
        "{labels} labels, {yes} yes: precision {}, recall {}, F1 {}, false alarms {}, AUC {}",
        short(score.precision),
        short(score.recall),
        short(score.f1),
        score.false_alarm_rate.value.map_or_else(|| "-".to_owned(), |value| format!("{:.2} %", value * 100.0)),
        short(score.area),
    )
}

/// `0.91 (0.85 to 0.95)`
pub(in crate::cli) fn number(rate: Rate) -> String {
    let Some(value) = rate.value else { return "-".to_owned() };
    let interval = rate.interval.map(|Interval { low, high }| format!(" ({low:.2} to {high:.2})"));
    format!("{value:.2}{}", interval.unwrap_or_default())
}

/// `0.10 % (0.05 to 0.20)`
pub(super) fn share(rate: Rate) -> String {
    let Some(value) = rate.value else { return "-".to_owned() };
    let interval = rate.interval.map(|Interval { low, high }| format!(" ({:.2} to {:.2})", low * 100.0, high * 100.0));
    format!("{:.2} %{}", value * 100.0, interval.unwrap_or_default())
}

fn lines(result: &Result, ui: &mut Ui) -> Outcome<()> {
    if result.patterns.is_empty() {
        return Ok(());
    }
    let mut shown: Vec<&Use> = result.patterns.iter().collect();
    shown.sort_by_key(|one| (std::cmp::Reverse(one.hurt), std::cmp::Reverse(one.helped)));
    let (says, silent) = result.silent;
    ui.line(format!("  lines: helped, hurt (alone)   {silent} of {says} that listen for words were never heard"))?;
    for one in shown.iter().take(LINES_SHOWN) {
        let counts = format!("{}, {} ({}, {})", one.helped, one.hurt, one.helped_alone, one.hurt_alone);
        let text = plain(&one.text, 160);
        ui.wrapped(&format!("{counts:18} {}:{} {text}", one.file, one.line), "    ", &" ".repeat(23))?;
    }
    match shown.len().saturating_sub(LINES_SHOWN) {
        0 => Ok(()),
        more => ui.line(format!("    … and {more} more, all of them with --format json or html")),
    }
}

fn mistakes(
    name: &str,
    count: usize,
    shown: &[Mistake],
    lines: &dyn Fn(&Mistake) -> String,
    ui: &mut Ui,
) -> Outcome<()> {
    if shown.is_empty() {
        return Ok(());
    }
    ui.line(format!("  {name}: {} of {count}", shown.len()))?;
    for mistake in shown {
        let (place, lines) = (place(mistake), lines(mistake));
        let lines = if lines.is_empty() { lines } else { format!(" ({lines})") };
        ui.wrapped(&format!("{place}: “{}”{lines}", spoken(&mistake.text, TEXT_SHOWN)), "    ", "      ")?;
    }
    Ok(())
}

/// Where a mistake is.
pub(super) fn place(mistake: &Mistake) -> String {
    let id = plain(&mistake.conversation, 80);
    match mistake.place {
        Place::Turn(turn) => format!("{id} turn {turn}"),
        Place::Conversation => id,
    }
}
