//! What other systems call the keys of a conversation.

use serde_json::{Map, Value};

use super::super::Notes;

/// A key of ours, and what else it is called.
type Spellings = [(&'static str, &'static [&'static str])];

/// Of a conversation.
pub(super) const OF_A_CONVERSATION: &Spellings = &[("turns", &["messages"])];

/// Of a turn.
pub(super) const OF_A_TURN: &Spellings = &[("text", &["content"]), ("at", &["timestamp", "created_at"])];

/// Gives the keys our names where the object has only others, and notes that.
pub(super) fn rename(object: &mut Map<String, Value>, spellings: &Spellings, notes: &mut Notes) {
    for (ours, others) in spellings {
        if object.contains_key(*ours) {
            continue;
        }
        if let Some((other, value)) = others.iter().find_map(|other| Some((other, object.remove(*other)?))) {
            notes.add(format!("the key `{other}` is read as `{ours}`"));
            object.insert((*ours).to_owned(), value);
        }
    }
}

/// Whether `written` is another name of our key.
pub(super) fn means(written: &str, ours: &str) -> bool {
    let mut all = OF_A_CONVERSATION.iter().chain(OF_A_TURN);
    all.any(|(name, others)| *name == ours && others.contains(&written))
}
