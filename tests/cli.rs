//! The program as people run it: what it prints, on which stream, and its exit code.
//!
//! In: the command lines of tests/corpus/cli. Out: a snapshot of each. Terminals, documents for programs and random
//! input have files of their own.

#![cfg(all(unix, feature = "cli"))]

mod support;

#[path = "cli/documents.rs"]
mod documents;
#[path = "cli/garbage.rs"]
mod garbage;
#[path = "cli/layout.rs"]
mod layout;
#[path = "cli/new.rs"]
mod new;
#[path = "cli/formats.rs"]
mod formats;
#[path = "cli/place.rs"]
mod place;
#[path = "io/schema.rs"]
mod schema;
#[path = "cli/terminal.rs"]
mod terminal;

use place::Place;

/// Every line `$ …` of a corpus file is run, one after the other, in the same folder.
#[test]
fn commands() {
    insta::glob!("corpus/cli/*.txt", |path| {
        let text = std::fs::read_to_string(path).expect("the corpus can be read");
        let place = Place::new();
        let mut shown = String::new();
        for line in text.lines() {
            match line.strip_prefix("$ ") {
                Some(command) => shown += &transcript(&place, command),
                None if line.is_empty() || line.starts_with('#') => {}
                None => panic!("{}: neither a command nor a comment: {line}", path.display()),
            }
        }
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(shown) });
    });
}

/// A command, what it prints, what it says on standard error behind `!`, and its exit code unless that is 0.
fn transcript(place: &Place, command: &str) -> String {
    let ran = place.run(command);
    let mut lines = vec![format!("$ {command}")];
    lines.extend(ran.out.lines().map(|line| lasting(line).trim_end().to_owned()));
    lines.extend(ran.err.lines().map(|line| format!("! {}", line.trim_end())));
    if ran.code != 0 {
        lines.push(format!("exit {}", ran.code));
    }
    lines.join("\n") + "\n\n"
}

/// A line without what differs from run to run: how fast it went, which version a policy has.
fn lasting(line: &str) -> String {
    if line.contains(" turns a second (") {
        return "N turns a second (N s, reading and printing included)".to_owned();
    }
    // Texts without a gap between hexadecimal digits; a version is one of 32.
    let is_hash = |part: &str| part.len() == 32 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts = line.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
    let shown = parts.map(|part| {
        let word = part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        if is_hash(word) { part.replacen(word, "HASH", 1) } else { part.to_owned() }
    });
    shown.collect()
}
