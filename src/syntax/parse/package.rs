//! `package { … }`.

use super::Reader;
use super::forms::Place;
use super::node::Node;
use crate::syntax::ast::{Name, Package, PackageLine, PackageLineKind as Line};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Clause;

impl<'a> Reader<'a> {
    pub(super) fn package(&mut self, node: &Node<'a>, clause: &Clause) -> Package {
        let mut package = Package { lines: Vec::new(), span: node.span() };
        for inner in clause.inner() {
            let Some(found) = self.read(inner, Place::Package) else { continue };
            let Some(node) = found.node else { continue };
            if found.form.rule == Rule::allow {
                self.allow(&node, Some(clause));
                continue;
            }
            package.lines.push(PackageLine { kind: line(found.form.rule, &node), span: node.span() });
        }
        package
    }
}

fn line(rule: Rule, node: &Node<'_>) -> Line {
    let number = || node.get(Rule::number).map(|number| number.as_name());
    match rule {
        Rule::require_headline => Line::Headline(number(), node.get(Rule::string).map(|text| text.as_text())),
        Rule::require_attempted => Line::Attempted(number(), node.string()),
        Rule::quote => Line::Quote(node.the(Rule::number).as_name()),
        Rule::redact => Line::Redact(node.all(Rule::redacted).flat_map(|one| one.names()).collect()),
        _ => Line::Show {
            what: node.all(Rule::shown).map(|one| words(&one)).collect(),
            from: node.get(Rule::shown_from).map(|from| (from.name(), from.the(Rule::patience).as_name())),
            queues: node.get(Rule::shown_for).map_or_else(Vec::new, |queues| queues.the(Rule::names).names()),
        },
    }
}

/// Several words as one name.
fn words(node: &Node<'_>) -> Name {
    let words: Vec<String> = node.names().into_iter().map(|name| name.text).collect();
    Name { text: words.join(" "), span: node.span() }
}
