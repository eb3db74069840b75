//! A file of values between commas → rows of fields, each with its place.
//!
//! Quoted as RFC 4180 says. What stands between the fields is a comma, a semicolon
//! or a tab: whichever the first line has most of, as spreadsheets differ by
//! country. Empty lines are passed over, spaces around a field are not part of it.

use std::ops::Range;

/// A field of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// Byte for byte as in the file; in quotation marks that are doubled, one of each two is a space.
    pub(super) text: String,
    /// What it says.
    pub(super) said: String,
    /// Where `text` stands.
    pub(super) range: Range<usize>,
}

/// A row, or the place of a quotation mark that is never closed, which ends the reading.
pub(super) type Row = Result<Vec<Field>, Range<usize>>;

/// All rows of a text.
pub(super) fn rows(text: &str) -> Vec<Row> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let separator = separator(text[start..].lines().next().unwrap_or_default());
    let mut at = start;
    let mut rows = Vec::new();
    while at < text.len() {
        let (row, end) = row(text, at, separator);
        let (is_last, is_blank) = match &row {
            Err(_) => (true, false),
            Ok(fields) => (false, fields.iter().all(|field| field.text.is_empty())),
        };
        if !is_blank {
            rows.push(row);
        }
        if is_last {
            break;
        }
        at = end;
    }
    rows
}

fn separator(first: &str) -> u8 {
    let count = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
    b",;\t".iter().copied().rev().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

/// The row that begins at `at`, and where the next one begins.
fn row(text: &str, mut at: usize, separator: u8) -> (Row, usize) {
    let mut fields = Vec::new();
    loop {
        let (field, end) = match field(text, at, separator) {
            Ok(found) => found,
            Err(open) => return (Err(open), text.len()),
        };
        fields.push(field);
        match text.as_bytes().get(end) {
            Some(byte) if *byte == separator => at = end + 1,
            Some(_) => return (Ok(fields), end + 1),
            None => return (Ok(fields), text.len()),
        }
    }
}

/// The field that begins at `at`, and where it ends: at a separator, a line break or the end.
fn field(text: &str, at: usize, separator: u8) -> Result<(Field, usize), Range<usize>> {
    let bytes = text.as_bytes();
    let is_space =
        |at: usize| bytes.get(at).is_some_and(|byte| *byte != separator && matches!(byte, b' ' | b'\t' | b'\r'));
    let mut start = at;
    while is_space(start) {
        start += 1;
    }
    let ends = |at: usize| bytes.get(at).is_none_or(|byte| *byte == separator || *byte == b'\n');
    if bytes.get(start) == Some(&b'"') {
        let close = closing(text, start).ok_or(start..start + 1)?;
        let mut end = close + 1;
        while is_space(end) {
            end += 1;
        }
        if ends(end) {
            return Ok((quoted(text, start + 1..close), end));
        }
    }
    let mut end = start;
    while !ends(end) {
        end += 1;
    }
    let inner = text[start..end].trim_end();
    Ok((Field { text: inner.to_owned(), said: inner.to_owned(), range: start..start + inner.len() }, end))
}

/// The quotation mark that closes the one at `open`.
fn closing(text: &str, open: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = open + 1;
    loop {
        at += text.get(at..)?.find('"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

fn quoted(text: &str, range: Range<usize>) -> Field {
    let inner = &text[range.clone()];
    let mut pieces = inner.split("\"\"");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for (at, piece) in pieces.enumerate() {
        text.push_str(if at % 2 == 0 { " \"" } else { "\" " });
        text.push_str(piece);
    }
    Field { text, said: inner.replace("\"\"", "\"").trim().to_owned(), range }
}

#[cfg(test)]
mod tests {
    use super::rows;

    fn said(text: &str) -> Vec<Vec<String>> {
        let row = |row: super::Row| row.expect("closed").into_iter().map(|field| field.said).collect();
        rows(text).into_iter().map(row).collect()
    }

    #[test]
    fn fields_are_read_as_spreadsheets_write_them() {
        assert_eq!(said("a,b\r\n1 , \"x, y\"\r\n\r\n,2"), [["a", "b"], ["1", "x, y"], ["", "2"]]);
        assert_eq!(said("\u{feff}a;b\n1;\"say \"\"hi\"\"\"\n"), [["a", "b"], ["1", "say \"hi\""]]);
        assert_eq!(said("a\tb\n1\t\n"), [["a", "b"], ["1", ""]]);
        assert_eq!(said("a,b\n\"two\nlines\",x y\n"), [["a", "b"], ["two\nlines", "x y"]]);
        assert_eq!(said(""), [[""; 0]; 0]);
    }

    #[test]
    fn a_field_is_byte_for_byte_where_it_stands() {
        let text = "é,b\n\"stay, because \"\"é\"\"\",x\n";
        for field in rows(text).into_iter().flat_map(|row| row.expect("closed")) {
            assert_eq!(field.text.len(), field.range.len());
            assert_eq!(field.text.replace(' ', ""), text[field.range].replace("\"\"", "\"").replace(' ', ""));
        }
    }

    #[test]
    fn a_quotation_mark_without_an_end_is_found() {
        assert_eq!(rows("a,b\n1,\"open\n2,3").last(), Some(&Err(6..7)));
    }
}
