//! `queue NAME "Title" { … }`.

use super::Reader;
use super::forms::Place;
use super::node::Node;
use crate::syntax::ast::{Queue, QueueLevel};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Clause;

impl<'a> Reader<'a> {
    pub(super) fn queue(&mut self, node: &Node<'a>, clause: &Clause) -> Option<Queue> {
        let before = self.failures;
        let name = self.build(node, |reader, node| reader.declared(node.name()))?;
        let mut queue = Queue {
            name,
            title: node.title(),
            handles: Vec::new(),
            everything_else: None,
            titles: Vec::new(),
            levels: Vec::new(),
            routed_by_helpdesk: None,
            lines: Vec::new(),
            span: node.span(),
        };
        for inner in clause.inner() {
            let Some(found) = self.read(inner, Place::Queue) else { continue };
            let Some(node) = found.node else { continue };
            match found.form.rule {
                Rule::handles if node.has(Rule::k_everything_else) => queue.everything_else = Some(node.span()),
                Rule::handles => queue.handles.extend(node.the(Rule::names).names()),
                Rule::queue_level => queue.levels.extend(self.build(&node, Self::queue_level)),
                Rule::queue_title => queue.titles.push((node.name(), node.the(Rule::string).as_text())),
                Rule::routed => queue.routed_by_helpdesk = Some(node.span()),
                Rule::allow => self.allow(&node, Some(clause)),
                rule => queue.lines.extend(self.build(&node, |reader, node| reader.queue_line(rule, node))),
            }
        }
        self.note_unread(&queue.name, before);
        Some(queue)
    }

    fn queue_level(&mut self, node: &Node<'a>) -> QueueLevel {
        QueueLevel { name: self.declared(node.name()), needs: self.any_need(node) }
    }
}
