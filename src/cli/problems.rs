//! Problems on a terminal, one a line, or as JSON.

use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteSpanContents, NamedSource, SourceSpan};
use serde_json::{Value as Json, json};

use super::ui::{Outcome, Ui};
use crate::analysis::guarantees::Verdict;
use crate::diagnostic::{Diagnostics, Edit, Label, Problem, Severity};
use crate::source::{Sources, Span};

/// How to print problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// Drawn in the text
    Human,
    /// One line each
    Short,
    /// One JSON document (`baton.problems/1`)
    Json,
}

/// Prints all problems in the order of the text.
pub(crate) fn print(problems: &Diagnostics, sources: &Sources, format: Format, ui: &mut Ui) -> Outcome<()> {
    for problem in problems.sorted() {
        match format {
            Format::Human => {
                ui.text(&drawn(problem, sources, ui.width, ui.color))?;
                for line in problem.example.iter().flat_map(|tests| tests.lines()) {
                    ui.line(if line.is_empty() { String::new() } else { format!("  {line}") })?;
                }
                if problem.example.is_some() {
                    ui.line("")?;
                }
            }
            Format::Short => ui.line(short(problem, sources))?,
            Format::Json => {}
        }
    }
    if problems.dropped() > 0 && format != Format::Json {
        ui.line(format!("… and {} more problems", problems.dropped()))?;
    }
    Ok(())
}

/// One problem drawn in its text.
pub(crate) fn drawn(problem: &Problem, sources: &Sources, width: usize, color: bool) -> String {
    let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(width)
        .with_context_lines(1)
        .with_word_separator(textwrap::WordSeparator::AsciiSpace)
        .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
        .without_cause_chain();
    let mut text = String::new();
    let report = Report::new(problem, sources);
    handler.render_report(&mut text, &report).expect("writing to a string cannot fail");
    text.push('\n');
    text
}

/// `file:line:column: severity[CODE]: message`
pub(crate) fn short(problem: &Problem, sources: &Sources) -> String {
    let (file, line, column) = sources.position(problem.span());
    format!("{file}:{line}:{column}: {}[{}]: {}", word(problem.severity), problem.code.as_str(), problem.message)
}

/// The JSON Schema (draft 7) of a [`Document`].
pub(crate) const SCHEMA: &str = include_str!("../../docs/schema/problems.schema.json");

/// The problems of all policies that were checked, as one JSON document.
#[derive(Debug, Default)]
pub(crate) struct Document {
    problems: Vec<Json>,
    guarantees: Vec<Json>,
    dropped: usize,
}

/// What became of a guarantee.
#[derive(Debug)]
pub(crate) struct Proof {
    pub(crate) title: String,
    pub(crate) span: Span,
    /// What it says.
    pub(crate) sentence: String,
    pub(crate) verdict: Verdict,
    /// How many recorded conversations break it, if some were given and it speaks of one decision.
    pub(crate) hits: Option<Hits>,
}

/// So many of so many conversations.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hits {
    pub(crate) conversations: usize,
    pub(crate) of: usize,
}

impl Proof {
    /// Whether it holds for every input, of which there are some.
    pub(crate) fn is_proved(&self) -> bool {
        matches!(self.verdict, Verdict::Proved)
    }

    /// How often it is broken in recorded conversations, unless it was proved.
    pub(crate) fn computed(&self) -> Option<String> {
        let Hits { conversations, of } = self.hits.filter(|_| !self.is_proved())?;
        Some(format!("{conversations} of {of} conversations break \"{}\"", self.title))
    }

    fn as_json(&self, path: &str, sources: &Sources) -> Json {
        let (file, line, _) = sources.position(self.span);
        let verdict = match &self.verdict {
            Verdict::Proved => "proved",
            Verdict::NothingFits => "nothing_fits",
            Verdict::Broken(_) => "broken",
            Verdict::NoExample => "doubtful",
            Verdict::Undecided => "undecided",
        };
        let tests: Vec<String> = match &self.verdict {
            Verdict::Broken(breach) => breach.examples.iter().map(|example| example.test(&self.title)).collect(),
            _ => Vec::new(),
        };
        json!({
            "path": path, "title": self.title, "file": file, "line": line, "verdict": verdict,
            "sentence": self.sentence, "tests": tests, "conversations_hit": self.hits.map(|hits| hits.conversations),
        })
    }
}

