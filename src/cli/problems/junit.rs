//! `JUnit` XML: one suite for each policy, one case for each problem.
//!
//! `JUnit` knows no warnings. A problem at or above the fail level is a failure; one
//! below it is a case that passed, with what there is to say in its output.

use std::fmt::Write as _;
use std::path::Path;

use super::super::ui::{Outcome, Ui};
use super::{Checked, Report, short};
use crate::diagnostic::{Problem, Severity};

/// The suites of all policies.
pub(super) struct Suites {
    least: Severity,
    text: String,
    tests: usize,
    failures: usize,
    errors: usize,
}

impl Suites {
    /// Problems below `least` are no failures.
    pub(super) fn new(least: Severity) -> Self {
        Self { least, text: String::new(), tests: 0, failures: 0, errors: 0 }
    }

    fn suite(&mut self, name: &str, cases: &[String], failures: usize, errors: usize) {
        self.tests += cases.len();
        self.failures += failures;
        self.errors += errors;
        let (name, count) = (escaped(name), cases.len());
        let head = format!(r#"<testsuite name="{name}" tests="{count}" failures="{failures}" errors="{errors}">"#);
        let _ = writeln!(self.text, "  {head}\n{}  </testsuite>", cases.concat());
    }
}

impl Report for Suites {
    fn policy(&mut self, checked: &Checked<'_>, _ui: &mut Ui) -> Outcome<()> {
        let suite = checked.path.display().to_string();
        let problems = checked.problems.sorted();
        let mut cases: Vec<String> =
            problems.iter().map(|problem| case(&suite, problem, checked, self.least)).collect();
        let mut failures = problems.iter().filter(|problem| problem.severity >= self.least).count();
        if checked.problems.dropped() > 0 {
            let said = format!("and {} more problems", checked.problems.dropped());
            cases.push(failed(&suite, "more problems", "dropped", &said, &said));
            failures += 1;
        }
        if cases.is_empty() {
            let suite = escaped(&suite);
            cases.push(format!("    <testcase classname=\"{suite}\" name=\"no problems\"/>\n"));
        }
        self.suite(&suite, &cases, failures, 0);
        Ok(())
    }

    fn unread(&mut self, path: &Path, reason: &str) {
        let (suite, reason) = (path.display().to_string(), escaped(reason));
        let head = format!(r#"<testcase classname="{}" name="can be read">"#, escaped(&suite));
        let case = format!("    {head}\n      <error type=\"unread\" message=\"{reason}\"/>\n    </testcase>\n");
        self.suite(&suite, &[case], 0, 1);
    }

    fn end(&mut self, ui: &mut Ui) -> Outcome<()> {
        let Self { tests, failures, errors, .. } = self;
        ui.line(r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
        ui.line(format!(r#"<testsuites name="baton check" tests="{tests}" failures="{failures}" errors="{errors}">"#))?;
        ui.text(&self.text)?;
        ui.line("</testsuites>")
    }
}

fn case(suite: &str, problem: &Problem, checked: &Checked<'_>, least: Severity) -> String {
    let (file, line, column) = checked.sources.position(problem.span());
    let name = format!("{} {} at {file}:{line}:{column}", problem.code.as_str(), problem.code.name());
    let help = problem.help.as_ref().map_or_else(String::new, |help| format!("\nhelp: {help}"));
    let computed = checked.hits(problem).map_or_else(String::new, |hits| format!("\n{}", hits.say("it")));
    let text = short::short(problem, checked.sources) + &computed + &help;
    if problem.severity >= least {
        return failed(suite, &name, problem.code.as_str(), &problem.message, &text);
    }
    let head = format!(r#"<testcase classname="{}" name="{}">"#, escaped(suite), escaped(&name));
    format!("    {head}\n      <system-out>{}</system-out>\n    </testcase>\n", escaped(&text))
}

fn failed(suite: &str, name: &str, kind: &str, message: &str, text: &str) -> String {
    let head = format!(r#"<testcase classname="{}" name="{}">"#, escaped(suite), escaped(name));
    let failure = format!(r#"<failure type="{kind}" message="{}">{}</failure>"#, escaped(message), escaped(text));
    format!("    {head}\n      {failure}\n    </testcase>\n")
}

/// Text of an element or an attribute. XML has no words for most control characters.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\n' => out += "&#10;",
            '\r' => out += "&#13;",
            '\t' => out += "&#9;",
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(escaped("a<b & \"c\"\n\u{1}"), "a&lt;b &amp; &quot;c&quot;&#10;\u{fffd}");
    }
}
