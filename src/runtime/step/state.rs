//! The state of a conversation between two events.
//!
//! In and out: JSON, in the form `baton.state/1`. A service keeps it as it is and
//! sends it with the next event. It holds how to get back to the state before, so
//! that an event that is sent twice is answered twice alike.

use super::event::Event;
use crate::runtime::table::Table;
use crate::runtime::tree::{Tree, list, object};
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use std::sync::OnceLock;
use xxhash_rust::xxh3::xxh3_64;

/// The form of a state.
const FORM: &str = "baton.state/1";

/// The longest state, in bytes of JSON.
pub const STATE_BYTES_MAX: usize = 4_096;

/// How many events before the latest are known again.
const EARLIER_MAX: usize = 8;

/// The state of a conversation. It comes as JSON and goes as text; the other is made when somebody asks.
#[derive(Clone, Debug)]
pub struct State {
    json: OnceLock<Map<String, Json>>,
    text: OnceLock<String>,
}

impl Default for State {
    fn default() -> Self {
        Self::of(Map::new())
    }
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.map() == other.map()
    }
}

/// Whether an event was handled before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    Never,
    /// It is the latest.
    Latest,
    /// The latest has its id and says something else.
    Other,
    Earlier,
}

impl State {
    /// The state of a conversation that has not begun.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a state. What is in it is checked when it is used.
    ///
    /// # Errors
    ///
    /// It is no state, in words.
    pub fn from_json(json: &Json) -> Result<Self, String> {
        Self::taken(json.clone())
    }

    /// As [`State::from_json`], of JSON that nobody else needs.
    ///
    /// # Errors
    ///
    /// It is no state, in words.
    pub fn taken(json: Json) -> Result<Self, String> {
        let Json::Object(json) = json else { return Err("a state is a JSON object".to_owned()) };
        if json.get("schema").and_then(Json::as_str) != Some(FORM) {
            return Err(format!("this is no state in the form `{FORM}`"));
        }
        Ok(Self::of(json))
    }

    fn of(json: Map<String, Json>) -> Self {
        Self { json: json.into(), text: OnceLock::new() }
    }

    fn map(&self) -> &Map<String, Json> {
        self.json.get_or_init(|| match self.text.get().map(|text| serde_json::from_str(text)) {
            Some(Ok(Json::Object(map))) => map,
            _ => Map::new(),
        })
    }

    /// The state as it is kept; `null` before the first event.
    pub fn to_json(&self) -> Json {
        if self.map().is_empty() { Json::Null } else { Json::Object(self.map().clone()) }
    }

    /// The same as text.
    pub fn text(&self) -> &str {
        self.text.get_or_init(|| match serde_json::to_string(self.map()) {
            Ok(text) if !self.map().is_empty() => text,
            _ => "null".to_owned(),
        })
    }

    /// How long it is, in bytes of JSON.
    pub fn bytes(&self) -> usize {
        self.text().len()
    }

    pub(super) fn conversation(&self) -> Option<&str> {
        self.map().get("conversation").and_then(Json::as_str)
    }

    pub(super) fn seq(&self) -> Option<u64> {
        self.map().get("seq").and_then(Json::as_u64)
    }

    pub(super) fn now(&self) -> Option<i64> {
        self.map().get("now").and_then(Json::as_i64)
    }

    pub(super) fn memory(&self) -> &Json {
        self.map().get("memory").unwrap_or(&Json::Null)
    }

    pub(super) fn seen(&self, event: &Event, print: u64) -> Seen {
        let id = hash(&event.id);
        let events = self.map().get("events").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        match events.split_last() {
            Some((latest, _)) if latest.as_str() == Some(&id) => {
                let same = self.map().get("print").and_then(Json::as_str) == Some(&format!("{print:016x}"));
                if same { Seen::Latest } else { Seen::Other }
            }
            Some((_, earlier)) if earlier.iter().any(|one| one.as_str() == Some(&id)) => Seen::Earlier,
            _ => Seen::Never,
        }
    }

    /// The state before the latest event.
    pub(super) fn before(&self) -> Result<State, String> {
        let undo = self.map().get("undo").ok_or("the state cannot be read: `undo` is missing")?;
        let memory = undone(self.memory(), undo).ok_or("the state cannot be read: `undo` does not fit")?;
        Ok(Self::of([("memory".to_owned(), memory)].into_iter().collect()))
    }

