//! The page on the table as JSON: its example is what its policy gives, and it names every key of the form's top.
//!
//! Set `BATON_UPDATE_DOCS=1` to write the example anew.

use super::resolve;
use super::support::{blocks, read, root};
use baton::listing;
use serde_json::Value as Json;

const PAGE: &str = "docs/table-json.md";

#[test]
fn the_example_is_the_table_of_its_policy() {
    let page = read(PAGE);
    let blocks = blocks(&page);
    let of = |info: &str| blocks.iter().find(|block| block.info == info).expect("the page has such a block");
    let (artifact, said) = resolve(&of("baton").text);
    assert!(said.is_empty(), "{said:?}");
    let mut table = listing::json(&artifact.expect("it has no errors"));
    let shown = &of("json").text;
    let read = serde_json::from_str::<Json>(shown).unwrap_or_default();
    // The version is a hash of all that is meant; that it changes is no news for this page.
    table["policy"]["hash"] = read["policy"]["hash"].clone();
    let same = read == table;
    let laid_out = layout(&table);
    if std::env::var_os("BATON_UPDATE_DOCS").is_some() && *shown != laid_out {
        std::fs::write(root().join(PAGE), page.replacen(shown, &laid_out, 1)).expect("the page can be written");
        return;
    }
    assert!(same && *shown == laid_out, "{PAGE} shows another table; it is\n{laid_out}");
}

#[test]
fn the_page_names_what_a_reader_needs() {
    let page = read(PAGE);
    let schema: Json = serde_json::from_str(listing::SCHEMA).expect("a schema is JSON");
    for key in schema["properties"].as_object().expect("an object").keys() {
        assert!(page.contains(key.as_str()), "{PAGE} lacks `{key}`");
    }
    assert!(page.lines().count() <= 120, "{} lines; at most 120", page.lines().count());
}

/// A line for each key; of a list that does not fit one, a line for each item.
fn layout(table: &Json) -> String {
    const WIDTH: usize = 120;
    let line = |(key, value): (&String, &Json)| {
        let short = format!("  \"{key}\": {value}");
        match value {
            Json::Array(items) if short.len() > WIDTH => {
                let items: Vec<String> = items.iter().map(|item| format!("    {item}")).collect();
                format!("  \"{key}\": [\n{}\n  ]", items.join(",\n"))
            }
            _ => short,
        }
    };
    let lines: Vec<String> = table.as_object().expect("an object").iter().map(line).collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}
