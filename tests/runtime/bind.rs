//! JSON of a service, typed: what fits, and what is a problem.

use crate::builder::*;
use baton::policy::*;
use baton::runtime::bind::bind;
use baton::value::{Type, Value};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

fn read(kind: Type, scale: Option<(&str, &str)>, json: &Json) -> Result<Value, String> {
    let mut b = Builder::new();
    b.policy.rates = Some(Rates { to: "EUR".to_owned(), rates: vec![("USD".to_owned(), number("0.92"))], as_of: None });
    let fact = b.given("f", kind);
    b.policy.facts[fact.index()].scale = scale.map(|(low, high)| (number(low), number(high)));
    match bind(&b.policy, "f", json) {
        Ok((id, value)) => {
            assert_eq!(id, fact);
            Ok(value.expect("not null"))
        }
        Err(problem) => {
            assert_eq!(problem.fact, "f");
            Err(problem.message)
        }
    }
}

fn fits(kind: &Type, cases: &[(Json, Value)]) {
    for (json, value) in cases {
        assert_eq!(read(kind.clone(), None, json).as_ref(), Ok(value), "{kind} from {json}");
    }
}

fn fails(kind: &Type, cases: &[(Json, &str)]) {
    for (json, message) in cases {
        assert_eq!(read(kind.clone(), None, json), Err((*message).to_owned()), "{kind} from {json}");
    }
}

#[test]
fn numbers_are_read_exactly_and_within_limits() {
    let limited = Type::Number { low: Some(number("-1")), high: Some(number("1")) };
    fits(&limited, &[(json!(-0.7), num("-0.7")), (json!("0.5"), num("0.5")), (json!(1), num("1"))]);
    fails(
        &limited,
        &[
            (json!(1.1), "1.1 is not between -1 and 1"),
            (json!("low"), "\"low\" is not a number"),
            (json!(true), "true is not a number"),
            (json!(1e300), "1e+300 is too large a number"),
            (json!([1]), "a list is not a number"),
        ],
    );
    fits(&Type::Count, &[(json!(3), num("3")), (json!("3"), num("3")), (json!(3.0), num("3"))]);
    fails(
        &Type::Count,
        &[(json!(-1), "-1 is not a whole number, 0 or more"), (json!(1.5), "1.5 is not a whole number, 0 or more")],
    );
    fits(&Type::Share, &[(json!(0.85), num("0.85")), (json!("85%"), num("0.85")), (json!("12.5 %"), num("0.125"))]);
    fails(
        &Type::Share,
        &[(json!(85), "85 is not between 0 and 1"), (json!("101%"), "\"101%\" is not between 0 and 1")],
    );
}

#[test]
fn a_scale_of_the_service_is_mapped_onto_the_type() {
    let on = |kind: Type, scale, json| read(kind, Some(scale), &json);
    let feeling = Type::Number { low: Some(number("-1")), high: Some(number("1")) };
    assert_eq!(on(Type::Share, ("0", "100"), json!(85)), Ok(num("0.85")));
    assert_eq!(on(Type::Share, ("0", "100"), json!("85%")), Ok(num("0.85")));
    assert_eq!(on(Type::Score, ("1", "5"), json!(2)), Ok(num("0.25")));
    assert_eq!(on(feeling.clone(), ("-100", "100"), json!(-40)), Ok(num("-0.4")));
    assert_eq!(on(feeling, ("0", "3"), json!(1)), Ok(num("-0.333333")));
    assert_eq!(on(Type::Share, ("0", "100"), json!(101)), Err("101 is not between 0 and 100".to_owned()));
}

#[test]
fn money_has_a_currency() {
    let euros = |converted| Type::Money { currency: "EUR".to_owned(), converted };
    fits(
        &euros(true),
        &[
            (json!(120), num("120")),
            (json!("120"), num("120")),
            (json!("120 EUR"), num("120")),
            (json!({"amount": "120.50", "currency": "EUR"}), num("120.5")),
            (json!("100 usd"), num("92")),
        ],
    );
    fails(
        &euros(true),
        &[
            (json!("100 GBP"), "100 GBP is in a currency without a rate to EUR"),
            (json!("1,000 EUR"), "\"1,000 EUR\" is not an amount of money"),
            (json!({"currency": "EUR"}), "an amount of money without `amount`"),
        ],
    );
    fails(&euros(false), &[(json!("100 USD"), "100 USD is not in EUR")]);
}

#[test]
fn times_come_in_the_usual_spellings() {
    let month = num("2592000");
    fits(
        &Type::Duration,
        &[
            (json!(90), num("90")),
            (json!("30 days"), month.clone()),
            (json!("P30D"), month),
            (json!("2h"), num("7200")),
            (json!("1h30m"), num("5400")),
            (json!("PT1H30M"), num("5400")),
            (json!("P1DT12H"), num("129600")),
            (json!("1 week"), num("604800")),
            (json!("0.5s"), num("0.5")),
        ],
    );
    for bad in [json!("P1M"), json!("soon"), json!("2 months"), json!("P"), json!("h"), json!("3 é"), json!("P2é")] {
        let message = format!("{bad} is not a duration such as `30 days`, `2h` or a number of seconds");
        fails(&Type::Duration, &[(bad, &message)]);
    }
    fails(&Type::Duration, &[(json!(-1), "-1 is below 0")]);
    fits(&Type::Date, &[(json!("1970-01-02"), num("1")), (json!("2026-12-24"), num("20811"))]);
    fails(&Type::Date, &[(json!("2026-02-30"), "\"2026-02-30\" is not a date such as `2026-12-24`")]);
    fits(&Type::Time, &[(json!("08:00"), num("28800")), (json!("23:59:59"), num("86399"))]);
    fails(&Type::Time, &[(json!("24:30"), "\"24:30\" is not a time such as `08:00`")]);
    fits(&Type::Moment, &[(json!("1970-01-01T00:01:00Z"), num("60")), (json!("1970-01-01T02:00:00+02:00"), num("0"))]);
    fails(&Type::Moment, &[(json!("yesterday"), "\"yesterday\" is not an instant in RFC 3339")]);
}

