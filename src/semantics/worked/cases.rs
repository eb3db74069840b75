//! The cases of a test: each becomes a test of its own.
//!
//! In: a table of cells. Out: for each case the lines that stand above the table,
//! and what its cells say. Headings are resolved once, so a mistake in one is one
//! finding and not one for every case.

use super::fixtures::{self, Fixtures};
use crate::diagnostic::{Code, Problem};
use crate::policy::{Expected, FactId, Given, Rule, Test, TestLine};
use crate::semantics::described::described;
use crate::semantics::operands;
use crate::semantics::scope::Scope;
use crate::semantics::subjects::{self, Place};
use crate::syntax::ast::{self, Cell, CellKind, ColumnKind, Operand, OperandKind};
use crate::value::{Type, Value};

/// What stands above a table: the test's title, its facts from fixtures, its lines.
pub(super) struct Above<'t> {
    pub(super) title: &'t str,
    pub(super) fixtures: Vec<Given>,
    pub(super) lines: Vec<TestLine>,
}

/// A column whose heading is known.
enum Column {
    Fact(FactId),
    Other,
}

/// One case before its lines are in order.
#[derive(Default)]
struct Case {
    name: Option<String>,
    fixtures: Vec<Given>,
    givens: Vec<Given>,
    customer: Option<String>,
    assistant: Option<String>,
    expected: Vec<Expected>,
}

/// Every case of a table as a test; `number` counts the cases of the whole test.
pub(super) fn resolve(
    table: &ast::Table,
    above: &Above<'_>,
    number: &mut usize,
    context: (&Fixtures, &[Rule]),
    scope: &mut Scope<'_>,
) -> Vec<Test> {
    let columns: Vec<Option<Column>> = table
        .columns
        .iter()
        .map(|column| match &column.as_ref()?.kind {
            ColumnKind::Fact(subject) => Some(Column::Fact(subjects::resolve(subject, Place::Test, scope)?.fact)),
            _ => Some(Column::Other),
        })
        .collect();
    let mut tests = Vec::new();
    for row in &table.rows {
        *number += 1;
        let mut case = Case::default();
        for ((column, known), cell) in table.columns.iter().zip(&columns).zip(&row.cells) {
            if let (Some(column), Some(known), Some(cell)) = (column, known, cell) {
                self::cell(&column.kind, known, cell, &mut case, context, scope);
            }
        }
        let name = case.name.take().unwrap_or_else(|| format!("case {number}"));
        let mut lines = above.lines.clone();
        let fixtures: Vec<Given> = above.fixtures.iter().cloned().chain(std::mem::take(&mut case.fixtures)).collect();
        let given: Vec<FactId> = case.givens.iter().map(|given| given.fact).collect();
        lines.extend(case.lines());
        let fixtures = fixtures.into_iter().filter(|one| !given.contains(&one.fact)).collect();
        let title = format!("{}: {name}", above.title);
        tests.push(Test { title, lines: fixtures::laid_under(fixtures, lines), span: row.span });
    }
    tests
}

impl Case {
    /// Its facts come with the last message, or stand alone.
    fn lines(self) -> Vec<TestLine> {
        let Case { givens, customer, assistant, expected, .. } = self;
        let mut lines = Vec::new();
        match (customer, assistant) {
            (None, None) if givens.is_empty() => {}
            (None, None) => lines.push(TestLine::Given(givens)),
            (Some(words), None) => lines.push(TestLine::Customer(words, givens)),
            (words, Some(answer)) => {
                lines.extend(words.map(|words| TestLine::Customer(words, Vec::new())));
                lines.push(TestLine::Assistant(answer, givens));
            }
        }
        lines.push(TestLine::Expect(expected));
        lines
    }
}

fn cell(
    kind: &ColumnKind,
    known: &Column,
    cell: &Cell,
    case: &mut Case,
    (fixtures, rules): (&Fixtures, &[Rule]),
    scope: &mut Scope<'_>,
) {
    match (&cell.kind, kind) {
        (CellKind::Text(text), ColumnKind::Case) => case.name = Some(text.clone()),
        (CellKind::Text(text), ColumnKind::Customer) => case.customer = Some(text.clone()),
        (CellKind::Text(text), _) => case.assistant = Some(text.clone()),
        (CellKind::Names(names), _) => case.fixtures.extend(fixtures::named(names, fixtures, scope)),
        (CellKind::Value { value, field }, _) => {
            let Column::Fact(fact) = *known else { return };
            let value = match value {
                Some(operand) => match self::value(operand, field.as_deref(), fact, scope) {
                    Some(value) => Some(value),
                    None => return,
                },
                None => None,
            };
            case.givens.push(Given { fact, value, span: cell.span });
        }
        (CellKind::Expect(expect), _) => case.expected.extend(super::expect(expect, rules, scope)),
    }
}

/// A value in a cell: as in a rule, and `yes` or `no` for a fact that is one of the two.
fn value(operand: &Operand, field: Option<&str>, fact: FactId, scope: &mut Scope<'_>) -> Option<Value> {
    let (kind, words) = (scope.facts[fact.index()].kind.clone(), scope.facts[fact.index()].words.clone());
    match (&kind, field) {
        (Type::Text | Type::Agent, Some(field)) => return Some(Value::Word(field.to_owned())),
        (Type::Truth, _) => {}
        _ => return operands::value(operand, &kind, &words, scope),
    }
    let said = match &operand.kind {
        OperandKind::Words(words) if words.len() == 1 => words[0].text.as_str(),
        OperandKind::Literal(ast::Literal { kind: ast::LiteralKind::Truth(truth), .. }) => {
            return Some(Value::Truth(*truth));
        }
        _ => "",
    };
    match said {
        "yes" => Some(Value::Truth(true)),
        "no" => Some(Value::Truth(false)),
        _ => {
            let written = scope.sources.text(operand.span).to_owned();
            let message = format!("`{words}` is never `{written}`");
            let label = format!("`{words}` is {}", described(&kind));
            let problem = Problem::new(Code::E0301, message, operand.span, label);
            scope.report(problem.help("write `yes` or `no`, or leave the cell empty"));
            None
        }
    }
}
