//! How well a signal hears before and after a fit, for people.

use owo_colors::Style;

use crate::cli::check::many;
use crate::cli::evaluate::human::number;
use crate::cli::ui::{Outcome, Ui, plain};
use crate::evaluation::fit::{Change, Compared, Fitted, Line};
use crate::metrics::Interval;
use crate::policy::Policy;

/// Lines that are named because they hear as often where the label says no.
const IDLE_SHOWN: usize = 8;

/// Prints what was measured, and the lines that a fit gives nothing.
pub(super) fn print(fitted: &Fitted, policy: &Policy, ui: &mut Ui) -> Outcome<()> {
    let name = fitted.target.what.name(policy);
    ui.line(ui.paint(&format!("signal {name}"), Style::new().bold()))?;
    for (at, compared) in fitted.compared.iter().enumerate() {
        let set = compared.before.set.map(|set| plain(&fitted.sets[set], 100));
        if let Some(set) = set.filter(|_| at > 0) {
            ui.line(format!("  {set}"))?;
        }
        one(compared, fitted.target.above, ui)?;
    }
    let heard = fitted.lines.iter().filter(|line| line.yes + line.no > 0).count();
    let moved = fitted.lines.iter().filter(|line| line.before != line.after).count();
    ui.line(format!("  {heard} of {} were heard, {moved} get another weight", many(fitted.lines.len(), "line")))?;
    idle(fitted, policy, ui)?;
    ui.wrapped(
        "Fitted: each conversation scored with weights fitted without it. In parentheses: 95 % intervals by resampled \
         conversations.",
        "",
        "",
    )?;
    ui.line("")
}

fn one(compared: &Compared, above: f64, ui: &mut Ui) -> Outcome<()> {
    let counts = compared.before.counts;
    let (yes, no) = (counts.hits + counts.misses, counts.false_alarms + counts.rejections);
    ui.line(format!(
        "  {} in {}, {yes} of them yes",
        many(yes + no, "label"),
        many(compared.before.conversations, "conversation")
    ))?;
    ui.line(format!("  {:10} {:22} {:22} {}", "", "as it is", "fitted", "change").trim_end())?;
    for (name, before, after, by) in [
        ("AUC".to_owned(), compared.before.area, compared.after.area, compared.area),
        (format!("F1 > {above}"), compared.before.f1, compared.after.f1, compared.f1),
    ] {
        let by = by.map_or_else(|| "-".to_owned(), change);
        ui.line(format!("  {name:10} {:22} {:22} {by}", number(before), number(after)))?;
    }
    Ok(())
}

/// `+0.03 (+0.01 to +0.05)`
fn change(change: Change) -> String {
    let interval = change.interval.map(|Interval { low, high }| format!(" ({low:+.2} to {high:+.2})"));
    format!("{:+.2}{}", change.value, interval.unwrap_or_default())
}

/// Names the lines that come out with next to no weight.
fn idle(fitted: &Fitted, policy: &Policy, ui: &mut Ui) -> Outcome<()> {
    let crate::evaluation::What::Signal(id) = fitted.target.what else { return Ok(()) };
    let mut idle: Vec<&Line> = fitted.lines.iter().filter(|line| line.is_idle()).collect();
    if idle.is_empty() {
        return Ok(());
    }
    idle.sort_by_key(|line| std::cmp::Reverse(line.no));
    ui.line("  these speak for nothing here (heard where the label says yes, no); think of taking them out:")?;
    for line in idle.iter().take(IDLE_SHOWN) {
        let span = policy.signals[id.index()].detectors[line.detector].span;
        let (file, at, _) = policy.sources.position(span);
        let text = policy.sources.text(span).split_whitespace().collect::<Vec<_>>().join(" ");
        let counts = format!("{}, {}", line.yes, line.no);
        ui.wrapped(&format!("{counts:10} {file}:{at} {}", plain(&text, 120)), "    ", &" ".repeat(15))?;
    }
    match idle.len().saturating_sub(IDLE_SHOWN) {
        0 => Ok(()),
        more => ui.line(format!("    … and {more} more")),
    }
}
