//! One HTML file that reads, mails and prints: no scripts, nothing from elsewhere, no date.
//!
//! # Guarantees
//!
//! What the policy's author wrote is text, never markup or style. The same policy
//! gives the same bytes.

use super::matrix::{Matrix, matrices};
use super::{Page, heading, layers, one_line};
use crate::listing::{Entry, Fallback, Line, Then, cell, question};
use crate::policy::Layer;

mod legend;

/// The page.
pub(super) fn page(page: &Page<'_>) -> String {
    let mut out = Html { page, text: String::new() };
    out.head();
    for (layer, entries) in layers(&page.listing) {
        let (name, about) = heading(layer);
        out.heading(name, about);
        out.entries(&entries, "#", "then");
    }
    out.fallbacks();
    out.bars();
    let alsos: Vec<&Entry<'_>> = page.listing.alsos.iter().collect();
    if !alsos.is_empty() {
        out.push(KEPT_TOGETHER);
        out.heading("Also", "what adds to any decision");
        out.entries(&alsos, "#", "adds");
        out.push("</section>");
    }
    let watches: Vec<&Entry<'_>> = page.listing.watches.iter().collect();
    if !watches.is_empty() {
        out.push(KEPT_TOGETHER);
        out.heading("Watches", "what would have decided before the rule of this number, and changes nothing");
        out.entries(&watches, "before", "would have decided");
        out.push("</section>");
    }
    out.teams();
    out.matrices();
    out.questions();
    out.text += "</body>\n</html>\n";
    out.text
}

/// What stays on one page if it fits one.
const KEPT_TOGETHER: &str = "<section class=\"keep\">";

struct Html<'p> {
    page: &'p Page<'p>,
    text: String,
}

