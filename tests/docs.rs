//! The pages of docs/ keep their word: what they show compiles, runs and is complete.
//!
//! In: docs/*.md. A ```` ```baton ```` block of the manual is a piece of the policy in [`PREAMBLE`]; a piece of the
//! preamble that the block declares itself makes room for it. `baton,conditions` and `baton,effects` hold one condition
//! or one effect a line. `baton,fails` must give an error. `baton,tour` is a part of docs/tour/policy.baton.

#![cfg(feature = "cli")]

mod support;

use baton::decision::Point;
use baton::diagnostic::{Code, Diagnostics, Severity};
use baton::policy::{Fact, Policy};
use baton::runtime::bind::bind;
use baton::runtime::{Engine, Facts, Session, worked};
use baton::semantics::{self, PHRASES};
use baton::source::{Files, Sources};
use baton::syntax;
use baton::value::{Value, show};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use support::{Block, blocks, code, files, read, root, rows};

/// What stands around every short example of the manual.
const PREAMBLE: &str = r#"
policy "Acme Support" { timezone "Europe/Madrid"; languages en; fallback en; assistant gives confidence, category; default queue general; otherwise stay; on failure hand off to general }
use "std/signals/en"
use "std/messages/en"
category account { password_reset, profile }
category billing { refund, dispute }
category technical { outage, integration }
fact customer.tier is one of free, pro, enterprise default free
fact customer.lifetime_value is money in EUR default 0 EUR
fact open_invoices is count default 0
fact plan.renews_in is duration default 365 days
fact order.status is one of packed, shipped, lost
switch known_outage "Known outage"
queue billing "Billing specialists" { handles billing; level L1; level L2 }
queue technical "Technical support" { handles technical }
queue account_managers "Account managers"
queue security "Security"
queue general "Support"
threshold confidence { 60% }
instruction check_order_first "Look the order up before answering."
action pause_marketing "Stops marketing mails for a week."
"#;

/// The files of every example.
struct Example<'a>(&'a str);

impl Files for Example<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        match path {
            "policy.baton" => Ok(self.0.to_owned()),
            "vip.csv" => Ok("account_id,name\nA-1001,Globex\nA-1002,Initech\n".to_owned()),
            "holidays.baton" => Ok("baton 1\n".to_owned()),
            _ => Err("there is no such file".to_owned()),
        }
    }
}

/// The policy of a text, and what is said of it.
fn resolve(text: &str) -> (Option<Policy>, Vec<(Code, String)>) {
    let (mut sources, mut out) = (Sources::default(), Diagnostics::default());
    let program = syntax::load("policy.baton", &Example(text), &mut sources, &mut out);
    let policy = semantics::resolve(&program, &sources, &mut out);
    let said = out.sorted().iter().map(|problem| (problem.code, problem.message.clone())).collect();
    (policy, said)
}

/// A block as a whole policy.
fn whole(block: &Block) -> String {
    let lines = block.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let wrapped = |before: &str, after: &str| -> String {
        lines.map(|(at, line)| format!("rule r{at} {{\n{before} {line}\n{after}\n}}\n")).collect()
    };
    let text = match block.info.as_str() {
        "baton,conditions" => wrapped("when", "then stay"),
        "baton,effects" => wrapped("when asks_for_human\nthen hand off,", ""),
        _ => block.text.clone(),
    };
    let declared: BTreeSet<Vec<&str>> = text.lines().map(head).collect();
    let around = PREAMBLE.lines().filter(|piece| !declared.contains(&head(piece)));
    format!("baton 1\n{}\n{text}", around.collect::<Vec<_>>().join("\n"))
}

/// The expectations of a policy's tests that are not met.
fn failures(policy: Policy) -> Vec<String> {
    let engine = Engine::new(policy);
    let tests = &engine.policy().tests;
    tests.iter().flat_map(|test| worked::run(&engine, test).failures).map(|failure| format!("{failure:?}")).collect()
}

/// The first two words of a line: what it declares.
fn head(line: &str) -> Vec<&str> {
    let mut words = line.split_whitespace();
    match words.next() {
        Some("policy") => vec!["policy"],
        first => first.into_iter().chain(words.next()).collect(),
    }
}

