//! The cases of a test: rows of cells below a row of headings.
//!
//! In: rows `| … | … |` of a policy, or a file of values between commas. Out: a
//! table in which every case has as many cells as there are columns. A cell that
//! cannot be read is one problem at that cell, and the case keeps the others.

use super::cells::{EXPECTED, RawCell};
use super::node::Node;
use super::{Reader, csv};
use crate::diagnostic::{Code, Diagnostics, Problem};
use crate::source::{FileId, Span};
use crate::syntax::ast::{Cases, Column, ColumnKind, Row, Table, Text};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::{Layout, TEXT_MAX};

/// Most cases in one file.
const CASES_MAX: usize = 10_000;
/// Most columns of a table.
const COLUMNS_MAX: usize = 256;

/// The cases of one test, while they are read.
#[derive(Debug, Default)]
pub(super) struct CasesReader {
    done: Vec<Cases>,
    table: Option<Open>,
    /// The row of headings was not read: what stands below cannot be.
    headless: bool,
}

/// A table while it is read.
#[derive(Debug)]
struct Open {
    table: Table,
    headings: Span,
    /// Whether a row stands below the headings, readable or not.
    has_rows: bool,
}

impl CasesReader {
    /// A line of this kind was not read.
    pub(super) fn unread(&mut self, rule: Rule) {
        self.headless |= rule == Rule::row && self.table.is_none();
    }

    /// `from "cases.csv"`
    pub(super) fn file(&mut self, path: Text) {
        self.done.push(Cases::File { path, table: None });
    }
}

impl<'a> Reader<'a> {
    /// A row of a table in the policy: headings first.
    pub(super) fn case_row(&mut self, node: &Node<'a>, cases: &mut CasesReader) {
        if cases.headless {
            return;
        }
        let mut cells: Vec<_> = node.all(Rule::cell).map(|cell| trimmed(&cell)).collect();
        // What stands behind the last bar is no cell.
        if node.text().trim_end().ends_with('|') && cells.last().is_some_and(RawCell::is_empty) {
            cells.pop();
        }
        let span = node.span();
        match &mut cases.table {
            None => {
                let table = self.headings(&cells, span);
                cases.table = Some(Open { table, headings: span, has_rows: false });
            }
            Some(open) => {
                open.has_rows = true;
                let row = self.case(&cells, span, &open.table.columns);
                open.table.rows.extend(row);
            }
        }
    }

    /// Reports a line that stands below the cases that it should hold for.
    pub(super) fn line_below_cases(&mut self, node: &Node<'a>, cases: &CasesReader) {
        if cases.table.is_none() && cases.done.is_empty() {
            return;
        }
        let problem = Problem::new(
            Code::E0422,
            "a line below the cases of a test",
            node.span(),
            "what holds for every case stands above them",
        );
        self.fail(problem.help("move the line up, above the cases"));
    }

    /// What was read, complete.
    pub(super) fn cases(&mut self, cases: CasesReader) -> Vec<Cases> {
        let CasesReader { mut done, table, .. } = cases;
        if let Some(Open { table, headings, has_rows }) = table {
            if !has_rows && !table.columns.is_empty() {
                let message = "a table of headings without a case";
                let problem = Problem::new(Code::E0422, message, headings, "no row below it");
                self.fail(problem.help("add a line for each case, or remove this one"));
            }
            done.insert(0, Cases::Table(table));
        }
        done
    }

