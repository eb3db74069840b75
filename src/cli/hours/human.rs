//! A year in a terminal.

use super::report::{Covered, Open, Report};
use super::words::{in_utc, is_in, length, on_clocks, spans, week};
use crate::calendar::{self, Calendar, Interval};
use crate::cli::check::many;
use crate::cli::ui::{Outcome, Ui};
use crate::roster::{AgentId, Duty, Gap, Roster};
use owo_colors::Style;

/// Gaps of each cover that are shown without `--gaps`.
const GAPS_SHOWN: usize = 3;

/// Everything.
pub(super) fn all(report: &Report<'_>, ui: &mut Ui) -> Outcome<()> {
    head(report, ui)?;
    for open in &report.hours {
        hours(open, report.year, ui)?;
    }
    if !report.agents.is_empty() {
        ui.line("")?;
        ui.line(ui.paint("Who works when", Style::new().bold()))?;
        for agent in &report.agents {
            person(*agent, report, ui)?;
        }
    }
    holidays(report, ui)?;
    if !report.covers.is_empty() {
        ui.line("")?;
        ui.line(ui.paint("Who covers what", Style::new().bold()))?;
        for covered in &report.covers {
            cover(covered, report, GAPS_SHOWN, ui)?;
        }
    }
    foot(report, ui)
}

/// Gaps alone, all of them.
pub(super) fn gaps(report: &Report<'_>, ui: &mut Ui) -> Outcome<()> {
    head(report, ui)?;
    for covered in &report.covers {
        cover(covered, report, usize::MAX, ui)?;
    }
    foot(report, ui)
}

fn head(report: &Report<'_>, ui: &mut Ui) -> Outcome<()> {
    let title = format!("{} · {} · {}", report.policy.title, report.year, report.policy.timezone);
    ui.line(ui.paint(&title, Style::new().bold()))?;
    for (id, span) in report.away {
        let zone = report.roster.find(id).map_or(&report.zone, |agent| report.roster.zone(agent));
        ui.wrapped(&format!("As if {id} were away: {}", on_clocks(*span, zone)), "", "  ")?;
    }
    Ok(())
}

/// Every holiday that counts for somebody, by region.
fn holidays(report: &Report<'_>, ui: &mut Ui) -> Outcome<()> {
    let all = report.holidays();
    if all.is_empty() {
        return Ok(());
    }
    ui.line("")?;
    ui.line(ui.paint("Holidays", Style::new().bold()))?;
    for (region, days) in all {
        let days: Vec<String> = days.iter().map(|one| format!("{} {}", calendar::day(one.day), one.name)).collect();
        let days = if days.is_empty() { "none known".to_owned() } else { days.join("; ") };
        ui.wrapped(&format!("{region}: {days}"), "  ", "    ")?;
    }
    Ok(())
}

fn hours(open: &Open<'_>, year: i16, ui: &mut Ui) -> Outcome<()> {
    let hours = open.hours;
    ui.line("")?;
    let title =
        format!("{} \"{}\" · {} · open {}", hours.name, hours.title, hours.calendar.zone, length(open.times.seconds()));
    ui.wrapped(&title, "", "  ")?;
    let regions: Vec<&str> = hours.regions.iter().map(|region| region.code.as_str()).collect();
    of_calendar(&hours.calendar, &regions, year, ui)
}

/// The week, then what the year has beside it.
fn of_calendar(calendar: &Calendar, regions: &[&str], year: i16, ui: &mut Ui) -> Outcome<()> {
    for line in week(calendar) {
        ui.wrapped(&line, "  ", "    ")?;
    }
    for dated in calendar.dated.iter().filter(|dated| is_in(dated.day, year)) {
        let because = dated.because.as_ref().map_or_else(String::new, |because| format!("  {because}"));
        ui.wrapped(&format!("{} {}{because}", day(dated.day), spans(&dated.spans)), "  ", "    ")?;
    }
    if !regions.is_empty() {
        ui.wrapped(&format!("free on holidays of {}", regions.join(", ")), "  ", "    ")?;
    }
    Ok(())
}

fn day(day: i64) -> String {
    format!("{} {}", calendar::WEEKDAYS[calendar::weekday(day)], calendar::day(day))
}

