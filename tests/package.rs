//! What goes with a handoff: headlines by labelled conversations, limits, forms, and that nothing is made up.

#![cfg(feature = "cli")]

mod support;

use baton::conversation::Speaker;
use baton::extract::extract;
use baton::io::transcript::Reader;
use baton::runtime::package::{self, HeadlineBy, Package};
use baton::runtime::record::{self, Occasion};
use baton::runtime::{Options, Table, replay};
use baton::source::Files;
use baton::{Conversation, compile};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use support::read;

/// The policy of the examples.
fn table() -> Table {
    struct Acme;
    impl Files for Acme {
        fn read(&self, path: &str) -> Result<String, String> {
            std::fs::read_to_string(support::root().join("examples/acme").join(path)).map_err(|error| error.to_string())
        }
    }
    let (artifact, problems, _) = compile("policy.baton", &Acme);
    Table::new(artifact.unwrap_or_else(|| panic!("{problems:?}")))
}

fn conversation(line: &Json) -> Conversation {
    let text = format!("{line}\n");
    let mut reader = Reader::new("test.jsonl", text.as_bytes());
    reader.next().expect("a conversation").unwrap_or_else(|error| panic!("{error}"))
}

/// The package at the last decision of a conversation.
fn last(table: &Table, conversation: &Conversation) -> Option<Package> {
    let steps = replay(table, conversation, &Options::default());
    let step = steps.last()?;
    Some(package::package(table.policy(), conversation, step.turn, &step.decision))
}

