//! A package as Markdown: a note for the person who takes over.
//!
//! In: a package. Out: text that begins with what matters most. What anybody said is
//! escaped, so that it cannot become a heading, a link or a picture.

use std::fmt::Write;

use super::{Package, ShownTurn, sections};

/// The note.
pub fn markdown(package: &Package) -> String {
    let mut out = format!("# {}\n\n", plain(&package.headline));
    if let Some(note) = package.headline_by.note() {
        let _ = writeln!(out, "_{note}_\n");
    }
    for (name, value) in sections::lines(package) {
        let _ = writeln!(out, "- **{name}**: {}", plain(&value));
    }
    for section in sections::lists(package) {
        let _ = writeln!(out, "\n## {}\n", section.title);
        for item in &section.items {
            let _ = writeln!(out, "- {}", plain(item));
        }
        if section.items.is_empty() {
            let _ = writeln!(out, "{}", plain(&section.substitute));
        }
    }
    turns("What the customer wrote last", &package.quotes, &mut out);
    turns("The last turns", &package.turns, &mut out);
    for note in sections::notes(package) {
        let _ = writeln!(out, "\n_{}_", plain(&note));
    }
    out
}

fn turns(title: &str, turns: &[ShownTurn], out: &mut String) {
    let _ = writeln!(out, "\n## {title}\n");
    for turn in turns {
        let _ = writeln!(out, "{}. **{}**: {}", turn.number, super::role(turn.speaker), plain(&turn.text));
    }
}

/// Text that Markdown leaves as it is.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_control()) {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '&' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
