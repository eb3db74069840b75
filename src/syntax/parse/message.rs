//! `message NAME { … }`: texts by situation and language.

use super::Reader;
use super::forms::Place;
use super::node::Node;
use super::signal::mode;
use crate::syntax::ast::{Message, Name, Variant};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Clause;

impl<'a> Reader<'a> {
    pub(super) fn message(&mut self, node: &Node<'a>, clause: &Clause) -> Option<Message> {
        let before = self.failures;
        let name = self.build(node, |reader, node| reader.declared(node.name()))?;
        let mut variants = Vec::new();
        let mut bare = Variant { situations: Vec::new(), lines: Vec::new() };
        for inner in clause.inner() {
            let Some(found) = self.read(inner, Place::Message) else { continue };
            let Some(node) = found.node else { continue };
            match found.form.rule {
                Rule::situation => variants.push(self.situation(&node, inner)),
                Rule::message_line => bare.lines.push((node.name(), node.string())),
                _ => self.allow(&node, Some(clause)),
            }
        }
        if !bare.lines.is_empty() {
            variants.push(bare);
        }
        if variants.iter().all(|variant| variant.lines.is_empty()) && self.failures == before {
            self.lacks(
                format!("the message `{}` has no text", name.text),
                node.span(),
                "no text",
                "add a line such as `en \"…\"`",
            );
        }
        self.note_unread(&name, before);
        Some(Message { mode: mode(node), name, variants, span: node.span() })
    }

    fn situation(&mut self, node: &Node<'a>, clause: &Clause) -> Variant {
        let name = |words: Node<'a>| {
            let text = words.text().split_whitespace().collect::<Vec<_>>().join(" ");
            Name { text, span: words.span() }
        };
        let situations = node.all(Rule::situation_words).map(name).collect();
        let mut lines = Vec::new();
        for inner in clause.inner() {
            let found = self.read(inner, Place::Situation);
            lines.extend(found.and_then(|found| found.node).map(|node| (node.name(), node.string())));
        }
        Variant { situations, lines }
    }
}
