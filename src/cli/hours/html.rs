//! A year as a page: for a desktop as well as for 360 pixels.
//!
//! One HTML document without scripts, pictures or anything from elsewhere. All text is escaped.

use std::fmt::Write;

use super::human::{ids, sentence};
use super::moment::Moment;
use super::report::{Covered, Report};
use super::words::{in_utc, instant, is_in, length, on_clocks, spans, week};
use crate::calendar::{self, Calendar, Interval, WEEKDAYS, first};
use crate::cli::table::escaped;
use crate::roster::{Duty, Roster};
use jiff::civil::{Date, date};

/// How it looks.
const STYLE: &str = include_str!("style.css");

fn start(title: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    )
}

const END: &str = "</main>\n</body>\n</html>\n";

/// The page of a year.
pub(super) fn page(report: &Report<'_>) -> String {
    let mut out = start(&format!("{}: hours in {}", report.policy.title, report.year));
    let version = Roster::timezones().unwrap_or("of this build");
    let _ = writeln!(out, "<p class=\"note\">Worked out with the time-zone database {}.</p>", escaped(version));
    for region in &report.unknown {
        let _ = writeln!(out, "<p>Missing for {}: holidays of {}.</p>", report.year, escaped(region));
    }
    for (id, span) in report.away {
        let zone = report.roster.find(id).map_or(&report.zone, |agent| report.roster.zone(agent));
        let _ = writeln!(out, "<p>As if {} were away: {}.</p>", escaped(id), on_clocks(*span, zone));
    }
    if !report.covers.is_empty() {
        out += "<h2>Who covers what</h2>\n<ul class=\"legend\"><li><i class=\"full\"></i>somebody on shift all the time</li>\
                <li><i class=\"part\"></i>not all the time</li><li><i class=\"none\"></i>nobody</li>\
                <li><i class=\"shut\"></i>closed</li></ul>\n";
        report.covers.iter().for_each(|covered| cover(covered, report, &mut out));
    }
    hours(report, &mut out);
    people(report, &mut out);
    holidays(report, &mut out);
    out + END
}

fn cover(covered: &Covered<'_>, report: &Report<'_>, out: &mut String) {
    let said = sentence(covered, report.roster);
    let (who, rest) = said.split_once(" · ").unwrap_or((&said, ""));
    let _ = writeln!(out, "<h3>{}</h3>\n<p>{}</p>", escaped(who), escaped(rest));
    grid(covered, report.year, out);
    if covered.cover.gaps.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "<details>\n<summary>{} gaps</summary>\n<table>\n<thead><tr><th scope=\"col\">Nobody on shift, {}</th>\
         <th scope=\"col\">UTC</th><th scope=\"col\">Long</th><th scope=\"col\">On call</th></tr></thead>\n<tbody>",
        covered.cover.gaps.len(),
        escaped(covered.zone.iana_name().unwrap_or("UTC")),
    );
    for gap in &covered.cover.gaps {
        let call = ids(&gap.on_call, report.roster);
        let call = if call.is_empty() { "nobody".to_owned() } else { escaped(&call) };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td data-name=\"UTC\">{}</td><td data-name=\"Long\">{}</td>\
             <td data-name=\"On call\">{call}</td></tr>",
            on_clocks(gap.span, &covered.zone),
            in_utc(gap.span),
            length(gap.span.seconds()),
        );
    }
    *out += "</tbody>\n</table>\n</details>\n";
}

/// The days of the year, a column a week.
fn grid(covered: &Covered<'_>, year: i16, out: &mut String) {
    const SIZE: i64 = 12;
    let _ = writeln!(
        out,
        "<div class=\"year\"><svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"The days of {year}\">",
        24 + 54 * SIZE,
        14 + 7 * SIZE
    );
    let first_day = date(year, 1, 1);
    let lead = i64::from(first_day.weekday().to_monday_zero_offset());
    for (row, name) in WEEKDAYS.iter().enumerate().step_by(2) {
        let _ = writeln!(out, "<text x=\"0\" y=\"{}\">{name}</text>", 23 + i64::try_from(row).unwrap_or(0) * SIZE);
    }
    let mut day = first_day;
    let mut at = 0;
    while day.year() == year {
        let (column, row) = ((at + lead) / 7, (at + lead) % 7);
        let (x, y) = (24 + column * SIZE, 14 + row * SIZE);
        if day.day() == 1 {
            let _ = writeln!(out, "<text x=\"{x}\" y=\"9\">{}</text>", day.strftime("%b"));
        }
        let (class, said) = of_day(covered, day);
        let _ = writeln!(
            out,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{w}\" rx=\"2\"><title>{} {day}: {said}</title></rect>",
            WEEKDAYS[usize::try_from(row).unwrap_or(0) % 7],
            w = SIZE - 2,
        );
        let Ok(next) = day.tomorrow() else { break };
        (day, at) = (next, at + 1);
    }
    *out += "</svg></div>\n";
}