fn person(agent: AgentId, report: &Report<'_>, ui: &mut Ui) -> Outcome<()> {
    let person = report.roster.agent(agent);
    let call = report.seconds(Duty::Call, agent);
    let call = if call > 0 { format!(", on call {}", length(call)) } else { String::new() };
    let teams: Vec<String> = person
        .teams
        .iter()
        .map(|one| match &one.level {
            Some(level) => format!("{} at {level}", one.team),
            None => one.team.clone(),
        })
        .collect();
    let teams = if teams.is_empty() { String::new() } else { format!(" · {}", teams.join(", ")) };
    let head = format!(
        "{} {}{teams} · {} · on shift {}{call}",
        person.id,
        person.name,
        person.shift.zone,
        length(report.seconds(Duty::Shift, agent))
    );
    ui.wrapped(&head, "", "  ")?;
    let regions: Vec<&str> = person.regions.iter().map(String::as_str).collect();
    of_calendar(&person.shift, &regions, report.year, ui)?;
    for line in week(&person.on_call) {
        ui.wrapped(&format!("on call {line}"), "  ", "    ")?;
    }
    for dated in person.on_call.dated.iter().filter(|dated| is_in(dated.day, report.year)) {
        ui.wrapped(&format!("on call {} {}", day(dated.day), spans(&dated.spans)), "  ", "    ")?;
    }
    for absence in &person.absences {
        let shown =
            Interval { from: absence.span.from.max(report.within.from), to: absence.span.to.min(report.within.to) };
        if shown.from < shown.to {
            let reason = absence.reason.as_ref().map_or_else(String::new, |reason| format!("  {reason}"));
            let span = on_clocks(absence.span, report.roster.zone(agent));
            ui.wrapped(&format!("away {span}{reason}"), "  ", "    ")?;
        }
    }
    Ok(())
}

fn cover(covered: &Covered<'_>, report: &Report<'_>, most: usize, ui: &mut Ui) -> Outcome<()> {
    ui.wrapped(&sentence(covered, report.roster), "", "  ")?;
    let because_of_away = |gap: &&Gap| report.away.is_empty() || !covered.new_gaps.within(gap.span).is_empty();
    let gaps: Vec<&Gap> = covered.cover.gaps.iter().filter(because_of_away).collect();
    if !report.away.is_empty() {
        let new = length(covered.new_gaps.seconds());
        let said = if gaps.is_empty() {
            "nothing of it because of who is away".to_owned()
        } else {
            format!("{new} of it because of who is away:")
        };
        ui.wrapped(&said, "  ", "    ")?;
    }
    for gap in gaps.iter().take(most) {
        let who = ids(&gap.on_call, report.roster);
        let who = if who.is_empty() { String::new() } else { format!(" · on call {who}") };
        let span = on_clocks(gap.span, &covered.zone);
        ui.wrapped(&format!("{span} · {} · {}{who}", in_utc(gap.span), length(gap.span.seconds())), "  ", "    ")?;
    }
    if gaps.len() > most {
        ui.line(format!("  … and {} more: `--gaps` lists all", gaps.len() - most))?;
    }
    Ok(())
}

/// What is covered, in a sentence.
pub(super) fn sentence(covered: &Covered<'_>, roster: &Roster) -> String {
    let who = match covered.queue {
        Some(queue) if covered.agents.is_empty() => format!("{queue}: nobody is in this team"),
        Some(queue) => format!("{queue} ({})", ids(&covered.agents, roster)),
        None => format!("everyone ({})", many(covered.agents.len(), "agent")),
    };
    let when = covered.hours.map_or_else(|| "the whole year".to_owned(), |hours| hours.name.clone());
    let cover = &covered.cover;
    let (open, gap, nobody) = (cover.open.seconds(), cover.uncovered(), cover.unreachable());
    if gap == 0 {
        return format!("{who} · {when}, {}: somebody is always on shift", length(open));
    }
    let calls = if nobody == gap { String::new() } else { format!(", of which {} on call", length(gap - nobody)) };
    let spans: usize = cover.gaps.len();
    format!("{who} · {when}, {}: nobody on shift for {} in {}{calls}", length(open), length(gap), many(spans, "gap"))
}

/// Agents by id.
pub(super) fn ids(agents: &[AgentId], roster: &Roster) -> String {
    agents.iter().map(|agent| roster.agent(*agent).id.as_str()).collect::<Vec<_>>().join(" ")
}

fn foot(report: &Report<'_>, ui: &mut Ui) -> Outcome<()> {
    ui.line("")?;
    for region in &report.unknown {
        let note = format!("Missing for {}: holidays of {region}. Add them to the roster.", report.year);
        ui.wrapped(&note, "", "  ")?;
    }
    let version = Roster::timezones().unwrap_or("of this build");
    ui.wrapped(&format!("Worked out with the time-zone database {version}."), "", "  ")
}
