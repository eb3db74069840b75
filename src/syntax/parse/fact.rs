//! `fact` and `list`.

use super::Reader;
use super::node::Node;
use crate::diagnostic::{Code, Problem};
use crate::source::Span;
use crate::syntax::ast::{Fact, Kind, KindName, List, Literal, Name, Operand};
use crate::syntax::foreign;
use crate::syntax::grammar::Rule;

impl<'a> Reader<'a> {
    pub(super) fn fact(&mut self, node: &Node<'a>) -> Fact {
        let (mut default, mut scale) = (None::<(Operand, Span)>, None::<((Literal, Literal), Span)>);
        for part in node.parts() {
            match part.rule() {
                Rule::default => {
                    let operand = self.operand(&part.the(Rule::operand));
                    self.once(&mut default, operand, part.span(), "default");
                }
                Rule::sent_as => {
                    let limits = self.two_literals(&part);
                    self.once(&mut scale, limits, part.span(), "sent as");
                }
                _ => {}
            }
        }
        Fact {
            name: self.declared(node.name()),
            title: node.title(),
            kind: self.kind(&node.the(Rule::kind)),
            default: default.map(|(operand, _)| operand),
            scale: scale.map(|(limits, _)| limits),
            span: node.span(),
        }
    }

    fn two_literals(&mut self, node: &Node<'a>) -> (Literal, Literal) {
        let mut literals = node.all(Rule::literal);
        let mut next = || literals.next().expect("the grammar demands two literals");
        let (low, high) = (next(), next());
        (self.literal(&low), self.literal(&high))
    }

    fn kind(&mut self, node: &Node<'a>) -> Kind {
        let part = node.parts().next().expect("a type is one of a list");
        let kind = match part.rule() {
            Rule::k_true_or_false => KindName::Truth,
            Rule::k_count => KindName::Count,
            Rule::k_share => KindName::Share,
            Rule::k_score => KindName::Score,
            Rule::k_duration => KindName::Duration,
            Rule::k_time => KindName::Time,
            Rule::k_weekday => KindName::Weekday,
            Rule::k_date => KindName::Date,
            Rule::k_moment => KindName::Moment,
            Rule::k_tags => KindName::Tags,
            Rule::k_a_language => KindName::Language,
            Rule::k_a_country => KindName::Country,
            Rule::k_an_agent => KindName::Agent,
            Rule::k_text => KindName::Text,
            Rule::kind_number => KindName::Number(part.has(Rule::literal).then(|| self.two_literals(&part))),
            Rule::kind_money => {
                KindName::Money { currency: self.currency(part.name()), converted: part.has(Rule::converted) }
            }
            _ => self.one_of(&part),
        };
        Kind { kind, span: node.span() }
    }

    /// A currency's code, which amounts write as three capitals.
    pub(super) fn currency(&mut self, name: Name) -> Name {
        if name.text.len() != 3 || !name.text.bytes().all(|b| b.is_ascii_uppercase()) {
            let message = format!("`{}` is not the code of a currency", name.text);
            let problem = Problem::new(Code::E0302, message, name.span, "three capital letters, such as `EUR`");
            self.fail(match foreign::amount(&["1", &name.text]) {
                Some((amount, _)) if amount.len() == 5 => {
                    problem.help(format!("write `{}`", &amount[2..])).edit(name.span, &amount[2..])
                }
                _ if name.text.len() == 3 && name.text.is_ascii() => {
                    let meant = name.text.to_ascii_uppercase();
                    problem.help(format!("write `{meant}`")).edit(name.span, meant)
                }
                _ => problem.help("write its code, such as `EUR`"),
            });
        }
        name
    }

    fn one_of(&mut self, node: &Node<'a>) -> KindName {
        let values = node.all(Rule::value).map(|value| {
            let part = value.parts().next().expect("a value is a name or a text");
            self.declared_value(part.as_name(), part.rule() == Rule::string)
        });
        KindName::OneOf { values: values.collect(), open: node.has(Rule::or_other) }
    }

    pub(super) fn list(&mut self, node: &Node<'a>) -> List {
        let column = node.all(Rule::name).nth(1).expect("the grammar demands a column").as_name();
        let path = node.string();
        List { name: self.declared(node.name()), title: node.title(), path, column, file: None, span: node.span() }
    }
}
