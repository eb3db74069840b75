//! `package { … }`.

use super::Reader;
use super::condition::subject;
use super::forms::Place;
use super::node::Node;
use crate::syntax::ast::{Audience, Package, PackageLine, PackageLineKind as Line};
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
        Rule::quote if node.has(Rule::k_turns) => Line::QuoteTurns(node.the(Rule::number).as_name()),
        Rule::quote => Line::Quote(node.the(Rule::number).as_name()),
        Rule::redact => {
            let all = || node.all(Rule::redacted);
            Line::Redact {
                extracts: all().flat_map(|one| one.names()).collect(),
                kinds: all().filter_map(|one| one.get(Rule::redact_kind).map(|kind| kind.as_name())).collect(),
                except: node.get(Rule::redact_except).map_or_else(Vec::new, |except| except.the(Rule::names).names()),
            }
        }
        _ => Line::Show {
            what: node.all(Rule::shown).map(|one| subject(&one)).collect(),
            substitute: node.get(Rule::string).map(|text| text.as_text()),
            most: node.get(Rule::shown_most).map(|most| (most.the(Rule::number).as_name(), most.has(Rule::k_items))),
            from: node.get(Rule::shown_from).map(|from| (from.name(), from.the(Rule::patience).as_name())),
            audience: node.get(Rule::shown_for).map_or_else(Audience::default, |audience| Audience {
                queues: audience.the(Rule::names).names(),
                is_not: audience.has(Rule::k_not_for),
            }),
        },
    }
}
