//! What was measured, as a page: for a desktop as well as for 360 pixels.
//!
//! In: a report. Out: one HTML document without scripts, pictures or anything from
//! elsewhere. All text is escaped, and what customers wrote is redacted.

use std::fmt::Write;

use super::human::{number, place, share};
use crate::cli::check::many;
use crate::cli::table::escaped;
use crate::cli::ui::spoken;
use crate::evaluation::{Mistake, Report, Result, Score};
use crate::policy::Policy;

/// How it looks.
const STYLE: &str = include_str!("style.css");
/// Most characters of a message.
const TEXT_SHOWN: usize = 500;

/// The page.
pub(super) fn page(report: &Report, policy: &Policy) -> String {
    let title = escaped(&format!("How well {} hears", policy.title));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p class=\"note\">{}, {}. In \
         parentheses: 95 % intervals, Wilson's for shares, else by resampled conversations.</p>\n",
        many(report.conversations, "conversation"),
        many(report.sets.len(), "set"),
    );
    overview(report, policy, &mut out);
    for result in &report.results {
        section(report, result, policy, &mut out);
    }
    out + "</main>\n</body>\n</html>\n"
}

/// A table with a row for each target.
fn overview(report: &Report, policy: &Policy, out: &mut String) {
    let rows = report.results.iter().map(|result| {
        let name = escaped(&result.target.what.name(policy));
        (format!("<a href=\"#{name}\">{name}</a>"), &result.all)
    });
    scores("What is scored", rows, out);
}

/// Scores as rows. On a narrow screen each row is a card, whose cells say what they are.
fn scores<'s>(first: &str, rows: impl Iterator<Item = (String, &'s Score)>, out: &mut String) {
    const COLUMNS: [&str; 7] = ["Labels", "Yes", "Precision", "Recall", "F1", "False alarms", "AUC"];
    let heads: String = COLUMNS.iter().map(|name| format!("<th scope=\"col\">{name}</th>")).collect();
    let _ = writeln!(out, "<table>\n<thead><tr><th scope=\"col\">{first}</th>{heads}</tr></thead>\n<tbody>");
    for (name, score) in rows {
        let counts = score.counts;
        let yes = counts.hits + counts.misses;
        let labels = yes + counts.false_alarms + counts.rejections;
        let cells = [
            labels.to_string(),
            yes.to_string(),
            number(score.precision),
            number(score.recall),
            number(score.f1),
            share(score.false_alarm_rate),
            number(score.area),
        ];
        let cells = COLUMNS.iter().zip(cells).map(|(head, cell)| {
            let cell =
                cell.split_once(" (").map_or(cell.clone(), |(value, rest)| format!("{value} <small>({rest}</small>"));
            format!("<td data-name=\"{head}\"><span>{cell}</span></td>")
        });
        let _ = writeln!(out, "<tr><th scope=\"row\">{name}</th>{}</tr>", cells.collect::<String>());
    }
    *out += "</tbody>\n</table>\n";
}

fn section(report: &Report, result: &Result, policy: &Policy, out: &mut String) {
    let name = escaped(&result.target.what.name(policy));
    let label = escaped(&result.target.label);
    let on = result.target.on.as_str();
    let _ = writeln!(out, "<section id=\"{name}\">\n<h2>{} {name}</h2>", result.target.what.kind());
    let _ = writeln!(out, "<p class=\"note\">Against the label <code>{label}</code> on the {on}.</p>");
    if !result.by_set.is_empty() {
        let name = |score: &Score| score.set.map_or_else(String::new, |set| escaped(&report.sets[set]));
        scores("Set", result.by_set.iter().map(|score| (name(score), score)), out);
    }
    for (tolerance, rate) in &result.all.transfer {
        let lambda = report.lambda;
        let _ = writeln!(
            out,
            "<p>Golden Transfer within {}, lambda {lambda}: {}; F1 {}.</p>",
            many(*tolerance as usize, "turn"),
            number(*rate),
            number(result.all.f1)
        );
    }
    lines(result, out);
    for (title, count, shown) in [
        ("False alarms", result.all.counts.false_alarms, &result.false_alarms),
        ("Misses", result.all.counts.misses, &result.misses),
    ] {
        mistakes(title, count, shown, result, policy, out);
    }
    *out += "</section>\n";
}

fn lines(result: &Result, out: &mut String) {
    if result.patterns.is_empty() {
        return;
    }
    let (says, silent) = result.silent;
    let used = many(result.patterns.len(), "line");
    let _ = writeln!(
        out,
        "<details>\n<summary>{used} helped or hurt; {silent} of {says} that listen for words were never \
         heard</summary>\n<ul class=\"lines\">"
    );
    let mut shown: Vec<_> = result.patterns.iter().collect();
    shown.sort_by_key(|one| (std::cmp::Reverse(one.hurt), std::cmp::Reverse(one.helped)));
    for one in shown {
        let (text, file) = (escaped(&one.text), escaped(&one.file));
        let mark = if one.hurt > one.helped { " class=\"hurts\"" } else { "" };
        let _ = writeln!(
            out,
            "<li{mark}><b>helped {}, hurt {}</b> <span>(alone {}, {}) {file}:{}</span><code>{text}</code></li>",
            one.helped, one.hurt, one.helped_alone, one.hurt_alone, one.line
        );
    }
    *out += "</ul>\n</details>\n";
}

fn mistakes(title: &str, count: usize, shown: &[Mistake], result: &Result, policy: &Policy, out: &mut String) {
    if shown.is_empty() {
        return;
    }
    let _ = writeln!(out, "<h3>{title}: {} of {count}</h3>\n<ul class=\"mistakes\">", shown.len());
    for mistake in shown {
        let lines = mistake.lines(result.target.what, policy).join(", ");
        let lines = if lines.is_empty() { lines } else { format!(" · {}", escaped(&lines)) };
        let (text, place) = (escaped(&spoken(&mistake.text, TEXT_SHOWN)), escaped(&place(mistake)));
        let _ = writeln!(out, "<li>{text} <span>{place}{lines}</span></li>");
    }
    *out += "</ul>\n";
}
