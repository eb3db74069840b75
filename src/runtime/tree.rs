//! JSON on its way out: what is borrowed stays borrowed, and an object is a list of its entries.
//!
//! In: names, numbers and lists of a record. Out: text or a [`serde_json::Value`], by
//! serde. Next to a map of owned keys this saves an allocation for each key and word,
//! which is most of what writing a record costs.

use serde_core::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Number, Value as Json};
use std::borrow::Cow;

/// A value to be written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tree<'a> {
    Null,
    Truth(bool),
    Number(Number),
    Text(Cow<'a, str>),
    List(Vec<Tree<'a>>),
    /// Keys in the order they are written; each once.
    Object(Vec<(Cow<'a, str>, Tree<'a>)>),
    /// What is JSON already.
    Json(Cow<'a, Json>),
}

/// Room for so much text is made at once: most states and most answers are shorter.
const TEXT_BYTES: usize = 4_096;

/// An object of known keys.
pub(super) fn object<'a, const N: usize>(entries: [(&'a str, Tree<'a>); N]) -> Tree<'a> {
    entries.into_iter().collect()
}

/// A list.
pub(super) fn list<'a, T: Into<Tree<'a>>>(items: impl IntoIterator<Item = T>) -> Tree<'a> {
    Tree::List(items.into_iter().map(Into::into).collect())
}

impl Tree<'_> {
    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Tree::Null => true,
            Tree::List(list) => list.is_empty(),
            Tree::Object(entries) => entries.is_empty(),
            _ => false,
        }
    }

    /// Whether it is written as this JSON is.
    pub(super) fn is(&self, json: &Json) -> bool {
        match (self, json) {
            (Tree::Null, Json::Null) => true,
            (Tree::Truth(truth), Json::Bool(other)) => truth == other,
            (Tree::Number(number), Json::Number(other)) => number == other,
            (Tree::Text(text), Json::String(other)) => text == other,
            (Tree::List(items), Json::Array(others)) => {
                items.len() == others.len() && items.iter().zip(others).all(|(item, other)| item.is(other))
            }
            (Tree::Object(entries), Json::Object(others)) => {
                let is_there = |(key, value): &(Cow<'_, str>, Tree<'_>)| {
                    others.get(key.as_ref()).is_some_and(|other| value.is(other))
                };
                entries.len() == others.len() && entries.iter().all(is_there)
            }
            (Tree::Json(json), other) => json.as_ref() == other,
            _ => false,
        }
    }

    /// As text on one line.
    pub(super) fn text(&self) -> String {
        let mut text = Vec::with_capacity(TEXT_BYTES);
        serde_json::to_writer(&mut text, self).expect("keys are words, and numbers are finite");
        String::from_utf8(text).expect("JSON is text")
    }

    /// As a value of its own.
    pub(super) fn json(&self) -> Json {
        serde_json::to_value(self).expect("keys are words, and numbers are finite")
    }
}

impl Serialize for Tree<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Tree::Null => serializer.serialize_unit(),
            Tree::Truth(truth) => serializer.serialize_bool(*truth),
            Tree::Number(number) => number.serialize(serializer),
            Tree::Text(text) => serializer.serialize_str(text),
            Tree::List(items) => serializer.collect_seq(items),
            Tree::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
            Tree::Json(json) => json.serialize(serializer),
        }
    }
}

impl<'a, K: Into<Cow<'a, str>>> FromIterator<(K, Tree<'a>)> for Tree<'a> {
    fn from_iter<I: IntoIterator<Item = (K, Tree<'a>)>>(entries: I) -> Self {
        Tree::Object(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }
}

impl<'a, T: Into<Tree<'a>>> From<Option<T>> for Tree<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Tree::Null, Into::into)
    }
}

impl<'a> From<&'a str> for Tree<'a> {
    fn from(text: &'a str) -> Self {
        Tree::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Tree<'a> {
    fn from(text: &'a String) -> Self {
        Tree::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Tree<'_> {
    fn from(text: String) -> Self {
        Tree::Text(Cow::Owned(text))
    }
}

impl<'a> From<Cow<'a, str>> for Tree<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Tree::Text(text)
    }
}

impl From<bool> for Tree<'_> {
    fn from(truth: bool) -> Self {
        Tree::Truth(truth)
    }
}

impl From<Json> for Tree<'_> {
    fn from(json: Json) -> Self {
        Tree::Json(Cow::Owned(json))
    }
}

impl<'a> From<&'a Json> for Tree<'a> {
    fn from(json: &'a Json) -> Self {
        Tree::Json(Cow::Borrowed(json))
    }
}

impl From<Number> for Tree<'_> {
    fn from(number: Number) -> Self {
        Tree::Number(number)
    }
}

macro_rules! from_whole_numbers {
    ($($kind:ty)*) => {$(
        impl From<$kind> for Tree<'_> {
            fn from(number: $kind) -> Self {
                Tree::Number(number.into())
            }
        }
    )*};
}
from_whole_numbers!(i64 u8 u32 u64 usize);
