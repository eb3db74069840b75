//! What is found in a text, by files: `TEXT => KIND VALUE; …`, or `nothing TEXT`.

use std::fs;
use std::path::Path;

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
    let (mut problems, mut some, mut none) = (Vec::new(), 0, 0);
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/extract")).expect("the corpus") {
        let path = entry.expect("an entry").path();
        let corpus = fs::read_to_string(&path).expect("a readable file");
        for (number, line) in (1..).zip(corpus.lines()).filter(|(_, line)| !line.is_empty() && !line.starts_with("# "))
        {
            let (text, wanted) = match line.strip_prefix("nothing ") {
                Some(text) => (text, ""),
                None => line.split_once(" => ").expect("`TEXT => KIND VALUE; …`, or `nothing TEXT`"),
            };
            *(if wanted.is_empty() { &mut none } else { &mut some }) += 1;
            let is = told(text, Some(date(2026, 11, 26)));
            if is != wanted {
                let file = path.file_name().expect("a file").display();
                problems.push(format!("{file}:{number}: {text}\n  is {is}\n  not {wanted}"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(some >= 50 && none >= 30, "only {some} with finds, {none} without");
}

#[test]
fn without_a_day_nothing_is_guessed() {
    assert_eq!(told("charged on March 15, again yesterday, on 2026-03-15", None), "date --03-15; date 2026-03-15");
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
