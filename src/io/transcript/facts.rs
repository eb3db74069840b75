//! Facts by name, gathered from nested objects.

use serde_json::{Map, Value};

use super::error::{Problem, shown};
use super::limits::{FACT_NAME_BYTES_MAX, FACTS_MAX};
use super::notes::Notes;

/// The facts of one conversation or turn, in order; a name stands once.
#[derive(Default)]
pub(super) struct Facts(Map<String, Value>);

impl Facts {
    /// Adds a fact. `null` is no fact; of two with one name the later counts, with a note.
    pub(super) fn put(&mut self, name: String, value: Value, notes: &mut Notes) -> Result<(), Problem> {
        if value.is_null() {
            return Ok(());
        }
        check_name(name.len(), &name)?;
        if self.0.len() >= FACTS_MAX && !self.0.contains_key(&name) {
            return Err(Problem::new(format!("more than {FACTS_MAX} facts in one place")));
        }
        let again = format!("fact `{}` is given twice in one place; the last one counts", shown(&name));
        if self.0.insert(name, value).is_some() {
            notes.add(again);
        }
        Ok(())
    }

    /// Adds every entry of `object`, under `prefix` when it is not empty; nested objects by dots, amounts of money whole.
    pub(super) fn put_all(
        &mut self,
        prefix: &str,
        object: Map<String, Value>,
        notes: &mut Notes,
    ) -> Result<(), Problem> {
        for (key, value) in object {
            check_name(prefix.len() + 1 + key.len(), &key)?;
            let name = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
            match value {
                // The parser refuses more than 128 levels, so this cannot go deep.
                Value::Object(inner) if !is_money(&inner) => self.put_all(&name, inner, notes)?,
                value => self.put(name, value, notes)?,
            }
        }
        Ok(())
    }

    /// All of them, in order.
    pub(super) fn into_vec(self) -> Vec<(String, Value)> {
        self.0.into_iter().collect()
    }
}

/// `{"amount": 12500, "currency": "USD"}` is one value, not two facts.
fn is_money(object: &Map<String, Value>) -> bool {
    object.len() == 2 && object.contains_key("amount") && object.contains_key("currency")
}

fn check_name(bytes: usize, name: &str) -> Result<(), Problem> {
    if bytes <= FACT_NAME_BYTES_MAX {
        return Ok(());
    }
    let message = format!("the name of a fact, `{}`, is longer than {FACT_NAME_BYTES_MAX} bytes", shown(name));
    Err(Problem::new(message))
}
