//! A page of Markdown: a table for each layer, then thresholds, what adds, what is watched, queues.
//!
//! # Guarantees
//!
//! What the policy's author wrote shows as it was written: no character of it is
//! taken for Markdown or HTML.

use super::{Page, heading, layers, one_line};
use crate::listing::{Bar, BarGroup, Entry, Line};

/// The page.
pub(super) fn page(page: &Page<'_>) -> String {
    let listing = &page.listing;
    let mut out = Markdown { page, text: String::new() };
    out.line(&format!("# {}", plain(&page.title())));
    out.line(&format!("Version `{}`. {}", listing.policy.hash, plain(&page.about())));
    for (layer, entries) in layers(listing) {
        let (name, about) = heading(layer);
        out.line(&format!("## {name}: {about}"));
        out.entries(&entries, "#", "then");
    }
    out.fallbacks();
    listing.bars.iter().for_each(|bar| out.bar(bar));
    if !listing.alsos.is_empty() {
        out.line("## Also: what adds to any decision");
        out.entries(&listing.alsos.iter().collect::<Vec<_>>(), "#", "adds");
    }
    if !listing.watches.is_empty() {
        out.line("## Watches: what would have decided in their place, and changes nothing");
        out.entries(&listing.watches.iter().collect::<Vec<_>>(), "before", "would have decided");
    }
    out.queues();
    out.text.trim_end().to_owned() + "\n"
}

struct Markdown<'p> {
    page: &'p Page<'p>,
    text: String,
}

impl Markdown<'_> {
    /// A paragraph or heading.
    fn line(&mut self, line: &str) {
        self.text += line;
        self.text += "\n\n";
    }

    /// A table; a column in which nothing stands is left out.
    fn table(&mut self, heads: &[&str], rows: &[Vec<String>]) {
        let shown: Vec<usize> = (0..heads.len()).filter(|at| rows.iter().any(|row| !row[*at].is_empty())).collect();
        let mut row = |cells: Vec<&str>| {
            self.text += &format!("| {} |\n", cells.join(" | "));
        };
        row(shown.iter().map(|at| heads[*at]).collect());
        row(shown.iter().map(|at| if heads[*at] == "#" { "---:" } else { "---" }).collect());
        for cells in rows {
            row(shown.iter().map(|at| cells[*at].as_str()).collect());
        }
        self.text += "\n";
    }

    fn entries(&mut self, entries: &[&Entry<'_>], place: &str, then: &str) {
        let rows: Vec<Vec<String>> = entries.iter().flat_map(|entry| self.entry(entry)).collect();
        self.table(&[place, "group", "name", "when", then, "because", "line"], &rows);
    }

    /// The rows of an entry; what they have in common stands in the first alone.
    fn entry(&self, entry: &Entry<'_>) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        for case in &entry.cases {
            let lines: Vec<Option<&Line>> =
                if case.lines.is_empty() { vec![None] } else { case.lines.iter().map(Some).collect() };
            for (at, line) in lines.into_iter().enumerate() {
                let when = line.map_or_else(|| "never".to_owned(), |line| plain(&self.page.when(line)));
                let then = if at == 0 { plain(&case.then.sentence()) } else { String::new() };
                let [group, name, because, source] = if rows.is_empty() {
                    let groups = plain(&entry.groups.join(" / "));
                    [groups, name(entry), plain(entry.because.unwrap_or_default()), plain(&entry.source)]
                } else {
                    [String::new(), "*or*".to_owned(), String::new(), String::new()]
                };
                rows.push(vec![entry.number(line), group, name, when, then, because, source]);
            }
        }
        rows
    }

    fn fallbacks(&mut self) {
        self.line("## When no rule decides");
        let row = |one: &crate::listing::Fallback<'_>| {
            vec![
                one.name.to_owned(),
                one.when.clone(),
                plain(&one.then.sentence()),
                plain(one.because.unwrap_or_default()),
                plain(&one.source),
            ]
        };
        let rows: Vec<Vec<String>> = self.page.listing.fallbacks.iter().map(row).collect();
        self.table(&["", "when", "then", "because", "line"], &rows);
    }

    fn bar(&mut self, bar: &Bar) {
        let name =
            if bar.name == "threshold" { "Threshold".to_owned() } else { format!("Threshold {}", plain(&bar.name)) };
        self.line(&format!("## {name} of {}: {}", plain(&bar.of), bar.base));
        if !bar.bases.is_empty() {
            let row = |(category, base): &(String, String)| vec![plain(category), base.clone()];
            let rows: Vec<Vec<String>> = bar.bases.iter().map(row).collect();
            self.table(&["category", "base"], &rows);
        }
        let rows: Vec<Vec<String>> = bar.groups.iter().flat_map(|group| self.steps(group)).collect();
        if !rows.is_empty() {
            self.table(&["step", "adds", "when"], &rows);
        }
        let limits = [("never below", &bar.low), ("never above", &bar.high)];
        let limits: Vec<String> =
            limits.iter().filter_map(|(word, limit)| Some(format!("{word} {}", limit.as_ref()?))).collect();
        if !limits.is_empty() {
            self.line(&format!("The sum is {}.", limits.join(" and ")));
        }
    }

    fn steps(&self, group: &BarGroup) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        let is_choice = group.steps.len() > 1;
        let mut group_name = match (&group.name, is_choice) {
            (Some(name), true) => format!("{}, the highest of", plain(name)),
            (None, true) => "the highest of".to_owned(),
            (name, false) => plain(name.as_deref().unwrap_or("–")),
        };
        for step in &group.steps {
            let own = step.name.as_ref().map_or_else(String::new, |name| format!("{}: ", plain(name)));
            let mut by = format!("{own}{}", plain(&step.by));
            if step.lines.is_empty() {
                rows.push(vec![std::mem::take(&mut group_name), std::mem::take(&mut by), "never".to_owned()]);
            }
            for (at, line) in step.lines.iter().enumerate() {
                let or = if at == 0 { "" } else { "*or* " };
                let when = format!("{or}{}", plain(&self.page.when(line)));
                rows.push(vec![std::mem::take(&mut group_name), std::mem::take(&mut by), when]);
            }
        }
        rows
    }

    fn queues(&mut self) {
        self.line("## Queues");
        let row = |team: crate::listing::Team| {
            let chooses = if team.routed_by_helpdesk { "the helpdesk" } else { "" };
            vec![plain(&team.name), plain(&team.title), plain(&team.handles), plain(&team.levels), chooses.to_owned()]
        };
        let rows: Vec<Vec<String>> = self.page.listing.teams().into_iter().map(row).collect();
        self.table(&["queue", "title", "handles", "levels", "who picks the person"], &rows);
    }
}

/// The title, if there is one, and the name.
fn name(entry: &Entry<'_>) -> String {
    let name = plain(entry.name);
    entry.title.map_or(name.clone(), |title| format!("**{name}** {}", plain(title)))
}

/// A text that Markdown shows as it is, on one line.
fn plain(text: &str) -> String {
    let text = one_line(text);
    let mut shown = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        // Inside a word an underscore is no emphasis.
        let is_inside = before.is_alphanumeric() && rest.peek().is_some_and(|next| next.is_alphanumeric());
        match c {
            '<' => shown += "&lt;",
            '&' => shown += "&amp;",
            '_' if is_inside => shown.push(c),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '#' => shown.extend(['\\', c]),
            _ => shown.push(c),
        }
        before = c;
    }
    shown
}
