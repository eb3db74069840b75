//! `signal NAME { … }`: what the customer's words tell.

use super::Reader;
use super::forms::Place;
use super::node::Node;
use crate::syntax::ast::{Detector, DetectorKind, Mode, PatternText, Signal};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Clause;
use crate::syntax::pattern;

impl<'a> Reader<'a> {
    pub(super) fn signal(&mut self, node: &Node<'a>, clause: &Clause) -> Option<Signal> {
        let name = self.build(node, |reader, node| reader.declared(node.name()))?;
        let before = self.failures;
        let (mut detectors, mut fades) = (Vec::new(), None);
        for inner in clause.inner() {
            let Some(found) = self.read(inner, Place::Signal) else { continue };
            let Some(node) = found.node else { continue };
            match found.form.rule {
                Rule::detector => detectors.extend(self.build(&node, Self::detector)),
                Rule::fades => {
                    let every = self.literal(&node.the(Rule::literal));
                    self.once(&mut fades, every, node.span(), "fades");
                }
                _ => self.allow(&node, Some(clause)),
            }
        }
        let span = node.span();
        if detectors.is_empty() && self.failures == before {
            self.lacks(
                format!("the signal `{}` listens for nothing", name.text),
                span,
                "no line says when it holds",
                "add `in en says \"…\"` or `when …`",
            );
        }
        self.note_unread(&name, before);
        Some(Signal {
            mode: mode(node),
            name,
            title: node.title(),
            detectors,
            fades: fades.map(|(every, _)| every),
            span,
        })
    }

    fn detector(&mut self, node: &Node<'a>) -> Detector {
        let weight = node.get(Rule::literal).map(|weight| self.literal(&weight));
        let part = node.parts().find(|part| part.rule() != Rule::literal).expect("a detector listens for something");
        let kind = match part.rule() {
            Rule::k_shouts => DetectorKind::Shouts,
            Rule::k_repeats_punctuation => DetectorKind::RepeatsPunctuation,
            Rule::k_says_the_same_again => DetectorKind::SaysTheSameAgain,
            Rule::k_messages_shrink => DetectorKind::MessagesShrink,
            Rule::k_assistant_repeats_itself => DetectorKind::AssistantRepeatsItself,
            Rule::when_part => DetectorKind::When(self.condition_of(&part)),
            _ => self.language_part(&part),
        };
        Detector { weight, kind, span: node.span() }
    }

    fn language_part(&mut self, node: &Node<'a>) -> DetectorKind {
        let language = node.name();
        let text = node.the(Rule::string);
        let (pattern, problem) = pattern::read(text.text(), text.span());
        if let Some(problem) = problem {
            self.out.push(problem);
        }
        let pattern = PatternText { text: text.as_text(), pattern };
        if node.has(Rule::k_says) {
            DetectorKind::Says { language, pattern, only: node.has(Rule::k_only) }
        } else {
            DetectorKind::Unless { language, pattern }
        }
    }
}

/// `replace`, `extend` or neither.
pub(super) fn mode(node: &Node) -> Mode {
    match node.get(Rule::mode) {
        None => Mode::Declare,
        Some(mode) if mode.has(Rule::k_replace) => Mode::Replace,
        Some(_) => Mode::Extend,
    }
}
