//! From a JSON value to a conversation.
//!
//! The names that are read are those of the published schema; `tests/io.rs` compares them. Those of [`spellings`] are
//! read too, with a note.
//! What the gold labels say (`labels`, `outcome`) is kept apart from facts: it is for scoring alone.

use serde_json::{Map, Value};

use super::super::clock::{Clock, instant};
use super::super::error::shown;
use super::super::facts::Facts;
use super::super::limits::{DAYS_AGO_MAX, HISTORY_MAX, ID_BYTES_MAX, TURNS_MAX};
use super::super::roles::speaker;
use super::super::{Notes, Problem};
use super::locate::Step;
use super::spellings;
use crate::conversation::{Contact, Conversation, Turn};

/// A problem and the way to the value that has it.
pub(super) struct Fault {
    pub(super) path: Vec<Step>,
    pub(super) problem: Problem,
}

impl Fault {
    /// The same fault, seen from the value around it.
    fn within(mut self, step: Step) -> Self {
        self.path.insert(0, step);
        self
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Self { path: Vec::new(), problem }
    }
}

/// A fault at the value named `key`.
fn at_key<T>(key: &'static str, result: Result<T, Problem>) -> Result<T, Fault> {
    result.map_err(|problem| Fault::from(problem).within(Step::Key(key)))
}

/// Reads one conversation.
pub(super) fn conversation(value: Value, notes: &mut Notes) -> Result<Conversation, Fault> {
    let object = match value {
        Value::Object(mut object) => {
            spellings::rename(&mut object, spellings::OF_A_CONVERSATION, notes);
            object
        }
        Value::Array(_) => return Err(a_list().into()),
        other => return Err(Problem::new(format!("a conversation is an object, not {}", kind(&other))).into()),
    };
    let mut facts = Facts::default();
    let (mut id, mut started, mut history, mut turns) = (None, None, None, None);
    let mut labels = Vec::new();
    for (key, value) in object {
        match key.as_str() {
            "labels" | "outcome" => labels.extend(known(value)),
            "id" => id = at_key("id", read_id(value))?,
            "started" => started = at_key("started", read_started(&value, notes))?,
            "history" => history = at_key("history", list("history", value, HISTORY_MAX))?,
            "turns" => turns = at_key("turns", list("turns", value, TURNS_MAX))?,
            "lang" => at_key("lang", facts.put("language".to_owned(), value, notes))?,
            "language" => at_key("language", facts.put(key, value, notes))?,
            "channel" => at_key("channel", facts.put(key, value, notes))?,
            "category" => at_key("category", facts.put(key, value, notes))?,
            "customer" => at_key("customer", nested("customer", value, &mut facts, notes))?,
            "facts" => at_key("facts", nested("", value, &mut facts, notes))?,
            unknown => notes.add(format!("unknown key `{}`; it is not read", shown(unknown))),
        }
    }
    let id = id.ok_or_else(|| Problem::new("a conversation has no `id`"))?;
    let turns = turns.ok_or_else(|| Problem::new("a conversation has no `turns`"))?;
    if turns.is_empty() {
        notes.add("a conversation has no turns");
    }
    let mut clock = Clock::new(started);
    let turns = read_all("turns", turns, |value| turn(value, &mut clock, notes))?;
    let started = clock.started();
    let history = match history {
        Some(entries) => Some(read_all("history", entries, |value| contact(value, started, notes))?),
        None => None,
    };
    let history = history.map(|contacts| contacts.into_iter().flatten().collect());
    Ok(Conversation { id, started, facts: facts.into_vec(), history, turns, labels })
}

fn a_list() -> Problem {
    Problem::new("this line is a list of conversations")
        .help("each conversation stands on a line of its own: jq -c '.[]'")
}

fn read_all<T>(
    name: &'static str,
    values: Vec<Value>,
    mut read: impl FnMut(Value) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    let numbered = values.into_iter().enumerate();
    numbered
        .map(|(index, value)| read(value).map_err(|fault| fault.within(Step::Index(index)).within(Step::Key(name))))
        .collect()
}

fn turn(value: Value, clock: &mut Clock, notes: &mut Notes) -> Result<Turn, Fault> {
    let mut facts = Facts::default();
    let (mut role, mut text, mut at) = (None, None, None);
    let mut labels = Vec::new();
    let mut object = object("a turn", value)?;
    spellings::rename(&mut object, spellings::OF_A_TURN, notes);
    for (key, value) in object {
        match key.as_str() {
            "labels" => labels.extend(known(value)),
            "role" => role = at_key("role", words("role", value))?,
            "text" => text = at_key("text", words("text", value))?,
            "at" => at = at_key("at", read_time(&value, clock, notes))?,
            "category" => at_key("category", facts.put(key, value, notes))?,
            "confidence" => at_key("confidence", facts.put(key, value, notes))?,
            "sentiment" => at_key("sentiment", facts.put(key, value, notes))?,
            "attempted" => at_key("attempted", facts.put(key, value, notes))?,
            "facts" => at_key("facts", nested("", value, &mut facts, notes))?,
            unknown => notes.add(format!(
                "unknown key `{}` in a turn; it is not read (facts of your own stand inside `facts`)",
                shown(unknown)
            )),
        }
    }
    let role = role.ok_or_else(|| {
        Problem::new("a turn has no `role`").help("say who speaks: customer, assistant, agent or tool")
    })?;
    let text = text.ok_or_else(|| Problem::new("a turn has no `text`"))?;
    Ok(Turn { speaker: at_key("role", speaker(&role))?, text, at, facts: facts.into_vec(), labels })
}

