//! Where a value stands in a line of JSON.
//!
//! The parsed value keeps no positions, which makes reading fast. They are only
//! needed when there is something to complain about; then the line is walked again.

use super::spellings;

/// One step into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Into an object.
    Key(&'static str),
    /// Into a list, from 0.
    Index(usize),
}

/// The character, from 1, at which the value at `path` starts, or the nearest one around it that exists.
/// `text` is valid JSON.
pub(super) fn column(text: &str, path: &[Step]) -> usize {
    let bytes = text.as_bytes();
    let mut at = blanks(bytes, 0);
    for step in path {
        match find(text, at, step) {
            Some(inside) => at = inside,
            None => break,
        }
    }
    text.get(..at).map_or(1, |before| before.chars().count() + 1)
}

/// The start of the member that `step` leads to; of several with one name the last, as the parser has it.
fn find(text: &str, open: usize, step: &Step) -> Option<usize> {
    let bytes = text.as_bytes();
    let close = match (bytes.get(open)?, step) {
        (b'{', Step::Key(_)) => b'}',
        (b'[', Step::Index(_)) => b']',
        _ => return None,
    };
    let (mut at, mut index, mut found, mut renamed) = (blanks(bytes, open + 1), 0, None, None);
    while bytes.get(at).is_some_and(|byte| *byte != close) {
        let mut hit = *step == Step::Index(index);
        if let Step::Key(name) = step {
            let end = skip(bytes, at);
            let key = serde_json::from_str::<String>(text.get(at..end)?).unwrap_or_default();
            hit = key == *name;
            at = blanks(bytes, blanks(bytes, end) + 1);
            if spellings::means(&key, name) {
                renamed = renamed.or(Some(at));
            }
        }
        if hit {
            found = Some(at);
        }
        at = blanks(bytes, skip(bytes, at));
        if bytes.get(at) == Some(&b',') {
            at = blanks(bytes, at + 1);
        }
        index += 1;
    }
    found.or(renamed)
}

fn blanks(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len())
}

/// One past the value that starts at `from`.
fn skip(bytes: &[u8], from: usize) -> usize {
    let (mut at, mut depth) = (from, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = skip_text(bytes, at),
            b'{' | b'[' => (at, depth) = (at + 1, depth + 1),
            b'}' | b']' => (at, depth) = (at + 1, depth.saturating_sub(1)),
            b',' | b':' | b' ' | b'\t' => at += 1,
            _ => at += bytes[at..].iter().position(|b| b",:]} \t".contains(b)).unwrap_or(bytes.len() - at),
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn skip_text(bytes: &[u8], open: usize) -> usize {
    let mut at = open + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::Step::{Index, Key};
    use super::column;

    #[test]
    fn a_path_leads_to_its_character() {
        let text = r#" {"é\"": [1, {}], "turns" : [ {"role":"x"}, {"a": {"role":1}, "role" : "y"} ], "n":12}"#;
        let at = |path: &[super::Step]| text.chars().skip(column(text, path) - 1).collect::<String>();
        assert!(at(&[]).starts_with("{\"é"));
        assert!(at(&[Key("turns")]).starts_with("[ {"));
        assert!(at(&[Key("turns"), Index(1), Key("role")]).starts_with("\"y\""));
        assert!(at(&[Key("turns"), Index(1), Key("text")]).starts_with("{\"a\""), "the object that lacks it");
        assert!(at(&[Key("turns"), Index(7)]).starts_with("[ {"), "the list that lacks it");
        assert!(at(&[Key("n")]).starts_with("12}"));
    }

    #[test]
    fn of_two_equal_names_the_last_is_meant() {
        assert_eq!(column(r#"{"a":1,"a":2}"#, &[Key("a")]), 12);
    }
}
