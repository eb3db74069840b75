//! One line for each problem, for editors and `grep`.

use super::super::ui::{Outcome, Ui};
use super::{Checked, Report, say_dropped, word};
use crate::diagnostic::Problem;
use crate::source::Sources;

/// One line each.
pub(super) struct Short;

impl Report for Short {
    fn policy(&mut self, checked: &Checked<'_>, ui: &mut Ui) -> Outcome<()> {
        for problem in checked.problems.sorted() {
            let line = short(problem, checked.sources);
            ui.line(match checked.hits(problem) {
                Some(hits) => format!("{line}; {}", hits.say("it")),
                None => line,
            })?;
        }
        say_dropped(checked.problems, ui)
    }
}

/// `file:line:column: severity[CODE]: message`
pub(super) fn short(problem: &Problem, sources: &Sources) -> String {
    let (file, line, column) = sources.position(problem.span());
    format!("{file}:{line}:{column}: {}[{}]: {}", word(problem.severity), problem.code.as_str(), problem.message)
}
