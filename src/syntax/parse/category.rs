//! `category billing "Billing" { refund also called "refund_request", dispute }`.

use super::Reader;
use super::node::Node;
use crate::diagnostic::{Code, Problem};
use crate::syntax::ast::Category;
use crate::syntax::grammar::{Grammar, Rule};
use crate::syntax::layout::Clause;
use crate::syntax::parse::forms::{self, Braces, Form, Place};

/// How a line in a category's block is read: always as entries.
static ENTRIES: Form = Form {
    words: &[],
    rule: Rule::entries,
    braces: Braces::Maybe,
    usage: "NAME \"Title\" also called \"name in the data\", NAME { … }",
};

impl<'a> Reader<'a> {
    /// A category and all below it.
    pub(super) fn category(&mut self, node: &Node<'a>, clause: &Clause) -> Option<Category> {
        let mut entries = self.entries(node, clause);
        if entries.len() > 1 {
            let problem = Problem::new(
                Code::E0101,
                "several categories after one `category`",
                node.span(),
                "one name belongs here",
            );
            self.fail(problem.help("write one `category` line for each"));
            return None;
        }
        let category = entries.pop()?;
        Some(category)
    }

    /// The categories of one clause; a block belongs to the last.
    fn entries(&mut self, node: &Node<'a>, clause: &Clause) -> Vec<Category> {
        let mut entries: Vec<_> = node.all(Rule::entry).filter_map(|entry| self.build(&entry, Self::entry)).collect();
        let before = self.failures;
        let mut children = Vec::new();
        for inner in clause.inner() {
            if self.words(inner).next() == Some("allow") {
                if let Some(node) = self.entries_node(inner, &forms::ALLOW) {
                    self.allow(&node, Some(clause));
                }
            } else if let Some(node) = self.entries_node(inner, &ENTRIES) {
                children.extend(self.entries(&node, inner));
            }
        }
        if let Some(last) = entries.last_mut() {
            last.children = children;
            let name = last.name.clone();
            self.note_unread(&name, before);
        }
        entries
    }

    fn entries_node(&mut self, clause: &Clause, form: &'static Form) -> Option<Node<'a>> {
        if clause.broken {
            self.failures += 1;
            return None;
        }
        let span = self.span(clause);
        match <Grammar as pest::Parser<Rule>>::parse(form.rule, &self.text[span.range()]) {
            Ok(mut pairs) => pairs.next().map(|pair| Node::new(pair, self.file, span.range().start)),
            Err(error) => {
                let problem = self.explain(clause, form, Place::Top, &error);
                self.fail(problem);
                None
            }
        }
    }

    fn entry(&mut self, node: &Node<'a>) -> Category {
        let aliases =
            node.get(Rule::also_called).map(|also| also.all(Rule::string).map(|text| text.as_text()).collect());
        Category {
            name: self.declared(node.name()),
            title: node.title(),
            aliases: aliases.unwrap_or_default(),
            children: Vec::new(),
        }
    }
}
