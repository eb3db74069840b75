//! House rules as tests: layers, sizes, headers, codes, examples, dependencies, places that no reader has.
//!
//! In: the repository's files. Out: nothing, or a failure that names file and line.

#![cfg(feature = "cli")]

mod support;

use baton::diagnostic::Code;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use support::rust::{bare, functions};
use support::{files, read, root, shell};

/// What each module may name. `cli` may name all.
const LAYERS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("value", &[]),
    ("calendar", &[]),
    ("pattern", &[]),
    ("redact", &[]),
    ("extract", &["redact"]),
    ("conversation", &[]),
    ("diagnostic", &["source"]),
    ("syntax", &["source", "diagnostic", "value", "pattern", "calendar"]),
    ("policy", &["source", "value", "pattern", "calendar"]),
    ("plurals", &["policy"]),
    (
        "semantics",
        &["source", "diagnostic", "value", "pattern", "calendar", "policy", "plurals", "syntax", "redact", "extract"],
    ),
    ("rows", &["value", "policy"]),
    ("artifact", &["source", "value", "pattern", "calendar", "policy", "rows", "extract"]),
    ("decision", &["policy", "source", "value"]),
    (
        "runtime",
        &["source", "value", "pattern", "policy", "rows", "artifact", "conversation", "decision", "redact", "extract"],
    ),
    ("routing", &["value", "policy", "calendar", "roster", "decision", "runtime"]),
    ("reach", &["source", "diagnostic", "value", "policy", "calendar", "roster", "routing", "runtime", "analysis"]),
    ("localise", &["value", "policy", "plurals", "runtime"]),
    ("listing", &["source", "value", "calendar", "policy", "rows", "artifact", "runtime"]),
    ("roster", &["source", "diagnostic", "value", "calendar", "policy"]),
    ("io", &["conversation", "value", "redact"]),
    ("metrics", &[]),
    ("evaluation", &["source", "diagnostic", "value", "policy", "conversation", "runtime", "metrics"]),
    ("settings", &["source", "diagnostic", "semantics"]),
    ("compile", &["source", "diagnostic", "value", "policy", "rows", "artifact", "syntax", "semantics"]),
    ("coverage", &["source", "value", "policy", "artifact", "decision", "runtime", "compile", "analysis"]),
    (
        "analysis",
        &[
            "source",
            "diagnostic",
            "value",
            "pattern",
            "policy",
            "rows",
            "artifact",
            "decision",
            "conversation",
            "runtime",
            "listing",
            "semantics",
            "compile",
        ],
    ),
];

/// A source file, and the lines of it that are not tests.
struct Source {
    path: String,
    /// The top module it belongs to.
    module: String,
    text: String,
    /// Without comments and the insides of texts, up to the tests.
    bare: String,
}

fn sources() -> Vec<Source> {
    let source = |path: String| {
        let text = read(&path);
        let bare = bare(&text);
        let is_test = path.ends_with("/tests.rs");
        let end = if is_test { 0 } else { bare.find("#[cfg(test)]\nmod ").unwrap_or(bare.len()) };
        let rest = path.trim_start_matches("src/").trim_end_matches(".rs");
        let module = rest.split('/').next().unwrap_or_default().to_owned();
        Source { module, bare: bare[..end].to_owned(), text, path }
    };
    files("src", ".rs").into_iter().chain(files("derive/src", ".rs")).map(source).collect()
}

/// Collects what is wrong and fails once, with all of it.
fn none(wrong: &[String], rule: &str) {
    assert!(wrong.is_empty(), "{rule}:\n{}", wrong.join("\n"));
}

#[test]
fn a_module_names_only_what_its_layer_may() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !matches!(source.module.as_str(), "lib" | "main" | "cli" | "derive"))
    {
        let Some((_, may)) = LAYERS.iter().find(|(module, _)| *module == source.module) else {
            wrong.push(format!("{}: `{}` is not in the table of layers", source.path, source.module));
            continue;
        };
        for (line, text) in source.bare.lines().enumerate() {
            for named in named_modules(text) {
                if named != source.module && !may.contains(&named.as_str()) {
                    wrong.push(format!("{}:{}: {} may not name {named}", source.path, line + 1, source.module));
                }
            }
        }
    }
    none(&wrong, "layers");
}

/// The top modules that a line names: after `crate::`, one or a group in braces.
fn named_modules(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        let Some(group) = rest.strip_prefix('{') else {
            found.push(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut start = true;
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                c if start && c.is_alphabetic() => {
                    found.push(word(&group[at..]));
                    start = false;
                }
                _ => {}
            }
        }
    }
    found.retain(|word| word.chars().next().is_some_and(char::is_lowercase));
    found
}

#[test]
fn every_file_begins_with_its_header() {
    let lacking = |path: &String| !["//! ", "#![doc = include_str!("].iter().any(|head| read(path).starts_with(head));
    let all = ["src", "derive/src", "tests"].into_iter().flat_map(|folder| files(folder, ".rs"));
    none(&all.filter(lacking).collect::<Vec<_>>(), "these do not say what they are");
}

#[test]
fn files_and_functions_are_short() {
    let mut wrong = Vec::new();
    let mut lengths = Vec::new();
    for source in sources() {
        let length = source.text.lines().count();
        lengths.push(length);
        if length > 500 && !source.path.ends_with("/tests.rs") {
            wrong.push(format!("{}: {length} lines; at most 500", source.path));
        }
        for (name, line, length) in functions(&source.bare) {
            if length > 70 {
                wrong.push(format!("{}:{line}: `{name}` has {length} lines; at most 70", source.path));
            }
        }
    }
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    println!("{} files, median length {median}", lengths.len());
    if median > 120 {
        wrong.push(format!("the median file has {median} lines; at most 120"));
    }
    none(&wrong, "sizes");
}

