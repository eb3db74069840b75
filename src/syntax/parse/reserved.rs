//! Words that cannot be names, because clauses are made of them.

use super::Reader;
use crate::diagnostic::{Code, Problem};
use crate::syntax::ast::Name;

/// Reserved as a whole name; a segment after a dot is free.
const RESERVED: [&str; 75] = [
    "and",
    "or",
    "not",
    "is",
    "one",
    "of",
    "at",
    "least",
    "most",
    "above",
    "below",
    "between",
    "from",
    "to",
    "until",
    "by",
    "for",
    "each",
    "in",
    "on",
    "when",
    "except",
    "then",
    "else",
    "otherwise",
    "missing",
    "known",
    "true",
    "false",
    "threshold",
    "minus",
    "plus",
    "points",
    "highest",
    "raise",
    "lower",
    "earlier",
    "running",
    "within",
    "after",
    "before",
    "has",
    "policy",
    "use",
    "category",
    "fact",
    "fixture",
    "list",
    "switch",
    "signal",
    "guard",
    "override",
    "rule",
    "also",
    "watch",
    "group",
    "guarantee",
    "queue",
    "message",
    "instruction",
    "action",
    "test",
    "allow",
    "baton",
    "replace",
    "extend",
    "because",
    "say",
    "stay",
    "clarify",
    "offer",
    "close",
    "hand",
    "off",
    "default",
];

/// Whether `word` is a word of the language.
pub(super) fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word)
}

impl Reader<'_> {
    /// A name being declared: it must not be a word of the language.
    pub(super) fn declared(&mut self, name: Name) -> Name {
        self.not_reserved(&name, "choose another name");
        name
    }

    /// A value being declared: a word of the language must stand in quotes.
    pub(super) fn declared_value(&mut self, name: Name, quoted: bool) -> Name {
        if !quoted {
            self.not_reserved(&name, "write it in quotes");
        }
        name
    }

    fn not_reserved(&mut self, name: &Name, help: &str) {
        if !is_reserved(&name.text) {
            return;
        }
        let message = format!("`{}` is a word of the language and cannot be a name", name.text);
        let mut problem = Problem::new(Code::E0122, message, name.span, "reserved");
        if help.contains("quotes") {
            problem = problem.edit(name.span, format!("\"{}\"", name.text));
        }
        let longer = if help.contains("quotes") { String::new() } else { format!(", such as `{}_1`", name.text) };
        self.fail(problem.help(format!("{help}{longer}")));
    }
}
