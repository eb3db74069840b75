//! All problems of all policies as one JSON document, `baton.problems/1`.

use serde_json::{Value as Json, json};

use super::super::ui::{Outcome, Ui};
use super::{Checked, Report, gaps, overlaps, word};
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
    guarantees: Vec<Json>,
    promises: Vec<Json>,
    gaps: Vec<Json>,
    overlaps: Vec<Json>,
    people: Vec<Json>,
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
        let path = checked.sources.all().first().map_or("", |file| file.name.as_str());
        self.guarantees.extend(checked.proofs.iter().map(|proof| proof.as_json(path, checked.sources)));
        let promise = |sentence: &String| json!({ "path": path, "sentence": sentence });
        self.promises.extend(checked.promises.iter().map(promise));
        self.gaps.extend(checked.gaps.iter().map(|gaps| gaps::as_json(gaps, path)));
        self.people.extend(checked.people.iter().map(|people| {
            let mut document = people.document.clone();
            document["path"] = path.into();
            document
        }));
        let overlaps = checked.overlaps.iter().zip(checked.policy);
        self.overlaps.extend(overlaps.map(|(overlaps, policy)| overlaps::as_json(overlaps, policy, path)));
        Ok(())
    }

    fn end(&mut self, ui: &mut Ui) -> Outcome<()> {
        let Self { problems, dropped, undecided, guarantees, promises, gaps, overlaps, people } = std::mem::take(self);
        ui.line(json!({
            "schema": "baton.problems/1", "problems": problems, "guarantees": guarantees,
            "promises": promises, "gaps": gaps, "overlaps": overlaps, "people": people, "dropped": dropped, "undecided": undecided,
        }))
    }
}

/// Writes the problems of one text, as a document of their own.
pub(crate) fn write_json(problems: &Diagnostics, sources: &Sources, ui: &mut Ui) -> Outcome<()> {
    let mut document = Document::default();
    document.add(problems, sources);
    document.end(ui)
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
        "help": problem.help, "example": problem.example, "edits": problem.edits.iter().map(edit).collect::<Vec<_>>(),
        "applicability": (!problem.edits.is_empty()).then(|| problem.applicability.as_str()),
    })
}
