//! `and`, `or`, `not`, parentheses: a whole condition means what its comparisons mean, joined by three-valued logic.
//!
//! In: random trees, written down as text. Each comparison stands alone in a rule too, and negated in another:
//! if the first holds it is true, if the second holds it is false, else it is unknown. `not` of unknown is unknown.

use baton::decision::Point;
use baton::policy::Policy;
use baton::runtime::{Values, holds};
use proptest::prelude::*;

use super::naive::{FACTS, leaf, some_facts};
use super::support::{header, policy};

#[derive(Clone, Debug)]
enum Tree {
    Leaf(String),
    Not(Box<Tree>),
    And(Vec<Tree>),
    Or(Vec<Tree>),
}

impl Tree {
    fn text(&self) -> String {
        let joined = |parts: &[Tree], word: &str| parts.iter().map(Tree::text).collect::<Vec<_>>().join(word);
        match self {
            Tree::Leaf(leaf) => leaf.clone(),
            Tree::Not(inner) if matches!(**inner, Tree::Leaf(_)) => format!("not {}", inner.text()),
            Tree::Not(inner) => format!("not ({})", inner.text()),
            Tree::And(parts) => format!("({})", joined(parts, " and ")),
            Tree::Or(parts) => format!("({})", joined(parts, "\n or ")),
        }
    }

    fn leaves(&self) -> Vec<&str> {
        match self {
            Tree::Leaf(leaf) => vec![leaf],
            Tree::Not(inner) => inner.leaves(),
            Tree::And(parts) | Tree::Or(parts) => parts.iter().flat_map(Tree::leaves).collect(),
        }
    }

    /// 1 true, 0 unknown, -1 false: `and` is the least, `or` the greatest, `not` the opposite.
    fn value(&self, next: &mut impl Iterator<Item = i8>) -> i8 {
        match self {
            Tree::Leaf(_) => next.next().expect("a value for each comparison"),
            Tree::Not(inner) => -inner.value(next),
            Tree::And(parts) => parts.iter().map(|part| part.value(next)).fold(1, i8::min),
            Tree::Or(parts) => parts.iter().map(|part| part.value(next)).fold(-1, i8::max),
        }
    }
}

fn tree() -> impl Strategy<Value = Tree> {
    leaf().prop_map(Tree::Leaf).prop_recursive(5, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|one| Tree::Not(Box::new(one))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Tree::And),
            prop::collection::vec(inner, 2..4).prop_map(Tree::Or),
        ]
    })
}

fn rule_holds(policy: &Policy, facts: &Values, point: Point, name: &str) -> bool {
    let rule = policy.rules.iter().find(|rule| rule.name == name).expect("it was written");
    holds(policy, facts, point, &rule.condition)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: super::naive::policies(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_condition_means_what_its_parts_mean(tree in tree(), seed in 1..u64::MAX) {
        let leaves = tree.leaves();
        let alone = |(at, leaf): (usize, &&str)| {
            format!("rule yes{at} {{ when {leaf}; then stay }}\nrule no{at} {{ when not {leaf}; then stay }}\n")
        };
        let alone: String = leaves.iter().enumerate().map(alone).collect();
        let whole = format!(
            "rule whole {{ when {0}; then stay }}\nrule excepted {{ then stay; except when {0} }}\ngroup g when {0} {{ rule inside {{ then stay }} }}\n",
            tree.text()
        );
        let policy = policy(&(header("") + FACTS + &alone + &whole));
        for round in 0..100_u64 {
            let facts = some_facts(&policy, seed.wrapping_add(round.wrapping_mul(0x9e37_79b9_7f4a_7c15)).max(1));
            let point = if round % 3 == 0 { Point::Message } else { Point::Answer };
            let value = |at: usize| {
                let holds = |prefix: &str| i8::from(rule_holds(&policy, &facts, point, &format!("{prefix}{at}")));
                holds("yes") - holds("no")
            };
            let expected = tree.value(&mut (0..leaves.len()).map(value)) == 1;
            prop_assert_eq!(rule_holds(&policy, &facts, point, "whole"), expected, "{:?}", point);
            prop_assert_eq!(rule_holds(&policy, &facts, point, "inside"), expected);
            prop_assert_eq!(rule_holds(&policy, &facts, point, "excepted"), !expected);
        }
    }
}
