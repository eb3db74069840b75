//! `allow LINT because "why"`, in any declaration with a block, or outside of them; there also `allow LINT for NAME …`.

use super::node::Node;
use super::{Reader, removal};
use crate::diagnostic::{Code, Problem};
use crate::syntax::ast::Allow;
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Clause;

impl<'a> Reader<'a> {
    /// Notes the line; `inside` is the declaration whose block it stands in.
    pub(super) fn allow(&mut self, node: &Node<'a>, inside: Option<&Clause>) {
        let (lint, because, span) = (node.name(), node.string(), node.span());
        if because.text.trim().is_empty() {
            let help = "say in the quotes why it is meant, for whoever reads the policy next";
            return self.lacks("an `allow` without a reason", because.span, "nothing is said here", help);
        }
        let target = node.get(Rule::allow_for).map(|target| target.name());
        if let Some(target) = target.as_ref().filter(|_| inside.is_some()) {
            let message = "`allow … for` stands outside of all blocks";
            let problem = Problem::new(Code::E0103, message, target.span, "this block is meant already");
            return self.fail(problem.help("leave out `for` and the name, or put the line outside"));
        }
        let inside = inside.map(|clause| clause.extent(self.layout, self.file));
        self.allows.push(Allow { lint, target, because, inside, span, whole: removal::whole(self.text, span) });
    }
}
