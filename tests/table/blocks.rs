//! Tables of as many rows as words and blocks of bit-vectors hold, one fewer and one more; and tables of nothing.
//!
//! Policies of thousands of rules are made from one rule that was compiled, each with another number.

use baton::decision::Point;
use baton::policy::{Also, Check, Comparison, ComparisonId, Condition, Policy, Rule};
use baton::runtime::Values;
use baton::value::{Fixed, Value};
use baton::{Artifact, Table, lower};

use super::referee::{Case, shown, wrong, wrong_in_full};
use super::support::{Numbers, header, table, table_of};
use super::values::Domains;

const SIZES: [usize; 14] = [0, 1, 2, 63, 64, 65, 128, 256, 257, 1_023, 1_024, 1_025, 2_048, 2_049];

const FACTS: &str = "category billing { refund, dispute }\ncategory travel\ncategory account\n\
                     fact n is count\nfact yes is true or false\nfact w is one of a, b, c\n";

/// The rule, or `also`, of which there are many: number 1 becomes another in each.
struct Template {
    /// What to call it when it fails.
    name: &'static str,
    /// Rules, `also`s: taken in turn.
    text: &'static str,
}

const TEMPLATES: [Template; 6] = [
    Template { name: "common to all categories", text: "rule r { when n at least 1; then hand off }" },
    Template {
        name: "of one category",
        text: "rule r { when n at least 1 and category is billing.dispute; then hand off }",
    },
    Template {
        name: "of one category and common in turn",
        text: "rule r { when n at least 1 and category is dispute; then hand off }
               rule s { when n at least 1 and yes; then close }",
    },
    Template { name: "two rows each", text: "rule r { when n at least 1 and (yes or w is a); then hand off }" },
    Template { name: "watches", text: "watch rule r { when n at least 1 and not yes; then hand off }" },
    Template {
        name: "alsos",
        text: "also r { when n at least 1 and action is stay; then tag one }
               also s { when n at least 1 and category is one of billing, travel; then tag two }",
    },
];

#[test]
fn tables_of_every_size_agree() {
    for template in &TEMPLATES {
        let compiled = table_of(&format!("{FACTS}{}", template.text));
        for size in SIZES {
            let table = grown(compiled.policy(), size);
            check(&table, size, &format!("{size} {}", template.name));
        }
    }
}

/// So many rules and `also`s; of number *i* of *size* it takes `size - i` to fit, so that the last fit most often.
fn grown(policy: &Policy, size: usize) -> Table {
    let mut grown = policy.clone();
    (grown.rules, grown.alsos) = (Vec::new(), Vec::new());
    for at in 0..size {
        let number = Fixed::from_whole(i64::try_from(size - at).expect("it is small"));
        if let Some(rule) = of_turn(&policy.rules, at) {
            let condition = with_number(&mut grown, &rule.condition, number);
            grown.rules.push(Rule { name: format!("r{at}"), condition, ..rule.clone() });
        }
        if let Some(also) = of_turn(&policy.alsos, at) {
            let condition = with_number(&mut grown, &also.condition, number);
            grown.alsos.push(Also { name: format!("a{at}"), condition, ..also.clone() });
        }
    }
    let rows = lower(&grown).expect("the policy fits a table");
    Table::new(Artifact { policy: grown, rows })
}

fn of_turn<T>(list: &[T], at: usize) -> Option<&T> {
    list.get(at.checked_rem(list.len())?)
}

/// The condition with new comparisons, in which this number stands instead of 1.
fn with_number(policy: &mut Policy, condition: &Condition, number: Fixed) -> Condition {
    let parts = |policy: &mut Policy, parts: &[Condition]| {
        parts.iter().map(|part| with_number(policy, part, number)).collect::<Vec<_>>()
    };
    match condition {
        Condition::All(all) => Condition::All(parts(policy, all)),
        Condition::Any(any) => Condition::Any(parts(policy, any)),
        Condition::Except(inner) => Condition::Except(Box::new(with_number(policy, inner, number))),
        Condition::Compare(id) => {
            let comparison = policy.comparison(*id).clone();
            let test = match comparison.test {
                Check::Within { low: Some((_, included)), high } => {
                    Check::Within { low: Some((number, included)), high }
                }
                other => other,
            };
            policy.comparisons.push(Comparison { test, ..comparison });
            Condition::Compare(ComparisonId::from_index(policy.comparisons.len() - 1))
        }
    }
}

