//! Worked examples.

use super::{ActionWord, Effect, Literal, Name, Operand, Subject, Target, Text};
use crate::source::Span;

/// `test "third billing contact" { … }`
#[derive(Clone, Debug)]
pub struct Test {
    /// Its title.
    pub title: Text,
    /// Its lines, in order; with cases, what stands above them.
    pub lines: Vec<TestLine>,
    /// Its cases, each of which goes on where the lines end.
    pub cases: Vec<Cases>,
    /// The head.
    pub span: Span,
}

/// `fixture pro_customer { given customer.tier is pro }`
#[derive(Clone, Debug)]
pub struct Fixture {
    /// Its name.
    pub name: Name,
    /// For people.
    pub title: Option<Text>,
    /// Its facts.
    pub givens: Vec<Given>,
    /// The head.
    pub span: Span,
}

/// One line of a test.
#[derive(Clone, Debug)]
pub struct TestLine {
    /// What it says.
    pub kind: TestLineKind,
    /// The line.
    pub span: Span,
}

/// What a line of a test says.
#[derive(Clone, Debug)]
pub enum TestLineKind {
    /// `fixture NAME, …`: facts that lie under those that the test gives itself
    Fixtures(Vec<Name>),
    /// `given FACT is VALUE, …`
    Given(Vec<Given>),
    /// `customer "text" [FACT is VALUE, …]`
    Customer(Text, Vec<Given>),
    /// `assistant "text" [FACT is VALUE, …]`
    Assistant(Text, Vec<Given>),
    /// `at MOMENT`: `at 2026-12-24 10:00`, in the policy's zone
    At {
        /// The day.
        date: Literal,
        /// The time of day.
        time: Literal,
    },
    /// `expect …`
    Expect(Expect),
}

/// `FACT is VALUE`, `FACT is missing`, or a yes/no fact alone
#[derive(Clone, Debug)]
pub struct Given {
    /// The fact.
    pub subject: Subject,
    /// Its value; none for `is missing`. A fact that stands alone is true, after `not` false.
    pub value: Option<Operand>,
    /// Where.
    pub span: Span,
}

/// `expect hand off to billing by far_below, threshold 95%`
#[derive(Clone, Debug)]
pub struct Expect {
    /// What is expected of the decision, each of which must be so.
    pub parts: Vec<ExpectPart>,
}

/// One expectation.
#[derive(Clone, Debug)]
pub struct ExpectPart {
    /// Which.
    pub kind: ExpectKind,
    /// Where.
    pub span: Span,
}

/// What can be expected of a decision.
#[derive(Clone, Debug)]
pub enum ExpectKind {
    /// The action, and its queue if written; for clarify, the question if written.
    Action {
        /// Which action; the target's queues are empty when not written.
        action: ActionWord,
        /// To whom.
        target: Target,
    },
    /// `by RULE`
    By(Name),
    /// `no rule`: `otherwise` decides
    NoRule,
    /// `no handoff`: any other action
    NoHandoff,
    /// `no tag NAME`
    NoTag(Name),
    /// `queue billing or support`, whatever the action
    Queues(Vec<Name>),
    /// `threshold 95%`
    Threshold(Literal),
    /// `capped`
    Capped,
    /// `30 points unused`
    Unused(Literal),
    /// `say MESSAGE`
    Say(Name),
    /// `because "…"`
    Because(Text),
    /// `watch NAME`: the watch would have decided
    Watch(Name),
    /// Any effect of the closed list.
    Effect(Effect),
}

/// The cases of a test: rows in the policy, or in a file of their own.
#[derive(Clone, Debug)]
pub enum Cases {
    /// `| … | … |`, one line a case, below a line of headings.
    Table(Table),
    /// `from "cases.csv"`; the table is put in by the loader, and absent when the file could not be read.
    File {
        /// As written.
        path: Text,
        /// What the file holds.
        table: Option<Table>,
    },
}

/// Cases under headings.
#[derive(Clone, Debug)]
pub struct Table {
    /// What stands in each column; none for a heading that was not read.
    pub columns: Vec<Option<Column>>,
    /// The cases, each with as many cells as there are columns.
    pub rows: Vec<Row>,
}

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// What its cells say.
    pub kind: ColumnKind,
    /// Its heading.
    pub span: Span,
}

/// What the cells of a column say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// `case`: what the case is called
    Case,
    /// `fixture`: names of fixtures
    Fixtures,
    /// `customer`: what the customer writes
    Customer,
    /// `assistant`: what the assistant drafts
    Assistant,
    /// The value of a fact
    Fact(Subject),
    /// `expect`: what stands after `expect` in a line
    Expect,
    /// `by`, `tag`, `threshold`, …: what stands after that word
    Field(Field),
}

/// One thing that is expected of a decision, as the heading of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `by`
    By,
    /// `queue`
    Queue,
    /// `tag`
    Tag,
    /// `no tag`
    NoTag,
    /// `priority`
    Priority,
    /// `say`
    Say,
    /// `because`
    Because,
    /// `threshold`
    Threshold,
    /// `watch`
    Watch,
}

/// One case.
#[derive(Clone, Debug)]
pub struct Row {
    /// One cell for each column; none for an empty one.
    pub cells: Vec<Option<Cell>>,
    /// The whole row.
    pub span: Span,
}

/// A cell that says something.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What.
    pub kind: CellKind,
    /// Where.
    pub span: Span,
}

/// What a cell says; its column says what about.
#[derive(Clone, Debug)]
pub enum CellKind {
    /// A text: what is written, or what the case is called.
    Text(String),
    /// Names of fixtures.
    Names(Vec<Name>),
    /// A fact's value.
    Value {
        /// As the language writes it; none for `missing`.
        value: Option<Operand>,
        /// The whole field, when it stands in a file: a fact that holds a text takes it as it is.
        field: Option<String>,
    },
    /// What is expected.
    Expect(Expect),
}
