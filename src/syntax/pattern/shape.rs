//! The shape of a pattern, checked before the grammar reads it: brackets, stars,
//! dots, and characters that no message is heard to contain.

use super::{DEPTH_MAX, LENGTH_MAX, Unquoted, wrong};
use crate::diagnostic::Problem;

/// The first thing that is wrong with the shape, if any.
pub(super) fn check(unquoted: &Unquoted) -> Result<(), Problem> {
    let text = &unquoted.text;
    if text.len() > LENGTH_MAX {
        let problem = wrong(format!("a pattern of more than {LENGTH_MAX} bytes"), unquoted.span, "too long");
        return Err(problem.help("split it into several lines: a signal holds when any of them fits"));
    }
    if text.trim().is_empty() {
        return Err(
            wrong("an empty pattern", unquoted.span, "nothing to listen for").help("write the words to listen for")
        );
    }
    let mut open: Vec<(usize, char)> = Vec::new();
    // Where the alternative being read begins, and whether it has a part.
    let mut filled = false;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => {
                open.push((at, c));
                if open.len() > DEPTH_MAX {
                    let message = format!("brackets nested more than {DEPTH_MAX} deep");
                    return Err(wrong(message, unquoted.at(at, at + 1), "one too many")
                        .help("split the pattern into several lines"));
                }
                filled = false;
            }
            '|' if open.is_empty() => return Err(bar_outside(unquoted, at)),
            '|' | ')' | ']' => {
                if !filled {
                    return Err(empty_alternative(unquoted, at, c));
                }
                filled = c != '|';
                if c != '|' {
                    close(unquoted, &mut open, at, c)?;
                }
            }
            '*' => star(unquoted, at)?,
            '.' => dots(unquoted, at)?,
            _ if heard(c) => {}
            _ => return Err(not_heard(unquoted, at, c)),
        }
        filled |= !matches!(c, '(' | '[' | '|' | ')' | ']') && !separates(c);
    }
    match open.last() {
        None => Ok(()),
        Some((at, c)) => {
            let problem = wrong(format!("a `{c}` without an end"), unquoted.at(*at, at + 1), "nothing closes it");
            Err(problem.help(format!("close it with `{}`", partner(*c))))
        }
    }
}

fn separates(c: char) -> bool {
    matches!(c, ' ' | '\t' | '-')
}

fn heard(c: char) -> bool {
    c.is_alphanumeric() || separates(c) || matches!(c, '\'' | '’') || crate::pattern::fold_char(c).is_none()
}

fn partner(c: char) -> char {
    match c {
        '(' => ')',
        '[' => ']',
        ')' => '(',
        _ => '[',
    }
}

fn close(unquoted: &Unquoted, open: &mut Vec<(usize, char)>, at: usize, c: char) -> Result<(), Problem> {
    match open.pop() {
        Some((_, opening)) if opening == partner(c) => Ok(()),
        Some((start, opening)) => {
            let problem = wrong(format!("`{opening}` is closed by `{c}`"), unquoted.at(at, at + 1), "does not fit");
            Err(problem
                .label(unquoted.at(start, start + 1), "opened here")
                .help(format!("write `{}`", partner(opening))))
        }
        None => Err(wrong(format!("a `{c}` that closes nothing"), unquoted.at(at, at + 1), "no bracket is open here")
            .help("remove it")),
    }
}

fn bar_outside(unquoted: &Unquoted, at: usize) -> Problem {
    let problem = wrong("a `|` outside brackets", unquoted.at(at, at + 1), "alternatives stand in `( )` or `[ ]`");
    problem.help("write `(this|that)`, or two lines")
}

fn empty_alternative(unquoted: &Unquoted, at: usize, c: char) -> Problem {
    let problem = wrong("an empty alternative", unquoted.at(at, at + 1), format!("nothing stands before this `{c}`"));
    problem.help("for something that may be left out, write `[it]`")
}

/// `*` ends a word of at least two letters.
fn star(unquoted: &Unquoted, at: usize) -> Result<(), Problem> {
    let letters = unquoted.text[..at].chars().rev().take_while(|c| heard(*c) && !separates(*c)).count();
    let next = unquoted.text[at + 1..].chars().next();
    if letters < 2 {
        let problem = wrong("a `*` without a word", unquoted.at(at, at + 1), "at least two letters stand before it");
        return Err(problem.help("`cancel*` hears every word that begins so; for any words, write `..`"));
    }
    if next.is_some_and(|c| heard(c) && !separates(c) || c == '*') {
        let problem = wrong("a `*` inside a word", unquoted.at(at, at + 1), "it stands at the end of a word");
        return Err(problem.help("leave out what follows it"));
    }
    Ok(())
}

/// Dots come in twos and stand alone.
fn dots(unquoted: &Unquoted, at: usize) -> Result<(), Problem> {
    let text = &unquoted.text;
    let start = text[..at].trim_end_matches('.').len();
    let count = text[start..].bytes().take_while(|byte| *byte == b'.').count();
    if count == 2 {
        return Ok(());
    }
    let what = if count == 1 { "a single dot" } else { "too many dots" };
    let problem = wrong(what, unquoted.at(start, start + count), "not heard");
    Err(problem.help("write `..` for up to three words of any kind, and leave out full stops"))
}

fn not_heard(unquoted: &Unquoted, at: usize, c: char) -> Problem {
    let problem = wrong(format!("`{c}` in a pattern"), unquoted.at(at, at + c.len_utf8()), "only words are heard");
    problem.help("leave out punctuation and signs: messages are compared word by word")
}