/// Asks so that the first row that fits is the last, stands at an edge, is the first, or there is none.
fn check(table: &Table, size: usize, name: &str) {
    let policy = table.policy();
    let fact = |name: &str| policy.find_fact(name).expect("the policy has it");
    let edges = [0, 1, size, size + 1].into_iter();
    let edges = edges.chain([64, 65, 1_024, 1_025].into_iter().filter(|edge| *edge < size).map(|edge| size - edge));
    let (domains, mut scratch) = (Domains::least(table), table.scratch());
    for n in edges {
        for (category, yes, w) in
            [(None, None, "b"), (Some("billing.dispute"), Some(false), "a"), (Some("travel"), Some(true), "c")]
        {
            let mut values = Values::starting(policy);
            values.set(fact("n"), Fixed::checked_from_whole(i64::try_from(n).expect("it is small")).map(Value::Number));
            values.set(fact("category"), category.map(|path| Value::Word(path.to_owned())));
            values.set(fact("yes"), yes.map(Value::Truth));
            values.set(fact("w"), Some(Value::Word(w.to_owned())));
            let case = Case { values: &values, point: Point::Message, unusable: None };
            let agrees = wrong(table, case, &mut scratch).is_none();
            assert!(agrees, "{name}: {}", shown(table, &domains, case, &mut scratch));
            let rule = table.facts_of(&values, Point::Message).decide(&mut scratch).decided_by();
            let full = table.facts_of(&values, Point::Message).decide_fully(&mut scratch).decided_by();
            assert_eq!(rule, full, "{name}, n = {n}");
        }
    }
}

/// Steps are found in their order, though a step may be several rows, and rows stand in several words.
#[test]
fn steps_of_more_rows_than_a_word_agree() {
    let steps: String = (1..=32)
        .map(|at| {
            format!("raise by {at} points when n at least {at} or yes; lower by 1 points when w is a or n is {at}\n")
        })
        .collect();
    let table = table_of(&format!(
        "{FACTS}fact s is share\nthreshold s {{ 50%\nhighest of {{ {steps} }}\nnever above 99% }}\n\
         rule r {{ when s below threshold minus 3 points; then hand off }}"
    ));
    assert!(table.rows().thresholds[0].matrix.len() > 64);
    let (domains, mut scratch) = (Domains::least(&table), table.scratch());
    let mut numbers = Numbers(7);
    for _ in 0..2_000 {
        let values = domains.some(&table, &mut numbers);
        let case = Case { values: &values, point: Point::Message, unusable: None };
        let wrong = wrong(&table, case, &mut scratch).or_else(|| wrong_in_full(&table, case, &mut scratch));
        assert_eq!(wrong, None, "{}", shown(&table, &domains, case, &mut scratch));
    }
}

/// No rule at all; rules that always hold; rules that never do.
#[test]
fn tables_of_nothing_agree() {
    let nothing = header("stay", "");
    let texts = [
        nothing.clone(),
        header("offer", "on problem hand off to general"),
        format!("{nothing}rule r {{ then hand off }}\nalso a {{ then tag one }}\nwatch rule w {{ then close }}"),
        format!(
            "{nothing}{FACTS}rule r {{ when yes and not yes; then hand off }}\nrule s {{ when n below 0; then close }}"
        ),
        format!("{nothing}{FACTS}rule r {{ when yes or not yes or yes is missing; then hand off }}"),
    ];
    for text in texts {
        let table = table(&text);
        let (domains, mut scratch) = (Domains::of(&table), table.scratch());
        for at in 0..domains.combinations() {
            for point in [Point::Message, Point::Answer] {
                let values = domains.combination(at);
                let case = Case { values: &values, point, unusable: None };
                let wrong = wrong(&table, case, &mut scratch).or_else(|| wrong_in_full(&table, case, &mut scratch));
                assert_eq!(wrong, None, "{text}");
            }
        }
    }
}
