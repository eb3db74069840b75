//! `policy "Title" { … }`.

use super::Reader;
use super::forms::Place;
use super::node::Node;
use super::operand::target;
use crate::source::Span;
use crate::syntax::ast::{Name, Policy, PolicyLine, PolicyLineKind};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Clause;

impl<'a> Reader<'a> {
    pub(super) fn policy(&mut self, node: &Node<'a>, clause: &Clause) -> Policy {
        let (mut lines, before_lines) = (Vec::new(), self.failures);
        let mut seen: Vec<(Rule, Option<((), Span)>)> = Vec::new();
        for inner in clause.inner() {
            let Some(found) = self.read(inner, Place::Policy) else { continue };
            let Some(node) = found.node else { continue };
            if found.form.rule == Rule::allow {
                self.allow(&node, Some(clause));
                continue;
            }
            let before = self.failures;
            if found.form.rule != Rule::rates {
                let at = seen.iter().position(|(rule, _)| *rule == found.form.rule).unwrap_or(seen.len());
                if at == seen.len() {
                    seen.push((found.form.rule, None));
                }
                self.once(&mut seen[at].1, (), node.span(), &found.form.words.join(" "));
            }
            let kind = self.policy_line(found.form.rule, &node, inner);
            if self.failures == before {
                lines.push(PolicyLine { kind, span: node.span() });
            }
        }
        let header = Name { text: "policy".to_owned(), span: node.span() };
        self.note_unread(&header, before_lines);
        Policy { title: node.string(), lines, span: node.span() }
    }

    fn policy_line(&mut self, rule: Rule, node: &Node<'a>, clause: &Clause) -> PolicyLineKind {
        let names = || node.get(Rule::names).map(|names| names.names()).unwrap_or_default();
        match rule {
            Rule::timezone => PolicyLineKind::Timezone(node.string()),
            Rule::languages => PolicyLineKind::Languages(names()),
            Rule::fallback => PolicyLineKind::Fallback(node.name()),
            Rule::assistant_gives => PolicyLineKind::AssistantGives(names()),
            Rule::default_queue => PolicyLineKind::DefaultQueue(node.name()),
            Rule::otherwise => PolicyLineKind::Otherwise(self.then_body(&node.the(Rule::then_body))),
            Rule::on_failure => PolicyLineKind::OnFailure(target(&node.the(Rule::target))),
            Rule::on_problem => PolicyLineKind::OnProblem(target(&node.the(Rule::target))),
            _ => self.rates(node, clause),
        }
    }

    fn rates(&mut self, node: &Node<'a>, clause: &Clause) -> PolicyLineKind {
        let (mut rates, mut as_of) = (Vec::new(), None);
        for inner in clause.inner() {
            let Some(found) = self.read(inner, Place::Rates) else { continue };
            let Some(node) = found.node else { continue };
            let literal = self.literal(&node.the(Rule::literal));
            if found.form.rule == Rule::rate {
                rates.push((node.name(), literal));
            } else {
                self.once(&mut as_of, literal, node.span(), "as of");
            }
        }
        PolicyLineKind::Rates { to: self.currency(node.name()), rates, as_of: as_of.map(|(literal, _)| literal) }
    }
}
