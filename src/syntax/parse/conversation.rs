//! `conversation { … }`.

use super::Reader;
use super::forms::Place;
use super::node::Node;
use crate::syntax::ast::{Again, Conversation, ConversationLine, ConversationLineKind as Line, ExceptBy, Literal};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Clause;

impl<'a> Reader<'a> {
    pub(super) fn conversation(&mut self, node: &Node<'a>, clause: &Clause) -> Conversation {
        let mut conversation = Conversation { lines: Vec::new(), span: node.span() };
        for inner in clause.inner() {
            let Some(found) = self.read(inner, Place::Conversation) else { continue };
            let Some(node) = found.node else { continue };
            if found.form.rule == Rule::allow {
                self.allow(&node, Some(clause));
                continue;
            }
            let rule = found.form.rule;
            if let Some(kind) = self.build(&node, |reader, node| reader.conversation_line(rule, node)) {
                conversation.lines.push(ConversationLine { kind, span: node.span() });
            }
        }
        conversation
    }

    fn conversation_line(&mut self, rule: Rule, node: &Node<'a>) -> Line {
        match rule {
            Rule::turn_line => Line::Turn(self.literal_of(node)),
            Rule::offers_line => Line::Offers {
                most: node.get(Rule::offers_most).map(|most| self.literal_of(&most)),
                again: node.get(Rule::offers_again).map(|again| Again {
                    rounds: self.literal_of(&again),
                    rose: again.get(Rule::rose).map(|rose| self.literal_of(&rose)),
                    other_reason: again.has(Rule::k_the_reason_differs),
                }),
            },
            Rule::transfers_line => {
                Line::Transfers { most: self.literal_of(node), then: node.name(), except: except(node) }
            }
            _ => Line::Returned { within: self.literal_of(node), except: except(node) },
        }
    }

    fn literal_of(&mut self, node: &Node<'a>) -> Literal {
        self.literal(&node.the(Rule::literal))
    }
}

fn except(node: &Node<'_>) -> Option<ExceptBy> {
    let except = node.get(Rule::except_by)?;
    Some(ExceptBy {
        names: except.all(Rule::exempt).map(|one| one.name()).collect(),
        same_agent: except.get(Rule::k_then_to_the_same_agent).map(|same| same.span()),
    })
}
