//! All problems of all policies as one JSON document, `baton.problems/1`.

use serde_json::{Value as Json, json};

use super::super::ui::{Outcome, Ui};
use super::{Checked, Report, word};
use crate::diagnostic::{Diagnostics, Edit, Label, Problem};
use crate::source::Sources;

/// The JSON Schema (draft 7) of a [`Document`].
pub(crate) const SCHEMA: &str = include_str!("../../../docs/schema/problems.schema.json");

/// The problems of all policies that were checked, as one JSON document.
#[derive(Debug, Default)]
pub(super) struct Document {
    problems: Vec<Json>,
    dropped: usize,
    undecided: usize,
}

impl Document {
    /// Adds the problems of one policy, in the order of its text.
    fn add(&mut self, problems: &Diagnostics, sources: &Sources) {
        let path = sources.all().first().map_or("", |file| file.name.as_str());
        self.problems.extend(problems.sorted().into_iter().map(|problem| as_json(path, problem, sources)));
        self.dropped += problems.dropped();
    }
}

impl Report for Document {
    fn policy(&mut self, checked: &Checked<'_>, _ui: &mut Ui) -> Outcome<()> {
        self.add(checked.problems, checked.sources);
        self.undecided += checked.undecided;
        Ok(())
    }

    fn end(&mut self, ui: &mut Ui) -> Outcome<()> {
        let problems = std::mem::take(&mut self.problems);
        ui.line(json!({
            "schema": "baton.problems/1", "problems": problems, "dropped": self.dropped,
            "undecided": self.undecided,
        }))
    }
}

fn as_json(path: &str, problem: &Problem, sources: &Sources) -> Json {
    let label = |label: &Label| {
        let (file, line, column) = sources.position(label.span);
        let (end_line, end_column) = sources.file(label.span.file).position(label.span.end as usize);
        json!({
            "file": file, "line": line, "column": column, "end_line": end_line, "end_column": end_column,
            "start_byte": label.span.start, "end_byte": label.span.end, "text": label.text,
        })
    };
    let edit = |edit: &Edit| {
        let file = &sources.file(edit.span.file).name;
        json!({"file": file, "start_byte": edit.span.start, "end_byte": edit.span.end, "text": edit.text})
    };
    json!({
        "path": path, "code": problem.code.as_str(), "name": problem.code.name(),
        "severity": word(problem.severity), "message": problem.message,
        "labels": problem.labels.iter().map(label).collect::<Vec<_>>(),
        "help": problem.help, "edits": problem.edits.iter().map(edit).collect::<Vec<_>>(),
        "applicability": (!problem.edits.is_empty()).then(|| problem.applicability.as_str()),
    })
}
