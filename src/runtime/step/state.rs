//! The state of a conversation between two events.
//!
//! In and out: JSON, in the form `baton.state/1`. A service keeps it as it is and
//! sends it with the next event. It holds how to get back to the state before, so
//! that an event that is sent twice is answered twice alike.

use super::event::Event;
use crate::runtime::table::Table;
use serde_json::{Map, Value as Json, json};
use std::sync::OnceLock;
use xxhash_rust::xxh3::xxh3_64;

/// The form of a state.
const FORM: &str = "baton.state/1";

/// The longest state, in bytes of JSON.
pub const STATE_BYTES_MAX: usize = 4_096;

/// How many events before the latest are known again.
const EARLIER_MAX: usize = 8;

/// The state of a conversation.
#[derive(Clone, Debug, Default)]
pub struct State {
    json: Map<String, Json>,
    /// The same as text, once somebody asked.
    text: OnceLock<String>,
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.json == other.json
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
        Self { json, text: OnceLock::new() }
    }

    /// The state as it is kept; `null` before the first event.
    pub fn to_json(&self) -> Json {
        if self.json.is_empty() { Json::Null } else { Json::Object(self.json.clone()) }
    }

    /// The same as text.
    pub fn text(&self) -> &str {
        self.text.get_or_init(|| match serde_json::to_string(&self.json) {
            Ok(text) if !self.json.is_empty() => text,
            _ => "null".to_owned(),
        })
    }

    /// How long it is, in bytes of JSON.
    pub fn bytes(&self) -> usize {
        self.text().len()
    }

    pub(super) fn conversation(&self) -> Option<&str> {
        self.json.get("conversation").and_then(Json::as_str)
    }

    pub(super) fn seq(&self) -> Option<u64> {
        self.json.get("seq").and_then(Json::as_u64)
    }

    pub(super) fn now(&self) -> Option<i64> {
        self.json.get("now").and_then(Json::as_i64)
    }

    pub(super) fn memory(&self) -> &Json {
        self.json.get("memory").unwrap_or(&Json::Null)
    }

    pub(super) fn seen(&self, event: &Event, print: u64) -> Seen {
        let id = hash(&event.id);
        let events = self.json.get("events").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        match events.split_last() {
            Some((latest, _)) if latest.as_str() == Some(&id) => {
                let same = self.json.get("print").and_then(Json::as_str) == Some(&format!("{print:016x}"));
                if same { Seen::Latest } else { Seen::Other }
            }
            Some((_, earlier)) if earlier.iter().any(|one| one.as_str() == Some(&id)) => Seen::Earlier,
            _ => Seen::Never,
        }
    }

    /// The state before the latest event.
    pub(super) fn before(&self) -> Result<State, String> {
        let undo = self.json.get("undo").ok_or("the state cannot be read: `undo` is missing")?;
        let memory = undone(self.memory(), undo).ok_or("the state cannot be read: `undo` does not fit")?;
        Ok(Self::of([("memory".to_owned(), memory)].into_iter().collect()))
    }

    /// The state behind an event.
    pub(super) fn after(&self, event: &Event, print: u64, table: &Table, memory: Json, now: i64) -> State {
        let known = self.json.get("events").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        let mut events: Vec<Json> = known[known.len().saturating_sub(EARLIER_MAX)..].to_vec();
        events.push(json!(hash(&event.id)));
        let mut json = Map::new();
        json.insert("schema".to_owned(), json!(FORM));
        json.insert("conversation".to_owned(), json!(event.conversation));
        json.insert("policy".to_owned(), json!(table.policy().hash));
        if let Some(seq) = event.seq.or(self.seq()) {
            json.insert("seq".to_owned(), json!(seq));
        }
        json.insert("now".to_owned(), json!(now));
        json.insert("events".to_owned(), json!(events));
        json.insert("print".to_owned(), json!(format!("{print:016x}")));
        json.insert("undo".to_owned(), undo(&memory, self.memory()));
        json.insert("memory".to_owned(), memory);
        State::of(json)
    }
}

fn hash(id: &str) -> String {
    format!("{:016x}", xxh3_64(id.as_bytes()))
}

/// How to get from `now` back to `before`: `{}` where they are equal, `{"v": …}` for another value, `{"o": {…}}` for
/// entries of an object (`{"x": 1}` removes one), `{"a": […], "n": …}` for a list: these, then the first n of now.
fn undo(now: &Json, before: &Json) -> Json {
    match (now, before) {
        (now, before) if now == before => json!({}),
        (Json::Object(now), Json::Object(before)) => {
            let added = now.keys().filter(|key| !before.contains_key(*key)).map(|key| (key.clone(), json!({ "x": 1 })));
            let changed = before.iter().filter(|(key, value)| now.get(*key) != Some(value));
            let changed = changed.map(|(key, value)| match now.get(key) {
                Some(now) => (key.clone(), undo(now, value)),
                None => (key.clone(), json!({ "v": value })),
            });
            json!({ "o": added.chain(changed).collect::<Map<_, _>>() })
        }
        (Json::Array(now), Json::Array(before)) => {
            // The longest end of the list before that the list now begins with.
            let dropped = (0..=before.len()).find(|from| now.starts_with(&before[*from..])).unwrap_or(before.len());
            json!({ "a": before[..dropped], "n": before.len() - dropped })
        }
        (_, before) => json!({ "v": before }),
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
                assert_eq!(undone(now, &undo(now, before)).as_ref(), Some(before), "{now} -> {before}");
            }
        }
        assert_eq!(undone(&json!(1), &json!({ "o": { "k": { "v": 1 } } })), None);
        assert_eq!(undone(&json!([1]), &json!({ "a": [], "n": 2 })), None);
    }
}
