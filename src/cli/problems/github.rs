//! Annotations of GitHub Actions: workflow commands on standard output.
//!
//! GitHub shows ten annotations of a level in one step and drops the rest without
//! a word, so of more than ten the last stands for all that do not fit.

use std::collections::BTreeMap;

use super::super::check::many;
use super::super::ui::{Outcome, Ui};
use super::{Checked, Report, is_standard};
use crate::diagnostic::{Code, Problem, Severity};

/// Annotations of one level that a step may have.
const SHOWN_MAX: usize = 10;

/// The annotations of all policies, level by level.
#[derive(Default)]
pub(super) struct Annotations {
    found: BTreeMap<Severity, Vec<(Code, String)>>,
    dropped: usize,
}

impl Report for Annotations {
    fn policy(&mut self, checked: &Checked<'_>, _ui: &mut Ui) -> Outcome<()> {
        for problem in checked.problems.sorted() {
            let line = annotation(problem, checked);
            self.found.entry(problem.severity).or_default().push((problem.code, line));
        }
        self.dropped += checked.problems.dropped();
        Ok(())
    }

    fn end(&mut self, ui: &mut Ui) -> Outcome<()> {
        for (severity, found) in self.found.iter().rev() {
            let shown = if found.len() > SHOWN_MAX { SHOWN_MAX - 1 } else { found.len() };
            for (_, line) in &found[..shown] {
                ui.line(line)?;
            }
            if shown < found.len() {
                ui.line(rest(*severity, &found[shown..]))?;
            }
        }
        match self.dropped {
            0 => Ok(()),
            dropped => ui.line(format!("… and {dropped} more problems")),
        }
    }
}

/// One annotation for all that a step may not show.
fn rest(severity: Severity, found: &[(Code, String)]) -> String {
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    for (code, _) in found {
        *counts.entry(*code).or_default() += 1;
    }
    let counts: Vec<String> = counts.iter().map(|(code, count)| format!("{} ({count})", code.as_str())).collect();
    let text = format!("and {}: {}", many(found.len(), &format!("more {}", super::word(severity))), counts.join(", "));
    format!("::{} title=baton check::{}", command(severity), data(&text))
}

fn annotation(problem: &Problem, checked: &Checked<'_>) -> String {
    let (sources, span) = (checked.sources, problem.span());
    let computed = checked.hits(problem).map_or_else(String::new, |hits| format!("\n{}", hits.say("it")));
    let message = format!("{}{computed}", problem.message);
    let (file, line, column) = sources.position(span);
    let (end_line, end_column) = sources.file(span.file).position(span.end as usize);
    let title = format!("{} {}", problem.code.as_str(), problem.code.name());
    let help = problem.help.as_ref().map_or_else(String::new, |help| format!("\n{help}"));
    let (place, text) = if is_standard(file) {
        (String::new(), format!("{file}:{line}: {message}{help}"))
    } else {
        let place =
            format!("file={},line={line},col={column},endLine={end_line},endColumn={end_column},", property(file));
        (place, format!("{message}{help}"))
    };
    format!("::{} {place}title={}::{}", command(problem.severity), property(&title), data(&text))
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    }
}

/// The text of a command, on one line.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, in which colons and commas have a meaning.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn what_has_a_meaning_is_escaped() {
        assert_eq!(data("80%: a, b\r\nc"), "80%25: a, b%0D%0Ac");
        assert_eq!(property("a,b:c%\n"), "a%2Cb%3Ac%25%0A");
    }
}
