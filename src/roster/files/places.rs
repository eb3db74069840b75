//! JSON → a tree with places. The text is JSON: somebody else has read it and was content.

use super::{Node, Place, Value};

/// Reads a text that is JSON.
pub(super) fn tree(text: &str, file: usize) -> Node {
    let mut scanner = Scanner { text, at: 0, file };
    scanner.value()
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    file: usize,
}

impl Scanner<'_> {
    fn next(&mut self) -> u8 {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        bytes.get(self.at).copied().unwrap_or(b' ')
    }

    fn place(&self, from: usize) -> Place {
        Place { file: self.file, bytes: from..self.at }
    }

    fn value(&mut self) -> Node {
        let first = self.next();
        let from = self.at;
        let value = match first {
            b'{' => Value::Table(self.items(|scanner| {
                let (key, place) = scanner.string();
                scanner.next();
                scanner.at += 1;
                (key, place, scanner.value())
            })),
            b'[' => Value::List(self.items(Self::value)),
            b'"' => Value::Text(self.string().0),
            _ => self.word(),
        };
        Node { value, place: self.place(from) }
    }

    /// What stands in brackets, separated by commas.
    fn items<T>(&mut self, item: impl Fn(&mut Self) -> T) -> Vec<T> {
        let mut items = Vec::new();
        self.at += 1;
        while !matches!(self.next(), b']' | b'}' | b' ') {
            items.push(item(self));
            if self.next() == b',' {
                self.at += 1;
            }
        }
        self.at += 1;
        items
    }

    fn string(&mut self) -> (String, Place) {
        self.next();
        let from = self.at;
        let mut escaped = false;
        self.at += 1;
        for byte in self.text.as_bytes()[from + 1..].iter().copied() {
            self.at += 1;
            match byte {
                b'"' if !escaped => break,
                b'\\' => escaped = !escaped,
                _ => escaped = false,
            }
        }
        (serde_json::from_str(&self.text[from..self.at]).unwrap_or_default(), self.place(from))
    }

    fn word(&mut self) -> Value {
        let rest = &self.text[self.at..];
        let length = rest.find([',', ']', '}', ' ', '\n', '\r', '\t']).unwrap_or(rest.len());
        self.at += length.max(1).min(rest.len());
        match &rest[..length] {
            "true" => Value::Truth(true),
            "false" => Value::Truth(false),
            word => word.parse().map_or(Value::Other, Value::Number),
        }
    }
}
