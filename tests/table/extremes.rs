//! What once told table and reference evaluator apart, or could: ends of numbers, names, answers before they exist.

use baton::decision::Point;
use baton::runtime::Values;
use baton::value::{Fixed, Value};
use baton::{Session, Table};
use serde_json::json;

use super::referee::{Case, shown, wrong, wrong_in_full};
use super::support::{header, table, table_of};
use super::values::Domains;

/// Every combination of values, at both points, with and without a problem.
fn agrees(table: &Table) {
    let (domains, mut scratch) = (Domains::of(table), table.scratch());
    for at in 0..domains.combinations() {
        for values in domains.with_margins(table, domains.combination(at)) {
            let missing = domains.facts.iter().map(|domain| domain.fact).find(|fact| values.get(*fact).is_none());
            for point in [Point::Message, Point::Answer] {
                for unusable in [None, missing] {
                    let case = Case { values: &values, point, unusable };
                    let wrong = wrong(table, case, &mut scratch).or_else(|| wrong_in_full(table, case, &mut scratch));
                    assert_eq!(wrong, None, "{}", shown(table, &domains, case, &mut scratch));
                }
            }
        }
    }
}

#[test]
fn numbers_at_the_ends_of_their_range() {
    let most = "9223372036854.775805";
    for relation in ["above", "below", "at least", "at most", "is", "is not"] {
        for bound in [most, "-9223372036854.775805", "0"] {
            agrees(&table_of(&format!("fact n is number\nrule r {{ when n {relation} {bound}; then close }}")));
        }
    }
    for relation in ["above", "below", "at least", "at most"] {
        for offset in ["", " plus 9223372036854.775805", " minus 9223372036854.775805"] {
            for base in ["0", most, "-9223372036854.775805", "-0.000001"] {
                agrees(&table_of(&format!(
                    "fact n is number\nthreshold n {{ {base}; raise by {most} when known_outage }}\nswitch known_outage\n\
                     rule r {{ when n {relation} threshold{offset}; then close }}"
                )));
            }
        }
    }
}

/// A slot that means "missing" is no amount.
#[test]
fn the_least_of_an_i64_is_no_number() {
    let table = table(
        &(header("stay", "on problem hand off to general")
            + "fact price is money in EUR\nfact n is number\nrule r { when price is known or n is known; then close }"),
    );
    for name in ["price", "n"] {
        for (number, fits) in [
            ("-9223372036854.775808", false),
            ("-9223372036854.775807", false),
            ("-9223372036854.775806", false),
            ("-9223372036854.775805", true),
            ("9223372036854.775805", true),
            ("9223372036854.775807", false),
        ] {
            let mut session = Session::new(&table, "c");
            session.customer("hello", None);
            session.give_json(name, &json!(number));
            let decision = session.decide(Point::Message);
            assert_eq!(decision.problems.is_empty(), fits, "{name} = {number}");
            let mut facts = table.facts();
            facts.read_json(&json!({ name: number }).to_string()).expect("it is JSON");
            assert_eq!(facts.decide(&mut table.scratch()).decided_by(), decision.decided_by, "{name} = {number}");
        }
    }
}

/// What exists only with an answer is not counted on the message, though it is known from the last one.
#[test]
fn a_step_counts_nothing_that_does_not_exist_yet() {
    agrees(&table_of(
        "fact age is duration\nthreshold age { 10s; raise by 1s for each 1 attempted, up to 30m }\n\
         rule r { when age below threshold; then close }",
    ));
    let table = table_of(
        "fact n is count\nthreshold n { 1; raise by 1 for each 1 attempted, up to 9 }\n\
                          rule r { when n below threshold; then close }",
    );
    let mut values = Values::starting(table.policy());
    for (name, number) in [("n", 2), ("attempted", 5)] {
        values.set(table.find_fact(name).expect("it is built in"), Some(Value::Number(Fixed::from_whole(number))));
    }
    let at = |point| table.facts_of(&values, point).decide(&mut table.scratch()).rule().is_some();
    assert_eq!((at(Point::Message), at(Point::Answer)), (false, true));
}

/// A rule may have the name by which the reference evaluator calls a problem.
#[test]
fn a_rule_that_is_called_problem() {
    agrees(&table(
        &(header("stay", "on problem hand off to general")
            + "fact n is count\nrule problem { when n above 3; then close }\n\
               also a { when decided by problem; then tag one }"),
    ));
}

/// One threshold compares in several ways, and is read aside too.
#[test]
fn thresholds_that_only_alsos_and_watches_read() {
    agrees(&table_of(
        "fact n is count\nfact s is share\nthreshold s { 50%; raise by 10 points when n is 1; never above 55% }\n\
         watch rule w { when s below threshold minus 5 points; then close }\n\
         also a { when s at least threshold plus 5 points; then tag one }\nrule r { when n is 2; then offer }",
    ));
}

/// What becomes too many rows is refused quickly, and what only looks so is not refused.
#[test]
fn products_of_long_alternatives_take_no_time() {
    let tags =
        |from: usize, to: usize| (from..to).map(|at| format!("labels has t{at}")).collect::<Vec<_>>().join(" or ");
    let rows = |condition: &str| {
        let policy = format!("fact labels is tags\nrule r {{ when {condition}; then close }}");
        let start = std::time::Instant::now();
        let table = super::support::try_table(&(header("stay", "") + &policy));
        println!("{:?}", start.elapsed());
        assert!(start.elapsed().as_secs() < 20, "{:?} for {condition}", start.elapsed());
        table.map(|table| table.rows().rules.len()).map_err(|errors| errors[..5].to_owned())
    };
    assert_eq!(rows(&tags(0, 200)), Ok(200));
    assert_eq!(rows(&format!("({}) and ({})", tags(0, 16), tags(16, 32))), Ok(256));
    assert_eq!(rows(&format!("({}) and ({})", tags(0, 17), tags(16, 32))), Ok(241));
    assert_eq!(rows(&format!("({}) and ({})", tags(0, 17), tags(17, 33))), Err("E0413".to_owned()));
    assert_eq!(rows(&format!("({}) and ({})", tags(0, 200), tags(200, 400))), Err("E0413".to_owned()));
    assert_eq!(rows(&format!("({0}) and ({0}) and ({0})", tags(0, 30))), Ok(30));
}
