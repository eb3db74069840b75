//! A valid policy, line by line, with what a mistake needs to know of each line.

use std::collections::BTreeSet;

/// A policy without problems.
pub(crate) struct Text {
    pub(crate) name: String,
    pub(crate) lines: Vec<String>,
    /// For each line, the first words of the blocks around it, outermost first.
    pub(crate) within: Vec<Vec<String>>,
    /// For each line, the lines on which the blocks around it were opened.
    pub(crate) opened: Vec<Vec<usize>>,
    pub(crate) names: Names,
}

/// Names that the policy declares.
#[derive(Default)]
pub(crate) struct Names {
    pub(crate) facts: BTreeSet<String>,
    pub(crate) queues: BTreeSet<String>,
    pub(crate) categories: BTreeSet<String>,
    pub(crate) messages: BTreeSet<String>,
    pub(crate) signals: BTreeSet<String>,
    pub(crate) rules: BTreeSet<String>,
}

/// One line of a policy.
#[derive(Clone, Copy)]
pub(crate) struct Line<'a> {
    pub(crate) at: usize,
    pub(crate) text: &'a str,
    pub(crate) within: &'a [String],
    pub(crate) names: &'a Names,
}

/// A word, sign or quoted text of a line, by its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) at: usize,
    pub(crate) text: &'a str,
}

impl Token<'_> {
    pub(crate) fn end(self) -> usize {
        self.at + self.text.len()
    }
}

impl Text {
    pub(crate) fn new(name: &str, text: &str) -> Self {
        let mut all = Self {
            name: name.to_owned(),
            lines: text.lines().map(str::to_owned).collect(),
            within: Vec::new(),
            opened: Vec::new(),
            names: standard_names(),
        };
        let mut open: Vec<(String, usize)> = Vec::new();
        for (at, line) in all.lines.iter().enumerate() {
            let tokens = tokens(line);
            if tokens.first().is_some_and(|token| token.text == "}") {
                open.pop();
            }
            all.within.push(open.iter().map(|(word, _)| word.clone()).collect());
            all.opened.push(open.iter().map(|(_, line)| *line).collect());
            all.names.declare(&tokens);
            let first = tokens.first().map_or("", |token| token.text).to_owned();
            let opens = tokens.iter().filter(|token| token.text == "{").count();
            let closes = tokens.iter().skip(1).filter(|token| token.text == "}").count();
            if opens > closes {
                open.push((first, at));
            }
        }
        all
    }

    pub(crate) fn line(&self, at: usize) -> Line<'_> {
        Line { at, text: &self.lines[at], within: &self.within[at], names: &self.names }
    }

    /// The line on which the block that is opened at `at` ends.
    pub(crate) fn end_of_block(&self, at: usize) -> Option<usize> {
        let depth = self.within[at].len();
        if self.within.get(at + 1)?.len() <= depth {
            return None;
        }
        (at + 1..self.lines.len()).find(|line| self.within[*line].len() == depth)
    }
}

impl Names {
    fn declare(&mut self, tokens: &[Token]) {
        let words: Vec<&str> = tokens.iter().map(|token| token.text).collect();
        let (first, second) = (words.first().copied().unwrap_or(""), words.get(1).copied().unwrap_or(""));
        let set = match first {
            "fact" | "switch" => &mut self.facts,
            "queue" => &mut self.queues,
            "message" => &mut self.messages,
            "signal" => &mut self.signals,
            "guard" | "override" | "rule" | "watch" => &mut self.rules,
            "category" => {
                let is_name = |word: &&&str| word.starts_with(|c: char| c.is_ascii_lowercase());
                self.categories.extend(words.iter().skip(1).filter(is_name).map(|word| (*word).to_owned()));
                return;
            }
            _ => return,
        };
        set.insert(second.to_owned());
    }
}

