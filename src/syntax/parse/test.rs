//! `test "title" { … }` and `fixture NAME { … }`: worked examples.

use super::Reader;
use super::cases::CasesReader;
use super::condition::subject;
use super::forms::Place;
use super::node::Node;
use super::operand::target;
use crate::diagnostic::{Code, Problem};
use crate::source::Span;
use crate::syntax::ast::{
    ActionWord, Effect, Expect, ExpectKind, ExpectPart, Fixture, Given, Literal, LiteralKind, Operand, OperandKind,
    Target, Test, TestLine, TestLineKind,
};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Clause;

impl<'a> Reader<'a> {
    pub(super) fn test(&mut self, node: &Node<'a>, clause: &Clause) -> Test {
        let before = self.failures;
        let mut lines = Vec::new();
        let mut cases = CasesReader::default();
        for inner in clause.inner() {
            let Some(found) = self.read(inner, Place::Test) else { continue };
            let Some(node) = found.node else {
                cases.unread(found.form.rule);
                continue;
            };
            match found.form.rule {
                Rule::row => self.case_row(&node, &mut cases),
                Rule::allow => self.allow(&node, Some(clause)),
                Rule::cases_from => cases.file(node.string()),
                rule => {
                    self.line_below_cases(&node, &cases);
                    let kind = self.build(&node, |reader, node| reader.test_line(rule, node));
                    lines.extend(kind.map(|kind| TestLine { kind, span: node.span() }));
                }
            }
        }
        let cases = self.cases(cases);
        let expects = !cases.is_empty() || lines.iter().any(|line| matches!(line.kind, TestLineKind::Expect(_)));
        let title = node.string();
        if !expects && self.failures == before {
            self.lacks(
                format!("the test \"{}\" expects nothing", title.text),
                node.span(),
                "no `expect` line",
                "add a line such as `expect hand off`",
            );
        }
        Test { title, lines, cases, span: node.span() }
    }

    pub(super) fn fixture(&mut self, node: &Node<'a>, clause: &Clause) -> Fixture {
        let before = self.failures;
        let name = self.declared(node.name());
        let mut givens = Vec::new();
        for inner in clause.inner() {
            let node = self.read(inner, Place::Fixture).and_then(|found| found.node);
            givens.extend(node.and_then(|node| self.build(&node, Self::givens)).into_iter().flatten());
        }
        if givens.is_empty() && self.failures == before {
            let message = format!("the fixture `{}` gives nothing", name.text);
            self.lacks(message, node.span(), "no `given` line", "add a line such as `given customer.tier is pro`");
        }
        self.note_unread(&name, before);
        Fixture { name, title: node.title(), givens, span: node.span() }
    }

    fn test_line(&mut self, rule: Rule, node: &Node<'a>) -> TestLineKind {
        match rule {
            Rule::uses_fixture => TestLineKind::Fixtures(node.the(Rule::names).names()),
            Rule::given => TestLineKind::Given(self.givens(node)),
            Rule::customer => TestLineKind::Customer(node.string(), self.givens(node)),
            Rule::assistant => TestLineKind::Assistant(node.string(), self.givens(node)),
            Rule::at => {
                let before = self.failures;
                let mut literals: Vec<_> = node.all(Rule::literal).map(|literal| self.literal(&literal)).collect();
                let time = literals.pop().expect("the grammar demands a day and a time");
                let date = literals.pop().expect("the grammar demands a day and a time");
                let fits = matches!((&date.kind, &time.kind), (LiteralKind::Date(_), LiteralKind::Time(_)));
                if !fits && self.failures == before {
                    let problem =
                        Problem::new(Code::E0121, "`at` takes a day and a time", node.span(), "not a day and a time");
                    self.fail(problem.help("write it as `at 2026-12-24 10:00`"));
                }
                TestLineKind::At { date, time }
            }
            _ => TestLineKind::Expect(self.expect(node)),
        }
    }

    fn givens(&mut self, node: &Node<'a>) -> Vec<Given> {
        let items = node.get(Rule::givens).into_iter().flat_map(|givens| givens.all(Rule::given_item));
        let mut before: Option<Span> = None;
        let mut all = Vec::new();
        for item in items {
            if is_line_of_test(&item) {
                self.line_among_givens(&item, before);
                break;
            }
            before = Some(item.span());
            all.push(self.given(&item));
        }
        all
    }