#[test]
fn words_are_known_or_a_problem() {
    let tiers = |open| Type::OneOf { values: vec!["free".to_owned(), "pro".to_owned()], open };
    fits(&tiers(false), &[(json!("pro"), word("pro"))]);
    fails(&tiers(false), &[(json!("gold"), "\"gold\" is not one of free, pro"), (json!(1), "1 is not a text")]);
    fits(&tiers(true), &[(json!("gold"), word("other"))]);
    fits(
        &Type::Category,
        &[
            (json!("billing.refund"), word("billing.refund")),
            (json!("refund"), word("billing.refund")),
            (json!("refund_request"), word("billing.refund")),
        ],
    );
    fails(&Type::Category, &[(json!("sales"), "\"sales\" is not a category of this policy")]);
    fits(&Type::Language, &[(json!("es-MX"), word("es")), (json!("EN"), word("en"))]);
    fails(&Type::Language, &[(json!("Spanish"), "\"Spanish\" is not a language code such as `en`")]);
    fits(&Type::Country, &[(json!("es"), word("ES"))]);
    fails(&Type::Country, &[(json!("Spain"), "\"Spain\" is not a country code such as `ES`")]);
    fits(&Type::Truth, &[(json!(true), yes()), (json!("false"), no())]);
    fails(&Type::Truth, &[(json!(1), "1 is not true or false"), (json!("yes"), "\"yes\" is not true or false")]);
    let tags = Value::Words(vec!["a".to_owned(), "b".to_owned()]);
    fits(&Type::Tags, &[(json!(["b", "a", "b"]), tags.clone()), (json!("b, a"), tags)]);
    fails(&Type::Tags, &[(json!(["a", 1]), "1 is not a text")]);
    fits(&Type::Text, &[(json!("hello"), word("hello")), (json!(123), word("123"))]);
    fails(&Type::Agent, &[(json!("x".repeat(1_001)), "text of 1001 bytes; at most 1000 are read")]);
}

#[test]
fn null_is_missing_without_a_problem_and_unknown_names_are_said() {
    let mut b = Builder::new();
    let fact = b.truth("f");
    assert_eq!(bind(&b.policy, "f", &Json::Null), Ok((fact, None)));
    let problem = bind(&b.policy, "g", &Json::Null).expect_err("no such fact");
    assert_eq!((problem.fact.as_str(), problem.message.as_str()), ("g", "unknown fact \"g\""));
}

#[test]
fn a_list_of_attempts_counts() {
    let mut b = Builder::new();
    let fact = b.count("attempted", BuiltIn::Attempted);
    assert_eq!(bind(&b.policy, "attempted", &json!(["reset link", "form"])), Ok((fact, Some(num("2")))));
    assert_eq!(bind(&b.policy, "attempted", &json!(3)), Ok((fact, Some(num("3")))));
}

/// Every type, and a few scales.
fn kinds() -> Vec<Type> {
    vec![
        Type::Truth,
        Type::Count,
        Type::Number { low: Some(number("-1")), high: Some(number("1")) },
        Type::Share,
        Type::Money { currency: "EUR".to_owned(), converted: true },
        Type::Duration,
        Type::Time,
        Type::Date,
        Type::Moment,
        Type::OneOf { values: vec!["a".to_owned()], open: true },
        Type::Tags,
        Type::Language,
        Type::Country,
        Type::Text,
        Type::Category,
    ]
}

fn any_json() -> impl Strategy<Value = Json> {
    prop_oneof![
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        "\\PC{0,12}".prop_map(Json::from),
        "[-PpTt0-9.:e %hmsdEURé]{0,12}".prop_map(Json::from),
        "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?".prop_map(Json::from),
        proptest::collection::vec("[a-c]{0,2}", 0..4).prop_map(Json::from),
        (any::<f64>(), "[A-Z]{0,3}").prop_map(|(amount, code)| json!({"amount": amount, "currency": code})),
    ]
}

proptest! {
    #[test]
    fn nothing_panics_and_what_fits_is_within_limits(json in any_json()) {
        for kind in kinds() {
            for scale in [None, Some(("0", "100")), Some(("5", "5"))] {
                // An export writes an empty text where it has nothing.
                if json.is_null() || json == "" {
                    continue;
                }
                let Ok(Value::Number(found)) = read(kind.clone(), scale, &json) else { continue };
                match &kind {
                    Type::Share => prop_assert!(found >= number("0") && found <= number("1")),
                    Type::Number { .. } => prop_assert!(found >= number("-1") && found <= number("1")),
                    Type::Count => prop_assert!(found.is_whole() && found >= number("0")),
                    Type::Duration | Type::Time => prop_assert!(found >= number("0")),
                    _ => {}
                }
            }
        }
    }
}
