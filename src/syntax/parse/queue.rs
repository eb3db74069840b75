//! `queue NAME "Title" { … }`.

use super::Reader;
use super::forms::{self, Place};
use super::node::Node;
use crate::diagnostic::{Code, Problem};
use crate::syntax::ast::{Name, Queue};
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
            routed_by_helpdesk: false,
            span: node.span(),
        };
        let mut later: Option<Problem> = None;
        for inner in clause.inner() {
            if let Some(construct) = self.later_in_queue(inner) {
                let span = self.span(inner);
                queue.levels.extend(self.level_of_later(inner));
                later = Some(match later {
                    None => Problem::new(
                        Code::E0107,
                        format!("{construct} comes in a later version"),
                        span,
                        "not available yet",
                    )
                    .help("leave it out for now: a queue may say `handles`, `level`, `in es \"Title\"` and `routed by helpdesk`"),
                    Some(problem) => problem.label(span, "nor this"),
                });
                continue;
            }
            let Some(found) = self.read(inner, Place::Queue) else { continue };
            let Some(node) = found.node else { continue };
            match found.form.rule {
                Rule::handles if node.has(Rule::k_everything_else) => queue.everything_else = Some(node.span()),
                Rule::handles => queue.handles.extend(node.the(Rule::names).names()),
                Rule::queue_level => {
                    queue.levels.extend(self.build(&node, |reader, node| reader.declared(node.name())));
                }
                Rule::queue_title => queue.titles.push((node.name(), node.the(Rule::string).as_text())),
                Rule::allow => self.allow(&node, Some(clause)),
                _ => queue.routed_by_helpdesk = true,
            }
        }
        if let Some(problem) = later {
            self.fail(problem);
        }
        self.note_unread(&queue.name, before);
        Some(queue)
    }

    /// A line of a queue that only a later version reads. All of a queue make one problem.
    fn later_in_queue(&self, clause: &Clause) -> Option<&'static str> {
        let words: Vec<_> = self.words(clause).take(3).collect();
        if words.first() == Some(&"level") && words.get(2) == Some(&"needs") {
            return Some("`level … needs` in a queue");
        }
        forms::later(words.first()?, Place::Queue)
    }

    /// The level that such a line declares, so that it is known by name.
    fn level_of_later(&self, clause: &Clause) -> Option<Name> {
        let mut tokens = clause.words(self.layout).filter(|token| !token.broken);
        tokens.next().filter(|token| token.text(self.text) == "level")?;
        let name = tokens.next()?;
        Some(Name { text: name.text(self.text).to_owned(), span: name.span(self.file) })
    }
}
