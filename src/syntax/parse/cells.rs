//! One cell of a case: a heading, or what stands below it.
//!
//! In: a cell's text, from a row of the policy or a field of a file. Out: what it
//! says, with its place. Each column has a grammar rule of its own for its cells.
//!
//! A file differs in one thing: texts need no quotation marks there.

use pest::Parser;

use super::Reader;
use super::node::Node;
use crate::diagnostic::{Code, Problem, nearest};
use crate::source::Span;
use crate::syntax::ast::{
    Cell, CellKind, Column, ColumnKind, Effect, EffectKind, Expect, ExpectKind, ExpectPart, Field, Literal,
    LiteralKind, Operand, OperandKind, Text,
};
use crate::syntax::format::bare_words;
use crate::syntax::grammar::{Grammar, Rule};

/// A cell as written.
#[derive(Clone, Debug)]
pub(super) struct RawCell<'a> {
    /// What the grammar reads; byte for byte where `span` begins.
    pub(super) text: &'a str,
    /// What a field of a file says, without its quotation marks; none in a policy.
    pub(super) field: Option<&'a str>,
    pub(super) span: Span,
}

impl RawCell<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// Longer cells are not repeated in a message.
const SHOWN_BYTES_MAX: usize = 60;

/// What a heading may be, besides a fact, before `expect`.
const GIVEN: [&str; 4] = ["case", "fixture", "customer", "assistant"];
/// What may be expected by a column of its own.
pub(super) const EXPECTED: [&str; 9] =
    ["by", "queue", "tag", "no tag", "priority", "say", "because", "threshold", "watch"];

impl<'a> Reader<'a> {
    /// The column under a heading. `expects`: a column before it says what is expected.
    pub(super) fn heading(&mut self, cell: &RawCell<'a>, expects: bool) -> Option<Column> {
        let rule = if expects { Rule::later_heading } else { Rule::heading };
        let Some(node) = self.cell_node(rule, cell) else {
            self.fail(unreadable_heading(cell, expects));
            return None;
        };
        let part = node.parts().find(|part| part.rule() != Rule::EOI);
        let field = |node: &Node| node.get(Rule::expected_field).map(|field| ColumnKind::Field(self::field(&field)));
        let kind = match part.as_ref().map(Node::rule) {
            _ if expects => field(&node)?,
            Some(Rule::k_case) => ColumnKind::Case,
            Some(Rule::k_fixture) => ColumnKind::Fixtures,
            Some(Rule::k_customer) => ColumnKind::Customer,
            Some(Rule::k_assistant) => ColumnKind::Assistant,
            Some(Rule::heading_expect) => field(&part?).unwrap_or(ColumnKind::Expect),
            _ => ColumnKind::Fact(super::condition::subject(&part?)),
        };
        Some(Column { kind, span: cell.span })
    }

    /// What a cell of a column says; none if it is empty or was reported.
    pub(super) fn cell(&mut self, kind: &ColumnKind, cell: &RawCell<'a>) -> Option<Cell> {
        if cell.is_empty() {
            return None;
        }
        let said = match (cell.field, kind) {
            (Some(text), ColumnKind::Case | ColumnKind::Customer | ColumnKind::Assistant) => {
                CellKind::Text(text.to_owned())
            }
            (Some(text), ColumnKind::Field(Field::Because)) => one(ExpectKind::Because(text_of(text, cell)), cell),
            (Some(text), ColumnKind::Fact(_)) => self.field_value(text, cell)?,
            // A name of a case needs no quotation marks.
            (None, ColumnKind::Case) if !cell.text.starts_with('"') => CellKind::Text(bare_words(cell.text)),
            _ => self.read_cell(kind, cell)?,
        };
        Some(Cell { kind: said, span: cell.span })
    }

    fn read_cell(&mut self, kind: &ColumnKind, cell: &RawCell<'a>) -> Option<CellKind> {
        let rule = match kind {
            ColumnKind::Case | ColumnKind::Customer | ColumnKind::Assistant | ColumnKind::Field(Field::Because) => {
                Rule::cell_text
            }
            ColumnKind::Fixtures => Rule::cell_names,
            ColumnKind::Fact(_) => Rule::cell_value,
            ColumnKind::Expect => Rule::cell_expect,
            ColumnKind::Field(Field::By) => Rule::cell_rule,
            ColumnKind::Field(Field::Queue) => Rule::cell_queues,
            ColumnKind::Field(Field::Threshold) => Rule::cell_threshold,
            ColumnKind::Field(_) => Rule::cell_name,
        };
        let Some(node) = self.cell_node(rule, cell) else {
            self.fail(unreadable(kind, cell));
            return None;
        };
        self.build(&node, |reader, node| match kind {
            ColumnKind::Case | ColumnKind::Customer | ColumnKind::Assistant => CellKind::Text(node.string().text),
            ColumnKind::Fixtures => CellKind::Names(node.the(Rule::names).names()),
            ColumnKind::Fact(_) => {
                let operand = node.get(Rule::operand).map(|operand| reader.operand(&operand));
                CellKind::Value { value: operand, field: None }
            }
            ColumnKind::Expect => CellKind::Expect(reader.expect(node)),
            ColumnKind::Field(field) => CellKind::Expect(Expect { parts: reader.field_parts(*field, node, cell.span) }),
        })
    }

