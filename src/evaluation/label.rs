//! What a gold label says: yes, no, or nothing that can be used.

use serde_json::Value as Json;

/// Which values of a label mean yes.
#[derive(Clone, Debug, PartialEq)]
pub enum Is {
    /// `true`; `false` means no.
    True,
    /// One of these, or a list that has one of them; anything else means no.
    OneOf(Vec<String>),
    /// A number at least this large.
    AtLeast(f64),
    /// A number at most this large.
    AtMost(f64),
}

impl Is {
    /// What a label of this value says; none when it is of another kind than what is asked.
    pub fn holds(&self, label: &Json) -> Option<bool> {
        match (self, label) {
            (Is::True, Json::Bool(is)) => Some(*is),
            (Is::OneOf(wanted), Json::String(word)) => Some(wanted.contains(word)),
            (Is::OneOf(wanted), Json::Array(words)) => {
                Some(words.iter().any(|word| word.as_str().is_some_and(|word| wanted.iter().any(|one| one == word))))
            }
            (Is::AtLeast(least), Json::Number(number)) => Some(number.as_f64()? >= *least),
            (Is::AtMost(most), Json::Number(number)) => Some(number.as_f64()? <= *most),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_label_says_yes_no_or_nothing() {
        let words = Is::OneOf(vec!["handoff".to_owned(), "human".to_owned()]);
        for (is, label, says) in [
            (&Is::True, json!(true), Some(true)),
            (&Is::True, json!(false), Some(false)),
            (&Is::True, json!("true"), None),
            (&Is::True, json!(null), None),
            (&words, json!("human"), Some(true)),
            (&words, json!("thanks"), Some(false)),
            (&words, json!(["greet", "handoff"]), Some(true)),
            (&words, json!([]), Some(false)),
            (&words, json!(true), None),
            (&Is::AtLeast(0.5), json!(0.5), Some(true)),
            (&Is::AtLeast(0.5), json!(0.4), Some(false)),
            (&Is::AtMost(-1.0), json!(-1), Some(true)),
            (&Is::AtMost(-1.0), json!("low"), None),
        ] {
            assert_eq!(is.holds(&label), says, "{is:?} {label}");
        }
    }
}
