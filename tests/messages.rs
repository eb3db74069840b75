//! Messages in words: whatever is told, a text has no hole; languages write values in their own way.
//!
//! In: the policies of examples/ and a small one. Out: what a customer would read.

#![cfg(feature = "cli")]

mod support;

#[path = "support/texts.rs"]
mod texts;

use std::sync::OnceLock;

use baton::policy::{Placeholder, Situation, situation_words};
use baton::runtime::message::{TOLD_MAX, Told, Unsaid, say};
use baton::{Policy, compile, localise};
use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};
use texts::{One, Repository};

fn solvana() -> &'static Policy {
    static SOLVANA: OnceLock<Policy> = OnceLock::new();
    SOLVANA.get_or_init(|| compile("examples/solvana/policy.baton", &Repository).0.expect("it compiles").policy)
}

/// A policy that says one text, in five languages.
fn policy(text: &str) -> Policy {
    let languages = ["en", "es", "de", "ca", "xx"];
    let texts: String = languages.iter().map(|language| format!("    {language} \"{text}\"\n")).collect();
    let bare: String = languages.iter().map(|language| format!("  {language} \"bare\"\n")).collect();
    let situations = "when the wait is known and a callback is offered and the queue is closed";
    let text = format!(
        "baton 1\npolicy \"P\" {{ timezone \"Europe/Madrid\"; languages {}; assistant gives no confidence; \
         default queue q; otherwise hand off; on failure hand off to q }}\n\
         category money \"Money matters\" {{ refund \"Money back\" }}\n\
         fact amount is money in EUR default 0 EUR\nfact part is share default 0%\nfact many is count default 0\n\
         fact size is number from 0 to 9 default 0\nfact length is duration default 0s\nfact day is date default 2026-01-01\n\
         fact time is time default 08:00\nfact kind is one of a, b default a\n\
         queue q\nmessage hand_off {{\n  {situations} {{\n{texts}  }}\n{bare}}}\n",
        languages.join(", ")
    );
    let (artifact, problems, _) = compile("p.baton", &One(text));
    let said: Vec<String> = problems.sorted().iter().map(|one| one.message.clone()).collect();
    artifact.unwrap_or_else(|| panic!("{said:?}")).policy
}

fn told(policy: &Policy, values: &Json) -> Told {
    let mut all = json!({ "wait": 60, "callback_time": "2026-12-24T15:00:00Z", "next_open": "2026-12-24T15:00:00Z" });
    let known = all.as_object_mut().expect("an object");
    known.extend(values.as_object().expect("an object").clone());
    let (told, problems) = Told::from_json(policy, known);
    assert!(problems.is_empty(), "{problems:?}");
    told
}

/// What the text says in these languages.
#[expect(clippy::needless_pass_by_value, reason = "values are written where they are used")]
fn written(text: &str, values: Json) -> Vec<String> {
    let policy = policy(text);
    let told = told(&policy, &values);
    let words = |language: &&str| {
        let said = say(&policy, &policy.messages[0], language, &told).expect("it fits");
        localise::text(&policy, &said, &told).replace(['\u{a0}', '\u{202f}'], " ")
    };
    ["en", "es", "de", "xx"].iter().map(words).collect()
}

#[test]
fn waits_have_their_plural_and_are_rounded_up() {
    let about = |values: Json| written("{about_wait}", values);
    assert_eq!(about(json!({ "wait": 180 })), ["about 3 minutes", "unos 3 minutos", "≈ 3 Minuten", "≈ 3 min"]);
    assert_eq!(about(json!({ "wait": 1 }))[..2], ["about 1 minute", "alrededor de 1 minuto"]);
    assert_eq!(about(json!({ "wait": 0 }))[..2], ["about 1 minute", "alrededor de 1 minuto"]);
    assert_eq!(about(json!({ "wait": 181.5 }))[..2], ["about 4 minutes", "unos 4 minutos"]);
    assert_eq!(about(json!({ "wait": "90m" }))[..2], ["about 2 hours", "unas 2 horas"]);
    assert_eq!(about(json!({ "wait": "36h" }))[..2], ["about 2 days", "unos 2 días"]);
    let wait = |values: Json| written("{wait}", values);
    let range = json!({ "wait_low": 290, "wait_high": 470 });
    assert_eq!(wait(range), ["5 to 8 minutes", "5 a 8 minutos", "5–8 Minuten", "5–8 min"]);
    assert_eq!(wait(json!({ "wait_low": 290, "wait_high": 300 }))[..2], ["5 minutes", "5 minutos"]);
    assert_eq!(
        wait(json!({ "wait_low": "45m", "wait_high": "2h" }))[..2],
        ["45 minutes to 2 hours", "45 minutos a 2 horas"]
    );
}

