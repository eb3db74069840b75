//! The few words of JSON Schema that our schemas use.
//!
//! In: a schema and a value. Out: what does not fit. A word that is not known
//! here panics, so that a schema cannot promise what nobody checks.

use serde_json::Value;

/// What in `value`, which stands at `place`, does not fit `schema`.
pub(crate) fn problems(root: &Value, schema: &Value, value: &Value, place: &str) -> Vec<String> {
    let words = schema.as_object().expect("a schema is an object");
    let mut found = Vec::new();
    for (word, rule) in words {
        let fits = match word.as_str() {
            "$schema" | "$id" | "title" | "description" | "definitions" => true,
            "$ref" => {
                let target = rule.as_str().expect("a text").trim_start_matches('#');
                found.extend(problems(root, root.pointer(target).expect("it is defined"), value, place));
                true
            }
            "properties" | "additionalProperties" | "items" => {
                found.extend(members(root, words, word, value, place));
                true
            }
            "allOf" => {
                let all = rule.as_array().expect("a list").iter();
                found.extend(all.flat_map(|schema| problems(root, schema, value, place)));
                true
            }
            "anyOf" => {
                let mut any = rule.as_array().expect("a list").iter();
                any.any(|schema| problems(root, schema, value, place).is_empty())
            }
            _ => simple(word, rule, value),
        };
        if !fits {
            found.push(format!("{place}: not {word} {rule}"));
        }
    }
    found
}

fn members(
    root: &Value,
    words: &serde_json::Map<String, Value>,
    word: &str,
    value: &Value,
    place: &str,
) -> Vec<String> {
    let rule = &words[word];
    let known = words.get("properties").and_then(Value::as_object);
    match (word, value) {
        ("items", Value::Array(items)) => {
            let items = items.iter().enumerate();
            items.flat_map(|(index, item)| problems(root, rule, item, &format!("{place}/{index}"))).collect()
        }
        ("properties", Value::Object(object)) => {
            let named = object.iter().filter_map(|(name, value)| Some((name, value, rule.get(name)?)));
            named.flat_map(|(name, value, rule)| problems(root, rule, value, &format!("{place}/{name}"))).collect()
        }
        ("additionalProperties", Value::Object(object)) => {
            let others = object.iter().filter(|(name, _)| !known.is_some_and(|known| known.contains_key(*name)));
            others
                .flat_map(|(name, value)| match rule {
                    Value::Bool(true) => Vec::new(),
                    Value::Bool(false) => vec![format!("{place}: `{name}` is unknown")],
                    rule => problems(root, rule, value, &format!("{place}/{name}")),
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

fn simple(word: &str, rule: &Value, value: &Value) -> bool {
    let limit = |rule: &Value| rule.as_u64().and_then(|limit| usize::try_from(limit).ok()).expect("a count");
    match (word, value) {
        ("type", value) => match rule {
            Value::Array(kinds) => kinds.iter().any(|kind| is(kind, value)),
            kind => is(kind, value),
        },
        ("const", value) => rule == value,
        ("enum", value) => rule.as_array().expect("a list").contains(value),
        ("required", Value::Object(object)) => {
            rule.as_array().expect("a list").iter().all(|name| object.contains_key(name.as_str().expect("a name")))
        }
        ("minLength", Value::String(text)) => text.chars().count() >= limit(rule),
        ("maxLength", Value::String(text)) => text.chars().count() <= limit(rule),
        ("minItems", Value::Array(items)) => items.len() >= limit(rule),
        ("maxItems", Value::Array(items)) => items.len() <= limit(rule),
        ("maxProperties", Value::Object(object)) => object.len() <= limit(rule),
        ("minimum", Value::Number(number)) => number.as_f64() >= rule.as_f64(),
        ("maximum", Value::Number(number)) => number.as_f64() <= rule.as_f64(),
        ("uniqueItems", Value::Array(items)) => {
            rule == false || items.iter().enumerate().all(|(at, item)| !items[..at].contains(item))
        }
        ("format", Value::String(text)) => match rule.as_str().expect("a format is a word") {
            "date-time" => text.parse::<jiff::Timestamp>().is_ok(),
            "uri" => text.contains(':') && text.bytes().all(|byte| byte.is_ascii_graphic()),
            "uri-reference" => text.bytes().all(|byte| byte.is_ascii_graphic()),
            other => panic!("`{other}` is a format that is not checked here"),
        },
        (
            "required" | "minLength" | "maxLength" | "minItems" | "maxItems" | "maxProperties" | "minimum" | "maximum"
            | "format" | "uniqueItems",
            _,
        ) => true,
        _ => panic!("`{word}` is a word of JSON Schema that is not checked here"),
    }
}

fn is(kind: &Value, value: &Value) -> bool {
    match kind.as_str().expect("a type is a word") {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("`{other}` is a type that is not checked here"),
    }
}
