//! For people: every problem drawn in its text, and a line for each policy.

use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteSpanContents, NamedSource, SourceSpan};

use super::super::check::many;
use super::super::ui::{Outcome, Ui};
use super::{Checked, Proof, Report};
use crate::diagnostic::{Applicability, Diagnostics, Label, Problem, Severity};
use crate::source::Sources;

/// Drawn problems.
pub(super) struct Human;

impl Report for Human {
    fn policy(&mut self, checked: &Checked<'_>, ui: &mut Ui) -> Outcome<()> {
        draw(checked.problems, checked.sources, ui)?;
        let summary = summary(checked, ui);
        ui.wrapped(&summary, "", "  ")?;
        for proof in checked.proofs.iter().filter(|proof| proof.is_proved()) {
            ui.wrapped(&format!("proved: {}", proof.sentence), "  ", "    ")?;
        }
        for promise in checked.promises {
            ui.wrapped(&format!("proved: {promise}"), "  ", "    ")?;
        }
        for note in checked.people.iter().flat_map(|people| &people.notes) {
            ui.wrapped(note, "  ", "    ")?;
        }
        for said in checked.proofs.iter().filter_map(Proof::computed) {
            ui.wrapped(&said, "  ", "    ")?;
        }
        if let Some(gaps) = &checked.gaps {
            super::gaps::print(gaps, ui)?;
        }
        if let Some((overlaps, policy)) = checked.overlaps.as_ref().zip(checked.policy) {
            super::overlaps::print(overlaps, policy, ui)?;
        }
        Ok(())
    }
}

/// Draws all problems in the order of the text.
pub(crate) fn draw(problems: &Diagnostics, sources: &Sources, ui: &mut Ui) -> Outcome<()> {
    for problem in problems.sorted() {
        draw_one(problem, sources, ui)?;
    }
    super::say_dropped(problems, ui)
}

/// Draws one problem, and the conversations that show it.
pub(crate) fn draw_one(problem: &Problem, sources: &Sources, ui: &mut Ui) -> Outcome<()> {
    let text = drawn(problem, sources, ui.width, ui.color);
    ui.text(&text)?;
    for line in problem.example.iter().flat_map(|tests| tests.lines()) {
        ui.line(if line.is_empty() { String::new() } else { format!("  {line}") })?;
    }
    if problem.example.is_some() {
        ui.line("")?;
    }
    Ok(())
}

/// One line: what was found, or what the policy holds.
fn summary(checked: &Checked<'_>, ui: &Ui) -> String {
    let count = |severity| checked.problems.iter().filter(|problem| problem.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let found = found(errors, warnings, checked.problems);
    match checked.policy {
        None => format!("{}: {}", checked.path.display(), ui.paint(&found, owo_colors::Style::new().red().bold())),
        Some(policy) => {
            let fine = if errors + warnings == 0 { "no problems".to_owned() } else { found };
            let notes = match count(Severity::Advice) {
                0 => String::new(),
                notes => format!(", {}", many(notes, "note")),
            };
            let style = owo_colors::Style::new();
            let style = if errors == 0 { style.green() } else { style.red() };
            let proved = match checked.proofs.iter().filter(|proof| proof.is_proved()).count() {
                0 => String::new(),
                count => format!(" · {} proved", many(count, "guarantee")),
            };
            let undecided = match checked.undecided {
                0 => String::new(),
                count => format!(" · {} left undecided", many(count, "question")),
            };
            format!(
                "{}: {}{notes} · {}, {}, {}, {}{proved}{undecided}",
                checked.path.display(),
                ui.paint(&fine, style.bold()),
                many(policy.rules.len(), "rule"),
                many(policy.asked().len(), "fact"),
                many(policy.queues.len(), "queue"),
                many(policy.tests.len(), "test"),
            )
        }
    }
}

fn found(errors: usize, warnings: usize, problems: &Diagnostics) -> String {
    let codes: std::collections::BTreeSet<&str> = problems.iter().map(|problem| problem.code.as_str()).collect();
    let mends = problems.iter().filter(|one| one.applicability == Applicability::SameDecisions).count();
    let mends = if mends > 0 { format!("; `--fix` mends {mends}") } else { String::new() };
    let hint =
        codes.first().map_or_else(String::new, |code| format!(" (`baton check --explain {code}` says more{mends})"));
    match (errors, warnings) {
        (0, warnings) => format!("{}{hint}", many(warnings, "warning")),
        (errors, 0) => format!("{}{hint}", many(errors, "error")),
        (errors, warnings) => format!("{}, {}{hint}", many(errors, "error"), many(warnings, "warning")),
    }
}

/// One problem drawn in its text.
fn drawn(problem: &Problem, sources: &Sources, width: usize, color: bool) -> String {
    let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(width)
        .with_context_lines(1)
        .with_word_separator(textwrap::WordSeparator::AsciiSpace)
        .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
        .without_cause_chain();
    let mut text = String::new();
    let report = Drawing::new(problem, sources);
    handler.render_report(&mut text, &report).expect("writing to a string cannot fail");
    text.push('\n');
    text
}

/// A problem with the text it points into, as the renderer wants it.
#[derive(Debug)]
struct Drawing<'a> {
    problem: &'a Problem,
    source: NamedSource<WholeLines>,
    labels: Vec<LabeledSpan>,
    help: Option<String>,
}

impl<'a> Drawing<'a> {
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

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem.message)
    }
}

impl std::error::Error for Drawing<'_> {}

impl miette::Diagnostic for Drawing<'_> {
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
