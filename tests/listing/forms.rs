//! Markdown, CSV and HTML are what they claim to be, whatever a policy's author wrote.

use std::process::Command;

use crate::examples::POLICIES;
use crate::support::root;

/// What `baton table` prints.
fn table(path: &str, form: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
    let output = command.args(["table", path, "--format", form]).current_dir(root()).output().expect("it runs");
    assert!(output.status.success(), "{path}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Those whose files all lie beside them.
fn policies() -> impl Iterator<Item = &'static str> {
    POLICIES.iter().copied().filter(|path| *path != "tests/artifact/small.baton")
}

#[test]
fn every_row_of_a_sheet_has_every_column_and_no_cell_is_a_formula() {
    for path in policies() {
        let text = table(path, "csv");
        let sheet = text.strip_prefix('\u{feff}').expect("it begins with a byte-order mark");
        assert_eq!(sheet.matches('\n').count(), sheet.matches("\r\n").count(), "{path}");
        let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(sheet.as_bytes());
        let heads = reader.headers().expect("a head").clone();
        let is_outcome = |head: &&str| ["then", "to", "say", "source"].contains(head);
        assert_eq!(heads.iter().filter(is_outcome).count(), 4, "{path}: {heads:?}");
        for record in reader.records() {
            let record = record.unwrap_or_else(|error| panic!("{path}: {error}"));
            let formula = record.iter().find(|cell| cell.trim_start().starts_with(['=', '+', '-', '@']));
            assert_eq!(formula, None, "{path}");
        }
    }
    let everything = table("tests/corpus/cli/files/everything.baton", "csv");
    assert!(everything.contains(r#""'=HYPERLINK(""https://example.com"")""#), "{everything}");
}

#[test]
fn every_row_of_markdown_has_the_cells_of_its_head() {
    for path in policies() {
        let mut cells = None;
        for line in table(path, "markdown").lines() {
            if !line.starts_with('|') {
                cells = None;
                assert!(!line.contains("<b>"), "{path}: {line}");
                continue;
            }
            let count = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
            assert_eq!(*cells.get_or_insert(count), count, "{path}: {line}");
        }
    }
}

/// Elements that end where they begin.
const EMPTY: &[&str] = &["meta", "!DOCTYPE"];

#[test]
fn html_is_closed_inert_and_brings_everything() {
    for path in policies() {
        let text = table(path, "html");
        let (head, body) = text.split_once("<style>").expect("a style");
        let (style, body) = body.split_once("</style>").expect("its end");
        assert!(!style.contains(['<', '&']) && !style.contains("url("), "{path}: {style}");
        assert!(!style.contains("@import"), "{path}");
        let mut open: Vec<&str> = Vec::new();
        for tag in format!("{head}{body}").split('<').skip(1) {
            let (tag, after) = tag.split_once('>').unwrap_or_else(|| panic!("{path}: <{tag}"));
            assert!(!after.contains('>'), "{path}: {after}");
            let name = tag.split(' ').next().expect("a name");
            match name.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop().map(|tag| name == tag), Some(true), "{path}: {tag}"),
                None if EMPTY.contains(&name) => {}
                None => open.push(Box::leak(name.to_owned().into_boxed_str())),
            }
            let known = [
                "meta", "html", "head", "title", "body", "h1", "h2", "p", "code", "i", "small", "table", "thead",
                "tbody", "tr", "th", "td", "span", "div", "section", "!DOCTYPE",
            ];
            assert!(known.contains(&name.trim_start_matches('/')), "{path}: {tag}");
            let attributes = [" href", " src", " on", " style="];
            assert!(!attributes.iter().any(|attribute| tag.contains(attribute)), "{path}: {tag}");
        }
        assert_eq!(open, [""; 0], "{path}");
    }
}
