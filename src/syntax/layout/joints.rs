//! The words by which clauses begin, open blocks and go on over lines, for reading texts with missing braces.

/// Words that begin a declaration: at the margin of a block they say that it has ended.
pub(in crate::syntax) const DECLARATIONS: [&str; 31] = [
    "policy",
    "use",
    "category",
    "fact",
    "list",
    "switch",
    "signal",
    "threshold",
    "guard",
    "override",
    "rule",
    "also",
    "watch",
    "group",
    "queue",
    "message",
    "instruction",
    "action",
    "test",
    "allow",
    "hours",
    "continuity",
    "conversation",
    "package",
    "guarantee",
    "priority",
    "replace",
    "extend",
    "for",
    "baton",
    "rates",
];

/// Words that begin what has a block.
pub(super) const OPENERS: [&str; 19] = [
    "policy",
    "category",
    "signal",
    "threshold",
    "guard",
    "override",
    "rule",
    "also",
    "watch",
    "group",
    "queue",
    "message",
    "test",
    "guarantee",
    "when",
    "highest",
    "for",
    "rates",
    "replace",
];

/// Words that begin a clause and never go on with the line before.
pub(super) const BEGINS: [&str; 24] = [
    "policy",
    "use",
    "category",
    "fact",
    "list",
    "switch",
    "signal",
    "threshold",
    "guard",
    "override",
    "rule",
    "group",
    "queue",
    "message",
    "instruction",
    "test",
    "allow",
    "given",
    "expect",
    "say",
    "because",
    "watch",
    "handles",
    "guarantee",
];

/// Words at the end of a line that join it to the next; the signs of other languages are explained later.
pub(super) const JOINS_NEXT: [&str; 5] = ["and", "or", "not", "&&", "||"];
/// Words at the beginning of a line that join it to the one before.
pub(super) const JOINS_BEFORE: [&str; 4] = ["and", "or", "&&", "||"];