#[test]
fn nothing_unwraps() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (line, text) in source.bare.lines().enumerate().filter(|(_, text)| text.contains(".unwrap()")) {
            wrong.push(format!("{}:{}: {}", source.path, line + 1, text.trim()));
        }
    }
    none(&wrong, "use `expect(\"why it cannot happen\")`");
}

#[test]
fn every_code_is_unique_and_has_its_page() {
    let codes: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!((codes.len(), names.len()), (Code::ALL.len(), Code::ALL.len()), "a code or name stands twice");
    let is_code = |path: &String| path.trim_start_matches("docs/errors/").starts_with(['E', 'W']);
    let pages: BTreeSet<String> = files("docs/errors", ".md").into_iter().filter(is_code).collect();
    let wanted: BTreeSet<String> = codes.iter().map(|code| format!("docs/errors/{code}.md")).collect();
    assert_eq!(pages, wanted, "left: pages, right: codes");
    for code in Code::ALL {
        let heading = format!("# {} {}", code.as_str(), code.name());
        assert_eq!(code.page().lines().next(), Some(heading.as_str()), "the page of {}", code.as_str());
    }
}

/// Problems that an example has on purpose, each with the reason.
const ON_PURPOSE: &[(&str, &str, &str)] = &[
    (
        "examples/solvana/policy.baton",
        "examples/solvana/messages.baton:50:9: warning[W0504]",
        "the page it is written from leaves this text out, so that `check` can say so",
    ),
    (
        "examples/solvana/policy.baton",
        "examples/solvana/guarantees.baton:15:1: advice[W0611]",
        "it speaks of people, and a check without a roster says so",
    ),
];

/// What we show others has no problems, and its tests pass. The day is fixed, so that no example expires.
#[cfg(unix)]
#[test]
fn every_example_is_clean() {
    let examples = files("examples", "/policy.baton").into_iter().chain(files("rules/starters", ".baton"));
    let mut wrong = Vec::new();
    for path in examples {
        let checked = shell(&format!("baton check --format short --as-of 2026-11-22 '{path}'"), &root());
        let known = |line: &str| ON_PURPOSE.iter().any(|(of, start, _)| *of == path && line.starts_with(start));
        let unknown: Vec<&str> = checked.lines().filter(|line| !known(line)).collect();
        let tested = shell(&format!("baton test '{path}' || echo BAD"), &root());
        if !unknown.is_empty() || tested.contains("BAD") {
            wrong.push(format!("{path}\n{}\n{tested}", unknown.join("\n")));
        }
        let gone = ON_PURPOSE.iter().filter(|(of, start, _)| *of == path && !checked.contains(start));
        wrong.extend(gone.map(|(_, start, _)| format!("{path}: {start} is not there any more")));
    }
    none(&wrong, "examples with problems");
}

#[test]
fn every_dependency_says_what_it_is_for() {
    let mut wrong = Vec::new();
    for path in ["Cargo.toml", "derive/Cargo.toml"] {
        let manifest = read(path);
        let mut section = "";
        for line in manifest.lines() {
            if line.starts_with('[') {
                section = line;
            } else if section.ends_with("dependencies]") && line.contains(" = ") && !line.contains("# ") {
                wrong.push(format!("{path}: {line}"));
            }
        }
    }
    none(&wrong, "dependencies without a reason");
}

/// The runtime alone stays small: what a service links.
#[test]
fn the_runtime_has_few_dependencies() {
    const MOST: usize = 16;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments =
        ["tree", "--no-default-features", "-e", "normal,build", "--prefix", "none", "--offline", "--locked"];
    let Ok(output) = Command::new(cargo).args(arguments).current_dir(root()).output() else {
        println!("skipped: there is no cargo");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let crates: BTreeSet<&str> = text.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    println!("{} crates", crates.len());
    assert!(crates.len() <= MOST, "{} crates, at most {MOST}: {crates:#?}", crates.len());
}

/// No text names a folder of somebody's machine.
#[test]
fn nothing_names_a_place_on_somebodys_machine() {
    let places = ["work", "root", "tmp/wt"].map(|place| format!("/{place}/"));
    let Ok(output) = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output() else {
        println!("skipped: there is no git");
        return;
    };
    let listed = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut wrong = BTreeMap::new();
    for path in listed.split('\0').filter(|path| !path.is_empty()) {
        let Ok(text) = std::fs::read_to_string(root().join(path)) else { continue };
        let found = text.lines().position(|line| places.iter().any(|place| line.contains(place.as_str())));
        wrong.extend(found.map(|line| (path, line + 1)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The rules above see what they are to see.
#[test]
fn the_eyes_are_good() {
    assert_eq!(named_modules("use crate::policy::Policy;"), ["policy"]);
    assert_eq!(named_modules("use crate::{io::transcript::{self, Reader}, runtime};"), ["io", "runtime"]);
    assert_eq!(named_modules("pub(crate) fn a(b: crate::value::Fixed)"), ["value"]);
    let text =
        "fn a<'a>(b: &'a str) -> char {\n    // } no end\n    let c = \"}\"; let d = r#\"}\"#;\n    '}'\n}\nfn b();\n";
    assert_eq!(functions(&bare(text)), [("a".to_owned(), 1, 5)]);
    assert!(!bare("let x = \".unwrap()\"; // .unwrap()").contains(".unwrap()"));
    assert!(bare("x.unwrap()").contains(".unwrap()"));
}