    fn headings(&mut self, cells: &[RawCell<'a>], span: Span) -> Table {
        if cells.len() > COLUMNS_MAX {
            let message = format!("a table of more than {COLUMNS_MAX} columns");
            let problem = Problem::new(Code::E0111, message, cells[COLUMNS_MAX].span, "one too many");
            self.fail(problem.help("put what all cases have in common into a line `given …` above them"));
            return Table { columns: Vec::new(), rows: Vec::new() };
        }
        let before = self.failures;
        let mut columns: Vec<Option<Column>> = Vec::new();
        for cell in cells {
            let expects = columns.iter().flatten().any(expects);
            let column = self.heading(cell, expects);
            if let Some(first) = column.as_ref().and_then(|column| same(column, &columns)) {
                let message = format!("two columns are headed `{}`", cell.text);
                let problem = Problem::new(Code::E0422, message, cell.span, "the second one");
                self.fail(problem.label(first, "the first one").help("keep one of them"));
            }
            columns.push(column);
        }
        if self.failures == before && !columns.iter().flatten().any(expects) {
            self.fail(nothing_expected(cells, span));
            columns.clear();
        }
        Table { columns, rows: Vec::new() }
    }

    fn case(&mut self, cells: &[RawCell<'a>], span: Span, columns: &[Option<Column>]) -> Option<Row> {
        if columns.is_empty() {
            return None;
        }
        if cells.len() != columns.len() {
            self.fail(uneven(cells, span, columns.len()));
            return None;
        }
        let before = self.failures;
        let said: Vec<_> = columns
            .iter()
            .zip(cells)
            .map(|(column, cell)| column.as_ref().and_then(|column| self.cell(&column.kind, cell)))
            .collect();
        let is_silent = |(column, cell): (&Option<Column>, &Option<_>)| {
            column.as_ref().is_some_and(|column| !expects(column)) || cell.is_none()
        };
        let is_whole = self.failures == before && columns.iter().all(Option::is_some);
        if is_whole && columns.iter().zip(&said).all(is_silent) {
            let problem = Problem::new(Code::E0424, "a case that expects nothing", span, "its last cells are empty");
            self.fail(problem.help("say what must be decided, for example `stay`, or remove the case"));
        }
        Some(Row { cells: said, span })
    }
}

/// Whether a column says what is expected.
fn expects(column: &Column) -> bool {
    matches!(column.kind, ColumnKind::Expect | ColumnKind::Field(_))
}

/// Where a column of the same kind stands. A decision may have several tags.
fn same(column: &Column, before: &[Option<Column>]) -> Option<Span> {
    use crate::syntax::ast::Field::{NoTag, Tag};
    let words = |column: &Column| match &column.kind {
        ColumnKind::Fact(subject) => Some(subject.words.iter().map(|word| word.text.clone()).collect::<Vec<_>>()),
        _ => None,
    };
    let is_same = |other: &&Column| match (words(column), words(other)) {
        (Some(words), Some(others)) => words == others,
        (None, None) => column.kind == other.kind && !matches!(column.kind, ColumnKind::Field(Tag | NoTag)),
        _ => false,
    };
    before.iter().flatten().find(is_same).map(|first| first.span)
}

fn nothing_expected(cells: &[RawCell], span: Span) -> Problem {
    let message = "no column says what is expected";
    match cells.iter().find(|cell| EXPECTED.contains(&cell.text)) {
        Some(cell) => {
            let problem = Problem::new(Code::E0422, message, cell.span, "read as the name of a fact");
            let meant = format!("expect {}", cell.text);
            problem.help(format!("write `{meant}`")).edit(cell.span, meant)
        }
        None => {
            let end = cells.last().map_or(span, |cell| cell.span);
            let problem = Problem::new(Code::E0422, message, end, "the last column");
            problem.help("add a column headed `expect`, and one headed `by` for the rule if you like")
        }
    }
}

fn uneven(cells: &[RawCell], span: Span, columns: usize) -> Problem {
    let number = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let is_rule = !cells.is_empty()
        && cells.iter().all(|cell| !cell.is_empty() && cell.text.trim_matches(['-', ':', ' ']).is_empty());
    if is_rule {
        let problem = Problem::new(Code::E0421, "a line of dashes is no case", span, "a table needs no such line");
        return problem.help("remove the line");
    }
    let message = format!("a case of {} in a table of {}", number(cells.len(), "cell"), number(columns, "column"));
    match cells.get(columns) {
        Some(extra) => Problem::new(Code::E0421, message, extra.span, "this cell has no heading")
            .help("remove it, or add a heading"),
        None => {
            let end = cells.last().map_or(span, |cell| cell.span);
            let missing = number(columns - cells.len(), "cell");
            let problem = Problem::new(Code::E0421, message, end, format!("{missing} missing behind this one"));
            problem.help("what is not given is an empty cell, as in `| pro |  | 85% |`")
        }
    }
}

/// A cell of a row without the white space around it.
fn trimmed<'a>(node: &Node<'a>) -> RawCell<'a> {
    let (text, span) = (node.text().trim(), node.span());
    let lead = u32::try_from(node.text().len() - node.text().trim_start().len()).unwrap_or(0);
    let start = (span.start + lead).min(span.end);
    RawCell { text, field: None, span: Span { start, end: span.end.max(start), ..span } }
}

/// The cases that a file holds; `named` is where a test names it. None when it has none that can be read.
pub(in crate::syntax) fn file(text: &str, file: FileId, named: Span, out: &mut Diagnostics) -> Option<Table> {
    if text.len() > TEXT_MAX {
        let message = format!("a file of {} bytes is too large", text.len());
        let problem = Problem::new(Code::E0111, message, named, format!("at most {TEXT_MAX} bytes are read"));
        out.push(problem.help("split it into several files"));
        return None;
    }
    let rows = csv::rows(text);
    let layout = Layout::default();
    let mut reader = Reader {
        text,
        file,
        layout: &layout,
        breaks: Vec::new(),
        out,
        unread: Vec::new(),
        allows: Vec::new(),
        failures: 0,
    };
    let mut table: Option<Table> = None;
    for (at, row) in rows.iter().enumerate() {
        let fields = match row {
            Ok(fields) => fields,
            Err(open) => {
                let span = Span::new(file, open.clone());
                let message = "a quotation mark without a partner";
                let problem = Problem::new(Code::E0425, message, span, "the field begins here and does not end");
                reader.fail(problem.help("close it; a quotation mark inside of a field in quotation marks is doubled"));
                break;
            }
        };
        if at > CASES_MAX {
            let message = format!("a file of more than {CASES_MAX} cases");
            let span = fields.first().map_or(named, |field| Span::new(file, field.range.clone()));
            let problem = Problem::new(Code::E0111, message, span, "one too many");
            reader.fail(problem.help("split it into several files"));
            break;
        }
        let cells: Vec<_> = fields.iter().map(|field| raw(field, file)).collect();
        let span = cells.first().zip(cells.last()).map_or(named, |(first, last)| first.span.to(last.span));
        match &mut table {
            None => table = Some(reader.headings(&cells, span)),
            Some(table) => {
                let row = reader.case(&cells, span, &table.columns);
                table.rows.extend(row);
            }
        }
    }
    if rows.len() < 2 && reader.failures == 0 {
        let problem = Problem::new(Code::E0425, "a file without a case", named, "no row below its headings");
        reader.fail(problem.help("its first line holds the headings, each further line a case"));
    }
    table
}

fn raw(field: &csv::Field, file: FileId) -> RawCell<'_> {
    let lead = field.text.len() - field.text.trim_start().len();
    let text = field.text.trim();
    let start = field.range.start + lead;
    RawCell { text, field: Some(&field.said), span: Span::new(file, start..start + text.len()) }
}
