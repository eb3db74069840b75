//! What the assistant tried, and how it ended.
//!
//! In: the fact `attempted` of a turn: a list of texts, or of objects with `action` and
//! `result`. Out: one entry for each; a number alone says nothing that could be shown.

use serde_json::Value as Json;

use crate::conversation::Turn;

/// Something that the assistant tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// What it did.
    pub action: String,
    /// How that ended, if the service says so.
    pub result: Option<String>,
}

impl Tried {
    /// Without what nobody else may read, on one line each.
    pub(super) fn clean(self, clean: &mut impl FnMut(&str) -> String) -> Self {
        let mut short = |text: &str| super::cut(&clean(text), super::TRIED_CHARS_MAX);
        Self { action: short(&self.action), result: self.result.as_deref().map(&mut short) }
    }
}

/// Each thing once, where it was tried last.
pub(super) fn once(all: &[Tried]) -> Vec<Tried> {
    let is_last = |at: usize| !all[at + 1..].contains(&all[at]);
    (0..all.len()).filter(|at| is_last(*at)).map(|at| all[at].clone()).collect()
}

/// What came with a turn.
pub(super) fn of(turn: &Turn) -> Vec<Tried> {
    let lists = turn.facts.iter().filter(|(name, _)| name == "attempted").filter_map(|(_, value)| value.as_array());
    lists.flatten().filter_map(one).collect()
}

fn one(item: &Json) -> Option<Tried> {
    let text =
        |key: &str| item.get(key).and_then(Json::as_str).filter(|text| !text.trim().is_empty()).map(str::to_owned);
    match item {
        Json::String(action) if !action.trim().is_empty() => Some(Tried { action: action.clone(), result: None }),
        Json::Object(_) => Some(Tried { action: text("action")?, result: text("result") }),
        _ => None,
    }
}