fn lines(path: &str) -> Vec<Json> {
    read(path).lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

#[test]
fn the_story_of_the_seed_has_its_headline() {
    let table = table();
    let conversation = conversation(&lines("examples/acme/package.jsonl")[0]);
    let package = last(&table, &conversation).expect("a decision");
    assert_eq!(
        package.headline,
        "Customer reporting billing charge from March 15. AI confirmed charge is valid subscription renewal. Customer \
         states they cancelled subscription in February but system shows no cancellation record."
    );
    assert_eq!(package.headline_by, HeadlineBy::Baton);
}

#[test]
fn each_part_of_a_headline_is_the_labelled_one_or_absent() {
    let table = table();
    let (mut problems, mut whole) = (Vec::new(), 0);
    let all = lines("tests/corpus/package/conversations.jsonl");
    for line in &all {
        let mut line = line.clone();
        let wanted = line.as_object_mut().and_then(|line| line.remove("wanted")).expect("a labelled headline");
        let package = last(&table, &conversation(&line)).expect("a decision");
        whole += usize::from(wanted == package.headline);
        if wanted != package.headline {
            problems.push(format!("{}\n  is  {}\n  not {wanted}", line["id"], package.headline));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    let spanish = all.iter().filter(|line| line["lang"] == "es").count();
    assert!(all.len() >= 45 && spanish >= 15 && whole == all.len());
}

/// A conversation about everything, with more of it than a package has room for.
fn long() -> Json {
    let mut turns = Vec::new();
    for at in 0..30 {
        let text = format!(
            "Order {} was charged 1{at}.50 EUR, my card is 4012 8888 8888 1881. {}",
            10_000 + at,
            "more ".repeat(120)
        );
        turns.push(json!({ "role": "customer", "at": at * 60, "text": text }));
        let tried = json!([{ "action": format!("step {at}"), "result": "confirmed it" }]);
        turns.push(json!({
            "role": "assistant", "at": at * 60 + 5, "text": format!("I will look into {at}. Please wait."), "confidence": 0.99,
            "category": "billing.dispute", "attempted": tried,
        }));
    }
    json!({ "id": "long", "lang": "en", "started": "2026-11-26T10:00:00Z", "turns": turns })
}

#[test]
fn every_list_and_text_has_its_limit() {
    let package = last(&table(), &conversation(&long())).expect("a decision");
    let length = |text: &str| text.chars().count();
    assert_eq!((package.tried.len(), package.facts.len()), (8, package::FACTS_MAX));
    assert_eq!((package.promises.len(), package.turns.len(), package.quotes.len()), (package::FEW_MAX, 10, 3));
    assert!(package.turns.iter().all(|turn| length(&turn.text) <= package::QUOTE_MAX));
    assert!(length(&package.asked) == package::QUOTE_MAX && package.asked.ends_with('…'));
    assert!(length(&package.headline) <= 240);
    assert_eq!(package.tried.last().map(|one| one.action.as_str()), Some("step 29"));
    assert_eq!(package.left_out, ["26 more promises", "48 more things named", "22 more things tried"]);
    let supplied =
        json!({ "id": "s", "facts": { "headline": "x".repeat(300) }, "turns": [{ "role": "customer", "text": "Hi" }] });
    let package = last(&table(), &conversation(&supplied)).expect("a decision");
    assert_eq!((length(&package.headline), package.headline_by), (240, HeadlineBy::Service));
    assert_eq!(package.left_out, ["the end of the headline"]);
}

#[test]
fn no_form_has_what_nobody_else_may_read() {
    let package = last(&table(), &conversation(&long())).expect("a decision");
    for text in [package::markdown(&package), package::html(&package), package::json(&package).to_string()] {
        assert!(!text.contains("4012") && text.contains("card number"), "{text}");
    }
    assert_eq!(package.redacted.total(), 30);
}

#[test]
fn what_somebody_wrote_cannot_become_a_part_of_a_page() {
    let text = "<script>alert(1)</script> [a](javascript:x) ![b](c) *d* & \"e\" 'f'";
    let line = json!({ "id": "<b>", "lang": "\"><i>", "turns": [{ "role": "customer", "text": text }] });
    let package = last(&table(), &conversation(&line)).expect("a decision");
    let (html, markdown) = (package::html(&package), package::markdown(&package));
    assert!(!html.contains("<script>") && !html.contains("<b>&") && !html.contains("<i>"), "{html}");
    assert!(
        !markdown.contains("<script>")
            && !markdown.contains(" [a]")
            && !markdown.contains(" ![b]")
            && !markdown.contains(" *d*"),
        "{markdown}"
    );
}

#[test]
fn the_schema_names_every_key() {
    let schema: Json = serde_json::from_str(package::SCHEMA).expect("a schema");
    let package = last(&table(), &conversation(&long())).expect("a decision");
    let json = package::json(&package);
    let keys: Vec<&String> = json.as_object().expect("an object").keys().collect();
    let required: Vec<&str> = schema["required"].as_array().expect("a list").iter().filter_map(Json::as_str).collect();
    assert_eq!(keys, required);
    let described: Vec<&String> = schema["properties"].as_object().expect("an object").keys().collect();
    assert_eq!(keys, described);
}

/// A policy with a package of its own, and what stands in it.
fn own(lines: &str) -> Table {
    struct Text(String);
    impl Files for Text {
        fn read(&self, path: &str) -> Result<String, String> {
            if path == "policy.baton" { Ok(self.0.clone()) } else { Err("there is no such file".to_owned()) }
        }
    }
    let head = "baton 1\npolicy \"P\" { timezone \"UTC\"; languages en; fallback en; assistant gives confidence, category\n default queue q; \
                otherwise stay; on failure hand off to q }\nqueue q\nqueue billing\ncategory money\nfact tier is one of free, pro default \
                free\nfact seats is count\nextract order_id matching \"ORD-###\"\nextract member_id matching \"MEM-####\"\nextract account_id \
                matching \"AC-########\"\nuse \"std/signals/en\"\nrule paid { when category is money; then hand off to billing, need \
                language de at B2 }\n";
    let (artifact, problems, _) = compile("policy.baton", &Text(format!("{head}package {{\n{lines}\n}}\n")));
    let artifact = artifact.unwrap_or_else(|| panic!("{problems:?}"));
    // As a service has it: from the file.
    let file = baton::artifact::encode(&artifact, &baton::runtime::versions());
    Table::new(baton::artifact::decode(&file).expect("a whole file"))
}

#[test]
fn a_policy_says_what_is_shown_to_whom() {
    let table = own(
        "show tier, seats, order_id\nshow plan, since from crm within 800ms for billing\nshow login from analytics within 2s",
    );
    let line = |category: &str| {
        json!({ "id": "c", "facts": { "seats": "many", "plan": "gold, card 4012888888881881", "fetched.analytics": "timed out" },
            "turns": [{ "role": "customer", "text": "ORD-123 and ord-124 and ORD-123", "category": category }] })
    };
    let told = |package: &Package| -> Vec<String> {
        let one = |shown: &package::ShownFact| {
            format!(
                "{}: {:?} {:?}",
                shown.name,
                shown.value.as_deref().unwrap_or("-"),
                shown.note.as_deref().unwrap_or("-")
            )
        };
        package.shown.iter().map(one).collect()
    };
    let package = last(&table, &conversation(&line("money"))).expect("a decision");
    assert_eq!(
        told(&package),
        [
            r#"tier: "free" "not sent: the policy's default""#,
            r#"seats: "-" "what was sent could not be used""#,
            r#"order_id: "ORD-123; ord-124" "-""#,
            r#"plan: "gold, card [card number]" "-""#,
            r#"since: "-" "crm was not asked""#,
            r#"login: "-" "analytics took too long""#,
        ]
    );
    let fetch: Vec<(&str, usize, u32)> =
        package.fetch.iter().map(|one| (one.source.as_str(), one.fields.len(), one.within)).collect();
    assert_eq!(fetch, [("crm", 2, 800), ("analytics", 1, 2_000)]);
    let other = last(&table, &conversation(&line("none"))).expect("a decision");
    assert_eq!((other.shown.len(), other.fetch.len()), (4, 0));
}

/// One customer message with a category and facts.
fn message(text: &str, category: &str, facts: &Json) -> Conversation {
    let turn = json!({ "role": "customer", "text": text, "category": category });
    conversation(&json!({ "id": "c", "facts": facts, "turns": [turn] }))
}

/// What is shown under a name: `VALUE (NOTE)`, `SUBSTITUTE (NOTE)`.
fn under<'p>(package: &'p Package, name: &str) -> Option<&'p package::ShownFact> {
    package.shown.iter().find(|one| one.name == name)
}

#[test]
fn facts_that_baton_computes_are_shown() {
    let table = own(
        "show rounds, turns, same question, hour, lowest sentiment, confidence\nshow urgent, urgent earlier, wait of billing, phase",
    );
    let line = json!({ "id": "c", "started": "2026-11-26T10:00:00Z", "facts": { "wait_of_billing": 90 }, "turns": [
        { "role": "customer", "at": 0, "text": "This is urgent, my seat is gone" },
        { "role": "assistant", "at": 5, "text": "Which one?", "confidence": 0.9 },
        { "role": "customer", "at": 60, "text": "my seat is gone, terrible", "category": "money" },
    ] });
    let package = last(&table, &conversation(&line)).expect("a decision");
    let value = |name: &str| under(&package, name).and_then(|one| one.value.clone()).unwrap_or_else(|| "-".to_owned());
    let names = ["rounds", "turns", "hour", "urgent", "urgent earlier", "wait of billing", "phase"];
    let values: Vec<String> = names.iter().map(|name| value(name)).collect();
    assert_eq!(values, ["2", "3", "10", "false", "true", "1m30s", "assistant"]);
    assert!(value("lowest sentiment").starts_with("-0."), "{}", value("lowest sentiment"));
    // On the message there is no answer, so nothing is known of one.
    let confidence = under(&package, "confidence").expect("it is shown");
    assert_eq!((confidence.value.as_deref(), confidence.note.as_deref()), (None, Some("nothing tells it")));
    assert_eq!(package.urgency.words(), "yes, the customer said so earlier");
}

#[test]
fn a_mood_that_nothing_measures_is_unknown() {
    let table = own("quote last 2 turns");
    let mood = |language: &str, first: Option<f64>, last: Option<f64>| {
        let mut turns = json!([
            { "role": "customer", "text": "Terrible, terrible" }, { "role": "customer", "text": "no", "category": "money" },
        ]);
        for (at, feels) in [(0, first), (1, last)] {
            if let Some(feels) = feels {
                turns[at]["sentiment"] = json!(feels);
            }
        }
        let line = json!({ "id": "c", "facts": { "language": language }, "turns": turns });
        let package = self::last(&table, &conversation(&line)).expect("a decision");
        let json = package::json(&package);
        assert_eq!(json["mood"].is_null(), package.mood.is_none());
        let text = package::markdown(&package);
        let line = text.lines().find_map(|line| line.strip_prefix("- **Mood**: ")).expect("a line").to_owned();
        assert!(package::html(&package).contains(&line), "{line}");
        (line, json["mood_unmeasured"].as_str().map(str::to_owned))
    };
    assert!(mood("en", None, None).0.starts_with("bad"), "{:?}", mood("en", None, None));
    let unknown = ("not measured in ca".to_owned(), Some("ca".to_owned()));
    assert_eq!(mood("ca", None, None), unknown);
    assert_eq!(mood("ca", Some(-0.5), None), unknown, "what an earlier message was is not how it is now");
    assert_eq!(mood("ca", None, Some(-0.5)), ("bad (-0.5)".to_owned(), None));
    assert_eq!(mood("ca", Some(0.5), Some(-0.5)), ("bad (-0.5), getting worse".to_owned(), None));
}

#[test]
fn some_things_are_for_some_queues() {
    let table = own("show tier for billing\nshow seats not for billing\nshow mood, promises, order_number not for q");
    let facts = || json!({ "seats": 3 });
    let billing = last(&table, &message("order 10423, terrible", "money", &facts())).expect("a decision");
    let names = |package: &Package| package.shown.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    assert_eq!((names(&billing), billing.withheld.len()), (vec!["tier".to_owned()], 0));
    assert!(billing.mood.is_some() && billing.facts.iter().any(|one| one.kind == "order_number"));
    let table =
        own("show tier for billing\nshow seats not for billing\nshow mood, promises, order_number not for billing");
    let billing = last(&table, &message("order 10423 for 20 EUR, terrible", "money", &facts())).expect("a decision");
    assert_eq!(billing.withheld, ["promises", "order_number", "mood"]);
    assert!(billing.mood.is_none() && billing.promises.is_empty());
    let kinds: Vec<&str> = billing.facts.iter().map(|one| one.kind.as_str()).collect();
    assert_eq!(kinds, ["amount"]);
    for text in [package::markdown(&billing), package::html(&billing)] {
        assert!(!text.contains("Mood") && !text.contains("promised"), "{text}");
    }
    // Nobody takes over: what is for nobody's queue is not shown, what is kept from some is.
    let stay = last(&table, &message("hello", "none", &facts())).expect("a decision");
    assert_eq!(names(&stay), ["seats"]);
}

#[test]
fn what_is_required_and_not_there_has_its_substitute() {
    let table = own(
        "require seats else \"nobody counted\"\nrequire order_id else \"no order\"\nrequire plan from crm within 1s else \"unknown\"\n\
         require invoice_number else \"no invoice was named\" for billing\nrequire promises up to 1 items else \"nothing was promised\"",
    );
    let package = last(&table, &message("hi", "money", &json!({ "fetched.crm": "failed" }))).expect("a decision");
    assert_eq!(package.missing, ["seats", "order_id", "plan", "invoice number"]);
    let text = package::markdown(&package);
    for words in [
        "seats: nobody counted (not sent)",
        "order\\_id: no order (not named)",
        "plan: unknown (crm failed)",
        "invoice number: no invoice was named\n",
        "nothing was promised",
        "Missing, although the policy asks for it: seats, order\\_id, plan, invoice number.",
    ] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
    let facts = json!({ "seats": 2, "plan": "gold" });
    let package = last(&table, &message("ORD-123 and invoice 1041", "money", &facts)).expect("a decision");
    assert_eq!((package.missing.len(), package.shown.len()), (0, 3));
    let elsewhere = last(&table, &message("hi", "none", &json!({ "seats": 2, "plan": "gold" }))).expect("a decision");
    assert_eq!(elsewhere.missing, ["order_id"]);
}

#[test]
fn lists_and_values_are_as_long_as_the_policy_says() {
    let table = own(
        "show order_id up to 2 items\nshow tickets up to 3 items from helpdesk within 1s\nshow note up to 10 characters from crm within 1s\n\
         show amount up to 1 items\nshow contradictions up to 1 items\nquote last 2 turns",
    );
    let facts = json!({ "tickets": [{ "id": 1, "about": "card 4012888888881881" }, "b", "c", "d"], "note": "a long note of the CRM" });
    let package = last(&table, &message("ORD-111 ORD-222 ORD-333 10 EUR 20 EUR", "money", &facts)).expect("a decision");
    let value = |name: &str| under(&package, name).and_then(|one| one.value.as_deref()).unwrap_or("-");
    assert_eq!(value("order_id"), "ORD-111; ORD-222");
    assert_eq!(value("tickets"), "id 1, about card [card number]; b; c");
    assert_eq!(value("note"), "a long no…");
    assert_eq!(package.facts.iter().filter(|one| one.kind == "amount").count(), 1);
    assert_eq!(package.left_out, ["1 more of amount", "1 more of order_id", "1 more of tickets"]);
    let empty = last(&table, &message("hi", "money", &json!({ "tickets": [] }))).expect("a decision");
    assert_eq!(under(&empty, "tickets").and_then(|one| one.value.as_deref()), Some("none"));
    let many: Vec<String> = (0..30).map(|at| format!("ticket {at} {}", "x".repeat(300))).collect();
    let facts = json!({ "tickets": many, "note": "x".repeat(900) });
    let long = last(&table, &message("hi", "money", &facts)).expect("a decision");
    let length =
        |name: &str| under(&long, name).and_then(|one| one.value.as_deref()).map_or(0, |text| text.chars().count());
    assert_eq!((length("tickets"), length("note")), (400, 10));
    let turns: Vec<Json> = (0..5).map(|at| json!({ "role": "customer", "text": format!("message {at}") })).collect();
    let package = last(&table, &conversation(&json!({ "id": "c", "turns": turns }))).expect("a decision");
    assert_eq!(package.turns.iter().map(|turn| turn.number).collect::<Vec<_>>(), [4, 5]);
}

#[test]
fn the_last_four_digits_are_for_those_who_may_see_them() {
    let lines = "redact card numbers, IBANs, national identifiers, account_id except the last four digits for billing";
    let table = own(lines);
    let text =
        "4012 8888 8888 1881, ES91 2100 0418 4502 0005 1332, DNI 12345678Z, AC-12345678, my password is gato1234";
    let billing =
        last(&table, &message(text, "money", &json!({ "headline": "card 4012888888881881" }))).expect("a decision");
    assert_eq!(
        billing.asked,
        "[card number ending 1881], [IBAN ending 1332], DNI [national identifier ending 5678], [account_id ending 5678], my \
         password is [password]"
    );
    assert_eq!(billing.headline, "card [card number ending 1881]");
    assert!(billing.redacted.total() >= 5 && billing.facts.is_empty());
    let other = last(&table, &message(text, "none", &json!({}))).expect("a decision");
    assert!(
        other.asked.starts_with("[card number], [IBAN], DNI [national identifier], [account_id]"),
        "{}",
        other.asked
    );
    for digits in ["1881", "1332", "5678", "gato1234"] {
        assert!(!package::json(&other).to_string().contains(digits), "{digits}");
    }
    // The decision goes into logs: it shows them to nobody.
    let steps = replay(&table, &message(text, "money", &json!({ "seats": "4012888888881881" })), &Options::default());
    let record = record::json(table.policy(), &steps[0].decision, &Occasion::default()).to_string();
    assert!(!record.contains("1881"), "{record}");
}

/// The policy of the larger example.
fn solvana() -> Table {
    struct Solvana;
    impl Files for Solvana {
        fn read(&self, path: &str) -> Result<String, String> {
            let path = support::root().join("examples/solvana").join(path);
            std::fs::read_to_string(path).map_err(|error| error.to_string())
        }
    }
    let (artifact, problems, _) = compile("policy.baton", &Solvana);
    Table::new(artifact.unwrap_or_else(|| panic!("{problems:?}")))
}

#[test]
fn the_larger_example_has_every_row_of_its_document() {
    let table = solvana();
    let story = conversation(&lines("examples/solvana/package.jsonl")[0]);
    let billing = last(&table, &story).expect("a decision");
    let value = |name: &str| under(&billing, name).and_then(|one| one.value.clone()).unwrap_or_default();
    assert!(billing.headline.starts_with("Customer reporting money charge (invoice INV-2026-1041)"));
    assert_eq!((value("identity").as_str(), value("disputes.charges").as_str()), ("sms", "2"));
    assert_eq!(value("account.plan"), "Growth, 12 seats");
    assert!(value("invoices.last").contains("INV-2026-0987") && value("transcript.link").starts_with("https://"));
    let tickets = under(&billing, "tickets.open").expect("it is shown");
    assert_eq!(tickets.note.as_deref(), Some("helpdesk took too long"));
    assert_eq!(billing.promises, ["I will send you the receipts by Friday."]);
    assert_eq!((billing.missing.len(), billing.urgency.was_said), (0, true));
    let sources: Vec<&str> = billing.fetch.iter().map(|one| one.source.as_str()).collect();
    assert_eq!(sources, ["crm", "billing_system", "helpdesk"]);

    // By team: who answers general questions sees nothing of the contract, technical the usage, security the last digits.
    let handed = |category: &str, text: &str, facts: Json| {
        let turn = json!({ "role": "customer", "text": text });
        let draft = json!({ "role": "assistant", "text": "…", "confidence": 1, "category": category });
        last(&table, &conversation(&json!({ "id": "c", "facts": facts, "turns": [turn, draft] }))).expect("a decision")
    };
    let shows = |package: &Package, name: &str| under(package, name).is_some();
    let general = handed("how_to", "How does it work?", json!({ "contacts_in_14_days": 5 }));
    assert_eq!(general.action, "hand off to general");
    assert!(!shows(&general, "account.plan") && !shows(&general, "customer.arr") && shows(&general, "tickets.open"));
    assert_eq!(general.missing, ["identity", "transcript.link"]);
    let technical = handed("technical_bug", "It fails", json!({ "contacts_in_14_days": 5 }));
    assert!(shows(&technical, "usage.last_login") && shows(&technical, "account.plan"));
    assert_eq!(technical.missing, ["identity", "transcript.link", "error code", "environment"]);
    let hacked = "My account has been hacked, the card is 4012 8888 8888 1881";
    let security = handed("account_access", hacked, json!({}));
    assert!(security.asked.ends_with("[card number ending 1881]"), "{} {}", security.action, security.asked);
}

#[test]
fn promises_are_heard_in_both_languages() {
    let table = own("show tier");
    let promises = |language: &str, answer: &str| {
        let answer = json!({ "role": "assistant", "text": answer, "confidence": 0.9 });
        let turns = json!([{ "role": "customer", "text": "hola" }, answer]);
        let line = json!({ "id": "c", "lang": language, "turns": turns });
        last(&table, &conversation(&line)).expect("a decision").promises
    };
    let spanish =
        "Hola. Le enviaré el recibo hoy. Recibirá un correo. Vamos a revisarlo. Esperé su respuesta. ¿Le llamaremos?";
    assert_eq!(promises("es", spanish), ["Le enviaré el recibo hoy.", "Recibirá un correo.", "Vamos a revisarlo."]);
    assert_eq!(promises("es", "Mañana lo devolveremos. Retiré el cargo."), ["Mañana lo devolveremos."]);
    let english = "We'll refund it. You will get an e-mail. Will I see it? A good will gesture.";
    assert_eq!(promises("en", english), ["We'll refund it.", "You will get an e-mail."]);
    assert!(promises("es", "He revisado su cuenta. El cargo es correcto. Gire la llave.").is_empty());
}

#[test]
fn a_language_has_its_level_and_its_notice() {
    let table = own("show tier");
    let line = |language: &str| json!({ "id": "c", "lang": language, "turns": [{ "role": "customer", "text": "hola", "category": "money" }] });
    let language = |of: &str| last(&table, &conversation(&line(of))).expect("a decision").language;
    let german = language("de").words();
    assert_eq!(
        german,
        "de, at level B2. Nothing here is written in it, only in en: who does not speak it needs a translation"
    );
    assert_eq!(language("en").words(), "en");
}

#[test]
fn what_a_source_did_shows_and_never_blocks() {
    let table = own("show plan, since from crm within 800ms");
    let told = |facts: Json| {
        let line =
            json!({ "id": "c", "facts": facts, "turns": [{ "role": "customer", "text": "hi", "category": "money" }] });
        let package = last(&table, &conversation(&line)).expect("a decision");
        let one = |one: &package::ShownFact| one.value.clone().or_else(|| one.note.clone()).unwrap_or_default();
        let shown: Vec<String> = package.shown.iter().map(one).collect();
        let text = package::markdown(&package);
        assert!(shown.iter().all(|one| text.contains(one.as_str())), "{text}");
        shown
    };
    assert_eq!(told(json!({ "plan": "gold", "since": 2021, "fetched.crm": "ok" })), ["gold", "2021"]);
    assert_eq!(told(json!({ "plan": "gold", "fetched.crm": "ok" })), ["gold", "crm does not have it"]);
    assert_eq!(told(json!({ "plan": null, "fetched.crm": "failed" })), ["crm failed", "crm failed"]);
    assert_eq!(told(json!({ "fetched.crm": "timed out" })), ["crm took too long", "crm took too long"]);
    assert_eq!(told(json!({})), ["crm was not asked", "crm was not asked"]);
    assert_eq!(told(json!({ "fetched.crm": 7 })), ["crm was not asked", "crm was not asked"]);
}

#[test]
fn a_decision_says_early_what_is_to_be_fetched() {
    let table = own("show plan, since from crm within 800ms for billing\nshow login from analytics within 2s");
    let line = json!({ "id": "c", "facts": { "plan": "gold", "fetched.crm": "ok", "headline": "h", "nobody": 1 }, "turns": [
        { "role": "customer", "text": "hi" },
        { "role": "customer", "text": "hello", "category": "money" },
    ] });
    let steps = replay(&table, &conversation(&line), &Options::default());
    let records = steps.iter().map(|step| record::json(table.policy(), &step.decision, &Occasion::default()));
    let [stay, hand_off] = <[Json; 2]>::try_from(records.collect::<Vec<_>>()).expect("two decisions");
    assert_eq!((&stay["action"], &stay["fetch"]), (&json!("stay"), &json!([])));
    let fetch = json!([
        { "source": "crm", "fields": ["plan", "since"], "within_ms": 800 },
        { "source": "analytics", "fields": ["login"], "within_ms": 2000 },
    ]);
    assert_eq!(hand_off["fetch"], fetch);
    // What is for the package is no unknown fact; anything else is one.
    assert_eq!(hand_off["problems"], json!([{ "fact": "nobody", "message": "unknown fact \"nobody\"" }]));
    let mut facts = table.facts();
    facts.read_json(&json!({ "plan": "gold", "fetched.crm": "ok", "nobody": 1 }).to_string()).expect("an object");
    assert_eq!(facts.problems().count(), 1);
}

#[test]
fn a_policy_says_what_it_must_have_and_what_is_taken_out() {
    let table = own(
        "require headline up to 20 characters else \"no summary\"\nrequire attempted up to 1 items else \"nobody tried\"\nquote last 2 customer messages\nredact member_id, passwords",
    );
    let line = json!({ "id": "c", "turns": [
        { "role": "customer", "text": "I am MEM-1234" }, { "role": "customer", "text": "still MEM-1234, not MEM-12345" }, { "role": "customer", "text": "well" },
    ] });
    let package = last(&table, &conversation(&line)).expect("a decision");
    assert_eq!((package.headline.as_str(), package.headline_by), ("no summary", HeadlineBy::Policy));
    assert_eq!((package.quotes.len(), package.hidden.as_slice()), (2, &[("member_id".to_owned(), 2)][..]));
    assert_eq!(package.quotes[0].text, "still [member_id], not MEM-12345");
    assert!(package::markdown(&package).contains("nobody tried") && package::html(&package).contains("nobody tried"));
    let json = package::json(&package);
    assert_eq!((&json["redacted"]["member_id"], &json["tried_else"]), (&json!(2), &json!("nobody tried")));
    assert!(!json.to_string().contains("MEM-1234,") && json["facts"] == json!([]));
    let tried = json!({ "id": "c", "turns": [{ "role": "customer", "text": "my refund is late", "attempted": ["a", "b"], "category": "money", "confidence": 0.9 }] });
    let package = last(&table, &conversation(&tried)).expect("a decision");
    assert_eq!(package.tried.len(), 1);
    assert_eq!(package.left_out, ["the issue, in the headline", "1 more things tried"]);
    assert_eq!(package.headline, "no summary");
}

/// Runs of digits.
fn numbers(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).map(str::to_owned).collect()
}

