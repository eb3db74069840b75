//! Errors of JSON in words for people who do not write JSON every day.

use super::super::{Misread, Problem};

/// What the JSON parser says, by how it starts, and how we say it.
const WORDS: [(&str, &str); 15] = [
    ("EOF while parsing a string", "the line ends inside a text in quotes"),
    ("EOF while parsing a list", "the line ends inside a list, before its `]`"),
    ("EOF while parsing an object", "the line ends before the closing `}`"),
    ("EOF while parsing", "the line ends where a value should stand"),
    ("expected `:`", "a `:` is missing between a name and its value"),
    ("expected `,` or `}`", "a `,` or `}` is missing here"),
    ("expected `,` or `]`", "a `,` or `]` is missing here"),
    ("key must be a string", "a name in double quotes should stand here"),
    ("trailing comma", "the `,` before this is one too many"),
    ("trailing characters", "the conversation ends before this, but the line goes on"),
    ("control character", "a tab or another control character stands inside a text"),
    ("invalid escape", "a backslash must be followed by one of \" \\ / b f n r t u"),
    ("invalid number", "this is no number"),
    ("number out of range", "this number is too large"),
    ("recursion limit exceeded", "more than 128 lists or objects stand one inside the other"),
];

/// Where the parser stopped in `text`, line `number` of the file, and why.
pub(super) fn misread(text: &str, number: usize, error: &serde_json::Error) -> Misread {
    // The parser counts bytes, and stands at 0 before the first one.
    let byte = error.column().saturating_sub(1).min(text.len());
    let before = text.as_bytes()[..byte].iter().filter(|byte| !is_continuation(**byte)).count();
    let said = error.to_string();
    let words = WORDS.iter().find(|(start, _)| said.starts_with(start)).map(|(_, words)| *words);
    let message = words.unwrap_or("a value should stand here");
    let problem = Problem::new(format!("this is not JSON: {message}"));
    let problem = match help(text, byte, error) {
        Some(help) => problem.help(help),
        None => problem,
    };
    Misread::new(number, before + 1, problem)
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

fn help(text: &str, byte: usize, error: &serde_json::Error) -> Option<&'static str> {
    let here = text.as_bytes().get(byte..).unwrap_or_default();
    if error.is_eof() {
        return Some(
            "a conversation must stand on one line from `{` to `}`; was the line cut, or is the file pretty-printed?",
        );
    }
    if error.to_string().starts_with("control character") {
        return Some("write a line break as \\n and a tab as \\t");
    }
    if here.starts_with("“".as_bytes()) || here.starts_with("”".as_bytes()) {
        return Some("use straight double quotes, not curly ones");
    }
    match here.first()? {
        b'\'' => Some("use double quotes, not single ones"),
        b'T' | b'F' | b'N' => Some("write true, false or null; what Python prints is not JSON"),
        b'{' if error.to_string().starts_with("trailing characters") => {
            Some("start each conversation on a line of its own")
        }
        _ => None,
    }
}
