//! What stands on the right of a comparison, and where a handoff goes.

use super::Reader;
use super::node::Node;
use crate::syntax::ast::{Literal, LiteralKind, Operand, OperandKind, Target};
use crate::syntax::grammar::Rule;

impl<'a> Reader<'a> {
    /// A literal, a text, words, or a threshold.
    pub(super) fn operand(&mut self, node: &Node<'a>) -> Operand {
        let part = node.parts().next().expect("an operand is one of four things");
        let kind = match part.rule() {
            Rule::literal => OperandKind::Literal(self.literal(&part)),
            Rule::string => {
                let text = part.as_text();
                OperandKind::Literal(Literal { kind: LiteralKind::Text(text.text), span: text.span })
            }
            Rule::threshold_operand => self.threshold_operand(&part),
            _ => words(&part),
        };
        Operand { kind, span: node.span() }
    }

    /// A literal where the grammar takes nothing else.
    pub(super) fn literal_operand(&mut self, node: &Node<'a>) -> Operand {
        let literal = self.literal(node);
        Operand { span: literal.span, kind: OperandKind::Literal(literal) }
    }

    fn threshold_operand(&mut self, node: &Node<'a>) -> OperandKind {
        let name = node.get(Rule::name).map(|name| name.as_name());
        let offset = node.get(Rule::offset);
        let minus = offset.as_ref().is_some_and(|offset| offset.has(Rule::k_minus));
        let offset = offset.map(|offset| self.literal(&offset.the(Rule::literal)));
        OperandKind::Threshold { name, offset, minus }
    }
}

fn words(node: &Node) -> OperandKind {
    match node.text().trim_end() {
        truth @ ("true" | "false") => {
            OperandKind::Literal(Literal { kind: LiteralKind::Truth(truth == "true"), span: node.span() })
        }
        _ => OperandKind::Words(node.names()),
    }
}

/// `to Q or R`, `to the named agent`, `at LEVEL`.
pub(super) fn target(node: &Node) -> Target {
    Target {
        queues: node.get(Rule::queues).map(|queues| queues.names()).unwrap_or_default(),
        named_agent: node.has(Rule::k_to_the_named_agent),
        level: node.get(Rule::at_level).map(|level| level.name()),
        span: node.span(),
    }
}