#[test]
fn counts_have_the_words_of_their_plural() {
    let text = "baton 1\npolicy \"P\" { timezone \"UTC\"; languages en, es, pl, ja; assistant gives no confidence; \
         default queue q; otherwise hand off; on failure hand off to q }\nfact many is count default 0\nqueue q\n\
         message hand_off { en \"{many: one invoice, other invoices}.\"; \
         es \"{many: one factura, many de facturas, other facturas}.\"; \
         pl \"{many: one faktura, few faktury, many faktur}.\"; ja \"{many: other 件}.\" }\n";
    let (artifact, problems, _) = compile("p.baton", &One(text.to_owned()));
    assert!(problems.sorted().is_empty(), "{:?}", problems.sorted());
    let policy = artifact.expect("it compiles").policy;
    let written = |language: &str, many: i64| {
        let told = told(&policy, &json!({ "many": many }));
        let said = say(&policy, &policy.messages[0], language, &told).expect("it fits");
        assert_eq!(said.plain(), None, "a language is needed for the plural");
        localise::text(&policy, &said, &told).replace(['\u{a0}', '\u{202f}'], " ")
    };
    let all = |many: i64| ["en", "es", "pl", "ja"].map(|language| written(language, many));
    assert_eq!(all(0), ["0 invoices.", "0 facturas.", "0 faktur.", "0 件."]);
    assert_eq!(all(1), ["1 invoice.", "1 factura.", "1 faktura.", "1 件."]);
    assert_eq!(all(3), ["3 invoices.", "3 facturas.", "3 faktury.", "3 件."]);
    assert_eq!(all(1_000_000), ["1,000,000 invoices.", "1.000.000 de facturas.", "1 000 000 faktur.", "1,000,000 件."]);
}

#[test]
fn times_are_in_the_customers_zone() {
    let text = "{callback_time} {callback_day} | {next_open} | {customer_timezone}";
    assert_eq!(
        written(text, json!({}))[..2],
        [
            "4:00 PM December 24 | Thursday, December 24 at 4:00 PM | Spain Time",
            "16:00 24 de diciembre | jueves, 24 de diciembre a las 16:00 | hora de España"
        ]
    );
    let at = json!({ "callback_time": "2026-12-25T00:30:00+01:00", "customer_timezone": "America/Chicago" });
    assert_eq!(
        written(text, at)[0],
        "5:30 PM December 24 | Thursday, December 24 at 9:00 AM | Chicago Time",
        "another day there"
    );
}

#[test]
fn facts_are_written_by_their_type() {
    let facts = |text: &str, values: Json| written(text, values);
    assert_eq!(facts("{amount}", json!({ "amount": 12345.5 }))[..3], ["€12,345.50", "12.345,50 €", "12.345,50 €"]);
    assert_eq!(facts("{part}", json!({ "part": 0.855 }))[..3], ["85.5%", "85,5 %", "85,5 %"]);
    assert_eq!(facts("{many}/{size}", json!({ "many": 12345, "size": 1.5 }))[..2], ["12,345/1.5", "12.345/1,5"]);
    assert_eq!(facts("{length}", json!({ "length": 5400 }))[..2], ["1 hour 30 minutes", "1 hora 30 minutos"]);
    assert_eq!(facts("{length}", json!({ "length": 0 }))[..2], ["0 seconds", "0 segundos"]);
    assert_eq!(facts("{day}", json!({ "day": "2026-12-24" }))[..2], ["December 24, 2026", "24 de diciembre de 2026"]);
    assert_eq!(facts("{time} {kind}", json!({ "time": "16:30", "kind": "b" }))[..2], ["4:30 PM b", "16:30 b"]);
}

#[test]
fn far_values_have_words_too() {
    let longest = "9000000000000";
    for wait in [longest, "0.000001"] {
        assert!(written("{about_wait} {wait}", json!({ "wait": wait }))[0].starts_with("about "), "{wait}");
    }
    let instants = ["9999-12-30T00:00:00Z", "-009999-01-03T00:00:00Z"];
    for at in instants {
        assert!(!written("{next_open} {callback_time}", json!({ "next_open": at, "callback_time": at }))[0].is_empty());
    }
}

