//! Characters that look like others: what a word processor puts in, and what
//! could make a policy read differently from what it does.
//!
//! Data after the Unicode confusables list, cut to what looks like ASCII.

use crate::diagnostic::{Code, Diagnostics, Problem};
use crate::source::{FileId, Span};

/// Quotation marks that a word processor puts in the place of `"`.
pub(super) const QUOTES: [char; 7] = ['“', '”', '„', '‟', '«', '»', '＂'];

/// Marks that turn the direction of the text that follows.
const BIDIRECTIONAL: [char; 9] =
    ['\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'];

/// Letters of other scripts, each followed by the Latin letter that it looks like.
const LETTERS: &str =
    "аaеeоoрpсcуyхxіiјjѕsԁdһhԛqԝwАAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYХXαaοoνvρpιiκkυuΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX";

/// Signs, each with what it is taken for.
const SIGNS: [(char, &str); 22] = [
    ('\u{2013}', "-"),
    ('\u{2014}', "-"),
    ('\u{2212}', "-"),
    ('\u{2010}', "-"),
    ('\u{2011}', "-"),
    ('\u{2018}', "'"),
    ('\u{2019}', "'"),
    ('\u{a0}', " "),
    ('\u{2007}', " "),
    ('\u{2009}', " "),
    ('\u{202f}', " "),
    ('\u{3000}', " "),
    ('\u{2003}', " "),
    ('\u{2002}', " "),
    ('\u{200a}', " "),
    ('\u{200b}', ""),
    ('\u{200c}', ""),
    ('\u{200d}', ""),
    ('\u{200e}', ""),
    ('\u{200f}', ""),
    ('\u{feff}', ""),
    ('\u{ad}', ""),
];

/// Reports every mark that turns the direction of text, wherever it stands.
pub(super) fn report_bidirectional(text: &str, file: FileId, out: &mut Diagnostics) {
    for (at, mark) in text.match_indices(BIDIRECTIONAL) {
        let span = Span::new(file, at..at + mark.len());
        let code = mark.chars().next().map_or(0, u32::from);
        let message = format!("the invisible character U+{code:04X} changes the direction of the text after it");
        let problem = Problem::new(Code::E0112, message, span, "it makes the policy look different from what it does");
        out.push(problem.help("remove it").edit(span, ""));
    }
}

/// Reports the characters of `word`, which begins at byte `at`, that look like others. Whether there were any.
pub(super) fn report_word(word: &str, at: usize, file: FileId, out: &mut Diagnostics) -> bool {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    let mixed = letters().any(|c| c.is_ascii()) || letters().all(|c| c.is_ascii() || letter(c).is_some());
    let found: Vec<_> = word
        .char_indices()
        .filter_map(|(offset, c)| {
            let meant = sign(c).or_else(|| letter(c).filter(|_| mixed).map(String::from))?;
            Some((Span::new(file, at + offset..at + offset + c.len_utf8()), c, meant))
        })
        .collect();
    let Some((span, c, meant)) = found.first() else { return false };
    let name = format!("U+{:04X}", u32::from(*c));
    let (message, label) = match meant.as_str() {
        "" => (format!("an invisible character, {name}"), "here".to_owned()),
        " " => (format!("a space that is not an ordinary one, {name}"), "this space".to_owned()),
        meant => (format!("`{c}` ({name}) looks like `{meant}` and is another character"), format!("not `{meant}`")),
    };
    let mut problem = Problem::new(Code::E0112, message, *span, label);
    let all: String = word.chars().map(|c| replacement(c, &found)).collect();
    problem = problem.help(format!("write `{}`", all.trim()));
    for (span, _, meant) in &found {
        problem = problem.edit(*span, meant.clone());
    }
    out.push(problem);
    true
}

fn replacement(c: char, found: &[(Span, char, String)]) -> String {
    found.iter().find(|(_, wrong, _)| *wrong == c).map_or_else(|| c.to_string(), |(_, _, meant)| meant.clone())
}

fn sign(c: char) -> Option<String> {
    if let '\u{ff01}'..='\u{ff5e}' = c {
        return char::from_u32(u32::from(c) - 0xfee0).map(String::from);
    }
    SIGNS.iter().find(|(wrong, _)| *wrong == c).map(|(_, meant)| (*meant).to_owned())
}

fn letter(c: char) -> Option<char> {
    if c.is_ascii() {
        return None;
    }
    let mut pairs = LETTERS.chars();
    while let (Some(wrong), Some(meant)) = (pairs.next(), pairs.next()) {
        if wrong == c {
            return Some(meant);
        }
    }
    None
}
