//! `baton.toml` beside a policy: what a team sets for it.
//!
//! In: the text of the file. Out: the level of each lint that it names, and what is
//! wrong with it as problems that point into it.
//!
//! ```toml
//! [lints]
//! unused_name = "error"
//! missing_translation = "allow"
//! ```
//!
//! # What is not here
//!
//! Finding the file: the edges do. Anything that could change a decision: that
//! stands in the policy alone.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostics, Level, Levels, Problem, nearest};
use crate::semantics::lints;
use crate::source::{FileId, Span};

/// What the file is called.
pub const FILE: &str = "baton.toml";

/// Longer settings are not read.
const BYTES_MAX: usize = 64 * 1024;

/// The only table there is.
const LINTS: &str = "lints";

/// Reads the text of the file. Problems are of the first file; [`Problem::moved_to`] moves them.
pub fn read(text: &str) -> (Levels, Vec<Problem>) {
    let (mut levels, mut out) = (Levels::default(), Diagnostics::default());
    if text.len() > BYTES_MAX {
        let message = format!("`{FILE}` is longer than {} KiB", BYTES_MAX / 1024);
        out.push(problem(message, 0..0, "the settings").help("it only sets levels: remove what does not belong here"));
    } else {
        match DeTable::parse(text) {
            Ok(table) => tables(table.get_ref(), &mut levels, &mut out),
            Err(error) => {
                let message = format!("`{FILE}` cannot be read: {}", first_line(error.message()));
                let place = error.span().unwrap_or(0..0);
                out.push(
                    problem(message, place, "here").help("write it as `[lints]`, and below it `NAME = \"LEVEL\"`"),
                );
            }
        }
    }
    (levels, out.sorted().into_iter().cloned().collect())
}

fn tables(table: &DeTable<'_>, levels: &mut Levels, out: &mut Diagnostics) {
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        match value.get_ref() {
            DeValue::Table(lints) if name == LINTS => {
                for (lint, level) in lints {
                    set(lint, level, levels, out);
                }
            }
            _ if name == LINTS => {
                let message = "`lints` is a table of levels";
                out.push(problem(message, key.span(), "not a table").help("write `[lints]` on a line of its own"));
            }
            _ => out.push(unknown(name, key.span())),
        }
    }
}

fn unknown(name: &str, place: Range<usize>) -> Problem {
    let found = problem(format!("`{name}` is not a setting"), place, "no such setting");
    // A lint outside of its table is meant more often than another table.
    match (Code::lints().any(|lint| lint.name() == name), nearest(name, [LINTS])) {
        (false, Some(near)) => found.help(format!("did you mean `{near}`?")),
        (true, _) => found.help("levels of lints stand below a line `[lints]`"),
        (false, None) => found.help("the only setting is `[lints]`, the levels of lints"),
    }
}

/// `NAME = "LEVEL"`
fn set(
    name: &Spanned<std::borrow::Cow<'_, str>>,
    level: &Spanned<DeValue<'_>>,
    levels: &mut Levels,
    out: &mut Diagnostics,
) {
    let lint = lints::lint(name.get_ref(), span(name.span()), out);
    let written = level.get_ref().as_str();
    match Level::ALL.into_iter().find(|level| Some(level.as_str()) == written) {
        Some(level) => lint.into_iter().for_each(|lint| levels.set(lint, level)),
        None => {
            let shown = written.map_or_else(|| "this".to_owned(), |written| format!("`{written}`"));
            let near = written.and_then(|written| nearest(written, Level::ALL.map(Level::as_str)));
            let found = problem(format!("{shown} is not a level"), level.span(), "no such level");
            out.push(match near {
                Some(near) => found.help(format!("did you mean `\"{near}\"`?")),
                None => found.help("write `\"allow\"`, `\"warning\"` or `\"error\"`"),
            });
        }
    }
}

fn problem(message: impl Into<String>, place: Range<usize>, label: &str) -> Problem {
    Problem::new(Code::E0218, message, span(place), label)
}

fn span(place: Range<usize>) -> Span {
    Span::new(FileId(0), place)
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
