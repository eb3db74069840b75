//! The page of facts: every built-in stands there, and values are read as it says.

use super::support::{Block, code, read, rows, shell};
use super::{resolve, section, whole};
use baton::decision::Point;
use baton::policy::Fact;
use baton::runtime::Values;
use baton::runtime::bind::bind;
use baton::semantics::{self, PHRASES};
use baton::value::{Value, show};
use baton::{Session, Table};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Every built-in of the code stands on the page, and no other, with its name, its type's page and its place.
#[test]
fn the_page_of_facts_is_complete() {
    let page = read("docs/facts.md");
    let on_page: BTreeMap<String, Vec<String>> =
        rows(section(&page, "## Built-in facts")).into_iter().map(|row| (code(&row[0]).to_owned(), row)).collect();
    let in_code: BTreeSet<&str> = PHRASES.iter().map(|phrase| phrase.words).collect();
    let known: BTreeSet<&str> = on_page.keys().map(String::as_str).collect();
    assert_eq!(known, in_code, "left: docs/facts.md, right: the code");
    let (policy, said) = resolve(&asks_everything());
    let table = Table::new(policy.unwrap_or_else(|| panic!("{said:?}")));
    let unsent = unsent(&table);
    for phrase in PHRASES {
        let row = &on_page[phrase.words];
        let id = table.find_fact(&filled(phrase.name, "spring")).expect("the policy asks for it");
        let fact = table.policy().fact(id);
        assert_eq!(code(&row[1]), phrase.name, "the JSON name of `{}`", phrase.words);
        assert_eq!(code(&row[2]), fact.kind.to_string(), "the type of `{}`", phrase.words);
        assert_eq!(row[3] == "answer", phrase.on_answer, "where `{}` exists", phrase.words);
        assert_eq!(row[4], known_by(fact, unsent.get(id)), "who knows `{}`", phrase.words);
        assert_eq!(row[5], phrase.about, "what `{}` tells", phrase.words);
    }
}

/// A template with something in each of its places.
fn filled(template: &str, text: &str) -> String {
    template.replace('N', "7").replace("QUEUE", "billing").replace("MESSAGE", "hand_off").replace("TEXT", text)
}

/// A policy that asks for every built-in.
fn asks_everything() -> String {
    let rule = |(at, phrase): (usize, &semantics::BuiltInPhrase)| {
        format!("rule asks{at} {{ when {} is known; then stay }}\n", filled(phrase.words, "\"spring\""))
    };
    let text: String = PHRASES.iter().enumerate().map(rule).collect();
    whole(&Block { info: "baton".to_owned(), text, line: 0 })
}

/// `baton facts` says of the same facts that Baton works them out.
#[cfg(unix)]
#[test]
fn the_command_says_what_the_page_says() {
    let path = std::env::temp_dir().join(format!("baton-facts-{}.baton", std::process::id()));
    std::fs::write(&path, asks_everything()).expect("the folder for such files can be written");
    let printed = shell(&format!("baton facts '{}'", path.display()), &std::env::temp_dir());
    let _ = std::fs::remove_file(&path);
    for row in rows(section(&read("docs/facts.md"), "## Built-in facts")) {
        let name = filled(code(&row[1]), "spring");
        let line = printed.lines().find(|line| line.split_whitespace().next() == Some(&name));
        let says = line.unwrap_or_else(|| panic!("{name} is not printed:\n{printed}")).contains("worked out by Baton");
        // `wait here` is worked out from the waits of the queues, which the service sends.
        assert_eq!(says, row[4] == "Baton" || name == "wait_here", "{name}");
    }
}

/// What a fact is when the service sends nothing but the conversation, with its times and the customer's history.
fn unsent(table: &Table) -> Values {
    let mut session = Session::new(table, "a-conversation");
    session.started(1_766_570_400);
    session.history(&[]);
    session.customer("Where is my order?", Some(0));
    session.assistant("On its way.", Some(5));
    session.customer("Where is it now?", Some(60));
    session.assistant("Near you.", Some(65));
    session.facts(Point::Answer).clone()
}

/// The last column but one: who knows the fact.
fn known_by(fact: &Fact, value: Option<&Value>) -> String {
    match (value, &fact.default) {
        (Some(value), Some(default)) if value == default => format!("service, else {}", show(value, &fact.kind)),
        (Some(_), _) => "Baton".to_owned(),
        (None, _) => "service".to_owned(),
    }
}

/// What the page of facts says of JSON is what is read.
#[test]
fn values_are_read_as_the_page_says() {
    let text = "baton 1\npolicy \"P\" { timezone \"UTC\"; languages en; assistant gives no confidence; default queue q\n\
        otherwise stay; on failure hand off to q }\nqueue q\ncategory billing { refund also called \"money_back\" }\n\
        fact truth is true or false\nfact count_ is count\nfact number_ is number from -1 to 1\nfact share_ is share\n\
        fact scaled is share sent as 0 to 100\nfact money_ is money in EUR\nfact duration_ is duration\n\
        fact time_ is time of day\nfact date_ is date\nfact moment_ is moment\nfact weekday_ is weekday\n\
        fact list_ is one of a, b or other\nfact tags_ is tags\nfact language_ is a language\n\
        fact country_ is a country\nfact agent_ is an agent\n";
    let (artifact, said) = resolve(text);
    let artifact = artifact.unwrap_or_else(|| panic!("{said:?}"));
    let read = |name: &str, json: serde_json::Value| {
        let (fact, value) = bind(&artifact.policy, name, &json).unwrap_or_else(|problem| panic!("{problem:?}"));
        value.map(|value| show(&value, &artifact.policy.fact(fact).kind))
    };
    for (name, json, shown) in [
        ("truth", json!("true"), "true"),
        ("count_", json!(3), "3"),
        ("number_", json!(-0.4), "-0.4"),
        ("share_", json!(0.85), "85%"),
        ("share_", json!("85%"), "85%"),
        ("scaled", json!(85), "85%"),
        ("money_", json!(120.5), "120.5 EUR"),
        ("money_", json!("120.5 EUR"), "120.5 EUR"),
        ("money_", json!({"amount": 120.5, "currency": "EUR"}), "120.5 EUR"),
        ("duration_", json!(90), "1m30s"),
        ("duration_", json!("30 days"), "30 days"),
        ("duration_", json!("1h30m"), "1h30m"),
        ("duration_", json!("PT90S"), "1m30s"),
        ("time_", json!("08:00"), "08:00"),
        ("date_", json!("2026-12-24"), "2026-12-24"),
        ("moment_", json!("2026-12-24T08:00:00Z"), "2026-12-24T08:00:00Z"),
        ("weekday_", json!("mon"), "mon"),
        ("list_", json!("a"), "a"),
        ("list_", json!("z"), "other"),
        ("tags_", json!(["vip", "beta"]), "beta, vip"),
        ("tags_", json!("vip, beta"), "beta, vip"),
        ("language_", json!("es-MX"), "es"),
        ("country_", json!("ES"), "ES"),
        ("agent_", json!(7), "7"),
        ("category", json!("billing.refund"), "billing.refund"),
        ("category", json!("money_back"), "billing.refund"),
        ("category", json!("refund"), "billing.refund"),
    ] {
        assert_eq!(read(name, json.clone()).as_deref(), Some(shown), "{name}: {json}");
    }
    assert_eq!(read("count_", json!(null)), None);
}
