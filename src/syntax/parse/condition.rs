//! Conditions: comparisons joined by `and`, `or`, `not`.

use super::Reader;
use super::node::Node;
use crate::diagnostic::{Code, Problem};
use crate::syntax::ast::{Comparison, Condition, ConditionKind, Op, Subject, Versus, Word};
use crate::syntax::grammar::Rule;

/// Longer conditions are not repeated in a message, in bytes.
const READING_MAX: usize = 300;

impl<'a> Reader<'a> {
    /// The condition of `when …` or `except when …`.
    pub(super) fn condition_of(&mut self, part: &Node<'a>) -> Condition {
        self.condition(&part.the(Rule::condition))
    }

    fn condition(&mut self, node: &Node<'a>) -> Condition {
        let joints = |rule| node.all(rule).next();
        if let (Some(and), Some(or)) = (joints(Rule::k_and), joints(Rule::k_or)) {
            self.mixed(node, &and, &or);
        }
        let all_hold = joints(Rule::k_or).is_none();
        let mut terms: Vec<_> = operands(node).map(|term| self.term(&term)).collect();
        let span = node.span();
        if terms.len() == 1 {
            return terms.remove(0);
        }
        Condition { kind: if all_hold { ConditionKind::And(terms) } else { ConditionKind::Or(terms) }, span }
    }

    fn term(&mut self, node: &Node<'a>) -> Condition {
        let span = node.span();
        match node.rule() {
            Rule::negation => {
                let inner = operands(node).next().expect("a negation negates something");
                Condition { kind: ConditionKind::Not(Box::new(self.term(&inner))), span }
            }
            Rule::parenthesis => Condition { span, ..self.condition(&node.the(Rule::condition)) },
            _ => Condition { kind: ConditionKind::Compare(self.comparison(node)), span },
        }
    }

    fn comparison(&mut self, node: &Node<'a>) -> Comparison {
        let mut subject = subject(&node.the(Rule::subject));
        without_article(&mut subject);
        let test = node.get(Rule::versus).map(|versus| {
            if let Some(times) = versus.get(Rule::k_times) {
                subject.words.push(Word { text: "times".to_owned(), quoted: false, span: times.span() });
            }
            self.versus(&versus)
        });
        let running = node.get(Rule::running).map(|running| self.literal(&running.the(Rule::literal)));
        Comparison { subject, test, running, span: node.span() }
    }

    fn versus(&mut self, node: &Node<'a>) -> Versus {
        let op = node.parts().find_map(|part| op(part.rule())).expect("every comparison begins with an operator");
        let operands = node.parts().filter_map(|part| match part.rule() {
            Rule::operand => Some(self.operand(&part)),
            Rule::literal => Some(self.literal_operand(&part)),
            _ => None,
        });
        Versus { op, operands: operands.collect(), span: node.span() }
    }

    fn mixed(&mut self, node: &Node<'a>, and: &Node<'a>, or: &Node<'a>) {
        let (first, second) = if and.span() < or.span() { (and, or) } else { (or, and) };
        let problem = Problem::new(
            Code::E0109,
            "`and` and `or` are mixed without parentheses",
            second.span(),
            format!("`{}` here", second.text()),
        );
        let readings = [reading(node, Rule::k_and), reading(node, Rule::k_or)];
        let help = if readings[0].len() > READING_MAX {
            "put either what `and` joins or what `or` joins in parentheses".to_owned()
        } else {
            format!("write `{}` or `{}`", readings[0], readings[1])
        };
        self.fail(problem.label(first.span(), format!("`{}` here", first.text())).help(help));
    }
}

/// The parts of a node that are conditions.
fn operands<'a>(node: &Node<'a>) -> impl Iterator<Item = Node<'a>> + use<'a> {
    node.parts().filter(|part| matches!(part.rule(), Rule::negation | Rule::parenthesis | Rule::comparison))
}

/// The words of a list of terms, those joined by `tight` in parentheses.
fn reading(node: &Node, tight: Rule) -> String {
    let mut groups: Vec<(String, usize)> = Vec::new();
    let mut joined = false;
    let word = |rule| if rule == Rule::k_and { " and " } else { " or " };
    for part in node.parts() {
        match part.rule() {
            Rule::k_and | Rule::k_or => joined = part.rule() == tight,
            _ => {
                let text = part.text().split_whitespace().collect::<Vec<_>>().join(" ");
                match groups.last_mut().filter(|_| joined) {
                    Some((group, count)) => {
                        *group = format!("{group}{}{text}", word(tight));
                        *count += 1;
                    }
                    None => groups.push((text, 1)),
                }
            }
        }
    }
    let shown: Vec<_> =
        groups.into_iter().map(|(text, count)| if count > 1 { format!("({text})") } else { text }).collect();
    shown.join(word(if tight == Rule::k_and { Rule::k_or } else { Rule::k_and }))
}

/// The words of a subject.
pub(super) fn subject(node: &Node) -> Subject {
    let words = node.parts().filter(|part| matches!(part.rule(), Rule::name | Rule::string | Rule::plain_number));
    let words = words
        .map(|part| Word { text: part.as_name().text, quoted: part.rule() == Rule::string, span: part.span() })
        .collect();
    Subject { words, span: node.span() }
}

/// `decided by a guard` is `decided by guard`.
fn without_article(subject: &mut Subject) {
    let texts: Vec<_> = subject.words.iter().map(|word| word.text.as_str()).collect();
    if matches!(texts.as_slice(), ["decided", "by", "a" | "an", _]) {
        subject.words.remove(2);
    }
}

fn op(rule: Rule) -> Option<Op> {
    Some(match rule {
        Rule::k_is => Op::Is,
        Rule::k_is_not => Op::IsNot,
        Rule::k_is_one_of => Op::OneOf,
        Rule::k_is_not_one_of => Op::NotOneOf,
        Rule::k_is_known | Rule::k_is_not_missing => Op::Known,
        Rule::k_is_missing | Rule::k_is_not_known => Op::Missing,
        Rule::k_above => Op::Above,
        Rule::k_below => Op::Below,
        Rule::k_at_least => Op::AtLeast,
        Rule::k_at_most => Op::AtMost,
        Rule::k_between => Op::Between,
        Rule::k_has => Op::Has,
        _ => return None,
    })
}
