//! What a cell says, as JSON.

use serde_json::Value;

/// Facts that belong to one message even when they stand in the first row.
pub(super) const OF_A_MESSAGE: [&str; 6] =
    ["category", "confidence", "sentiment", "attempted", "assistant_failed", "turns_without_progress"];

pub(super) fn is_of_a_message(name: &str) -> bool {
    OF_A_MESSAGE.contains(&name)
}

/// The value of a cell of the fact `name`.
///
/// An empty cell is `null`, `true` and `false` in any case are themselves, what JSON
/// would call a number is one, and everything else is text: `007` and `+34` stay as
/// written, and so does a number of more digits than a double can hold.
/// `attempted` is a number or a list with semicolons.
pub(super) fn value(name: &str, cell: &str) -> Value {
    let cell = cell.trim();
    match cell {
        "" => Value::Null,
        _ if cell.eq_ignore_ascii_case("true") => Value::Bool(true),
        _ if cell.eq_ignore_ascii_case("false") => Value::Bool(false),
        _ => number(cell).unwrap_or_else(|| words(name, cell)),
    }
}

fn number(cell: &str) -> Option<Value> {
    const DIGITS_MAX: usize = 15;
    let starts = cell.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    if !starts || cell.bytes().filter(u8::is_ascii_digit).count() > DIGITS_MAX {
        return None;
    }
    serde_json::from_str(cell).ok().map(Value::Number)
}

fn words(name: &str, cell: &str) -> Value {
    if name != "attempted" {
        return Value::String(cell.to_owned());
    }
    cell.split(';').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::value;
    use serde_json::json;

    #[test]
    fn cells_are_numbers_truths_lists_or_text() {
        assert_eq!(value("confidence", " 0.80 "), json!(0.8));
        assert_eq!(value("customer.vip", "TRUE"), json!(true));
        assert_eq!(value("n", ""), json!(null));
        assert_eq!(value("account", "007"), json!("007"));
        assert_eq!(value("phone", "+34"), json!("+34"));
        assert_eq!(value("iban", "12345678901234567890"), json!("12345678901234567890"));
        assert_eq!(value("language", "no"), json!("no"));
        assert_eq!(value("attempted", "reset link; manual reset;"), json!(["reset link", "manual reset"]));
        assert_eq!(value("attempted", "2"), json!(2));
    }
}
