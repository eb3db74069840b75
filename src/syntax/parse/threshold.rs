//! `threshold FACT { … }`: bases, steps, limits.

use super::Reader;
use super::condition::subject;
use super::forms::Place;
use super::node::Node;
use crate::syntax::ast::{Base, Each, Step, StepOrHighest, Subject, Threshold};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Clause;

impl<'a> Reader<'a> {
    pub(super) fn threshold(&mut self, node: &Node<'a>, clause: &Clause) -> Option<Threshold> {
        let name = node.get(Rule::threshold_name).map(|name| name.name());
        let name = self.build(node, |reader, _| name.map(|name| reader.declared(name)))?;
        let fact = subject(&node.the(Rule::subject));
        let (before, span) = (self.failures, node.span());
        let mut threshold =
            Threshold { name, fact, bases: Vec::new(), steps: Vec::new(), never_below: None, never_above: None, span };
        self.threshold_lines(clause, &mut threshold);
        let bare = threshold.bases.iter().any(|base| base.categories.is_empty());
        if !bare && self.failures == before {
            let label = "no line says where it starts when no category fits";
            self.lacks("a threshold without a bare base line", span, label, "add a line such as `60%`");
        }
        let name = threshold.name.clone().unwrap_or_else(|| as_name(&threshold.fact));
        self.note_unread(&name, before);
        Some(threshold)
    }

    fn threshold_lines(&mut self, clause: &Clause, threshold: &mut Threshold) {
        let (mut first, mut below, mut above) = (None, None, None);
        for inner in clause.inner() {
            let Some(found) = self.read(inner, Place::Threshold) else { continue };
            let Some(node) = found.node else { continue };
            match found.form.rule {
                Rule::base => {
                    let Some(base) = self.build(&node, Self::base) else { continue };
                    if base.categories.is_empty() {
                        self.once(&mut first, (), base.span, "bare base line");
                    }
                    threshold.bases.push(base);
                }
                Rule::never => {
                    let limit = self.literal(&node.the(Rule::literal));
                    let is_below = node.has(Rule::k_never_below);
                    let (slot, word) = if is_below { (&mut below, "never below") } else { (&mut above, "never above") };
                    self.once(slot, limit, node.span(), word);
                }
                Rule::allow => self.allow(&node, Some(clause)),
                Rule::highest => threshold.steps.push(self.highest(&node, inner)),
                _ => threshold.steps.extend(self.build(&node, Self::step).map(StepOrHighest::Step)),
            }
        }
        threshold.never_below = below.map(|(limit, _)| limit);
        threshold.never_above = above.map(|(limit, _)| limit);
    }

    fn base(&mut self, node: &Node<'a>) -> Base {
        let categories = node.get(Rule::names).map(|names| names.names()).unwrap_or_default();
        Base { value: self.literal(&node.the(Rule::literal)), categories, span: node.span() }
    }

    fn highest(&mut self, node: &Node<'a>, clause: &Clause) -> StepOrHighest {
        let mut steps = Vec::new();
        for inner in clause.inner() {
            let Some(found) = self.read(inner, Place::Highest) else { continue };
            let Some(node) = found.node else { continue };
            match found.form.rule {
                Rule::allow => self.allow(&node, Some(clause)),
                _ => steps.extend(self.build(&node, Self::step)),
            }
        }
        StepOrHighest::Highest { name: self.step_name(node), steps, span: node.span() }
    }

    fn step_name(&mut self, node: &Node<'a>) -> Option<crate::syntax::ast::Name> {
        let name = node.get(Rule::step_name)?.name();
        Some(self.declared(name))
    }

    fn step(&mut self, node: &Node<'a>) -> Step {
        Step {
            name: self.step_name(node),
            lowers: node.has(Rule::k_lower),
            by: self.literal(&node.the(Rule::literal)),
            each: node.get(Rule::each).map(|each| self.each(&each)),
            when: node.get(Rule::when_part).map(|when| self.condition_of(&when)),
            span: node.span(),
        }
    }

    pub(super) fn each(&mut self, node: &Node<'a>) -> Each {
        let mut literals = node.all(Rule::literal);
        let mut next = || literals.next().expect("the grammar demands two literals");
        let (every, up_to) = (next(), next());
        Each {
            every: self.literal(&every),
            fact: subject(&node.the(Rule::each_subject)),
            after: node.get(Rule::after).map(|after| self.literal(&after.the(Rule::literal))),
            up_to: self.literal(&up_to),
        }
    }
}

fn as_name(subject: &Subject) -> crate::syntax::ast::Name {
    let words: Vec<_> = subject.words.iter().map(|word| word.text.as_str()).collect();
    crate::syntax::ast::Name { text: words.join(" "), span: subject.span }
}
