//! Types, languages and codes in the words of a sentence.
//!
//! In: a type, or what an author wrote for a language or country. Out: words for
//! messages, and the code that was probably meant.

use crate::value::Type;

/// What a fact of this type is, after "is": `a percentage`, `one of free, pro`.
pub(crate) fn described(kind: &Type) -> String {
    match kind {
        Type::Truth => "yes or no".to_owned(),
        Type::Count => "a count".to_owned(),
        Type::Number { low: Some(low), high: Some(high) } => format!("a number from {low} to {high}"),
        Type::Number { .. } => "a number".to_owned(),
        Type::Share => "a percentage".to_owned(),
        Type::Score => "a score from 0 to 1".to_owned(),
        Type::Duration => "a length of time".to_owned(),
        Type::Time => "a time of day".to_owned(),
        Type::Date => "a day".to_owned(),
        Type::Moment => "a moment".to_owned(),
        Type::Tags => "a set of tags".to_owned(),
        Type::Text => "a text".to_owned(),
        Type::Money { .. } | Type::OneOf { .. } | Type::Language | Type::Country | Type::Agent | Type::Category => {
            kind.to_string()
        }
    }
}

/// Names that people write for languages, each with its code.
const LANGUAGES: [(&str, &str); 18] = [
    ("english", "en"),
    ("eng", "en"),
    ("spanish", "es"),
    ("español", "es"),
    ("espanol", "es"),
    ("spa", "es"),
    ("german", "de"),
    ("deutsch", "de"),
    ("ger", "de"),
    ("french", "fr"),
    ("français", "fr"),
    ("italian", "it"),
    ("italiano", "it"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("dutch", "nl"),
    ("catalan", "ca"),
    ("polish", "pl"),
];

/// The code of the language that `written` probably means: `english`, `EN`, `en-GB`.
pub(crate) fn language_code(written: &str) -> Option<String> {
    let lower = written.to_lowercase();
    let named = LANGUAGES.iter().find(|(name, _)| *name == lower).map(|(_, code)| (*code).to_owned());
    let first = lower.split(['-', '_']).next().unwrap_or_default();
    let is_code = first.len() == 2 && first.bytes().all(|byte| byte.is_ascii_lowercase());
    named.or_else(|| is_code.then(|| first.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::language_code;

    #[test]
    fn languages_are_recognised_by_name_and_by_longer_codes() {
        assert_eq!(language_code("Spanish").as_deref(), Some("es"));
        assert_eq!(language_code("EN").as_deref(), Some("en"));
        assert_eq!(language_code("en-GB").as_deref(), Some("en"));
        assert_eq!(language_code("klingon"), None);
    }
}
