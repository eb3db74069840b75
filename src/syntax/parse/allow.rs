//! `allow LINT because "why"`, in any declaration with a block, or outside of them.

use super::node::Node;
use super::{Reader, removal};
use crate::syntax::ast::Allow;
use crate::syntax::layout::Clause;

impl<'a> Reader<'a> {
    /// Notes the line; `inside` is the declaration whose block it stands in.
    pub(super) fn allow(&mut self, node: &Node<'a>, inside: Option<&Clause>) {
        let (lint, because, span) = (node.name(), node.string(), node.span());
        if because.text.trim().is_empty() {
            let help = "say in the quotes why it is meant, for whoever reads the policy next";
            return self.lacks("an `allow` without a reason", because.span, "nothing is said here", help);
        }
        let inside = inside.map(|clause| clause.extent(self.layout, self.file));
        self.allows.push(Allow { lint, because, inside, span, whole: removal::whole(self.text, span) });
    }
}