/// How a day is covered: its class, and in words.
fn of_day(covered: &Covered<'_>, day: Date) -> (&'static str, String) {
    let at = |day: Date| first(&covered.zone, day.into());
    let Some((from, to)) = at(day).zip(day.tomorrow().ok().and_then(at)) else { return ("shut", String::new()) };
    let open = covered.cover.open.within(Interval { from, to }).seconds();
    let gap: i64 = covered
        .cover
        .gaps
        .iter()
        .map(|gap| Interval { from: gap.span.from.max(from), to: gap.span.to.min(to) }.seconds())
        .sum();
    match (open, gap) {
        (0, _) => ("shut", "closed".to_owned()),
        (_, 0) => ("full", format!("open {}, always somebody on shift", length(open))),
        (open, gap) if open == gap => ("none", format!("open {}, nobody on shift", length(open))),
        (open, gap) => ("part", format!("open {}, nobody on shift for {}", length(open), length(gap))),
    }
}

fn hours(report: &Report<'_>, out: &mut String) {
    if report.hours.is_empty() {
        return;
    }
    *out += "<h2>Opening hours</h2>\n";
    for open in &report.hours {
        let hours = open.hours;
        let title = format!("{} · {} · open {}", hours.title, hours.calendar.zone, length(open.times.seconds()));
        let _ = writeln!(out, "<h3>{}</h3>\n<p>{}</p>", escaped(&title), escaped(&week(&hours.calendar).join("; ")));
        beside(&hours.calendar, report.year, out);
    }
}

/// What the year has beside the week.
fn beside(calendar: &Calendar, year: i16, out: &mut String) {
    let dated = calendar.dated.iter().filter(|one| is_in(one.day, year)).map(|one| {
        let because = one.because.as_ref().map_or_else(String::new, |because| format!(" ({because})"));
        format!("{} {}{because}", calendar::day(one.day), spans(&one.spans))
    });
    let all: Vec<String> = dated.collect();
    if !all.is_empty() {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", escaped(&all.join("; ")));
    }
}

fn holidays(report: &Report<'_>, out: &mut String) {
    let all = report.holidays();
    if all.is_empty() {
        return;
    }
    *out += "<h2>Holidays</h2>\n";
    for (region, days) in all {
        let days: Vec<String> = days.iter().map(|one| format!("{} {}", calendar::day(one.day), one.name)).collect();
        let days = if days.is_empty() { "none known".to_owned() } else { days.join("; ") };
        let _ = writeln!(out, "<h3>{}</h3>\n<p class=\"note\">{}</p>", escaped(region), escaped(&days));
    }
}

fn people(report: &Report<'_>, out: &mut String) {
    if report.agents.is_empty() {
        return;
    }
    *out += "<h2>Who works when</h2>\n<table>\n<thead><tr><th scope=\"col\">Agent</th><th scope=\"col\">Team</th>\
             <th scope=\"col\">Zone</th><th scope=\"col\">Shifts</th><th scope=\"col\">On call</th>\
             <th scope=\"col\">In the year</th></tr></thead>\n<tbody>\n";
    for agent in &report.agents {
        let person = report.roster.agent(*agent);
        let teams = person.teams.iter().map(|one| one.team.clone()).collect::<Vec<_>>().join(", ");
        let cell = |name: &str, text: &str| {
            let text = if text.is_empty() { "none" } else { text };
            format!("<td data-name=\"{name}\">{}</td>", escaped(text))
        };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{} <small>{}</small></th>{}{}{}{}{}</tr>",
            escaped(&person.name),
            escaped(&person.id),
            cell("Team", &teams),
            cell("Zone", &person.shift.zone),
            cell("Shifts", &week(&person.shift).join("; ")),
            cell("On call", &week(&person.on_call).join("; ")),
            cell("In the year", &length(report.seconds(Duty::Shift, *agent))),
        );
    }
    *out += "</tbody>\n</table>\n";
}

/// The page of an instant.
pub(super) fn moment(moment: &Moment<'_>) -> String {
    let mut out = start(&format!("{}: {}", moment.policy.title, instant(moment.at)));
    for (group, agents) in &moment.groups {
        let _ = writeln!(out, "<h2>{group}: {}</h2>\n<table>\n<tbody>", agents.len());
        for agent in agents {
            let person = moment.roster.agent(*agent);
            let clock = calendar::local(moment.at, moment.roster.zone(*agent));
            let _ = writeln!(
                out,
                "<tr><th scope=\"row\">{} <small>{}</small></th><td>{} {}</td></tr>",
                escaped(&person.name),
                escaped(&person.id),
                escaped(&clock),
                escaped(&person.shift.zone)
            );
        }
        out += "</tbody>\n</table>\n";
    }
    if let Some(next) = moment.next {
        let _ = writeln!(out, "<p class=\"note\">Next change: {}</p>", instant(next));
    }
    out + END
}