    /// The state behind an event.
    pub(super) fn after<'a>(
        &'a self,
        event: &'a Event,
        print: u64,
        table: &'a Table,
        memory: Tree<'a>,
        now: i64,
    ) -> State {
        let known = self.map().get("events").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        let known = known[known.len().saturating_sub(EARLIER_MAX)..].iter().map(Tree::from);
        let entries = [
            ("schema", FORM.into()),
            ("conversation", event.conversation.as_str().into()),
            ("policy", table.policy().hash.as_str().into()),
            ("seq", event.seq.or(self.seq()).into()),
            ("now", now.into()),
            ("events", list(known.chain([hash(&event.id).into()]))),
            ("print", format!("{print:016x}").into()),
            ("undo", undo(&memory, self.memory())),
            ("memory", memory),
        ];
        let state: Tree<'_> = entries.into_iter().filter(|(_, value)| *value != Tree::Null).collect();
        State { json: OnceLock::new(), text: state.text().into() }
    }
}

fn hash(id: &str) -> String {
    format!("{:016x}", xxh3_64(id.as_bytes()))
}

/// How to get from `now` back to `before`: `{}` where they are equal, `{"v": …}` for another value, `{"o": {…}}` for
/// entries of an object (`{"x": 1}` removes one), `{"a": […], "n": …}` for a list: these, then the first n of now.
fn undo<'a>(now: &Tree<'a>, before: &'a Json) -> Tree<'a> {
    match (now, before) {
        (now, before) if now.is(before) => object([]),
        (Tree::Object(now), Json::Object(before)) => {
            let added = now.iter().filter(|(key, _)| !before.contains_key(key.as_ref()));
            let added = added.map(|(key, _)| (key.clone(), object([("x", 1_u8.into())])));
            let changed = before.iter().filter_map(|(key, value)| {
                let undo = match now.iter().find(|(known, _)| known == key) {
                    Some((_, now)) => Some(undo(now, value)).filter(|undo| !undo.is_empty())?,
                    None => object([("v", value.into())]),
                };
                Some((Cow::Borrowed(key.as_str()), undo))
            });
            object([("o", added.chain(changed).collect())])
        }
        (Tree::List(now), Json::Array(before)) => {
            // The longest end of the list before that the list now begins with.
            let begins = |from: &usize| {
                let end = &before[*from..];
                now.len() >= end.len() && now.iter().zip(end).all(|(now, before)| now.is(before))
            };
            let dropped = (0..=before.len()).find(begins).unwrap_or(before.len());
            object([("a", list(&before[..dropped])), ("n", (before.len() - dropped).into())])
        }
        (_, before) => object([("v", before.into())]),
    }
}

fn undone(now: &Json, undo: &Json) -> Option<Json> {
    let undo = undo.as_object()?;
    if let Some(value) = undo.get("v") {
        return Some(value.clone());
    }
    if let Some(entries) = undo.get("o") {
        let mut map = now.as_object()?.clone();
        for (key, entry) in entries.as_object()? {
            if entry.get("x").is_some() {
                map.shift_remove(key);
            } else {
                let value = undone(map.get(key).unwrap_or(&Json::Null), entry)?;
                map.insert(key.clone(), value);
            }
        }
        return Some(Json::Object(map));
    }
    if let Some(list) = undo.get("a") {
        let kept = usize::try_from(undo.get("n")?.as_u64()?).ok()?;
        let kept = now.as_array()?.get(..kept)?;
        return Some(list.as_array()?.iter().chain(kept).cloned().collect());
    }
    Some(now.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tree(json: &Json) -> Tree<'_> {
        match json {
            Json::Object(map) => map.iter().map(|(key, value)| (key.as_str(), tree(value))).collect(),
            Json::Array(items) => list(items.iter().map(tree)),
            other => other.into(),
        }
    }

    #[test]
    fn what_was_done_is_undone() {
        let values = [
            json!(null),
            json!({}),
            json!({ "a": 1, "b": [1, 2, 3], "c": { "d": "e" } }),
            json!({ "b": [2, 3, 4], "c": { "d": "f", "g": null }, "h": true }),
            json!({ "b": [3], "c": 4 }),
            json!({ "b": [1, 2, 3, 4, 5], "a": { "deep": [[1], [2]] } }),
            json!([[1, 2], "x"]),
        ];
        for before in &values {
            for now in &values {
                let undo = undo(&tree(now), before).json();
                assert_eq!(undone(now, &undo).as_ref(), Some(before), "{now} -> {before}");
            }
        }
        assert_eq!(undone(&json!(1), &json!({ "o": { "k": { "v": 1 } } })), None);
        assert_eq!(undone(&json!([1]), &json!({ "a": [], "n": 2 })), None);
    }
}