#[test]
fn every_example_of_the_manual_compiles() {
    let mut wrong = Vec::new();
    for block in blocks(&read("docs/language.md")).iter().filter(|block| is_example(block)) {
        let (policy, said) = resolve(&whole(block));
        let said: Vec<_> = said.into_iter().filter(|(code, _)| *code != Code::W0502).collect();
        let fine = match block.info.as_str() {
            "baton,fails" => said.iter().any(|(code, _)| code.severity() == Severity::Error),
            _ => policy.is_some() && said.is_empty(),
        };
        let failures = policy.map(failures).unwrap_or_default();
        if !fine || !failures.is_empty() {
            wrong.push(format!(
                "docs/language.md:{} ({}) {said:#?} {failures:#?}\n{}",
                block.line, block.info, block.text
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn is_example(block: &Block) -> bool {
    block.info.starts_with("baton") && block.info != "baton,tour"
}

/// The steps of the tour are the tour's policy, which has no problems and whose tests pass.
#[test]
fn the_tour_is_one_policy() {
    let page = blocks(&read("docs/language.md"));
    let steps: Vec<&str> =
        page.iter().filter(|block| block.info == "baton,tour").map(|block| block.text.as_str()).collect();
    let text = read("docs/tour/policy.baton");
    assert_eq!(steps.join("\n"), text, "left: docs/language.md, right: docs/tour/policy.baton");
    let (policy, said) = resolve(&text);
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(failures(policy.expect("it has no errors")), [""; 0]);
}

#[cfg(unix)]
#[test]
fn every_command_prints_what_the_page_shows() {
    for path in files("docs", ".md") {
        support::console::check(&path);
    }
}

/// Every built-in of the code stands on the page, and no other, with its name, its type's page and its place.
#[test]
fn the_page_of_facts_is_complete() {
    let page = read("docs/facts.md");
    let on_page: BTreeMap<String, Vec<String>> =
        rows(section(&page, "## Built-in facts")).into_iter().map(|row| (code(&row[0]).to_owned(), row)).collect();
    let in_code: BTreeSet<&str> = PHRASES.iter().map(|phrase| phrase.words).collect();
    let known: BTreeSet<&str> = on_page.keys().map(String::as_str).collect();
    assert_eq!(known, in_code, "left: docs/facts.md, right: the code");
    let engine = Engine::new(asks_everything());
    let unsent = unsent(&engine);
    for phrase in PHRASES {
        let row = &on_page[phrase.words];
        let id = engine.find_fact(&filled(phrase.name, "spring")).expect("the policy asks for it");
        let fact = engine.policy().fact(id);
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
fn asks_everything() -> Policy {
    let rule = |(at, phrase): (usize, &semantics::BuiltInPhrase)| {
        format!("rule asks{at} {{ when {} is known; then stay }}\n", filled(phrase.words, "\"spring\""))
    };
    let text: String = PHRASES.iter().enumerate().map(rule).collect();
    let (policy, said) = resolve(&whole(&Block { info: "baton".to_owned(), text, line: 0 }));
    policy.unwrap_or_else(|| panic!("{said:?}"))
}

/// What a fact is when the service sends nothing but the conversation, with its times and the customer's history.
fn unsent(engine: &Engine) -> Facts {
    let mut session = Session::new(engine, "a-conversation");
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

/// What stands below a heading, up to the next one of its rank or a higher one.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let start = page.find(&format!("{heading}\n")).unwrap_or_else(|| panic!("no heading {heading}")) + heading.len();
    let rank = heading.split(' ').next().unwrap_or_default();
    let end = page[start..].find(&format!("\n{rank} ")).map_or(page.len(), |at| start + at);
    &page[start..end]
}

/// Words with more than three meanings, each with the reason why another word would be worse.
const BUSY_WORDS: &[(&str, &str)] = &[];

#[test]
fn the_table_of_words_is_complete() {
    let page = read("docs/words.md");
    let mut meanings: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows(section(&page, "# The words of the language")) {
        let listed = row[1].split(';').filter(|meaning| !meaning.trim().is_empty()).count();
        assert!(meanings.insert(code(&row[0]).to_owned(), listed).is_none(), "{} stands twice", row[0]);
    }
    let in_grammar = keywords(&read("grammar/baton.pest"));
    let on_page: BTreeSet<String> = meanings.keys().cloned().collect();
    assert_eq!(on_page, in_grammar, "left: docs/words.md, right: the grammar");
    for (word, count) in &meanings {
        let excused = BUSY_WORDS.iter().any(|(busy, _)| busy == word);
        assert!(*count > 0, "`{word}` has no meaning");
        assert_eq!(*count > 3, excused, "`{word}` has {count} meanings");
    }
}

/// Every quoted word of the grammar.
fn keywords(grammar: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in grammar.lines().filter(|line| !line.trim_start().starts_with("//")) {
        let mut rest = line;
        while let Some(start) = rest.find('"') {
            let Some(length) = rest[start + 1..].find('"') else { break };
            let word = &rest[start + 1..start + 1 + length];
            if !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()) {
                found.insert(word.to_owned());
            }
            // `\"` and `\\` are escapes: go on behind them.
            rest = &rest[start + length + 2..];
        }
    }
    found
}

/// Every reserved word stands on the page of words, and nothing else does.
#[test]
fn the_list_of_reserved_words_is_complete() {
    let page = read("docs/words.md");
    let listed: Vec<&str> = section(&page, "## Words that cannot be names").split('`').skip(1).step_by(2).collect();
    let listed: BTreeSet<&str> =
        listed.into_iter().filter(|word| word.bytes().all(|b| b.is_ascii_lowercase())).collect();
    let known: BTreeSet<String> = keywords(&read("grammar/baton.pest"));
    let candidates = known.iter().map(String::as_str).chain(["earlier", "before", "watches"]);
    for word in candidates.chain(listed.iter().copied()) {
        let (_, said) = resolve(&format!("baton 1\nfact {word} is count default 0\n"));
        let reserved = said.iter().any(|(code, _)| *code == Code::E0122);
        assert_eq!(listed.contains(word), reserved, "`{word}`: left: docs/words.md, right: the parser");
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
    let (policy, said) = resolve(text);
    let policy = policy.unwrap_or_else(|| panic!("{said:?}"));
    let read = |name: &str, json: serde_json::Value| {
        let (fact, value) = bind(&policy, name, &json).unwrap_or_else(|problem| panic!("{problem:?}"));
        value.map(|value| show(&value, &policy.fact(fact).kind))
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

/// The page for engineers names every key that is read or written, and its transcript is read without a note.
#[test]
fn the_page_for_engineers_is_complete() {
    let page = read("docs/service.md");
    let cells: String = rows(&page).into_iter().map(|row| row[0].clone()).collect();
    for name in ["transcript", "decision"] {
        let schema: serde_json::Value =
            serde_json::from_str(&read(&format!("docs/schema/{name}.schema.json"))).expect("the schema is JSON");
        for key in schema["properties"].as_object().expect("an object has keys").keys() {
            let is_label = matches!(key.as_str(), "labels" | "outcome");
            assert!(is_label || cells.contains(&format!("`{key}`")), "docs/service.md lacks `{key}` of a {name}");
        }
    }
    for block in blocks(&page).iter().filter(|block| block.info == "json") {
        let mut reader = baton::io::transcript::Reader::new("service.md".to_owned(), block.text.as_bytes());
        for read in reader.by_ref() {
            read.unwrap_or_else(|error| panic!("docs/service.md:{}: {error}", block.line));
        }
        assert!(reader.notes().is_empty());
    }
}

/// Links between pages lead to files and headings that are there.
#[test]
fn links_lead_somewhere() {
    let mut wrong = Vec::new();
    let pages = files("docs", ".md").into_iter().chain(["README.md", "ARCHITECTURE.md"].map(str::to_owned));
    for page in pages.filter(|page| root().join(page).exists()) {
        let text = read(&page);
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        wrong
            .extend(targets.filter(|target| !leads_somewhere(&page, target)).map(|target| format!("{page}: {target}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn leads_somewhere(page: &str, target: &str) -> bool {
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = if path.is_empty() { page.to_owned() } else { format!("{folder}/{path}") };
    let linked = root().join(path.trim_start_matches('/'));
    let has = |anchor: &str| anchors(&std::fs::read_to_string(&linked).unwrap_or_default()).contains(anchor);
    target.contains("://") || (linked.exists() && (anchor.is_empty() || has(anchor)))
}

/// The anchors of a page's headings.
fn anchors(page: &str) -> BTreeSet<String> {
    let headings = page.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    headings.map(|heading| heading.to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-")).collect()
}

/// Whole policies in the README have no problems, and its commands print what it shows.
#[cfg(unix)]
#[test]
fn the_readme_keeps_its_word() {
    if !root().join("README.md").exists() {
        println!("skipped: there is no README.md");
        return;
    }
    for block in blocks(&read("README.md")).iter().filter(|block| block.info == "baton") {
        let text = if block.text.contains("baton 1\n") { block.text.clone() } else { whole(block) };
        let (policy, said) = resolve(&text);
        let said: Vec<_> = said.iter().filter(|(code, _)| *code != Code::W0502).collect();
        assert!(policy.is_some() && said.is_empty(), "README.md:{}: {said:?}", block.line);
    }
    support::console::check("README.md");
}
