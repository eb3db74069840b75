//! Sentences of the design that forbid: a snippet, and the code that refuses it; and close by, one that is allowed.

use super::support::{compiled, errors, header};

/// The codes of all errors, in the order of the text.
fn codes(extra: &str, body: &str) -> Vec<String> {
    let (_, problems, _) = compiled(&(header(extra) + body));
    errors(&problems).lines().map(|line| line.split(' ').next().unwrap_or_default().to_owned()).collect()
}

const PRELUDE: &str = "category billing\nfact f is count\nfact g is count\nfact d is count default 0\nfact word is one of a, b\n\
    signal yes { in en says \"yes\" }\nsignal heat { 0.5 in en says \"hot\" }\nmessage m { en \"m\" }\n";

#[test]
fn what_the_design_forbids_is_refused() {
    let cases = [
        // Thresholds.
        ("E0404", "threshold confidence { 60%; raise by 5 points when confidence above 3% }"),
        ("E0404", "threshold f { 6; raise by 5 for each 1 f, up to 20 }"),
        ("E0404", "threshold f { 6 }\nthreshold confidence { 60%; raise by 5 points when f below threshold }"),
        ("E0209", "rule r { when sentiment below threshold; then stay }"),
        ("E0209", "threshold confidence { 60% }\nrule r { when confidence below strict minus 5 points; then stay }"),
        (
            "E0209",
            "threshold confidence { 60% }\nthreshold strict of f { 3 }\nrule r { when confidence below strict; then stay }",
        ),
        ("E0202", "threshold confidence { 60% }\nthreshold confidence { 70% }"),
        ("E0306", "threshold confidence { 60%; never below 50%; never above 40% }"),
        ("E0303", "threshold confidence { 60%; raise by 0 points when f above 1 }"),
        ("E0302", "threshold confidence { 60% }\nrule r { when confidence below threshold minus 10%; then stay }"),
        // Views of a score.
        ("E0304", "rule r { when heat earlier; then stay }"),
        ("E0304", "rule r { when heat in the conversation; then stay }"),
        ("E0304", "rule r { when heat at least 2 times; then stay }"),
        ("E0304", "rule r { when heat; then stay }"),
        // Signals read only what stands before them.
        ("E0214", "signal a { when b }\nsignal b { when a }"),
        ("E0214", "signal a { when a earlier }"),
        // Two facts with one name in JSON could not be told apart.
        (
            "E0202",
            "signal yes_earlier { in en says \"b\" }\nrule r { when yes earlier; then stay }\nrule q { when yes_earlier; then stay }",
        ),
        ("E0202", "fact yes_earlier is true or false\nrule r { when yes earlier and yes_earlier; then stay }"),
        ("E0202", "fact yes_earlier is true or false\nrule r { when yes earlier; then stay }"),
        ("E0202", "fact contacts_in_14_days is count\nrule r { when contacts in 14 days above 1; then stay }"),
        // An `also` changes nothing; only an `also` asks about the decision.
        ("E0408", "also a { then hand off }"),
        ("E0408", "watch also a { then tag t }"),
        // Without rates every other currency would be missing.
        ("E0401", "fact stake is money in EUR, converted default 0 EUR\nrule r { when stake above 1 EUR; then stay }"),
        ("E0404", "rule r { when action is stay; then close }"),
        ("E0404", "threshold confidence { 60%; raise by 5 points when queue is general }"),
        // Runs of turns.
        ("E0404", "rule r { when confidence below 50% for 2 turns running; then stay }"),
        // Types and units.
        ("E0302", "rule r { when f below 50%; then stay }"),
        ("E0305", "rule r { when word above 3; then stay }"),
        ("E0306", "rule r { when f between 4 and 2; then stay }"),
        ("E0206", "rule r { when word is c; then stay }"),
        ("E0304", "rule r { when f; then stay }"),
        ("E0307", "rule r { when word is a or b; then stay }"),
        ("E0109", "rule r { when f is 1 and g is 1 or d is 1; then stay }"),
        ("E0410", "rule r from 2026-12-26 until 2026-12-24 { then stay }"),
        ("E0122", "fact is_fine is true or false\nfact when is count"),
    ];
    let mut wrong = String::new();
    for (code, body) in cases {
        let found = codes("", &(PRELUDE.to_owned() + body));
        if !found.iter().any(|one| one == code) || found.iter().any(|one| one != code) {
            wrong += &format!("{code} expected, found {found:?}: {body}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_stands_beside_it_is_allowed() {
    let cases = [
        "threshold confidence { 60%; raise by 5 points when f above 3 }\nrule r { when confidence below threshold; then stay }",
        "threshold strict of confidence { 60% }\nrule r { when confidence below strict minus 5 points; then stay }",
        "rule r { when yes earlier or yes at least 2 times or yes in the conversation; then stay }",
        "signal a { when b }\nsignal b { when yes }\nrule r { when a and heat above 0.5; then stay }",
        "also a { when action is stay and queue is general and decided by otherwise; then tag t }",
        "rule r { when sentiment below 0 for 2 turns running; then stay }",
        "rule r { when yes earlier and yes_earlier; then stay }",
        "rule r { when contacts_in_14_days above 1 and contacts in 14 days below 5; then stay }",
        "rule r { when (f is 1 and g is 1) or d is 1; then stay }",
        "rule r from 2026-12-24 until 2026-12-24 { then stay }",
    ];
    for body in cases {
        assert_eq!(codes("", &(PRELUDE.to_owned() + body)), Vec::<String>::new(), "{body}");
    }
}

#[test]
fn confidence_that_is_not_given_has_no_name() {
    let none = |body: &str| {
        let text = header("").replace("assistant gives confidence, category", "assistant gives no confidence") + body;
        errors(&compiled(&text).1)
    };
    for body in [
        "rule r { when confidence below 50%; then stay }",
        "rule r { then stay; except when confidence is missing }",
        "threshold confidence { 60% }",
        "threshold strict of confidence { 60% }",
        "also a { when confidence is known; then tag t }",
        "test \"t\" { given confidence is 40%; expect stay }",
    ] {
        let found = none(body);
        assert!(!found.is_empty() && found.lines().all(|line| line.starts_with("E0403")), "{found}: {body}");
    }
    assert_eq!(none("rule r { when assistant failed or attempted above 1; then stay }"), "");
}

/// Signals that a missing fact silences, and one that it silences in part.
const OVER: &str = "signal over { when f above 3 }\nsignal over_too { when over }\n\
    signal over_or_over { when f above 3; when g above 3 }\nsignal over_or_yes { when f above 3; in en says \"yes\" }\n\
    signal weighs { 0.6 when f above 3 }\n";

/// `E0402` exactly where a missing fact alone can keep a guard from holding.
#[test]
fn a_guard_that_a_missing_fact_silences() {
    let silenced = [
        "f above 3",
        "not f above 3",
        "word is not a",
        "f above 3 and d above 1",
        "f above 3 or d above 1",
        "f above 3 or g is missing",
        "(f is missing or d above 1) and f above 3",
        "not (f above 3 and d above 1)",
        "not (f is missing and g above 1)",
        "category is not billing",
        "not (category is billing or d above 1)",
        "f above 3 for 1 turns running",
        "over",
        "over earlier",
        "over at least 2 times",
        "over_too and yes",
        "over_or_over",
        "weighs above 0.5",
    ];
    let fine = [
        "f above 3 for 1 turns running or f is missing",
        "f is known and f above 3 for 1 turns running",
        "not f above 3 for 1 turns running",
        "d above 3 for 1 turns running",
        "over or f is missing",
        "not over",
        "over_or_yes",
        "over at most 2 times",
        "d above 1",
        "f is missing",
        "f is known",
        "not (f is missing)",
        "f is known and f above 3",
        "f is missing or f above 3",
        "f above 3 or f is missing",
        "f above 3 or f is not known",
        "f above 3 or (d above 1 or f is missing)",
        "(f above 3 or d above 1) or f is missing",
        "d above 1 and (f is known and d above 2) and f above 3",
        "f is known and (f above 3 or d above 1)",
        "f is missing or (f above 3 and d above 1)",
        "not (f is missing) and not (f above 3)",
        "not (f is known and f above 3)",
        "yes and not yes earlier",
        "category is missing or yes",
        "category is billing",
        "category is missing or category is not billing",
    ];
    for condition in silenced {
        let found = codes("", &format!("{PRELUDE}{OVER}guard r {{ when {condition}; then close }}"));
        assert!(!found.is_empty() && found.iter().all(|code| code == "E0402"), "{condition}: {found:?}");
    }
    for condition in fine {
        let found = codes("", &format!("{PRELUDE}{OVER}guard r {{ when {condition}; then close }}"));
        assert!(found.is_empty(), "{condition}: {found:?}");
    }
    let fine_rules = [
        "guard r { when yes; then close; except when f above 3 }",
        "guard r { when yes; then close; except when not f above 3 }",
        "guard r { when f above 3; then close; except when f is missing }",
        "group x when f is known { guard r { when f above 3; then close } }",
        "group x when f is known and d is 0 { guard r { when f above 3; then close } }",
        "group x except when f is missing { guard r { when f above 3 and d is 0; then close } }",
        "watch guard r { when f above 3; then close }",
        "guard r { when f above 3; then close; allow silenced_guard because \"tests\" }",
    ];
    for body in fine_rules {
        assert_eq!(codes("", &format!("{PRELUDE}{body}")), Vec::<String>::new(), "{body}");
    }
}