/// What the standard files declare, as far as these policies use it.
fn standard_names() -> Names {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Names {
        messages: set(&["ask_briefly", "complaint", "security", "safety", "incident_status", "ai_failed"]),
        signals: set(&[
            "asks_for_human",
            "frustration",
            "thinking_of_leaving",
            "threatens_legal_action",
            "formal_complaint",
            "self_harm",
            "reports_takeover",
            "urgent",
        ]),
        ..Names::default()
    }
}

impl<'a> Line<'a> {
    pub(crate) fn tokens(&self) -> Vec<Token<'a>> {
        tokens(self.text)
    }

    pub(crate) fn first(&self) -> &'a str {
        self.tokens().first().map_or("", |token| token.text)
    }

    /// The first word of the block that the line stands in.
    pub(crate) fn block(&self) -> &'a str {
        self.within.last().map_or("", String::as_str)
    }

    /// Whether the line is a condition of a rule or group.
    pub(crate) fn is_condition(&self) -> bool {
        self.first() == "when" && !matches!(self.block(), "message" | "signal")
    }

    /// Where these words stand, one after the other.
    pub(crate) fn find(&self, words: &[&str]) -> Option<usize> {
        let tokens = self.tokens();
        tokens.windows(words.len()).position(|window| window.iter().map(|token| token.text).eq(words.iter().copied()))
    }

    /// The word right after these words.
    pub(crate) fn after(&self, words: &[&str]) -> Option<Token<'a>> {
        self.find(words).and_then(|at| self.tokens().get(at + words.len()).copied())
    }

    /// The line with the bytes of `token` replaced.
    pub(crate) fn with(&self, token: Token, new: &str) -> String {
        format!("{}{new}{}", &self.text[..token.at], &self.text[token.end()..])
    }

    /// The line with these words replaced.
    pub(crate) fn replaced(&self, words: &[&str], new: &str) -> Option<String> {
        let at = self.find(words)?;
        let tokens = self.tokens();
        let (start, end) = (tokens[at].at, tokens[at + words.len() - 1].end());
        Some(format!("{}{new}{}", &self.text[..start], &self.text[end..]))
    }

    /// The line without its comment and the space before it.
    pub(crate) fn code(&self) -> &'a str {
        let end = self.tokens().last().map_or(0, |token| token.end());
        &self.text[..end]
    }

    /// The line with `more` behind its last word.
    pub(crate) fn ending(&self, more: &str) -> String {
        format!("{}{more}{}", self.code(), &self.text[self.code().len()..])
    }

    /// The line with the first word of one of `names` misspelt.
    pub(crate) fn misspelt(&self, names: &BTreeSet<String>) -> Option<String> {
        let token = self.tokens().into_iter().find(|token| names.contains(token.text))?;
        Some(self.with(token, &misspelt(token.text, self.at)?))
    }
}

/// Words, signs and quoted texts, without comments.
pub(crate) fn tokens(line: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        let rest = &line[at..];
        let length = match c {
            '#' => break,
            '"' => rest[1..].find('"').map_or(rest.len(), |end| end + 2),
            c if c.is_whitespace() => {
                at += c.len_utf8();
                continue;
            }
            '(' | ')' | '{' | '}' | ',' | ';' => 1,
            _ => rest.find(|c: char| c.is_whitespace() || "(){},;\"".contains(c)).unwrap_or(rest.len()),
        };
        found.push(Token { at, text: &rest[..length] });
        at += length;
    }
    found
}

/// The word with one slip of the hand; none for words too short to tell.
pub(crate) fn misspelt(word: &str, salt: usize) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    let last = letters.len().checked_sub(1).filter(|last| *last >= 2)?;
    let swap = (1..last)
        .find(|at| letters[*at] != letters[at + 1] && letters[*at].is_alphabetic() && letters[at + 1].is_alphabetic());
    match salt % 3 {
        0 if last >= 3 => drop(letters.remove(last / 2)),
        1 if last >= 3 && letters[last].is_alphabetic() => letters.insert(last, letters[last]),
        _ => letters.swap(swap?, swap? + 1),
    }
    Some(letters.into_iter().collect())
}
