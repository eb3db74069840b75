//! A text cut at its placeholders.
//!
//! In: a text of a policy. Out: its pieces, or the names that have no value. `{{` and
//! `}}` are braces; a brace that is never closed is a placeholder without a name.

use super::{Fill, FillAs, Piece};
use crate::policy::{Counted, name_and_words};

/// The text with its placeholders filled, or the names that cannot be, each once.
pub(super) fn fill(text: &str, value: impl Fn(&str) -> Option<Fill>) -> Result<Vec<Piece>, Vec<String>> {
    let mut pieces = Vec::new();
    let mut lacking: Vec<String> = Vec::new();
    for part in parts(text) {
        match part {
            Part::Words(words) => match pieces.last_mut() {
                Some(Piece::Words(last)) => last.push_str(words),
                _ => pieces.push(Piece::Words(words.to_owned())),
            },
            Part::Name(placeholder) => {
                let (name, words) = name_and_words(placeholder);
                match value(name) {
                    Some(fill) => pieces.push(Piece::Fill(counted(fill, words))),
                    None if lacking.iter().any(|known| known == name) => {}
                    None => lacking.push(name.to_owned()),
                }
            }
        }
    }
    if lacking.is_empty() { Ok(pieces) } else { Err(lacking) }
}

/// What is written with words of its own, by their plural.
fn counted(fill: Fill, words: Option<&str>) -> Fill {
    match words.map(Counted::read) {
        Some(Ok(words)) => Fill { written: FillAs::Counted(words), ..fill },
        _ => fill,
    }
}

/// The names of a text's placeholders, in order.
pub(super) fn names(text: &str) -> impl Iterator<Item = &str> {
    parts(text).filter_map(|part| match part {
        Part::Name(placeholder) => Some(name_and_words(placeholder).0),
        Part::Words(_) => None,
    })
}

/// A part of a text: words, or what stands between the braces of a placeholder.
#[derive(Debug, PartialEq, Eq)]
enum Part<'t> {
    Words(&'t str),
    Name(&'t str),
}

fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let at = rest.bytes().position(|byte| matches!(byte, b'{' | b'}')).unwrap_or(rest.len());
        if at > 0 {
            let (words, after) = rest.split_at(at);
            rest = after;
            return Some(Part::Words(words));
        }
        let doubled = ["{{", "}}"].iter().any(|two| rest.starts_with(two));
        if doubled || rest.starts_with('}') {
            let brace = &rest[..1];
            rest = &rest[if doubled { 2 } else { 1 }..];
            return Some(Part::Words(brace));
        }
        let Some(end) = rest.find('}') else {
            rest = "";
            return Some(Part::Name(""));
        };
        let name = rest[1..end].trim();
        rest = &rest[end + 1..];
        Some(Part::Name(name))
    })
}

#[cfg(test)]
mod tests {
    use super::{Part, parts};

    #[test]
    fn texts_are_cut_at_placeholders() {
        let cut = |text| parts(text).collect::<Vec<_>>();
        assert_eq!(cut("a { b }c"), [Part::Words("a "), Part::Name("b"), Part::Words("c")]);
        assert_eq!(cut("{{x}}"), [Part::Words("{"), Part::Words("x"), Part::Words("}")]);
        assert_eq!(cut("é{open"), [Part::Words("é"), Part::Name("")]);
        assert_eq!(cut("a } b"), [Part::Words("a "), Part::Words("}"), Part::Words(" b")]);
        assert!(cut("").is_empty());
    }
}
