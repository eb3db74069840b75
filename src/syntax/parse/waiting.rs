//! `priority { … }` and `continuity { … }`.

use super::Reader;
use super::forms::Place;
use super::node::Node;
use crate::syntax::ast::{Continuity, ContinuityKind, ContinuityLine, Same, Waiting, WaitingKind, WaitingLine};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Clause;

impl<'a> Reader<'a> {
    pub(super) fn waiting(&mut self, node: &Node<'a>, clause: &Clause) -> Waiting {
        let mut waiting = Waiting { lines: Vec::new(), span: node.span() };
        for inner in clause.inner() {
            let Some(found) = self.read(inner, Place::Waiting) else { continue };
            let Some(node) = found.node else { continue };
            match found.form.rule {
                Rule::allow => self.allow(&node, Some(clause)),
                rule => waiting.lines.extend(self.build(&node, |reader, node| reader.waiting_line(rule, node))),
            }
        }
        waiting
    }

    fn waiting_line(&mut self, rule: Rule, node: &Node<'a>) -> WaitingLine {
        let kind = match rule {
            Rule::waiting_word => WaitingKind::Word(node.name()),
            _ => WaitingKind::Addition {
                each: node.get(Rule::each).map(|each| self.each(&each)),
                when: node.get(Rule::when_part).map(|when| self.condition_of(&when)),
            },
        };
        WaitingLine { minutes: self.literal(&node.the(Rule::literal)), kind, span: node.span() }
    }

    pub(super) fn continuity(&mut self, node: &Node<'a>, clause: &Clause) -> Continuity {
        let before = self.failures;
        let mut continuity = Continuity { lines: Vec::new(), is_whole: true, span: node.span() };
        for inner in clause.inner() {
            let Some(found) = self.read(inner, Place::Continuity) else { continue };
            let Some(node) = found.node else { continue };
            let rule = found.form.rule;
            if rule == Rule::allow {
                self.allow(&node, Some(clause));
                continue;
            }
            if let Some(kind) = self.build(&node, |reader, node| reader.continuity_line(rule, node)) {
                continuity.lines.push(ContinuityLine { kind, span: node.span() });
            }
        }
        continuity.is_whole = self.failures == before;
        continuity
    }

    fn continuity_line(&mut self, rule: Rule, node: &Node<'a>) -> ContinuityKind {
        match rule {
            Rule::return_line => ContinuityKind::Return {
                within: self.literal(&node.the(Rule::literal)),
                same: match (node.has(Rule::k_same_issue), node.has(Rule::k_same_category)) {
                    (true, _) => Some(Same::Issue),
                    (_, true) => Some(Same::Category),
                    _ => None,
                },
                even_if_full: node.has(Rule::k_even_if_full),
            },
            Rule::hold_line if node.has(Rule::k_the_named_agent) => {
                ContinuityKind::HoldNamed(self.times(&node.the(Rule::times)))
            }
            Rule::hold_line => ContinuityKind::Hold(self.times(&node.the(Rule::times))),
            Rule::never_marked => ContinuityKind::Never(node.name()),
            _ => ContinuityKind::AfterAccountManager,
        }
    }
}