    fn field_parts(&mut self, field: Field, node: &Node<'a>, span: Span) -> Vec<ExpectPart> {
        let effect = |kind| ExpectKind::Effect(Effect { kind, span });
        let kind = match field {
            Field::By if node.has(Rule::k_no_rule) => ExpectKind::NoRule,
            Field::By => ExpectKind::By(node.name()),
            Field::Queue => ExpectKind::Queues(node.the(Rule::queues).names()),
            Field::Tag => effect(EffectKind::Tag(node.name())),
            Field::NoTag => ExpectKind::NoTag(node.name()),
            Field::Priority => effect(EffectKind::Priority(node.name())),
            Field::Say => ExpectKind::Say(node.name()),
            Field::Because => ExpectKind::Because(node.string()),
            Field::Threshold => ExpectKind::Threshold(self.literal(&node.the(Rule::literal))),
            Field::Watch => ExpectKind::Watch(node.name()),
        };
        let capped = node.get(Rule::expect_capped).map(|_| ExpectPart { kind: ExpectKind::Capped, span });
        std::iter::once(ExpectPart { kind, span }).chain(capped).collect()
    }

    /// A value from a file: as in a policy, or else the field as a text.
    fn field_value(&mut self, text: &str, cell: &RawCell<'a>) -> Option<CellKind> {
        let said = text_of(text, cell);
        let field = Some(said.text.clone());
        let Some(node) = self.cell_node(Rule::cell_value, cell) else {
            let literal = Literal { kind: LiteralKind::Text(said.text), span: cell.span };
            let value = Some(Operand { kind: OperandKind::Literal(literal), span: cell.span });
            return Some(CellKind::Value { value, field });
        };
        self.build(&node, |reader, node| {
            let value = node.get(Rule::operand).map(|operand| reader.operand(&operand));
            CellKind::Value { value, field }
        })
    }

    fn cell_node(&self, rule: Rule, cell: &RawCell<'a>) -> Option<Node<'a>> {
        let mut pairs = Grammar::parse(rule, cell.text).ok()?;
        Some(Node::new(pairs.next()?, self.file, cell.span.range().start))
    }
}

fn text_of(text: &str, cell: &RawCell) -> Text {
    Text { text: text.to_owned(), span: cell.span }
}

fn one(kind: ExpectKind, cell: &RawCell) -> CellKind {
    CellKind::Expect(Expect { parts: vec![ExpectPart { kind, span: cell.span }] })
}

fn field(node: &Node) -> Field {
    match node.parts().next().map(|word| word.rule()) {
        Some(Rule::k_by) => Field::By,
        Some(Rule::k_queue) => Field::Queue,
        Some(Rule::k_no_tag) => Field::NoTag,
        Some(Rule::k_tag) => Field::Tag,
        Some(Rule::k_priority) => Field::Priority,
        Some(Rule::k_say) => Field::Say,
        Some(Rule::k_because) => Field::Because,
        Some(Rule::k_threshold) => Field::Threshold,
        _ => Field::Watch,
    }
}

fn unreadable_heading(cell: &RawCell, expects: bool) -> Problem {
    let written = cell.text;
    let (message, label) = match (written, expects) {
        ("", _) => ("a column without a heading".to_owned(), "nothing says what stands in this column"),
        (_, true) => (
            format!("`{written}` is nothing that can be expected"),
            "this column stands behind `expect`, so it says what is expected",
        ),
        (_, false) => (format!("`{written}` is no heading"), "not readable as the name of a fact"),
    };
    let problem = Problem::new(Code::E0422, message, cell.span, label);
    let given: &[&str] = if expects { &[] } else { &GIVEN };
    let near = nearest(written, given.iter().chain(&EXPECTED).chain(&["expect"]).copied());
    problem.did_you_mean(near, cell.span, || {
        let expected: Vec<String> = EXPECTED.iter().map(|word| format!("`{word}`")).collect();
        format!("facts stand first, by name; then `expect`, {}", expected.join(", "))
    })
}

fn unreadable(kind: &ColumnKind, cell: &RawCell) -> Problem {
    let (what, example) = match kind {
        ColumnKind::Fact(_) => ("a value", "`85%`, `2` or `pro`; `missing`; or nothing if it is not given"),
        ColumnKind::Fixtures => ("the name of a fixture", "one name, or several with commas"),
        ColumnKind::Case | ColumnKind::Customer | ColumnKind::Assistant | ColumnKind::Field(Field::Because) => {
            ("a text", "the words in quotation marks, as in `\"Where is my refund?\"`")
        }
        ColumnKind::Expect => {
            ("what is expected", "what would stand after `expect` in a line, as in `hand off to billing`")
        }
        ColumnKind::Field(Field::By) => ("the name of a rule", "one name, or `no rule`"),
        ColumnKind::Field(Field::Queue) => ("a queue", "one name, or several with `or`"),
        ColumnKind::Field(Field::Threshold) => ("the value of a threshold", "for example `85%`"),
        ColumnKind::Field(_) => ("a name", "one name"),
    };
    let is_short = cell.text.len() <= SHOWN_BYTES_MAX && !cell.text.contains('\n');
    let written = if is_short { format!("`{}`", cell.text) } else { "this cell".to_owned() };
    let message = format!("{written} is not readable as {what}");
    Problem::new(Code::E0423, message, cell.span, format!("{what} belongs here")).help(format!("write {example}"))
}