    fn line_among_givens(&mut self, item: &Node<'a>, before: Option<Span>) {
        let first = item.text().split_whitespace().next().unwrap_or("");
        let span = item.span();
        let word = Span { end: span.start + u32::try_from(first.len()).unwrap_or(0), ..span };
        let between = before.map_or("", |before| &self.text[before.range().end..span.range().start]);
        let comma = between.find(',').filter(|_| between.contains('\n')).map(|at| {
            let start = span.range().start - between.len() + at;
            Span::new(self.file, start..start + 1)
        });
        let problem = match comma {
            Some(comma) => {
                let message = "the `,` at the end of the line joins the next line, which does not go on with it";
                let problem = Problem::new(Code::E0101, message, comma, "this line goes on");
                problem
                    .label(word, format!("`{first}` is read as its next part"))
                    .help("remove the `,`")
                    .edit(comma, "")
            }
            None => {
                let start = Span { end: span.start, ..span };
                let message = format!("`{first}` begins a line of its own");
                let problem = Problem::new(Code::E0101, message, word, "a new clause begins here");
                problem.help(format!("write `{first}` on the next line, or after `;`")).edit(start, "; ")
            }
        };
        self.fail(problem);
    }

    fn given(&mut self, node: &Node<'a>) -> Given {
        let span = node.span();
        let truth =
            |value| Operand { kind: OperandKind::Literal(Literal { kind: LiteralKind::Truth(value), span }), span };
        let value = match node.get(Rule::operand) {
            Some(operand) => Some(self.operand(&operand)),
            None if node.has(Rule::k_is_missing) => None,
            None => Some(truth(!node.has(Rule::given_not))),
        };
        Given { subject: subject(&node.the(Rule::subject)), value, span }
    }

    /// What stands after `expect`, in a line or a cell.
    pub(super) fn expect(&mut self, node: &Node<'a>) -> Expect {
        let mut parts = Vec::new();
        for part in node.parts() {
            match part.rule() {
                Rule::expect_action => expect_action(&part, &mut parts),
                Rule::k_expect | Rule::comma | Rule::EOI => {}
                _ => self.expect_part(&part, &mut parts),
            }
        }
        Expect { parts }
    }

    fn expect_part(&mut self, node: &Node<'a>, parts: &mut Vec<ExpectPart>) {
        let kind = match node.rule() {
            Rule::expect_by => ExpectKind::By(node.name()),
            Rule::expect_no_rule => ExpectKind::NoRule,
            Rule::expect_no_handoff => ExpectKind::NoHandoff,
            Rule::expect_no_tag => ExpectKind::NoTag(node.name()),
            Rule::expect_queue => ExpectKind::Queues(node.the(Rule::queues).names()),
            Rule::expect_threshold => ExpectKind::Threshold(self.literal(&node.the(Rule::literal))),
            Rule::expect_capped => ExpectKind::Capped,
            Rule::expect_unused => ExpectKind::Unused(self.literal(&node.the(Rule::literal))),
            Rule::expect_say => ExpectKind::Say(node.name()),
            Rule::expect_because => ExpectKind::Because(node.string()),
            Rule::expect_watch => ExpectKind::Watch(node.name()),
            _ => {
                let Effect { kind, span } = self.effect(node);
                ExpectKind::Effect(Effect { kind, span })
            }
        };
        parts.push(ExpectPart { kind, span: node.span() });
        if let Some(capped) = node.get(Rule::expect_capped) {
            parts.push(ExpectPart { kind: ExpectKind::Capped, span: capped.span() });
        }
    }
}

/// `hand off to billing by far_below`, `clarify with what_is_it_about`.
fn expect_action(node: &Node, parts: &mut Vec<ExpectPart>) {
    let expected = node.the(Rule::expected).parts().next().expect("an action is one of five");
    let action = match expected.rule() {
        Rule::expect_hand_off => ActionWord::HandOff,
        Rule::expect_offer => ActionWord::Offer,
        Rule::expect_clarify => ActionWord::Clarify,
        Rule::stay => ActionWord::Stay,
        _ => ActionWord::Close,
    };
    let span = expected.span();
    let target = expected.get(Rule::target).map_or(Target { span, ..Target::default() }, |node| target(&node));
    parts.push(ExpectPart { kind: ExpectKind::Action { action, target }, span });
    let question = expected.get(Rule::name).map(|question| question.as_name());
    parts.extend(question.map(|question| ExpectPart { span: question.span, kind: ExpectKind::Say(question) }));
    if let Some(by) = node.get(Rule::expect_by) {
        parts.push(ExpectPart { kind: ExpectKind::By(by.name()), span: by.span() });
    }
}

/// Whether what is read as a fact is a line of its own: `customer "…"` behind a comma, or on the same line.
fn is_line_of_test(item: &Node) -> bool {
    let words = subject(&item.the(Rule::subject)).words;
    let opens = |word: &str| Place::Test.forms().iter().any(|form| form.words.first() == Some(&word));
    words.len() > 1 && opens(&words[0].text) && (words[1].quoted || matches!(&*words[0].text, "given" | "expect"))
}