impl Html<'_> {
    fn push(&mut self, text: &str) {
        self.text += text;
        self.text += "\n";
    }

    fn head(&mut self) {
        let policy = self.page.listing.policy;
        let title = escaped(&self.page.title());
        let foot = in_style(&format!("{} · version {}", self.page.title(), policy.hash));
        self.push("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">");
        self.push("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        self.push(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        );
        self.push(&format!("<title>{title}: decision table</title>\n<style>"));
        self.push(include_str!("html/style.css").trim_end());
        self.push(&format!(
            "@page {{ @bottom-left {{ content: \"{foot}\"; font: 7.5pt sans-serif; color: #5d6878; }} \
             @bottom-right {{ content: counter(page) \" / \" counter(pages); font: 7.5pt sans-serif; color: #5d6878; }} }}"
        ));
        self.push("</style>\n</head>\n<body>");
        self.push(&format!("<h1>{title}</h1>"));
        let languages = policy.languages.join(", ");
        self.push(&format!(
            "<p class=\"about\">Version <code>{}</code> · speaks {} · times in {}</p>",
            escaped(&policy.hash),
            escaped(&languages),
            escaped(&policy.timezone)
        ));
        self.push(&format!("<p class=\"lead\">{}</p>", escaped(&self.page.about())));
    }

    fn heading(&mut self, name: &str, about: &str) {
        let about = if about.is_empty() { String::new() } else { format!(" <small>{}</small>", escaped(about)) };
        self.push(&format!("<h2>{}{about}</h2>", escaped(name)));
    }

    fn entries(&mut self, entries: &[&Entry<'_>], place: &str, then: &str) {
        self.push("<table class=\"list\">");
        self.push(&format!(
            "<thead><tr><th class=\"n\">{place}</th><th class=\"c-name\">name</th><th>when</th><th class=\"c-then\">{then}</th>\
             <th class=\"c-why\">because</th></tr></thead>"
        ));
        let mut group: &[String] = &[];
        for entry in entries {
            if entry.groups != group {
                group = entry.groups;
                let name = if group.is_empty() { "outside groups".to_owned() } else { group.join(" / ") };
                self.push(&format!(
                    "<tbody class=\"group\"><tr class=\"group\"><th colspan=\"5\">{}</th></tr></tbody>",
                    escaped(&name)
                ));
            }
            self.entry(entry);
        }
        self.push("</table>");
    }

    fn entry(&mut self, entry: &Entry<'_>) {
        self.push("<tbody class=\"entry\">");
        let mut first = true;
        for case in &entry.cases {
            let then = then(&case.then);
            let lines = case.lines.len().max(1);
            for at in 0..lines {
                let line = case.lines.get(at);
                let number = entry.number(line);
                let name = if first { name(entry) } else { "<td class=\"or\">or</td>".to_owned() };
                let when = line.map_or_else(|| "never".to_owned(), |line| self.when(line));
                let then = if at == 0 { format!("{}{then}</td>", beside(lines)) } else { String::new() };
                let why = if first { why(entry) } else { String::new() };
                self.push(&format!("<tr><td class=\"n\">{number}</td>{name}<td>{when}</td>{then}{why}</tr>"));
                first = false;
            }
        }
        self.push("</tbody>");
    }

    fn when(&self, line: &Line) -> String {
        escaped(&self.page.when(line))
    }

    fn fallbacks(&mut self) {
        self.push(KEPT_TOGETHER);
        self.heading("When no rule decides", "");
        self.push("<table class=\"list\"><thead><tr><th class=\"c-name\"></th><th>when</th><th class=\"c-then\">then</th><th class=\"c-why\">because</th></tr></thead>");
        for one in &self.page.listing.fallbacks {
            let Fallback { name, when, then: what, because, source } = one;
            self.push(&format!(
                "<tbody class=\"entry\"><tr><td><span class=\"name\">{name}</span></td><td>{when}</td><td>{}</td>\
                 <td>{}{}</td></tr></tbody>",
                then(what),
                because.map_or_else(String::new, |because| span("because", because)),
                place(source)
            ));
        }
        self.push("</table>\n</section>");
    }

    fn matrices(&mut self) {
        let all = layers(&self.page.listing);
        if all.iter().all(|(_, entries)| self.page.listing.questions(entries.iter().copied()).is_empty()) {
            return;
        }
        self.push("<section class=\"sheet\">");
        self.heading("The same as a matrix", "a row fits when every cell of it does; · asks nothing");
        for (layer, entries) in all {
            for matrix in matrices(&self.page.listing, &entries) {
                self.matrix(layer, &matrix);
            }
        }
        self.push("</section>");
    }

    fn matrix(&mut self, layer: Layer, matrix: &Matrix<'_, '_>) {
        let listing = &self.page.listing;
        let heads: String = matrix
            .questions
            .iter()
            .map(|id| {
                let asked = question(listing.policy, listing.rows.column(*id));
                format!("<th class=\"q\"><span>{}</span></th>", escaped(&asked))
            })
            .collect();
        self.push("<table class=\"matrix\">");
        self.push(&format!(
            "<thead><tr><th class=\"n\">#</th><th>{}</th>{heads}<th>then</th></tr></thead>",
            heading(layer).0.to_lowercase()
        ));
        for entry in matrix.entries.iter().filter(|entry| entry.lines().next().is_some()) {
            self.push("<tbody class=\"entry\">");
            let mut name = format!("<span class=\"name\">{}</span>", escaped(entry.name));
            for case in &entry.cases {
                for line in &case.lines {
                    let cells: String = matrix.questions.iter().map(|id| self.cell(line, *id)).collect();
                    self.push(&format!(
                        "<tr><td class=\"n\">{}</td><td class=\"l\">{name}</td>{cells}<td class=\"l\">{}</td></tr>",
                        entry.number(Some(line)),
                        action(&case.then)
                    ));
                    "<i class=\"any\">or</i>".clone_into(&mut name);
                }
            }
            self.push("</tbody>");
        }
        self.push("</table>");
    }

    fn cell(&self, line: &Line, id: crate::rows::ColumnId) -> String {
        let listing = &self.page.listing;
        let Some(accepts) = line.accepts(id) else { return "<td class=\"any\">·</td>".to_owned() };
        let text = cell(listing.policy, listing.rows.column(id), accepts, self.page.most.min(MATRIX_WORDS));
        let class = match text.as_str() {
            "yes" | "no" => text.as_str(),
            // It would be a pity to break `at least 3`.
            short if short.chars().count() <= 10 => "short",
            _ => "long",
        };
        format!("<td class=\"{class}\">{}</td>", escaped(&text))
    }
}

/// Most words of a list in a cell of a matrix.
const MATRIX_WORDS: usize = 3;

/// The title, if there is one, and the name.
fn name(entry: &Entry<'_>) -> String {
    let name = escaped(entry.name);
    match entry.title {
        Some(title) => format!("<td><span class=\"name\">{}</span> <code>{name}</code></td>", escaped(title)),
        None => format!("<td><code>{name}</code></td>"),
    }
}

/// Why, and where it is written, beside all rows of an entry.
fn why(entry: &Entry<'_>) -> String {
    let rows: usize = entry.cases.iter().map(|case| case.lines.len().max(1)).sum();
    let because = entry.because.map_or_else(String::new, |because| span("because", because));
    format!("{}{because}{}</td>", beside(rows), place(&entry.source))
}

/// Begins a cell beside so many rows.
fn beside(rows: usize) -> String {
    if rows == 1 { "<td>".to_owned() } else { format!("<td rowspan=\"{rows}\">") }
}

/// Where something is written.
fn place(source: &str) -> String {
    if source.is_empty() { String::new() } else { format!("<code class=\"where\">{}</code>", escaped(source)) }
}

/// What comes of a row: the action, below it what goes with it.
fn then(then: &Then<'_>) -> String {
    let with: Vec<String> = then.with().collect();
    if then.action.is_none() {
        return escaped(&with.join(", "));
    }
    let with = if with.is_empty() { String::new() } else { span("with", &with.join(", ")) };
    format!("{}{with}", action(then))
}

fn action(then: &Then<'_>) -> String {
    let class = then.action.map_or("", |action| action.as_str()).replace(' ', "-");
    format!("<span class=\"then {class}\">{}</span>", escaped(&then.action()))
}

fn span(class: &str, text: &str) -> String {
    format!("<span class=\"{class}\">{}</span>", escaped(text))
}

/// A text as text, on one line.
pub(in crate::cli) fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '&' => shown += "&amp;",
            '<' => shown += "&lt;",
            '>' => shown += "&gt;",
            '"' => shown += "&quot;",
            '\'' => shown += "&#39;",
            _ => shown.push(c),
        }
    }
    shown
}

/// A text between the quotes of a style sheet: whatever is not plain is written as its code.
fn in_style(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | ',' | ':' | '·' | '-' | '_' | '(' | ')');
    one_line(text).chars().map(|c| if is_plain(c) { c.to_string() } else { format!("\\{:x} ", u32::from(c)) }).collect()
}
