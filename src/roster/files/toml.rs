//! TOML → a tree.

use super::{Fault, FaultKind, Node, Place, Value, fault};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads a text as a tree.
pub(super) fn tree(text: &str, file: usize) -> Result<Node, Vec<Fault>> {
    match DeTable::parse(text) {
        Ok(table) => Ok(self::table(table.get_ref(), file, table.span())),
        Err(error) => {
            let place = Place { file, bytes: error.span().unwrap_or(0..0) };
            let said = error.message().lines().next().unwrap_or_default();
            Err(vec![fault(FaultKind::Unreadable, format!("this is not TOML: {said}"), place, "here")])
        }
    }
}

fn table(table: &DeTable<'_>, file: usize, bytes: Range<usize>) -> Node {
    let entry = |(key, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
        (key.get_ref().to_string(), Place { file, bytes: key.span() }, node(value, file))
    };
    // In the order of the text.
    let mut keys: Vec<_> = table.iter().map(entry).collect();
    keys.sort_by_key(|(_, place, _)| place.bytes.start);
    Node { value: Value::Table(keys), place: Place { file, bytes } }
}

fn node(value: &Spanned<DeValue<'_>>, file: usize) -> Node {
    let bytes = value.span();
    let found = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Other, Value::Number)
        }
        DeValue::Boolean(truth) => Value::Truth(*truth),
        DeValue::Datetime(time) => Value::Text(time.to_string()),
        DeValue::Array(list) => Value::List(list.iter().map(|one| node(one, file)).collect()),
        DeValue::Table(keys) => return table(keys, file, bytes),
        DeValue::Float(_) => Value::Other,
    };
    Node { value: found, place: Place { file, bytes } }
}
