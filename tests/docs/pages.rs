//! All pages: commands print what is shown, links lead somewhere, the page for engineers names every key.

use super::support::{self, blocks, files, read, root, rows};
use super::{resolve, whole};
use baton::diagnostic::Code;
use std::collections::BTreeSet;

#[cfg(unix)]
#[test]
fn every_command_prints_what_the_page_shows() {
    for path in files("docs", ".md") {
        support::console::check(&path);
    }
}

/// The tests that the page about testing shows stand in its policy.
#[test]
fn the_page_about_testing_shows_its_policy() {
    let policy = read("docs/testing/returns.baton") + &read("docs/testing/rules.baton");
    let page = blocks(&read("docs/testing.md"));
    let shown: Vec<_> = page.iter().filter(|block| block.info == "baton,show").collect();
    assert_eq!(shown.len(), 5);
    for block in shown {
        assert!(policy.contains(&block.text), "docs/testing.md:{}", block.line);
    }
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

/// The page about outcomes names every key of a record, and its events are events.
#[test]
fn the_page_about_outcomes_is_complete() {
    let page = read("docs/outcomes.md");
    let schema: serde_json::Value = serde_json::from_str(&read("docs/schema/outcome.schema.json")).expect("JSON");
    let part = |pointer: &str| {
        let part = schema.pointer(pointer).and_then(serde_json::Value::as_object).expect("it is there");
        part.keys().cloned().collect::<Vec<_>>()
    };
    let parts = ["", "/properties/handoff/anyOf/1", "/properties/rating/anyOf/1", "/properties/feedback/anyOf/1"];
    for key in parts.iter().flat_map(|at| part(&format!("{at}/properties"))) {
        assert!(page.contains(&format!("`{key}`")), "docs/outcomes.md lacks `{key}`");
    }
    for block in blocks(&page).iter().filter(|block| block.info == "json") {
        let json = serde_json::from_str(&block.text).expect("JSON");
        baton::runtime::step::Event::from_json(&json, &[]).expect("it is an event");
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

/// What the README shows of policies compiles, or stands in Acme's policy; its commands print what it shows.
#[cfg(unix)]
#[test]
fn the_readme_keeps_its_word() {
    if !root().join("README.md").exists() {
        println!("skipped: there is no README.md");
        return;
    }
    let acme = read("examples/acme/policy.baton");
    for block in blocks(&read("README.md")).iter().filter(|block| block.info.starts_with("baton")) {
        let (policy, said) = resolve(&whole(block));
        let said: Vec<_> = said.iter().filter(|(code, _)| *code != Code::W0502).collect();
        let compiles = policy.is_some() && said.is_empty();
        assert!(compiles || acme.contains(&block.text), "README.md:{}: {said:?}", block.line);
    }
    support::console::check("README.md");
}
