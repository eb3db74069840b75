//! Facts as JSON Schema, TypeScript and Python.

use serde_json::{Map, Value, json};

use crate::policy::{Fact, Policy};
use crate::value::{self, Fixed, Type, show};

/// JSON Schema (draft 7) of an object with all facts.
pub(super) fn schema(policy: &Policy, facts: &[&Fact]) -> Value {
    let properties: Map<String, Value> = facts.iter().map(|fact| (fact.name.clone(), property(policy, fact))).collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": format!("Facts for the policy \"{}\"", policy.title),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

fn property(policy: &Policy, fact: &Fact) -> Value {
    let mut property = match &fact.kind {
        Type::Truth => json!({"type": "boolean"}),
        Type::Count => json!({"type": "integer", "minimum": 0}),
        Type::Number { .. } | Type::Share | Type::Score => limits(fact),
        Type::Money { currency, .. } => {
            json!({"type": ["number", "string", "object"], "description": format!("in {currency}")})
        }
        Type::Duration => json!({"type": ["number", "string"], "description": "seconds, or a text such as \"2h30m\""}),
        Type::Time => json!({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"}),
        Type::Date => json!({"type": "string", "format": "date"}),
        Type::Moment => json!({"type": "string", "format": "date-time"}),
        Type::OneOf { values, open: false } => json!({"type": "string", "enum": values}),
        Type::OneOf { values, open: true } => json!({"type": "string", "examples": values}),
        Type::Tags => json!({"type": "array", "items": {"type": "string"}}),
        Type::Language => json!({"type": "string", "pattern": "^[a-z]{2}(-[A-Za-z]+)?$"}),
        Type::Country => json!({"type": "string", "pattern": "^[A-Z]{2}$"}),
        Type::Agent | Type::Text => json!({"type": "string"}),
        Type::Category => {
            let names: Vec<&String> =
                policy.categories.iter().flat_map(|c| std::iter::once(&c.path).chain(&c.aliases)).collect();
            json!({"type": "string", "enum": names})
        }
    };
    if let Some(title) = &fact.title {
        property["title"] = json!(title);
    }
    // On another scale the default would be another number.
    if let Some(default) = fact.default.as_ref().filter(|_| fact.scale.is_none()) {
        property["default"] = default_of(default, &fact.kind);
    }
    property
}

/// A default as a service would send it.
fn default_of(default: &value::Value, kind: &Type) -> Value {
    match default {
        value::Value::Truth(truth) => json!(truth),
        value::Value::Words(words) => json!(words),
        value::Value::Number(plain) if is_number(kind) => number(*plain),
        default => json!(show(default, kind)),
    }
}

fn is_number(kind: &Type) -> bool {
    matches!(kind, Type::Count | Type::Number { .. } | Type::Share | Type::Score)
}

fn number(fixed: Fixed) -> Value {
    fixed.to_string().parse::<serde_json::Number>().map_or(Value::Null, Value::Number)
}

/// A number's limits, on the scale of the service.
fn limits(fact: &Fact) -> Value {
    let own = match &fact.kind {
        Type::Number { low, high } => (*low, *high),
        _ => (Some(Fixed::ZERO), Some(Fixed::ONE)),
    };
    let (low, high) = fact.scale.map_or(own, |(low, high)| (Some(low), Some(high)));
    let mut property = json!({"type": "number"});
    if let Some(low) = low {
        property["minimum"] = number(low);
    }
    if let Some(high) = high {
        property["maximum"] = number(high);
    }
    property
}

/// A TypeScript interface.
pub(super) fn typescript(policy: &Policy, facts: &[&Fact]) -> String {
    let field = |fact: &&Fact| {
        let kind = match &fact.kind {
            Type::Truth => "boolean".to_owned(),
            Type::Count | Type::Number { .. } | Type::Share | Type::Score | Type::Duration => "number".to_owned(),
            Type::Money { .. } => "number | { amount: number; currency: string }".to_owned(),
            Type::OneOf { values, open: false } => union(values.iter().map(String::as_str)),
            Type::Category => union(policy.categories.iter().map(|category| category.path.as_str())),
            Type::Tags => "string[]".to_owned(),
            _ => "string".to_owned(),
        };
        format!("  /** {} */\n  {}?: {kind} | null;\n", comment(&about(fact)), quoted(&fact.name))
    };
    let fields: String = facts.iter().map(field).collect();
    format!(
        "/** Facts for the policy {} ({}). */\nexport interface Facts {{\n{fields}}}\n",
        comment(&quoted(&policy.title)),
        &policy.hash[..12]
    )
}

fn union<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.map(quoted).collect();
    if words.is_empty() { "string".to_owned() } else { words.join(" | ") }
}

/// A Python `TypedDict`.
pub(super) fn python(policy: &Policy, facts: &[&Fact]) -> String {
    let field = |fact: &&Fact| {
        let kind = match &fact.kind {
            Type::Truth => "bool".to_owned(),
            Type::Count => "int".to_owned(),
            Type::Number { .. } | Type::Share | Type::Score | Type::Duration | Type::Money { .. } => "float".to_owned(),
            Type::OneOf { values, open: false } => literal(values.iter().map(String::as_str)),
            Type::Category => literal(policy.categories.iter().map(|category| category.path.as_str())),
            Type::Tags => "list[str]".to_owned(),
            _ => "str".to_owned(),
        };
        format!("        {}: Optional[{kind}],  # {}\n", quoted(&fact.name), comment(&about(fact)))
    };
    let fields: String = facts.iter().map(field).collect();
    format!(
        "\"\"\"Facts for the policy {} ({}).\"\"\"\nfrom typing import Literal, Optional, TypedDict\n\nFacts = TypedDict(\n    \"Facts\",\n    {{\n{fields}    }},\n    total=False,\n)\n",
        quoted(&policy.title),
        &policy.hash[..12]
    )
}

fn literal<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.map(quoted).collect();
    if words.is_empty() { "str".to_owned() } else { format!("Literal[{}]", words.join(", ")) }
}

/// A text in quotes. What JSON writes, TypeScript and Python read.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// Words for a comment: on one line, and without what would end it.
fn comment(text: &str) -> String {
    text.replace(char::is_control, " ").replace("*/", "* /")
}

fn about(fact: &Fact) -> String {
    let scale = fact.scale.map_or_else(String::new, |(low, high)| format!(", sent as {low} to {high}"));
    let title = fact.title.as_ref().map_or_else(String::new, |title| format!(": {title}"));
    format!("{}{scale}{title}", fact.kind)
}
