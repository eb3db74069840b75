//! A file as a tree with places: what TOML, JSON and CSV have in common.

use std::ops::Range;

/// A part of one of the files that a roster is read from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Which file, in the order in which they were read.
    pub file: usize,
    /// Its bytes.
    pub bytes: Range<usize>,
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) place: Place,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    /// A whole number.
    Number(i64),
    List(Vec<Node>),
    /// Keys with their places, in order.
    Table(Vec<(String, Place, Node)>),
    Truth(bool),
    /// A number that is not whole, or nothing.
    Other,
}

impl Node {
    /// What it is, in words.
    pub(super) fn kind(&self) -> &'static str {
        match &self.value {
            Value::Text(_) => "a text",
            Value::Number(_) => "a number",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
            Value::Truth(_) => "true or false",
            Value::Other => "something else",
        }
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        let Value::Table(keys) = &self.value else { return None };
        keys.iter().find(|(name, ..)| name == key).map(|(.., node)| node)
    }
}
