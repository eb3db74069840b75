//! Guards, overrides, rules, `also`, `watch`, and the groups they stand in.

use super::forms::Place;
use super::node::Node;
use super::{Found, Reader};
use crate::diagnostic::{Code, Problem};
use crate::source::Span;
use crate::syntax::ast::{Condition, Group, Item, Layer, Name, Rule as RuleItem, Text, Then};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Clause;

/// The lines of a rule's block, each with where it stood.
#[derive(Default)]
struct Lines {
    when: Vec<Condition>,
    except: Vec<Condition>,
    then: Option<(Then, Span)>,
    say: Option<(Name, Span)>,
    because: Option<(Text, Span)>,
}

impl<'a> Reader<'a> {
    /// What stands at the top or in a group and decides.
    pub(super) fn rule_or_group(&mut self, rule: Rule, node: &Node<'a>, clause: &Clause) -> Option<Item> {
        match rule {
            Rule::rule_head => self.rule(node, clause).map(Item::Rule),
            Rule::group => self.build(node, Self::group_head).map(|group| Item::Group(self.group_items(group, clause))),
            _ => {
                let group = Group { categories: node.the(Rule::names).names(), ..empty_group(node.span()) };
                Some(Item::Group(self.group_items(group, clause)))
            }
        }
    }

    /// What stands in a group whose first line could not be read: its rules are checked all the same.
    pub(super) fn headless_group(&mut self, found: &Found<'a>, clause: &Clause) -> Option<Item> {
        let is_group = matches!(found.form.rule, Rule::group | Rule::scope) && clause.block.is_some();
        is_group.then(|| Item::Group(self.group_items(empty_group(self.span(clause)), clause)))
    }

    fn group_head(&mut self, node: &Node<'a>) -> Group {
        Group {
            name: node.get(Rule::group_name).map(|name| self.declared(name.name())),
            title: node.title(),
            when: node.get(Rule::when_part).map(|when| self.condition_of(&when)),
            except: node.get(Rule::except_part).map(|except| self.condition_of(&except)),
            ..empty_group(node.span())
        }
    }

    fn group_items(&mut self, mut group: Group, clause: &Clause) -> Group {
        for inner in clause.inner() {
            let before = self.failures;
            let item = self.read(inner, Place::Group).and_then(|found| match &found.node {
                Some(node) if found.form.rule == Rule::allow => {
                    self.allow(node, Some(clause));
                    None
                }
                Some(node) => self.rule_or_group(found.form.rule, node, inner),
                None => self.headless_group(&found, inner),
            });
            if item.is_none() && self.failures > before {
                self.note_unread_head(inner, Place::Group);
            }
            group.items.extend(item);
        }
        group
    }

    fn rule(&mut self, node: &Node<'a>, clause: &Clause) -> Option<RuleItem> {
        let before = self.failures;
        let head = self.build(node, Self::rule_head)?;
        let lines = self.rule_lines(clause, head.layer);
        if lines.then.is_none() && self.failures == before {
            let help = if head.layer == Layer::Also {
                "add a line such as `then tag NAME`"
            } else {
                "add a line such as `then hand off`"
            };
            self.lacks(format!("`{}` does not say what to do", head.name.text), head.span, "no `then` line", help);
        }
        self.note_unread(&head.name, before);
        Some(RuleItem {
            when: lines.when,
            except: lines.except,
            then: lines.then.map(|(then, _)| then),
            say: lines.say.map(|(message, _)| message),
            because: lines.because.map(|(text, _)| text),
            ..head
        })
    }

    fn rule_head(&mut self, node: &Node<'a>) -> RuleItem {
        let layer = node.get(Rule::layer).and_then(|layer| layer.parts().next());
        let layer = match layer.map(|word| word.rule()) {
            Some(Rule::k_guard) => Layer::Guard,
            Some(Rule::k_override) => Layer::Override,
            Some(Rule::k_also) => Layer::Also,
            _ => Layer::Rule,
        };
        let mut date = |rule| node.get(rule).map(|date| self.literal(&date.the(Rule::literal)));
        let (from, until) = (date(Rule::from_date), date(Rule::until_date));
        RuleItem {
            layer,
            watch: node.has(Rule::watch),
            name: self.declared(node.name()),
            title: node.title(),
            from,
            until,
            when: Vec::new(),
            except: Vec::new(),
            then: None,
            say: None,
            because: None,
            span: node.span(),
        }
    }

    fn rule_lines(&mut self, clause: &Clause, layer: Layer) -> Lines {
        let mut lines = Lines::default();
        for inner in clause.inner() {
            let Some(found) = self.read(inner, Place::Rule) else { continue };
            let Some(node) = found.node else { continue };
            let span = node.span();
            match found.form.rule {
                Rule::when => lines.when.extend(self.build(&node.the(Rule::when_part), Self::condition_of)),
                Rule::except => lines.except.extend(self.build(&node.the(Rule::except_part), Self::condition_of)),
                Rule::then => {
                    let Some(then) = self.build(&node.the(Rule::then_body), Self::then_body) else { continue };
                    if then.action.is_none() && layer != Layer::Also {
                        let help = "begin with `stay`, `clarify with …`, `offer`, `hand off` or `close`";
                        self.lacks("a `then` without an action", span, "only effects stand here", help);
                    }
                    self.once(&mut lines.then, then, span, "then");
                }
                Rule::say => self.once(&mut lines.say, node.name(), span, "say"),
                Rule::because if layer == Layer::Also => {
                    let message = "an `also` gives no reason of its own";
                    let label = "the reason is that of the rule which decided";
                    self.fail(
                        Problem::new(Code::E0408, message, span, label).help("remove it, or write it as a comment"),
                    );
                }
                Rule::because => self.once(&mut lines.because, node.string(), span, "because"),
                _ => self.allow(&node, Some(clause)),
            }
        }
        lines
    }
}

fn empty_group(span: Span) -> Group {
    Group { name: None, title: None, categories: Vec::new(), when: None, except: None, items: Vec::new(), span }
}
