//! The outermost clauses of a text.

use super::forms::Place;
use super::node::Node;
use super::{Part, Reader, unknown};
use crate::diagnostic::{Code, Problem, nearest};
use crate::source::Span;
use crate::syntax::ast::{Item, Note, Switch};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Clause;

impl<'a> Reader<'a> {
    /// All items, in order. The first clause must be `baton 1`.
    pub(super) fn top(&mut self, place: Place) -> Vec<Part> {
        let layout = self.layout;
        let mut clauses = layout.clauses.as_slice();
        if self.version(clauses.first()) {
            clauses = &clauses[1..];
        }
        let mut parts = Vec::new();
        for clause in clauses {
            if place == Place::Used && self.words(clause).next() == Some("policy") && !clause.broken {
                self.header_in_used_file(clause);
                continue;
            }
            let before = self.failures;
            let part = self.part(clause, place);
            if part.is_none() && self.failures > before {
                self.note_unread_head(clause, place);
            }
            parts.extend(part);
        }
        parts
    }

    /// Whether the first clause is a version line, good or bad.
    fn version(&mut self, clause: Option<&Clause>) -> bool {
        let Some(clause) = clause else { return false };
        let words: Vec<_> = self.words(clause).take(3).collect();
        if words == ["baton", "1"] && clause.block.is_none() {
            return true;
        }
        let span = self.span(clause);
        if clause.broken && unknown::meant(words.first().unwrap_or(&""), Place::Top).is_none() {
            // Something in the line was reported, and it is no declaration.
            self.failures += 1;
            return true;
        }
        let is_near = words.len() == 2 && nearest(words[0], ["baton"]).is_some();
        if words.first() == Some(&"baton") || is_near {
            let message = format!("this is not a version that can be read: `{}`", words.join(" "));
            let problem = Problem::new(Code::E0113, message, span, "the version of the language");
            self.fail(problem.help("this Baton reads version 1: write `baton 1`").edit(span, "baton 1"));
            return true;
        }
        let start = Span { end: span.start, ..span };
        let problem = Problem::new(
            Code::E0113,
            "the version line is missing",
            start,
            "the first line says which version of the language follows",
        );
        self.out.push(problem.help("begin the file with `baton 1`").edit(start, "baton 1\n\n"));
        false
    }

    fn header_in_used_file(&mut self, clause: &Clause) {
        let problem = Problem::new(
            Code::E0103,
            "a file that another one uses has no `policy` header",
            self.span(clause),
            "a second header",
        );
        self.fail(problem.help("keep the header in the file that the policy begins with"));
    }

    fn part(&mut self, clause: &Clause, place: Place) -> Option<Part> {
        let found = self.read(clause, place)?;
        let Some(node) = found.node else { return self.headless_group(&found, clause).map(Part::Item) };
        if found.form.rule == Rule::use_file {
            return Some(Part::Use(node.string()));
        }
        let item = match found.form.rule {
            Rule::policy => Some(Item::Policy(self.policy(&node, clause))),
            Rule::category => return self.category(&node, clause).map(|item| Part::Item(Item::Category(item))),
            Rule::fact => self.build(&node, Self::fact).map(Item::Fact),
            Rule::list => self.build(&node, Self::list).map(Item::List),
            Rule::switch => self.build(&node, Self::switch).map(Item::Switch),
            Rule::signal => self.signal(&node, clause).map(Item::Signal),
            Rule::threshold => self.threshold(&node, clause).map(Item::Threshold),
            Rule::hours => self.hours(&node, clause).map(Item::Hours),
            Rule::queue => self.queue(&node, clause).map(Item::Queue),
            Rule::waiting => Some(Item::Waiting(self.waiting(&node, clause))),
            Rule::continuity => Some(Item::Continuity(self.continuity(&node, clause))),
            Rule::message => self.message(&node, clause).map(Item::Message),
            Rule::extract => self.build(&node, Self::note).map(Item::Extract),
            Rule::package => Some(Item::Package(self.package(&node, clause))),
            Rule::conversation => Some(Item::Conversation(self.conversation(&node, clause))),
            Rule::instruction => self.build(&node, Self::note).map(Item::Instruction),
            Rule::action_note => self.build(&node, Self::note).map(Item::Action),
            Rule::test => Some(Item::Test(self.test(&node, clause))),
            Rule::guarantee => Some(Item::Guarantee(self.guarantee(&node, clause))),
            Rule::fixture => Some(Item::Fixture(self.fixture(&node, clause))),
            Rule::allow => {
                self.allow(&node, None);
                None
            }
            rule => self.rule_or_group(rule, &node, clause),
        };
        item.map(Part::Item)
    }

    fn switch(&mut self, node: &Node<'a>) -> Switch {
        Switch { name: self.declared(node.name()), title: node.title(), span: node.span() }
    }

    fn note(&mut self, node: &Node<'a>) -> Note {
        Note { name: self.declared(node.name()), text: node.string(), span: node.span() }
    }
}