fn words() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "order 10423",
        "invoice INV-77",
        "charge",
        "refund",
        "from March 15",
        "yesterday",
        "49.99 EUR",
        "I cancelled my subscription",
        "in February",
        "I paid my invoice 1041",
        ".",
        "!",
        ",",
        "but",
        "no cancellation record",
        "found no payment",
        "confirmed 2 items",
        "error E4012",
        "el 15 de marzo",
        "pedido 88213",
        "password: gato123",
        "4012 8888 8888 1881",
        "ayer",
        "hola",
        "code 123456",
    ];
    prop_oneof![
        4 => prop::collection::vec(prop::sample::select(PIECES), 0..6).prop_map(|pieces| pieces.join(" ")),
        1 => "\\PC{0,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn a_headline_has_no_number_that_nobody_mentioned(
        said in prop::collection::vec((words(), words(), words()), 1..4), has_category in any::<bool>(), spanish in any::<bool>(),
    ) {
        thread_local!(static TABLE: Table = table());
        let mut turns = Vec::new();
        for (customer, assistant, result) in &said {
            turns.push(json!({ "role": "customer", "text": customer }));
            let mut answer = json!({ "role": "assistant", "text": assistant, "confidence": 0.9, "attempted": [{ "action": "looked", "result": result }] });
            if has_category {
                answer["category"] = json!("billing.dispute");
            }
            turns.push(answer);
        }
        let lang = if spanish { "es" } else { "en" };
        let line = json!({ "id": "c", "lang": lang, "started": "2026-11-26T10:00:00Z", "turns": turns });
        let conversation = conversation(&line);
        let package = TABLE.with(|table| last(table, &conversation)).expect("a decision");
        let mut known = String::new();
        for (customer, assistant, result) in &said {
            known += &format!("{customer} {assistant} {result} ");
            let today = jiff::civil::date(2026, 11, 26);
            known.extend(extract(customer, Some(today), &[]).iter().map(|one| format!("{} ", one.value)));
        }
        let known = numbers(&known);
        for number in numbers(&package.headline) {
            prop_assert!(known.contains(&number), "{number} in {}", package.headline);
        }
        prop_assert!(package.headline.chars().count() <= 240);
        prop_assert!(!package::json(&package).to_string().contains("gato123"));
        prop_assert!(package.turns.iter().all(|turn| turn.speaker != Speaker::Tool));
    }
}
