//! Facts, one by one: what setters refuse, what follows from it, and what belongs to which table.

use baton::Table;
use baton::decision::{DecidedBy, Point};
use baton::policy::ActionName;
use baton::runtime::{Facts, Scratch, Unusable, Values, decide};
use baton::value::{Fixed, Value};

use super::support::{header, table, table_of};

const POLICY: &str = "fact yes is true or false\nfact n is count\nfact s is share\nfact w is one of a, b\n\
                      fact labels is tags\nfact land is a country\nfact note is text\ncategory billing\n\
                      rule is_known {\n  when yes is known or n is known or s is known or w is known or labels is known\n  \
                      then close\n}\nrule else_known { when land is known or note is known or category is known; then close }\n";

fn policy() -> Table {
    table(&(header("stay", "on problem hand off to general") + POLICY))
}

/// A value that cannot be used, and one that can.
type Setter = fn(&mut Facts<'_>, &Table, &str) -> Result<(), Unusable>;

fn truth(facts: &mut Facts<'_>, table: &Table, name: &str) -> Result<(), Unusable> {
    facts.set_truth(table.fact(name).expect("the policy has it"), true)
}

fn one(facts: &mut Facts<'_>, table: &Table, name: &str) -> Result<(), Unusable> {
    facts.set_number(table.fact(name).expect("the policy has it"), Fixed::ONE)
}

fn number(facts: &mut Facts<'_>, table: &Table, name: &str) -> Result<(), Unusable> {
    facts.set_number(table.fact(name).expect("the policy has it"), Fixed::from_millionths(1_000_001))
}

fn float(facts: &mut Facts<'_>, table: &Table, name: &str) -> Result<(), Unusable> {
    facts.set_float(table.fact(name).expect("the policy has it"), f64::NAN)
}

fn word(facts: &mut Facts<'_>, table: &Table, name: &str) -> Result<(), Unusable> {
    facts.set_word(table.fact(name).expect("the policy has it"), "billing")
}

fn country(facts: &mut Facts<'_>, table: &Table, name: &str) -> Result<(), Unusable> {
    facts.set_word(table.fact(name).expect("the policy has it"), "es")
}

fn long_word(facts: &mut Facts<'_>, table: &Table, name: &str) -> Result<(), Unusable> {
    facts.set_word(table.fact(name).expect("the policy has it"), &"x".repeat(1_001))
}

fn tags(facts: &mut Facts<'_>, table: &Table, name: &str) -> Result<(), Unusable> {
    facts.set_tags(table.fact(name).expect("the policy has it"), ["x"])
}

fn many_tags(facts: &mut Facts<'_>, table: &Table, name: &str) -> Result<(), Unusable> {
    let words: Vec<String> = (0..101).map(|at| format!("t{at}")).collect();
    facts.set_tags(table.fact(name).expect("the policy has it"), words.iter().map(String::as_str))
}

const REFUSED: &[(&str, Setter, Unusable, Setter)] = &[
    ("yes", one, Unusable::WrongKind, truth),
    ("yes", word, Unusable::WrongKind, truth),
    ("yes", tags, Unusable::WrongKind, truth),
    ("n", truth, Unusable::WrongKind, one),
    ("n", word, Unusable::WrongKind, one),
    ("n", number, Unusable::OutOfRange, one),
    ("n", float, Unusable::OutOfRange, one),
    ("s", number, Unusable::OutOfRange, one),
    ("w", number, Unusable::WrongKind, |facts, table, name| {
        facts.set_word(table.fact(name).expect("the policy has it"), "a")
    }),
    ("land", word, Unusable::UnknownWord, country),
    ("category", country, Unusable::UnknownWord, word),
    ("category", tags, Unusable::WrongKind, word),
    ("note", long_word, Unusable::TooLong, word),
    ("labels", word, Unusable::WrongKind, tags),
    ("labels", many_tags, Unusable::TooLong, tags),
];

/// What cannot be used makes its fact missing, whatever it was before, and `on problem` decides until it is set anew.
#[test]
fn what_cannot_be_used_is_missing_and_a_problem() {
    let table = policy();
    let mut scratch = table.scratch();
    for (name, bad, why, good) in REFUSED {
        let mut facts = table.facts();
        let mut decides = |facts: &Facts<'_>| facts.decide(&mut scratch).decided_by();
        assert_eq!(good(&mut facts, &table, name), Ok(()), "{name}");
        assert!(matches!(decides(&facts), DecidedBy::Rule(_)), "{name} is known");
        assert_eq!(bad(&mut facts, &table, name), Err(*why), "{name}");
        assert_eq!(decides(&facts), DecidedBy::Problem, "{name}");
        let problems: Vec<_> = facts.problems().map(|problem| (problem.fact.as_str(), problem.decides)).collect();
        assert_eq!(problems, [(*name, true)]);
        assert_eq!(bad(&mut facts, &table, name), Err(*why), "{name}, again");
        assert_eq!(facts.problems().count(), 1, "{name} is listed once");
        assert_eq!(good(&mut facts, &table, name), Ok(()), "{name}");
        assert!(matches!(decides(&facts), DecidedBy::Rule(_)), "{name} is known again");
        let _ = bad(&mut facts, &table, name);
        facts.set_missing(table.fact(name).expect("the policy has it")).expect("any fact may be missing");
        assert_eq!(decides(&facts), DecidedBy::Otherwise, "{name} is missing, and no problem");
        let _ = bad(&mut facts, &table, name);
        facts.reset();
        assert_eq!((decides(&facts), facts.problems().count()), (DecidedBy::Otherwise, 0), "{name}, reset");
    }
}

/// Without `on problem` a value that cannot be used is only missing.
#[test]
fn a_policy_may_not_mind_problems() {
    let table = table_of(POLICY);
    for (name, bad, ..) in REFUSED {
        let mut facts = table.facts();
        let _ = bad(&mut facts, &table, name);
        assert_eq!(facts.decide(&mut table.scratch()).decided_by(), DecidedBy::Otherwise, "{name}");
    }
}

/// Problems are kept up to a number, but one that decides is never forgotten for those that do not.
#[test]
fn names_that_nobody_knows_hide_no_problem() {
    let table = policy();
    let unknown: String = (0..200).map(|at| format!("\"unknown_{at}\": 1, ")).collect();
    let mut facts = table.facts();
    facts.read_json(&format!("{{{unknown}\"n\": -1}}")).expect("it is JSON");
    assert!(facts.problems().count() < 100);
    assert_eq!(facts.decide(&mut table.scratch()).decided_by(), DecidedBy::Problem);
    facts.read_json("{\"n\": null}").expect("it is JSON");
    assert_eq!(facts.decide(&mut table.scratch()).decided_by(), DecidedBy::Otherwise);

    let mut session = baton::Session::new(&table, "c");
    session.customer("hello", None);
    (0..200).for_each(|at| session.give_json(&format!("unknown_{at}"), &1.into()));
    session.give_json("n", &(-1).into());
    assert_eq!(session.decide(Point::Message).decided_by, DecidedBy::Problem);
}

/// A fact of one table is none of another, even of the same policy; nothing happens to the facts.
#[test]
fn facts_of_another_table_are_refused() {
    let (table, same) = (policy(), policy());
    let other = same.fact("yes").expect("the policy has it");
    let mut facts = table.facts();
    truth(&mut facts, &table, "yes").expect("it is a yes or no");
    assert_eq!(facts.set_truth(other, false), Err(Unusable::OtherTable));
    assert_eq!(facts.set_number(other, Fixed::ONE), Err(Unusable::OtherTable));
    assert_eq!(facts.set_float(other, 1.0), Err(Unusable::OtherTable));
    assert_eq!(facts.set_word(other, "a"), Err(Unusable::OtherTable));
    assert_eq!(facts.set_tags(other, ["a"]), Err(Unusable::OtherTable));
    assert_eq!(facts.set_missing(other), Err(Unusable::OtherTable));
    assert_eq!(facts.problems().count(), 0);
    assert!(matches!(facts.decide(&mut table.scratch()).decided_by(), DecidedBy::Rule(_)), "it is as it was");
    assert_eq!(table.fact("no").map_err(|unknown| unknown.name), Err("no".to_owned()));
}

/// Room of another table serves as well: of a smaller, of a larger, of one with as many columns.
#[test]
fn room_of_another_table_is_remade() {
    let tables = [
        table_of(""),
        policy(),
        table_of(
            "fact s is share\nthreshold s { 50%; raise by 10 points when n at least 1 }\nfact n is count\n\
                  rule r { when s below threshold; then close }\nalso a { when n above 3; then tag one }\n",
        ),
        table_of(
            "fact s is share\nthreshold s { 50%; raise by 10 points when n at least 1 }\nfact n is count\n\
                  rule r { when s above threshold; then offer }\nrule q { when s below threshold; then close }\n",
        ),
    ];
    let room = || tables.iter().map(Table::scratch);
    for table in &tables {
        for mut scratch in room() {
            let mut values = Values::starting(table.policy());
            if let (Some(s), Some(n)) = (table.find_fact("s"), table.find_fact("n")) {
                values.set(s, Some(Value::Number(Fixed::from_millionths(550_000))));
                values.set(n, Some(Value::Number(Fixed::from_whole(4))));
            }
            let wanted = decide(table, &values, Point::Answer, &[], &mut table.scratch());
            let owned = decide(table, &values, Point::Answer, &[], &mut scratch);
            assert_eq!(format!("{owned:?}"), format!("{wanted:?}"));
            assert_eq!(action(table, &values, &mut scratch), wanted.action);
        }
        for mut scratch in room() {
            let values = Values::starting(table.policy());
            let wanted = action(table, &values, &mut table.scratch());
            assert_eq!(action(table, &values, &mut scratch), wanted);
        }
    }
}

fn action(table: &Table, values: &Values, scratch: &mut Scratch) -> ActionName {
    table.facts_of(values, Point::Answer).decide(scratch).action()
}
