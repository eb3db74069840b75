//! What is found in a text, by files: `TEXT => KIND VALUE; …`, or `nothing TEXT`.

#[path = "support/finds.rs"]
mod finds;

use baton::extract::{Kind, Shape, ShapeProblem, extract};
use jiff::civil::{Date, date};
use proptest::prelude::*;

/// The finds of a text, each as `KIND VALUE`.
fn told(text: &str, today: Option<Date>) -> String {
    let shapes = [Shape::new("MEM-####").expect("a shape")];
    let one = |kind: Kind, value: String| format!("{} {value}", kind.name().unwrap_or("member"));
    let all = extract(text, today, &shapes).into_iter().map(|found| one(found.kind, found.value));
    all.collect::<Vec<_>>().join("; ")
}

#[test]
fn texts_hold_what_the_corpus_says() {
    let today = Some(date(2026, 11, 26));
    let (some, none) = finds::check("tests/corpus/extract", "nothing", |text| told(text, today), |_| String::new());
    assert!(some >= 75 && none >= 40, "only {some} with finds, {none} without");
}

#[test]
fn without_a_day_nothing_is_guessed() {
    assert_eq!(told("charged on March 15, again yesterday, on 2026-03-15", None), "date --03-15; date 2026-03-15");
}

#[test]
fn a_long_text_is_read_in_one_pass() {
    let shapes = [Shape::new("MEM-####").expect("a shape"), Shape::new("#").expect("a shape")];
    let pieces = [
        "order 10423 ",
        "orders 1, ",
        "1-",
        "1.",
        "€5 ",
        "1 ",
        "a@b.co ",
        "a@",
        "march ",
        "march the ",
        "5 of ",
        "+34 600 123 ",
        "call 1 ",
        "hace ",
        "el ",
        "MEM-",
    ];
    for piece in pieces {
        let text = piece.repeat(50_000 / piece.len());
        let started = std::time::Instant::now();
        extract(&text, Some(date(2026, 11, 26)), &shapes);
        assert!(started.elapsed().as_secs() < 5, "{piece:?} took {:?}", started.elapsed());
    }
}

#[test]
fn what_is_no_shape_is_refused() {
    assert_eq!(Shape::new("ORDER"), Err(ShapeProblem::NoDigit));
    assert_eq!(Shape::new(&"#".repeat(41)), Err(ShapeProblem::TooLong));
    assert!(Shape::new(&"#".repeat(40)).is_ok());
    assert_eq!(Shape::new("A B#"), Err(ShapeProblem::Ends));
    assert_eq!(Shape::new("-##"), Err(ShapeProblem::Ends));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4_000) })]

    #[test]
    fn finds_stand_in_the_text_apart_and_in_order(
        text in prop_oneof![any::<String>(), "([0-9]{1,4}|[./,@€$#+()-]| |order|invoice|march|de|marzo|ayer|ago|hace|EUR|á){0,20}"],
        day in prop::option::of((1990i16..2100, 1i8..13, 1i8..29)),
    ) {
        let shapes = [Shape::new("#-#").expect("a shape")];
        let mut end = 0;
        for found in extract(&text, day.map(|(year, month, day)| date(year, month, day)), &shapes) {
            prop_assert!(found.range.start >= end && !found.value.is_empty());
            prop_assert!(text.get(found.range.clone()).is_some_and(|part| !part.is_empty()));
            end = found.range.end;
        }
    }
}
