//! Rust texts, looked at from afar.
//!
//! In: a source text. Out: the same text without comments and the insides of texts, and where its functions stand.

/// The text with comments, texts and characters blanked; lines stay where they are.
pub(crate) fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = hidden(rest, out.chars().next_back());
        if length == 0 {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            out.extend(rest[..length].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = &rest[length..];
        }
    }
    out
}

/// How many bytes of the beginning are a comment, a text or a character.
fn hidden(rest: &str, before: Option<char>) -> usize {
    let in_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let up_to = |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len());
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return up_to("*/", 2);
    }
    if !in_word && rest.starts_with('r') {
        let hashes = rest[1..].bytes().take_while(|b| *b == b'#').count();
        if rest[1 + hashes..].starts_with('"') {
            return up_to(&format!("\"{}", "#".repeat(hashes)), hashes + 2);
        }
    }
    if rest.starts_with('"') {
        return quoted(rest, '"').unwrap_or(rest.len());
    }
    if rest.starts_with('\'') {
        quoted(rest, '\'').filter(|length| is_character(&rest[..*length])).unwrap_or(0)
    } else {
        0
    }
}

/// The length of what begins and ends with `mark`.
fn quoted(rest: &str, mark: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == mark => return Some(at + c.len_utf8()),
            _ => {}
        }
    }
    None
}

/// Whether this is a character rather than what lies between two lifetimes.
fn is_character(quoted: &str) -> bool {
    let inside = &quoted[1..quoted.len() - 1];
    inside.chars().count() == 1 || inside.starts_with('\\')
}

/// The functions of a bare text: name, first line and number of lines.
pub(crate) fn functions(bare: &str) -> Vec<(String, usize, usize)> {
    let lines: Vec<&str> = bare.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let mut depth = 0_i64;
        let mut opened = false;
        for (length, line) in lines[at..].iter().enumerate() {
            for c in line.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => continue,
                }
                opened = true;
            }
            if opened && depth <= 0 {
                found.push((name, at + 1, length + 1));
                break;
            }
            if !opened && line.trim_end().ends_with(';') {
                break;
            }
        }
    }
    found
}

fn function_name(line: &str) -> Option<String> {
    let at = line.find("fn ")?;
    let before = line[..at].trim();
    let words = |c: char| c.is_alphanumeric() || matches!(c, '_' | '(' | ')' | ' ' | ':');
    if !before.chars().all(words) || before.contains("let") {
        return None;
    }
    let name: String = line[at + 3..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}
