//! One node of a clause as pest read it, with spans in the file.

use pest::iterators::Pair;

use super::super::ast::{Name, Text};
use super::super::grammar::Rule;
use crate::source::{FileId, Span};

/// A part of a clause.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    pair: Pair<'a, Rule>,
    file: FileId,
    /// Where the clause begins in the file.
    base: usize,
}

impl<'a> Node<'a> {
    pub(super) fn new(pair: Pair<'a, Rule>, file: FileId, base: usize) -> Self {
        Self { pair, file, base }
    }

    pub(super) fn rule(&self) -> Rule {
        self.pair.as_rule()
    }

    pub(super) fn text(&self) -> &'a str {
        self.pair.as_str()
    }

    /// Where it stands, white space at its end left out.
    pub(super) fn span(&self) -> Span {
        let span = self.pair.as_span();
        let end = span.start() + span.as_str().trim_end().len();
        Span::new(self.file, self.base + span.start()..self.base + end)
    }

    /// All parts.
    pub(super) fn parts(&self) -> impl Iterator<Item = Node<'a>> + use<'a> {
        let (file, base) = (self.file, self.base);
        self.pair.clone().into_inner().map(move |pair| Node { pair, file, base })
    }

    /// The parts made by `rule`.
    pub(super) fn all(&self, rule: Rule) -> impl Iterator<Item = Node<'a>> + use<'a> {
        self.parts().filter(move |part| part.rule() == rule)
    }

    /// The first part made by `rule`.
    pub(super) fn get(&self, rule: Rule) -> Option<Node<'a>> {
        self.parts().find(|part| part.rule() == rule)
    }

    /// The first part made by `rule`, which the grammar demands.
    pub(super) fn the(&self, rule: Rule) -> Node<'a> {
        self.get(rule).expect("the grammar demands this part of this rule")
    }

    /// Whether there is a part made by `rule`.
    pub(super) fn has(&self, rule: Rule) -> bool {
        self.get(rule).is_some()
    }

    /// The name that the grammar demands here.
    pub(super) fn name(&self) -> Name {
        self.the(Rule::name).as_name()
    }

    /// All names directly within.
    pub(super) fn names(&self) -> Vec<Name> {
        self.all(Rule::name).map(|name| name.as_name()).collect()
    }

    /// Itself as a name, quotes removed.
    pub(super) fn as_name(&self) -> Name {
        let text = if self.text().starts_with('"') { unescape(self.text()) } else { self.text().to_owned() };
        Name { text, span: self.span() }
    }

    /// The text in quotes that the grammar demands here.
    pub(super) fn string(&self) -> Text {
        self.the(Rule::string).as_text()
    }

    /// The title, if there is one.
    pub(super) fn title(&self) -> Option<Text> {
        self.get(Rule::title).map(|title| title.string())
    }

    /// Itself as a text, escapes resolved.
    pub(super) fn as_text(&self) -> Text {
        Text { text: unescape(self.text()), span: self.span() }
    }
}

/// What stands between the quotes, escapes resolved. An unknown escape stands for itself.
pub(super) fn unescape(quoted: &str) -> String {
    let inner = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(quoted);
    if !inner.contains('\\') {
        return inner.to_owned();
    }
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        match (c, characters.clone().next()) {
            ('\\', Some('n')) => text.push('\n'),
            ('\\', Some(escaped)) => text.push(escaped),
            (c, _) => {
                text.push(c);
                continue;
            }
        }
        characters.next();
    }
    text
}