impl Document {
    /// Adds the problems of one policy, in the order of its text.
    pub(crate) fn add(&mut self, problems: &Diagnostics, sources: &Sources) {
        let path = sources.all().first().map_or("", |file| file.name.as_str());
        self.problems.extend(problems.sorted().into_iter().map(|problem| as_json(path, problem, sources)));
        self.dropped += problems.dropped();
    }

    /// Adds what became of the guarantees of one policy, in the order of its text.
    pub(crate) fn prove(&mut self, proofs: &[Proof], sources: &Sources) {
        let path = sources.all().first().map_or("", |file| file.name.as_str());
        self.guarantees.extend(proofs.iter().map(|proof| proof.as_json(path, sources)));
    }

    /// The document.
    pub(crate) fn into_json(self) -> Json {
        json!({ "schema": "baton.problems/1", "problems": self.problems, "guarantees": self.guarantees, "dropped": self.dropped })
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
        "help": problem.help, "example": problem.example, "edits": problem.edits.iter().map(edit).collect::<Vec<_>>(),
    })
}

/// The severity as printed.
pub(crate) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    }
}

/// A problem with the text it points into, as the renderer wants it.
#[derive(Debug)]
struct Report<'a> {
    problem: &'a Problem,
    source: NamedSource<WholeLines>,
    labels: Vec<LabeledSpan>,
    help: Option<String>,
}

impl<'a> Report<'a> {
    fn new(problem: &'a Problem, sources: &Sources) -> Self {
        let home = problem.span().file;
        let file = sources.file(home);
        let (here, elsewhere): (Vec<&Label>, Vec<&Label>) =
            problem.labels.iter().partition(|label| label.span.file == home);
        let labels = here.iter().enumerate().map(|(at, label)| labeled(label, at == 0)).collect();
        let mut help: Vec<String> = problem.help.clone().into_iter().collect();
        for label in elsewhere {
            let (name, line, column) = sources.position(label.span);
            help.push(format!("see {name}:{line}:{column}: {}", label.text));
        }
        Self {
            problem,
            source: NamedSource::new(&file.name, WholeLines(file.text.clone())),
            labels,
            help: (!help.is_empty()).then(|| help.join("\n")),
        }
    }
}

/// A text of which the lines that a label touches are shown, whole, and no others.
///
/// The renderer shows exact spans when it is asked for no lines around them; asked for one, it gets these. It joins
/// places when the lines between them are few, and counts them from the beginning of the file unless it is told.
#[derive(Debug)]
struct WholeLines(String);

impl miette::SourceCode for WholeLines {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn miette::SpanContents<'a> + 'a>, miette::MietteError> {
        if before == 0 && after == 0 {
            return self.0.read_span(span, 0, 0);
        }
        let bytes = self.0.as_bytes();
        let (start, end) = (span.offset().min(bytes.len()), (span.offset() + span.len()).min(bytes.len()));
        let first = bytes[..start].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let last = bytes[end..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| end + at);
        let exact = self.0.read_span(&(first, last - first).into(), 0, 0)?;
        let (data, place) = (exact.data(), *exact.span());
        let lines = data.split(|byte| *byte == b'\n').count();
        Ok(Box::new(MietteSpanContents::new(data, place, exact.line(), exact.column(), lines)))
    }
}

fn labeled(label: &Label, is_primary: bool) -> LabeledSpan {
    let span = SourceSpan::new(label.span.range().start.into(), label.span.range().len());
    let text = Some(label.text.clone());
    if is_primary { LabeledSpan::new_primary_with_span(text, span) } else { LabeledSpan::new_with_span(text, span) }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem.message)
    }
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        Some(Box::new(format!("{} {}", self.problem.code.as_str(), self.problem.code.name())))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.problem.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice => miette::Severity::Advice,
        })
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