#[test]
fn more_values_than_the_limit_are_not_read() {
    let policy = solvana();
    let many = |count: usize| -> Map<String, Json> { (0..count).map(|at| (format!("x{at}"), json!(1))).collect() };
    assert_eq!(Told::from_json(policy, &many(TOLD_MAX)).1.len(), TOLD_MAX);
    let problems = Told::from_json(policy, &many(TOLD_MAX + 1)).1;
    assert_eq!(problems.len(), TOLD_MAX + 1);
    assert_eq!(problems[0].message, format!("{} values; at most {TOLD_MAX} are read", TOLD_MAX + 1));
    let long = "x".repeat(baton::runtime::bind::TEXT_MAX + 1);
    let (told, problems) = Told::from_json(policy, json!({ "case_id": long }).as_object().expect("an object"));
    assert_eq!((told.get("case_id"), problems.len()), (None, 1));
}

#[test]
fn what_is_not_told_is_named() {
    let message = solvana().messages.iter().find(|message| message.name == "hand_off").expect("it is there");
    assert_eq!(say(solvana(), message, "en", &Told::default()), Err(Unsaid::Needs(vec!["team".to_owned()])));
    assert_eq!(say(solvana(), message, "fr", &Told::sample()), Err(Unsaid::NoText));
}

/// Where `when …` stands in a policy's text, by the situations' words; the bare text last.
fn heading(written: &str, situations: &[Situation]) -> usize {
    if situations.is_empty() {
        return written.len();
    }
    written.find(&format!("when {} {{", situation_words(situations))).expect("the text has it")
}

#[test]
fn texts_are_listed_in_the_order_of_the_policy() {
    for path in ["examples/acme/policy.baton", "examples/solvana/policy.baton"] {
        let policy = compile(path, &Repository).0.expect("it compiles").policy;
        let languages: Vec<&str> = policy.languages.iter().map(String::as_str).collect();
        for message in &policy.messages {
            let file = policy.sources.file(message.span.file);
            let from = &file.text[message.span.start as usize..];
            let written = from.split("\nmessage ").next().and_then(|own| own.split("\n}").next()).expect("a message");
            let shown = localise::overview(&policy, message, &languages, None);
            let place = |text: &localise::Text<'_>| {
                let language = languages.iter().position(|one| *one == text.language).expect("it is spoken");
                (heading(written, text.situations), language)
            };
            let order: Vec<(usize, usize)> = shown.texts.iter().map(place).collect();
            assert!(order.is_sorted(), "{path}, {}: {order:?}", message.name);
        }
    }
}

#[test]
fn an_example_shows_every_situation_and_the_team_of_the_rule_that_says_it() {
    let policy = compile("examples/acme/policy.baton", &Repository).0.expect("it compiles").policy;
    let shown = |name: &str| {
        let message = policy.messages.iter().find(|message| message.name == name).expect("it is there");
        localise::overview(&policy, message, &["en", "es"], None)
    };
    let hand_off = shown("hand_off");
    for situation in Situation::ALL {
        assert!(hand_off.texts.iter().any(|text| text.situations.contains(&situation)), "{}", situation.as_str());
    }
    let bare = |name: &str| shown(name).texts.iter().rev().take(2).map(|text| text.words.clone()).collect::<Vec<_>>();
    assert!(bare("security")[0].contains("equipo de Seguridad"), "{:?}", bare("security"));
    assert!(bare("hand_off")[1].contains("our Duty lead team"), "{:?}", bare("hand_off"));
    assert!(bare("ai_failed")[1].contains("our Support team"), "{:?}", bare("ai_failed"));
}

proptest! {
    /// Whatever is told, a text has no hole, and it is for situations that hold.
    #[test]
    fn no_text_has_a_hole(known in proptest::collection::vec(any::<bool>(), Placeholder::ALL.len()), seed in any::<usize>()) {
        let policy = solvana();
        let mut told = Told::sample();
        for (placeholder, known) in Placeholder::ALL.iter().zip(&known) {
            if !known {
                told.forget(placeholder.name);
            }
        }
        let message = &policy.messages[seed % policy.messages.len()];
        for language in &policy.languages {
            match say(policy, message, language, &told) {
                Ok(said) => {
                    let words = localise::text(policy, &said, &told);
                    prop_assert!(!words.contains(['{', '}']), "{words}");
                    prop_assert!(said.situations.iter().all(|situation| told.holds(*situation)));
                }
                Err(Unsaid::Needs(names)) => {
                    prop_assert!(names.iter().all(|name| told.get(name).is_none()), "{names:?}");
                }
                // The example has one message without a text for all other situations.
                Err(Unsaid::NoText) => prop_assert!(!told.holds(Situation::WaitKnown) && message.name == "offer_now"),
            }
        }
    }
}