/// Gold labels by name. Whatever else stands in their place says nothing, and is no error: labels never stop a dry run.
fn known(labels: Value) -> Vec<(String, Value)> {
    match labels {
        Value::Object(labels) => labels.into_iter().collect(),
        _ => Vec::new(),
    }
}

/// An earlier contact; none when it is not earlier.
fn contact(value: Value, began: Option<i64>, notes: &mut Notes) -> Result<Option<Contact>, Fault> {
    let (mut seconds_ago, mut started, mut category, mut text) = (None, None, None, None);
    for (key, value) in object("an entry of `history`", value)? {
        match key.as_str() {
            "days_ago" => seconds_ago = at_key("days_ago", read_days(&value))?,
            "started" => started = at_key("started", read_started(&value, notes))?,
            "category" => category = at_key("category", words("category", value))?,
            "text" => text = at_key("text", words("text", value))?,
            unknown => notes.add(format!("unknown key `{}` in `history`; it is not read", shown(unknown))),
        }
    }
    let seconds_ago = match (seconds_ago, started, began) {
        (Some(seconds), _, _) => seconds,
        (None, Some(started), Some(began)) => began - started,
        (None, Some(_), None) => {
            let problem = Problem::new("`history` has instants, but the conversation does not say when it `started`");
            return Err(Fault::from(problem).within(Step::Key("started")));
        }
        (None, None, _) => {
            return Err(Problem::new("an entry of `history` has neither `days_ago` nor `started`").into());
        }
    };
    if seconds_ago < 0 {
        notes.add("an entry of `history` is later than its conversation; it is not read");
        return Ok(None);
    }
    Ok(Some(Contact { seconds_ago, category, text }))
}

fn read_id(value: Value) -> Result<Option<String>, Problem> {
    let id = match value {
        Value::Null => return Ok(None),
        Value::String(id) => id,
        Value::Number(id) if id.is_i64() || id.is_u64() => id.to_string(),
        other => return Err(Problem::new(format!("`id` is a text, not {}", kind(&other)))),
    };
    if id.trim().is_empty() {
        return Err(Problem::new("the `id` is empty"));
    }
    if id.len() > ID_BYTES_MAX {
        return Err(Problem::new(format!("the `id` is longer than {ID_BYTES_MAX} bytes")));
    }
    Ok(Some(id))
}

fn read_started(value: &Value, notes: &mut Notes) -> Result<Option<i64>, Problem> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => instant(text, notes).map(Some),
        other => Err(Problem::new(format!("`started` is a time as text, not {}", kind(other)))
            .help("write it as 2026-03-15T10:00:00Z")),
    }
}

fn read_time(value: &Value, clock: &mut Clock, notes: &mut Notes) -> Result<Option<i64>, Problem> {
    match value {
        Value::Null => Ok(None),
        Value::Number(seconds) => clock.seconds(seconds.as_f64().unwrap_or(f64::NAN), notes).map(Some),
        Value::String(text) => clock.instant(text, notes).map(Some),
        other => Err(Problem::new(format!("`at` is a number of seconds or a time, not {}", kind(other)))),
    }
}

fn read_days(value: &Value) -> Result<Option<i64>, Problem> {
    let days = match value {
        Value::Null => return Ok(None),
        Value::Number(days) => days.as_f64().unwrap_or(f64::NAN),
        other => return Err(Problem::new(format!("`days_ago` is a number, not {}", kind(other)))),
    };
    #[expect(clippy::cast_precision_loss, reason = "a hundred years in days is exact")]
    let limit = DAYS_AGO_MAX as f64;
    if !(-limit..=limit).contains(&days) {
        return Err(Problem::new("`days_ago` is more than a hundred years"));
    }
    #[expect(clippy::cast_possible_truncation, reason = "within the limit")]
    let seconds = (days * 86_400.0).round() as i64;
    Ok(Some(seconds))
}

fn words(name: &str, value: Value) -> Result<Option<String>, Problem> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        other => Err(Problem::new(format!("`{name}` is a text in quotes, not {}", kind(&other)))),
    }
}

fn list(name: &str, value: Value, limit: usize) -> Result<Option<Vec<Value>>, Problem> {
    match value {
        Value::Null => Ok(None),
        Value::Array(values) if values.len() > limit => {
            Err(Problem::new(format!("`{name}` has {} entries; the limit is {limit}", values.len())))
        }
        Value::Array(values) => Ok(Some(values)),
        other => Err(Problem::new(format!("`{name}` is a list, not {}", kind(&other)))),
    }
}

fn nested(prefix: &str, value: Value, facts: &mut Facts, notes: &mut Notes) -> Result<(), Problem> {
    match value {
        Value::Null => Ok(()),
        Value::Object(object) => facts.put_all(prefix, object, notes),
        other => Err(Problem::new(format!("facts stand in an object by name, not in {}", kind(&other)))),
    }
}

fn object(what: &str, value: Value) -> Result<Map<String, Value>, Problem> {
    match value {
        Value::Object(object) => Ok(object),
        other => Err(Problem::new(format!("{what} is an object, not {}", kind(&other)))),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
