//! Guards, overrides, rules, alsos, watches, and the groups around them.

use super::{Condition, Item, Literal, Name, Text, Then};
use crate::source::Span;

/// Which part of the policy a rule belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// Asked first.
    Guard,
    /// Asked second.
    Override,
    /// Asked last.
    Rule,
    /// Adds to any decision.
    Also,
}

/// A guard, override, rule or also; a watch is one that only records.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its layer.
    pub layer: Layer,
    /// `watch [guard|override|rule]`
    pub watch: bool,
    /// Its name.
    pub name: Name,
    /// For people.
    pub title: Option<Text>,
    /// `from DATE`
    pub from: Option<Literal>,
    /// `until DATE`
    pub until: Option<Literal>,
    /// `when CONDITION`; several lines must all hold.
    pub when: Vec<Condition>,
    /// `except when CONDITION`
    pub except: Vec<Condition>,
    /// `then …`
    pub then: Option<Then>,
    /// `say MESSAGE`
    pub say: Option<Name>,
    /// `because "…"`
    pub because: Option<Text>,
    /// The head, `rule NAME "Title"`.
    pub span: Span,
}

/// `allow silenced_guard because "…"`
#[derive(Clone, Debug)]
pub struct Allow {
    /// The lint's name or code.
    pub lint: Name,
    /// `for order.weight`: the outermost declaration that is meant.
    pub target: Option<Name>,
    /// Why.
    pub because: Text,
    /// The declaration it stands in, from its first word to its `}`; none for the whole policy.
    pub inside: Option<Span>,
    /// The line.
    pub span: Span,
    /// All that goes when it is removed.
    pub whole: Span,
}

/// `group NAME "Title" when C except when D { … }` or `for a, b { … }`
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name; none for `for`.
    pub name: Option<Name>,
    /// For people.
    pub title: Option<Text>,
    /// `for CATEGORY, …`
    pub categories: Vec<Name>,
    /// `when CONDITION`
    pub when: Option<Condition>,
    /// `except when CONDITION`
    pub except: Option<Condition>,
    /// Rules and groups.
    pub items: Vec<Item>,
    /// The head.
    pub span: Span,
}
